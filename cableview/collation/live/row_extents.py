"""What rows of a collation cover other than single units of its alignment: several, parts of one, equal words."""

from __future__ import annotations

from collections.abc import Iterable

from cableview.collation.alignment.anchors import Gap
from cableview.collation.alignment.pins import Barriers
from cableview.collation.collate import Collation
from cableview.collation.equality.applied_rules import unequal_gaps


def rows_beside_units(collation: Collation) -> tuple[list[Gap], list[Gap]]:
    """Ranges that can replace the units they cover, in order, and the ranges of all other such rows.

    The others belong to rows inside a passage that stands elsewhere, to what such a passage or a repetition leaves of a
    unit (without the rest of it, the words beside it would not be opposite those of the reference), and to rows that
    share words with others. Rows of blanks between equal words are in neither.
    """
    known = set(collation.alignment.units)
    a, b = collation.pair.a, collation.pair.b
    known.update(unequal_gaps(a, b, collation.alignment.runs, collation.rules))
    rows = sorted({unit for unit in collation.units if unit not in known})
    if not rows:
        return [], []
    moved = [Gap(*a.touched(d.origin), *b.touched(d.reference)) for d in collation.differences if d.origin]
    elsewhere = Barriers(tuple(moved))
    kept = _rising(row for row in rows if not elsewhere.hides(row))
    kept = _without_gaps(kept, Barriers(tuple(collation.alignment.units)))
    stand_in = set(kept)
    return kept, [row for row in rows if row not in stand_in]


def is_apart(unit: Gap, others: Barriers) -> bool:
    """True where a unit shares no words with any of the others."""
    return all(
        (unit.a1 <= p.a0 and unit.b1 <= p.b0) or (p.a1 <= unit.a0 and p.b1 <= unit.b0) for p in others.near(unit)
    )


def _rising(rows: Iterable[Gap]) -> list[Gap]:
    out: list[Gap] = []
    for row in rows:
        if not out or (out[-1].a1 <= row.a0 and out[-1].b1 <= row.b0):
            out.append(row)
    return out


def _without_gaps(rows: list[Gap], units: Barriers) -> list[Gap]:
    """The rows that together contain all words of each unit they touch."""
    while True:
        others = Barriers(tuple(rows))
        touched = {unit for row in rows for unit in units.near(row) if not is_apart(unit, others)}
        parted = [unit for unit in touched if not _is_all_in(unit, others)]
        if not parted:
            return rows
        left_out = Barriers(tuple(sorted(parted)))
        rows = [row for row in rows if is_apart(row, left_out)]


def _is_all_in(unit: Gap, others: Barriers) -> bool:
    """True where each word of a unit is in one of the others, of which no two share words."""
    near = others.near(unit)
    ours = sum(max(0, min(unit.a1, p.a1) - max(unit.a0, p.a0)) for p in near)
    theirs = sum(max(0, min(unit.b1, p.b1) - max(unit.b0, p.b0)) for p in near)
    return (ours, theirs) == (unit.a1 - unit.a0, unit.b1 - unit.b0)
