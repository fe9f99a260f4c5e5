"""Places of words shown by a reviewer on the page, and the words after them laid again from there."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cableview.model.geometry import Box
from cableview.model.location import Location, Method, Spot
from cableview.model.span import Span
from cableview.scan.placing.places import TRUSTED, WordPlaces, letter_widths
from cableview.scan.segmentation.page_lines import PageLine, nearest_line

AGREEING = 3
"""Consecutive words that must have been found where they are laid for the rest to be kept as found."""
NEAR = 4.0
"""Letters between where a word is laid and where it was found, up to which the two agree."""
SURENESS = (0.98, 0.8, 0.63, 0.5, 0.4, 0.3, 0.2)
SURENESS_BY_LINES = (0.96, 0.95, 0.95, 0.94, 0.94, 0.92, 0.9)
"""Confidence in a laid word on the line of the word shown, on the next, and so on; then it goes down no further.

Of words laid from a right one on eleven typescripts so many stood within three x-heights: in a text that flows on, and
in one that has the lines of the page.
"""
LEAST_BROKEN, MOST_BROKEN = 0.6, 1.2
"""Ratio of a text's lines to the page's within which the text counts as broken like the page."""
LEAST_CONTRAST, DARK = 40, 0.4
"""Between paper and ink, in values of grey, for anything to be written; share of that from which on there is ink."""
LETTER_GAP = 0.7
"""Of a letter's width: wider gaps are between words."""
ABOUT_AS_LONG = (0.6, 1.6)
FITS = 0.5
"""Share of a word that must have room at the end of a line for the word to stand there."""


@dataclass(frozen=True)
class _Page:
    """The lines of one page in reading order, and the width of a letter on it."""

    lines: tuple[PageLine, ...]
    pitch: float
    breaks: frozenset[int] | None = None
    """The words before which the text begins a line; `None` where its lines are not those of the page."""


def on_pages(shown: Mapping[Span, Spot], sizes: Sequence[tuple[int, int]]) -> dict[Span, Spot]:
    """The places shown that lie on pages of these sizes: the scan may have had more or different pages then."""
    known = {span: spot for span, spot in shown.items() if 1 <= spot.page <= len(sizes)}
    cut = {span: replace(spot, box=spot.box.clipped(*sizes[spot.page - 1])) for span, spot in known.items()}
    return {span: spot for span, spot in cut.items() if spot.box.width > 0 and spot.box.height > 0}


def corrected(found: WordPlaces, text: str, shown: Mapping[Span, Spot]) -> WordPlaces:
    """`found` with the places shown by hand, and the words after each of them laid along the lines from there.

    They are laid up to the next place shown, the end of the page, or where a word was already found in that place.
    """
    spots = {span: spot for span, spot in sorted(shown.items()) if spot.box.width > 0 and spot.box.height > 0}
    if not spots:
        return found
    columns = _Columns(found, text)
    firsts = [bisect_left(found.starts, span.start) for span in spots]
    for (span, spot), first, limit in zip(spots.items(), firsts, (*firsts[1:], len(found)), strict=True):
        columns.lay(span, spot, first, max(first, limit))
    by_hand = {span: Location(spot.page, spot.box, Method.HAND, 1.0) for span, spot in spots.items()}
    return replace(columns.places(), shown=by_hand)


class _Columns:
    """The columns of places while they are changed."""

    def __init__(self, found: WordPlaces, text: str) -> None:
        self._found = found
        self._text = text
        self._known: dict[int, _Page] = {}
        self._pages, self._boxes = list(found.pages), list(found.boxes)
        self._methods, self._confidences = list(found.methods), list(found.confidences)
        self._rests = dict(found.rests)

    def places(self) -> WordPlaces:
        return replace(
            self._found,
            pages=self._pages,
            boxes=self._boxes,
            methods=self._methods,
            confidences=self._confidences,
            rests=self._rests,
        )

    def lay(self, span: Span, spot: Spot, first: int, limit: int) -> None:
        """Places the word at `span`, if any, on its spot, and lays those before row `limit` along the lines."""
        row = first
        if not span.is_empty and row < limit and self._found.starts[row] < span.end:
            self._put(row, Location(spot.page, spot.box, Method.HAND, 1.0))
            row += 1
        page = self._page(spot.page)
        middle = (spot.box.top + spot.box.bottom) / 2
        line = nearest_line(page.lines, spot.page, (spot.box.left + spot.box.right) / 2, middle)
        if line is None:
            return
        for location in _laid(page, line, spot.box.right, self._found, range(row, limit)):
            self._put(row, location)
            row += 1

    def _page(self, page: int) -> _Page:
        if page not in self._known:
            self._known[page] = _page(self._found, page, self._text)
        return self._known[page]

    def _put(self, row: int, location: Location) -> None:
        self._pages[row], self._boxes[row] = location.page, location.box
        self._methods[row], self._confidences[row] = location.method, location.confidence
        self._rests.pop(row, None)


