"""Finds long passages that are at another place in the other text, so that they do not disturb the rest."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from cableview.collation.alignment.anchors import Columns, Flags, Gap, Ids, as_gap, columns_of, disentangled, equal_from

SHORTEST = 8
"""The fewest words of a passage that is searched for before anything else is aligned."""
STRAY = 4
"""The fewest words of the runs that a passage is made of."""
APART = 12
"""The most words between two runs of one passage."""
FEW, UNEVEN = 4, 4
"""Where slips crowd, more: up to 1/`FEW` of the equal words on each side, within `UNEVEN` of as many in both texts."""
SHARED = 2
"""The most words that neighbouring runs of other sequences can share at their ends."""

BEYOND = 3
"""The fewest words before or after a passage among which it can go on: a slip and two equal words."""


class Transposed(NamedTuple):
    """A passage as a range of one text and the range of the other that says the same.

    It extends from the first of its runs to the last; these can share words until it is `untangled`. `gaps` are the
    numbers of the gaps it is in, in either text.
    """

    words: Gap
    runs: Columns
    gaps: tuple[int, int]

    def placed(self, gaps: Columns) -> Transposed:
        """The same passage, numbered within other gaps."""
        a0, _, b0, _ = self.words
        return self._replace(gaps=(int(gaps[1].searchsorted(a0, "right")), int(gaps[3].searchsorted(b0, "right"))))

    def untangled(self) -> Transposed:
        """The same passage, its runs without the words that they share and the short ones that do not fit between."""
        are_short = self.runs[2] < STRAY
        are_short[0] = are_short[-1] = False  # shortened, perhaps
        return self._replace(runs=_filled(self.runs, are_short))


class _Taken:
    """Words of one text that are part of a passage, as disjoint ranges."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def room(self, at: int, first: int, last: int) -> tuple[int, int]:
        """The free range within `first` to `last`, between the words taken before the word `at` and from it on."""
        k = bisect_left(self._starts, at)
        if k:
            first = max(first, self._ends[k - 1])
        if k < len(self._starts):
            last = min(last, self._starts[k])
        return first, last

    def add(self, first: int, last: int) -> None:
        k = bisect_left(self._starts, first)
        self._starts.insert(k, first)
        self._ends.insert(k, last)

    def around(self, at: int, first: int, last: int) -> tuple[int, int]:
        """The range that begins with the word `at` and what is free on either side of it, within `first` to `last`."""
        k = bisect_left(self._starts, at)
        if k:
            first = max(first, self._ends[k - 1])
        if k + 1 < len(self._starts):
            last = min(last, self._starts[k + 1])
        return first, last

    def replace(self, at: int, first: int, last: int) -> None:
        """Takes the words of `first` to `last` instead of the range that begins with `at`."""
        k = bisect_left(self._starts, at)
        self._starts[k], self._ends[k] = first, last


