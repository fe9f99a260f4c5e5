"""Reads hOCR."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cableview.formats import guarded_xml
from cableview.formats.guarded_xml import (
    CrowdedPageError,
    Element,
    WordCount,
    box_around,
    descendants,
    number,
    points,
)
from cableview.model.geometry import Box
from cableview.model.layout import Layout, LayoutLine, LayoutPage, LayoutRegion, LayoutWord, Points

_LINES = frozenset(("ocr_line", "ocrx_line", "ocr_caption", "ocr_header", "ocr_footer", "ocr_textfloat"))
_WORDS = frozenset(("ocrx_word", "ocr_word"))
_PAGE = "ocr_page"
_TAGS = ("div", "span", "p")
_NUMBERED = re.compile(r"\s*(bbox|x_wconf|baseline)\s+(.*)", re.DOTALL)
_PAGE_OR_WORD = re.compile(rb"""\bclass\s*=\s*["'](?:[^"'<]*\s)?(ocr_page|ocrx?_word)[\s"']""")
_IMAGE = re.compile(r"""image\s+["']([^"']*)["']""")


def refuse_crowded(data: bytes) -> None:
    """Raises `CrowdedPageError` for a page with too many words, found before the file takes twenty times its size."""
    words = 0
    for name in _PAGE_OR_WORD.finditer(data):
        words = 0 if name[1] == b"ocr_page" else words + 1
        if words > guarded_xml.MOST_WORDS:
            raise CrowdedPageError


class PageTaker:
    """Takes the pages of an hOCR file; one that contains pages is none."""

    names = _TAGS

    def __init__(self) -> None:
        self.taken: dict[Element, LayoutPage] = {}

    def take(self, element: Element) -> None:
        """Reads an element that is a page. Raises `CrowdedPageError`."""
        if _PAGE in _classes(element) and not any(inner in self.taken for inner in descendants(element, *_TAGS)):
            self.taken[element] = _page(element)
            element.clear(keep_tail=True)


def read_hocr(_root: Element, pages: Mapping[Element, LayoutPage]) -> Layout:
    """The layout of an hOCR file. Elements without a usable box are left out, as are lines containing lines."""
    return Layout(tuple(pages.values()))


def _page(page: Element) -> LayoutPage:
    box = _box(page)
    regions: dict[Element | None, list[LayoutLine]] = {}
    words = WordCount()
    for element in _of_class(page, _LINES):
        line = _line(element)
        words.add(line)
        if line is not None:
            regions.setdefault(element.getparent(), []).append(line)
    image = _IMAGE.search(page.get("title") or "")
    return LayoutPage(
        box.right if box else 0.0,
        box.bottom if box else 0.0,
        tuple(LayoutRegion(tuple(lines)) for lines in regions.values()),
        image.group(1) if image else "",
    )


def _line(line: Element) -> LayoutLine | None:
    words = [_word(word) for word in _of_class(line, _WORDS)]
    known = tuple(word for word in words if word is not None)
    text, box = _text(line), _box(line)
    if box is None or not text:
        return None
    return LayoutLine(text, box, known if " ".join(w.text for w in known) == text else (), _baseline(line, box))


def _word(word: Element) -> LayoutWord | None:
    text, box = _text(word), _box(word)
    sure = number(_properties(word).get("x_wconf"))
    if box is None or not text or " " in text:
        return None
    return LayoutWord(text, box, None if sure is None else min(1.0, max(0.0, sure / 100)))


def _text(element: Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _box(element: Element) -> Box | None:
    corners = points(_properties(element).get("bbox"))
    if len(corners) != 2 or corners[0][0] >= corners[1][0] or corners[0][1] >= corners[1][1]:
        return None
    return box_around(corners)


def _baseline(line: Element, box: Box) -> Points:
    """The baseline, given as its slope and its height relative to the box's bottom left corner."""
    given = points(_properties(line).get("baseline"))
    if len(given) != 1:
        return ()
    slope, rise = given[0]
    return (float(box.left), box.bottom + rise), (float(box.right), box.bottom + rise + slope * box.width)


def _properties(element: Element) -> dict[str, str]:
    parts = (_NUMBERED.match(part) for part in (element.get("title") or "").split(";"))
    return {part.group(1): part.group(2).strip() for part in parts if part is not None}


def _of_class(root: Element, names: frozenset[str]) -> list[Element]:
    """The elements of these classes that contain no other of them: a caption may be a line, or contain lines."""
    found = [e for e in descendants(root, *_TAGS) if not names.isdisjoint(_classes(e))]
    known = frozenset(found)
    around = {_nearest(element.getparent(), known, root) for element in found}
    return [element for element in found if element not in around]


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _nearest(element: Element | None, known: frozenset[Element], root: Element) -> Element | None:
    """The first of `element` and its ancestors up to `root` that is known, or else `root`."""
    while element is not None and element not in known and element is not root:
        element = element.getparent()
    return element
