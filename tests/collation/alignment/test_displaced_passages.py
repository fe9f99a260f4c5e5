"""Passages that stand at another place are taken out of the texts, and put back into the alignment of the rest."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.collation.alignment.align import align_within, units_inside
from cableview.collation.alignment.anchors import Gap, Run
from cableview.collation.alignment.displaced_passages import Rest, put_back
from cableview.collation.alignment.interning import interned
from cableview.collation.alignment.transpositions import APART
from cableview.collation.words.tokens import Tokens, tokenise
from cableview.model.witness import Markup


def words(seed: int, count: int) -> list[str]:
    drawn = random.Random(seed)
    return ["".join(drawn.choices("abcdefghijklmnop", k=drawn.randrange(2, 9))) for _ in range(count)]


def assert_covers(a: Tokens, b: Tokens, within: Gap, runs: list[Run], units: list[Gap]) -> None:
    same = [Gap(run.a, run.a + run.length, run.b, run.b + run.length) for run in runs]
    assert all(a.forms[g.a0 : g.a1] == b.forms[g.b0 : g.b1] for g in same)
    assert list(runs) == sorted(runs)
    assert list(units) == sorted(units)
    at_a, at_b = within.a0, within.b0
    for gap in sorted([*same, *units]):
        assert (gap.a0, gap.b0) == (at_a, at_b)
        at_a, at_b = gap.a1, gap.b1
    assert (at_a, at_b) == (within.a1, within.b1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6), st.data())
def test_alignment_with_passages_covers_its_range_in_order(
    seed: int, before_a: int, before_b: int, data: st.DataObject
) -> None:
    """Also of a range that does not begin where the texts do, as between two decided places; and of each passage."""
    pieces = [words(seed * 7 + k, size) for k, size in enumerate((data.draw(st.integers(0, 30)), 14, 40, 14, 30))]
    head, one, between, other, tail = pieces
    mine = [*words(seed + 1, before_a), *head, *one, *between, *other, *tail]
    theirs = [*words(seed + 2, before_b), *head, *other, *between, *one, *tail]
    for side in (mine, theirs):
        for _ in range(data.draw(st.integers(0, 6))):
            side[data.draw(st.integers(6, len(side) - 1))] = "zz"
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    within = Gap(before_a, len(a), before_b, len(b))
    found = align_within(a, b, interned(a), interned(b), within)
    assert_covers(a, b, within, found.runs, found.units)
    for passage in found.passages:
        assert_covers(a, b, passage.words, passage.runs, passage.units)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 12), st.integers(1, 2), st.booleans())
def test_words_written_twice_in_a_passage_are_paired_once(seed: int, at: int, count: int, in_first: bool) -> None:
    """Of the runs on either side of the repetition, both have these words in the other text."""
    head, one, between, tail = (words(seed * 7 + k, size) for k, size in enumerate((20, 20, 40, 20)))
    doubled = [*one[:at], *one[at - count : at], *one[at:]]
    sides = [*head, *doubled, *between, *tail], [*head, *between, *one, *tail]
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (sides if in_first else sides[::-1]))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    (passage,) = found.passages
    assert_covers(a, b, passage.words, passage.runs, passage.units)
    assert sum(run.length for run in passage.runs) == len(one)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(6)), st.integers(0, 12))
def test_paragraphs_in_any_order_are_each_in_order_or_a_passage(seed: int, order: list[int], slips: int) -> None:
    """Shorter ones can be taken for words left out between two others that follow one another."""
    drawn = random.Random(seed)
    paragraphs = [words(seed * 7 + k, drawn.randrange(APART + 1, 60)) for k in range(6)]
    mine, theirs = [word for k in order for word in paragraphs[k]], [word for row in paragraphs for word in row]
    for _ in range(slips):
        mine[drawn.randrange(len(mine))] = "zz"
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert_covers(a, b, Gap(0, len(a), 0, len(b)), found.runs, found.units)
    for passage in found.passages:
        assert_covers(a, b, passage.words, passage.runs, passage.units)
    for before, behind in pairwise(found.passages):
        assert before.words.a1 <= behind.words.a0
    paired = sum(run.length for part in (found, *found.passages) for run in part.runs)
    assert slips or paired == len(mine)


@pytest.mark.parametrize("moved", [False, True])
def test_words_of_a_chance_run_are_aligned_with_those_around_it(moved: bool) -> None:
    head, chance, new, old, middle, tail, passage = (
        words(k, size) for k, size in enumerate((40, 3, 100, 99, 60, 60, 30))
    )
    mine = [*head, *chance, *new, *middle, *tail, *passage]
    theirs = [*head, *old, *chance, *middle, *(passage if moved else []), *tail, *([] if moved else passage)]
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert_covers(a, b, Gap(0, len(a), 0, len(b)), found.runs, found.units)
    assert [p.words.a1 - p.words.a0 for p in found.passages] == [30] * moved


def test_words_between_passages_at_one_place_are_paired() -> None:
    """Also where they stand in another order than in the first text; none has its partner in a passage."""
    head, one, middle, other, tail = (words(k, size) for k, size in enumerate((40, 20, 80, 30, 80)))
    mine = [*head, *one, *middle, *other, *tail, "seven", "words", one[7]]
    theirs = [*head, *middle, *tail, "sevem", *other, "words", *one]
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert [p.words[2:] for p in found.passages] == [(232, 252), (201, 231)]
    assert_covers(a, b, Gap(0, len(a), 0, len(b)), found.runs, found.units)
    assert Gap(250, 251, 200, 201) in found.units
    assert Run(251, 231, 1) in found.runs
    assert Gap(252, 253, 232, 232) in found.units


def test_known_passages_are_part_of_a_unit_of_either_text() -> None:
    head, one, between, other = (words(k, size) for k, size in enumerate((20, 14, 60, 30)))
    mine, theirs = [*head, *one, *between, *other], [*head, *other, *between, *one]
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert found.passages
    for passage in found.passages:
        a0, a1, b0, b1 = passage.words
        assert any(u.a0 <= a0 and a1 <= u.a1 and u.b0 == u.b1 for u in found.units)
        assert any(u.b0 <= b0 and b1 <= u.b1 and u.a0 == u.a1 for u in found.units)


@pytest.mark.parametrize("crowded", [APART, APART + 3])
def test_a_passage_with_many_slips_is_still_one(crowded: int) -> None:
    head, one, between, other = (words(k, size) for k, size in enumerate((20, 140, 300, 160)))
    mine, theirs = [*head, *one, *between, *other], [*head, *other, *between, *one]
    mine[20 + 65 : 20 + 65 + crowded] = words(9, crowded)
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert [passage.words for passage in found.passages] == [Gap(20, 160, 480, 620), Gap(460, 620, 20, 180)]


def test_a_passage_does_not_contain_another_in_only_one_text() -> None:
    """Though as many words stand there in the other."""
    head, one, new, two, between, third = (words(k, size) for k, size in enumerate((20, 80, 15, 80, 400, 15)))
    mine, theirs = [*head, *third, *one, *new, *two, *between], [*head, *between, *one, *third, *two]
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert [passage.words.a1 - passage.words.a0 for passage in found.passages] == [15, 80, 80]


def test_slips_inside_and_beside_a_passage_are_units_of_it() -> None:
    head, one, between, other = (words(k, size) for k, size in enumerate((20, 30, 60, 50)))
    mine, theirs = [*head, *one, *between, *other], [*head, *other, *between, "xx", *one]
    mine[20 + 15] = "zz"
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    ids = interned(a), interned(b)
    (passage,) = [p for p in align_within(a, b, *ids, Gap(0, len(a), 0, len(b))).passages if p.words.a0 == 20]
    block = Gap(20, 50, 20 + 50 + 60, 20 + 50 + 60 + 31)
    assert passage.words == block._replace(b0=block.b0 + 1)
    inside = Gap(35, 36, block.b0 + 16, block.b0 + 17)
    assert passage.units == [inside]
    assert units_inside(a, b, *ids, block, passage) == [Gap(20, 20, block.b0, block.b0 + 1), inside]
    assert units_inside(a, b, *ids, block, None) == [Gap(20, 20, block.b0, block.b0 + 1), inside]


def test_the_rest_has_the_words_that_do_not_stand_elsewhere() -> None:
    rest = Rest(2, 10, [(3, 5), (8, 9)])
    assert rest.places().tolist() == [2, 5, 6, 7, 9]
    assert len(rest) == 5
    assert Rest(3, 5, [(3, 5)]).stretches == Rest(3, 3, []).stretches == []


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=5), st.data())
def test_words_of_the_rest_keep_their_positions_in_the_text(sizes: list[tuple[int, int]], data: st.DataObject) -> None:
    """Of each pair, the words that stand elsewhere and those that follow them and do not."""
    at = 0
    stretches: list[tuple[int, int]] = []
    for there, here in sizes:
        stretches.append((at, at + there))
        at += there + here
    rest = Rest(0, at, stretches)
    places = rest.places().tolist()
    first = data.draw(st.integers(0, len(rest)))
    last = data.draw(st.integers(first, len(rest)))
    found = rest.of(first, last)
    assert [k for stretch in found for k in range(*stretch)] == places[first:last]
    assert all(start < end for start, end in found)


def not_turned(_words: Gap) -> bool:
    return False


def never_alike(_at_a: int, _at_b: int) -> bool:
    return False


def test_words_put_back_split_runs_and_units() -> None:
    left, right = Rest(0, 8, [(2, 4)]), Rest(0, 9, [(3, 6)])
    runs, units = put_back([Run(0, 0, 4)], [Gap(4, 6, 4, 6)], left, right, Gap(0, 8, 0, 9), not_turned, never_alike)
    assert runs == [Run(0, 0, 2), Run(4, 2, 1), Run(5, 6, 1)]
    assert units == [Gap(2, 4, 2, 2), Gap(5, 5, 3, 6), Gap(6, 8, 7, 9)]


def test_single_words_left_opposite_each_other_by_what_is_put_back_are_a_run_if_alike() -> None:
    left, right, within = Rest(0, 4, [(1, 3)]), Rest(0, 4, [(1, 3)]), Gap(0, 4, 0, 4)

    def alike(at_a: int, at_b: int) -> bool:
        return (at_a, at_b) == (3, 3)

    runs, units = put_back([], [Gap(0, 2, 0, 2)], left, right, within, not_turned, alike)
    assert runs == [Run(3, 3, 1)]
    assert units == [Gap(0, 1, 0, 1), Gap(1, 3, 1, 1), Gap(3, 3, 1, 3)]


@pytest.mark.parametrize(
    ("turned", "units"),
    [(False, [Gap(1, 3, 1, 1), Gap(3, 3, 1, 4)]), (True, [Gap(1, 1, 1, 4), Gap(1, 3, 4, 4)])],
)
def test_adjacent_words_without_partners_are_a_unit_of_each_text(turned: bool, units: list[Gap]) -> None:
    """Whatever stands elsewhere among them."""
    left, right = Rest(0, 4, [(2, 3)]), Rest(0, 5, [(1, 2)])
    found = put_back(
        [Run(0, 0, 1), Run(2, 3, 1)],
        [Gap(1, 2, 1, 1), Gap(2, 2, 1, 3)],
        left,
        right,
        Gap(0, 4, 0, 5),
        lambda _words: turned,
        never_alike,
    )
    assert found == ([Run(0, 0, 1), Run(3, 4, 1)], units)
