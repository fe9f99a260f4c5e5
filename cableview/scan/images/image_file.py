"""Image files as Pillow opens them: headers, pages and sizes, and all the ways they can be broken."""

from __future__ import annotations

import math
import os
import struct
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from cableview import files
from cableview.errors import FileError, ImageError
from cableview.model.item import PageImage

MAX_FRAMES = 10_000

# The check by header in `limits` takes the place of Pillow's, which warns at 89 megapixels: A3 at 600 dpi has 70.
Image.MAX_IMAGE_PIXELS = None

# Pillow warns of odd metadata in what it can still show: a reader can do nothing about it. For the whole process, as
# `catch_warnings` is not made for threads.
warnings.filterwarnings("ignore", module=r"PIL\.")

# Imported here, as Pillow would otherwise import the readers of all its other formats to find one of these.
_FORMATS = tuple(
    str(reader.format)
    for reader in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        TiffImagePlugin.TiffImageFile,
        Jpeg2KImagePlugin.Jpeg2KImageFile,
    )
)
_START_OF_SCAN = b"\xff\xda"  # pixels never hold it: their own 0xff is followed by a 0
_READABLE = "JPEG, PNG, TIFF, JPEG 2000 or PDF"
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# What Pillow's decoders have been seen to raise on truncated and damaged files, besides OSError.
DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, KeyError, IndexError, TypeError, AttributeError),
    *(ArithmeticError, AssertionError, Image.DecompressionBombError, Warning),
)


def kind_of(path: Path) -> str:
    """The kind of a file by its first bytes, as `files.looks_like` names it; a PDF may have rubbish before them.

    Raises `ImageError` where it cannot be opened.
    """
    with as_image_error(path), files.opened(path) as (handle, _):
        head = os.read(handle, 1024)
    kind = files.looks_like(head)
    return "a PDF document" if "image" not in kind and b"%PDF-" in head else kind


def is_pdf(path: Path) -> bool:
    """True where the file begins as a PDF does, whatever its name is. Raises `ImageError`."""
    return "PDF" in kind_of(path)


def jpeg_passes(path: Path) -> int:
    """The number of passes a JPEG makes over its pixels, according to its markers. Raises `ImageError`."""
    count, last = 0, b""
    with as_image_error(path), files.opened(path) as (handle, _), files.failing_as(ImageError, path, "cannot be read"):
        while block := os.read(handle, 1 << 20):
            count += (last + block).count(_START_OF_SCAN)
            last = block[-1:]
    return count


@contextmanager
def as_image_error(path: Path) -> Generator[None]:
    """Raises errors about the file inside the block as `ImageError`."""
    try:
        yield
    except ImageError:
        raise
    except FileError as error:
        raise ImageError(error.message, path=path, advice=error.advice) from error


@contextmanager
def opened_image(path: Path) -> Generator[Any]:
    """An image whose header has been read; errors inside the block become an `ImageError`."""
    with as_image_error(path), files.opened(path) as (handle, size), open(handle, "rb", closefd=False) as file:
        _refuse_other_kinds(path, file.read(32), size)
        file.seek(0)
        try:
            with Image.open(file, formats=_FORMATS) as image:
                yield image
        except DAMAGE as error:
            raise ImageError("is cut off or damaged", path=path, advice="Copy it again from its source") from error
        except MemoryError as error:
            raise ImageError("needs more memory than is available", path=path, advice="Make it smaller") from error


def _refuse_other_kinds(path: Path, head: bytes, size: int) -> None:
    kind = files.looks_like(head)
    if size == 0:
        raise ImageError("is empty", path=path, advice="Copy it again from its source")
    if "image" not in kind or "GIF" in kind:
        what = f"looks like {kind}" if kind else "is not an image"
        raise ImageError(f"{what}; pages are read from {_READABLE}", path=path, advice="Choose another file")


def frame_count(image: Any, path: Path) -> int:
    """The number of pages. Raises `ImageError` if a TIFF claims an implausible number."""
    frames = _frames(image)
    if frames > MAX_FRAMES:
        raise ImageError(f"says it has more than {MAX_FRAMES} pages", path=path, advice="Split it")
    return frames


def _frames(image: Any) -> int:
    """The number of frames of a TIFF; where there are too many, only the first one too many is looked for.

    Pillow's own count walks to the end, and accepts any frame requested beyond it as the end.
    """
    frames = 1
    if image.format == "TIFF":
        with suppress(EOFError):
            while frames <= MAX_FRAMES:
                image.seek(frames)
                frames += 1
    return frames


def seek(image: Any, page: PageImage) -> None:
    """Goes to a frame without counting all of them first, which takes a second where there are thousands."""
    if page.frame == 0:
        return
    with suppress(EOFError):
        if image.format == "TIFF":
            image.seek(page.frame)
            return
    frames = _frames(image)
    said = "1 page" if frames == 1 else f"{frames} pages"
    raise ImageError(f"has {said}", path=page.path, place=f"page {page.frame + 1}", advice="Choose another page")


def upright_sizes(path: Path, frames: Sequence[int]) -> list[tuple[int, int]]:
    """Width and height of some pages of one file as they are shown, in one pass through it. Raises `ImageError`."""
    with opened_image(path) as image:
        sizes: dict[int, tuple[int, int]] = {}
        for frame in sorted(set(frames)):
            seek(image, PageImage(path, frame))
            sizes[frame] = turned_size(image.size, orientation(image))
    return [sizes[frame] for frame in frames]


def orientation(image: Any) -> int:
    """The EXIF orientation of the stored pixels; 1 when upright, or not stated legibly.

    Pillow turns a TIFF itself, and would decode a PNG completely to look for the entry behind its pixels.
    """
    if image.format == "TIFF" or (image.format == "PNG" and "exif" not in image.info):
        return 1
    with suppress(*DAMAGE):
        turn = int(image.getexif().get(ExifTags.Base.Orientation, 1))
        return turn if turn in _TURNS else 1
    return 1


def turned_size(size: tuple[int, int], turn: int) -> tuple[int, int]:
    """Width and height upright of an image of `size` as stored."""
    return (size[1], size[0]) if turn >= 5 else size


def upright(image: Image.Image, turn: int) -> Image.Image:
    """An image, or a part of it given by `stored_part`, turned as its orientation says."""
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def stored_part(size: tuple[int, int], turn: int, first: int, last: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom, in an image of `size` as stored, of the rows `first` to `last` when upright."""
    width, height = size
    if turn in (5, 6):
        return first, 0, last, height
    if turn in (7, 8):
        return width - last, 0, width - first, height
    if turn in (3, 4):
        return 0, height - last, width, height - first
    return 0, first, width, last


def draft(image: Any, max_pixels: int) -> None:
    """Lets the JPEG decoder reduce the size, by powers of two; other decoders cannot."""
    if image.format == "JPEG":
        scale = scale_to(image.size, max_pixels)
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))


def scale_to(size: tuple[int, int], max_pixels: int | None) -> float:
    """The factor by which each side is to shrink; 1 where nothing is asked for or the image is small enough."""
    pixels = size[0] * size[1]
    return 1.0 if max_pixels is None or pixels <= max_pixels else math.sqrt(max_pixels / pixels)


def reduced(image: Image.Image, max_pixels: int | None) -> Image.Image:
    """The image reduced to at most `max_pixels` pixels; the same object where it has no more."""
    scale = scale_to(image.size, max_pixels)
    if scale == 1.0:
        return image
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    return image.resize(size, Image.Resampling.BOX)
