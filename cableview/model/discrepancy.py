"""Places where the working text and the reference read differently."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from cableview.model.span import Span

EYE_SKIPPED = "the eye may have skipped"
"""How the reason begins that says so of an omission or addition."""


class Kind(StrEnum):
    """The kind of difference; the order is the precedence in naming."""

    MOVED = "moved"
    STRUCK = "struck"
    REPETITION = "repetition"
    FURNITURE = "furniture"
    REWORDED = "reworded"
    SPACING = "spacing"
    NUMBER = "number"
    CASE = "case"
    PUNCTUATION = "punctuation"
    CHARACTER = "character"
    WORD = "word"
    ADDITION = "addition"
    OMISSION = "omission"


class Severity(StrEnum):
    """How much depends on a discrepancy; the values appear in records, in this order."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Difference(msgspec.Struct, frozen=True, gc=False):
    """One result of a collation: spans of the texts it was given, covering whole runs of non-blanks.

    `working` is empty for an omission, `reference` for an addition; it then marks where the words would be.
    `origin` is where a moved passage is now in the working text. `group` is equal for differences of one pattern.
    """

    kind: Kind
    severity: Severity
    working: Span
    reference: Span
    origin: Span | None = None
    group: str = ""
    reasons: tuple[str, ...] = ()


class Suggestion(msgspec.Struct, frozen=True, gc=False):
    """What the page probably reads. `confidence` is the proportion of such suggestions that are right, 0 to 1."""

    witness: str
    confidence: float
    reasons: tuple[str, ...]
