"""Reads XML and HTML that nobody vouches for: no entities, no network, no more than a bounded size."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from lxml import etree as untyped_etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
from lxml import html as untyped_html

from cableview.errors import FileError
from cableview.model.geometry import Box
from cableview.model.layout import Points

# lxml comes without types.
etree: Any = untyped_etree  # pyright: ignore[reportUnknownVariableType]
html: Any = untyped_html

LARGEST = 100_000_000
"""Bytes. A newspaper page down to the letter has some twenty million."""
FARTHEST = 1_000_000.0
"""Units from the page's corner; what lies beyond is a slip of the file."""

_NUMBERS = re.compile(r"[ ,\t\r\n]+")


class Element(Protocol):
    """What is used of an element of a parsed document."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    def get(self, name: str, /) -> str | None: ...
    def iter(self) -> Iterator[Element]: ...
    def itertext(self) -> Iterator[str]: ...
    def getparent(self) -> Element | None: ...
    def __iter__(self) -> Iterator[Element]: ...


def parsed(data: bytes, path: Path) -> Element:
    """The root of an XML document, or of an HTML page where it is one. Raises `FileError` naming the line."""
    if len(data) > LARGEST:
        raise FileError(f"is larger than {LARGEST // 1_000_000} MB", path=path, advice="Split it by pages")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        found = _as_html(data)
        if found is None:
            place = f"line {error.lineno}" if error.lineno else ""
            message = f"is no well-formed XML ({error.msg or 'it is empty'})"
            raise FileError(message, path=path, place=place, advice="Export the layout again") from error
        return found
    return root


def _as_html(data: bytes) -> Element | None:
    """HTML need not be well-formed; anything else must be."""
    if b"<html" not in data[:4096].lower():
        return None
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def name_of(element: Element) -> str:
    """Its name without the namespace, which differs from version to version; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element if name_of(child) in names)


def descendants(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element.iter() if name_of(child) in names)


def number(text: str | None) -> float | None:
    """A finite number of a sensible size, or none."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= FARTHEST else None


def share(text: str | None) -> float | None:
    """A confidence from 0 to 1, or none; some programs write it in per cent."""
    value = number(text)
    if value is None or not 0 <= value <= 100:
        return None
    return value if value <= 1 else value / 100


def glyph_boxes(text: str, letters: Sequence[tuple[str, Box | None]]) -> tuple[Box, ...]:
    """The boxes of the code points of a word; none where glyphs and word do not say the same, or one has no box."""
    boxes = tuple(box for letter, box in letters for _ in letter if box is not None)
    return boxes if "".join(letter for letter, _ in letters) == text and len(boxes) == len(text) else ()


def points(text: str | None) -> Points:
    """`10,20 30,40` or `10 20 30 40`; nothing where one of them is no number."""
    values = [number(part) for part in _NUMBERS.split((text or "").strip()) if part]
    known = [value for value in values if value is not None]
    if len(known) != len(values) or len(known) % 2:
        return ()
    return tuple(zip(known[::2], known[1::2], strict=True))


def box_around(outline: Points) -> Box | None:
    """The box around an outline; none where it has no extent."""
    if not outline:
        return None
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    box = Box(math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys)))
    return box if box.width > 0 and box.height > 0 else None
