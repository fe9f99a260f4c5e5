"""Decodes a page into a scratch file with all its smaller pictures, in little memory, after a first look at it.

Pillow's decoders write straight into the mapped file, and what they wrote is given back to the system while they go on:
of a page of 70 megapixels, 278 MB as decoded, no more than about 20 MB are held at a time.
"""

from __future__ import annotations

import itertools
import math
import mmap
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from PIL import Image

from cableview.model.item import PageImage
from cableview.scan.colour import bands, converter, is_shown_as_it_is, shown_mode
from cableview.scan.image_file import (
    draft,
    is_pdf,
    opened_image,
    orientation,
    scale_to,
    seek,
    stored_part,
    turned_size,
    upright,
)
from cableview.scan.limits import bytes_per_pixel, refuse_huge
from cableview.scan.pdf import pdf_page_sizes, render_pdf_page
from cableview.scan.scratch import COLOUR, GREY, LOOK_PIXELS, Level, Shape, reserve

_TRIM_SECONDS = 0.01

Begin = Callable[[int], None]
Show = Callable[[tuple[int, int], Image.Image], None]


def build(page: PageImage, scratch: Path, begin: Begin, show: Show) -> Shape:
    """Writes the page upright, and its levels, into a new file. Raises `ImageError`.

    `begin` is told how many pixels will be decoded, `show` the page's size and a first look at it.
    """
    if is_pdf(page.path):
        return _build_pdf_page(page, scratch, begin, show)
    size = _show_draft(page, begin, show)
    with opened_image(page.path) as image:
        seek(image, page)
        turn = orientation(image)
        refuse_huge(page, image.size, bytes_per_pixel(image.mode, image.format))
        if size is None:
            begin(image.width * image.height)
        return _build(image, turn, page, scratch, None if size else show)


