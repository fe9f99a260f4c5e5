"""Takes passages that stand at another place out of both texts, and puts them back into the alignment of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from cableview.collation.anchors import Gap, Ids, Run
from cableview.collation.tokens import Flags

Table = npt.NDArray[np.int64]
"""A `Gap` in each row."""


def words_outside(first: int, last: int, ranges: Sequence[tuple[int, int]]) -> Ids:
    """Places of the words `first` up to `last` outside `ranges`."""
    keep = np.ones(last, dtype=np.bool_)
    for start, end in [(0, first), *ranges]:
        keep[start:end] = False
    return np.flatnonzero(keep)


def put_back(
    runs: Sequence[Run], units: Sequence[Gap], left: Ids, right: Ids, within: Gap, passages: Sequence[Gap]
) -> tuple[list[Run], list[Gap]]:
    """The alignment of the words at places `left` and `right` as one of all `within`, in order.

    Each passage becomes two units, one in either text, both without partner.
    """
    tables = [
        _cut([Gap(a, a + length, b, b + length) for a, b, length in runs], left, right),
        _cut([unit for unit in units if not unit.empty], left, right, evenly=False),
    ]
    equal, differing = (
        np.column_stack(
            (*_mapped(t[:, 0], t[:, 1], left, within.a0), *_mapped(t[:, 2], t[:, 3], right, within.b0)),
        )
        for t in tables
    )
    found = list(map(Run, equal[:, 0].tolist(), equal[:, 2].tolist(), (equal[:, 1] - equal[:, 0]).tolist()))
    others = list(map(Gap, *differing.T.tolist()))
    return found, sorted([*others, *_placed(passages, within, np.concatenate((equal, differing)))])


def _cut(pieces: Sequence[Gap], left: Ids, right: Ids, *, evenly: bool = True) -> Table:
    """The pieces, cut where either side jumps; `evenly` at the same number of words on both sides."""
    table = np.fromiter(chain.from_iterable(pieces), np.int64, 4 * len(pieces)).reshape(-1, 4)
    jumps_a, jumps_b = _jumps(left), _jumps(right)
    crossed = _hold(table[:, 0], table[:, 1], jumps_a) | _hold(table[:, 2], table[:, 3], jumps_b)
    out: list[Gap] = []
    for row in table[crossed].tolist():
        piece = Gap(*row)
        edges_a, edges_b = _edges(piece.a0, piece.a1, jumps_a), _edges(piece.b0, piece.b1, jumps_b)
        if evenly:
            edges = sorted({k - piece.a0 for k in edges_a} | {k - piece.b0 for k in edges_b})
            out += [Gap(piece.a0 + x, piece.a0 + y, piece.b0 + x, piece.b0 + y) for x, y in pairwise(edges)]
        else:
            out += side_by_side(piece, list(pairwise(edges_a)), list(pairwise(edges_b)))
    return np.concatenate((table[~crossed], np.array(out, dtype=np.int64).reshape(-1, 4)))


def _jumps(places: Ids) -> Ids:
    """Indices at which the places do not go on by one."""
    return np.flatnonzero(np.diff(places) != 1) + 1


def _hold(first: Ids, last: Ids, jumps: Ids) -> Flags:
    """Which of the ranges have a jump inside."""
    return np.searchsorted(jumps, first, "right") < np.searchsorted(jumps, last, "left")


def _edges(first: int, last: int, jumps: Ids) -> list[int]:
    inside: list[int] = jumps[(jumps > first) & (jumps < last)].tolist()
    return [first, *inside, last]


def side_by_side(unit: Gap, left: list[tuple[int, int]], right: list[tuple[int, int]]) -> list[Gap]:
    """Pieces of both sides of a unit, the first with the first; what is over stands alone."""
    left += [(unit.a1, unit.a1)] * (len(right) - len(left))
    right += [(unit.b1, unit.b1)] * (len(left) - len(right))
    return [Gap(*mine, *theirs) for mine, theirs in zip(left, right, strict=True)]


def _mapped(first: Ids, last: Ids, places: Ids, start: int) -> tuple[Ids, Ids]:
    """Ranges of the words at `places` in the whole text; an empty one is behind the word before, if only at `start`."""
    if not len(places):
        return first + start, last + start
    ends = np.where(last > 0, places[last - 1] + 1, places[0])
    return np.where(first < last, places[np.minimum(first, len(places) - 1)], ends), ends


def _placed(passages: Sequence[Gap], within: Gap, pieces: Table) -> list[Gap]:
    """The passages as units without partner, each with its place among the pieces."""
    pieces = pieces[np.lexsort(pieces.T[::-1])]
    before_a = np.searchsorted(pieces[:, 0], [p.a1 for p in passages]).tolist()
    before_b = np.searchsorted(pieces[:, 2], [p.b1 for p in passages]).tolist()
    ours = [(k, Gap(p.a0, p.a1, -1, -1)) for k, p in zip(before_a, passages, strict=True)]
    theirs = [(k, Gap(-1, -1, p.b0, p.b1)) for k, p in zip(before_b, passages, strict=True)]
    out: list[Gap] = []
    at_a, at_b = within.a0, within.b0
    for k, passage in sorted([*ours, *theirs]):
        if k:
            at_a, at_b = max(at_a, pieces.item(k - 1, 1)), max(at_b, pieces.item(k - 1, 3))
        is_ours = passage.a0 >= 0
        out.append(passage._replace(b0=at_b, b1=at_b) if is_ours else passage._replace(a0=at_a, a1=at_a))
        at_a, at_b = out[-1].a1, out[-1].b1
    return out
