"""Reads a layout file of any kind that is known."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from cableview.errors import FileError
from cableview.files import opened, read_bytes
from cableview.formats.abbyy import read_abbyy
from cableview.formats.alto import read_alto
from cableview.formats.guarded_xml import LARGEST, Element, name_of, parsed
from cableview.formats.hocr import read_hocr
from cableview.formats.page_xml import read_page_xml
from cableview.formats.pdf_text import read_pdf
from cableview.model.layout import Layout

KNOWN = "Known are ALTO, PAGE XML, hOCR and ABBYY XML"

_READERS: dict[str, Callable[[Element], Layout]] = {
    "alto": read_alto,
    "PcGts": read_page_xml,
    "html": read_hocr,
    "document": read_abbyy,
}
_HEAD = 65536
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")


def read_layout(path: Path) -> Layout:
    """The layout in an ALTO, PAGE XML, hOCR, ABBYY or PDF file. Raises `FileError` where it has no lines with text."""
    if path.suffix.lower() == ".pdf":
        return read_pdf(path)
    root = parsed(read_bytes(path, LARGEST), path)
    reader = _READERS.get(name_of(root))
    if reader is None:
        raise FileError(f"is no layout file: it begins with <{name_of(root)}>", path=path, advice=KNOWN)
    layout = reader(root)
    if not any(page.lines for page in layout.pages):
        raise FileError("says nowhere where a line of text stands", path=path, advice="Export it with its text")
    return layout


def seems_layout(path: Path) -> bool:
    """True for a file that begins as a layout does, whatever it is called. Raises `FileError`."""
    if path.suffix.lower() == ".pdf":
        return True
    name, head = _beginning(path)
    if name.lower() == "html":
        return b"ocr_page" in head or b"ocr-system" in head
    return name in _READERS


def seems_mets(path: Path) -> bool:
    """True for a file that lists the pages of a document. Raises `FileError`."""
    return _beginning(path)[0] == "mets"


def _beginning(path: Path) -> tuple[str, bytes]:
    """The name of the first element of a file, and what is around it."""
    with opened(path) as (handle, _):
        head = os.read(handle, _HEAD).replace(b"\0", b"")  # UTF-16
    root = _ROOT.search(re.sub(rb"<!--.*?-->|<[?!][^>]*>", b"", head, flags=re.DOTALL))
    return root.group(1).decode("ascii") if root else "", head