def _show_draft(page: PageImage, begin: Begin, show: Show) -> tuple[int, int] | None:
    """A look at a large JPEG, which can be decoded small. Answers its size as stored, if there was a look."""
    with opened_image(page.path) as image:
        size: tuple[int, int] = image.size
        if image.format != "JPEG" or not _is_large(size):
            return None
        refuse_huge(page, size, bytes_per_pixel(image.mode, image.format))
        begin(size[0] * size[1])
        turn = orientation(image)
        draft(image, LOOK_PIXELS // 2)
        image.load()
        show(turned_size(size, turn), upright(converter(image)(image), turn))
        return size


def _build_pdf_page(page: PageImage, scratch: Path, begin: Begin, show: Show) -> Shape:
    size = pdf_page_sizes(page.path, [page.frame])[0]
    refuse_huge(page, size)
    begin(size[0] * size[1])
    if _is_large(size):
        show(size, render_pdf_page(page.path, page.frame, scale_to(size, LOOK_PIXELS)))
    return write(render_pdf_page(page.path, page.frame), scratch, page.path)


def write(image: Image.Image, scratch: Path, page: Path) -> Shape:
    """Writes an image in mode L or RGB, and its levels, into a new file; `page` is what it is an image of."""
    shape = Shape(image.width, image.height, GREY if image.mode == "L" else COLOUR)
    with _mapped(scratch, shape.size, page) as buffer:
        for first, last in _trimmed_bands(buffer, shape.width, shape.height):
            _write(buffer, shape, shape.levels()[0], first, image.crop((0, first, shape.width, last)))
        _add_levels(buffer, shape)
    return shape


def _build(image: Any, turn: int, page: PageImage, scratch: Path, show: Show | None) -> Shape:
    mode = shown_mode(image)
    width, height = turned_size(image.size, turn)
    shape = Shape(width, height, GREY if mode == "L" else COLOUR)
    with _mapped(scratch, shape.size, page.path) as buffer:
        if not (turn == 1 and is_shown_as_it_is(image) and _load_into(image, buffer)):
            _load_and_convert(image, turn, page, buffer, shape)
        if show is not None and _is_large((width, height)):
            show((width, height), _look(buffer, shape))
        _add_levels(buffer, shape)
    return shape


def _is_large(size: tuple[int, int]) -> bool:
    """Of a smaller page all pixels are there as soon."""
    return size[0] * size[1] > 3 * LOOK_PIXELS


def _load_into(image: Any, buffer: mmap.mmap) -> bool:
    """Reads the pixels into `buffer`; false where the decoder took memory of its own, in which they are then."""
    size = getattr(image, "_tile_size", image.size)
    core: Any = Image.core
    pixels = core.map_buffer(buffer, size, "raw", 0, (image.mode, size[0] * _bytes_held(image.mode), 1))
    image.im = pixels
    image.load()
    return image.im is pixels


def _bytes_held(mode: str) -> int:
    """Bytes in which Pillow holds a pixel."""
    if mode in ("1", "L", "P"):
        return 1
    return 2 if mode.startswith("I;16") else 4


def _load_and_convert(image: Any, turn: int, page: PageImage, buffer: mmap.mmap, shape: Shape) -> None:
    """By way of a file for the pixels as they are stored, and from there band after band."""
    if not image.tile:
        _convert(image, turn, buffer, shape)
        return
    with TemporaryFile() as file:
        size = image.width * image.height * _bytes_held(image.mode)
        with _mapped_file(file, size, page.path) as stored:
            _load_into(image, stored)
            _convert(image, turn, buffer, shape, stored)
            image.im = Image.new("L", (1, 1)).im


def _convert(image: Any, turn: int, buffer: mmap.mmap, shape: Shape, *others: mmap.mmap) -> None:
    convert = converter(image)
    for first, last in _trimmed_bands(buffer, shape.width, shape.height, *others):
        part = image.crop(stored_part(image.size, turn, first, last))
        _write(buffer, shape, shape.levels()[0], first, upright(convert(part), turn))


def _look(buffer: mmap.mmap, shape: Shape) -> Image.Image:
    """A rough picture, quickly: four pixels are taken for each of its own, and the others are not looked at."""
    whole = _picture(buffer, shape, shape.levels()[0])
    factor = math.ceil(math.sqrt(shape.width * shape.height / LOOK_PIXELS))
    look = Image.new(whole.mode, (shape.width // factor * 2, shape.height // factor * 2))
    for first, last in _trimmed_bands(buffer, look.width * factor * factor // 4, look.height):
        part = (0, first * factor // 2, look.width * factor // 2, last * factor // 2)
        look.paste(whole.resize((look.width, last - first), Image.Resampling.NEAREST, part), (0, first))
    return look.reduce(2).convert("L" if shape.channels == GREY else "RGB")


def _add_levels(buffer: mmap.mmap, shape: Shape) -> None:
    levels = shape.levels()
    for above, level in itertools.pairwise(levels):
        larger = _picture(buffer, shape, above)
        for first, last in _trimmed_bands(buffer, above.width, above.height):
            _write(buffer, shape, level, first // 2, larger.reduce(2, (0, first, above.width, last)))


def _picture(buffer: mmap.mmap, shape: Shape, level: Level) -> Image.Image:
    """A level as an image that lies in the buffer."""
    mode = "L" if shape.channels == GREY else "RGBX"
    view: Any = memoryview(buffer)[level.offset :]
    return Image.frombuffer(mode, (level.width, level.height), view, "raw", mode, 0, 1)


def _write(buffer: mmap.mmap, shape: Shape, level: Level, first: int, rows: Image.Image) -> None:
    """Puts rows of a level where they belong, the first of them being row `first`."""
    if shape.channels == GREY:
        pixels = rows.convert("L").tobytes()
    else:
        pixels = (rows if rows.mode == "RGBX" else rows.convert("RGB")).tobytes("raw", "RGBX")
    start = level.offset + first * level.width * shape.channels
    buffer[start : start + len(pixels)] = pixels


def _trimmed_bands(buffer: mmap.mmap, width: int, height: int, *others: mmap.mmap) -> Iterator[tuple[int, int]]:
    """As `bands`; after each the memory that it touched is given back."""
    for band in bands(width, height):
        yield band
        for touched in (buffer, *others):
            _trim(touched)


@contextmanager
def _mapped(path: Path, size: int, page: Path) -> Generator[mmap.mmap]:
    with path.open("w+b") as file, _mapped_file(file, size, page) as buffer:
        yield buffer


@contextmanager
def _mapped_file(file: BinaryIO, size: int, page: Path) -> Generator[mmap.mmap]:
    reserve(file, size, page)
    buffer = mmap.mmap(file.fileno(), size)
    try:
        with _trimmed(buffer):
            yield buffer
    finally:
        with suppress(BufferError):  # an image that an error keeps alive still lies in it
            buffer.close()


@contextmanager
def _trimmed(buffer: mmap.mmap) -> Generator[None]:
    """Gives back the memory of a mapped file again and again."""
    is_done = threading.Event()

    def trim() -> None:
        while not is_done.wait(_TRIM_SECONDS):
            _trim(buffer)

    thread = threading.Thread(target=trim, name="cableview-trim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _trim(buffer: mmap.mmap) -> None:
    """Gives the memory of a mapped file back to the system; what was written stays in the file."""
    advice = getattr(mmap, "MADV_DONTNEED", None)
    if advice is not None:
        buffer.madvise(advice)
