"""Passages that stand at another place are taken out of the texts, and put back into the alignment of the rest."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.collation.align import align_within
from cableview.collation.anchors import Gap
from cableview.collation.around import words_outside
from cableview.collation.interning import interned
from cableview.collation.tokens import tokenise
from cableview.model.witness import Markup


def words(seed: int, count: int) -> list[str]:
    drawn = random.Random(seed)
    return ["".join(drawn.choices("abcdefghijklmnop", k=drawn.randrange(2, 9))) for _ in range(count)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6), st.data())
def test_alignment_with_passages_covers_its_range_in_order(
    seed: int, before_a: int, before_b: int, data: st.DataObject
) -> None:
    """Also of a range that does not begin where the texts do, as between two decided places."""
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
    runs = [Gap(run.a, run.a + run.length, run.b, run.b + run.length) for run in found.runs]
    assert all(a.forms[g.a0 : g.a1] == b.forms[g.b0 : g.b1] for g in runs)
    at_a, at_b = within.a0, within.b0
    for gap in sorted([*runs, *found.units]):
        assert (gap.a0, gap.b0) == (at_a, at_b)
        at_a, at_b = gap.a1, gap.b1
    assert (at_a, at_b) == (within.a1, within.b1)


def test_known_passages_are_part_of_a_unit_of_either_text() -> None:
    head, one, between, other = (words(k, size) for k, size in enumerate((20, 14, 60, 30)))
    mine, theirs = [*head, *one, *between, *other], [*head, *other, *between, *one]
    a, b = (tokenise(" ".join(side), frozenset(), Markup()) for side in (mine, theirs))
    found = align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))
    assert found.passages
    for passage in found.passages:
        assert any(u.a0 <= passage.a0 and passage.a1 <= u.a1 and u.b0 == u.b1 for u in found.units)
        assert any(u.b0 <= passage.b0 and passage.b1 <= u.b1 and u.a0 == u.a1 for u in found.units)


def test_words_outside_ranges_begin_where_they_shall() -> None:
    assert words_outside(2, 10, [(3, 5), (8, 9)]).tolist() == [2, 5, 6, 7, 9]
