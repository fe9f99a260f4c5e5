"""Takes displaced passages out of a text and puts them back into the alignment of the rest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise, zip_longest

import numpy as np

from cableview.collation.alignment.anchors import Gap, Ids, Run, as_gap, as_run

Stretch = tuple[int, int]
"""A half-open range of words of a text."""


class Rest:
    """The words of a text from `first` up to `last` except `elsewhere`, counted as if contiguous.

    `elsewhere` are stretches in order that share no words.
    """

    def __init__(self, first: int, last: int, elsewhere: Iterable[Stretch]) -> None:
        self.stretches: list[Stretch] = []
        self._starts = [0]
        for start, stop in (*elsewhere, (last, last)):
            if first < start:
                self.stretches.append((first, start))
                self._starts.append(self._starts[-1] + start - first)
            first = stop

    def __len__(self) -> int:
        return self._starts[-1]

    def of(self, first: int, last: int) -> list[Stretch]:
        """The stretches of the text that hold words `first` up to `last` of the rest."""
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
    alike: Callable[[int, int], bool],
) -> tuple[list[Run], list[Gap]]:
    """Turns the alignment of the words of `left` and `right` into one of all of `within`, in order.

    The other words between them become unpaired units, as do `units` with one side empty. Where such words of both
    texts meet, those of the second text come first if `turned` says so. Single words that are left opposite each other
    are a run if `alike` says so.
    """
    same: list[Run] = []
    differing: list[Gap] = []
    at_a, at_b = within.a0, within.b0
    end = ((within.a1, within.a1), (within.b1, within.b1), False)
    for mine, theirs, is_equal in [*_pieces(runs, units, left, right), end]:
        if mine is None or theirs is None:
            continue
        (a0, a1), (b0, b1) = mine, theirs
        differing += alone(as_gap((at_a, a0, at_b, b0)), turned)
        if is_equal or (a1 - a0 == 1 == b1 - b0 and alike(a0, b0)):
            same.append(as_run((a0, b0, a1 - a0)))
        elif a0 < a1:
            differing.append(as_gap((a0, a1, b0, b1)))
        at_a, at_b = a1, b1
    return same, differing


def alone(words: Gap, turned: Callable[[Gap], bool]) -> list[Gap]:
    """The words of either text as unpaired units."""
    a0, a1, b0, b1 = words
    if a0 == a1 or b0 == b1:
        return [words] if a0 < a1 or b0 < b1 else []
    if turned(words):
        return [as_gap((a0, a0, b0, b1)), as_gap((a0, a1, b1, b1))]
    return [as_gap((a0, a1, b0, b0)), as_gap((a1, a1, b0, b1))]


_Piece = tuple[Stretch | None, Stretch | None, bool]
"""Words of both texts that are opposite each other, `None` where there are none, and whether they are equal."""


def _pieces(runs: Sequence[Run], units: Sequence[Gap], left: Rest, right: Rest) -> list[_Piece]:
    """The runs and units, in order, as stretches of the whole texts, cut where others lie between their words."""
    equal = [(a, a + length, b, b + length, True) for a, b, length in runs]
    out: list[_Piece] = []
    for a0, a1, b0, b1, is_equal in sorted([*equal, *[(*unit, False) for unit in units]]):
        mine, theirs = left.of(a0, a1), right.of(b0, b1)
        if is_equal and len(mine) + len(theirs) > 2:
            mine, theirs = _evenly(mine, theirs), _evenly(theirs, mine)
        out += [(one, other, is_equal) for one, other in zip_longest(mine, theirs)]
    return out


def _evenly(stretches: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """The stretches, also cut where the `others`, with the same total of words, are cut."""
    edges = [*accumulate(end - start for start, end in others)]
    out: list[Stretch] = []
    done = 0
    for start, end in stretches:
        inside = edges[bisect_right(edges, done) : bisect_left(edges, done + end - start)]
        out += pairwise([start, *(start + edge - done for edge in inside), end])
        done += end - start
    return out
