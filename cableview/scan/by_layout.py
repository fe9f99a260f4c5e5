"""Finds the words of a transcript on pages whose layout is known, by collating it with what the layout says."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cableview.collation.collate import Collation, Text, collate
from cableview.collation.rules import default_rules
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutPage, Points
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.places import Place

RULES = frozenset(("case", "diacritics", "punctuation"))
"""Held equal besides what is by default: here it only matters which words belong together."""
FITTING = 0.4
"""Share of words in common below which a layout is of another text."""
WHOLE = 0.75
"""Share of a word from which on its whole box is meant."""

AS_WORD, AS_LINE = 0.99, 0.97
OTHERWISE = 0.93
"""Confidence in a place that the file gives, in one that is a word's share of a line, and where the words differ."""
HIGH, LOW = 0.75, 0.3
"""How far a word reaches above and below a baseline, in shares of the line's height."""
SURE = 0.99

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word of the layout: where it is in the layout's text, and on the scan."""

    span: Span
    page: int
    line: int
    box: Box
    confidence: float


@dataclass(frozen=True)
class _Read:
    """The text of a layout, and its words in the order of that text."""

    text: str
    anchors: tuple[_Anchor, ...]


def find_by_layout(text: str, pages: Sequence[LayoutPage], sizes: Sequence[tuple[int, int]]) -> dict[int, Place] | None:
    """The words of `text` by where they start, so far as the layout has them; `None` where it is of another text.

    The pages of the layout are those of the scan, in order; `sizes` are the pages' widths and heights in pixels.
    """
    read = _read(pages, sizes)
    collation = collate(Text(text), Text(read.text), default_rules() | RULES)
    if not read.anchors or collation.agreeing < FITTING * collation.tokens:
        return None
    return _places(text, read, collation)


def _read(pages: Sequence[LayoutPage], sizes: Sequence[tuple[int, int]]) -> _Read:
    parts: list[str] = []
    anchors: list[_Anchor] = []
    at = line_number = 0
    for index, (page, size) in enumerate(zip(pages, sizes, strict=False)):
        for region in page.regions:
            for line in region.lines:
                line_number += 1
                for word, box, sure in _words(line):
                    on_page = _scaled(box, page, size)
                    anchors.append(_Anchor(Span(at, at + len(word)), index + 1, line_number, on_page, sure))
                    parts.append(word + " ")
                    at += len(word) + 1
                parts[-1:] = [parts[-1][:-1] + "\n"] if parts else []
        parts[-1:] = [parts[-1][:-1] + "\f"] if parts else []
    return _Read("".join(parts), tuple(anchors))


def _words(line: LayoutLine) -> list[tuple[str, Box, float]]:
    """The words of a line with their boxes; where only the line is known, by their share of it."""
    if line.words:
        return [(word.text, word.box, AS_WORD) for word in line.words]
    cell = line.box.width / max(1, len(line.text))
    found: list[tuple[str, Box, float]] = []
    for word in _WORD.finditer(line.text):
        left, right = line.box.left + cell * word.start(), line.box.left + cell * word.end()
        found.append((word.group(), _in_line(line, left, right), AS_LINE))
    return found


def _in_line(line: LayoutLine, left: float, right: float) -> Box:
    """The part of a line from `left` to `right`, along its baseline where one is given."""
    top, bottom = float(line.box.top), float(line.box.bottom)
    if len(line.baseline) > 1:
        feet = [y for _, y in line.baseline]
        height = max(1.0, (bottom - top) - (max(feet) - min(feet)))
        foot = _level(line.baseline, (left + right) / 2)
        top, bottom = foot - HIGH * height, foot + LOW * height
    return Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))


def _level(baseline: Points, x: float) -> float:
    at = min(max(1, bisect_right([p[0] for p in baseline], x)), len(baseline) - 1)
    (x0, y0), (x1, y1) = baseline[at - 1], baseline[at]
    return y0 + (y1 - y0) * min(1.0, max(0.0, (x - x0) / max(1e-9, x1 - x0)))


