"""Pages of PDF files as images, at the resolution in which their boxes are measured."""

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
    """Width and height in pixels at 300 dpi, rotated as the file says, of some pages or of all.

    No page is loaded: that would follow its drawing instructions, which may never end.
    """
    with _document(path) as document:
        asked = range(len(document)) if numbers is None else numbers
        return [_pixels(document.get_page_size(_checked(document, path, number)), 1.0) for number in asked]


def render_pdf_page(path: Path, number: int, scale: float = 1.0) -> Image.Image:
    """The page in RGB; `scale` 1 is 300 dpi."""
    with opened_pdf_page(path, number) as page:
        image: Image.Image = page.render(scale=scale * DPI / 72, rev_byteorder=True).to_pil()
        return image.convert("RGB").crop((0, 0, *_pixels(page.get_size(), scale)))


@contextmanager
def opened_pdf_page(path: Path, number: int) -> Generator[Any]:
    """A PDFium page, counted from 0. Errors inside the block become an `ImageError`."""
    with _document(path) as document:
        yield document[_checked(document, path, number)]


@contextmanager
def _document(path: Path) -> Generator[Any]:
    import pypdfium2  # takes a tenth of a second, which only PDFs should cost

    with _ONE_AT_A_TIME, files.opened(path) as (handle, _), open(handle, "rb", closefd=False) as file:
        document: Any = None
        try:
            document = pypdfium2.PdfDocument(file)
            yield document
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            reason = "is protected by a password" if locked else "is not a PDF that can be read"
            raise ImageError(reason, path=path, advice="Save its pages as images") from error
        finally:
            if document is not None:
                document.close()


def _checked(document: Any, path: Path, number: int) -> int:
    if not 0 <= number < len(document):
        said = "1 page" if len(document) == 1 else f"{len(document)} pages"
        raise ImageError(f"has {said}", path=path, place=f"page {number + 1}", advice="Choose another page")
    return number


def _pixels(points: tuple[float, float], scale: float) -> tuple[int, int]:
    """PDFium counts in single precision: 9.6000004 points would become a row of pixels more than are there."""
    width, height = (max(1, math.ceil(side * scale * DPI / 72 - 0.01)) for side in points)
    return width, height
