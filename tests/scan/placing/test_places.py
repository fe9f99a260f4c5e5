"""From words on the page to the place of a discrepancy."""

from __future__ import annotations

from dataclasses import replace

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.placing.places import Place, WordPlaces, as_columns, as_tree, from_tree


def words(*rows: tuple[int, int, int, int, float]) -> WordPlaces:
    """Words of 4 letters and a blank each: page, left, top, width, confidence."""
    return as_columns(
        [
            Place(Span(5 * k, 5 * k + 4), Location(page, Box(x, y, x + w, y + 20), Method.IMAGE, sure))
            for k, (page, x, y, w, sure) in enumerate(rows)
        ]
    )


def test_a_place_is_the_hull_of_its_words_and_as_sure_as_the_least_sure() -> None:
    found = words((1, 0, 50, 80, 0.99), (1, 100, 52, 80, 0.8))
    assert found.location(Span(0, 9)) == Location(1, Box(0, 50, 180, 72), Method.IMAGE, 0.8)


def test_words_of_the_next_page_are_left_out() -> None:
    found = words((1, 0, 900, 80, 0.9), (2, 0, 50, 80, 0.9))
    assert found.location(Span(0, 9)) == Location(1, Box(0, 900, 80, 920), Method.IMAGE, 0.9)


def test_an_omission_stands_in_the_gap_between_two_words() -> None:
    found = words((1, 0, 50, 80, 0.9), (1, 100, 50, 80, 0.9))
    assert found.location(Span(4, 4)) == Location(1, Box(75, 50, 105, 70), Method.IMAGE, 0.9)


def test_an_omission_at_a_line_s_end_stands_behind_its_last_word() -> None:
    found = words((1, 500, 50, 80, 0.9), (1, 0, 90, 80, 0.9))
    assert found.location(Span(4, 4)) == Location(1, Box(575, 50, 600, 70), Method.IMAGE, 0.9)


def test_unsure_or_guessed_locations_are_not_places() -> None:
    assert words((1, 0, 50, 80, 0.4)).location(Span(0, 4)) is None
    assert as_columns([]).location(Span(0, 4)) is None


def test_places_pass_to_another_process_and_back() -> None:
    rest = Location(1, Box(0, 90, 40, 110), Method.IMAGE, 0.7)
    found = as_columns([Place(Span(0, 4), Location(1, Box(0, 50, 80, 70), Method.IMAGE, 0.9), rest)], ("a notice",))
    assert from_tree(as_tree(found)) == found


def test_a_word_that_the_page_lacks_is_shown_as_a_gap_and_names_no_word() -> None:
    found = words((1, 0, 50, 80, 0.9), (1, 80, 50, 20, 0.8), (1, 100, 50, 80, 0.9))
    gap = Location(1, Box(75, 50, 105, 70), Method.GAP, 0.8)
    boxes = [found.boxes[0], gap.box, found.boxes[2]]
    missing = replace(found, boxes=boxes, methods=[Method.IMAGE, Method.GAP, Method.IMAGE])
    assert missing.parts(Span(5, 9)) == (gap,)
    assert gap.method.pinpoints
    assert not gap.method.names_word
    assert missing.row_at(1, 90, 60) != 1


def test_of_words_and_gaps_together_the_words_are_shown_and_the_others_counted() -> None:
    found = words((1, 0, 50, 80, 0.9), (1, 80, 50, 20, 0.8))
    missing = replace(found, methods=[Method.IMAGE, Method.GAP])
    assert missing.parts(Span(0, 9)) == (Location(1, Box(0, 50, 80, 70), Method.IMAGE, 0.9, unfound=1),)


def test_a_passage_says_how_many_of_its_words_were_not_found() -> None:
    found = words((1, 0, 50, 80, 0.9), (1, 100, 50, 80, 0.1), (1, 0, 90, 80, 0.9), (1, 100, 90, 80, 0.2))
    assert [part.unfound for part in found.parts(Span(0, 19))] == [2, 0]
    assert [part.unfound for part in found.parts(Span(0, 4))] == [0]
