"""Finds the words of a transcript on a page from the image alone, without reading it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.forced_alignment.confidence import CERTAIN, confidence
from cableview.scan.forced_alignment.omission import without_omitted
from cableview.scan.forced_alignment.read_along import FITTING, Reading, in_own_letters, read_along
from cableview.scan.placing.places import IN_REGION, Place, first_part, gap_between, last_part
from cableview.scan.segmentation.segment import Sheet

FEWEST_LETTERS = 4
NARROWEST = 0.35
"""Width of a character in the closest print, in heights of a small letter."""
SURE = 0.8
"""Confidence below which a word's line is shown instead, with the lines around it: then no more is said than how often
a word stands in the middle of its lines, 5 in 100 of 422 words on worn pages. So high as a wrong place costs more than
a line. Of held-out words from 0.6 up to 0.8, 72 in a hundred would be said to be right; on real pages 77 are, on drawn
ones 73. Of all words 96.2 in a hundred have as much or more, and of these 99.7 are right."""
SURE_BY_COSTS = 0.9
"""The same where too few letters are known by their shapes: there, of 2,472 words of another page on held-out drawn
pages, 47 have as much, where 237 have 0.65; of the page's own 41.4 in a hundred for 47.4, of which 99.9 are right."""
SURE_OF_TALL, RECOGNISED = 0.97, 0.7
"""The same where the page has few small letters, and how well the characters around must be told apart by their shapes
(`Reading.recognised`): by kind all capitals are alike, and all figures. Chosen on drawn tables and telegrams. On
others 1,817 of the pages' own words are believed rightly and 5 wrongly, and none of 1,450 that the page lacks, where by
large margins 84 were; on cuttings 11 of 496, for 23."""
HIGH, LOW = 1.5, 0.4
"""How far a word reaches above and below the baseline, in heights of a small letter."""

LEAST_PART = 2
"""Letters on either side of the end of a line or page for a word to be divided by it: one alone is a loose sign."""

OMITTED = 0.98
"""How sure a gap is, as a share of how sure its neighbours are, chosen on 262 gaps of other drawn pages. Of 322 that
`tests/bench/gaps.py` finds on held-out pages, said to be right in 94.5 in a hundred, 96.0 are within three x-heights of
where the word stands or would stand: from 91 on worn real pages to 99 on drawn ones. That the page lacks the word is
less sure: 276 of them were put in. Of 372 put in 36 were taken for written, of 12,226 written ones 46 for omitted."""

FEWEST_SURE = 0.2
"""Share of sure words below which none is believed."""

Edges = tuple[float, float, float, float]

_UNIT = re.compile(r"\s+|\S")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Characters:
    """The characters of a text, with runs of blanks as one, and the position of each in the text."""

    forms: tuple[str, ...]
    positions: tuple[int, ...]

    @property
    def blanks(self) -> NDArray[np.bool_]:
        """Which of them are blank."""
        return np.array([form == " " for form in self.forms], dtype=np.bool_)


@dataclass(frozen=True)
class Found:
    """Words found on one page, and the position in the text up to which the page reaches.

    `begun` is the beginning of a word that continues overleaf, with the span of just that part.
    """

    places: tuple[Place, ...]
    end: int
    begun: Place | None = None

    @property
    def fits(self) -> bool:
        """False where so few words are sure that the page probably shows another text."""
        sure = sum(place.location.confidence >= SURE for place in self.places)
        return sure >= FEWEST_SURE * len(self.places)


def characters_of(text: str) -> Characters:
    """The characters of a text from its first letter to its last, with their positions; any blank becomes a space."""
    units = [(m.group(), m.start()) for m in _UNIT.finditer(text)]
    while units and units[-1][0].isspace():
        units.pop()
    while units and units[0][0].isspace():
        units.pop(0)
    return Characters(tuple(" " if u.isspace() else u for u, _ in units), tuple(at for _, at in units))


def find_words(text: str, sheet: Sheet, page: int, size: tuple[int, int], *, letters: int, whole: bool) -> Found | None:
    """The words of `text` found on a page that has about `letters` characters; `None` where nothing can be found.

    `whole` says that all of the text is on this page; otherwise it stops where the page does.
    """
    found = characters_of(text)
    if not FEWEST_LETTERS <= len(found.forms) <= _room(sheet):
        return None
    reading = in_own_letters(read_along(found.forms, found.blanks, sheet, letters, whole=whole))
    scale = size[0] / sheet.ink.shape[1]
    spans = [Span(*word.span()) for word in _WORD.finditer(text)]
    ends = np.cumsum([len(span) + 1 for span in spans]) - 1
    words = [slice(int(end) - len(span), int(end)) for span, end in zip(spans, ends, strict=True)]
    held = [own for own in words if own.stop <= len(reading.held)]
    marks = {k for k, span in enumerate(spans) if not any(map(str.isalnum, span.of(text)))}
    laid, omitted = without_omitted(reading, held, marks)
    places: list[Place] = []
    for k, own in enumerate(held):
        sure = confidence(reading.fit(own))
        boxes = boxes_of(laid, own)
        if k in omitted or not _is_believed(reading, own, sure, few_small=sheet.few_small):
            boxes, sure = [_widened(box, sheet) for box in boxes], min(sure, IN_REGION)
        where = [Location(page, _on_page(box, scale, size), Method.IMAGE, round(sure, 3)) for box in boxes]
        places.append(Place(spans[k], where[0], where[1] if len(where) > 1 else None))
    begun: Place | None = None
    if places and len(held) < len(words):
        part = _broken_off(reading, words[len(held)])
        if part is not None and places[-1].location.confidence >= SURE:
            box = _on_page(boxes_of(reading, part)[0], scale, size)
            start = spans[len(held)].start
            begun = Place(Span(start, start + part.stop - part.start), replace(places[-1].location, box=box))
    return Found(_with_gaps(places, omitted - marks), places[-1].span.end if places else 0, begun)


