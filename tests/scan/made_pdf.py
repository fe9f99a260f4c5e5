"""Makes PDFs: with texts that can be read, and of objects as they are given."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

WIDTH, HEIGHT = 400, 300
Text = tuple[str, float, float]


def pdf_of_texts(folder: Path, *pages: list[Text], rotated: int = 0) -> Path:
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


def pdf_of_objects(path: Path, objects: Sequence[bytes]) -> Path:
    """A PDF as no program would write it; the first of the objects is its catalogue."""
    written, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, end = len(objects) + 1, len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    path.write_bytes(written + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, end))
    return path


def pdf_page(path: Path, content: bytes, *, box: bytes = b"0 0 200 200", form: bytes = b"") -> Path:
    """One page with a content stream; `form` is that of a form in it, called X, which may draw itself."""
    resources = b"/Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>>"
    form_head = b"/Type /XObject /Subtype /Form /BBox [0 0 200 200] " + resources
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s>>" % (box, resources),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Courier>>",
        b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(form), form_head, form),
    ]
    return pdf_of_objects(path, objects)
