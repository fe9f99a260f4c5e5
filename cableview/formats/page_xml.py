"""Reads PAGE XML, versions of 2010 to 2019."""

from __future__ import annotations

from functools import reduce

from cableview.formats.guarded_xml import (
    Element,
    Lines,
    box_around,
    children,
    descendants,
    glyph_boxes,
    number,
    points,
    region_of,
    share,
)
from cableview.model.geometry import Box
from cableview.model.layout import Layout, LayoutLine, LayoutPage, LayoutWord, Points

LINE = "TextLine"


def read_page_xml(root: Element, lines: Lines) -> Layout:
    """The layout of a `PcGts` document, its regions in the reading order given; `lines` are those already read.

    Elements without a usable box are left out.
    """
    return Layout(tuple(_page(page, lines) for page in descendants(root, "Page")))


def _page(page: Element, lines: Lines) -> LayoutPage:
    order = {ref.get("regionRef") or "": k for k, ref in enumerate(_ordered(page))}
    blocks = list(descendants(page, "TextRegion"))
    blocks.sort(key=lambda block: order.get(block.get("id") or "", len(order)))
    regions = tuple(region_of(children(block, LINE), lines, read_line) for block in blocks)
    width, height = number(page.get("imageWidth")) or 0.0, number(page.get("imageHeight")) or 0.0
    return LayoutPage(width, height, tuple(r for r in regions if r.lines), page.get("imageFilename") or "")


def _ordered(page: Element) -> list[Element]:
    """The references to regions in reading order: by `index` if all are in one group, else as they stand."""
    references = [ref for order in children(page, "ReadingOrder") for ref in order.iter()]
    known = [ref for ref in references if ref.get("regionRef")]
    flat = all(ref.getparent() is not None and ref.getparent() is known[0].getparent() for ref in known)
    return sorted(known, key=lambda ref: number(ref.get("index")) or 0.0) if flat else known


def read_line(line: Element) -> LayoutLine | None:
    """A `TextLine`; `None` without text, or an outline of it or its words. It has words only if each has a box."""
    words = [_word(word) for word in children(line, "Word")]
    known = tuple(word for word in words if word is not None)
    whole = known if len(known) == len(words) else ()
    text = _text(line) or " ".join(word.text for word in known)
    box = box_around(_outline(line)) or box_around(
        tuple((float(x), float(y)) for w in known for x, y in ((w.box.left, w.box.top), (w.box.right, w.box.bottom)))
    )
    baseline = next((_points(e) for e in children(line, "Baseline")), ())
    return LayoutLine(text, box, whole, tuple(sorted(baseline))) if box is not None and text else None


def _word(word: Element) -> LayoutWord | None:
    """The word, with its glyphs' outline or text if it has none of its own; `None` if one is missing or has blanks."""
    letters = [(_text(glyph), box_around(_outline(glyph))) for glyph in children(word, "Glyph")]
    boxes = tuple(box for _, box in letters if box is not None)
    text = _text(word) or "".join(letter for letter, _ in letters)
    box = box_around(_outline(word)) or (reduce(Box.united, boxes) if boxes else None)
    if box is None or not text or len(text.split()) > 1:
        return None
    sure = next((share(e.get("conf")) for e in children(word, "TextEquiv")), None)
    return LayoutWord(text, box, sure, glyph_boxes(text, letters))


def _text(element: Element) -> str:
    """The first non-empty reading of an element; a file can give several, numbered."""
    readings = sorted(children(element, "TextEquiv"), key=lambda e: number(e.get("index")) or 0.0)
    texts = ("".join(e.text or "" for e in children(reading, "Unicode")) for reading in readings)
    return " ".join(next((text for text in texts if text.strip()), "").split())


def _outline(element: Element) -> Points:
    return next((_points(coords) for coords in children(element, "Coords")), ())


def _points(element: Element) -> Points:
    """The points, which are an attribute since 2013, and elements before."""
    if element.get("points"):
        return points(element.get("points"))
    pairs = ((number(p.get("x")), number(p.get("y"))) for p in children(element, "Point"))
    return tuple((x, y) for x, y in pairs if x is not None and y is not None)