def _scaled(box: Box, page: LayoutPage, size: tuple[int, int]) -> Box:
    """From the layout's units to the scan's pixels: by the size of the page, whatever its unit."""
    across = size[0] / page.width if page.width > 0 else 1.0
    down = size[1] / page.height if page.height > 0 else 1.0
    return Box(
        math.floor(box.left * across),
        math.floor(box.top * down),
        math.ceil(box.right * across),
        math.ceil(box.bottom * down),
    ).clipped(*size)


def _places(text: str, read: _Read, collation: Collation) -> dict[int, Place]:
    pairs = collation.pairs
    starts, ends = [int(s) for s in pairs.working_starts], [int(e) for e in pairs.working_ends]
    others = list(zip((int(s) for s in pairs.reference_starts), (int(e) for e in pairs.reference_ends), strict=True))
    differing = [d.working for d in collation.differences]
    edges = [span.start for span in differing]
    found: dict[int, Place] = {}
    for match in _WORD.finditer(text):
        span = Span(*match.span())
        rows = range(bisect_right(ends, span.start), bisect_left(starts, span.end))
        pieces = [_carried(span, Span(starts[k], ends[k]), Span(*others[k])) for k in rows]
        if not pieces:
            continue
        near = differing[max(0, bisect_right(edges, span.start) - 1) : bisect_left(edges, span.end)]
        place = _place(span, pieces, read, differs=any(span.overlaps(d) for d in near))
        if place is not None:
            found[span.start] = place
    return found


def _carried(word: Span, working: Span, reference: Span) -> Span:
    """What of `reference` stands for the part of `working` that is in `word`: all of it, or a share."""
    if word.covers(working) or not len(working):
        return reference
    ratio = len(reference) / len(working)
    start = reference.start + round(ratio * max(0, word.start - working.start))
    end = reference.end - round(ratio * max(0, working.end - word.end))
    return Span(min(start, end), max(start, end))


def _place(word: Span, pieces: Sequence[Span], read: _Read, *, differs: bool) -> Place | None:
    starts = [anchor.span.start for anchor in _around(read, pieces)]
    if not starts:
        return None
    lines: dict[int, list[tuple[_Anchor, Box]]] = {}
    for anchor in _around(read, pieces):
        share = [piece for piece in pieces if piece.overlaps(anchor.span)]
        lines.setdefault(anchor.line, []).append((anchor, _share(anchor, share)))
    ranked = sorted(lines.values(), key=lambda parts: -sum(box.width for _, box in parts))
    located = [_location(parts, differs=differs) for parts in ranked[:2]]
    return Place(word, located[0], located[1] if len(located) > 1 else None)


def _around(read: _Read, pieces: Sequence[Span]) -> list[_Anchor]:
    """The words of the layout that these spans of its text share."""
    first = bisect_right(read.anchors, pieces[0].start, key=lambda a: a.span.end)
    last = bisect_left(read.anchors, pieces[-1].end, key=lambda a: a.span.start)
    return [a for a in read.anchors[first:last] if any(piece.overlaps(a.span) for piece in pieces)]


def _share(anchor: _Anchor, pieces: Sequence[Span]) -> Box:
    """The part of a word's box that belongs to some of its letters; all of it for most of them."""
    start = max(anchor.span.start, min(piece.start for piece in pieces))
    end = min(anchor.span.end, max(piece.end for piece in pieces))
    letters = len(anchor.span)
    if end - start >= WHOLE * letters:
        return anchor.box
    cell = anchor.box.width / letters
    left = math.floor(anchor.box.left + cell * (start - anchor.span.start))
    right = math.ceil(anchor.box.left + cell * (end - anchor.span.start))
    return Box(left, anchor.box.top, right, anchor.box.bottom)


def _location(parts: Sequence[tuple[_Anchor, Box]], *, differs: bool) -> Location:
    boxes = [box for _, box in parts]
    box = Box(
        min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
    )
    sure = min(anchor.confidence for anchor, _ in parts)
    return Location(parts[0][0].page, box, Method.LAYOUT, min(sure, OTHERWISE) if differs else sure)
