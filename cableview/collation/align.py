"""Aligns the words of two texts: runs that are equal, and units of words that stand for each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cableview.collation.anchors import (
    ANCHOR,
    Columns,
    Gap,
    Ids,
    Run,
    chained,
    common_runs,
    gaps_of,
    runs_of,
    trimmed,
    unique_runs,
)
from cableview.collation.around import put_back, side_by_side, words_outside
from cableview.collation.gaps import partners
from cableview.collation.tokens import Tokens
from cableview.collation.transposed import SHORTEST, transposed

Words = Callable[[int, int], list[str]]
"""Gives the words from one up to another."""


@dataclass(frozen=True)
class Alignment:
    """`runs` of equal words and `units` of differing ones, each in order; together they cover both texts.

    A unit with one side empty is a run of words without a partner. `passages` say the same at another place; each is
    part of two such units.
    """

    runs: list[Run]
    units: list[Gap]
    passages: Sequence[Gap] = ()


def align_within(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, within: Gap) -> Alignment:
    outer: list[Run] = []
    middle = trimmed(ids_a, ids_b, within, outer)
    left, right = ids_a[middle.a0 : middle.a1], ids_b[middle.b0 : middle.b1]
    chain = None
    passages: list[Gap] = []
    if min(len(left), len(right)) >= 2 * SHORTEST:
        chain, others = chained(unique_runs(left, right, ANCHOR))
        passages = transposed(left, right, chain, others)
    if passages:
        passages = [_shifted(p, middle.a0, middle.b0) for p in passages]
        return _aligned_around(a, b, ids_a, ids_b, within, passages)
    runs, units = paired(a.words, b.words, ids_a, ids_b, middle, chain)
    return _alignment(a, b, [*outer, *runs], units)


def paired(
    words_a: Words, words_b: Words, ids_a: Ids, ids_b: Ids, within: Gap, known: Columns | None = None
) -> tuple[list[Run], list[Gap]]:
    """The runs, in any order, and the units of an alignment of `within`, with `known` as in `common_runs`.

    Words are asked for, from one up to another, only where several can be each other's partners.
    """
    found, gaps = common_runs(ids_a, ids_b, within, known)
    runs, rows = runs_of(found), gaps_of(gaps)
    sizes = gaps[1] - gaps[0], gaps[3] - gaps[2]
    several: list[int] = ((np.minimum(*sizes) > 0) & (np.maximum(*sizes) > 1)).nonzero()[0].tolist()
    units: list[Gap] = []
    done = 0
    for k in several:
        a0, a1, b0, b1 = rows[k]
        left, right = words_a(a0, a1), words_b(b0, b1)
        equal, differing = _settled(partners(left, right), left, right)
        runs += [Run(x + a0, y + b0, 1) for x, y, _ in equal]
        units += rows[done:k]
        units += [Gap(w + a0, x + a0, y + b0, z + b0) for w, x, y, z in differing]
        done = k + 1
    return runs, units + rows[done:]


def _shifted(gap: Gap, by_a: int, by_b: int) -> Gap:
    return Gap(gap.a0 + by_a, gap.a1 + by_a, gap.b0 + by_b, gap.b1 + by_b)


def _aligned_around(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, within: Gap, passages: list[Gap]) -> Alignment:
    """The alignment of what is left when the passages that stand elsewhere are taken out of both texts."""
    left = words_outside(within.a0, within.a1, [(p.a0, p.a1) for p in passages])
    right = words_outside(within.b0, within.b1, [(p.b0, p.b1) for p in passages])
    whole = Gap(0, len(left), 0, len(right))
    runs, units = paired(_words_at(a, left), _words_at(b, right), ids_a[left], ids_b[right], whole)
    runs, units = put_back(runs, units, left, right, within, passages)
    equal, units = _settled(units, ids_a, ids_b)
    return replace(_alignment(a, b, runs + equal, units), passages=passages)


def _words_at(text: Tokens, places: Ids) -> Words:
    def words(first: int, last: int) -> list[str]:
        return [text.forms[k] for k in places[first:last].tolist()]

    return words


def _settled(units: list[Gap], a: Sequence[str] | Ids, b: Sequence[str] | Ids) -> tuple[list[Run], list[Gap]]:
    """Equal pairs among the units as runs, and the others, with neighbouring words without partners as one unit.

    `a` and `b` are the words of which the units are, or their numbers.
    """
    runs: list[Run] = []
    out: list[Gap] = []
    for unit in units:
        lone = unit.a1 - unit.a0 == 1 == unit.b1 - unit.b0
        if lone and a[unit.a0] == b[unit.b0]:
            runs.append(Run(unit.a0, unit.b0, 1))
        elif out and _one_sided(unit) and _continues(out[-1], unit):
            last = out[-1]
            out[-1] = Gap(last.a0, unit.a1, last.b0, unit.b1)
        elif not unit.empty:
            out.append(unit)
    return runs, out


def _alignment(a: Tokens, b: Tokens, runs: list[Run], units: list[Gap]) -> Alignment:
    if a.cut.any() or b.cut.any():
        units = [piece for unit in units for piece in _cut(a, b, unit)]
    return Alignment(sorted(runs), units)


def _cut(a: Tokens, b: Tokens, unit: Gap) -> list[Gap]:
    """The unit in pieces, none of which reaches over words that are not compared."""
    return side_by_side(unit, a.pieces(unit.a0, unit.a1), b.pieces(unit.b0, unit.b1))


def _one_sided(unit: Gap) -> bool:
    return unit.a0 == unit.a1 or unit.b0 == unit.b1


def _continues(last: Gap, unit: Gap) -> bool:
    """True when both are without partner on the same side and nothing lies between."""
    if not _one_sided(last) or (last.a1, last.b1) != (unit.a0, unit.b0):
        return False
    return (last.a0 == last.a1) == (unit.a0 == unit.a1)
