"""Cuts out the pieces of the scan that show where places are: each page is read once, one after another."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce

import numpy as np
from PIL import Image

from cableview.errors import ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.location import Location, Method
from cableview.report.finding import Finding
from cableview.report.piece import Piece, Pieces
from cableview.scan.raster import page_size, read_page

MOST = 3
"""Most pieces of one place; a passage over several pages shows the first ones."""
PAGE_PIXELS = 20_000_000
"""Larger pages are read at reduced size; A4 at 400 dpi has 15 million."""
PROBE_PIXELS = 200_000
"""Pixels read of a page of which nothing is shown, to check whether it could be."""
LEAST_WIDTH = 0.4
"""Least share of the page's width that a piece shows."""
NEAREST, AROUND, FURTHEST = 0.4, 1.2, 2.6
"""Word heights shown above and below a word: the minimum, where nothing is written there, and the maximum."""
CLEAR = 0.2
"""Share of the range from the lightest to the darkest row of pixels, up to which a row is between two lines."""
FAINTEST = 6.0
"""Least difference in grey levels between those two rows if something is written there."""
LEAST_HEIGHT = 0.008
"""Least share of the page's height assumed for a word: a layout's box may contain only an `a`."""
MOST_HEIGHT = 0.04
"""The greatest such share: the box of a region has several lines."""
WORD_HEIGHT = 32
"""Greatest height of a word, in pixels of the picture."""
WIDEST, TALLEST = 960, 720
"""Greatest width and height of the picture, in pixels."""
PIECE_BYTES = 40 << 10
"""Most bytes of one piece; a word and its surroundings take about a fifth of that."""
ALL_BYTES = 48 << 20
"""Most bytes of all pieces together. A browser can still open the page containing them, which is a third larger."""
QUALITIES = (65, 45, 30)
"""JPEG qualities, tried in turn until a piece is within `PIECE_BYTES`."""
FAR = 3
"""Ratio of a broken word's extent to its parts' width above which they are shown apart: as one they would be small."""

Read = Callable[[PageImage, int | None], Image.Image]
Told = Callable[[int, int], object]


def scan_pieces(
    found: Iterable[Finding],
    pages: Sequence[PageImage],
    *,
    told: Told = lambda done, total: None,
    is_wanted: Callable[[], bool] = lambda: True,
    read: Read = read_page,
) -> Pieces:
    """The pieces that show `found` on `pages`. Places that were only guessed have none.

    `told` is called with the number of pages done and of all pages. Once `is_wanted` is false, the rest is left out.
    Pages that cannot be read are reported, and the others still processed.
    """
    groups = {finding.entry.id: _groups(finding.locations) for finding in found}
    wanted: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, own in groups.items():
        for index, parts in enumerate(own[:MOST]):
            wanted[parts[0].page].append((key, index))
    cut: dict[tuple[str, int], Piece] = {}
    unreadable: dict[int, str] = {}
    room = ALL_BYTES
    for number, image in enumerate(pages, start=1):
        if not is_wanted():
            break
        boxes = {place: groups[place[0]][place[1]] for place in wanted[number]}
        try:
            for place, piece in _page_pieces(image, boxes, room, read):
                cut[place] = piece
                room -= len(piece.jpeg)
        except ImageError as error:
            unreadable[number] = said_of_page(number, image, error)
            cut |= {place: Piece(parts, lack=unreadable[number]) for place, parts in boxes.items()}
        told(number, len(pages))
    return Pieces({key: _of_place(key, own, cut) for key, own in groups.items() if own}, unreadable)


def said_of_page(number: int, page: PageImage, error: ImageError) -> str:
    """Why a page is not shown."""
    return f"Page {number} cannot be shown: {page.path.name} {error.message}"


def _of_place(
    key: str, groups: Sequence[tuple[Location, ...]], cut: Mapping[tuple[str, int], Piece]
) -> tuple[Piece, ...]:
    pieces = [cut[key, index] for index in range(min(len(groups), MOST)) if (key, index) in cut]
    rest = groups[MOST:]
    left = "1 more place, which is" if len(rest) == 1 else f"{len(rest)} more places, which are"
    more = f"It stands at {left} not shown" if rest else ""
    return (*pieces, Piece(rest[0], lack=more)) if rest else tuple(pieces)


# Which parts are shown together


