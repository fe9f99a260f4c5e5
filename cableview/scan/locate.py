"""Finds where each word of a text stands on the scan, by the best available means, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from cableview.model.item import PageImage
from cableview.model.layout import LayoutPage
from cableview.model.span import Span
from cableview.scan.page_reader import PageReader
from cableview.scan.placing.by_image import Found, characters_of, find_words, letters_on, shifted
from cableview.scan.placing.by_layout import find_by_layout
from cableview.scan.placing.estimate import PageBreaks, estimated_location, marked_breaks, page_breaks
from cableview.scan.placing.interpolation import placed_between
from cableview.scan.placing.places import TRUSTED, Place, WordPlaces, as_columns, first_part, last_part, letter_widths
from cableview.scan.placing.turned_pages import find_on_page
from cableview.scan.segmentation.page_lines import PageLine, lines_of_sheet
from cableview.scan.segmentation.segment import Sheet, segment

MOST_LACKING = 3
"""Consecutive words that a layout may lack before the image is searched: their line is known all the same."""
SLACK = 1.25
"""Factor by which the text tried on a page exceeds what it probably has."""
FEWEST_STANDING = 0.5
"""Share of the words found on a page that must stand on the lines detected on it."""
LEAST = 40
"""The fewest characters tried on any page."""
MOST_PIXELS = 8_000_000

_BLANK = re.compile(r"\s")
_WORD = re.compile(r"\S+")


def locate_words(text: str, pages: Sequence[PageImage], *, layout: Sequence[LayoutPage | None] = ()) -> WordPlaces:
    """Where each run of non-blanks of `text` stands on `pages`; no rows without pages.

    `layout` holds the layout of each page, `None` where there is none; a page that belongs to another text is ignored,
    with a notice. Words it lacks are sought on the image. A word that cannot be found gets the line or lines on which
    it must be, or a place estimated from its share of the text; its method says which. A page that cannot be read is
    skipped, with a notice. Raises `ImageError` where none can be read.
    """
    if not pages:
        return as_columns(())
    scan = PageReader(pages)
    sizes = scan.sizes
    fitted = find_by_layout(text, layout, sizes)
    found, lines = fitted.places, list(fitted.lines)
    if _longest_gap(text, found) > MOST_LACKING:
        by_image, drawn = _by_image(text, scan)
        known = {line.page for line in lines}
        found = {**by_image, **found}
        lines = sorted([*lines, *(line for line in drawn if line.page not in known)], key=lambda line: line.page)
    notices = (
        *(misfit_notice(page, len(pages)) for page in fitted.misfits),
        *(f"Page {index + 1} was not searched for words: {error}" for index, error in sorted(scan.errors.items())),
    )
    return as_columns(_complete(text, found, lines, sizes, page_breaks(text, len(pages))), notices, lines)


def misfit_notice(page: int, pages: int) -> str:
    """The notice about a layout that does not fit the page it was given for."""
    which = f"The layout of page {page}" if pages > 1 else "The layout"
    return f"{which} does not fit: it is of another page, or of another text, and was left aside"


def _longest_gap(text: str, found: Mapping[int, Place]) -> int:
    """The length of the longest run of words that were not found."""
    longest = here = 0
    for word in _WORD.finditer(text):
        here = 0 if word.start() in found else here + 1
        longest = max(longest, here)
    return longest


def _by_image(text: str, scan: PageReader) -> tuple[dict[int, Place], list[PageLine]]:
    marked = marked_breaks(text, len(scan.sizes))
    return _by_marks(text, scan, marked) if marked else _in_turn(text, scan)


def _by_marks(text: str, scan: PageReader, breaks: PageBreaks) -> tuple[dict[int, Place], list[PageLine]]:
    """Places found page by page, where the text shows where its pages begin."""
    found: dict[int, Place] = {}
    lines: list[PageLine] = []
    ends = (*breaks.starts[1:], len(text))
    for index, (start, end) in enumerate(zip(breaks.starts, ends, strict=True)):
        part = text[start:end]
        letters = len(characters_of(part).forms)
        image = scan.image(index, MOST_PIXELS)
        if image is None:
            continue
        sheet, size = segment(image), scan.sizes[index]
        got = find_on_page(part, image, sheet, index + 1, size, letters)
        lines += _lines_under(lines_of_sheet(sheet, index + 1, size[0]), got)
        _take(found, got, start)
    return found, lines


def _in_turn(text: str, scan: PageReader) -> tuple[dict[int, Place], list[PageLine]]:
    """Places found page after page, each given the text that the previous ones left over."""
    found: dict[int, Place] = {}
    lines: list[PageLine] = []
    sheets = [_sheet(scan, index) for index in range(len(scan.sizes))]
    shares = letters_on(sheets, len(characters_of(text).forms))
    start = 0
    begun: Place | None = None
    for index, (sheet, letters) in enumerate(zip(sheets, shares, strict=True)):
        last = index + 1 == len(sheets)
        positions = characters_of(text[start:]).positions
        if sheet is None:
            start = _word_end(text, start + positions[letters]) if letters < len(positions) else len(text)
            continue
        most = round(letters * SLACK) + LEAST
        end = len(text) if last or most >= len(positions) else _word_end(text, start + positions[most])
        size = scan.sizes[index]
        got = find_words(text[start:end], sheet, index + 1, size, letters=letters, whole=last)
        lines += _lines_under(lines_of_sheet(sheet, index + 1, size[0]), got)
        _take(found, got, start)
        if begun is not None:
            _join(found, begun)
        begun = shifted(got.begun, start) if got is not None and got.fits and got.begun else None
        if begun is not None:
            start = begun.span.end
            found[begun.span.start] = replace(begun, span=Span(begun.span.start, _word_end(text, start)))
        elif got is not None and got.fits:
            start += got.end
        elif letters < len(positions):
            start = _word_end(text, start + positions[letters])
    return found, lines


def _sheet(scan: PageReader, index: int) -> Sheet | None:
    image = scan.image(index, MOST_PIXELS)
    return None if image is None else segment(image)


def _lines_under(lines: list[PageLine], found: Found | None) -> list[PageLine]:
    """The lines of a page, if the words found stand on them: they do not where the page lies on its side."""
    sure = [place.location.box for place in found.places if place.location.confidence >= TRUSTED] if found else []
    standing = sum(any(line.holds(box) for line in lines) for box in sure)
    return lines if standing >= FEWEST_STANDING * len(sure) else []


def _word_end(text: str, position: int) -> int:
    blank = _BLANK.search(text, position)
    return blank.start() if blank else len(text)


def _take(found: dict[int, Place], got: Found | None, start: int) -> None:
    if got is not None and got.fits:
        found.update((start + place.span.start, shifted(place, start)) for place in got.places)


def _join(found: dict[int, Place], begun: Place) -> None:
    """Joins the rest of a word, found overleaf, to the place of its beginning; the longer part comes first."""
    rest = found.pop(begun.span.end, None)
    if rest is not None and rest.location.confidence >= TRUSTED:
        parts = sorted((begun, rest), key=lambda part: -len(part.span))
        span = Span(begun.span.start, rest.span.end)
        found[span.start] = Place(span, parts[0].location, parts[1].location)


def _complete(
    text: str,
    found: Mapping[int, Place],
    lines: Sequence[PageLine],
    sizes: Sequence[tuple[int, int]],
    breaks: PageBreaks,
) -> list[Place]:
    """A row per word: where it was found or must be, else its line, else the estimate from its share of the text."""
    spans = [Span(*match.span()) for match in _WORD.finditer(text)]
    filled = {**_filled(spans, found, lines), **found}
    known = as_columns([place for span in spans if (place := filled.get(span.start)) is not None], (), lines)
    places: list[Place] = []
    for span in spans:
        place = filled.get(span.start)
        location = None if place is not None else known.around(span) or estimated_location(text, span, sizes, breaks)
        if place is not None:
            places.append(place)
        elif location is not None:
            places.append(Place(span, location))
    return places


def _filled(spans: Sequence[Span], found: Mapping[int, Place], lines: Sequence[PageLine]) -> dict[int, Place]:
    """Places of words between others that are known, where it is clear where they stand."""
    pitches = letter_widths(found.values())
    filled: dict[int, Place] = {}
    at = 0
    for is_found, group in groupby(spans, key=lambda span: span.start in found):
        run = list(group)
        before = found.get(spans[at - 1].start) if at else None
        at += len(run)
        after = found.get(spans[at].start) if at < len(spans) else None
        if is_found:
            continue
        first, last = last_part(before), first_part(after)
        known = first or last
        pitch = pitches.get(known.page, 0.0) if known else 0.0
        placed = placed_between(run, first, last, lines, pitch) if pitch else None
        if placed is not None:
            filled.update({span.start: Place(span, one) for span, one in zip(run, placed, strict=True)})
    return filled
