"""Where each word of a text stands on the scan, as columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from statistics import median
from typing import Any

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.segmentation.page_lines import PageLine, lines_from, lines_tree, nearest_line

TRUSTED = 0.5
"""Confidence from which a place is shown as found; below, the line or the region is the honester answer."""
NEAR = 60
"""Most words from an unknown place to the nearest known one."""
MOST_LINES = 8
"""Most lines of a region in which a word is known to stand."""
ON_LINE, IN_REGION = 0.1, 0.05
"""How often a word stands in the middle of its line, or of its lines: that is all a box claims."""
MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands. `rest` is its second part where it continues past the end of a line."""

    span: Span
    location: Location
    rest: Location | None = None


@dataclass(frozen=True)
class WordPlaces:
    """Columns, a row for each run of non-blanks of a text, in order.

    `starts` and `ends` are code points of the text; `pages` count from 1; `rests` has, by row, the second part of words
    that stand in two places. `lines` are those of the pages, in reading order. `shown` are places shown by hand, by
    their spans. `notices` tell the reviewer what to know of how the places were found.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    pages: Sequence[int]
    boxes: Sequence[Box]
    methods: Sequence[Method]
    confidences: Sequence[float]
    rests: dict[int, Location] = field(default_factory=dict[int, Location])
    notices: tuple[str, ...] = ()
    lines: tuple[PageLine, ...] = ()
    shown: Mapping[Span, Location] = field(default_factory=dict[Span, Location])

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Place]:
        return (self.place(row) for row in range(len(self)))

    def place(self, row: int) -> Place:
        """One row of the columns."""
        location = Location(self.pages[row], self.boxes[row], self.methods[row], self.confidences[row])
        return Place(Span(self.starts[row], self.ends[row]), location, self.rests.get(row))

    def rows_within(self, span: Span) -> range:
        """The rows of the words that a span touches; for an empty span, of the words on either side."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        if span.is_empty and first == last:
            return range(max(0, first - 1), min(len(self), last + 1))
        return range(first, last)

    def within(self, span: Span) -> list[Place]:
        """The places of `rows_within`."""
        return [self.place(row) for row in self.rows_within(span)]

    def parts(self, span: Span) -> tuple[Location, ...]:
        """Where a span is: one location for each piece of a line that it fills, in reading order.

        An empty span gets the gap between the words on either side, or the end of the line before it. A span without a
        trusted word gets the gap where its words would stand if the page lacks them, else the line or lines on which
        they must be, or nothing where these are unknown. Where only some words are trusted, their places are extended
        to all by counting.
        """
        by_hand = self.shown.get(span)
        within = self.rows_within(span)
        if by_hand is not None and (span.is_empty or not within):
            return (by_hand,)
        rows = [row for row in within if self._is_trusted(row)]
        gaps = [row for row in within if self.methods[row] is Method.GAP] if not rows else []
        if gaps:
            return tuple(dict.fromkeys(self.place(row).location for row in gaps))[:MOST_PARTS]
        if not rows:
            found = self.around(span)
            return () if found is None else (found,)
        words = [self.place(row) for row in rows]
        if span.is_empty:
            return (gap_between(words[0].location, words[-1].location),)
        first, *others = _joined([piece for word in words for piece in _pieces(word)])
        return (replace(first, unfound=len(within) - len(rows)), *others)[:MOST_PARTS]

    def location(self, span: Span) -> Location | None:
        """The parts of a span on its first page as one, only as sure as the least sure of them; `None` if unknown."""
        parts = self.parts(span)
        here = [part for part in parts if part.page == parts[0].page]
        if not here:
            return None
        box = reduce(Box.united, (part.box for part in here))
        return Location(here[0].page, box, here[0].method, min(part.confidence for part in here))

    def around(self, span: Span) -> Location | None:
        """The line or lines between the nearest trusted words; `None` where these are far apart."""
        rows = self.rows_within(span)
        first, last = rows.start, rows.stop - 1
        before = next((k for k in range(first - 1, max(-1, first - NEAR), -1) if self._is_trusted(k)), None)
        after = next((k for k in range(last + 1, min(len(self), last + NEAR)) if self._is_trusted(k)), None)
        if before is None or after is None or self.pages[before] != self.pages[after]:
            return None
        return between(self.place(before).location, self.place(after).location, self.lines)

    def row_at(self, page: int, x: float, y: float) -> int | None:
        """The row of the word that a point of a page lies on, or nearly so."""
        best: tuple[float, int] | None = None
        for row, box in enumerate(self.boxes):
            rest = self.rests.get(row)
            for own, where in ((self.pages[row], box), *([(rest.page, rest.box)] if rest else [])):
                reach = max(2.0, 0.6 * where.height)
                beside = max(where.left - x, x - where.right, where.top - y, y - where.bottom, 0.0)
                if own != page or beside > reach or not self._is_trusted(row):
                    continue
                away = beside + 0.001 * abs((where.left + where.right) / 2 - x)
                best = min(best or (away, row), (away, row))
        return None if best is None else best[1]

    def _is_trusted(self, row: int) -> bool:
        return self.methods[row].names_word and self.confidences[row] >= TRUSTED


