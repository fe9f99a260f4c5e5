"""Places are known by their words, not by their offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.emendation import Delta, Emendation
from cableview.model.geometry import Box
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.anchor import anchor_of, anchors_of, discrepancy_ids, place_of, words_after, words_before
from cableview.review.change import Emend, Exclude, Reattach, See, Show

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
def test_context_is_the_same_as_from_splitting_the_whole_text(text, at):
    at = min(at, len(text))
    assert words_before(text, at) == " ".join(text[:at].split()[-3:])
    assert words_after(text, at) == " ".join(text[at:].split()[:3])


@given(
    st.lists(st.sampled_from(["a", "b" * 60, " " * 40, "\n", "c" * 140, "\t" * 300]), max_size=12), st.integers(0, 999)
)
def test_context_is_also_found_across_wide_gaps_and_long_words(parts, at):
    text = "".join(parts)
    at = min(at, len(text))
    assert words_before(text, at) == " ".join(text[:at].split()[-3:])
    assert words_after(text, at) == " ".join(text[at:].split()[:3])


@pytest.mark.parametrize("gap", [0, 1, 60, 61, 62, 63, 64, 65])
def test_a_word_at_the_edge_of_the_search_window_is_whole(gap: int):
    """128 code points are looked at first."""
    words = ["w" * 30, "x" * 30, "y" * 30, "z" * 30]
    text = (" " * gap).join([" ".join(words), " ".join(words)])
    assert words_before(text, len(text)) == " ".join(words[-3:])
    assert words_after(text, 0) == " ".join(words[:3])


class Watched(str):
    """Counts the letters that are taken out of it."""

    taken = 0

    def __getitem__(self, key):
        part = super().__getitem__(key)
        self.taken += len(part)
        return part


def test_context_in_a_text_without_blanks_is_bounded():
    text = Watched("x" * 100_000)
    assert words_before(text, 50_000) == words_after(text, 50_000) == "x" * 4096
    assert text.taken < 4 * 4096


def test_ids_are_those_in_existing_records():
    """They are kept with every decision: another way to reckon them would leave all of them without their places."""
    line = "we saw the blue house on that day and "
    text, other = line * 2, line.replace("blue", "green") * 2
    alike = [place_of(text, other, Span(k * 38 + 11, k * 38 + 15), Span(k * 39 + 11, k * 39 + 16)) for k in range(2)]
    moved = place_of(TRANSCRIPT, REFERENCE, Span(3, 9), Span(3, 9), origin=Span(23, 31))
    broken = place("that on the\r\nfirst", "that on the first")
    assert discrepancy_ids([*alike, moved, broken]) == ["8a9a6bf7d80c", "c6c26b3b4339", "7806d342e6d7", "19cc716d4bf8"]


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


def test_equal_places_are_distinguished_and_keep_their_names_when_one_is_decided():
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


def test_anchor_of_a_text_that_is_not_long_keeps_it_whole():
    text = "x" * 500
    assert (anchor_of(text, Span(1, 241)).text, anchor_of(text, Span(1, 241)).tail) == ("x" * 240, "")
    assert (anchor_of(text, Span(1, 242)).text, anchor_of(text, Span(1, 242)).tail) == ("x" * 120, "x" * 120)


def test_anchor_at_the_first_word_says_that_a_blank_stands_before_it():
    assert anchor_of(" one two", Span(1, 4)).before == " "
    assert anchor_of("one two", Span(0, 3)).before == ""


def test_all_spans_in_acts_get_an_anchor_except_those_beyond_the_text():
    spot = Spot(1, Box(1, 2, 3, 4))
    acts = (
        Emend(Delta((), (Emendation(0, 2, "She"),))),
        Exclude(Sigil.REFERENCE, Span(0, 2)),
        See(Span(3, 9)),
        Show(Span(10, 14), spot),
        See(Span(0, len(TRANSCRIPT))),
        See(Span(0, len(TRANSCRIPT) + 1)),
        Reattach(
            (Emendation(15, 17, "in"),),
            (),
            (),
            ((Sigil.REFERENCE, Span(3, 9)),),
            (Span(18, 21),),
            shown=((Span(23, 28), spot),),
        ),
    )
    found = [(a.witness, a.start, a.end) for a in anchors_of(acts, TRANSCRIPT, REFERENCE)]
    t, r = Sigil.TRANSCRIPT, Sigil.REFERENCE
    ours = [(0, 2), (3, 9), (10, 14), (0, len(TRANSCRIPT)), (15, 17), (18, 21), (23, 28)]
    assert sorted(found) == sorted([*((t, a, b) for a, b in ours), (r, 0, 2), (r, 3, 9)])
    assert {a.witness for a in anchors_of(acts, None, REFERENCE)} == {r}
