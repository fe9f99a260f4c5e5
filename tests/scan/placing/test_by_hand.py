"""Words shown by hand, and what follows laid along the lines from there."""

from __future__ import annotations

import numpy as np
import pytest

from cableview.model.geometry import Box
from cableview.model.location import Location, Method, Spot
from cableview.model.span import Span
from cableview.scan.placing.by_hand import corrected, snapped, spot_at
from cableview.scan.placing.places import Place, WordPlaces, as_columns
from cableview.scan.segmentation.page_lines import PageLine

CELL, SPACING = 10, 40
LINES = (
    "the red fox ran over",
    "a small green hill and",
    "down to the deep well",
    "where nobody had been",
    "for a year",
)
TEXT = "\n".join(LINES)
FLOWING = " ".join(LINES)


def line(row: int, length: int) -> PageLine:
    return PageLine(1, 0.0, float(CELL * length), (30.0 + SPACING * row, 0.0, 0.0), 25.0, 5.0)


def standing(text: str, *, off: int = 0, sure: float = 0.97) -> WordPlaces:
    """The words of `LINES` where they stand, or as many lines too low as `off` says."""
    places: list[Place] = []
    at = 0
    for row, words in enumerate(LINES):
        column = 0
        for word in words.split():
            at, column = text.index(word, at), words.index(word, column)
            low = SPACING * (row + off)
            box = Box(CELL * column, low + 5, CELL * (column + len(word)), low + 35)
            places.append(Place(Span(at, at + len(word)), Location(1, box, Method.IMAGE, sure)))
            at, column = at + len(word), column + len(word)
    lines = [line(row, len(LINES[row]) if row < len(LINES) else 20) for row in range(len(LINES) + off)]
    return as_columns(places, (), lines)


def span_of(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


def place(words: WordPlaces, text: str, word: str) -> Location:
    (found,) = words.within(span_of(text, word))
    return found.location


def test_a_word_shown_by_hand_stands_there_and_is_certain() -> None:
    found = standing(TEXT)
    spot = Spot(1, Box(300, 45, 350, 75))
    words = corrected(found, TEXT, {span_of(TEXT, "green"): spot})
    assert place(words, TEXT, "green") == Location(1, spot.box, Method.HAND, 1.0)
    assert place(words, TEXT, "small") == place(found, TEXT, "small")


def test_words_found_correctly_after_one_pointed_out_stay_in_place() -> None:
    found = standing(TEXT)
    right = Spot(1, place(found, TEXT, "small").box)
    words = corrected(found, TEXT, {span_of(TEXT, "small"): right})
    assert [words.place(row) for row in range(len(found)) if row != 6] == [p for p in found if p.span.start != 23]
    assert place(words, TEXT, "green").method is Method.IMAGE


def test_words_after_one_shown_are_laid_along_the_lines_of_the_text() -> None:
    true, wrong = standing(TEXT), standing(TEXT, off=1)
    words = corrected(wrong, TEXT, {span_of(TEXT, "small"): Spot(1, place(true, TEXT, "small").box)})
    for word in ("green", "down", "well", "nobody", "year"):
        got, wanted = place(words, TEXT, word), place(true, TEXT, word).box
        assert got.method is Method.LAID
        assert (abs(got.box.left - wanted.left) <= CELL, got.box.top) == (True, wanted.top)
    assert place(words, TEXT, "over") == place(wrong, TEXT, "over")


def test_words_of_a_text_that_flows_are_laid_till_the_lines_are_full_and_less_surely() -> None:
    true, wrong = standing(FLOWING), standing(FLOWING, off=1)
    words = corrected(wrong, FLOWING, {span_of(FLOWING, "small"): Spot(1, place(true, FLOWING, "small").box)})
    same, below = place(words, FLOWING, "green"), place(words, FLOWING, "down")
    assert same.box.top == place(true, FLOWING, "green").box.top
    assert below.box.top == place(true, FLOWING, "down").box.top
    assert same.confidence > below.confidence


def test_words_are_laid_no_further_than_the_next_word_shown() -> None:
    true, wrong = standing(TEXT), standing(TEXT, off=1)
    shown = {span_of(TEXT, word): Spot(1, place(true, TEXT, word).box) for word in ("small", "nobody")}
    words = corrected(wrong, TEXT, shown)
    assert place(words, TEXT, "where").method is Method.LAID
    assert place(words, TEXT, "nobody") == Location(1, place(true, TEXT, "nobody").box, Method.HAND, 1.0)


def test_a_place_shown_where_nothing_stands_is_that_of_the_gap() -> None:
    found = standing(TEXT)
    gap = Span(TEXT.index("green"), TEXT.index("green"))
    spot = Spot(1, Box(72, 45, 78, 75))
    assert corrected(found, TEXT, {gap: spot}).parts(gap) == (Location(1, spot.box, Method.HAND, 1.0),)


def test_a_place_pointed_out_is_reported_even_if_no_word_was_found() -> None:
    span = span_of(TEXT, "fox")
    words = corrected(as_columns(()), TEXT, {span: Spot(2, Box(1, 2, 30, 40))})
    assert words.parts(span) == (Location(2, Box(1, 2, 30, 40), Method.HAND, 1.0),)


def test_a_box_without_extent_is_no_place() -> None:
    found = standing(TEXT)
    assert corrected(found, TEXT, {span_of(TEXT, "fox"): Spot(1, Box(9, 9, 9, 30))}) is found


def test_spot_is_as_wide_as_the_word_and_as_high_as_its_line() -> None:
    spot = spot_at(standing(TEXT), 1, 105, 62, 5, (1000, 500))
    assert (spot.box.top, spot.box.bottom, spot.box.width) == (45, 75, 50)
    assert spot.box.left <= 105 <= spot.box.right


def test_spot_far_from_any_line_is_about_the_point_and_within_the_page() -> None:
    spot = spot_at(standing(TEXT), 1, 995, 480, 6, (1000, 500))
    assert spot.box.right == 1000
    assert spot.box.top <= 480 <= spot.box.bottom


def written(*words: tuple[int, int]) -> np.ndarray:
    """Grey values of a band of paper 400 wide, with letters of eight pixels and gaps of two."""
    band = np.full((40, 400), 220, np.uint8)
    for start, end in words:
        for x in range(start, end, 10):
            band[10:30, x : min(x + 8, end)] = 40
    return band


AREA = Box(100, 0, 500, 40)


def test_spot_takes_the_edges_of_the_word_that_is_written_there() -> None:
    spot = snapped(Spot(1, Box(230, 5, 290, 35)), 10, written((30, 88), (110, 188), (210, 300)), AREA)
    assert spot.box == Box(210, 5, 288, 35)


@pytest.mark.parametrize(
    "words",
    [(), ((10, 30),), ((10, 390),), ((150, 165),)],
    ids=["no ink", "too far", "too long", "too short"],
)
def test_spot_stays_where_no_such_word_is_written(words: tuple[tuple[int, int], ...]) -> None:
    spot = Spot(1, Box(230, 5, 290, 35))
    assert snapped(spot, 10, written(*words), AREA) == spot
