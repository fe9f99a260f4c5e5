from __future__ import annotations

from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.placing.interpolation import placed_between
from cableview.scan.segmentation.page_lines import PageLine

STRAIGHT = PageLine(1, 0.0, 500.0, (100.0, 0.0, 0.0), 25.0, 5.0)
BELOW = PageLine(1, 0.0, 500.0, (160.0, 0.0, 0.0), 25.0, 5.0)


def known(left: int, right: int, line: PageLine = STRAIGHT) -> Location:
    return Location(1, line.box(left, right), Method.LAYOUT, 0.99)


def test_a_word_between_two_on_a_line_has_the_room_between_them() -> None:
    (comma,) = placed_between([Span(4, 5)], known(0, 40), known(70, 120), [STRAIGHT], 10) or []
    assert (comma.box.left, comma.box.right, comma.method) == (50, 60, Method.LAYOUT)
    assert comma.confidence < 0.99


def test_a_word_without_room_between_its_neighbours_is_not_placed() -> None:
    assert placed_between([Span(4, 12)], known(0, 40), known(45, 120), [STRAIGHT], 10) is None
    assert placed_between([Span(4, 6)], known(0, 40), known(400, 490), [STRAIGHT], 10) is None


def test_words_between_two_lines_end_the_first_or_begin_the_second() -> None:
    (last,) = placed_between([Span(4, 8)], known(400, 440), known(0, 50, BELOW), [STRAIGHT, BELOW], 10) or []
    assert STRAIGHT.holds(last.box)
    (first,) = placed_between([Span(4, 8)], known(440, 495), known(60, 90, BELOW), [STRAIGHT, BELOW], 10) or []
    assert BELOW.holds(first.box)
    assert first.box.right <= 60


def test_many_words_are_not_placed_by_their_neighbours() -> None:
    many = [Span(k * 3, k * 3 + 2) for k in range(4)]
    assert placed_between(many, known(0, 40), known(170, 220), [STRAIGHT], 10) is None
