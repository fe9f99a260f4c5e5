"""How many letters words that stand for each other have in common, for many pairs at a time."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from cableview.collation.alignment.anchors import Gap, words_in_a, words_in_b
from cableview.collation.words.tokens import Tokens

ALIKE = 50
"""Percent of letters that two words must share to be each other's partner."""
LONGEST = 400
"""Letters that are compared; a line without blanks can be megabytes long."""


def likeness(a: Tokens, b: Tokens, units: Sequence[Gap]) -> list[float]:
    """Percent of letters that both sides of each unit share, capitals as small ones; 0 where one side is empty."""
    return likeness_of(*sides(a, b, units))


def sides(a: Tokens, b: Tokens, units: Sequence[Gap]) -> tuple[list[str], list[str]]:
    """The words of each unit run together, of the one text and of the other; as many as can be compared."""
    return a.run_together(map(words_in_a, units), LONGEST), b.run_together(map(words_in_b, units), LONGEST)


def likeness_of(lefts: Sequence[str], rights: Sequence[str]) -> list[float]:
    """How far the pairs are alike, 0 to 100 each, by their first letters and whatever their case."""
    one, other = [s[:LONGEST].casefold() for s in lefts], [s[:LONGEST].casefold() for s in rights]
    return list(map(ratio, one, other))


def are_partners(left: str, right: str, percent: float) -> bool:
    """At least half alike, or one with something run on to it. `percent` is what `likeness` says of them."""
    if percent >= ALIKE:
        return bool(left and right)
    short, full = sorted((left[:LONGEST].casefold(), right[:LONGEST].casefold()), key=len)
    return len(short) >= 3 and (full.startswith(short) or full.endswith(short))
