"""Names and weighs what differs."""

from __future__ import annotations

from rapidfuzz import fuzz

from cableview.collation.align import Alignment
from cableview.collation.anchors import Gap
from cableview.collation.tokens import Tokens
from cableview.model.discrepancy import Difference, Kind, Severity


def classified(a: Tokens, b: Tokens, alignment: Alignment, *, exact: bool) -> list[Difference]:
    out: list[Difference] = []
    for unit in alignment.units:
        kind = _kind("".join(a.forms[unit.a0 : unit.a1]), "".join(b.forms[unit.b0 : unit.b1]), unit)
        severity = Severity.LOW if kind in (Kind.CASE, Kind.PUNCTUATION, Kind.SPACING) else Severity.MEDIUM
        out.append(Difference(kind, severity, a.span(unit.a0, unit.a1), b.span(unit.b0, unit.b1)))
    return out


def _kind(left: str, right: str, unit: Gap) -> Kind:
    if not right:
        return Kind.ADDITION
    if not left:
        return Kind.OMISSION
    if left == right:
        return Kind.SPACING
    if left.casefold() == right.casefold():
        return Kind.CASE
    if _letters(left) == _letters(right):
        return Kind.PUNCTUATION
    return Kind.CHARACTER if fuzz.ratio(left, right) >= 50 else Kind.WORD


def _letters(word: str) -> str:
    return "".join(c for c in word if c.isalnum())
