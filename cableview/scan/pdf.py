"""Pages of PDF files as images, at the one resolution in which their boxes are measured."""

from __future__ import annotations

import math
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from cableview import files
from cableview.errors import ImageError

DPI = 300

# PDFium keeps state of its own for the whole process: two threads in it at once crash it.
_ONE_AT_A_TIME = threading.Lock()


def pdf_page_sizes(path: Path, numbers: Sequence[int] | None = None) -> list[tuple[int, int]]:
    """Width and height in pixels at 300 dpi, rotated as the file says, of some pages or of all."""
    with _document(path) as document:
        asked = range(len(document)) if numbers is None else numbers
        return [_pixels(_page(document, path, number), 1.0) for number in asked]


def render_pdf_page(path: Path, number: int, scale: float = 1.0) -> Image.Image:
    """The page in RGB; `scale` 1 is 300 dpi."""
    with _document(path) as document:
        page = _page(document, path, number)
        image: Image.Image = page.render(scale=scale * DPI / 72, rev_byteorder=True).to_pil()
        return image.convert("RGB").crop((0, 0, *_pixels(page, scale)))


@contextmanager
def _document(path: Path) -> Generator[Any]:
    import pypdfium2  # a tenth of a second, for those alone who have a PDF

    with _ONE_AT_A_TIME, files.opened(path) as (handle, _), open(handle, "rb", closefd=False) as file:
        document: Any = None
        try:
            document = pypdfium2.PdfDocument(file)
            yield document
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            reason = "is protected by a password" if locked else f"is no PDF that can be shown ({error})"
            raise ImageError(reason, path=path, advice="Save its pages as images") from error
        finally:
            if document is not None:
                document.close()


def _page(document: Any, path: Path, number: int) -> Any:
    if not 0 <= number < len(document):
        said = "1 page" if len(document) == 1 else f"{len(document)} pages"
        raise ImageError(f"has {said}", path=path, place=f"page {number + 1}", advice="Choose another page")
    return document[number]


def _pixels(page: Any, scale: float) -> tuple[int, int]:
    """PDFium counts in single precision: 9.6000004 points would become a row of pixels more than are there."""
    width, height = page.get_size()
    return math.ceil(width * scale * DPI / 72 - 0.01), math.ceil(height * scale * DPI / 72 - 0.01)
