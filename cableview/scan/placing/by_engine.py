"""Combines an OCR engine's reading with the places found without it: where the two agree, hardly anything is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from cableview.model.layout import Layout
from cableview.model.location import Location, Method
from cableview.scan.forced_alignment.confidence import SUREST
from cableview.scan.placing import by_image
from cableview.scan.placing.by_layout import AS_WORD, find_by_layout
from cableview.scan.placing.places import IN_REGION, TRUSTED, Place, WordPlaces, as_columns, gap_between, letter_widths


class Evidence(Enum):
    """The evidence for the place given to a word. Where image and engine disagree, one of the two is followed."""

    OTHER = "a layout, a hand, or the image alone"
    AGREED = "image and engine"
    SAME = "the engine alone, which read the word"
    OTHERWISE = "the engine alone, which read another word of about its length"
    UNLIKE = "the image alone, since what the engine read is too long or too short for the word"
    AGAINST_IMAGE = "the engine, which read the word, against the image, which is not so sure"
    AGAINST_ENGINE = "the image, against the engine, which read another word or is less sure"


SURE: Mapping[Evidence, float] = {
    Evidence.AGREED: 0.99,
    Evidence.SAME: 0.98,
    Evidence.OTHERWISE: 0.94,
    Evidence.AGAINST_IMAGE: 0.8,
}
"""How often such a place is right, with either engine.

Counted with Tesseract and rapidocr as in `tests/bench/fit_by_engine.py` on 19 drawn pages, in brackets on 29 others, of
other fonts or real, and on 26 that were read later, eight of them real. Where both agree the box of the image is
kept: 100.0 in 100 of 13,375 lie in the word (99.9 of 20,559; 99.9 of 19,532). The engine alone was right for 653 of 654
words that it read (608 of 609; 1,382 of 1,388). Of those it read otherwise Tesseract was right for 63 of 71 (98 of 104;
224 of 250), rapidocr for 28 of 29 (86 of 90; 323 of 327), and against the image either for 11 of 15 (15 of 21; 19 of
19). An image that is as sure as can be is followed even there: it was right for all of 7 such words on four pages, the
engine for 3. Where it was 0.95 to 0.989 sure it was right for 4 of 12, the engine for 8. Chosen on all of these pages.
"""
CONTRADICTED = 3.0
"""By what the odds of a place on the image are divided where the engine read another word elsewhere. Fits those that
were less than 0.95 sure by the image alone, of which 90 of 121 were right: 3.1 with Tesseract, 3.0 with rapidocr. Surer
ones are said to be a little less sure than they are: 478 of 484 were right. Chosen on all of these pages."""
SHOWN = by_image.SURE
"""As of those on the image alone, less sure places of these are not shown: of 75 on all of these pages, 71 in a hundred
would be said to be right, and 65 were."""
LEAST_WIDTH, MOST_WIDTH = 0.45, 1.3
"""How wide another word that the engine read is, in letters of the page's usual width for each letter of the text's
word. Outside, its place is right for 33 of 65 (41 of 98; 79 of 147): it may be a piece of the word or several words, or
a stamp. Tesseract has 213 of these, rapidocr 97, which is where the two differ most."""
NOT_THERE = 0.97
"""How sure a gap is, as a share of how sure its neighbours are: 102 of 105 were right, of which 74 were not on the page
at all, and all 10 on the pages read later."""
UNREAD = frozenset({Evidence.OTHERWISE, Evidence.UNLIKE, Evidence.AGAINST_ENGINE})
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
    cells = letter_widths(found.values())
    return [_joined(place, found.get(place.span.start), cells) for place in places] if found else None


def _joined(place: Place, read: Place | None, cells: Mapping[int, float]) -> Joined:
    evidence = _evidence(place, read, cells)
    if read is None or evidence in (Evidence.OTHER, Evidence.UNLIKE):
        return Joined(place, evidence, read)
    if evidence is Evidence.AGAINST_ENGINE:
        return Joined(_doubted(place, read), evidence, read)
    return Joined(_by_engine(place if evidence is Evidence.AGREED else read, SURE[evidence]), evidence, read)


def _doubted(place: Place, read: Place) -> Place:
    """The place on the image where the engine read another word elsewhere, or all around both if neither is shown."""
    known, other = place.location, read.location
    sure = contradicted(known.confidence)
    if sure >= SHOWN:
        return replace(place, location=replace(known, confidence=sure))
    box = known.box.united(other.box) if known.page == other.page else known.box
    return replace(place, location=replace(known, box=box, confidence=IN_REGION), rest=None)


def contradicted(sure: float, by: float = CONTRADICTED) -> float:
    """How sure a place on the image still is where the engine read another word elsewhere."""
    return round(sure / (sure + by * (1 - sure)), 3)


def _evidence(place: Place, read: Place | None, cells: Mapping[int, float]) -> Evidence:
    """The evidence for a word's place; `cells` are the widths of a letter as the engine has them, by page."""
    known = place.location
    if read is None or known.method in (Method.HAND, Method.LAYOUT):
        return Evidence.OTHER
    is_same = read.location.confidence >= AS_WORD
    if not known.method.names_word or known.confidence < TRUSTED:
        if is_same:
            return Evidence.SAME
        return Evidence.OTHERWISE if LEAST_WIDTH <= _width(read, cells) <= MOST_WIDTH else Evidence.UNLIKE
    if _agree(place, read):
        return Evidence.AGREED
    return Evidence.AGAINST_IMAGE if is_same and known.confidence < SUREST else Evidence.AGAINST_ENGINE


def _width(read: Place, cells: Mapping[int, float]) -> float:
    """Of all its parts, in letters of the text's word; 1 where the page's letters are not known."""
    width = sum(location.box.width for location in (read.location, read.rest) if location is not None)
    cell = cells.get(read.location.page, 0.0)
    return width / (cell * len(read.span)) if cell else 1.0


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