def _is_believed(reading: Reading, own: slice, sure: float, *, few_small: bool) -> bool:
    """Whether a word is shown where it was laid, and not just its line with those around it."""
    if not few_small:
        return sure >= (SURE_BY_COSTS if reading.evidence is None else SURE)
    if sure < SURE_OF_TALL:
        return False
    if reading.evidence is None:
        return reading.margin >= CERTAIN and reading.cost <= FITTING
    return reading.recognised(own) >= RECOGNISED


def _with_gaps(places: Sequence[Place], omitted: frozenset[int]) -> tuple[Place, ...]:
    """The places, with each single omitted word put between its neighbours where these are sure.

    Not for several omitted words in a row: on real pages such words stand elsewhere.
    """
    out = list(places)
    for k in omitted:
        before = last_part(places[k - 1]) if k else None
        after = first_part(places[k + 1]) if k + 1 < len(places) else None
        if before is not None and after is not None:
            gap = gap_between(before, after)
            gap = replace(gap, method=Method.GAP, confidence=round(OMITTED * gap.confidence, 3))
            out[k] = Place(places[k].span, gap)
    return tuple(out)


def _broken_off(reading: Reading, own: slice) -> slice | None:
    """The beginning of the word at which the text stops, if it ends the line on which the word before it stands."""
    if own.start == 0:
        return None
    starts, ends = reading.path.starts[own.start - 2 :], reading.path.ends[own.start - 2 :]
    line = reading.tape.lines[np.minimum(starts, len(reading.tape) - 1)]
    # What continues below the line, at a page number, is not part of it.
    there = (line[2:] == line[0]) & (starts < ends)[2:]
    count = len(there) if there.all() else int(np.argmin(there))
    if count < LEAST_PART or own.stop - own.start - count < LEAST_PART:
        return None
    written = reading.lines[int(line[0])]
    last = ends[count + 1] - 1
    right = float(reading.tape.left[last] + reading.tape.widths[last])
    return slice(own.start, own.start + count) if right > written.right - written.x_height else None


def _room(sheet: Sheet) -> float:
    """The most characters that could stand on a page's lines."""
    return sum(line.right - line.left for line in sheet.lines) / (NARROWEST * max(1.0, sheet.x_height))


def boxes_of(reading: Reading, own: slice) -> list[Edges]:
    """The one or two boxes of a word on the sheet, the larger part of it first."""
    starts, ends = reading.path.starts[own], reading.path.ends[own]
    there = np.nonzero(starts < ends)[0]
    if not len(there):
        there = np.arange(1)
    first = np.minimum(starts[there], len(reading.tape) - 1)
    last = np.minimum(np.maximum(ends[there] - 1, first), len(reading.tape) - 1)
    parts = [_part(reading, int(line), first, last) for line in np.unique(reading.tape.lines[first])]
    (_, _, one), *others = sorted(parts, key=lambda part: -part[0])[:2]
    for _, letters, other in others:
        # One line taken for two, at a wide blank or a stray sign; far apart, the rest is something the text lacks.
        if _share_row(one, other):
            return [_united(one, other)] if _apart(one, other) < reading.lines[0].x_height else [one]
        if letters >= LEAST_PART:
            return [one, other]
    return [one]


def _share_row(one: Edges, other: Edges) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > (one[3] - one[1]) / 2


def _apart(one: Edges, other: Edges) -> float:
    """The horizontal distance between two boxes; negative where one is above the other."""
    return max(one[0], other[0]) - min(one[2], other[2])


def _united(one: Edges, other: Edges) -> Edges:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _part(reading: Reading, line: int, first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[int, int, Edges]:
    """The part of a word on one line: its numbers of columns and letters, and the box around them on the sheet."""
    tape, written = reading.tape, reading.lines[line]
    own = tape.lines[first] == line
    left = float(tape.left[first[own][0]])
    right = float(tape.left[last[own][-1]] + tape.widths[last[own][-1]])
    feet = float(written.baseline((left + right) / 2))
    box = (left, feet - HIGH * written.x_height, max(right, left + 2), feet + LOW * written.x_height)
    return int((last[own] - first[own] + 1).sum()), int(own.sum()), box


def _widened(box: Edges, sheet: Sheet) -> Edges:
    """The box of the line that `box` is on, with the lines before and after it."""
    middle = box[3] - LOW * sheet.x_height
    nearest = min(sheet.lines, key=lambda line: abs(float(line.baseline((box[0] + box[2]) / 2)) - middle))
    return nearest.left, box[1] - 2 * sheet.x_height, nearest.right, box[3] + 2 * sheet.x_height


def _on_page(box: Edges, scale: float, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (edge * scale for edge in box)
    return Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)).clipped(*size)


def shifted(place: Place, by: int) -> Place:
    """The place of a word that stands `by` code points later in the text."""
    return replace(place, span=place.span.shifted(by))


def letters_on(sheets: Sequence[Sheet | None], letters: int) -> list[int]:
    """The number of a text's characters that each page probably has, by the length of its lines.

    A page that could not be read gets the average of the others.
    """
    known = [_length_of(sheet) for sheet in sheets if sheet is not None]
    mean = sum(known) / max(1, len(known))
    lengths = [mean if sheet is None else _length_of(sheet) for sheet in sheets]
    whole = sum(lengths) or 1.0
    return [round(letters * length / whole) for length in lengths]


def _length_of(sheet: Sheet) -> float:
    """The total length of a page's lines, in heights of a small letter."""
    return sum(line.right - line.left for line in sheet.lines) / max(1.0, sheet.x_height)
