"""Combines an OCR engine's reading with the places found without it: where the two agree, hardly anything is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from cableview.model.layout import Layout
from cableview.model.location import Location, Method
from cableview.scan.placing.by_layout import AS_WORD, find_by_layout
from cableview.scan.placing.places import TRUSTED, Place, WordPlaces, as_columns, gap_between


class Evidence(Enum):
    """The evidence for the place given to a word. Where image and engine disagree, one of the two is followed."""

    OTHER = "a layout, a hand, or the image alone"
    AGREED = "image and engine"
    SAME = "the engine alone, which read the word"
    OTHERWISE = "the engine alone, which read another word"
    AGAINST_IMAGE = "the engine, which read the word, against the image"
    AGAINST_ENGINE = "the image, against the engine, which read another word"


SURE: Mapping[Evidence, float] = {
    Evidence.AGREED: 0.99,
    Evidence.SAME: 0.98,
    Evidence.OTHERWISE: 0.75,
    Evidence.AGAINST_IMAGE: 0.7,
    Evidence.AGAINST_ENGINE: 0.9,
}
"""How often such a place is right; for `AGAINST_ENGINE` an upper bound.

Counted by `tests/bench/fit_by_engine.py` with Tesseract and rapidocr, and in brackets on its other pages. Where both
agree the box of the image is kept: 100.0 in 100 of 12,739 lie in the word (99.9 of 11,344). The engine alone was right
for all of 459 words that it read (154), and for 95 of 128 that it read otherwise (107 of 136); against the image for 10
of 14 (16 of 24). The image was right against Tesseract for 94 of 103 (56 of 61), and against rapidocr for 19 of 24 (22
of 27).
"""
NOT_THERE = 0.97
"""How sure a gap is, as a share of how sure its neighbours are: 102 of 105 were right, of which 74 were not on the page
at all."""
UNREAD = frozenset({Evidence.OTHERWISE, Evidence.AGAINST_ENGINE})
"""Beside such a word there is no gap: of six on three stamped pages five were wrong, of twelve others none."""
ROOM = 0.7
"""Share of a word's width below which there is no room for it."""
NEAR = 1.1
"""Distance between two places of one word, in heights of its box on the image, up to which they agree."""
NOT_FITTING = "What the engine read is not this text, or too little of it, and was left aside"


@dataclass(frozen=True, slots=True)
class Joined:
    """A word's place, the evidence for it, and where the engine read it, if it did."""

    place: Place
    evidence: Evidence
    read: Place | None


def with_reading(text: str, places: WordPlaces, reading: Layout, sizes: Sequence[tuple[int, int]]) -> WordPlaces:
    """`places` of the words of `text`, improved by an engine's reading of the same pages.

    Places from a layout or set by hand are kept. `sizes` are the pages' in pixels.
    """
    words = joined_words(text, places, reading, sizes)
    if words is None:
        return replace(places, notices=(*places.notices, NOT_FITTING))
    around = zip((None, *words[:-1]), words, (*words[1:], None), strict=True)
    joined = as_columns([_gap(*row) or row[1].place for row in around])
    columns = {name: getattr(joined, name) for name in ("pages", "boxes", "methods", "confidences", "rests")}
    return replace(places, **columns)


def joined_words(
    text: str, places: WordPlaces, reading: Layout, sizes: Sequence[tuple[int, int]]
) -> list[Joined] | None:
    """Each word considered alone, as `with_reading` places it where it fits; `None` where the engine read another
    text."""
    found = find_by_layout(text, reading.pages, sizes, Method.OCR).places
    return [_joined(place, found.get(place.span.start)) for place in places] if found else None


def _joined(place: Place, read: Place | None) -> Joined:
    evidence = _evidence(place, read)
    if read is None or evidence is Evidence.OTHER:
        return Joined(place, evidence, read)
    if evidence is Evidence.AGAINST_ENGINE:
        sure = min(place.location.confidence, SURE[evidence])
        return Joined(replace(place, location=replace(place.location, confidence=sure)), evidence, read)
    return Joined(_by_engine(place if evidence is Evidence.AGREED else read, SURE[evidence]), evidence, read)


def _evidence(place: Place, read: Place | None) -> Evidence:
    known = place.location
    if read is None or known.method in (Method.HAND, Method.LAYOUT):
        return Evidence.OTHER
    is_same = read.location.confidence >= AS_WORD
    if not known.method.names_word or known.confidence < TRUSTED:
        return Evidence.SAME if is_same else Evidence.OTHERWISE
    if _agree(place, read):
        return Evidence.AGREED
    return Evidence.AGAINST_IMAGE if is_same else Evidence.AGAINST_ENGINE


def _gap(before: Joined | None, word: Joined, after: Joined | None) -> Place | None:
    """The gap between two words that the engine read, where the word between them in the text does not fit.

    The word is then not on the page; found without an engine, it lies over one of its neighbours.
    """
    if word.read is not None or word.place.location.method in (Method.HAND, Method.LAYOUT):
        return None
    if before is None or after is None or before.read is None or after.read is None:
        return None
    if before.evidence in UNREAD or after.evidence in UNREAD:
        return None
    one, other = before.read.location, after.read.location
    if before.read.rest is not None or other.page != one.page:
        return None
    cell = (one.box.width + other.box.width) / max(1, len(before.read.span) + len(after.read.span))
    middle = (other.box.top + other.box.bottom) / 2
    room = other.box.left - one.box.right
    if not (one.box.top <= middle < one.box.bottom and 0 <= room < ROOM * cell * len(word.place.span)):
        return None
    beside = min(joined.place.location.confidence for joined in (before, after))
    gap = replace(gap_between(one, other), method=Method.GAP, confidence=round(NOT_THERE * beside, 3))
    return Place(word.place.span, gap)


def _by_engine(place: Place, confidence: float) -> Place:
    """A place as an engine found or confirmed it."""

    def located(location: Location) -> Location:
        return replace(location, method=Method.OCR, confidence=confidence)

    return replace(place, location=located(place.location), rest=None if place.rest is None else located(place.rest))


def _agree(one: Place, other: Place) -> bool:
    """True where both have some part of the word in the same place, whichever part each has as the larger."""
    parts = [location for location in (other.location, other.rest) if location is not None]
    return any(_distance(one.location, part) <= NEAR * one.location.box.height for part in parts)


def _distance(one: Location, other: Location) -> float:
    """Between the middles of two boxes, in pixels."""
    if one.page != other.page:
        return math.inf
    a, b = one.box, other.box
    return math.hypot(a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom) / 2
