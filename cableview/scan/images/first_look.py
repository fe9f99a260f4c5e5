"""A first, smaller picture of a large page, from its pixels as they arrive or from a part of the file read first."""

from __future__ import annotations

import io
import itertools
import math
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, TiffImagePlugin, TiffTags

from cableview.scan.images.colour import converter, is_shown_as_it_is
from cableview.scan.images.image_file import DAMAGE, draft, scale_to
from cableview.scan.images.scratch_file import LOOK_PIXELS

DRAFT_PIXELS = LOOK_PIXELS // 2
"""Of a look, except at PDF pages: the fewer, the sooner, and all of them come soon after."""
STRIPS_AT_A_TIME = 64
LEAST_SAVED = 2.0
"""So many strips for each that is read, else it would be sooner to decode them all."""

_OFFSETS, _COUNTS, _ROWS = TiffImagePlugin.STRIPOFFSETS, TiffImagePlugin.STRIPBYTECOUNTS, TiffImagePlugin.ROWSPERSTRIP
_WIDTH, _LENGTH, _BITS = TiffImagePlugin.IMAGEWIDTH, TiffImagePlugin.IMAGELENGTH, TiffImagePlugin.BITSPERSAMPLE
_TILE_OFFSETS, _PLANES = TiffImagePlugin.TILEOFFSETS, TiffImagePlugin.PLANAR_CONFIGURATION
_PHOTOMETRIC, _ORIENTATION = TiffImagePlugin.PHOTOMETRIC_INTERPRETATION, ExifTags.Base.Orientation.value
_OF_PIXELS = (
    *(_BITS, _PHOTOMETRIC, TiffImagePlugin.COMPRESSION, TiffImagePlugin.FILLORDER, TiffImagePlugin.SAMPLESPERPIXEL),
    *(TiffImagePlugin.PREDICTOR, TiffImagePlugin.COLORMAP, TiffImagePlugin.EXTRASAMPLES, TiffImagePlugin.SAMPLEFORMAT),
)
"""The entries of a TIFF that say how its strips are to be read."""
_PLAIN_COLOURS = (0, 1, 2, 3, 5)
"""Grey, red, green and blue, palettes, and inks; what is left out has entries of its own."""
_COMPRESSIONS = ("raw", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "packbits", "group4")
"""Of which each strip can be read without the others."""


def is_large(size: tuple[int, int]) -> bool:
    """Whether a first look pays: on smaller pages all the pixels arrive as soon."""
    return size[0] * size[1] > 3 * LOOK_PIXELS


