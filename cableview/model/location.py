"""Where on the scan something stands, how that was found and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cableview.model.geometry import Box


class Method(StrEnum):
    """How a location was found, from the surest to a mere guess."""

    HAND = "hand"
    LAYOUT = "layout"
    OCR = "ocr"
    IMAGE = "image"
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class Location:
    """A box on a page. `page` counts from 1; `confidence` is the share of such answers that are right, 0 to 1."""

    page: int
    box: Box
    method: Method
    confidence: float
