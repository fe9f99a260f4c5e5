"""Places are known by their words, not by their offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.span import Span
from cableview.review.anchor import anchor_of, discrepancy_ids, place_of, words_after, words_before

TRANSCRIPT = "He stated that on the\r\nfirst of October he would come. He said no more."
REFERENCE = "He states that on the first of October he would come. He said no more."


def place(t: str, r: str, transcript: str = TRANSCRIPT, reference: str = REFERENCE):
    a, b = transcript.index(t), reference.index(r)
    return place_of(transcript, reference, Span(a, a + len(t)), Span(b, b + len(r)))


def test_place_quotes_both_texts_and_three_words_around():
    found = place("first", "first")
    assert (found.transcript.start, found.transcript.text) == (23, "first")
    assert (found.before, found.after) == ("that on the", "of October he")
    assert (found.reference_before, found.reference_after) == ("that on the", "of October he")


def test_context_is_shorter_at_the_ends_of_the_text():
    found = place("stated", "states")
    assert (found.before, found.after) == ("He", "that on the")
    assert words_after(TRANSCRIPT, len(TRANSCRIPT)) == ""
    assert words_before(TRANSCRIPT, 0) == ""


@given(st.text("ab \n\u2028𝔄", max_size=300), st.integers(0, 300))
def test_context_is_what_splitting_the_whole_text_gives(text, at):
    at = min(at, len(text))
    assert words_before(text, at) == " ".join(text[:at].split()[-3:])
    assert words_after(text, at) == " ".join(text[at:].split()[:3])


def test_context_in_a_text_without_blanks_is_bounded():
    text = "x" * 3_000_000
    begin = time.perf_counter()
    for k in range(1000):
        place_of(text, text, Span(1_000_000 + k, 1_000_001 + k), Span(5, 6))
    assert time.perf_counter() - begin < 2
    assert len(words_before(text, 2_000_000)) == 4096


def test_id_does_not_depend_on_where_the_place_is():
    moved = place("stated", "states", "\n\n\n" + TRANSCRIPT, "  " + REFERENCE)
    assert discrepancy_ids([moved]) == discrepancy_ids([place("stated", "states")])


def test_id_does_not_depend_on_line_breaks():
    reflowed = TRANSCRIPT.replace("that on", "that\non")
    assert discrepancy_ids([place("stated", "states", reflowed)]) == discrepancy_ids([place("stated", "states")])


@pytest.mark.parametrize(
    ("transcript", "reference"),
    [(TRANSCRIPT.replace("He stated", "She stated"), REFERENCE), (TRANSCRIPT, REFERENCE.replace("that", "thet"))],
)
def test_id_depends_on_the_words_around_in_both_texts(transcript, reference):
    other = place("stated", "states", transcript, reference)
    assert discrepancy_ids([other]) != discrepancy_ids([place("stated", "states")])


def test_equal_places_are_told_apart_and_keep_their_names_when_one_is_decided():
    line = "we saw the blue house on that day and "
    text, other = line * 3, line.replace("blue", "green") * 3
    places = [
        place_of(
            text,
            other,
            Span(k * len(line) + 11, k * len(line) + 15),
            Span(k * (len(line) + 1) + 11, k * (len(line) + 1) + 16),
        )
        for k in range(3)
    ]
    assert places[1].before == places[2].before
    first, second, third = ids = discrepancy_ids(places)
    assert len(set(ids)) == 3
    assert discrepancy_ids([places[2]], others=places[:2]) == [third]
    assert discrepancy_ids([places[2], places[1]], others=[places[0]]) == [third, second]
    assert all(len(key) == 12 and set(key) <= set("0123456789abcdef") for key in (first, second, third))


def test_anchor_says_whether_a_blank_stands_beside_it():
    inside = anchor_of(TRANSCRIPT, Span(8, 9))
    assert (inside.before, inside.text, inside.after) == ("He state", "d", " that on the")
    whole = anchor_of(TRANSCRIPT, Span(3, 9))
    assert (whole.before, whole.text, whole.after) == ("He ", "stated", " that on the")


def test_anchor_of_a_long_text_keeps_its_ends():
    text = " ".join(str(k) for k in range(1000))
    anchor = anchor_of(text, Span(2, 2000))
    assert anchor.text == text[2:122]
    assert anchor.tail == text[1880:2000]
