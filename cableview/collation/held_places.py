"""Lists the places of a collation that the rules of equality hold equal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cableview.collation.collate import Collation
from cableview.collation.equality.applied_rules import differing_blanks, rewritten_words, rules_holding
from cableview.model.span import Span


@dataclass(frozen=True, slots=True, order=True)
class HeldPlace:
    """Words, or the text between two words, that the texts write differently and a rule holds equal."""

    working: Span
    reference: Span
    rule: str


def held_places(collation: Collation) -> tuple[HeldPlace, ...]:
    """All such places in text order, one per rule that a place needs: as many as `suppressed` counts."""
    return tuple(sorted([*_words(collation), *_blanks(collation), *_divided(collation)]))


def _words(collation: Collation) -> Iterator[HeldPlace]:
    a, b = collation.pair.a, collation.pair.b
    for x, y in rewritten_words(a, b, collation.alignment.runs):
        for rule in rules_holding(a.raw(x), b.raw(y), collation.rules):
            yield HeldPlace(a.span(x, x + 1), b.span(y, y + 1), rule)


def _blanks(collation: Collation) -> Iterator[HeldPlace]:
    a, b = collation.pair.a, collation.pair.b
    for rule, places in differing_blanks(a, b, collation.alignment.runs).items():
        for x, y in places if rule in collation.rules else ():
            ours = Span(a.ends.item(x - 1), a.starts.item(x))
            yield HeldPlace(ours, Span(b.ends.item(y - 1), b.starts.item(y)), rule)


def _divided(collation: Collation) -> Iterator[HeldPlace]:
    a, b = collation.pair.a, collation.pair.b
    for unit, rule in collation.held.items():
        yield HeldPlace(a.span(unit.a0, unit.a1), b.span(unit.b0, unit.b1), rule)
