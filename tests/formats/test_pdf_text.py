from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from cableview.collection.words import find_words, pages_shown
from cableview.errors import FileError
from cableview.formats.layout_file import read_layout
from cableview.formats.pdf_text import FINENESS, read_pdf_page
from cableview.model.item import PageImage
from cableview.model.location import Method

WIDTH, HEIGHT = 400, 300
Text = tuple[str, float, float]


def pdf(folder: Path, *pages: list[Text], rotated: int = 0) -> Path:
    """A PDF with texts in Helvetica of 20 points, `x` and `y` being where each begins, from the bottom left."""
    document = pdfium.PdfDocument.new()
    for texts in pages:
        page = document.new_page(WIDTH, HEIGHT)
        for text, x, y in texts:
            _put(document, page, text, x, y)
        raw.FPDFPage_GenerateContent(page)
        page.set_rotation(rotated)
    path = folder / "scan.pdf"
    document.save(path)
    document.close()
    return path


def _put(document: Any, page: Any, text: str, x: float, y: float) -> None:
    made = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 20.0)
    letters = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(made, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, y)
    raw.FPDFPage_InsertObject(page, made)


def test_words_of_the_text_layer_have_their_boxes(tmp_path: Path) -> None:
    page = read_pdf_page(pdf(tmp_path, [("the red fox", 50, 250), ("ran", 50, 200)]), 0)
    assert (page.width, page.height) == (WIDTH * FINENESS, HEIGHT * FINENESS)
    first, second = page.lines
    assert (first.text, second.text) == ("the red fox", "ran")
    the = first.words[0]
    assert the.text == "the"
    assert abs(the.box.left - 50 * FINENESS) < 2 * FINENESS
    assert the.box.top < (HEIGHT - 250) * FINENESS <= the.box.bottom + FINENESS
    assert [box.right <= after.left + FINENESS for box, after in zip(the.glyphs, the.glyphs[1:], strict=False)]
    assert len(the.glyphs) == 3
    assert {round(y) for _, y in first.baseline} == {(HEIGHT - 250) * FINENESS}


def test_words_of_a_turned_page_are_where_they_are_seen(tmp_path: Path) -> None:
    page = read_pdf_page(pdf(tmp_path, [("fox", 50, 250)], rotated=90), 0)
    assert (page.width, page.height) == (HEIGHT * FINENESS, WIDTH * FINENESS)
    box = page.lines[0].box
    assert box.left >= 245 * FINENESS
    assert box.height > box.width


def test_a_page_without_text_has_no_lines_and_a_pdf_of_such_pages_is_no_layout(tmp_path: Path) -> None:
    path = pdf(tmp_path, [])
    assert read_pdf_page(path, 0).lines == ()
    with pytest.raises(FileError, match="no text layer"):
        read_layout(path)


def test_a_pdf_that_is_none_is_said(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(FileError, match=r"scan\.pdf: cannot be read as PDF"):
        read_pdf_page(path, 0)
    shown, notices = pages_shown([PageImage(path, 0)], ())
    assert shown == [None]
    assert "cannot be read as PDF" in notices[0]


def test_the_text_layer_of_the_scan_places_words_at_300_dpi(tmp_path: Path) -> None:
    path = pdf(tmp_path, [("the red fox", 50, 250)], [("ran away", 50, 100)])
    text = "the red fox ran away"
    words = find_words(text, [PageImage(path, 0), PageImage(path, 1)])
    found = {place.span.of(text): place.location for place in words}
    assert {one.method for one in found.values()} == {Method.LAYOUT}
    assert (found["the"].page, found["ran"].page) == (1, 2)
    assert abs(found["ran"].box.left - 50 * 300 / 72) < 10
    assert abs(found["ran"].box.bottom - 200 * 300 / 72) < 10
