"""Passages at another place are what runs that follow one another make up, as far as nothing else has their words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.alignment.anchors import Gap, Run, between, columns_of, runs_of
from cableview.collation.alignment.transpositions import APART, STRAY, Transposed, transposed

SIZE = 80
HEAD = Run(0, 0, 10)
"""A run of the chain in front of what is looked at."""


def found(chain: list[Run], others: list[Run], beside: Sequence[Run] = ()) -> list[Transposed]:
    """In two texts that have no words in common but those of the runs and what is `beside` them."""
    a, b = np.arange(SIZE), -1 - np.arange(SIZE)
    for run in [*others, *beside]:
        b[run.b : run.b + run.length] = a[run.a : run.a + run.length]
    gaps = between(Gap(0, SIZE, 0, SIZE), columns_of(chain))
    return transposed(a, b, gaps, columns_of(sorted(others)))


def words_found(chain: list[Run], others: list[Run]) -> list[Gap]:
    return [passage.words for passage in found(chain, others)]


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (Run(60, 20, 10), Gap(12, 24, 40, 52)),
        (Run(60, 36, 6), Gap(14, 24, 42, 52)),
        (Run(60, 41, 1), Gap(14, 24, 42, 52)),
        (Run(60, 50, 6), Gap(12, 22, 40, 50)),
        (Run(60, 51, 1), Gap(12, 23, 40, 51)),
    ],
)
def test_a_passage_leaves_a_neighbouring_run_the_words_they_share(beside: Run, words: Gap) -> None:
    """Which can be what is left of a run, when others have its first words; whichever text is the first."""
    assert words_found([HEAD, beside], [Run(12, 40, 12)]) == [words]
    turned = Gap(words.b0, words.b1, words.a0, words.a1)
    assert words_found([HEAD, Run(beside.b, beside.a, beside.length)], [Run(40, 12, 12)]) == [turned]


@pytest.mark.parametrize("inside", [Run(60, 42, 1), Run(60, 45, 2), Run(60, 37, 6), Run(60, 49, 4)])
def test_a_run_of_the_chain_with_more_of_its_words_overrides_a_passage(inside: Run) -> None:
    assert words_found([HEAD, inside], [Run(12, 40, 12)]) == []


def test_a_passage_has_at_least_the_words_required() -> None:
    chain = [HEAD, Run(60, 20, 10)]
    assert words_found(chain, [Run(12, 40, 8)]) == [Gap(12, 20, 40, 48)]
    assert words_found(chain, [Run(12, 40, 7)]) == []
    assert words_found(chain, [Run(12, 40, 4), Run(18, 46, 4)]) == [Gap(12, 22, 40, 50)]
    assert words_found(chain, [Run(12, 40, 4), Run(26, 54, 4)]) == []


def test_a_passage_ends_where_more_words_differ_than_its_runs_make_up_for() -> None:
    chain, apart = [HEAD, Run(70, 20, 10)], APART + 1
    parts = [Gap(12, 20, 40, 48), Gap(20 + apart, 28 + apart, 48 + apart, 56 + apart)]
    assert words_found(chain, [Run(12, 40, 8), Run(20 + apart, 48 + apart, 8)]) == parts
    assert words_found(chain, [Run(12, 40, 8), Run(19 + apart, 47 + apart, 8)]) == [Gap(12, 27 + apart, 40, 55 + apart)]


def test_runs_separated_by_another_are_not_one_passage() -> None:
    chain, one, other = [HEAD, Run(70, 20, 10)], Run(12, 40, 8), Run(22, 52, 8)
    assert words_found(chain, [one, other]) == [Gap(12, 30, 40, 60)]
    parts = [Gap(12, 20, 40, 48), Gap(22, 30, 52, 60)]
    assert words_found(chain, [one, other, Run(40, 48, 4)]) == parts
    assert words_found([HEAD, Run(70, 49, 3)], [one, other]) == parts
    assert words_found([HEAD, Run(21, 20, 1)], [one, other]) == parts


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (Run(25, 53, 2), Gap(12, 27, 40, 55)),
        (Run(25, 54, 2), Gap(12, 27, 40, 56)),
        (Run(26, 53, 2), Gap(12, 28, 40, 55)),
        (Run(9, 37, 2), Gap(9, 24, 37, 52)),
        (Run(9, 36, 2), Gap(9, 24, 36, 52)),
        (Run(8, 37, 2), Gap(8, 24, 37, 52)),
    ],
)
def test_a_passage_goes_on_behind_a_slip(beside: Run, words: Gap) -> None:
    """A word misread, divided or run together with the next; not where a single word is equal, as by chance."""
    chain, run = [Run(0, 0, 5), Run(60, 20, 10)], Run(12, 40, 12)
    (passage,) = found(chain, [run], [beside])
    assert passage.words == words
    assert runs_of(passage.runs) == sorted([run, beside])
    (passage,) = found(chain, [run], [beside._replace(length=1)])
    assert (passage.words, runs_of(passage.runs)) == (Gap(12, 24, 40, 52), [run])


def test_a_passage_does_not_go_on_where_a_word_may_be_divided_or_run_together() -> None:
    a, b = np.arange(SIZE), -1 - np.arange(SIZE)
    b[40:52] = a[12:24]
    a[27] = a[25]
    b[53:56] = a[26], a[25], a[26]
    gaps = between(Gap(0, SIZE, 0, SIZE), columns_of([Run(0, 0, 5), Run(60, 20, 10)]))
    (passage,) = transposed(a, b, gaps, columns_of([Run(12, 40, 12)]))
    assert passage.words == Gap(12, 24, 40, 52)


def test_a_passage_goes_on_behind_several_slips() -> None:
    run = Run(12, 40, 12)
    (passage,) = found([HEAD, Run(70, 20, 10)], [run], [Run(25, 53, 2), Run(28, 57, 2), Run(31, 60, 1)])
    assert passage.words == Gap(12, 30, 40, 59)
    assert runs_of(passage.runs) == [run, Run(25, 53, 2), Run(28, 57, 2)]


def test_a_passage_that_goes_on_takes_no_words_of_another() -> None:
    one, other = Run(12, 40, 8), Run(21 + APART, 49 + APART, 9)
    passages = found([HEAD, Run(70, 20, 10)], [one, other], [Run(21, 49, 4), Run(26, 54, 6)])
    assert [passage.words for passage in passages] == [Gap(12, 20, 40, 48), Gap(21, 42, 49, 70)]


@pytest.mark.parametrize(
    ("short", "runs"),
    [
        (Run(21, 49, 3), [Run(12, 40, 8), Run(21, 49, 3), Run(25, 53, 8)]),
        (Run(19, 49, 3), [Run(12, 40, 8), Run(25, 53, 8)]),
        (Run(21, 51, 3), [Run(12, 40, 8), Run(25, 53, 8)]),
        (Run(21, 70, 3), [Run(12, 40, 8), Run(25, 53, 8)]),
    ],
)
def test_a_passage_takes_in_short_runs_that_fit_between_its_own(short: Run, runs: list[Run]) -> None:
    (passage,) = found([HEAD, Run(60, 20, 10)], [Run(12, 40, 8), short, Run(25, 53, 8)])
    assert passage.words == Gap(12, 33, 40, 61)
    assert runs_of(passage.untangled().runs) == runs


def test_the_runs_of_an_untangled_passage_share_no_words() -> None:
    (passage,) = found([HEAD, Run(60, 20, 10)], [Run(12, 40, 8), Run(20, 46, 8)])
    assert runs_of(passage.untangled().runs) == [Run(12, 40, 8), Run(22, 48, 6)]


def test_a_run_is_kept_though_a_neighbour_of_the_passage_has_some_of_its_words() -> None:
    """Which leaves it shorter than those that passages are made of."""
    beside = Run(60, 39, 3)
    (passage,) = found([HEAD, beside], [Run(12, 40, 4), Run(15, 43, 9)])
    assert passage.words == Gap(14, 24, 42, 52)
    assert runs_of(passage.untangled().runs) == [Run(14, 42, 2), Run(16, 44, 8)]


def test_a_passage_names_the_gaps_it_is_in() -> None:
    chain = [HEAD, Run(30, 20, 5), Run(70, 70, 5)]
    (passage,) = found(chain, [Run(12, 40, 12)])
    assert passage.gaps == (1, 2)
    gaps = between(Gap(0, SIZE, 0, SIZE), columns_of([chain[0], chain[2]]))
    assert passage.placed(gaps).gaps == (1, 1)


@given(st.permutations(range(6)), st.lists(st.integers(3, 12), min_size=6, max_size=6))
def test_passages_share_no_words_and_are_made_of_the_runs(order: list[int], lengths: list[int]) -> None:
    others = [Run(11 * k + 10, 11 * at + 10, length) for k, (at, length) in enumerate(zip(order, lengths, strict=True))]
    passages = found([HEAD], others)
    for text in (0, 2):
        ranges = sorted(passage.words[text : text + 2] for passage in passages)
        assert all(before[1] <= behind[0] for before, behind in pairwise(ranges))
    assert [passage.words for passage in passages] == sorted(passage.words for passage in passages)
    for passage in passages:
        runs = runs_of(passage.untangled().runs)
        assert (runs[0].a, runs[0].b) == (passage.words.a0, passage.words.b0)
        assert (runs[-1].a + runs[-1].length, runs[-1].b + runs[-1].length) == (passage.words.a1, passage.words.b1)
        assert {run.b - run.a for run in runs} <= {run.b - run.a for run in others if run.length >= STRAY}
