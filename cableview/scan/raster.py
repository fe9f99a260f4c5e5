"""Page images as upright pixels: reading them, whatever their kind, within the memory there is."""

from __future__ import annotations

import io
import math
import os
import struct
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import ExifTags, Image, ImageCms

from cableview import files
from cableview.errors import FileError, ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.pdf import pdf_page_count, pdf_page_size, render_pdf_page

MAX_PIXELS = 400_000_000
MAX_FRAMES = 10_000
MEMORY_SHARE = 0.25

# The check by header below takes the place of Pillow's, which warns at 89 megapixels: an A3 page at 600 dpi has 70.
Image.MAX_IMAGE_PIXELS = None

# Pillow warns of odd metadata in what it can still show: a reader can do nothing about it. For the whole process, as
# `catch_warnings` is not made for threads.
warnings.filterwarnings("ignore", module=r"PIL\.")

_FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000")
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
_ASSUMED_MEMORY = 8 * 2**30
_BYTES_PER_PIXEL = {"1": 2, "L": 2, "P": 5, "I;16": 8, "I;16B": 8}
_MOST_BYTES_PER_PIXEL = 9

# What Pillow's decoders were seen to raise on cut and damaged files, besides OSError.
_DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, KeyError, IndexError, TypeError, AttributeError),
    *(ArithmeticError, AssertionError, Image.DecompressionBombError, Warning),
)


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows from the top, without padding: a row is `width` bytes in mode L, three times that in RGB."""

    width: int
    height: int
    mode: Literal["L", "RGB"]
    pixels: bytes


def page_count(path: Path) -> int:
    """Pages of a PDF, frames of a TIFF, else 1. Reads headers only. Raises `ImageError`."""
    if _is_pdf(path):
        return pdf_page_count(path)
    with _image(path) as image:
        frames = _frames(image)
    if frames > MAX_FRAMES:
        raise ImageError(f"says it has more than {MAX_FRAMES} pages", path=path, advice="Split it")
    return frames


def page_size(page: PageImage) -> tuple[int, int]:
    """Width and height in pixels as the page is shown upright, from its header. Raises `ImageError`."""
    if _is_pdf(page.path):
        return pdf_page_size(page.path, page.frame)
    with _image(page.path) as image:
        _seek(image, page)
        return _upright_size(image)


def read_page(page: PageImage, max_pixels: int | None = None) -> Image.Image:
    """The page upright, in mode L or RGB. `max_pixels` asks for a smaller picture of it, which comes faster.

    Raises `ImageError` when it is no image, damaged, or larger than what may be held in memory.
    """
    if _is_pdf(page.path):
        size = pdf_page_size(page.path, page.frame)
        scale = _scale(size, max_pixels)
        _refuse_huge(page, (math.ceil(size[0] * scale), math.ceil(size[1] * scale)), _MOST_BYTES_PER_PIXEL)
        return _reduced(render_pdf_page(page.path, page.frame, scale), max_pixels)
    with _image(page.path) as image:
        _seek(image, page)
        if max_pixels is not None:
            _draft(image, max_pixels)
        _refuse_huge(page, image.size, _BYTES_PER_PIXEL.get(image.mode, _MOST_BYTES_PER_PIXEL))
        orientation = _orientation(image)
        image.load()
        small = _reduced(_plain(image), max_pixels)
        return small.transpose(_TURNS[orientation]) if orientation in _TURNS else small


def crop(page: PageImage, box: Box, source: Callable[[PageImage], Image.Image] = read_page) -> Image.Image:
    """The part of a page in `box`, as far as it lies on the page; at least one pixel."""
    image = source(page)
    part = box.clipped(*image.size)
    left, top = min(part.left, image.width - 1), min(part.top, image.height - 1)
    return image.crop((left, top, max(part.right, left + 1), max(part.bottom, top + 1)))


def raster_of(image: Image.Image) -> Raster:
    """Plain pixels of an image as `read_page` gives it."""
    return Raster(image.width, image.height, "L" if image.mode == "L" else "RGB", image.tobytes())


class PageCache:
    """Pages read lately, up to a number of bytes; the last one is kept whatever its size. Safe to call from threads."""

    def __init__(self, max_bytes: int = 512 * 2**20) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[tuple[object, ...], Image.Image] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, page: PageImage, max_pixels: int | None = None) -> Image.Image:
        """As `read_page`; a file that was changed is read anew. The image is shared: not to be drawn on."""
        key = (page, max_pixels, *_stamp(page.path))
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        image = read_page(page, max_pixels)
        with self._lock:
            self._pages[key] = image
            while len(self._pages) > 1 and sum(map(_weight, self._pages.values())) > self._max_bytes:
                self._pages.popitem(last=False)
        return image

    def crop(self, page: PageImage, box: Box) -> Image.Image:
        return crop(page, box, self.read)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _weight(image: Image.Image) -> int:
    return image.width * image.height * (1 if image.mode == "L" else 4)


# Opening


def _is_pdf(path: Path) -> bool:
    """By its first bytes; readers allow some rubbish before them. Raises `ImageError` where it cannot be opened."""
    with _as_image_error(path), files.opened(path) as (handle, _):
        head = os.read(handle, 1024)
    return "image" not in files.looks_like(head) and b"%PDF-" in head


@contextmanager
def _as_image_error(path: Path) -> Generator[None]:
    try:
        yield
    except ImageError:
        raise
    except FileError as error:
        raise ImageError(error.message, path=path, advice=error.advice) from error


@contextmanager
def _image(path: Path) -> Generator[Any]:
    """An image whose header was read; what goes wrong inside becomes an `ImageError`."""
    with _as_image_error(path), files.opened(path) as (handle, size), open(handle, "rb", closefd=False) as file:
        _refuse_other_kinds(path, file.read(32), size)
        file.seek(0)
        try:
            with Image.open(file, formats=_FORMATS) as image:
                yield image
        except _DAMAGE as error:
            raise ImageError("is cut off or damaged", path=path, advice="Copy it again from its source") from error
        except MemoryError as error:
            raise ImageError("needs more memory than there is", path=path, advice="Make it smaller") from error


def _refuse_other_kinds(path: Path, head: bytes, size: int) -> None:
    kind = files.looks_like(head)
    if size == 0:
        raise ImageError("is empty", path=path, advice="Copy it again from its source")
    if "image" not in kind or "GIF" in kind:
        what = f"looks like {kind}" if kind else "is no image"
        raise ImageError(f"{what}; pages are read from {_READABLE}", path=path, advice="Choose another file")


def _frames(image: Any) -> int:
    """How many a TIFF has; of one with too many only the first that is too many is looked for.

    Pillow's own count walks to the end, and takes for the end whatever frame it is asked for behind it.
    """
    frames = 1
    if image.format == "TIFF":
        with suppress(EOFError):
            while frames <= MAX_FRAMES:
                image.seek(frames)
                frames += 1
    return frames


def _seek(image: Any, page: PageImage) -> None:
    """Without counting all frames first, which takes a second where there are thousands."""
    if page.frame == 0:
        return
    with suppress(EOFError):
        if image.format == "TIFF":
            image.seek(page.frame)
            return
    frames = _frames(image)
    said = "1 page" if frames == 1 else f"{frames} pages"
    raise ImageError(f"has {said}", path=page.path, place=f"page {page.frame + 1}", advice="Choose another page")


def _upright_size(image: Any) -> tuple[int, int]:
    width, height = image.size
    return (height, width) if _orientation(image) in (5, 6, 7, 8) else (width, height)


def _orientation(image: Any) -> int:
    """How the stored pixels lie, 1 when upright or not said in a way that can be read.

    Pillow turns a TIFF itself, and would decode a PNG whole to look for the entry behind its pixels.
    """
    if image.format == "TIFF" or (image.format == "PNG" and "exif" not in image.info):
        return 1
    with suppress(*_DAMAGE):
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    return 1


def _refuse_huge(page: PageImage, size: tuple[int, int], bytes_per_pixel: int) -> None:
    pixels = size[0] * size[1]
    needed, memory = pixels * bytes_per_pixel, _memory()
    if pixels > MAX_PIXELS:
        reason = f"{pixels / 1e6:.0f} megapixels are more than the {MAX_PIXELS / 1e6:.0f} that can be shown"
    elif needed > memory * MEMORY_SHARE:
        reason = f"needs about {needed / 2**20:.0f} MB, more than a quarter of the {memory / 2**20:.0f} MB of memory"
    else:
        return
    raise ImageError(
        f"{size[0]} x {size[1]} pixels: {reason}",
        path=page.path,
        place=f"page {page.frame + 1}",
        advice="Make it smaller",
    )


def _memory() -> int:
    """Bytes of main memory; a guess where the system does not say."""
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return _ASSUMED_MEMORY


# Pixels


def _draft(image: Any, max_pixels: int) -> None:
    """Lets JPEG's decoder leave out detail, in steps of two; others have no such way."""
    if image.format == "JPEG":
        scale = _scale(image.size, max_pixels)
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))


