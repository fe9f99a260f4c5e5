"""Reads ALTO, versions 2 to 4."""

from __future__ import annotations

from dataclasses import replace

from cableview.formats.guarded_xml import (
    Element,
    Lines,
    box_around,
    box_of,
    children,
    descendants,
    glyph_boxes,
    name_of,
    number,
    points,
    region_of,
    share,
)
from cableview.model.geometry import Box
from cableview.model.layout import Layout, LayoutLine, LayoutPage, LayoutWord, Points

LINE = "TextLine"


def read_alto(root: Element, lines: Lines) -> Layout:
    """The layout of an `alto` document; `lines` are those already read. Elements without a usable box are left out."""
    image = next((e.text or "" for e in descendants(root, "fileName")), "").strip()
    return Layout(tuple(_page(page, image, lines) for page in descendants(root, "Page")))


def _page(page: Element, image: str, lines: Lines) -> LayoutPage:
    regions = tuple(region_of(children(block, LINE), lines, read_line) for block in descendants(page, "TextBlock"))
    width, height = number(page.get("WIDTH")) or 0.0, number(page.get("HEIGHT")) or 0.0
    return LayoutPage(width, height, tuple(region for region in regions if region.lines), image)


def read_line(line: Element) -> LayoutLine | None:
    """The `TextLine`; `None` if it has no text or no box.

    Some files have one `String` for a whole line, blanks included: that gives the line's place, but not its words.
    """
    strings = [part for part in children(line, "String", "HYP") if (part.get("CONTENT") or "").strip()]
    text = _text(strings)
    box = _box(line)
    words = _words(strings) if not any(len((s.get("CONTENT") or "").split()) > 1 for s in strings) else ()
    if box is None and words:
        box = box_around(tuple(p for w in words for p in _corners(w.box)))
    return LayoutLine(text, box, words, _baseline(line, box)) if box is not None and text else None


def _text(strings: list[Element]) -> str:
    parts: list[str] = []
    for part in strings:
        hyphen = name_of(part) == "HYP"
        parts.append(("" if hyphen or not parts else " ") + (part.get("CONTENT") or "").strip())
    return "".join(parts)


def _words(strings: list[Element]) -> tuple[LayoutWord, ...]:
    """The words of a line, with a hyphen at its end as part of the last; none if any of them has no box."""
    words: list[LayoutWord] = []
    for part in strings:
        text, box = (part.get("CONTENT") or "").strip(), _box(part)
        if name_of(part) == "HYP":
            if words:
                words[-1] = replace(words[-1], text=words[-1].text + text, glyphs=())
        elif box is None:
            return ()
        else:
            words.append(LayoutWord(text, box, share(part.get("WC")), _glyphs(part, text)))
    return tuple(words)


def _glyphs(part: Element, text: str) -> tuple[Box, ...]:
    if not len(part):
        return ()
    letters = [((glyph.get("CONTENT") or "").strip(), _box(glyph)) for glyph in children(part, "Glyph")]
    return glyph_boxes(text, letters)


def _box(element: Element) -> Box | None:
    sides = [number(element.get(side)) for side in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    left, top, width, height = sides
    if left is not None and top is not None and width and height and width > 0 and height > 0:
        return box_of(left, top, left + width, top + height)
    outline = tuple(p for shape in children(element, "Shape") for part in shape for p in points(part.get("POINTS")))
    return box_around(outline)


def _baseline(line: Element, box: Box | None) -> Points:
    """The baseline: points from version 4 on; before that a single height, which does not give the slope."""
    given = line.get("BASELINE") or ""
    level = number(given)
    if level is None:
        return tuple(sorted(points(given)))
    return ((float(box.left), level), (float(box.right), level)) if box is not None else ()


def _corners(box: Box) -> Points:
    return (float(box.left), float(box.top)), (float(box.right), float(box.bottom))
