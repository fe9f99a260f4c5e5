"""What stands where on pages, as a layout file or an OCR engine says it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cableview.model.geometry import Box

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class LayoutWord:
    """A run of non-blanks and its box. `confidence` is the engine's own, 0 to 1, where it gives one.

    `glyphs` are the boxes of its code points, one for each, where they are known.
    """

    text: str
    box: Box
    confidence: float | None = None
    glyphs: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A line: its words, or only its text where the file does not say where they are. `baseline` may be empty."""

    text: str
    box: Box
    words: tuple[LayoutWord, ...] = ()
    baseline: Points = ()


@dataclass(frozen=True, slots=True)
class LayoutRegion:
    lines: tuple[LayoutLine, ...]


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A page in units of its own: it is `width` by `height` of them, which is 0 where the file does not say."""

    width: float
    height: float
    regions: tuple[LayoutRegion, ...]
    image: str = ""

    @property
    def lines(self) -> tuple[LayoutLine, ...]:
        return tuple(line for region in self.regions for line in region.lines)


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of one layout, in reading order; regions, lines and words likewise."""

    pages: tuple[LayoutPage, ...] = field(default_factory=tuple)