def _scale(size: tuple[int, int], max_pixels: int | None) -> float:
    pixels = size[0] * size[1]
    return 1.0 if max_pixels is None or pixels <= max_pixels else math.sqrt(max_pixels / pixels)


def _reduced(image: Image.Image, max_pixels: int | None) -> Image.Image:
    scale = _scale(image.size, max_pixels)
    if scale == 1.0:
        return image
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    return image.resize(size, Image.Resampling.BOX)


def _plain(image: Image.Image) -> Image.Image:
    """In mode L or RGB, apart from the file; what is transparent lies on white paper."""
    info: dict[Any, Any] = image.info
    if image.mode.startswith(("I", "F")):
        return _eight_bit(image)
    if image.mode in ("1", "L"):
        return image.convert("L") if image.mode == "1" or "transparency" not in info else _on_white(image)
    if image.mode in ("LA", "PA", "La", "RGBA", "RGBa") or "transparency" in info:
        return _on_white(image)
    profile: bytes | None = info.get("icc_profile")
    return _in_srgb(image, profile) if profile else _rgb(image)


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":
        converted = ImageCms.profileToProfile(image, _profile("LAB"), _profile("sRGB"), outputMode="RGB")
        return converted if converted is not None else image
    if image.mode == "RGB":
        return image.copy()
    grey = image.mode == "P" and image.palette is not None and image.palette.mode == "L"
    return image.convert("L" if grey else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper.convert("L" if image.mode in ("L", "LA", "La") else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the file's profile means them, where it can be followed; as they stand where not."""
    if image.mode not in ("RGB", "CMYK") or b"sRGB" in profile[:4096]:
        return _rgb(image)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _profile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None
    return converted if converted is not None else _rgb(image)


def _profile(name: Literal["LAB", "sRGB"]) -> Any:
    module: Any = ImageCms
    return module.createProfile(name)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Deep greys as bytes, by the depth that their brightest pixel shows: scanners write 12 bits into 16."""
    values = np.nan_to_num(np.asarray(image).astype(np.float32, copy=False))
    top = float(values.max(initial=0.0))
    depths = (1.0, 255.0, 65535.0) if image.mode.startswith("F") else (255.0, 4095.0, 65535.0)
    depth = next((white for white in depths if top <= white), top)
    scaled = np.clip(values * (255.0 / depth), 0, 255).astype(np.uint8)
    inverted = image.format == "TIFF" and getattr(image, "tag_v2", {}).get(262) == 0
    return Image.fromarray(255 - scaled if inverted else scaled)
