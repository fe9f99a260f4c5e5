"""Computes the share of letters that paired words have in common, for many pairs at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import ratio

from cableview.collation.alignment.anchors import Gap, words_in_a, words_in_b
from cableview.collation.words.tokens import Tokens

ALIKE = 50
"""Percentage of letters that two words must share to be partners."""
LONGEST = 400
"""Letters compared on each side; a line without blanks can be megabytes long."""


def likeness(a: Tokens, b: Tokens, units: Sequence[Gap]) -> list[float]:
    """Percentage of letters that both sides of each unit share, ignoring case; 0 where one side is empty."""
    return likeness_of(*sides(a, b, units))


def sides(a: Tokens, b: Tokens, units: Sequence[Gap]) -> tuple[list[str], list[str]]:
    """The words of each unit run together, for either text, limited to those that can be compared."""
    return a.run_together(map(words_in_a, units), LONGEST), b.run_together(map(words_in_b, units), LONGEST)


def likeness_of(lefts: Sequence[str], rights: Sequence[str]) -> list[float]:
    """The likeness of each pair, 0 to 100, by their first `LONGEST` letters, ignoring case."""
    return list(map(ratio, _folded(lefts), _folded(rights)))


def _folded(words: Sequence[str]) -> Iterator[str]:
    if max(map(len, words), default=0) > LONGEST:
        words = [word[:LONGEST] for word in words]
    return map(str.casefold, words)


def are_partners(left: str, right: str, percent: float) -> bool:
    """True if at least half alike, or one begins or ends with the other. `percent` is their `likeness`."""
    if percent >= ALIKE:
        return bool(left and right)
    short, full = sorted((left[:LONGEST].casefold(), right[:LONGEST].casefold()), key=len)
    return len(short) >= 3 and (full.startswith(short) or full.endswith(short))
