"""What the strip's head says where there is little room: less, and no word in part."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cableview.gui.strip_head import HeadWords, kept_ways, where_ways
from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.report.place_words import said_of

HEAD = HeadWords(
    ("number · !! high severity · undecided", "number · !! high · undecided"),
    where_ways("Page 1 · 99% sure, found on the image"),
    kept_ways("1948, → transcript", is_kept=True),
)


def test_the_head_shortens_what_was_kept_first_and_the_kind_last() -> None:
    shown = [HEAD.fitting(room, len) for room in range(120, 30, -1)]
    first = {part: next(k for k, ways in enumerate(shown) if ways[part] != shown[0][part]) for part in range(3)}
    assert first[2] < first[1] < first[0]


@given(st.integers(0, 200))
def test_the_head_never_says_less_with_more_room(room: int) -> None:
    said = HEAD.fitting(room, len)
    assert all(len(a) <= len(b) for a, b in zip(said, HEAD.fitting(room + 1, len), strict=True))
    is_least = said == (HEAD.facts[-1], "Page 1", HEAD.kept[-1])
    assert is_least or sum(map(len, said)) <= room


def test_the_certainty_of_a_place_is_dropped_as_a_whole_rather_than_cut_off() -> None:
    assert HEAD.fitting(0, len)[1] == "Page 1"
    assert HeadWords(where=where_ways("Page 2 · guessed from the text")).fitting(10, len)[1] == "Page 2"
    assert HeadWords(where=where_ways("No scan was given.")).fitting(10, len)[1] == ""
    hinted = HeadWords(where=where_ways("Page 2 · guessed from the text"), kept=("kept",), hint="Ctrl+click")
    assert hinted.fitting(46, len)[1:] == ("Page 2 · guessed from the text: Ctrl+click", "kept")
    assert hinted.fitting(45, len)[1:] == ("Page 2 · guessed from the text", "kept")
    assert HeadWords(where=where_ways("No scan was given.")).fitting(20, len)[1] == "No scan was given."


def test_missing_words_of_a_passage_are_dropped_after_how_the_others_were_found() -> None:
    found = Location(1, Box(0, 0, 9, 9), Method.IMAGE, 0.97, unfound=3)
    assert where_ways(said_of(found)) == (
        "Page 1 · 97% sure of all but 3 words, found on the image",
        "Page 1 · 97% sure of all but 3 words",
        "Page 1 · 97% sure",
    )
    assert said_of(replace(found, method=Method.HAND, unfound=1)) == "Page 1 · shown by hand, but for 1 word"
    assert len(where_ways("Page 1 · 99% sure, found on the image")) == 2


def test_a_change_not_yet_kept_is_not_shown_as_kept() -> None:
    assert kept_ways("1948, → transcript", is_kept=False) == ("1948, → transcript", "")
    assert kept_ways("", is_kept=True) == ("",)
    assert kept_ways("undone: so → other", is_kept=True)[1:] == ("✓ kept: undone", "✓ kept", "✓")
    assert kept_ways("he said: so → other", is_kept=True)[1:] == ("✓ kept", "✓")
