"""What two texts have in common is found as by looking at every pair of words, only sooner."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.collation.alignment.anchors import (
    Columns,
    Gap,
    Run,
    between,
    chained,
    columns_of,
    common_runs,
    gaps_of,
    longer_in_b,
    plausible,
    runs_of,
    unique_runs,
)
from cableview.collation.alignment.interning import interned_forms

FORMS = st.lists(st.sampled_from("abcdefgh"), max_size=24)
LONG = st.lists(st.sampled_from("abcdefghijkl"), max_size=120)


def words_of(first: int, last: int) -> list[str]:
    """The words of a text in which each is its place."""
    return list(map(str, range(first, last)))


def found_in(a: list[str], b: list[str]) -> tuple[Columns, Columns]:
    def words_a(first: int, last: int) -> list[str]:
        return a[first:last]

    def words_b(first: int, last: int) -> list[str]:
        return b[first:last]

    whole = columns_of([Gap(0, len(a), 0, len(b))])
    return common_runs(words_a, words_b, interned_forms(a), interned_forms(b), whole)


def _sequences(words: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[k : k + size]) for k in range(len(words) - size + 1)]


@given(FORMS, FORMS, st.integers(1, 3))
def test_sequences_that_occur_once_in_each_text_are_found(a: list[str], b: list[str], size: int) -> None:
    left, right = _sequences(a, size), _sequences(b, size)
    expected = {(k, right.index(s)) for k, s in enumerate(left) if left.count(s) == 1 == right.count(s)}
    runs = runs_of(unique_runs(interned_forms(a), interned_forms(b), size))
    found = {(run.a + k, run.b + k) for run in runs for k in range(run.length - size + 1)}
    assert found >= expected
    assert all(a[run.a : run.a + run.length] == b[run.b : run.b + run.length] for run in runs)
    assert all((run.a, run.b) in expected for run in runs)


@settings(max_examples=300)
@given(st.permutations(range(7)), st.lists(st.integers(1, 5), min_size=7, max_size=7))
def test_the_chain_has_the_most_words_in_the_same_order_in_both_texts(order: list[int], lengths: list[int]) -> None:
    runs = np.array([[10 * k for k in range(7)], [10 * k for k in order], lengths])
    chain, others = chained(runs, words_of)
    rising = [
        rows
        for size in range(8)
        for rows in combinations(range(7), size)
        if all(order[x] < order[y] for x, y in pairwise(rows))
    ]
    assert all(x.b < y.b for x, y in pairwise(runs_of(chain)))
    assert chain[2].sum() == max(sum(lengths[k] for k in rows) for rows in rising)
    assert sorted([*runs_of(chain), *runs_of(others)]) == runs_of(runs)


@settings(max_examples=300)
@given(st.permutations(range(7)), st.lists(st.integers(1, 2), min_size=7, max_size=7))
def test_the_words_decide_between_chains_of_equal_length(order: list[int], lengths: list[int]) -> None:
    """And not the order of the texts."""
    runs = np.array([[10 * k for k in range(7)], [10 * k for k in order], lengths])
    by_place = runs[1].argsort()

    def words_of_second(first: int, last: int) -> list[str]:
        behind = 10 * order.index(first // 10) - first
        return words_of(first + behind, last + behind)

    there, _ = chained(runs.copy(), words_of)
    back, _ = chained(runs[:, by_place][[1, 0, 2]], words_of_second)
    assert runs_of(there) == runs_of(back[[1, 0, 2]])


def test_a_lone_word_far_from_its_place_does_not_join_the_next_run() -> None:
    runs = [Run(0, 0, 20), Run(30, 130, 1), Run(127, 131, 1), Run(200, 180, 20)]
    chain = columns_of(runs)
    found = plausible(chain, longer_in_b(between(Gap(0, 220, 0, 200), chain)))
    assert runs_of(found) == [runs[0], *runs[2:]]


def test_runs_of_a_chain_share_no_words() -> None:
    chain, _ = chained(np.array([[0, 3], [0, 4], [5, 6]]), words_of)
    assert runs_of(chain) == [Run(0, 0, 5), Run(5, 6, 4)]


@settings(max_examples=300)
@given(LONG, st.lists(st.tuples(st.integers(0, 119), st.sampled_from("abz")), max_size=12), st.booleans())
def test_runs_and_gaps_cover_both_texts_in_order(a: list[str], changes: list[tuple[int, str]], is_cut: bool) -> None:
    b = a.copy()
    for at, word in changes:
        b[at : at + 1] = [word] if at % 3 else []
    if is_cut:
        b[len(b) // 3 : len(b) // 2] = []
    runs, gaps = found_in(a, b)
    at_a = at_b = 0
    pieces = [(run.a, run.b, run) for run in runs_of(runs)] + [(gap.a0, gap.b0, gap) for gap in gaps_of(gaps)]
    for first_a, first_b, piece in sorted(pieces):
        assert (first_a, first_b) == (at_a, at_b)
        if isinstance(piece, Run):
            at_a, at_b = at_a + piece.length, at_b + piece.length
            assert a[first_a:at_a] == b[first_b:at_b] != []
        else:
            at_a, at_b = piece.a1, piece.b1
            left, right = a[first_a:at_a], b[first_b:at_b]
            assert left or right
            assert not (left and right) or (left[0] != right[0] and left[-1] != right[-1])
    assert (at_a, at_b) == (len(a), len(b))


@settings(max_examples=300)
@given(LONG, LONG, st.permutations(range(12)))
def test_the_order_of_the_texts_does_not_matter(a: list[str], b: list[str], order: list[int]) -> None:
    """Also where nothing but the words tells which of two passages that changed places stays where it is."""
    named = [f"{letter}{k}" for letter in "pq" for k in range(15)]
    halves = [[word] for word in named]
    for one, other in ((a, b), ([w for k in order for w in halves[k]], named[:12]), (named, named[15:] + named[:15])):
        there, back = found_in(one, other), found_in(other, one)
        assert _pairs(runs_of(there[0])) == {(y, x) for x, y in _pairs(runs_of(back[0]))}


def _pairs(runs: list[Run]) -> set[tuple[int, int]]:
    return {(run.a + k, run.b + k) for run in runs for k in range(run.length)}