def _groups(locations: Iterable[Location]) -> list[tuple[Location, ...]]:
    """Groups of locations shown in one piece: on one page, and near one another."""
    groups: list[list[Location]] = []
    for one in locations:
        if one.method is Method.PROPORTIONAL:
            continue
        if groups and _is_near(groups[-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [piece for group in groups for piece in _apart(group)]


def _is_near(group: Sequence[Location], one: Location) -> bool:
    last = group[-1]
    reach = 2 * max(last.box.height, one.box.height)
    between = max(one.box.top - last.box.bottom, last.box.top - one.box.bottom)
    return last.page == one.page and last.method.pinpoints == one.method.pinpoints and between <= reach


def _apart(group: Sequence[Location]) -> list[tuple[Location, ...]]:
    """The two parts of a word broken at a line end separately, any other group as one."""
    wide = sum(part.box.width for part in group)
    if len(group) == 2 and _hull(group).width > FAR * wide:
        return [(part,) for part in group]
    return [tuple(group)]


def _hull(parts: Iterable[Location]) -> Box:
    return reduce(Box.united, (part.box for part in parts))


# The pictures


def _page_pieces(
    page: PageImage, boxes: Mapping[tuple[str, int], tuple[Location, ...]], room: int, read: Read
) -> Iterator[tuple[tuple[str, int], Piece]]:
    """Yields the pieces of one page. Raises `ImageError`, even for a page of which nothing is wanted."""
    if not boxes:
        read(page, PROBE_PIXELS)
        return
    size = page_size(page)
    image = read(page, PAGE_PIXELS)
    for place, parts in boxes.items():
        piece = _piece(image, size, parts)
        if len(piece.jpeg) > room:
            piece = Piece(parts, lack="Left out, since all pieces together would be too large")
        room -= len(piece.jpeg)
        yield place, piece


def _piece(image: Image.Image, size: tuple[int, int], parts: tuple[Location, ...]) -> Piece:
    """The piece cut from `image`, which shows a page of `size` pixels, perhaps reduced."""
    across, down = image.width / size[0], image.height / size[1]
    area = _area(image, parts, size)
    if area.width < 1 or area.height < 1:
        return Piece(parts, lack="The place is beside the page")
    high = max(part.box.height for part in parts)
    scale = min(WORD_HEIGHT / max(1, high), WIDEST / area.width, TALLEST / area.height, across, down)
    shown = max(1, round(area.width * scale)), max(1, round(area.height * scale))
    region = area.left * across, area.top * down, area.right * across, area.bottom * down
    picture = image.resize(shown, Image.Resampling.LANCZOS, region)
    jpeg, shown = _bounded(picture)
    zoom = shown[0] / area.width, shown[1] / area.height
    return Piece(parts, jpeg, shown, tuple(_frame(part.box, area, zoom, shown) for part in parts))


def _area(image: Image.Image, parts: Sequence[Location], size: tuple[int, int]) -> Box:
    """The area of a page that is shown: the place, the lines above and below, and what stands beside a word."""
    hull = _hull(parts)
    line = max(LEAST_HEIGHT * size[1], *(part.box.height for part in parts))
    line = min(line, MOST_HEIGHT * size[1])  # a box of several lines is already high
    wide = min(size[0], max(hull.width + 2 * line, LEAST_WIDTH * size[0]))
    left = min(max((hull.left + hull.right - wide) / 2, 0), size[0] - wide)
    place = Box(round(left), hull.top, round(left + wide), hull.bottom).clipped(*size)
    if place.width < 1 or place.height < 1:
        return place
    above, below = (_beyond(image, place, line, size, upward=upward) for upward in (True, False))
    return Box(place.left, place.top - above, place.right, place.bottom + below).clipped(*size)


def _beyond(image: Image.Image, place: Box, line: float, size: tuple[int, int], *, upward: bool) -> int:
    """How far above or below a place its piece is cut, in pixels of the page, so that no line is cut in half."""
    across, down = image.width / size[0], image.height / size[1]
    near, far = round(NEAREST * line), round(FURTHEST * line)
    top, bottom = (place.top - far, place.top - near) if upward else (place.bottom + near, place.bottom + far)
    top, bottom = max(0, round(top * down)), min(image.height, round(bottom * down))
    if bottom - top < 2:
        return far
    part = image.crop((round(place.left * across), top, max(1, round(place.right * across)), bottom)).convert("L")
    rows = np.asarray(part, np.float64).mean(axis=1)
    rows = rows[::-1] if upward else rows  # outwards from the place
    light, dark = float(rows.max()), float(rows.min())
    if light - dark < FAINTEST:
        return round(AROUND * line)
    return near + round(int(np.flatnonzero(rows >= light - CLEAR * (light - dark))[-1]) / down)


def _frame(box: Box, area: Box, zoom: tuple[float, float], shown: tuple[int, int]) -> Box:
    """A box of the page in pixels of the picture, a little larger than the word."""
    left, right = ((x - area.left) * zoom[0] for x in (box.left, box.right))
    top, bottom = ((y - area.top) * zoom[1] for y in (box.top, box.bottom))
    return Box(round(left) - 3, round(top) - 2, round(right) + 3, round(bottom) + 2).clipped(*shown)


def _bounded(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """A JPEG of at most `PIECE_BYTES`, and its size: if need be at lower quality, and then smaller."""
    while True:
        for quality in QUALITIES:
            stream = io.BytesIO()
            picture.save(stream, "JPEG", quality=quality, optimize=True)
            if stream.tell() <= PIECE_BYTES:
                return stream.getvalue(), picture.size
        picture = picture.reduce(2)
