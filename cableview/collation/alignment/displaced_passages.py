"""Takes passages that stand at another place out of a text, and puts them back into the alignment of the rest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, zip_longest

import numpy as np

from cableview.collation.alignment.anchors import Flags, Gap, Ids, Run

Stretch = tuple[int, int]
"""Words of a text, from one up to another."""


class Elsewhere:
    """Words of one text that stand at another place in the other, as stretches that share none."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._stretches = sorted(stretches)
        self._first = np.array([first for first, _ in self._stretches])
        self._words = np.array([*accumulate([last - first for first, last in self._stretches], initial=0)])

    def __len__(self) -> int:
        return self._words.item(-1)

    def before(self, places: Ids) -> Ids:
        """How many of the words stand before each place."""
        return self._words[self._first.searchsorted(places)]

    def among(self, first: Ids, last: Ids) -> Flags:
        """Which stretches of the text, of which none cuts one of these, hold one."""
        return self._first.searchsorted(first) < self._first.searchsorted(last)

    def outside(self, first: int, last: int) -> Rest:
        """The other words from `first` up to `last`, which cut no stretch."""
        at, end = (bisect_left(self._stretches, (place,)) for place in (first, last))
        edges = [first, *(edge for stretch in self._stretches[at:end] for edge in stretch), last]
        return Rest([(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if start < stop])


class Rest:
    """Words of a text that are counted as if there were none between them."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self.stretches = stretches
        self._starts = [0, *accumulate([last - first for first, last in stretches])]

    def __len__(self) -> int:
        return self._starts[-1]

    def of(self, first: int, last: int) -> list[Stretch]:
        """Where words `first` up to `last` of these stand in the text."""
        if first == last:
            return []
        if len(self.stretches) == 1:
            return [(self.stretches[0][0] + first, self.stretches[0][0] + last)]
        at, end = bisect_right(self._starts, first) - 1, bisect_left(self._starts, last)
        out = self.stretches[at:end]
        out[-1] = out[-1][0], out[-1][0] + last - self._starts[end - 1]
        out[0] = out[0][0] + first - self._starts[at], out[0][1]
        return out

    def places(self) -> Ids:
        return np.concatenate([np.arange(*stretch) for stretch in self.stretches])


def put_back(
    runs: Sequence[Run],
    units: Sequence[Gap],
    left: Rest,
    right: Rest,
    within: Gap,
    turned: Callable[[Gap], bool],
) -> tuple[list[Run], list[Gap]]:
    """The alignment of the words of `left` and `right` as one of all `within`, in order.

    The others that stand between them are units without partner, as are those of `units` that have none. Of such words
    of both texts side by side, those of the second text come first where `turned` says so.
    """
    same: list[Run] = []
    differing: list[Gap] = []
    at_a, at_b = within.a0, within.b0
    for mine, theirs, is_equal in [*_pieces(runs, units, left, right), ((within.a1,) * 2, (within.b1,) * 2, False)]:
        if mine is None or theirs is None:
            continue
        (a0, a1), (b0, b1) = mine, theirs
        differing += _alone(Gap(at_a, a0, at_b, b0), turned)
        if is_equal:
            same.append(Run(a0, b0, a1 - a0))
        elif a0 < a1:
            differing.append(Gap(a0, a1, b0, b1))
        at_a, at_b = a1, b1
    return same, differing


def _alone(words: Gap, turned: Callable[[Gap], bool]) -> list[Gap]:
    """Words of either text as units without partner."""
    a0, a1, b0, b1 = words
    if a0 == a1 or b0 == b1:
        return [] if words.empty else [words]
    if turned(words):
        return [Gap(a0, a0, b0, b1), Gap(a0, a1, b1, b1)]
    return [Gap(a0, a1, b0, b0), Gap(a1, a1, b0, b1)]


_Piece = tuple[Stretch | None, Stretch | None, bool]
"""Words of both texts that stand side by side, `None` where there are none, and whether they are equal."""


def _pieces(runs: Sequence[Run], units: Sequence[Gap], left: Rest, right: Rest) -> Iterator[_Piece]:
    """The runs and units in order as stretches of the whole texts, cut where these have others between."""
    equal = [(Gap(a, a + length, b, b + length), True) for a, b, length in runs]
    for (a0, a1, b0, b1), is_equal in sorted([*equal, *((unit, False) for unit in units)]):
        mine, theirs = left.of(a0, a1), right.of(b0, b1)
        if is_equal and len(mine) + len(theirs) > 2:
            mine, theirs = _evenly(mine, theirs), _evenly(theirs, mine)
        for one, other in zip_longest(mine, theirs):
            yield one, other, is_equal


def _evenly(stretches: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """The stretches, cut also where the others, of as many words together, are."""
    edges = [*accumulate(end - start for start, end in others)]
    out: list[Stretch] = []
    done = 0
    for start, end in stretches:
        inside = edges[bisect_right(edges, done) : bisect_left(edges, done + end - start)]
        out += pairwise([start, *(start + edge - done for edge in inside), end])
        done += end - start
    return out
