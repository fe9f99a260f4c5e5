"""Reads untrusted XML and HTML without entities or network access, and only up to a bounded size."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from lxml import etree as untyped_etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from cableview.errors import FileError
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutRegion, Points

# lxml has no type annotations.
etree: Any = untyped_etree  # pyright: ignore[reportUnknownVariableType]

LARGEST = 100_000_000
"""Most bytes of a file. A newspaper page with every letter has about 20 million."""
FARTHEST = 1_000_000.0
"""Most units from the page's corner; anything beyond is an error in the file."""
MOST_WORDS = 100_000
"""Most words on a page; a broadsheet has some twenty thousand. More would take minutes to read, and mean nothing."""

_BESIDE_THE_FAULT = re.compile(
    r"^xml\w+: |\bxml(?=[A-Z])|(?:, (?:use|see|try) (?:XML_PARSE_\w+(?: option)?|xml\w+\.?))?\s*, line \d+, column \d+$"
)
"""What the parser adds to a fault: names of its own parts, advice to programmers, and the fault's place once more."""
_NUMBERS = re.compile(r"[ ,\t\r\n]+")
_PAGES = ("Page", "page")


class Element(Protocol):
    """The part of lxml's element interface used here."""

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
    def clear(self, *, keep_tail: bool) -> None: ...
    def itertext(self) -> Iterator[str]: ...
    def getparent(self) -> Element | None: ...
    def __iter__(self) -> Iterator[Element]: ...


Lines = Mapping[Element, LayoutLine | None]
"""What has been read from the line elements of a document."""
ReadLine = Callable[[Element], LayoutLine | None]


class CrowdedPageError(Exception):
    """A page has more than `MOST_WORDS`."""


class WordCount:
    """Counts the words of a page while it is read, so that reading ends where a page has too many."""

    def __init__(self) -> None:
        self._words = 0

    def add(self, line: LayoutLine | None) -> None:
        """Counts the words of a line. Raises `CrowdedPageError`."""
        if line is not None:
            self._words += max(len(line.words), line.text.count(" ") + 1)
            if self._words > MOST_WORDS:
                raise CrowdedPageError

    def restart(self) -> None:
        """Begins the next page."""
        self._words = 0


class Taker(Protocol):
    """Reads parts of a document as soon as they are parsed, then clears them: the tree takes twenty times the file's
    size.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """The local names of the elements that it looks at."""
        ...

    @property
    def taken(self) -> Mapping[Element, Any]:
        """What has been read, in document order, by element."""
        ...

    def take(self, element: Element) -> None:
        """Looks at an element that has just been parsed. Raises `CrowdedPageError`."""
        ...


class LineTaker:
    """Takes lines, which are elements called `name`, up to the first page with more words than a page can have."""

    def __init__(self, name: str, read: ReadLine) -> None:
        self.names = (name, *_PAGES)
        self.taken: dict[Element, LayoutLine | None] = {}
        self._name, self._read, self._words = name, read, WordCount()

    def take(self, element: Element) -> None:
        """Reads a line, or begins to count the next page's words. Raises `CrowdedPageError`."""
        if name_of(element) != self._name:
            self._words.restart()
            return
        _refuse_crowded(element)
        self.taken[element] = self._read(element)
        self._words.add(self.taken[element])
        element.clear(keep_tail=True)


def parsed(data: bytes, path: Path, taker: Callable[[], Taker] | None = None) -> tuple[Element, Mapping[Element, Any]]:
    """The root of an XML document or HTML page, and what a `taker` read of it. Raises `FileError` naming the line."""
    if len(data) > LARGEST:
        raise FileError(f"is larger than {LARGEST // 1_000_000} MB", path=path, advice="Split it by pages")
    try:
        return _walked(data, taker, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    except etree.XMLSyntaxError as error:
        found = _as_html(data, taker)
        if found is None:
            place = "line {}, column {}".format(*error.position) if error.lineno else ""
            message = f"is not well-formed XML ({_BESIDE_THE_FAULT.sub('', error.msg or 'it is empty')})"
            raise FileError(message, path=path, place=place, advice="Export the layout again") from error
        return found


def _refuse_crowded(line: Element) -> None:
    """Raises `CrowdedPageError` for a line, still unread, whose words or letters are more than a page can have."""
    if len(line) > MOST_WORDS or any(len(part) > MOST_WORDS for part in line):
        raise CrowdedPageError


def _as_html(data: bytes, taker: Callable[[], Taker] | None) -> tuple[Element, Mapping[Element, Any]] | None:
    """As `parsed`, of an HTML page, which need not be well-formed; `None` for anything else."""
    if b"<html" not in data[:4096].lower():
        return None
    try:
        return _walked(data, taker, html=True, no_network=True, huge_tree=False)
    except etree.XMLSyntaxError:
        return None


def _walked(data: bytes, begin: Callable[[], Taker] | None, **options: bool) -> tuple[Element, Mapping[Element, Any]]:
    """The root of a document and what was read of it. Raises `etree.XMLSyntaxError`."""
    taker = None if begin is None else begin()
    tags = _any_namespace(("none",) if taker is None else taker.names)
    walk = etree.iterparse(io.BytesIO(data), events=("end",), tag=tags, **options)
    for _, element in walk:
        if taker is not None:
            taker.take(element)
    return walk.root, {} if taker is None else taker.taken


def name_of(element: Element) -> str:
    """The element's name without the namespace, which differs between versions; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children with these local names, in any namespace, in document order."""
    return element.iterchildren(*_any_namespace(names))


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """The descendants with these local names in document order, including the element itself if it has one."""
    return element.iter(*_any_namespace(names))


@cache
def _any_namespace(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{*}}{name}" for name in names)


def number(text: str | None) -> float | None:
    """A finite number of magnitude up to `FARTHEST`, or `None`."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= FARTHEST else None


def share(text: str | None) -> float | None:
    """A confidence from 0 to 1, or `None`; some programs write it in per cent."""
    value = number(text)
    if value is None or not 0 <= value <= 100:
        return None
    return value if value <= 1 else value / 100


def region_of(elements: Iterable[Element], lines: Lines, read: ReadLine) -> LayoutRegion:
    """The region of these line elements, without those that are not usable; `lines` are those already read."""
    own = (lines[line] if line in lines else read(line) for line in elements)
    return LayoutRegion(tuple(line for line in own if line is not None))


def glyph_boxes(text: str, letters: Sequence[tuple[str, Box | None]]) -> tuple[Box, ...]:
    """The boxes of a word's code points; empty if the glyphs do not spell the word, or one has no box."""
    boxes = tuple(box for letter, box in letters for _ in letter if box is not None)
    return boxes if "".join(letter for letter, _ in letters) == text and len(boxes) == len(text) else ()


def points(text: str | None) -> Points:
    """The points in `10,20 30,40` or `10 20 30 40`; empty if a value is not a number, or their count is odd."""
    values = [number(part) for part in _NUMBERS.split((text or "").strip()) if part]
    known = [value for value in values if value is not None]
    if len(known) != len(values) or len(known) % 2:
        return ()
    return tuple(zip(known[::2], known[1::2], strict=True))


def box_around(outline: Points) -> Box | None:
    """The box around an outline; `None` if it has no extent."""
    if not outline:
        return None
    xs, ys = zip(*outline, strict=True)
    return box_of(min(xs), min(ys), max(xs), max(ys))


def box_of(left: float, top: float, right: float, bottom: float) -> Box | None:
    """The box in whole units that contains these edges; `None` if it has no extent."""
    box = Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    return box if box.left < box.right and box.top < box.bottom else None
