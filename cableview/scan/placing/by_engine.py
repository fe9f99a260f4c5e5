"""Joins what an OCR engine read with the places found without it: where the two agree hardly anything is wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cableview.model.layout import Layout
from cableview.model.location import Location, Method
from cableview.scan.placing.by_layout import AS_WORD, find_by_layout
from cableview.scan.placing.places import TRUSTED, Place, WordPlaces, as_columns, gap_between

AGREED = 0.99
"""Where both agree the box of the image is kept: 99.0 of 100 lie in the word, of the engines' own 98.9 and 98.6."""
SAME, OTHERWISE = 0.98, 0.7
"""Confidence where only the engine has a place: for a word that it read the same, and otherwise. Of 405 and 152 words
on 14 pages, most of them stamped or worn, Tesseract was right in 99.8 and 68.4 in a hundred."""
AGAINST_IMAGE = 0.86
"""Where the engine read the word the same, and the image alone has it elsewhere: the engine is right in 19 to 22 of 26
on the thirteen pages named below, in 53 of 59 on the fourteen."""
AGAINST_ENGINE = 0.82
"""The most that is said where the image alone is followed against an engine that read another word: it is right in 68
of 86 on the thirteen, in 91 of 106 on the fourteen; the engine in 24 to 29 of the 86."""
NOT_THERE = 0.9
"""Where the engine read the words on either side, and there is no room for this one between them: right in 102 of
105, of which 74 were not on the page."""
ROOM = 0.7
"""Share of a word's width that is too little for it."""
NEAR = 1.1
"""Distance of two places of one word, in heights of its box on the image, up to which they agree."""
NOT_FITTING = "What the engine read is not this text, or too little of it, and was left aside"


def with_reading(text: str, places: WordPlaces, reading: Layout, sizes: Sequence[tuple[int, int]]) -> WordPlaces:
    """`places` of the words of `text` made better by what an engine read on the same pages.

    Places that a layout or a hand gives stay as they are. The figures above were measured on thirteen pages with four
    kinds of transcript each, both engines together. `sizes` are the pages' in pixels.
    """
    found = find_by_layout(text, reading.pages, sizes, Method.OCR).places
    if not found:
        return replace(places, notices=(*places.notices, NOT_FITTING))
    read = [found.get(place.span.start) for place in places]
    joined = as_columns([_joined(*row) for row in _beside(places, read)])
    columns = {name: getattr(joined, name) for name in ("pages", "boxes", "methods", "confidences", "rests")}
    return replace(places, **columns)


def _beside(
    places: WordPlaces, read: Sequence[Place | None]
) -> Iterator[tuple[Place, Place | None, Place | None, Place | None]]:
    """Each word with what the engine read for the one before, for itself and for the one after."""
    return zip(places, (None, *read[:-1]), read, (*read[1:], None), strict=True)


def _gap(place: Place, before: Place | None, after: Place | None) -> Place | None:
    """The blank between two words that the engine read, where there is no room for the one between them in the text.

    It is not on the page then; without an engine it lies over one of the words beside it, and seems to be found there.
    """
    if before is None or after is None or before.rest is not None or after.location.page != before.location.page:
        return None
    one, other = before.location.box, after.location.box
    cell = (one.width + other.width) / max(1, len(before.span) + len(after.span))
    middle = (other.top + other.bottom) / 2
    room = other.left - one.right
    if not (one.top <= middle < one.bottom and 0 <= room < ROOM * cell * len(place.span)):
        return None
    gap = gap_between(before.location, after.location)
    return Place(place.span, replace(gap, method=Method.GAP, confidence=NOT_THERE))


def _joined(place: Place, before: Place | None, read: Place | None, after: Place | None) -> Place:
    known = place.location
    if known.method in (Method.HAND, Method.LAYOUT):
        return place
    if read is None:
        return _gap(place, before, after) or place
    is_same = read.location.confidence >= AS_WORD
    if not known.method.names_word or known.confidence < TRUSTED:
        return _by_engine(read, SAME if is_same else OTHERWISE)
    if _agree(place, read):
        return _by_engine(place, AGREED)
    if is_same:
        return _by_engine(read, AGAINST_IMAGE)
    return replace(place, location=replace(known, confidence=min(known.confidence, AGAINST_ENGINE)))


def _by_engine(place: Place, confidence: float) -> Place:
    """A place as an engine found or confirmed it."""

    def located(location: Location) -> Location:
        return replace(location, method=Method.OCR, confidence=confidence)

    return replace(place, location=located(place.location), rest=None if place.rest is None else located(place.rest))


def _agree(one: Place, other: Place) -> bool:
    """True where a part of the word is at the same place by both, whichever part is the larger one by either."""
    parts = [location for location in (other.location, other.rest) if location is not None]
    return any(_distance(one.location, part) <= NEAR * one.location.box.height for part in parts)


def _distance(one: Location, other: Location) -> float:
    """Between the middles of two boxes, in pixels."""
    if one.page != other.page:
        return math.inf
    a, b = one.box, other.box
    return math.hypot(a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom) / 2
