"""Reads a layout file of any known kind."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cableview.errors import FileError
from cableview.files import opened, read_bytes
from cableview.formats import abbyy, alto, hocr, page_xml
from cableview.formats.guarded_xml import (
    LARGEST,
    MOST_WORDS,
    CrowdedPageError,
    Element,
    Lines,
    ReadLine,
    name_of,
    parsed,
)
from cableview.model.layout import Layout

KNOWN = "Known are ALTO, PAGE XML, hOCR and ABBYY XML"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads documents of one kind. `line` is the name of its line elements if they can be read one by one.

    `refuse_crowded` does what reading by lines does where they cannot: it ends at a page with too many words.
    """

    read: Callable[[Element, Lines], Layout]
    line: str = ""
    read_line: ReadLine | None = None
    refuse_crowded: Callable[[bytes], None] = lambda data: None


_READERS = {
    "alto": _Reader(alto.read_alto, alto.LINE, alto.read_line),
    "PcGts": _Reader(page_xml.read_page_xml, page_xml.LINE, page_xml.read_line),
    "html": _Reader(hocr.read_hocr, refuse_crowded=hocr.refuse_crowded),
    "document": _Reader(abbyy.read_abbyy, abbyy.LINE, abbyy.read_line),
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
    root, lines = parsed(data, path, expected.line, expected.read_line) if expected else parsed(data, path)
    reader = _READERS.get(name_of(root))
    if reader is None:
        raise FileError(f"is not a layout file: it begins with <{name_of(root)}>", path=path, advice=KNOWN)
    if reader is not expected:  # a name in a long comment was mistaken for the root's, or the root comes after it
        root, lines = parsed(data, path, reader.line, reader.read_line)
    return reader.read(root, lines)


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
