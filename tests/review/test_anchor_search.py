"""Words of a text are found in another version of it, or reported as ambiguous or missing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cableview.model.span import Span
from cableview.review.anchor import anchor_of
from cableview.review.anchor_search import Sought, found_spans, sought_anchor, sought_ends

WORDS = [f"{letter}{letter}{number}" for number in range(5) for letter in "abcdef"]
"""Each stands once."""
blanks = st.lists(st.sampled_from([" ", "  ", "\n", " \n\t"]), min_size=len(WORDS), max_size=len(WORDS))


def text_of(gaps: list[str]) -> str:
    return "".join(word + gap for word, gap in zip(WORDS, gaps, strict=True)).strip()


def inside(text: str, a: int, b: int) -> Span:
    """A span that has three words on either side."""
    low, high = text.index(WORDS[4]), text.index(WORDS[-4])
    a, b = sorted((low + a % (high - low), low + b % (high - low)))
    return Span(a, b)


@given(blanks, st.integers(0, 200), st.integers(0, 200))
@example([" "] * len(WORDS), 4, 4)
@example([" "] * len(WORDS), 3, 4)
@example(["  "] * len(WORDS), 3, 5)
@example(["  "] * len(WORDS), 4, 4)
@example([" "] * len(WORDS), 1, 2)
@example([" "] * len(WORDS), 3, 8)
def test_any_span_is_found_again_with_words_before_and_after(gaps: list[str], a: int, b: int) -> None:
    text = text_of(gaps)
    span = inside(text, a, b)
    sought = sought_anchor(anchor_of(text, span))
    assert found_spans(text, [sought]) == [span]
    more = "Some words that are new. "
    (found,) = found_spans(f"{more}{text} And more.", [sought])
    assert found is not None
    assert span.of(text).strip() == found.of(more + text).strip()
    if len(gaps[0]) == 1 and set(gaps) == {gaps[0]}:  # among wider blanks a point may be told to one side of them
        assert found == span.shifted(len(more))


@given(blanks, st.integers(0, 200), st.integers(0, 200))
def test_missing_words_are_not_found(gaps: list[str], a: int, b: int) -> None:
    text = text_of(gaps)
    span = inside(text, a, b)
    if span.of(text).split():
        other = text.replace("a", "x").replace("b", "y").replace("c", "z").replace("d", "x").replace("e", "y")
        assert found_spans(other.replace("f", "z"), [sought_anchor(anchor_of(text, span))]) == [None]


@pytest.mark.parametrize(("at", "longer", "expected"), [(0, "one two, now", 0), (8, "now one two,", 12)])
def test_a_point_at_either_end_of_the_text_stays_at_it(at: int, longer: str, expected: int) -> None:
    anchor = anchor_of("one two,", Span(at, at))
    assert found_spans(longer, [sought_anchor(anchor)]) == [Span(expected, expected)]


def of_word(text: str, word: str, before: str | None, after: str | None) -> Sought:
    split = [None if words is None else tuple(words.split()) for words in (before, after)]
    return Sought(text.index(word), word, *split)


def test_equal_words_are_distinguished_by_their_context() -> None:
    old = "he said no more"
    sought = of_word(old, "said", "he", "no more")
    text = "she said yes and then he said no more of it"
    assert found_spans(text, [sought]) == [Span(text.rindex("said"), text.rindex("said") + 4)]


def test_equally_similar_places_remain_ambiguous() -> None:
    sought = of_word("long ago he said no more", "said", "ago he", "no more")
    assert found_spans("then he said no one. then he said no one", [sought]) == [None]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("xx and then he saith no word", False),
        ("once ago he said no mere thing", True),
        ("qqq www said zzz kkk", False),
    ],
)
def test_the_context_must_be_similar(text: str, *, is_found: bool) -> None:
    sought = of_word("long ago he said no more", "said", "ago he", "no more")
    (found,) = found_spans(text, [sought])
    assert (found is not None) == is_found


def test_a_higher_similarity_can_be_required() -> None:
    sought = of_word("long ago he said no more", "said", "ago he", "no more")
    text = "once ago we said no mere thing"
    assert found_spans(text, [sought]) != [None]
    assert found_spans(text, [sought], enough=99.0) == [None]


def test_equal_words_are_distinguished_by_their_neighbours() -> None:
    """Given in any order, and though one neighbour was moved itself, which tells nothing."""
    old = "aa x bb x cc x dd"
    unknown = [Sought(k, "x", None, None) for k in (3, 8, 13)]
    known = [of_word(old, word, None, None) for word in ("dd", "aa", "cc", "bb")]
    text = "new aa x bb x cc x dd"
    found = found_spans(text, [*known, *unknown])
    assert found[4:] == [Span(7, 8), Span(12, 13), Span(17, 18)]
    moved = "new dd aa x bb x cc x"
    assert found_spans(moved, [*known, *unknown])[4:] == [Span(10, 11), Span(15, 16), Span(20, 21)]


def test_a_long_range_is_known_by_its_ends() -> None:
    text = " ".join(f"w{k}" for k in range(200))
    span = Span(text.index("w20"), text.index("w150") + 4)
    ends = sought_ends(anchor_of(text, span))
    changed = f"new {text.replace('w70', 'wholly other words').replace('w90 ', '')}"
    first, last = found_spans(changed, ends)
    assert first is not None
    assert last is not None
    assert changed[first.start : last.end].split()[0] == "w20"
    assert changed[first.start : last.end].split()[-1] == "w150"
    (short,) = sought_ends(anchor_of("one two three", Span(4, 7)))
    assert short.text == "two"


def test_the_ends_of_a_long_range_are_four_words_and_those_beside_them() -> None:
    text = " ".join(f"w{k}" for k in range(200))
    span = Span(text.index("w20"), text.index("w150") + 4)
    first, last = sought_ends(anchor_of(text, span))
    assert (first.start, first.text, first.before) == (span.start, "w20 w21 w22 w23", ("w17", "w18", "w19"))
    assert (first.after, first.trail, first.blank_after) == (("w24", "w25", "w26"), "", True)
    assert (last.start, last.text, last.after) == (text.index("w147"), "w147 w148 w149 w150", ("w151", "w152", "w153"))
    assert (last.before, last.lead, last.blank_before) == (("w144", "w145", "w146"), "", True)
    first, last = sought_ends(anchor_of("aa bb cc dd ee ff", Span(0, 14)))
    assert (first.text, first.after) == ("aa bb cc dd", ("ee",))
    assert (last.start, last.text, last.before) == (3, "bb cc dd ee", ("aa",))


def test_unmoved_words_are_found_in_place_even_if_repeated_elsewhere() -> None:
    text = "aa bb cc x dd ee ff aa bb cc x dd ee ff aa bb cc x dd ee ff"
    for at in (9, 29, 49):
        assert found_spans(text, [sought_anchor(anchor_of(text, Span(at, at + 1)))]) == [Span(at, at + 1)]
    sought = sought_anchor(anchor_of(text, Span(29, 30)))
    assert found_spans(f"n {text}", [sought]) == [None]
    assert found_spans(text.replace(" dd", " kk", 1), [sought]) == [Span(29, 30)]


@pytest.mark.parametrize("text", ["zz x bb aa x bb", "aa x zz aa x bb"])
def test_an_equal_word_at_the_old_place_in_another_context_is_not_the_same(text: str) -> None:
    assert found_spans(text, [of_word("aa x bb", "x", "aa", "bb")]) == [Span(11, 12)]


def test_a_long_range_without_blanks_has_no_ends_to_be_known_by() -> None:
    assert sought_ends(anchor_of("x" * 500, Span(0, 500))) == ()


def test_very_frequent_words_are_searched_beside_equal_neighbours() -> None:
    text = "x " * 2500 + "aa x bb" + " x" * 2500
    sought = of_word("aa x bb", "x", "aa", "bb")
    at = text.index("aa") + 3
    assert found_spans(f"new {text}", [sought]) == [Span(at + 4, at + 5)]


ACCENTED = " ".join(f"{word[0]}é{word[1]}à{word[2]}" for word in WORDS)


@given(st.integers(0, 200), st.integers(0, 200), st.booleans())
@example(25, 25, False)
@example(25, 26, False)
@example(26, 26, True)
def test_any_span_is_found_after_accents_are_decomposed(a: int, b: int, swapped: bool) -> None:
    span = Span(*sorted((24 + a % 130, 24 + b % 130)))
    apart = unicodedata.normalize("NFD", ACCENTED)
    start, end = (len(unicodedata.normalize("NFD", ACCENTED[:at])) for at in (span.start, span.end))
    old, new = (ACCENTED, apart) if not swapped else (apart, ACCENTED)
    here, there = (span, Span(start, end)) if not swapped else (Span(start, end), span)
    sought = sought_ends(anchor_of(old, here))
    found = found_spans(new, list(sought))
    assert all(found)
    assert (found[0].start, found[-1].end) == (there.start, there.end)  # type: ignore[union-attr]
