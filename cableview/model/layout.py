"""The text on pages and its position, according to a layout file or an OCR engine."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.model.geometry import Box

Points = tuple[tuple[float, float], ...]

LEAST_SIZE = 1.0
"""The smallest usable page size, in the page's units; boxes are in whole units."""


@dataclass(frozen=True, slots=True)
class LayoutWord:
    """A run of non-blanks and its box. `confidence` is the engine's own, 0 to 1, if it gives one.

    `glyphs` are the boxes of its code points, one for each, if known.
    """

    text: str
    box: Box
    confidence: float | None = None
    glyphs: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A line with its words, or only its text if the file does not locate them. `baseline` may be empty."""

    text: str
    box: Box
    words: tuple[LayoutWord, ...] = ()
    baseline: Points = ()


@dataclass(frozen=True, slots=True)
class LayoutRegion:
    """A block of text, with its lines in reading order."""

    lines: tuple[LayoutLine, ...]


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A page in its own units: `width` by `height` of them, 0 if the file does not say."""

    width: float
    height: float
    regions: tuple[LayoutRegion, ...]
    image: str = ""

    @property
    def lines(self) -> tuple[LayoutLine, ...]:
        return tuple(line for region in self.regions for line in region.lines)

    def scale(self, size: tuple[int, int]) -> tuple[float, float]:
        """Pixels per unit, across and down, in a scan of this `size`; 1 if the file gives no usable page size."""
        across = size[0] / self.width if self.width >= LEAST_SIZE else 1.0
        return across, size[1] / self.height if self.height >= LEAST_SIZE else 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of one layout, in reading order, as are their regions, lines and words."""

    pages: tuple[LayoutPage, ...] = ()
