"""Says where each word of a text stands on the scan, by the best means at hand, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cableview.model.item import PageImage
from cableview.model.layout import Layout
from cableview.model.span import Span
from cableview.scan.by_image import Found, characters_of, find_words, letters_on, shifted
from cableview.scan.by_layout import find_by_layout
from cableview.scan.guess import PageBreaks, guess, marked_breaks, page_breaks
from cableview.scan.places import Place, WordPlaces, as_columns
from cableview.scan.raster import page_sizes, read_page
from cableview.scan.segment import segment
from cableview.scan.turned import find_on_page

MISFIT = "The layout is of another text than the transcript and was left aside"
SLACK = 1.25
"""How much more of a text is tried on a page than it probably has."""
LEAST = 40
"""Characters that are tried on any page."""
MOST_PIXELS = 8_000_000

_BLANK = re.compile(r"\s")
_WORD = re.compile(r"\S+")


def locate_words(text: str, pages: Sequence[PageImage], *, layout: Sequence[Layout] = ()) -> WordPlaces:
    """Where each run of non-blanks of `text` stands on `pages`. Without pages there are no rows.

    The pages of `layout`, one after another, are those of the scan; a layout of another text is left aside, with a
    notice. What it does not show is looked for on the image. A word that cannot be found has the place where it would
    be by its share of the text, and says so by its method. Raises `ImageError`.
    """
    if not pages:
        return as_columns(())
    sizes = page_sizes(pages)
    found = find_by_layout(text, [page for one in layout for page in one.pages], sizes) if layout else None
    notices = (MISFIT,) if layout and found is None else ()
    if found is None or any(word.start() not in found for word in _WORD.finditer(text)):
        found = {**_by_image(text, pages, sizes), **(found or {})}
    return as_columns(_complete(text, found, sizes, page_breaks(text, len(pages))), notices)


def _by_image(text: str, pages: Sequence[PageImage], sizes: Sequence[tuple[int, int]]) -> dict[int, Place]:
    marked = marked_breaks(text, len(pages))
    return _by_marks(text, pages, sizes, marked) if marked else _in_turn(text, pages, sizes)


def _by_marks(
    text: str, pages: Sequence[PageImage], sizes: Sequence[tuple[int, int]], breaks: PageBreaks
) -> dict[int, Place]:
    """Each page by itself, where the text shows where pages begin."""
    found: dict[int, Place] = {}
    ends = (*breaks.starts[1:], len(text))
    for index, (start, end) in enumerate(zip(breaks.starts, ends, strict=True)):
        part = text[start:end]
        letters = len(characters_of(part).forms)
        got = find_on_page(part, read_page(pages[index], MOST_PIXELS), index + 1, sizes[index], letters)
        _take(found, got, start)
    return found


def _in_turn(text: str, pages: Sequence[PageImage], sizes: Sequence[tuple[int, int]]) -> dict[int, Place]:
    """Page after page, each with what the one before left of the text."""
    found: dict[int, Place] = {}
    sheets = [segment(read_page(page, MOST_PIXELS)) for page in pages]
    shares = letters_on(sheets, len(characters_of(text).forms))
    start = 0
    for index, (sheet, letters) in enumerate(zip(sheets, shares, strict=True)):
        last = index + 1 == len(sheets)
        positions = characters_of(text[start:]).positions
        most = round(letters * SLACK) + LEAST
        end = len(text) if last or most >= len(positions) else _word_end(text, start + positions[most])
        got = find_words(text[start:end], sheet, index + 1, sizes[index], letters=letters, whole=last)
        _take(found, got, start)
        if got is not None and got.fits:
            start += got.end
        elif letters < len(positions):
            start = _word_end(text, start + positions[letters])
    return found


def _word_end(text: str, position: int) -> int:
    blank = _BLANK.search(text, position)
    return blank.start() if blank else len(text)


def _take(found: dict[int, Place], got: Found | None, start: int) -> None:
    if got is not None and got.fits:
        found.update((start + place.span.start, shifted(place, start)) for place in got.places)


def _complete(text: str, found: dict[int, Place], sizes: Sequence[tuple[int, int]], breaks: PageBreaks) -> list[Place]:
    """A row for each word: where it was found, or else where it would be by its share of the text."""
    places: list[Place] = []
    for match in _WORD.finditer(text):
        place = found.get(match.start())
        if place is None:
            span = Span(*match.span())
            location = guess(text, span, sizes, breaks)
            place = None if location is None else Place(span, location)
        if place is not None:
            places.append(place)
    return places
