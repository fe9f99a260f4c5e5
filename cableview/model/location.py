"""Where something is on the scan, how it was found and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cableview.model.geometry import Box


class Method(StrEnum):
    """How a location was found, from the surest to a mere guess."""

    HAND = "by hand"
    LAYOUT = "layout"
    OCR = "ocr"
    IMAGE = "image"
    LAID = "laid"
    """Extrapolated along the lines from a word that was located by hand."""
    GAP = "gap"
    """The word is not on the page: the box is the gap between its neighbours, where it would be."""
    LINE = "line"
    """The line is known, but not the word's place in it: the box is the line's."""
    REGION = "region"
    """Only the lines that may hold the word are known: the box is theirs."""
    PROPORTIONAL = "proportional"

    @property
    def names_word(self) -> bool:
        """True if the box is a word's, not that of a gap, a line or a region, nor a guess."""
        return self.pinpoints and self is not Method.GAP

    @property
    def pinpoints(self) -> bool:
        """True if the box is one spot of a line: a word, or the gap where the word would be."""
        return self not in (Method.LINE, Method.REGION, Method.PROPORTIONAL)


@dataclass(frozen=True, slots=True)
class Spot:
    """A box on a page that a reviewer pointed at. `page` counts from 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Location:
    """A box on a page. `page` counts from 1; `confidence` is the proportion of such answers that are right, 0 to 1.

    `unfound` is how many words of a passage are in none of its boxes; it is set on the first of them.
    """

    page: int
    box: Box
    method: Method
    confidence: float
    unfound: int = 0
