"""Names places in the working text, and gives their places on the scan as far as known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.model.location import Location, Spot
from cableview.model.span import Span
from cableview.review.queue import Entry
from cableview.scan.page_reader import PageReader
from cableview.scan.placing.by_hand import corrected, on_pages
from cableview.scan.placing.estimate import PageBreaks, estimated_location, marked_breaks, page_breaks
from cableview.scan.placing.places import TRUSTED, WordPlaces, as_columns, letter_widths

UNREADABLE_SIZE = (2480, 3508)
"""Width and height in pixels where no page can be read: A4 at 300 to the inch."""

_LINE_END = re.compile(r"\r\n|\r|\n|\f")

Way = Callable[[Span], Span]
"""Carries a span from one text over to another."""


class Places:
    """Pages and lines of a changing text; both are counted again on request after a change."""

    def __init__(self, text: str, pages: Sequence[PageImage]) -> None:
        self._pages = tuple(pages)
        self._sizes: Sequence[tuple[int, int]] | None = None
        self._text = ""
        self._lines: list[int] | None = None
        self._breaks: PageBreaks | None = None
        self._found: WordPlaces | None = None
        self._words: WordPlaces | None = None
        self._letters: tuple[WordPlaces | None, dict[int, float]] | None = None
        self._to_original: Way = lambda span: span
        self._to_working: Way = lambda span: span
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Sets the working text as it is now."""
        self._text, self._lines, self._breaks = text, None, None

    def set_words(self, words: WordPlaces, to_original: Way, to_working: Way = lambda span: span) -> None:
        """Sets where the words of the original transcript were found; `to_original` and `to_working` map spans."""
        self._found = self._words = words
        self._to_original, self._to_working = to_original, to_working
        self._breaks = None

    def correct(self, text: str, shown: Mapping[Span, Spot]) -> None:
        """Sets the places shown by hand; `text` is the original transcript."""
        known = on_pages(shown, self._all_sizes()) if shown else {}
        self._words = corrected(self._found or as_columns(()), text, known)

    @property
    def words(self) -> WordPlaces:
        """Where the words of the original transcript stand, as far as that is known."""
        return self._words or as_columns(())

    def size_of(self, page: int) -> tuple[int, int]:
        """Width and height of a page in pixels."""
        return self._all_sizes()[page - 1]

    def letter_width(self, page: int) -> float:
        """The width of a letter on a page in pixels; 0 where unknown."""
        if self._letters is None or self._letters[0] is not self._words:
            self._letters = self._words, letter_widths(self.words)
        return self._letters[1].get(page, 0.0)

    def word_at(self, position: int) -> Span:
        """The run of non-blanks containing or ending at a position, else the next one; empty at the text's end."""
        text = self._text
        start = position
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        if start == position:
            while start < len(text) and text[start].isspace():
                start += 1
        end = start
        while end < len(text) and not text[end].isspace():
            end += 1
        return Span(start, end)

    def page_of(self, position: int) -> int:
        """The page of the scan, counted from 1, that a position is probably on."""
        return self._page_breaks().page_of(position)

    def name(self, position: int) -> str:
        """`14` for a line, `2:14` for a line of a page where there are several."""
        breaks = self._page_breaks()
        page = breaks.page_of(position)
        line = self._line_of(position) - self._line_of(breaks.starts[page - 1]) + 1
        return f"{page}:{line}" if len(breaks.starts) > 1 else str(line)

    def line_at(self, position: int) -> Span:
        """The line containing a position, without its line end."""
        starts = self._line_starts()
        row = bisect_right(starts, position) - 1
        end = starts[row + 1] if row + 1 < len(starts) else len(self._text)
        return Span(starts[row], max(starts[row], starts[row] + len(self._text[starts[row] : end].rstrip("\r\n\f"))))

    def line_after(self, position: int) -> Span | None:
        """The next line that has letters in it."""
        starts = self._line_starts()
        for start in starts[bisect_right(starts, position) :]:
            line = self.line_at(start)
            if line.of(self._text).strip():
                return line
        return None

    def line_before(self, position: int) -> Span | None:
        """The line before that has letters in it."""
        starts = self._line_starts()
        for start in reversed(starts[: bisect_right(starts, position) - 1]):
            line = self.line_at(start)
            if line.of(self._text).strip():
                return line
        return None

    def location(self, span: Span) -> Location | None:
        """Where a span begins on the scan, estimated if it was not found; `None` without a scan."""
        parts = self.parts(span)
        return parts[0] if parts else None

    def parts(self, span: Span) -> tuple[Location, ...]:
        """The places of a span's pieces, a line or part of one each; a single estimate if nothing was found."""
        found = self._words.parts(self._to_original(span)) if self._words else ()
        if found or not self._pages:
            return found
        estimated = estimated_location(self._text, span, self._all_sizes(), self._page_breaks())
        return () if estimated is None else (estimated,)

    def locate(self, entry: Entry) -> tuple[Location, ...]:
        """The pieces of a place; for a moved passage, first those where it belongs."""
        return tuple(part for span in entry.working_spans for part in self.parts(span))

    def _all_sizes(self) -> Sequence[tuple[int, int]]:
        if self._sizes is None:
            self._sizes = _sizes(self._pages)
        return self._sizes

    def _line_starts(self) -> list[int]:
        if self._lines is None:
            self._lines = [0, *(m.end() for m in _LINE_END.finditer(self._text))]
        return self._lines

    def _line_of(self, position: int) -> int:
        return bisect_right(self._line_starts(), position)

    def _page_breaks(self) -> PageBreaks:
        """Where pages begin: as marked in the text, else as words were found, else evenly spaced."""
        if self._breaks is None:
            count = len(self._pages)
            marked = marked_breaks(self._text, count)
            self._breaks = marked or self._found_breaks(count) or page_breaks(self._text, count)
        return self._breaks

    def _found_breaks(self, count: int) -> PageBreaks | None:
        """The first words found on each page, where every page has some and they are in order."""
        starts: dict[int, int] = {}
        words = self.words
        for start, page, method, sure in zip(words.starts, words.pages, words.methods, words.confidences, strict=True):
            if method.names_word and sure >= TRUSTED:
                starts.setdefault(page, start)
        if count < 2 or sorted(starts) != list(range(1, count + 1)):
            return None
        originals = (starts[page] for page in range(2, count + 1))
        at = [0, *(self._to_working(Span(start, start)).start for start in originals)]
        return PageBreaks(tuple(at)) if all(a < b for a, b in pairwise(at)) else None


def _sizes(pages: Sequence[PageImage]) -> Sequence[tuple[int, int]]:
    """The pages' sizes; an unreadable page, which is reported anyway, gets that of another."""
    try:
        return PageReader(pages).sizes
    except ImageError:
        return [UNREADABLE_SIZE] * len(pages)
