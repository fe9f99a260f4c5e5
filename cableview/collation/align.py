"""Aligns the words of two texts: runs that are equal, and units of words that stand for each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cableview.collation.anchors import Gap, Ids, Run, common_runs
from cableview.collation.gaps import partners
from cableview.collation.tokens import Tokens


@dataclass(frozen=True)
class Alignment:
    """`runs` of equal words and `units` of differing ones, each in order; together they cover both texts.

    A unit with one side empty is a run of words without a partner.
    """

    runs: list[Run]
    units: list[Gap]


def align_within(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, within: Gap) -> Alignment:
    runs, gaps = common_runs(ids_a, ids_b, within)
    units: list[Gap] = []
    for gap in gaps:
        inside = partners(a.forms[gap.a0 : gap.a1], b.forms[gap.b0 : gap.b1])
        units += [Gap(u.a0 + gap.a0, u.a1 + gap.a0, u.b0 + gap.b0, u.b1 + gap.b0) for u in inside]
    return _settled(a, b, ids_a, ids_b, runs, units)


def interned(a: list[str], b: list[str]) -> tuple[Ids, Ids]:
    """A number for each form, the same for the same form in both texts."""
    numbers: dict[str, int] = {}
    put = numbers.setdefault
    return (
        np.array([put(form, len(numbers)) for form in a], dtype=np.int64),
        np.array([put(form, len(numbers)) for form in b], dtype=np.int64),
    )


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
    left, right = a.pieces(unit.a0, unit.a1), b.pieces(unit.b0, unit.b1)
    while len(left) < len(right):
        left.append((unit.a1, unit.a1))
    while len(right) < len(left):
        right.append((unit.b1, unit.b1))
    return [Gap(*mine, *theirs) for mine, theirs in zip(left, right, strict=True)]


def _one_sided(unit: Gap) -> bool:
    return unit.a0 == unit.a1 or unit.b0 == unit.b1


def _continues(last: Gap, unit: Gap) -> bool:
    """True when both are without partner on the same side and nothing lies between."""
    if not _one_sided(last) or (last.a1, last.b1) != (unit.a0, unit.b0):
        return False
    return (last.a0 == last.a1) == (unit.a0 == unit.a1)
