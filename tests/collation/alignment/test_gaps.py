"""Words that belong together are found by their letters, and the short way to it gives the same answer."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.collation.alignment import gaps
from cableview.collation.alignment.anchors import Gap

WORDS = st.sampled_from(
    [
        *("the", "of", "a", "i", "ofthe", "th", "e", "nd", "an", "d"),
        *("stated", "states", "State", "xxxx", "1941,", "and/or", "Straße", "STRASSE"),
    ]
)

PLAIN = st.text("aeclrnB", min_size=1, max_size=7)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_plain_pairing_is_also_the_cheapest(pairs: list[tuple[str, str]], equal: list[bool]) -> None:
    a = [one for one, _ in pairs]
    b = [one if same else other for (one, other), same in zip(pairs, equal, strict=False)]
    if gaps._is_plain(a, b) and gaps._is_straight(a, b):
        assert gaps._cheapest(a, b) == gaps._straight(a, b)


def test_slips_of_single_letters_are_paired_plainly() -> None:
    a, b = ["stated", "that", "tbe"], ["states", "that", "the"]
    assert gaps._is_plain(a, b)
    assert gaps._is_straight(a, b)


@settings(max_examples=400, deadline=None)
@given(WORDS, st.tuples(WORDS, WORDS))
def test_one_word_for_two_is_also_the_cheapest(word: str, two: tuple[str, str]) -> None:
    one, other = [word], list(two)
    assert gaps.partners(one, other) == gaps._cheapest(one, other)
    assert gaps.partners(other, one) == gaps._cheapest(other, one)


@settings(max_examples=400, deadline=None)
@given(st.lists(PLAIN, min_size=3, max_size=7), st.data())
def test_what_is_recognised_at_sight_is_also_the_cheapest(words: list[str], data: st.DataObject) -> None:
    run_together = data.draw(st.lists(st.booleans(), min_size=7, max_size=7))
    slips = data.draw(st.lists(st.one_of(st.none(), PLAIN), min_size=7, max_size=7))
    joined = [word if k and one else f" {word}" for k, (word, one) in enumerate(zip(words, run_together, strict=False))]
    read = [slip or word for word, slip in zip("".join(joined).split(), slips, strict=False)]
    read = read[data.draw(st.integers(0, len(read) - 1)) :]
    for one, other in ((read, words), (words, read)):
        assert gaps._at_sight(one, other) in (None, gaps._cheapest(one, other))


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=6))
def test_frequent_words_recognised_at_sight_are_paired_as_cheaply(a: list[str], b: list[str]) -> None:
    if gaps._is_plain(a, b) and len(a) * len(b) > 1:
        assert gaps._at_sight(a, b) in (None, gaps._cheapest(a, b))


def test_letters_that_become_two_without_case_leave_the_cheapest_to_the_table() -> None:
    one, other = ["sß", "ß"], ["ae", "s"]
    assert gaps.partners(one, other) == gaps._cheapest(one, other)
    assert gaps.partners(other, one) == gaps._cheapest(other, one)


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("that thc departure", "that the depar ture"),
        ("ofthe harbour mct", "of the harbour met"),
        ("sorne where fromthe ports", "some where from the ports"),
        ("thestil t0", "the stil to"),
        ("fo vor by fheamp MoBrolpon", "to vor by theamp Mo Brolpon"),
        ("of grcab", "weeg of greab"),
        ("he said", "t he said"),
        ("in, poul praip asliemp", "iu, poul praip as liemp dit"),
        ("whereof th eman", "where of the man"),
        ("by' shed 0n to gier talr", "by shed on to gier tair"),
    ],
)
def test_words_divided_or_left_out_beside_slips_are_recognised_at_sight(few: str, many: str) -> None:
    a, b = few.split(), many.split()
    assert gaps._at_sight(a, b) == gaps._cheapest(a, b)
    assert gaps._at_sight(b, a) == gaps._cheapest(b, a)


@pytest.mark.parametrize(
    ("few", "many"),
    [("th ecat", "the cat"), ("s hust", "shust went"), ("moun tain stood", "mountain has not stood at")],
)
def test_where_another_pairing_may_be_as_cheap_none_is_told_at_sight(few: str, many: str) -> None:
    assert gaps._at_sight(few.split(), many.split()) is None


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(WORDS, min_size=1, max_size=6), st.floats(0, 40))
def test_the_path_found_within_the_cost_bound_is_the_cheapest(a: list[str], b: list[str], most: float) -> None:
    table = gaps._Costs(a, b)
    is_found, found = table.is_settled(most), table.path() if table.cost[-1] < most else None
    assert table.is_settled(inf)
    assert is_found == (table.cost[-1] < most)
    assert found in (None, table.path())


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("th ecat", "the cat", [Gap(0, 2, 0, 2)]),
        ("ofthe", "of the", [Gap(0, 1, 0, 2)]),
        ("to gether now", "together now", [Gap(0, 2, 0, 1), Gap(2, 3, 1, 2)]),
        ("he xxxxxx said", "he said", [Gap(0, 1, 0, 1), Gap(1, 2, 1, 1), Gap(2, 3, 1, 2)]),
        ("in a house", "in house", [Gap(0, 1, 0, 1), Gap(1, 2, 1, 1), Gap(2, 3, 1, 2)]),
    ],
)
def test_words_are_paired_merged_or_left_out(a: str, b: str, expected: list[Gap]) -> None:
    assert gaps.partners(a.split(), b.split()) == expected


def test_words_read_as_one_count_as_one_where_few_stand_for_many() -> None:
    many = [*["Secy of State"] * 1500, "departed", "yesterday", *["Secy of State"] * 1500]
    found = gaps.partners(["departed", "yesterdav"], many)
    assert [gap for gap in found if gap.a0 < gap.a1] == [Gap(0, 1, 1500, 1501), Gap(1, 2, 1501, 1502)]
