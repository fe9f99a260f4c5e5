"""Reads ABBYY FineReader XML, versions 6 to 10: letters with boxes, or only lines if letters were not exported."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from cableview.formats.guarded_xml import Element, Lines, box_around, children, descendants, number, region_of
from cableview.model.geometry import Box
from cableview.model.layout import Layout, LayoutLine, LayoutPage, LayoutWord, Points

_SOFT_HYPHENS = frozenset("\u00ac\u00ad")
"""How FineReader writes a hyphen at a line's end that it attributes to the typesetter."""


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    box: Box | None
    confidence: float | None = None


LINE = "line"


def read_abbyy(root: Element, lines: Lines) -> Layout:
    """The layout of a `document`; `lines` are those already read. Elements without a usable box are left out."""
    return Layout(tuple(_page(page, lines) for page in children(root, "page")))


def _page(page: Element, lines: Lines) -> LayoutPage:
    # The lines of a text block, or of a table, whose cells are read row by row.
    regions = tuple(region_of(descendants(block, LINE), lines, read_line) for block in children(page, "block"))
    width, height = number(page.get("width")) or 0.0, number(page.get("height")) or 0.0
    return LayoutPage(width, height, tuple(region for region in regions if region.lines))


def read_line(line: Element) -> LayoutLine | None:
    """The `line` of an ABBYY file; `None` if it has no text or no box."""
    letters = [letter for part in children(line, "formatting") for letter in _letters(part)]
    words = _words(letters)
    text = " ".join(word.text for word in words) or " ".join("".join(letter.text for letter in letters).split())
    box = _box(line) or (reduce(Box.united, (word.box for word in words)) if words else None)
    if box is None or not text:
        return None
    return LayoutLine(text, box, words, _baseline(line, box))


def _letters(part: Element) -> list[_Letter]:
    """The letters of a run with one format; all as one, without a box, if they were not exported individually."""
    given = list(children(part, "charParams"))
    if not given:
        return [_Letter("".join(str(text) for text in part.itertext()), None)]
    return [_Letter(_text(letter), _box(letter), _confidence(letter)) for letter in given]


def _text(letter: Element) -> str:
    """The letter as recognised, without the list of alternatives; a blank may be written as nothing."""
    text = (letter.text or "") + "".join(child.tail or "" for child in letter)
    return "-" if text in _SOFT_HYPHENS else text.strip() or " "


def _confidence(letter: Element) -> float | None:
    """The confidence from 0 to 1, given in per cent; -1 and 255 mean none."""
    given = number(letter.get("charConfidence"))
    return given / 100 if given is not None and 0 <= given <= 100 else None


def _words(letters: list[_Letter]) -> tuple[LayoutWord, ...]:
    """The words between blanks; none at all if any letter has no box."""
    words: list[LayoutWord] = []
    run: list[_Letter] = []
    for letter in [*letters, _Letter(" ", None)]:
        if not letter.text.isspace():
            run.append(letter)
        elif run:
            boxes = [one.box for one in run if one.box is not None]
            if len(boxes) < len(run) or any(len(one.text.split()) > 1 for one in run):
                return ()
            words.append(_word(run, boxes))
            run = []
    return tuple(words)


def _word(run: list[_Letter], boxes: list[Box]) -> LayoutWord:
    text = "".join(one.text for one in run)
    known = [one.confidence for one in run if one.confidence is not None]
    glyphs = tuple(boxes) if len(boxes) == len(text) else ()
    return LayoutWord(text, reduce(Box.united, boxes), sum(known) / len(known) if known else None, glyphs)


def _box(element: Element) -> Box | None:
    left, top, right, bottom = (number(element.get(side)) for side in "ltrb")
    if left is None or top is None or right is None or bottom is None or left >= right or top >= bottom:
        return None
    return box_around(((left, top), (right, bottom)))


def _baseline(line: Element, box: Box) -> Points:
    level = number(line.get("baseline"))
    if level is None or not box.top <= level <= box.bottom:
        return ()
    return (float(box.left), level), (float(box.right), level)
