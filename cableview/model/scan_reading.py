"""What an OCR engine reads on the scan: a whole text with a confidence for each word, and the reading at one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScanReading:
    """What `engine` reads at one place. `confidence` is the proportion of such readings that are right, 0 to 1."""

    text: str
    confidence: float
    engine: str


@dataclass(frozen=True)
class ScanText:
    """What `engine` reads on all pages. The columns give each word, in order: code points of `text`, and confidence."""

    engine: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    confidences: Sequence[float]
