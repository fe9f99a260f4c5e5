"""What an engine read is joined with the places found without it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.geometry import Box
from cableview.model.layout import Layout, LayoutPage, LayoutRegion, LayoutWord
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.engines.engine import line_of
from cableview.scan.forced_alignment.confidence import SUREST
from cableview.scan.placing.by_engine import NOT_FITTING, NOT_THERE, SURE, Evidence, contradicted, with_reading
from cableview.scan.placing.places import IN_REGION, Place, WordPlaces, as_columns

TEXT = "one two three four five six seven eight\n"
CELL = 20


def boxes(words: list[str]) -> list[Box]:
    """The words on one line, a blank apart."""
    out: list[Box] = []
    at = 100
    for word in words:
        out.append(Box(at, 200, at + CELL * len(word), 230))
        at += CELL * (len(word) + 1)
    return out


def read_as(*words: str, at: list[Box] | None = None) -> Layout:
    line = line_of([LayoutWord(w, b, 0.9) for w, b in zip(words, at or boxes(list(words)), strict=True)])
    return Layout((LayoutPage(1400, 1800, (LayoutRegion((line,)),)),))


def found_at(places: list[tuple[Box, Method, float]]) -> WordPlaces:
    rows: list[Place] = []
    start = 0
    for word, (box, method, sure) in zip(TEXT.split(), places, strict=True):
        start = TEXT.index(word, start)
        rows.append(Place(Span(start, start + len(word)), Location(1, box, method, sure)))
    return as_columns(rows)


def by_image(sure: float = 0.97, shifted: dict[int, int] | None = None) -> WordPlaces:
    """Found on the image where they are, some of them so many pixels off."""
    out: list[tuple[Box, Method, float]] = []
    for row, box in enumerate(boxes(TEXT.split())):
        by = (shifted or {}).get(row, 0)
        out.append((Box(box.left, box.top + by, box.right, box.bottom + by), Method.IMAGE, sure))
    return found_at(out)


def joined(places: WordPlaces, layout: Layout) -> WordPlaces:
    return with_reading(TEXT, places, layout, [(1400, 1800)])


def test_a_place_on_which_both_agree_is_nearly_certain() -> None:
    found = by_image(0.8, {2: 8})
    got = joined(found, read_as(*TEXT.split()))
    assert list(got.boxes) == list(found.boxes)
    assert set(got.methods) == {Method.OCR}
    assert set(got.confidences) == {SURE[Evidence.AGREED]}


@pytest.mark.parametrize("sure", [0.9, 0.98])
def test_engine_that_read_the_same_word_elsewhere_is_followed_with_doubt(sure: float) -> None:
    got = joined(by_image(sure, {3: 300}), read_as(*TEXT.split()))
    assert got.place(3).location == Location(1, boxes(TEXT.split())[3], Method.OCR, SURE[Evidence.AGAINST_IMAGE])


def test_engine_that_read_the_same_word_elsewhere_is_not_followed_where_the_image_is_as_sure_as_can_be() -> None:
    found = by_image(SUREST, {3: 300})
    got = joined(found, read_as(*TEXT.split()))
    assert got.place(3).location == replace(found.place(3).location, confidence=contradicted(SUREST))


def test_engine_that_read_another_word_elsewhere_is_not_followed() -> None:
    words = ["one", "two", "three", "fxxr", *TEXT.split()[4:]]
    got = joined(by_image(0.97, {3: 300}), read_as(*words))
    assert got.place(3).location.method is Method.IMAGE
    assert got.place(3).location.confidence == contradicted(0.97)


def test_neither_place_is_shown_of_a_word_read_otherwise_elsewhere_where_the_image_is_too_unsure() -> None:
    words = ["one", "two", "three", "fxxr", *TEXT.split()[4:]]
    found = by_image(0.9, {3: 300})
    got = joined(found, read_as(*words))
    image, engine = found.place(3).location.box, boxes(words)[3]
    assert got.place(3).location == Location(1, image.united(engine), Method.IMAGE, IN_REGION)


@given(st.floats(0, 1), st.floats(0, 1))
def test_contradicted_place_is_less_sure_and_stays_in_its_rank(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= contradicted(low) <= contradicted(high) <= round(high, 3)
    assert contradicted(0.9) < 0.9


@pytest.mark.parametrize(("method", "sure"), [(Method.PROPORTIONAL, 0.2), (Method.IMAGE, 0.4)])
def test_engine_alone_is_believed_less_for_words_it_read_otherwise(method: Method, sure: float) -> None:
    words = [*TEXT.split()[:6], "sevem", "eight"]
    got = joined(found_at([(Box(0, 0, 1400, 1800), method, sure)] * 8), read_as(*words))
    assert set(got.methods) == {Method.OCR}
    assert got.confidences[6] == SURE[Evidence.OTHERWISE]
    assert {sure for row, sure in enumerate(got.confidences) if row != 6} == {SURE[Evidence.SAME]}


@pytest.mark.parametrize("read", ["s", "sevemmmmmmmmmmm"])
@pytest.mark.parametrize(("method", "sure"), [(Method.PROPORTIONAL, 0.2), (Method.GAP, 0.9)])
def test_a_word_read_otherwise_of_another_length_gives_no_place(read: str, method: Method, sure: float) -> None:
    words = [*TEXT.split()[:6], read, "eight"]
    found = found_at([(Box(0, 0, 1400, 1800), method, sure)] * 8)
    got = joined(found, read_as(*words))
    assert got.place(6) == found.place(6)
    assert {sure for row, sure in enumerate(got.confidences) if row != 6} == {SURE[Evidence.SAME]}


def test_places_of_a_layout_or_a_hand_stay() -> None:
    there = Box(5, 5, 50, 50)
    rows = [(there, Method.LAYOUT, 0.99), (there, Method.HAND, 1.0)] * 4
    assert list(joined(found_at(rows), read_as(*TEXT.split()))) == list(found_at(rows))


def test_a_word_the_page_lacks_is_shown_between_its_neighbours() -> None:
    words = [word for word in TEXT.split() if word != "four"]
    got = joined(by_image(0.9, {3: 0}), read_as(*words))
    at = boxes(words)
    box = got.place(3).location.box
    assert at[2].right - 10 <= box.left < at[2].right
    assert at[3].left < box.right <= at[3].left + 10
    assert got.place(3).location.method is Method.GAP
    assert got.place(3).location.confidence == round(NOT_THERE * SURE[Evidence.AGAINST_IMAGE], 3)


@given(st.integers(0, 10_000))
def test_no_gap_is_surer_than_the_places_beside_it(seed: int) -> None:
    random = Random(seed)
    words, there = TEXT.split(), boxes(TEXT.split())
    lacking = {row for row in range(1, len(words) - 1) if random.random() < 0.3}
    read = ["mmmm" if random.random() < 0.2 else word for row, word in enumerate(words) if row not in lacking]
    methods = (Method.IMAGE, Method.IMAGE, Method.PROPORTIONAL, Method.LAYOUT, Method.HAND)
    known = [
        (Box(b.left, b.top + random.choice((0, 0, 200)), b.right, b.bottom + 200), random.choice(methods), sure)
        for b, sure in ((box, random.choice((0.3, 0.7, 0.9, 0.97))) for box in there)
    ]
    got = joined(found_at(known), read_as(*read))
    for row, method in enumerate(got.methods):
        if method is Method.GAP:
            assert 0 < row < len(words) - 1
            assert got.confidences[row] <= min(got.confidences[row - 1], got.confidences[row + 1])


def test_word_that_the_engine_missed_stays_where_the_image_has_it() -> None:
    words, at = TEXT.split(), boxes(TEXT.split())
    got = joined(by_image(), read_as(*words[:3], *words[4:], at=[*at[:3], *at[4:]]))
    assert got.place(3).location == Location(1, at[3], Method.IMAGE, 0.97)


def test_a_reading_of_another_text_is_set_aside_and_reported() -> None:
    got = joined(by_image(), read_as("nothing", "here", "belongs", "to", "any", "of", "those", "words"))
    assert list(got) == list(by_image())
    assert got.notices == (NOT_FITTING,)


@pytest.mark.parametrize(("read", "is_gap"), [("three", True), ("threc", False), ("threcccccccc", False)])
def test_there_is_no_gap_beside_a_word_that_only_the_engine_has_and_read_otherwise(read: str, is_gap: bool) -> None:
    nowhere = found_at([(Box(0, 0, 1400, 1800), Method.PROPORTIONAL, 0.03)] * 8)
    got = joined(nowhere, read_as("one", read, *TEXT.split()[3:]))
    assert (got.methods[1] is Method.GAP) is is_gap
