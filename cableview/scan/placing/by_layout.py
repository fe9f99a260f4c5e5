"""Finds the words of a transcript on pages with a known layout, by collating it with the layout's text."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, groupby

from cableview.collation.collate import Collation, Text, collate
from cableview.collation.rules import default_rules
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutPage, LayoutWord
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.placing.places import Place
from cableview.scan.segmentation.page_lines import PageLine, line_of_layout, lines_of_layout

RULES = frozenset(("case", "diacritics", "punctuation"))
"""Rules added to the default ones: here it matters only which words belong together."""
FITTING = 0.4
"""Share of a layout's words that must be in the text: with fewer it belongs to another page."""
WHOLE = 0.75
"""Share of a word from which on its whole box is meant."""

AS_WORD, AS_LINE = 0.99, 0.97
OTHERWISE = 0.93
"""Confidence in a place that the file gives, in one that is a word's share of a line, and where the words differ."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word of the layout: its place in the layout's text, and on the scan."""

    span: Span
    page: int
    line: int
    box: Box
    confidence: float
    glyphs: tuple[Box, ...] = ()

    @property
    def is_on_page(self) -> bool:
        """False where the box lies entirely beyond the edge of the page."""
        return self.box.width > 0 and self.box.height > 0


@dataclass(frozen=True)
class _Read:
    """The text of a layout, and its words in the order of that text."""

    text: str
    anchors: tuple[_Anchor, ...]


@dataclass(frozen=True)
class Fitted:
    """What the layouts show of a text: its words by their starts, the pages' lines, and the pages that do not fit."""

    places: dict[int, Place]
    lines: tuple[PageLine, ...]
    misfits: tuple[int, ...]


def find_by_layout(
    text: str,
    pages: Sequence[LayoutPage | None],
    sizes: Sequence[tuple[int, int]],
    method: Method = Method.LAYOUT,
) -> Fitted:
    """The words of `text` that the layouts of its pages contain.

    `pages` are those of the scan, `None` where there is no layout; `sizes` are widths and heights in pixels. A layout
    whose words are not in the text, or do not fit on the page, is left out: it belongs to another page or text.
    """
    misfits: list[int] = []
    held = [page if page is not None and page.lines else None for page in pages]
    while any(page is not None for page in held):
        read = _read(held, sizes)
        collation = collate(Text(text), Text(read.text), default_rules() | RULES)
        others = _foreign(read, text, collation)
        if not others:
            break
        misfits += sorted(others)
        held = [None if index + 1 in others else page for index, page in enumerate(held)]
    else:
        return Fitted({}, (), tuple(sorted(misfits)))
    lines = [
        line
        for index, (page, size) in enumerate(zip(held, sizes, strict=False))
        if page is not None
        for line in lines_of_layout(page, index + 1, size)
    ]
    places = _places(text, read, collation, method)
    return Fitted({**_elsewhere(text, read, places, method), **places}, tuple(lines), tuple(sorted(misfits)))


def _elsewhere(text: str, read: _Read, places: Mapping[int, Place], method: Method) -> dict[int, Place]:
    """Places of whole lines, such as a page number, that the layout has elsewhere than the text, by start of word."""
    taken = {(one.page, one.box) for place in places.values() for one in (place.location, place.rest) if one}
    lines: dict[int, list[_Anchor]] = {}
    for anchor in read.anchors:
        lines.setdefault(anchor.line, []).append(anchor)
    unused: dict[tuple[str, ...], list[list[_Anchor]]] = {}
    for line in lines.values():
        if all(anchor.is_on_page and (anchor.page, anchor.box) not in taken for anchor in line):
            unused.setdefault(tuple(anchor.span.of(read.text).casefold() for anchor in line), []).append(line)
    starting: dict[str, list[tuple[str, ...]]] = {}
    for key, held in unused.items():
        if len(held) == 1:
            starting.setdefault(key[0], []).append(key)
    found: dict[int, Place] = {}
    for is_known, group in groupby(_WORD.finditer(text), key=lambda word: word.start() in places):
        words = list(group)
        forms = [word.group().casefold() for word in words]
        at = 0
        while not is_known and at < len(words):
            fitting = [key for key in starting.get(forms[at], ()) if forms[at : at + len(key)] == list(key)]
            longest = max(fitting, key=len, default=())
            for word, anchor in zip(words[at:], unused[longest][0] if longest else (), strict=False):
                location = Location(anchor.page, anchor.box, method, min(anchor.confidence, OTHERWISE))
                found[word.start()] = Place(Span(*word.span()), location)
            at += max(1, len(longest))
    return found


def _foreign(read: _Read, text: str, collation: Collation) -> set[int]:
    """The pages too few of whose words are in the text and on the page."""
    differing = sorted(d.reference for d in collation.differences if not d.reference.is_empty)
    starts = [span.start for span in differing]
    furthest = list(accumulate((span.end for span in differing), max))
    total, agreeing = Counter[int](), Counter[int]()
    for anchor in read.anchors:
        before = bisect_left(starts, anchor.span.end)
        total[anchor.page] += 1
        agrees = not before or furthest[before - 1] <= anchor.span.start
        agreeing[anchor.page] += agrees and anchor.is_on_page
    most = len(text.split())
    return {page for page, count in total.items() if agreeing[page] < FITTING * min(count, most)}


