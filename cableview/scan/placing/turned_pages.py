"""Finds words on pages scanned upside down or sideways, and maps their places back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from cableview.model.geometry import Box
from cableview.model.location import Location
from cableview.scan.placing.by_image import Found, find_words
from cableview.scan.placing.places import Place
from cableview.scan.segmentation.segment import Sheet, segment

SIDEWAYS = 1.5
"""How many times as many glyphs a line has when the page is turned by 90 degrees, from which on it lies on its side.

Of 5 pages lying on their side the least was 3.8 times, of 23 upright ones the most 0.5 times.
"""
FEW_GLYPHS = 30
"""Glyphs per line below which a page may lie on its side: of those pages none had more than 14."""

_OVER = Image.Transpose.ROTATE_180
_LEFT, _RIGHT = Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270


def find_on_page(
    text: str, image: Image.Image, upright: Sheet, page: int, size: tuple[int, int], letters: int
) -> Found | None:
    """The words of a text on its page, whichever way up that is; `None` where there is nothing like writing.

    `upright` is the sheet of `image` as it is. Places are in pixels of a page of `size`; `image` may be smaller.
    """
    aside = segment(image.transpose(_LEFT)) if upright.glyphs_a_line < FEW_GLYPHS else None
    tries: list[tuple[Image.Transpose | None, Callable[[], Sheet]]] = [
        (None, lambda: upright),
        (_OVER, lambda: segment(image.transpose(_OVER))),
    ]
    if aside is not None and aside.glyphs_a_line > SIDEWAYS * upright.glyphs_a_line:
        tries = [(_LEFT, lambda: aside), (_RIGHT, lambda: segment(image.transpose(_RIGHT)))]
    first: Found | None = None
    for turn, sheet in tries:
        found = _found(text, sheet(), page, size, letters, turn)
        if found is not None and found.fits:
            return found
        first = first or found
    return first


def _found(
    text: str, sheet: Sheet, page: int, size: tuple[int, int], letters: int, turn: Image.Transpose | None
) -> Found | None:
    across = size if turn in (None, _OVER) else (size[1], size[0])
    found = find_words(text, sheet, page, across, letters=letters, whole=True)
    if found is None or turn is None:
        return found
    return replace(found, places=tuple(_turned_back(place, turn, size) for place in found.places))


def _turned_back(place: Place, turn: Image.Transpose, size: tuple[int, int]) -> Place:
    def back(location: Location) -> Location:
        return replace(location, box=box_turned_back(location.box, turn, size))

    rest = place.rest
    return replace(place, location=back(place.location), rest=None if rest is None else back(rest))


def box_turned_back(box: Box, turn: Image.Transpose, size: tuple[int, int]) -> Box:
    """The box, on the page of `size` as it was before turning, of a box on the turned page."""
    width, height = size
    if turn is Image.Transpose.ROTATE_180:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    if turn is Image.Transpose.ROTATE_90:
        return Box(width - box.bottom, box.left, width - box.top, box.right)
    return Box(box.top, height - box.right, box.bottom, height - box.left)
