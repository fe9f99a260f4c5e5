"""How readings are laid out: on a line each under the scan's letters, or over several rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cableview.gui.aligned_readings import AlignedReadings
from cableview.gui.flowing_readings import LONG_READING_SIZE, FlowingReadings, shown_rows
from cableview.gui.reading_line import Line, marked_lines
from cableview.gui.reading_pen import ReadingPen, _gap_beside
from cableview.gui.theme import LIGHT, load_fonts
from cableview.model.span import Span


def lines_of(*readings: str) -> list[Line]:
    return [Line(f"Text {k}", "He said ", reading, " to him.") for k, reading in enumerate(readings)]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ui_size", [10.0, 16.0])
def test_readings_under_a_scan_in_small_letters_are_no_smaller_than_the_text_around_them(
    ui_size: float,
) -> None:
    pen = ReadingPen(replace(load_fonts(), ui_size=ui_size), LIGHT)
    size = AlignedReadings(pen, marked_lines(lines_of("go", "no")), (100.0, 3.0)).size(500.0)
    assert size is not None
    assert ui_size <= size < 1.2 * ui_size


@pytest.mark.usefixtures("qapp")
def test_readings_shrink_with_the_room_until_they_are_too_long_for_a_line() -> None:
    aligned = AlignedReadings(ReadingPen(load_fonts(), LIGHT), marked_lines(lines_of("word " * 8, "word " * 9)), None)
    sizes = [aligned.size(width) for width in (2000.0, 900.0, 800.0, 700.0, 100.0)]
    known = [size for size in sizes if size is not None]
    assert known == sorted(known, reverse=True)
    assert sizes[0] is not None
    assert sizes[-1] is None


@pytest.mark.usefixtures("qapp")
def test_long_readings_need_more_height_the_narrower_they_are_and_little_if_one_is_missing() -> None:
    pen = ReadingPen(load_fonts(), LIGHT)
    both = FlowingReadings(pen, marked_lines(lines_of("word " * 80, "words " * 80)))
    one = FlowingReadings(pen, marked_lines(lines_of("word " * 80, "")))
    assert both.height(400.0) > both.height(900.0) > one.height(900.0)


@pytest.mark.usefixtures("qapp")
def test_a_word_longer_than_a_line_continues_on_the_next() -> None:
    pen = ReadingPen(load_fonts(), LIGHT)
    short, long = (FlowingReadings(pen, marked_lines([Line("", "", "x" * n, "")])).height(400.0) for n in (20, 100))
    assert long - short >= pen.metrics(LONG_READING_SIZE).height()


@pytest.mark.parametrize(
    ("count", "differing", "room", "shown"),
    [(5, {4}, 2, [0, 4]), (5, {1, 3}, 2, [1, 3]), (5, set(), 2, [0, 1]), (2, {1}, 4, [0, 1]), (5, {2}, 1, [2])],
)
def test_rows_that_differ_are_shown_before_others(count: int, differing: set[int], room: int, shown: list[int]) -> None:
    assert shown_rows(count, differing, room) == shown


def test_the_first_two_lines_are_marked_where_they_differ_and_a_third_is_not() -> None:
    first, second, third = marked_lines(lines_of("the war", "the wars", "the ware"))
    assert (first.marks, second.marks) == ((), (Span(7, 8),))
    assert (first.changes, second.changes) == (frozenset({7}), frozenset({7}))
    assert (third.marks, third.changes) == ((), frozenset())
    assert [marked.marks for marked in marked_lines(lines_of("alone"))] == [()]


@pytest.mark.usefixtures("qapp")
def test_readings_one_below_the_other_do_not_overlap_in_a_low_row() -> None:
    pen = ReadingPen(load_fonts(), LIGHT)
    aligned = AlignedReadings(pen, marked_lines(lines_of("go", "no")), None)
    roomy, low = aligned.size(500.0, 200.0), aligned.size(500.0, 50.0)
    assert roomy is not None
    assert low is not None
    assert 2 * pen.metrics(low).height() <= 50.0 < 2 * pen.metrics(roomy).height()
    assert aligned.size(500.0, 5.0) == low  # no smaller than can be read


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [("could ", "be", 0, 8), ("could", " be", 8, 0), ("الوفد", " وصل", 0, 8), ("الوفد ", "وصل", 8, 0), ("", "", 0, 0)],
)
def test_what_stands_for_an_empty_reading_touches_no_word(before: str, after: str, left: int, right: int) -> None:
    line = Line("Transcript", before, "", after)
    assert (_gap_beside(line, at_left=True), _gap_beside(line, at_left=False)) == (left, right)