def _read(pages: Sequence[LayoutPage | None], sizes: Sequence[tuple[int, int]]) -> _Read:
    parts: list[str] = []
    anchors: list[_Anchor] = []
    at = line_number = 0
    for index, (page, size) in enumerate(zip(pages, sizes, strict=False)):
        if page is None:
            continue
        for line in page.lines:
            line_number += 1
            for word, sure in _words(line):
                box, *glyphs = (_scaled(one, page, size) for one in (word.box, *word.glyphs))
                span = Span(at, at + len(word.text))
                anchors.append(_Anchor(span, index + 1, line_number, box, sure, tuple(glyphs)))
                parts.append(word.text + " ")
                at += len(word.text) + 1
            parts[-1:] = [parts[-1][:-1] + "\n"] if parts else []
        parts[-1:] = [parts[-1][:-1] + "\f"] if parts else []
    return _Read("".join(parts), tuple(anchors))


def _words(line: LayoutLine) -> list[tuple[LayoutWord, float]]:
    """The words of a line with their boxes; where only the line is known, by their share of it."""
    if line.words:
        return [(word, AS_WORD) for word in line.words]
    cell = line.box.width / max(1, len(line.text))
    along = line_of_layout(line, 0)
    found: list[tuple[LayoutWord, float]] = []
    for word in _WORD.finditer(line.text):
        left, right = line.box.left + cell * word.start(), line.box.left + cell * word.end()
        box = along.box(left, right) if len(line.baseline) > 1 else _part(line.box, left, right)
        found.append((LayoutWord(word.group(), box), AS_LINE))
    return found


def _part(box: Box, left: float, right: float) -> Box:
    return Box(math.floor(left), box.top, math.ceil(right), box.bottom)


def _scaled(box: Box, page: LayoutPage, size: tuple[int, int]) -> Box:
    """A box in the scan's pixels, scaled from the layout's units by the size of the page, whatever the unit."""
    across, down = page.scale(size)
    return Box(
        math.floor(box.left * across),
        math.floor(box.top * down),
        math.ceil(box.right * across),
        math.ceil(box.bottom * down),
    ).clipped(*size)


def _places(text: str, read: _Read, collation: Collation, method: Method) -> dict[int, Place]:
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
        place = _place(span, pieces, read, method, differs=any(span.overlaps(d) for d in near))
        if place is not None:
            found[span.start] = place
    return found


def _carried(word: Span, working: Span, reference: Span) -> Span:
    """The part of `reference` that corresponds to the part of `working` within `word`: all of it, or a share."""
    if word.covers(working) or not len(working):
        return reference
    ratio = len(reference) / len(working)
    start = reference.start + round(ratio * max(0, word.start - working.start))
    end = reference.end - round(ratio * max(0, working.end - word.end))
    return Span(min(start, end), max(start, end))


def _place(word: Span, pieces: Sequence[Span], read: _Read, method: Method, *, differs: bool) -> Place | None:
    around = _around(read, pieces)
    if not around:
        return None
    lines: dict[int, list[tuple[_Anchor, Box]]] = {}
    for anchor in around:
        share = [piece for piece in pieces if piece.overlaps(anchor.span)]
        lines.setdefault(anchor.line, []).append((anchor, _share(anchor, share)))
    ranked = sorted(lines.values(), key=lambda parts: -sum(box.width for _, box in parts))
    located = [_location(parts, method, differs=differs) for parts in ranked[:2]]
    return Place(word, located[0], located[1] if len(located) > 1 else None)


def _around(read: _Read, pieces: Sequence[Span]) -> list[_Anchor]:
    """The words of the layout that these spans of its text touch and that are on the page."""
    first = bisect_right(read.anchors, pieces[0].start, key=lambda a: a.span.end)
    last = bisect_left(read.anchors, pieces[-1].end, key=lambda a: a.span.start)
    near = [anchor for anchor in read.anchors[first:last] if anchor.is_on_page]
    return [anchor for anchor in near if any(piece.overlaps(anchor.span) for piece in pieces)]


def _share(anchor: _Anchor, pieces: Sequence[Span]) -> Box:
    """The part of a word's box that belongs to these letters, by their own boxes; all of it for most of them."""
    start = max(anchor.span.start, min(piece.start for piece in pieces))
    end = min(anchor.span.end, max(piece.end for piece in pieces))
    letters = len(anchor.span)
    if end - start >= WHOLE * letters:
        return anchor.box
    first, last = start - anchor.span.start, end - anchor.span.start
    if len(anchor.glyphs) == letters and first < last:
        return _part(anchor.box, anchor.glyphs[first].left, anchor.glyphs[last - 1].right)
    cell = anchor.box.width / letters
    return _part(anchor.box, anchor.box.left + cell * first, anchor.box.left + cell * last)


def _location(parts: Sequence[tuple[_Anchor, Box]], method: Method, *, differs: bool) -> Location:
    box = reduce(Box.united, (box for _, box in parts))
    sure = min(anchor.confidence for anchor, _ in parts)
    return Location(parts[0][0].page, box, method, min(sure, OTHERWISE) if differs else sure)