def transposed(a: Ids, b: Ids, gaps: Columns, others: Columns) -> list[Transposed]:
    """Passages that are out of the texts' order, in the order of `a`; no two of them share words.

    Of the runs made of sequences of `ANCHOR` words that occur once in each text, those in order are separated by
    `gaps`; `others` are the rest, which become part of what is returned.
    """
    are_strays = others[2] >= STRAY
    places = are_strays.nonzero()[0]
    if not len(places):
        return []
    strays: Columns = others.compress(are_strays, axis=1)
    # A stray whose first words also belong to a run of the chain is in the gap after that run.
    in_a, in_b = gaps[1].searchsorted(strays[0] + SHARED), gaps[3].searchsorted(strays[1] + SHARED)
    groups = _grouped(strays, in_a, in_b)
    taken_a, taken_b = _Taken(), _Taken()
    passages: list[Transposed] = []
    unsettled: list[tuple[int, Gap]] = []
    for equal, first, end in sorted(groups, key=itemgetter(0), reverse=True):
        if equal < SHORTEST:  # with fewer, none is long enough
            break
        runs = strays[:, first:end]
        k, m = in_a.item(first), in_b.item(first)
        room_a = taken_a.room(runs.item(0, 0) + SHARED, gaps.item(0, k), gaps.item(1, k))
        room_b = taken_b.room(runs.item(1, 0) + SHARED, gaps.item(2, m), gaps.item(3, m))
        room = as_gap(room_a + room_b)
        a0, a1, b0, b1 = passage = _reached(runs, room)
        if equal * 2 >= max(a1 - a0, b1 - b0) and min(a1 - a0, b1 - b0) >= SHORTEST:
            a0, a1, b0, b1 = passage = _extended(a, b, passage, room)
            taken_a.add(a0, a1)
            taken_b.add(b0, b1)
            span = others[:, places.item(first) : places.item(end - 1) + 1]
            passages.append(Transposed(passage, _fitted(span, passage), (k, m)))
            if min(a0 - room.a0, b0 - room.b0) >= BEYOND or min(room.a1 - a1, room.b1 - b1) >= BEYOND:
                unsettled.append((len(passages) - 1, room))
    for k, room in unsettled:  # now that none can take another's words
        a0, _, b0, _ = passages[k].words
        room = as_gap(taken_a.around(a0, *room[:2]) + taken_b.around(b0, *room[2:]))
        passages[k] = _continued(a, b, passages[k], room)
        taken_a.replace(a0, *passages[k].words[:2])
        taken_b.replace(b0, *passages[k].words[2:])
    return sorted(passages, key=itemgetter(0))


def _grouped(strays: Columns, in_a: Ids, in_b: Ids) -> list[tuple[int, int, int]]:
    """Groups of strays that follow one another in both texts with nothing of the chain between them.

    Returns the number of words and the half-open range of strays of each group. `in_a` and `in_b` are the numbers of
    the gaps of the chain that each stray is in.
    """
    apart_a, apart_b = _apart(strays[0], strays[2]), _apart(strays[1], strays[2])
    parted = (in_a[1:] != in_a[:-1]) | (in_b[1:] != in_b[:-1]) | (apart_b < -SHARED)
    edges = _edges(parted)
    if len({*map(in_b.item, edges[:-1])}) < len(edges) - 1:
        # One of two groups in the same gap of the second text can lie in the middle of the other.
        order = strays[1].argsort()
        are_next = np.zeros(len(parted), dtype=np.bool_)
        are_next[order[:-1][order[1:] - order[:-1] == 1]] = True
        parted |= ~are_next
        edges = _edges(parted)
    farther = np.maximum(apart_a, apart_b)
    far = (farther > APART) > parted
    if not len(far.nonzero()[0]):
        return _counted(strays, edges)
    even = far & (farther - np.minimum(apart_a, apart_b) <= UNEVEN)
    groups = _counted(strays, _edges(parted | far))
    for k in even.nonzero()[0].tolist():
        at = bisect_left(groups, k + 1, key=lambda group: group[1])
        (before, first, _), (behind, _, end) = groups[at - 1 : at + 1]
        if farther[k] * FEW <= min(before, behind):
            groups[at - 1 : at + 1] = [(before + behind, first, end)]
    return groups


def _apart(starts: Ids, lengths: Ids) -> Ids:
    """How many words lie between neighbouring runs in one of the texts, negative where they share words."""
    return starts[1:] - (starts + lengths)[:-1]


def _edges(parted: Flags) -> list[int]:
    """Where to cut the strays, including both ends, given which are parted from the one before."""
    return [0, *(parted.nonzero()[0] + 1).tolist(), len(parted) + 1]


def _counted(strays: Columns, edges: list[int]) -> list[tuple[int, int, int]]:
    """The groups between the edges, with their numbers of words."""
    lengths: list[int] = strays[2].tolist()
    return [(sum(lengths[first:end]), first, end) for first, end in pairwise(edges)]


def _reached(runs: Columns, room: Gap) -> Gap:
    """The range from the first run to the last, without the words at either end that a neighbouring run shares.

    Empty if more words than that are taken.
    """
    length = runs.item(2, -1)
    a0, a1, b0, b1 = runs.item(0, 0), runs.item(0, -1) + length, runs.item(1, 0), runs.item(1, -1) + length
    head = max(0, room.a0 - a0, room.b0 - b0)
    tail = max(0, a1 - room.a1, b1 - room.b1)
    if head > SHARED or tail > SHARED:
        return as_gap((a0, a0, b0, b0))
    return as_gap((a0 + head, a1 - tail, b0 + head, b1 - tail))


