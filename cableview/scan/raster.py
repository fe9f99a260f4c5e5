"""Page images as upright pixels: reading them, whatever their kind, within limits of memory and time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from cableview.errors import ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.images.decoder import Decoder
from cableview.scan.images.image_file import (
    MAX_FRAMES,
    frame_count,
    is_pdf,
    jpeg_passes,
    kind_of,
    opened_image,
    upright_sizes,
)
from cableview.scan.images.page_decoding import decode_page
from cableview.scan.images.pdf import pdf_page_sizes

_RISKY = frozenset({"a TIFF image", "a JPEG 2000 image", "a PDF document"})
"""Kinds whose decoders have been seen to crash, hang or take all memory on malicious files."""
MOST_PASSES = 100
"""Most passes of a JPEG. Progressive ones have about ten; each goes over the whole page."""


def page_count(path: Path) -> int:
    """Pages of a PDF, frames of a TIFF, else 1. Reads headers only. Raises `ImageError`."""
    if not is_pdf(path):
        with opened_image(path) as image:
            return frame_count(image, path)
    with Decoder() as decoder:
        count = decoder.count_pdf_pages(path)
    if count > MAX_FRAMES:
        raise ImageError(f"says it has more than {MAX_FRAMES} pages", path=path, advice="Split it")
    return count


def page_size(page: PageImage) -> tuple[int, int]:
    """Width and height in pixels as the page is shown upright, from its header. Raises `ImageError`."""
    return page_sizes([page])[0]


def page_sizes(pages: Sequence[PageImage]) -> list[tuple[int, int]]:
    """The `page_size` of each page; each file is read through once, however many of its pages are requested."""
    frames: dict[Path, list[int]] = {}
    for page in pages:
        frames.setdefault(page.path, []).append(page.frame)
    sizes: dict[PageImage, tuple[int, int]] = {}
    for path, numbers in frames.items():
        found = pdf_page_sizes(path, numbers) if is_pdf(path) else upright_sizes(path, numbers)
        sizes.update((PageImage(path, number), size) for number, size in zip(numbers, found, strict=True))
    return [sizes[page] for page in pages]


def read_page(page: PageImage, max_pixels: int | None = None) -> Image.Image:
    """The page upright, in mode L or RGB. `max_pixels` requests a smaller picture, which is faster.

    Formats that malicious files may exploit are decoded in a separate process. Raises `ImageError` when the file is not
    an image, is damaged, is too large to hold in memory, or takes too long.
    """
    if not _is_risky(page.path):
        return decode_page(page, max_pixels)
    with Decoder() as decoder:
        return decoder.read(page, max_pixels)


def _is_risky(path: Path) -> bool:
    kind = kind_of(path)
    return kind in _RISKY or (kind == "a JPEG image" and jpeg_passes(path) > MOST_PASSES)


def crop(page: PageImage, box: Box, source: Callable[[PageImage], Image.Image] = read_page) -> Image.Image:
    """The part of a page in `box`, clipped to the page; at least one pixel."""
    image = source(page)
    part = box.clipped(*image.size)
    left, top = min(part.left, image.width - 1), min(part.top, image.height - 1)
    return image.crop((left, top, max(part.right, left + 1), max(part.bottom, top + 1)))
