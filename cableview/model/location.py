"""Where on the scan something stands, how that was found and how certain it is."""

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
    """Laid along the lines from a word that was shown by hand."""
    GAP = "gap"
    """The word is not on the page: the box is the gap between its neighbours, where it would stand."""
    LINE = "line"
    """The line is known, but not the word in it: the box is the line's."""
    REGION = "region"
    """So are the lines it must be on: the box is theirs."""
    PROPORTIONAL = "proportional"

    @property
    def names_word(self) -> bool:
        """False where the box is no word's, but a gap, a line's, a region's or a guess."""
        return self.pinpoints and self is not Method.GAP

    @property
    def pinpoints(self) -> bool:
        """True where the box is one spot of a line: a word's, or the gap where the word would stand."""
        return self not in (Method.LINE, Method.REGION, Method.PROPORTIONAL)


@dataclass(frozen=True, slots=True)
class Spot:
    """A box on a page that a reviewer pointed at. `page` counts from 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Location:
    """A box on a page. `page` counts from 1; `confidence` is the share of such answers that are right, 0 to 1.

    `unfound` is how many words of a passage are in none of its boxes; the first of these says it.
    """

    page: int
    box: Box
    method: Method
    confidence: float
    unfound: int = 0
