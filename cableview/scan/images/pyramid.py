"""Decodes a page and its smaller pictures into a scratch file, in little memory, after a first look at it.

Pillow decodes straight into the mapped file, or into memory that is then written to it, and pages already decoded are
returned to the system meanwhile: of a scan of 70 megapixels, 278 MB decoded, some 20 to 50 MB are held at a time.
"""

from __future__ import annotations

import itertools
import mmap
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from PIL import Image

from cableview.model.item import PageImage
from cableview.scan.images.colour import bands, converter, is_shown_as_it_is, shown_mode
from cableview.scan.images.first_look import Look, early_look, is_large
from cableview.scan.images.image_file import (
    is_pdf,
    opened_image,
    orientation,
    reduced,
    scale_to,
    seek,
    stored_part,
    turned_size,
    upright,
)
from cableview.scan.images.limits import bytes_per_pixel, refuse_huge
from cableview.scan.images.pdf import pdf_page_sizes, render_pdf_page
from cableview.scan.images.scratch_file import COLOUR, GREY, LOOK_PIXELS, Level, Shape, reserve
from cableview.scan.images.streaming import Taken, can_stream, load_through

_TRIM_SECONDS = 0.01
_SMALL = 48 * 2**20
"""Bytes that may well be held at a time: a page at 300 dpi."""

Begin = Callable[[int], None]
Show = Callable[[tuple[int, int], Image.Image], None]


def build(page: PageImage, scratch: Path, begin: Begin, show: Show) -> Shape:
    """Writes the page upright, and its levels, into a new file. Raises `ImageError`.

    `begin` receives the number of pixels to be decoded, `show` the page's size and a first look at it.
    """
    if is_pdf(page.path):
        return _build_pdf_page(page, scratch, begin, show)
    is_shown = _show_early(page, begin, show)
    with opened_image(page.path) as image:
        seek(image, page)
        refuse_huge(page, image.size, bytes_per_pixel(image.mode, image.format))
        begin(image.width * image.height)
        return _build(image, orientation(image), page, scratch, None if is_shown else show)


def _show_early(page: PageImage, begin: Begin, show: Show) -> bool:
    """Shows a large page early by decoding only part of it; false where that is not possible."""
    with opened_image(page.path) as image:
        seek(image, page)
        size: tuple[int, int] = image.size
        if not is_large(size):
            return False
        refuse_huge(page, size, bytes_per_pixel(image.mode, image.format))
        begin(size[0] * size[1])
        turn = orientation(image)
        look = early_look(image)
        if look is not None:
            show(turned_size(size, turn), upright(look, turn))
        return look is not None


def _build_pdf_page(page: PageImage, scratch: Path, begin: Begin, show: Show) -> Shape:
    size = pdf_page_sizes(page.path, [page.frame])[0]
    refuse_huge(page, size)
    begin(size[0] * size[1])
    if is_large(size):
        show(size, reduced(render_pdf_page(page.path, page.frame, scale_to(size, LOOK_PIXELS)), LOOK_PIXELS))
    return write(render_pdf_page(page.path, page.frame), scratch, page.path)


def write(image: Image.Image, scratch: Path, page: Path) -> Shape:
    """Writes an image in mode L or RGB, and its levels, into a new file; `page` is what it is an image of."""
    shape = Shape(image.width, image.height, GREY if image.mode == "L" else COLOUR)
    with scratch.open("w+b", buffering=0) as file, _mapped_file(file, shape.size, page) as buffer:
        for first, last in _trimmed_bands(buffer, shape.width, shape.height):
            _write(buffer, shape, shape.levels()[0], first, image.crop((0, first, shape.width, last)))
        _add_levels(buffer, shape)
    return shape


def _build(image: Any, turn: int, page: PageImage, scratch: Path, show: Show | None) -> Shape:
    if not image.tile:
        raise OSError("there are no pixels in it")  # Pillow would take the empty buffer for pixels
    shape = Shape(*turned_size(image.size, turn), GREY if shown_mode(image) == "L" else COLOUR)
    take = _looker(shape, show)
    is_as_shown = turn == 1 and is_shown_as_it_is(image)
    with scratch.open("w+b", buffering=0) as file, _mapped_file(file, shape.size, page.path) as buffer:
        if is_as_shown and shape.size > _SMALL and can_stream(image):
            is_there = is_taken = load_through(image, page.path, shape, file, take)
        else:
            is_there, is_taken = is_as_shown and _load_into(image, buffer), False
        if not is_there:
            _load_and_convert(image, turn, page, buffer, shape)
        if not is_taken:
            _take_all(take, buffer, shape)
        _add_levels(buffer, shape)
    return shape


