"""Where each word of a text stands on the scan, as columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span

TRUSTED = 0.5
"""Confidence from which a place is shown as found; below, the guess that claims no word is the honester answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands. `rest` is its second part, of a word that runs on over the end of a line."""

    span: Span
    location: Location
    rest: Location | None = None


@dataclass(frozen=True)
class WordPlaces:
    """Columns, a row for each run of non-blanks of a text, in order.

    `starts` and `ends` are code points of the text; `pages` count from 1; `rests` has the second part, by row, of words
    that stand at two places. `notices` are what a reviewer should be told of how the places were found.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    pages: Sequence[int]
    boxes: Sequence[Box]
    methods: Sequence[Method]
    confidences: Sequence[float]
    rests: dict[int, Location] = field(default_factory=dict[int, Location])
    notices: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Place]:
        return (self.place(row) for row in range(len(self)))

    def place(self, row: int) -> Place:
        location = Location(self.pages[row], self.boxes[row], self.methods[row], self.confidences[row])
        return Place(Span(self.starts[row], self.ends[row]), location, self.rests.get(row))

    def within(self, span: Span) -> list[Place]:
        """The words that a span touches; for an empty one the words on either side."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        if span.is_empty and first == last:
            first, last = max(0, first - 1), min(len(self), last + 1)
        return [self.place(row) for row in range(first, last)]

    def location(self, span: Span) -> Location | None:
        """Where a span is on the page it begins on, no surer than the least sure of its words; `None` if not trusted.

        An empty span has the gap between the words on either side, or the end of the line before it.
        """
        words = [place.location for place in self.within(span) if _is_trusted(place.location)]
        if not words:
            return None
        here = [word for word in words if word.page == words[0].page]
        boxes = [word.box for word in here]
        box = _gap(boxes[0], boxes[-1]) if span.is_empty else _hull(boxes)
        return Location(here[0].page, box, here[0].method, min(word.confidence for word in here))


def _is_trusted(location: Location) -> bool:
    return location.method is not Method.PROPORTIONAL and location.confidence >= TRUSTED


def _hull(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _gap(before: Box, after: Box) -> Box:
    """Between two words of a line, with a little of both; behind the first where the other is in another line."""
    edge = max(2, before.height // 4)
    middle = (after.top + after.bottom) / 2
    if after is not before and before.top <= middle < before.bottom and before.right <= after.left:
        return Box(before.right - edge, min(before.top, after.top), after.left + edge, max(before.bottom, after.bottom))
    return Box(before.right - edge, before.top, before.right + before.height, before.bottom)


def as_columns(places: Sequence[Place], notices: tuple[str, ...] = ()) -> WordPlaces:
    return WordPlaces(
        [p.span.start for p in places],
        [p.span.end for p in places],
        [p.location.page for p in places],
        [p.location.box for p in places],
        [p.location.method for p in places],
        [p.location.confidence for p in places],
        {row: p.rest for row, p in enumerate(places) if p.rest is not None},
        notices,
    )


def as_tree(places: WordPlaces) -> dict[str, Any]:
    """The columns as plain JSON values, as they pass from a worker to the window."""
    return {
        "starts": list(places.starts),
        "ends": list(places.ends),
        "locations": [_location_tree(place.location) for place in places],
        "rests": [[row, _location_tree(rest)] for row, rest in places.rests.items()],
        "notices": list(places.notices),
    }


def from_tree(tree: Mapping[str, Any]) -> WordPlaces:
    """What `as_tree` made. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
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
    )


def _location_tree(location: Location) -> list[Any]:
    box = location.box
    return [location.page, box.left, box.top, box.right, box.bottom, location.method.value, location.confidence]


def _location_from(parts: Sequence[Any]) -> Location:
    page, left, top, right, bottom, method, confidence = parts
    return Location(page, Box(left, top, right, bottom), Method(method), confidence)