class Look:
    """A rough picture, made quickly: each of its pixels is taken from four of the page's; the others are skipped."""

    def __init__(self, width: int, height: int, mode: str) -> None:
        """Prepares a look at a page of `width` by `height` pixels in a Pillow mode."""
        self._factor = math.ceil(math.sqrt(width * height / DRAFT_PIXELS))
        self._taken = Image.new(mode, (width // self._factor * 2, height // self._factor * 2))
        self._next = 0

    def take(self, whole: Image.Image, last: int) -> None:
        """Takes what lies in the page's rows up to `last`; rows already taken are not read again."""
        factor, width = self._factor, self._taken.width
        end = min(-((factor - 4 * last) // (2 * factor)), self._taken.height)  # rows whose middle is above `last`
        if end <= self._next:
            return
        part = (0, self._next * factor / 2, width * factor / 2, end * factor / 2)
        rows = whole.resize((width, end - self._next), Image.Resampling.NEAREST, part)
        self._taken.paste(rows, (0, self._next))
        self._next = end

    def image(self) -> Image.Image:
        """The look in mode L or RGB, once all rows have been taken."""
        return self._taken.reduce(2).convert("L" if self._taken.mode == "L" else "RGB")


def early_look(image: Any) -> Image.Image | None:
    """A look at an opened JPEG or TIFF, not yet upright, from a partial decode; `None` where that is not possible.

    It may be the image itself, and is valid only while that is open.
    """
    if image.format == "JPEG":
        draft(image, DRAFT_PIXELS)
        image.load()
        return image if is_shown_as_it_is(image) else converter(image)(image)
    if image.format == "TIFF":
        with suppress(*DAMAGE):  # the damage is found when everything is read
            return _from_strips(image)
    return None


@dataclass(frozen=True)
class _Strips:
    """The strips of a TIFF, each of `rows` rows and read without the others: where each begins, and its bytes."""

    rows: int
    offsets: Sequence[int]
    counts: Sequence[int]


def _strips(image: Any) -> _Strips | None:
    """The strips of a TIFF, where its tags are sound; in uncompressed data each row is a strip."""
    tags, height = image.tag_v2, image.height
    compression = image.info.get("compression")
    if (
        _TILE_OFFSETS in tags
        or tags.get(_PLANES, 1) != 1
        or tags.get(_ORIENTATION, 1) != 1
        or tags.get(_PHOTOMETRIC) not in _PLAIN_COLOURS
        or compression not in _COMPRESSIONS
        or image.mode.startswith(("I", "F"))  # their brightness shows only once all is decoded
    ):
        return None
    rows, offsets, counts = min(tags.get(_ROWS, height), height), tags.get(_OFFSETS, ()), tags.get(_COUNTS, ())
    if not len(offsets) == len(counts) == -(-height // rows):
        return None
    if compression == "raw":
        row = -(-image.width * sum(tags.get(_BITS, (1,))) // 8)
        offsets = [offsets[at // rows] + at % rows * row for at in range(height)]
        rows, counts = 1, [row] * height
    elif min(counts) <= 0 or sum(counts) > _size(image.fp):  # each claiming the whole file would be too much to hold
        return None
    return _Strips(rows, offsets, counts)


def _from_strips(image: Any) -> Image.Image | None:
    """A look at a TIFF in strips of a few rows each: some of them, evenly spaced, are enough."""
    strips = _strips(image)
    scale = scale_to(image.size, DRAFT_PIXELS)
    wide, high = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    if strips is None or len(strips.offsets) < LEAST_SAVED * high:
        return None
    share = len(strips.offsets) / high
    chosen = [min(int((row + 0.5) * share), len(strips.offsets) - 2) for row in range(high)]
    convert = converter(image)
    made: Image.Image | None = None
    for first in range(0, high, STRIPS_AT_A_TIME):
        numbers = chosen[first : first + STRIPS_AT_A_TIME]
        with Image.open(io.BytesIO(_tiff_of(image, strips, numbers)), formats=("TIFF",)) as part:
            shown = convert(part.resize((2 * wide, len(numbers)), Image.Resampling.NEAREST))
        made = made or Image.new(shown.mode, (2 * wide, high))
        made.paste(shown, (0, first))
    return made.resize((wide, high), Image.Resampling.BOX) if made is not None else None


def _tiff_of(image: Any, strips: _Strips, numbers: Sequence[int]) -> bytes:
    """A TIFF made of some strips of another, one below the other. Raises `OSError` where one is missing."""
    tags = image.tag_v2
    parts = [_strip(image.fp, strips.offsets[number], strips.counts[number]) for number in numbers]
    head = TiffImagePlugin.ImageFileDirectory_v2(prefix=tags.prefix)
    for tag in _OF_PIXELS:
        if tag in tags:
            head.tagtype[tag] = tags.tagtype[tag]
            head[tag] = tags[tag]
    head[_WIDTH], head[_LENGTH], head[_ROWS] = image.width, strips.rows * len(parts), strips.rows
    for tag in (_OFFSETS, _COUNTS):
        head.tagtype[tag] = TiffTags.LONG
    head[_COUNTS] = tuple(map(len, parts))
    head[_OFFSETS] = tuple(itertools.accumulate(head[_COUNTS][:-1], initial=0))  # from the end of what is saved
    file = io.BytesIO()
    head.save(file)
    return b"".join((file.getvalue(), *parts))


def _strip(file: Any, offset: int, count: int) -> bytes:
    if not 0 < count <= _size(file) - offset:
        raise OSError("a strip lies behind the end of the file")
    file.seek(offset)
    return file.read(count)


def _size(file: Any) -> int:
    return os.fstat(file.fileno()).st_size