def _looker(shape: Shape, show: Show | None) -> Taken:
    """Gathers a look at a large page from its rows, and shows it once all of them are there."""
    if show is None or not is_large((shape.width, shape.height)):
        return lambda _whole, _last: None
    look = Look(shape.width, shape.height, _mode(shape))

    def take(whole: Image.Image, last: int) -> None:
        look.take(whole, last)
        if last == shape.height:
            show((shape.width, shape.height), look.image())

    return take


def _take_all(take: Taken, buffer: mmap.mmap, shape: Shape) -> None:
    whole = _picture(buffer, shape, shape.levels()[0])
    for _, last in _trimmed_bands(buffer, shape.width, shape.height):
        take(whole, last)


def _load_into(image: Any, buffer: mmap.mmap) -> bool:
    """Reads the pixels into `buffer`; false where the decoder allocated memory of its own and left them there."""
    size = getattr(image, "_tile_size", image.size)
    core: Any = Image.core
    pixels = core.map_buffer(buffer, size, "raw", 0, (image.mode, size[0] * _bytes_held(image.mode), 1))
    image.im = pixels
    image.load()
    return image.im is pixels


def _bytes_held(mode: str) -> int:
    """Bytes per pixel that Pillow requires of a buffer; as many for mode 1 as for colour."""
    if mode in ("L", "P"):
        return 1
    return 2 if mode.startswith("I;16") else 4


def _load_and_convert(image: Any, turn: int, page: PageImage, buffer: mmap.mmap, shape: Shape) -> None:
    """Loads the pixels as stored into a temporary file, and converts them from there band by band."""
    size = image.width * image.height * _bytes_held(image.mode)
    if size <= _SMALL or not image.tile:
        image.load()
        _convert(image, turn, buffer, shape)
        return
    with TemporaryFile() as file, _mapped_file(file, size, page.path) as stored:
        _load_into(image, stored)
        _convert(image, turn, buffer, shape, stored)
        image.im = Image.new("L", (1, 1)).im


def _convert(image: Any, turn: int, buffer: mmap.mmap, shape: Shape, *others: mmap.mmap) -> None:
    convert = converter(image)
    for first, last in _trimmed_bands(buffer, shape.width, shape.height, *others):
        part = image.crop(stored_part(image.size, turn, first, last))
        _write(buffer, shape, shape.levels()[0], first, upright(convert(part), turn))


def _add_levels(buffer: mmap.mmap, shape: Shape) -> None:
    levels = shape.levels()
    for above, level in itertools.pairwise(levels):
        larger = _picture(buffer, shape, above)
        for first, last in _trimmed_bands(buffer, above.width, above.height):
            _write(buffer, shape, level, first // 2, larger.reduce(2, (0, first, above.width, last)))


def _picture(buffer: mmap.mmap, shape: Shape, level: Level) -> Image.Image:
    """A level as an image backed by the buffer."""
    mode = _mode(shape)
    view: Any = memoryview(buffer)[level.offset :]
    return Image.frombuffer(mode, (level.width, level.height), view, "raw", mode, 0, 1)


def _mode(shape: Shape) -> str:
    return "L" if shape.channels == GREY else "RGBX"


def _write(buffer: mmap.mmap, shape: Shape, level: Level, first: int, rows: Image.Image) -> None:
    """Writes rows of a level to their place in the buffer, beginning with row `first`."""
    if shape.channels == GREY:
        pixels = rows.convert("L").tobytes()
    else:
        pixels = (rows if rows.mode == "RGBX" else rows.convert("RGB")).tobytes("raw", "RGBX")
    start = level.offset + first * level.width * shape.channels
    buffer[start : start + len(pixels)] = pixels


def _trimmed_bands(buffer: mmap.mmap, width: int, height: int, *others: mmap.mmap) -> Iterator[tuple[int, int]]:
    """As `bands`, but returns the memory touched by each band to the system afterwards."""
    for band in bands(width, height):
        yield band
        for touched in (buffer, *others):
            _trim(touched)


@contextmanager
def _mapped_file(file: IO[bytes], size: int, page: Path) -> Generator[mmap.mmap]:
    reserve(file, size, page)
    buffer = mmap.mmap(file.fileno(), size)
    try:
        with _trimmed(buffer) if size > _SMALL else nullcontext():
            yield buffer
    finally:
        with suppress(BufferError):  # an image that an error keeps alive still lies in it
            buffer.close()


@contextmanager
def _trimmed(buffer: mmap.mmap) -> Generator[None]:
    """Repeatedly returns the memory of a mapped file to the system while the block runs."""
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
    """Returns the memory of a mapped file to the system; the data stay in the file."""
    advice = getattr(mmap, "MADV_DONTNEED", None)
    if advice is not None:
        buffer.madvise(advice)
