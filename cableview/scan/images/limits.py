"""How large a page may be, and how much memory and time its decoding may take."""

from __future__ import annotations

import math
import os
import sys
from contextlib import suppress

from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage

MAX_PIXELS = 400_000_000
MEMORY_SHARE = 0.25

_ASSUMED_MEMORY = 8 * 2**30
_BYTES_PER_PIXEL = {"1": 2, "L": 2, "P": 5, "I;16": 8, "I;16B": 8}
_MOST_BYTES_PER_PIXEL = 9
# OpenJPEG holds each sample in 32 bits or more: 19.5 bytes were measured for each pixel of a page in colour.
_JPEG2000_BYTES_PER_SAMPLE = 7

_LEAST_ADDRESS_SPACE = 2**30
_PDF_MEMORY = 2 * 2**30
_PDF_BYTES_PER_PIXEL = 16
_LEAST_SECONDS = 8
_SECONDS_PER_MEGAPIXEL = 0.25


def bytes_per_pixel(mode: str, kind: str | None) -> int:
    """The most bytes per pixel that decoding takes, for an image in a Pillow mode from a file of a Pillow format."""
    if kind == "JPEG2000":
        return _JPEG2000_BYTES_PER_SAMPLE * Image.getmodebands(mode)
    return _BYTES_PER_PIXEL.get(mode, _MOST_BYTES_PER_PIXEL)


def refuse_huge(page: PageImage, size: tuple[int, int], per_pixel: int = _MOST_BYTES_PER_PIXEL) -> None:
    """Raises `ImageError`, stating the figures, for a page that is too large to be decoded."""
    pixels = size[0] * size[1]
    needed, there = pixels * per_pixel, memory()
    if pixels > MAX_PIXELS:
        reason = f"{pixels / 1e6:.0f} megapixels are more than the {MAX_PIXELS / 1e6:.0f} that can be shown"
    elif needed > there * MEMORY_SHARE:
        reason = f"needs about {needed / 2**20:.0f} MB, more than a quarter of the {there / 2**20:.0f} MB of memory"
    else:
        return
    raise ImageError(
        f"{size[0]} x {size[1]} pixels: {reason}",
        path=page.path,
        place=f"page {page.frame + 1}",
        advice="Make it smaller",
    )


def memory() -> int:
    """Bytes of main memory; a guess where the system does not tell."""
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return _ASSUMED_MEMORY


def seconds_for(pixels: int) -> int:
    """Seconds of CPU time after which decoding this many pixels is given up."""
    return math.ceil(_LEAST_SECONDS + pixels / 1e6 * _SECONDS_PER_MEGAPIXEL)


def limit_memory(pdf_pixels: int | None = None) -> None:
    """Limits this process to a quarter of the memory, and another quarter for files that it maps.

    A PDF page of that many pixels gets 2 GB besides what they take: pictures in it may be larger than it is shown, but
    drawing that never ends takes half a gigabyte a second. Only where the system has such limits; pages whose headers
    show them to be too large are refused everywhere.
    """
    if sys.platform != "win32":
        import resource

        share = int(memory() * MEMORY_SHARE)
        most = share + _LEAST_ADDRESS_SPACE
        if pdf_pixels is not None:
            most = min(most, _PDF_MEMORY + pdf_pixels * _PDF_BYTES_PER_PIXEL)
        for kind, limit in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_AS, 2 * share + _LEAST_ADDRESS_SPACE)):
            with suppress(ValueError, OSError):
                hard = resource.getrlimit(kind)[1]
                resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def limit_seconds(seconds: int) -> None:
    """Ends this process once it has used `seconds` more of CPU time; each call restarts the count."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime) + seconds
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
