"""Reads the text layer of a PDF: the words, visible or not, that lie over the picture of a page.

On a maliciously made page PDFium lists words for ever or takes all memory: call this only from the decoding process.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw as untyped_raw

from cableview.errors import ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.layout import LayoutLine, LayoutPage, LayoutRegion, LayoutWord, Points
from cableview.scan.images.pdf import opened_pdf_page

# pypdfium2's raw interface has no type annotations.
raw: Any = untyped_raw

FINENESS = 10
"""Units of the layout for each point of the PDF."""
MOST_CHARACTERS = 200_000
"""On a page; a page of a newspaper has some thirty thousand."""

_HYPHENS = frozenset(("\u0002", "\ufffe", "\u00ad"))
"""What stands where a word is broken at the end of a line."""


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    box: Box
    foot: tuple[float, float]


def read_text_layer(page: PageImage) -> LayoutPage:
    """The text layer of a page of a PDF; it may have no lines. Raises `ImageError`."""
    with opened_pdf_page(page.path, page.frame) as opened:
        try:
            return _page(opened)
        except pdfium.PdfiumError as error:
            reason, place = f"has a text layer that cannot be read ({error})", f"page {page.frame + 1}"
            advice = "Give a layout file instead, or none: then the image is searched for the words"
            raise ImageError(reason, path=page.path, place=place, advice=advice) from error


def _page(page: Any) -> LayoutPage:
    width, height = (round(side * FINENESS) for side in page.get_size())
    text = page.get_textpage()
    try:
        count = min(text.count_chars(), MOST_CHARACTERS)
        lines = tuple(map(_line, _rows(page, text, count, (width, height))))
    finally:
        text.close()
    return LayoutPage(width, height, (LayoutRegion(lines),) if lines else ())


def _rows(page: Any, text: Any, count: int, size: tuple[int, int]) -> Iterator[list[list[_Character]]]:
    """The words of each line, as characters; PDFium separates lines and words by characters of its own."""
    row: list[list[_Character]] = []
    word: list[_Character] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        form = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if form and not form.isspace():
            found = _character(page, text, index, "-" if form in _HYPHENS else form, size)
            word += [found] if found else []
            continue
        row, word = ([*row, word] if word else row), []
        if form in ("\r", "\n") and row:
            yield row
            row = []
    row = [*row, word] if word else row
    if row:
        yield row


def _character(page: Any, text: Any, index: int, form: str, size: tuple[int, int]) -> _Character | None:
    """A character with its box on the page as shown; `None` for one without extent."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(text, index, x, y):
        return None
    first, second = (_shown(page, size, *corner) for corner in ((left, top), (right, bottom)))
    box = Box(*map(min, first, second), *map(max, first, second))
    return _Character(form, box, _shown(page, size, x, y)) if box.width > 0 and box.height > 0 else None


def _shown(page: Any, size: tuple[int, int], x: Any, y: Any) -> tuple[int, int]:
    """A point of the page in pixels as shown; the page's own coordinates ignore its rotation."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x.value, y.value, across, down)
    return across.value, down.value


def _line(row: list[list[_Character]]) -> LayoutLine:
    words = tuple(_word(word) for word in row)
    box = reduce(Box.united, (word.box for word in words))
    feet: Points = tuple(sorted(dict([word[0].foot for word in row] + [word[-1].foot for word in row]).items()))
    return LayoutLine(" ".join(word.text for word in words), box, words, feet)


def _word(word: list[_Character]) -> LayoutWord:
    text = "".join(one.text for one in word)
    glyphs = tuple(one.box for one in word)
    return LayoutWord(text, reduce(Box.united, glyphs), None, glyphs if len(glyphs) == len(text) else ())
