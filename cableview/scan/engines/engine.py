"""What an OCR engine is to the rest of the program: name, version, languages, and the words it reads on an image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PIL import Image

from cableview.errors import CableviewError
from cableview.model.geometry import Box
from cableview.model.layout import Layout, LayoutLine, LayoutPage, LayoutWord
from cableview.model.scan_reading import ScanText
from cableview.scan.engines.calibration import word_confidence


class EngineName(StrEnum):
    """The known engines, in the order in which they are tried: the faster one first."""

    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"


class EngineError(CableviewError):
    """An engine is not installed, fails, hangs, or returns something that is not a reading."""


class Engine(Protocol):
    """Reads images. `languages` are those it offers, empty where it reads any; every method may raise `EngineError`."""

    @property
    def name(self) -> EngineName: ...

    @property
    def version(self) -> str: ...

    @property
    def languages(self) -> tuple[str, ...]: ...

    def read(self, image: Image.Image, language: str) -> LayoutPage:
        """The words on an upright page, in pixels of `image`; an empty page where it reads none."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read on the pages of a scan, one page of the layout for each of them."""

    engine: EngineName
    version: str
    language: str
    layout: Layout

    def text(self) -> str:
        """Line by line, an empty line between regions, a form feed between pages."""
        return self.scan_text().text

    def scan_text(self) -> ScanText:
        """The text, with the span and the confidence of each word."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        sure: list[float] = []
        at = 0
        for between, word in _words(self.layout.pages):
            starts.append(at + len(between))
            at = starts[-1] + len(word.text)
            ends.append(at)
            sure.append(word_confidence(self.engine, word.confidence))
            parts += [between, word.text]
        return ScanText(str(self.engine), "".join([*parts, "\n"] if parts else []), starts, ends, sure)


def _words(pages: Sequence[LayoutPage]) -> Iterator[tuple[str, LayoutWord]]:
    """Each word with the separator before it."""
    between = ""
    for page in pages:
        for region in page.regions:
            for line in region.lines:
                for word in line.words:
                    yield between, word
                    between = " "
                between = "\n"
            between = "\n\n"
        between = between.replace("\n\n", "\n") + "\f"


def line_of(words: Sequence[LayoutWord]) -> LayoutLine:
    """The line that these words make."""
    box = Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )
    return LayoutLine(" ".join(word.text for word in words), box, tuple(words))
