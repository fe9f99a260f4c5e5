"""Reads untrusted XML and HTML: no entities, no network, and only up to a bounded size."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from lxml import etree as untyped_etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
from lxml import html as untyped_html

from cableview.errors import FileError
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, Points

# lxml has no type annotations.
etree: Any = untyped_etree  # pyright: ignore[reportUnknownVariableType]
html: Any = untyped_html

LARGEST = 100_000_000
"""Bytes. A newspaper page down to the letter has some twenty million."""
FARTHEST = 1_000_000.0
"""Units from the page's corner; what lies beyond is a slip of the file."""

_NUMBERS = re.compile(r"[ ,\t\r\n]+")


class Element(Protocol):
    """The part of lxml's element that is used here."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    def get(self, name: str, /) -> str | None: ...
    def iter(self, *tags: str) -> Iterator[Element]: ...
    def iterchildren(self, *tags: str) -> Iterator[Element]: ...
    def __len__(self) -> int: ...
    def itertext(self) -> Iterator[str]: ...
    def getparent(self) -> Element | None: ...
    def __iter__(self) -> Iterator[Element]: ...


Lines = Mapping[Element, LayoutLine | None]
"""What has been read of the elements of a document that stand for lines."""
ReadLine = Callable[[Element], LayoutLine | None]


def parsed(data: bytes, path: Path, name: str = "", read: ReadLine | None = None) -> tuple[Element, Lines]:
    """The root of an XML document, or of an HTML page where it is one. Raises `FileError` naming the line.

    What is in elements of that `name` is read as soon as it is there, and then let go: the tree of a file takes twenty
    times its size.
    """
    if len(data) > LARGEST:
        raise FileError(f"is larger than {LARGEST // 1_000_000} MB", path=path, advice="Split it by pages")
    lines: dict[Element, LayoutLine | None] = {}
    safely = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        walk = etree.iterparse(io.BytesIO(data), events=("end",), tag=f"{{*}}{name or 'none'}", **safely)
        for _, element in walk:
            if read is not None:
                lines[element] = read(element)
                element.clear(keep_tail=True)
        root = walk.root
    except etree.XMLSyntaxError as error:
        found = _as_html(data)
        if found is None:
            place = f"line {error.lineno}" if error.lineno else ""
            message = f"is not well-formed XML ({error.msg or 'it is empty'})"
            raise FileError(message, path=path, place=place, advice="Export the layout again") from error
        return found, {}
    return root, lines


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
    """The children of these local names, in any namespace, in document order."""
    return element.iterchildren(*_any_namespace(names))


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """With the element itself, if it is called so."""
    return element.iter(*_any_namespace(names))


@cache
def _any_namespace(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{*}}{name}" for name in names)


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
    """`10,20 30,40` or `10 20 30 40`; nothing where one of them is not a number."""
    values = [number(part) for part in _NUMBERS.split((text or "").strip()) if part]
    known = [value for value in values if value is not None]
    if len(known) != len(values) or len(known) % 2:
        return ()
    return tuple(zip(known[::2], known[1::2], strict=True))


def box_around(outline: Points) -> Box | None:
    """The box around an outline; none where it has no extent."""
    if not outline:
        return None
    xs, ys = zip(*outline, strict=True)
    return box_of(min(xs), min(ys), max(xs), max(ys))


def box_of(left: float, top: float, right: float, bottom: float) -> Box | None:
    """The whole units in which these edges lie; none where that has no extent."""
    box = Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    return box if box.left < box.right and box.top < box.bottom else None
