"""Finds long passages that stand at another place in the other text, so that they do not disturb the rest."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cableview.collation.alignment.anchors import Columns, Gap, Ids, columns_of

SHORTEST = 8
"""Words of a passage that is looked for before anything else is aligned."""
STRAY = 4
"""Words of the runs that it is made of."""
APART = 12
"""Words between two runs of one passage."""
FEW, UNEVEN = 4, 4
"""Where slips crowd there are more: few beside the equal words on either side, and about as many in both texts."""
SHARED = 2
"""Words at their ends that neighbouring runs of other sequences can share."""


class Transposed(NamedTuple):
    """A passage as a range of the one text and the range of the other that says the same.

    It is what lies from the first of its runs to the last.
    """

    words: Gap
    runs: Columns


class _Taken:
    """Words of one text that have their place, as ranges that share none."""

    def __init__(self, first: Ids, length: Ids) -> None:
        self._starts: list[int] = first.tolist()
        self._ends: list[int] = (first + length).tolist()

    def has(self, first: int, last: int) -> bool:
        """True when a word from `first` up to `last` is one."""
        at = bisect_left(self._starts, last)
        return at > 0 and self._ends[at - 1] > first

    def add(self, first: int, last: int) -> None:
        at = bisect_left(self._starts, first)
        self._starts.insert(at, first)
        self._ends.insert(at, last)


def transposed(a: Ids, b: Ids, chain: Columns, others: Columns) -> list[Transposed]:
    """Passages away from the order of the texts, in the order of `a`; no two of them share words.

    `chain` and `others` are the runs made of sequences of `ANCHOR` words that occur once in each text.
    """
    are_long = others[2] >= STRAY
    strays = others.compress(are_long, axis=1)
    if not strays.size:
        return []
    short: list[list[int]] = others.compress(~are_long, axis=1).T.tolist()
    taken_a, taken_b = _Taken(chain[0], chain[2]), _Taken(chain[1], chain[2])
    passages: list[Transposed] = []
    for equal, runs in sorted(_grouped(strays, chain), key=lambda group: -group[0]):
        passage = _trimmed(_hull(runs), taken_a, taken_b)
        a0, a1, b0, b1 = passage
        if (
            equal * 2 >= max(a1 - a0, b1 - b0)
            and min(a1 - a0, b1 - b0) >= SHORTEST
            and not (taken_a.has(a0, a1) or taken_b.has(b0, b1))
        ):
            a0, a1, b0, b1 = passage = _extended(a, b, passage, taken_a, taken_b)
            taken_a.add(a0, a1)
            taken_b.add(b0, b1)
            passages.append(Transposed(passage, _fitting(runs, short, passage)))
    return sorted(passages, key=lambda passage: passage.words)


def _grouped(strays: Columns, chain: Columns) -> list[tuple[int, Columns]]:
    """Strays that follow one another in both texts with nothing of the chain between them; with their number of words.

    What one of them shares with the one before is taken from it.
    """
    begin, end = strays[:2, 1:], (strays[:2] + strays[2])[:, :-1]
    nearer, farther = np.minimum(*(begin - end)), np.maximum(*(begin - end))
    order = strays[1].argsort()
    follows = np.zeros(len(nearer), dtype=np.bool_)
    follows[order[:-1][order[1:] - order[:-1] == 1]] = True
    follows &= nearer >= -SHARED
    for text in (0, 1):
        before = chain[text].searchsorted(begin[text])
        follows &= before <= (chain[text] + chain[2]).searchsorted(end[text], "right")
    near = follows & (farther <= APART)
    edges = [0, *((~near).nonzero()[0] + 1).tolist(), strays.shape[1]]
    words: list[int] = np.add.reduceat(strays[2], edges[:-1]).tolist()
    for k in (follows & ~near & (farther - nearer <= UNEVEN)).nonzero()[0].tolist():
        at = bisect_left(edges, k + 1)
        if farther[k] * FEW <= min(words[at - 1 : at + 1]):
            words[at - 1 : at + 1] = [sum(words[at - 1 : at + 1])]
            del edges[at]
    shared = np.minimum(nearer, 0) * near
    if shared.any():
        strays[:2, 1:] -= shared
        strays[2, 1:] += shared
    return [(count, strays[:, slice(*edge)]) for count, edge in zip(words, pairwise(edges), strict=True)]


def _hull(runs: Columns) -> Gap:
    (a0, b0, _), (a1, b1, length) = runs[:, 0].tolist(), runs[:, -1].tolist()
    return Gap(a0, a1 + length, b0, b1 + length)


def _trimmed(passage: Gap, taken_a: _Taken, taken_b: _Taken) -> Gap:
    """Without the words at either end that a neighbouring run can share."""
    a0, a1, b0, b1 = passage
    for _ in range(SHARED):
        if a0 < a1 and b0 < b1 and (taken_a.has(a0, a0 + 1) or taken_b.has(b0, b0 + 1)):
            a0, b0 = a0 + 1, b0 + 1
        if a0 < a1 and b0 < b1 and (taken_a.has(a1 - 1, a1) or taken_b.has(b1 - 1, b1)):
            a1, b1 = a1 - 1, b1 - 1
    return Gap(a0, a1, b0, b1)


def _extended(a: Ids, b: Ids, passage: Gap, taken_a: _Taken, taken_b: _Taken) -> Gap:
    a0, a1, b0, b1 = passage
    while a0 and b0 and a.item(a0 - 1) == b.item(b0 - 1) and not (taken_a.has(a0 - 1, a0) or taken_b.has(b0 - 1, b0)):
        a0, b0 = a0 - 1, b0 - 1
    while a1 < len(a) and b1 < len(b) and a.item(a1) == b.item(b1):
        if taken_a.has(a1, a1 + 1) or taken_b.has(b1, b1 + 1):
            break
        a1, b1 = a1 + 1, b1 + 1
    return Gap(a0, a1, b0, b1)


def _fitting(runs: Columns, short: list[list[int]], passage: Gap) -> Columns:
    """The runs as far as the passage has them, and the short ones that lie between them."""
    a0, a1, b0, _ = passage
    runs[:, 0] = a0, b0, runs[2, 0] + runs[0, 0] - a0
    runs[2, -1] = a1 - runs[0, -1]
    among = short[bisect_left(short, [a0]) : bisect_left(short, [a1])]
    if not among:
        return runs
    rows: list[list[int]] = runs.T.tolist()
    for run in among:
        k = bisect_left(rows, run)
        if 0 < k < len(rows) and _fits(rows[k - 1], run) and _fits(run, rows[k]):
            rows.insert(k, run)
    return columns_of(rows) if len(rows) > runs.shape[1] else runs


def _fits(run: list[int], behind: list[int]) -> bool:
    a, b, length = run
    return a + length <= behind[0] and b + length <= behind[1]
