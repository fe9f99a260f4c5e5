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
"""Kinds whose decoders were seen to crash, to hang or to take all memory on files that were made to do that."""
MOST_PASSES = 100
"""Of a JPEG. Those that become clearer while they load have about ten; each goes over all of the page."""


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
    """As `page_size` for each; a file is gone through once, however many of its pages are asked for."""
    frames: dict[Path, list[int]] = {}
    for page in pages:
        frames.setdefault(page.path, []).append(page.frame)
    sizes: dict[PageImage, tuple[int, int]] = {}
    for path, numbers in frames.items():
        found = pdf_page_sizes(path, numbers) if is_pdf(path) else upright_sizes(path, numbers)
        sizes.update((PageImage(path, number), size) for number, size in zip(numbers, found, strict=True))
    return [sizes[page] for page in pages]


def read_page(page: PageImage, max_pixels: int | None = None) -> Image.Image:
    """The page upright, in mode L or RGB. `max_pixels` asks for a smaller picture of it, which comes faster.

    What may be made to do harm is decoded in a process of its own. Raises `ImageError` when it is not an image, is
    damaged, is larger than what may be held in memory, or takes too long.
    """
    if not _is_risky(page.path):
        return decode_page(page, max_pixels)
    with Decoder() as decoder:
        return decoder.read(page, max_pixels)


def _is_risky(path: Path) -> bool:
    kind = kind_of(path)
    return kind in _RISKY or (kind == "a JPEG image" and jpeg_passes(path) > MOST_PASSES)


def crop(page: PageImage, box: Box, source: Callable[[PageImage], Image.Image] = read_page) -> Image.Image:
    """The part of a page in `box`, as far as it lies on the page; at least one pixel."""
    image = source(page)
    part = box.clipped(*image.size)
    left, top = min(part.left, image.width - 1), min(part.top, image.height - 1)
    return image.crop((left, top, max(part.right, left + 1), max(part.bottom, top + 1)))
