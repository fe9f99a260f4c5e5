"""Estimates where on the scan a place of the text stands, from its share of the text alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK

LINE_LENGTH = 72
"""Letters of a typed line: a longer line of the text was not broken as on the page."""

MOST_LINES = 10_000
"""A newspaper page has some two thousand. Where a page of the text has more, it is no page, and letters do as well."""

BLANK_LINE = 0.7
MARGINS = (0.06, 0.06)
"""Shares of a page's height above its first line and below its last, of its width at either side."""

CONFIDENCE = 0.03
"""How often a word stands in the middle of such a box: of 1,490 words on worn pages, nearly all of them guessed so,
3 in a hundred."""

_HEAD = re.compile(r"(?m)^[^\S\n]*(?:[-–—]+[^\S\n]*(\d{1,3})[^\S\n]*[-–—]+|(?i:page)[^\S\n]+(\d{1,3}))[^\S\n]*\r?$")
_LINE = re.compile(r"[^\r\n\f]*(?:\r\n|\r|\n|\f|$)")


@dataclass(frozen=True)
class PageBreaks:
    """Where the pages of a text begin, in code points; `starts[0]` is 0."""

    starts: tuple[int, ...]

    def page_of(self, position: int) -> int:
        """The page that `position` is on, counted from 1."""
        return bisect_right(self.starts, position)


def page_breaks(text: str, pages: int) -> PageBreaks:
    """The page starts that form feeds or page heads (`- 2 -`) mark; evenly spaced where they do not fit `pages`."""
    return marked_breaks(text, pages) or PageBreaks(_even(text, pages))


def marked_breaks(text: str, pages: int) -> PageBreaks | None:
    """The page starts that form feeds or page heads mark; `None` unless there are as many as `pages`."""
    for starts in (_after_form_feeds(text), _at_heads(text)):
        if len(starts) == pages or pages == 0:
            return PageBreaks(starts)
    return None


def estimated_location(
    text: str, span: Span, sizes: Sequence[tuple[int, int]], breaks: PageBreaks | None = None
) -> Location | None:
    """The lines around the part of a page as far down as `span` is in the page's text.

    `sizes` are the pages' widths and heights in pixels. `None` when there are no pages.
    """
    if not sizes:
        return None
    breaks = breaks or page_breaks(text, len(sizes))
    page = min(breaks.page_of(span.start), len(sizes))
    start = breaks.starts[page - 1]
    end = breaks.starts[page] if page < len(breaks.starts) else len(text)
    width, height = sizes[page - 1]
    top, bottom, line = _band(text[start:end], span.start - start, max(span.start, min(span.end, end)) - start)
    vertical, side = MARGINS
    inner = height * (1 - 2 * vertical)
    box = Box(
        round(width * side),
        round(height * vertical + inner * (top - line)),
        round(width * (1 - side)),
        round(height * vertical + inner * (bottom + line)),
    )
    return Location(page, box.clipped(width, height), Method.PROPORTIONAL, CONFIDENCE)


def _band(text: str, start: int, end: int) -> tuple[float, float, float]:
    """Top and bottom of the lines that contain `start:end`, and a line's height, as shares of the text's height."""
    if text.count("\n") + text.count("\r") > MOST_LINES:
        return start / len(text), end / len(text), LINE_LENGTH / len(text)
    lines = [line for line in _LINE.findall(text) if line]
    heights = list(accumulate((_height(line) for line in lines), initial=0.0))
    offsets = list(accumulate((len(line) for line in lines), initial=0))
    total = max(heights[-1], 1.0)
    return _down(lines, heights, offsets, start) / total, (_down(lines, heights, offsets, end) + 1) / total, 1 / total


def _down(lines: Sequence[str], heights: Sequence[float], offsets: Sequence[int], at: int) -> float:
    """The height in typed lines of what lies above the line containing `at`."""
    row = min(bisect_right(offsets, at) - 1, len(lines) - 1)
    return heights[row] + (at - offsets[row]) // LINE_LENGTH if row >= 0 else 0.0


def _height(line: str) -> float:
    length = len(line.rstrip())
    return -(-length // LINE_LENGTH) if length else BLANK_LINE


def _after_form_feeds(text: str) -> tuple[int, ...]:
    return (0, *(k + 1 for k, c in enumerate(text) if c == PART_BREAK)) if PART_BREAK in text else (0,)


def _at_heads(text: str) -> tuple[int, ...]:
    """Starts of the pages whose heads are numbered consecutively from 2; a head of page 1 opens the text."""
    starts, wanted = [0], 2
    for head in _HEAD.finditer(text):
        if int(head.group(1) or head.group(2)) == wanted:
            starts.append(head.start())
            wanted += 1
    return tuple(starts)


def _even(text: str, pages: int) -> tuple[int, ...]:
    """Starts of equally long pages, each at the start of a line where one is near."""
    starts = [0]
    for k in range(1, pages):
        at = len(text) * k // pages
        line = text.find("\n", at, at + 2 * LINE_LENGTH)
        starts.append(max(starts[-1], at if line < 0 else line + 1))
    return tuple(starts)
