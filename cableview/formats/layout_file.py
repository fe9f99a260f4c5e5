"""Reads a layout file of any known kind."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cableview.errors import FileError
from cableview.files import opened, read_bytes
from cableview.formats import abbyy, alto, hocr, page_xml
from cableview.formats.guarded_xml import (
    LARGEST,
    MOST_WORDS,
    CrowdedPageError,
    Element,
    LineTaker,
    Taker,
    name_of,
    parsed,
)
from cableview.model.layout import Layout

KNOWN = "Known are ALTO, PAGE XML, hOCR and ABBYY XML"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads documents of one kind: parts of them with a `taker`, and then the whole.

    `refuse_crowded` ends at a page with too many words before any is parsed, where the parts are pages.
    """

    read: Callable[[Element, Mapping[Element, Any]], Layout]
    taker: Callable[[], Taker]
    refuse_crowded: Callable[[bytes], None] = lambda data: None


_READERS = {
    "alto": _Reader(alto.read_alto, partial(LineTaker, alto.LINE, alto.read_line)),
    "PcGts": _Reader(page_xml.read_page_xml, partial(LineTaker, page_xml.LINE, page_xml.read_line)),
    "html": _Reader(hocr.read_hocr, hocr.PageTaker, refuse_crowded=hocr.refuse_crowded),
    "document": _Reader(abbyy.read_abbyy, partial(LineTaker, abbyy.LINE, abbyy.read_line)),
}
_HEAD = 65536
_BESIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<[?!][^>]*(?:>|\Z)", re.DOTALL)
"""Comments and the like, even if unterminated, so that each byte is read once."""
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")


def read_layout(path: Path) -> Layout:
    """The layout in an ALTO, PAGE XML, hOCR or ABBYY file. Raises `FileError` if it has no lines with text."""
    data = read_bytes(path, LARGEST)
    try:
        layout = _layout(data, path)
    except CrowdedPageError as error:
        message = f"has more than {MOST_WORDS:,} words on one page, and no page has so many"
        raise FileError(message, path=path, advice="Export the layout again, page by page") from error
    if not any(page.lines for page in layout.pages):
        raise FileError("does not say where any line of text is", path=path, advice="Export it with its text")
    return layout


def _layout(data: bytes, path: Path) -> Layout:
    """The layout in a file's bytes. Raises `FileError`, or `CrowdedPageError` for a page with too many words."""
    expected = _READERS.get(_name_in(_head_of(data)))
    if expected:
        expected.refuse_crowded(data)
    root, taken = parsed(data, path, expected.taker if expected else None)
    reader = _READERS.get(name_of(root))
    if reader is None:
        raise FileError(f"is not a layout file: it begins with <{name_of(root)}>", path=path, advice=KNOWN)
    if reader is not expected:  # a name in a long comment was mistaken for the root's, or the root comes after it
        root, taken = parsed(data, path, reader.taker)
    return reader.read(root, taken)


def seems_layout(path: Path) -> bool:
    """True for a file that begins like a layout, whatever its name, and for any PDF. Raises `FileError`."""
    if path.suffix.lower() == ".pdf":
        return True
    name, head = _beginning(path)
    if name.lower() == "html":
        return b"ocr_page" in head or b"ocr-system" in head
    return name in _READERS


def seems_mets(path: Path) -> bool:
    """True for a METS file, which lists the pages of a document. Raises `FileError`."""
    return _beginning(path)[0] == "mets"


def _beginning(path: Path) -> tuple[str, bytes]:
    """The name of the first element of a file, and the beginning of the file."""
    with opened(path) as (handle, _):
        head = _head_of(os.read(handle, _HEAD))
    return _name_in(head), head


def _head_of(data: bytes) -> bytes:
    """The beginning of a file, in ASCII as far as it is that, also in UTF-16."""
    return data[:_HEAD].replace(b"\0", b"")


def _name_in(head: bytes) -> str:
    """The name of the first element; empty if there is none."""
    root = _ROOT.search(_BESIDE.sub(b"", head))
    return root.group(1).decode("ascii") if root else ""