def between(before: Location, after: Location, lines: Sequence[PageLine]) -> Location | None:
    """The line on which two words of a page stand, or the lines from one to the other."""
    ends = [_line_of(one, lines) for one in (before, after)]
    if ends[0] is None or ends[1] is None:
        return None
    first, last = lines.index(ends[0]), lines.index(ends[1])
    own = [line for line in lines[first : last + 1] if line.page == before.page]
    if not 1 <= len(own) <= MOST_LINES:
        return None
    box = reduce(Box.united, (line.whole for line in own))
    method, sure = (Method.LINE, ON_LINE) if len(own) == 1 else (Method.REGION, IN_REGION)
    return Location(before.page, box, method, sure)


def _line_of(place: Location, lines: Sequence[PageLine]) -> PageLine | None:
    box = place.box
    line = nearest_line(lines, place.page, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
    return line if line is not None and line.holds(box) else None


def _pieces(word: Place) -> list[Location]:
    """The parts of a word in reading order."""
    if word.rest is None:
        return [word.location]
    both = [word.location, word.rest]
    return sorted(both, key=lambda one: (one.page, one.box.bottom))


def first_part(word: Place | None) -> Location | None:
    """The part with which a word begins, if it is trusted."""
    return _pieces(word)[0] if word is not None and _is_found(word) else None


def last_part(word: Place | None) -> Location | None:
    """The part with which a word ends, if it is trusted."""
    return _pieces(word)[-1] if word is not None and _is_found(word) else None


def _is_found(word: Place) -> bool:
    return word.location.method.names_word and word.location.confidence >= TRUSTED


def _joined(pieces: Sequence[Location]) -> list[Location]:
    """The pieces, with those that follow one another on a line merged."""
    parts: list[Location] = []
    for piece in pieces:
        last = parts[-1] if parts else None
        if last is not None and last.page == piece.page and _is_beside(last.box, piece.box):
            sure = min(last.confidence, piece.confidence)
            parts[-1] = Location(last.page, last.box.united(piece.box), last.method, sure)
        else:
            parts.append(piece)
    return parts


def _is_beside(before: Box, after: Box) -> bool:
    """True for words of one line, the second to the right of the first."""
    middle = (after.top + after.bottom) / 2
    return before.top <= middle < before.bottom and before.left <= after.left


def gap_between(before: Location, after: Location) -> Location:
    """The gap between two words of a line, with a little of both; after the first where the other is not on its
    line."""
    one, other = before.box, after.box
    sure = min(before.confidence, after.confidence)
    edge = max(2, one.height // 4)
    if after is not before and before.page == after.page and _is_beside(one, other) and one.right <= other.left:
        box = Box(one.right - edge, min(one.top, other.top), other.left + edge, max(one.bottom, other.bottom))
    else:
        box = Box(one.right - edge, one.top, one.right + one.height, one.bottom)
    return Location(before.page, box, before.method, sure)


def as_columns(places: Sequence[Place], notices: tuple[str, ...] = (), lines: Sequence[PageLine] = ()) -> WordPlaces:
    """Places in the order of the text, as columns."""
    return WordPlaces(
        [p.span.start for p in places],
        [p.span.end for p in places],
        [p.location.page for p in places],
        [p.location.box for p in places],
        [p.location.method for p in places],
        [p.location.confidence for p in places],
        {row: p.rest for row, p in enumerate(places) if p.rest is not None},
        notices,
        tuple(lines),
    )


def letter_widths(places: Iterable[Place]) -> dict[int, float]:
    """The usual width of a letter on each page."""
    widths: dict[int, list[float]] = {}
    for place in places:
        if place.rest is None and place.location.confidence >= TRUSTED and place.location.method.names_word:
            widths.setdefault(place.location.page, []).append(place.location.box.width / len(place.span))
    return {page: median(some) for page, some in widths.items()}


def as_tree(places: WordPlaces) -> dict[str, Any]:
    """The columns as plain JSON values, for passing them from a worker to the window."""
    return {
        "starts": list(places.starts),
        "ends": list(places.ends),
        "locations": [_location_tree(place.location) for place in places],
        "rests": [[row, _location_tree(rest)] for row, rest in places.rests.items()],
        "notices": list(places.notices),
        "lines": lines_tree(places.lines),
    }


def from_tree(tree: Mapping[str, Any]) -> WordPlaces:
    """The places that `as_tree` serialised. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    locations = [_location_from(parts) for parts in tree["locations"]]
    return WordPlaces(
        tree["starts"],
        tree["ends"],
        [location.page for location in locations],
        [location.box for location in locations],
        [location.method for location in locations],
        [location.confidence for location in locations],
        {row: _location_from(parts) for row, parts in tree["rests"]},
        tuple(tree["notices"]),
        lines_from(tree["lines"]),
    )


def _location_tree(location: Location) -> list[Any]:
    box = location.box
    return [location.page, box.left, box.top, box.right, box.bottom, location.method.value, location.confidence]


def _location_from(parts: Sequence[Any]) -> Location:
    page, left, top, right, bottom, method, confidence = parts
    return Location(page, Box(left, top, right, bottom), Method(method), confidence)