def _page(found: WordPlaces, page: int, text: str) -> _Page:
    rows = [row for row in range(len(found)) if found.pages[row] == page]
    pitch = letter_widths(found.place(row) for row in rows).get(page, 0.0)
    lines = tuple(line for line in found.lines if line.page == page)
    heights = [line.height for line in lines]
    pitch = max(1.0, pitch or 0.6 * statistics.median(heights or [20.0]))
    firsts = frozenset(row for row in rows if row and "\n" in text[found.ends[row - 1] : found.starts[row]])
    is_broken = LEAST_BROKEN * len(lines) <= len(firsts) + 1 <= MOST_BROKEN * len(lines)
    return _Page(lines, pitch, firsts if is_broken else None)


def _laid(page: _Page, line: PageLine, x: float, found: WordPlaces, rows: range) -> list[Location]:
    """Locations of the words of `rows`, the first following what ends at `x`, up to one already found in its place."""
    laid: list[Location] = []
    sureness = SURENESS if page.breaks is None else SURENESS_BY_LINES
    here = page.lines.index(line)
    began, agreed = here, 0
    for row in rows:
        width = (found.ends[row] - found.starts[row]) * page.pitch
        x += page.pitch
        is_full = x + FITS * width > page.lines[here].right + page.pitch
        if is_full if page.breaks is None else row in page.breaks:
            here += 1
            if here == len(page.lines):
                break
            x = page.lines[here].left
        box = page.lines[here].box(x, x + width)
        agreed = agreed + 1 if _agrees(found, row, page, here, box) else 0
        if agreed == AGREEING:
            return laid[: 1 - AGREEING]
        sure = sureness[min(here - began, len(sureness) - 1)]
        laid.append(Location(line.page, box, Method.LAID, sure))
        x += width
    return laid


def _agrees(found: WordPlaces, row: int, page: _Page, here: int, box: Box) -> bool:
    """True where the word was confidently found near where it is laid."""
    was = found.boxes[row]
    return (
        found.pages[row] == page.lines[here].page
        and found.methods[row].names_word
        and found.confidences[row] >= TRUSTED
        and page.lines[here].holds(was)
        and abs(was.left - box.left) <= NEAR * page.pitch
    )


def spot_at(found: WordPlaces, page: int, x: float, y: float, letters: int, size: tuple[int, int]) -> Spot:
    """The box of a word of `letters` letters centred on a point of a page, as high as its line."""
    known = _page(found, page, "")
    line = nearest_line(known.lines, page, x, y)
    width = max(1.0, known.pitch * max(1, letters))
    if line is None or line.distance(x, y) > 2 * line.height:
        height = statistics.median([one.height for one in known.lines] or [size[1] / 60])
        box = Box(round(x - width / 2), round(y - height / 2), round(x + width / 2), round(y + height / 2))
    else:
        box = line.box(x - width / 2, x + width / 2)
    return Spot(page, box.clipped(*size))


def snapped(spot: Spot, pitch: float, grey: NDArray[np.uint8], area: Box) -> Spot:
    """`spot` fitted to the word written there, where one of about that length is.

    `grey` are the pixels of `area` of the page, which extends beyond the spot on either side; `pitch` is the width of a
    letter in pixels of the page.
    """
    scale = grey.shape[1] / max(1, area.width)
    paper, ink = np.percentile(grey, (90, 2))
    if paper - ink < LEAST_CONTRAST:
        return spot
    rows = slice(round((spot.box.top - area.top) * scale), max(1, round((spot.box.bottom - area.top) * scale)))
    written = (grey[rows] < paper - DARK * (paper - ink)).sum(axis=0) >= 2
    middle = round(((spot.box.left + spot.box.right) / 2 - area.left) * scale)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], written.astype(np.int8), [0]))))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    words: list[tuple[int, int]] = []
    for start, end in runs:
        is_same = words and start - words[-1][1] < LETTER_GAP * pitch * scale
        if is_same:
            words[-1] = words[-1][0], end
        else:
            words.append((start, end))
    reach = pitch * scale
    here = next(((start, end) for start, end in words if start - reach <= middle <= end + reach), None)
    if here is None:
        return spot
    left, right = area.left + here[0] / scale, area.left + here[1] / scale
    low, high = (share * spot.box.width for share in ABOUT_AS_LONG)
    if not low <= right - left <= high:
        return spot
    return Spot(spot.page, Box(round(left), spot.box.top, round(right), spot.box.bottom))
