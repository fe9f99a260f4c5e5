"""Finds words on pages that were scanned upside down or lying on their side, and brings the places back."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from cableview.model.geometry import Box
from cableview.model.location import Location
from cableview.scan.by_image import Found, find_words
from cableview.scan.places import Place
from cableview.scan.segment import segment

_TURNS = (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)


def find_on_page(text: str, image: Image.Image, page: int, size: tuple[int, int], letters: int) -> Found | None:
    """The words of a text on its page, whichever way up that is; `None` where there is nothing like writing.

    `size` is the page's width and height as the places are to be counted; `image` may be smaller.
    """
    upright = find_words(text, segment(image), page, size, letters=letters, whole=True)
    if upright is None or upright.fits:
        return upright
    for turn in _TURNS:
        sheet = segment(image.transpose(turn))
        across = size if turn is Image.Transpose.ROTATE_180 else (size[1], size[0])
        found = find_words(text, sheet, page, across, letters=letters, whole=True)
        if found is not None and found.fits:
            return replace(found, places=tuple(_turned_back(place, turn, size) for place in found.places))
    return upright


def _turned_back(place: Place, turn: Image.Transpose, size: tuple[int, int]) -> Place:
    def back(location: Location) -> Location:
        return replace(location, box=box_turned_back(location.box, turn, size))

    rest = place.rest
    return replace(place, location=back(place.location), rest=None if rest is None else back(rest))


def box_turned_back(box: Box, turn: Image.Transpose, size: tuple[int, int]) -> Box:
    """Where a box of a turned page is on the page of `size` before it was turned."""
    width, height = size
    if turn is Image.Transpose.ROTATE_180:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    if turn is Image.Transpose.ROTATE_90:
        return Box(width - box.bottom, box.left, width - box.top, box.right)
    return Box(box.top, height - box.right, box.bottom, height - box.left)