def _extended(a: Ids, b: Ids, passage: Gap, room: Gap) -> Gap:
    """The passage extended by the equal words before and after it that are free."""
    a0, a1, b0, b1 = passage
    while a0 > room.a0 and b0 > room.b0 and a.item(a0 - 1) == b.item(b0 - 1):
        a0, b0 = a0 - 1, b0 - 1
    while a1 < room.a1 and b1 < room.b1 and a.item(a1) == b.item(b1):
        a1, b1 = a1 + 1, b1 + 1
    return as_gap((a0, a1, b0, b1))


def _continued(a: Ids, b: Ids, passage: Transposed, room: Gap) -> Transposed:
    """The passage and its runs with the equal words before and after it that are free, but for slips between."""
    a0, a1, b0, b1 = passage.words
    before = _beyond(a[room.a0 : a0][::-1], b[room.b0 : b0][::-1])
    behind = _beyond(a[a1 : room.a1], b[b1 : room.b1])
    if not (before or behind):
        return passage
    parts = [passage.runs]
    if before:
        parts.insert(0, columns_of([(a0 - p - size, b0 - q - size, size) for p, q, size in reversed(before)]))
        p, q, size = before[-1]
        a0, b0 = a0 - p - size, b0 - q - size
    if behind:
        parts.append(columns_of([(a1 + p, b1 + q, size) for p, q, size in behind]))
        p, q, size = behind[-1]
        a1, b1 = a1 + p + size, b1 + q + size
    return Transposed(as_gap((a0, a1, b0, b1)), np.concatenate(parts, axis=1), passage.gaps)


def _beyond(a: Ids, b: Ids) -> list[tuple[int, int, int]]:
    """Equal words in two stretches whose first words differ: their places in either, and how many they are.

    Each time two or more, as one can be equal by chance, behind a word misread, divided or run together.
    """

    def equal(at_a: int, at_b: int) -> int:
        if at_a + 1 >= len(a) or at_b + 1 >= len(b) or a.item(at_a) != b.item(at_b):
            return 0
        size = equal_from(a[at_a:], b[at_b:])
        return size if size > 1 else 0

    out: list[tuple[int, int, int]] = []
    p = q = 0
    while True:
        misread = equal(p + 1, q + 1)
        divided, joined = (0, 0) if misread else (equal(p + 1, q + 2), equal(p + 2, q + 1))
        size = misread or divided or joined
        if not size or (divided and joined):
            return out
        p, q = p + 1 + (joined > 0), q + 1 + (divided > 0)
        out.append((p, q, size))
        p, q = p + size, q + size


def _fitted(runs: Columns, passage: Gap) -> Columns:
    """Fits the runs to the ends of the passage, in place."""
    before = runs.item(0, 0) - passage.a0
    runs[0, 0], runs[1, 0] = passage.a0, passage.b0
    runs[2, 0] += before
    runs[2, -1] = passage.a1 - runs.item(0, -1)
    return runs


def _filled(span: Columns, are_short: Flags) -> Columns:
    """The long runs of a span, without overlaps, and the short ones that fit between them."""
    runs = disentangled(span.compress(~are_short, axis=1))
    parts: list[Columns] = []
    done = free_a = free_b = 0
    for passed, at in enumerate(are_short.nonzero()[0].tolist()):
        k = at - passed
        a, b, length = span.item(0, at), span.item(1, at), span.item(2, at)
        if k > done:
            before = runs.item(2, k - 1)
            free_a, free_b = runs.item(0, k - 1) + before, runs.item(1, k - 1) + before
        if free_a <= a <= runs.item(0, k) - length and free_b <= b <= runs.item(1, k) - length:
            parts += (runs[:, done:k], span[:, at : at + 1])
            done, free_a, free_b = k, a + length, b + length
    return np.concatenate([*parts, runs[:, done:]], axis=1)
