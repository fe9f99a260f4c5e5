"""Reads a layout file of any kind that is known."""

from __future__ import annotations

from pathlib import Path

from cableview.errors import FileError
from cableview.files import read_bytes
from cableview.formats.alto import read_alto
from cableview.formats.guarded_xml import LARGEST, name_of, parsed
from cableview.formats.hocr import read_hocr
from cableview.formats.page_xml import read_page_xml
from cableview.model.layout import Layout

_READERS = {"alto": read_alto, "PcGts": read_page_xml, "html": read_hocr}


def read_layout(path: Path) -> Layout:
    """The layout in an ALTO, PAGE XML or hOCR file. Raises `FileError` where it is none or has no lines with text."""
    root = parsed(read_bytes(path, LARGEST), path)
    reader = _READERS.get(name_of(root))
    if reader is None:
        message = f"is no layout file: it begins with <{name_of(root)}>"
        raise FileError(message, path=path, advice="Known are ALTO, PAGE XML and hOCR")
    layout = reader(root)
    if not any(page.lines for page in layout.pages):
        raise FileError("says nowhere where a line of text stands", path=path, advice="Export it with its text")
    return layout
