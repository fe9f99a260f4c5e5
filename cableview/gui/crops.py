"""Which pieces of the scan show a place: one, or several where it is in several parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cableview.collation.words.normalise import LINE_END_HYPHEN
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.review.places import Places
from cableview.review.queue import Entry
from cableview.scan.segmentation.page_lines import PageLine, nearest_line

MOST = 3
STANDS, BELONGS = "stands here", "belongs here"


@dataclass(frozen=True)
class Crop:
    """A piece of one page, and what is framed on it. `line` is the one it is cut along, `spacing` the line spacing.

    `letter` is the width of a letter there; both are in pixels of the page, and 0 where they are not known.
    """

    page: int
    parts: tuple[Location, ...]
    caption: str = ""
    line: PageLine | None = None
    spacing: float = 0.0
    letter: float = 0.0

    @property
    def pinpoints(self) -> bool:
        return self.parts[0].method.pinpoints


def crops_for(places: Places, text: str, entry: Entry) -> tuple[Crop, ...]:
    """The pieces for an entry: both places of a moved passage, both parts of a word broken at a line or page end."""
    if entry.origin is None:
        return crops_of(places, text, entry.working)
    return (
        *crops_of(places, text, entry.origin, STANDS)[:1],
        *crops_of(places, text, entry.working, BELONGS)[: MOST - 1],
    )


def crops_of(places: Places, text: str, span: Span, caption: str = "") -> tuple[Crop, ...]:
    """The pieces that show a span: one for each page, with its lines; one for each part of a single word."""
    parts = places.parts(span)
    is_word = len(LINE_END_HYPHEN.sub("", span.of(text)).split()) == 1
    pieces: list[tuple[Location, ...]] = []
    for _, own in groupby(parts, key=lambda part: part.page):
        group = tuple(own)
        pieces += [(part,) for part in group] if is_word else [group]
    return tuple(_crop(places, piece, caption) for piece in pieces[:MOST])


def _crop(places: Places, parts: tuple[Location, ...], caption: str) -> Crop:
    page, box = parts[0].page, parts[0].box
    words = places.words
    line = nearest_line(words.lines, page, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
    if line is not None and not (line.holds(box) or line.whole == box):
        line = None
    return Crop(page, parts, caption, line, _spacing(words.lines, line), places.letter_width(page))


def _spacing(lines: Sequence[PageLine], line: PageLine | None) -> float:
    """Distance to the nearest line above or below; what is beside the line, such as a punched hole, is not one."""
    if line is None:
        return 0.0
    x = (line.left + line.right) / 2
    others = (other for other in lines if other.page == line.page and other is not line)
    away = (abs(other.foot(x) - line.foot(x)) for other in others if _overlap(line, other))
    return max(line.height, min((gap for gap in away if gap > line.height / 2), default=1.6 * line.height))


def _overlap(one: PageLine, other: PageLine) -> bool:
    return one.left < other.right and other.left < one.right
