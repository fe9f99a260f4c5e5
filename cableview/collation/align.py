"""Aligns the words of two texts: runs that are equal, and units of words that stand for each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cableview.collation.anchors import ANCHOR, Gap, Ids, Places, Run, common_runs, trimmed, unique_places
from cableview.collation.around import put_back, side_by_side, words_outside
from cableview.collation.gaps import partners
from cableview.collation.tokens import Tokens
from cableview.collation.transposed import SHORTEST, transposed


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
    places = unique_places(left, right, ANCHOR) if min(len(left), len(right)) >= 2 * SHORTEST else None
    passages = transposed(left, right, places) if places else []
    if passages:
        passages = [_shifted(p, middle.a0, middle.b0) for p in passages]
        return _aligned_around(a, b, ids_a, ids_b, within, passages)
    runs, units = paired(a.forms, b.forms, ids_a, ids_b, middle, places)
    return _settled(a, b, ids_a, ids_b, [*outer, *runs], units)


def paired(
    forms_a: list[str], forms_b: list[str], ids_a: Ids, ids_b: Ids, within: Gap, known: Places | None = None
) -> tuple[list[Run], list[Gap]]:
    runs, gaps = common_runs(ids_a, ids_b, within, known)
    units: list[Gap] = []
    for gap in gaps:
        a0, a1, b0, b1 = gap
        if a1 - a0 == 1 == b1 - b0 or a0 == a1 or b0 == b1:
            units.append(gap)
            continue
        inside = partners(forms_a[a0:a1], forms_b[b0:b1])
        units += [Gap(w + a0, x + a0, y + b0, z + b0) for w, x, y, z in inside]
    return runs, units


def _shifted(gap: Gap, by_a: int, by_b: int) -> Gap:
    return Gap(gap.a0 + by_a, gap.a1 + by_a, gap.b0 + by_b, gap.b1 + by_b)


def _aligned_around(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, within: Gap, passages: list[Gap]) -> Alignment:
    """The alignment of what is left when the passages that stand elsewhere are taken out of both texts."""
    left = words_outside(within.a0, within.a1, [(p.a0, p.a1) for p in passages])
    right = words_outside(within.b0, within.b1, [(p.b0, p.b1) for p in passages])
    places_a: list[int] = left.tolist()
    places_b: list[int] = right.tolist()
    forms_a, forms_b = [a.forms[k] for k in places_a], [b.forms[k] for k in places_b]
    runs, units = paired(forms_a, forms_b, ids_a[left], ids_b[right], Gap(0, len(left), 0, len(right)))
    runs, units = put_back(runs, units, left, right, within, passages)
    return replace(_settled(a, b, ids_a, ids_b, runs, units), passages=passages)


def interned(a: list[str], b: list[str]) -> tuple[Ids, Ids]:
    """A number for each form, the same for the same form; of different forms they differ but for freak chances.

    Python's hash is of 64 bits and keyed anew in each process: of a million words two meet once in 30 million texts.
    """
    return np.fromiter(map(hash, a), np.int64, len(a)), np.fromiter(map(hash, b), np.int64, len(b))


def _settled(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, runs: list[Run], units: list[Gap]) -> Alignment:
    """Moves equal pairs found among the units to the runs, and joins neighbouring words without partners."""
    found: list[Run] = []
    out: list[Gap] = []
    for unit in units:
        lone = unit.a1 - unit.a0 == 1 == unit.b1 - unit.b0
        if lone and ids_a[unit.a0] == ids_b[unit.b0]:
            found.append(Run(unit.a0, unit.b0, 1))
        elif out and _one_sided(unit) and _continues(out[-1], unit):
            last = out[-1]
            out[-1] = Gap(last.a0, unit.a1, last.b0, unit.b1)
        elif not unit.empty:
            out.append(unit)
    if a.cut.any() or b.cut.any():
        out = [piece for unit in out for piece in _cut(a, b, unit)]
    return Alignment(sorted([*runs, *found]), out)


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
