"""The process that decodes pages for another: requests and answers are lines of JSON, pixels go into files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.scan.images import limits
from cableview.scan.images.image_file import is_pdf
from cableview.scan.images.page_decoding import decode_page
from cableview.scan.images.pdf import pdf_page_sizes
from cableview.scan.images.pyramid import build
from cableview.scan.images.scratch_file import discard, look_path

Tell = Callable[[dict[str, Any]], None]

HEADER_SECONDS = 8
"""Of computing that reading a header may take."""
TEXT_SECONDS = 12
"""And the text layer of a page; one of a newspaper takes one, and 200,000 characters took 8."""

PIECE_PIXELS = 16_384
"""Written at a time. A look as one piece would take memory that the system has to give first: 7 ms and not 3."""


class Complaints:
    """Listens to standard error, where libtiff reports what it could not decode of a page before carrying on.

    The messages are not kept, and anything that overfills the pipe is lost.
    """

    def __init__(self) -> None:
        self._ear = -1
        if sys.platform != "win32":
            self._ear, mouth = os.pipe()
            for end in (self._ear, mouth):
                os.set_blocking(end, False)
            os.dup2(mouth, 2)
            os.close(mouth)

    def are_new(self) -> bool:
        """True if there have been any since this was last asked."""
        with suppress(OSError):
            return self._ear >= 0 and bool(os.read(self._ear, 1 << 20))
        return False


def serve(questions: Iterable[str], tell: Tell, complaints: Complaints | None = None) -> None:
    """Answers requests until there are no more; each gets several answers, the last being `done` or `refused`.

    `damaged` is among them for a TIFF that could only be decoded in part.
    """
    for line in questions:
        limits.limit_memory()
        limits.limit_seconds(HEADER_SECONDS)
        asked = json.loads(line)
        if complaints is not None:
            complaints.are_new()
        try:
            answer = _TASKS[asked["do"]](asked, tell)
            if complaints is not None and complaints.are_new():
                tell({"damaged": True})
            tell({"done": answer})
        except ImageError as error:
            tell({"refused": [error.message, error.place, error.advice]})
        except BrokenPipeError:
            _clear_up(asked)  # the process that asked is gone
            return
        except MemoryError:
            tell({"refused": ["needs more memory than is available", "", "Make it smaller"]})
        except Exception as error:  # noqa: BLE001  a worker ends here
            tell(
                {"refused": [f"cannot be read ({error or type(error).__name__})", "", "Copy it again from its source"]}
            )


def _clear_up(asked: dict[str, Any]) -> None:
    """Removes the scratch file and its folder: a process that was killed cannot."""
    if "scratch" in asked:
        scratch = Path(asked["scratch"])
        discard(scratch)
        with suppress(OSError):
            scratch.parent.rmdir()


def _page(asked: dict[str, Any]) -> PageImage:
    return PageImage(Path(asked["path"]), asked["frame"])


def _build(asked: dict[str, Any], tell: Tell) -> list[int]:
    scratch, path, patience = Path(asked["scratch"]), Path(asked["path"]), asked.get("patience", 1)

    def show(size: tuple[int, int], image: Image.Image) -> None:
        tell({"look": [*size, *_save(image, look_path(scratch))]})

    def begin(pixels: int) -> None:
        _begin(path, pixels, patience * limits.seconds_for(pixels), tell)

    shape = build(_page(asked), scratch, begin, show)
    return [shape.width, shape.height, shape.channels]


def _read(asked: dict[str, Any], tell: Tell) -> list[int]:
    pixels = asked["max_pixels"] or limits.MAX_PIXELS // 4
    _begin(Path(asked["path"]), pixels, limits.seconds_for(pixels), tell)
    image = decode_page(_page(asked), asked["max_pixels"])
    return _save(image, Path(asked["scratch"]))


def _count(asked: dict[str, Any], _tell: Tell) -> int:
    """Counts the pages, reading their sizes too: otherwise the next request would be the first to test them."""
    return len(pdf_page_sizes(Path(asked["path"])))


def _text(asked: dict[str, Any], tell: Tell) -> object:
    from cableview.scan.images.pdf_text import read_text_layer  # loads PDFium, which other pages do not need

    _begin(Path(asked["path"]), 0, TEXT_SECONDS, tell)
    return msgspec.to_builtins(read_text_layer(_page(asked)))


_TASKS: dict[str, Callable[[dict[str, Any], Tell], Any]] = {
    "build": _build,
    "read": _read,
    "count": _count,
    "text": _text,
}


def _begin(path: Path, pixels: int, seconds: int, tell: Tell) -> None:
    """Sets the limits for what is to be decoded of a file, and tells how long it may take."""
    if is_pdf(path):
        limits.limit_memory(pixels)
    limits.limit_seconds(seconds)
    tell({"begun": seconds})


def _save(image: Image.Image, path: Path) -> list[int]:
    """Width, height and bytes of a pixel of what was written."""
    grey = image.mode == "L"
    rows = max(1, PIECE_PIXELS // max(1, image.width))
    with path.open("wb") as file:
        for first in range(0, image.height, rows):
            piece = image.crop((0, first, image.width, min(first + rows, image.height)))
            file.write(piece.tobytes("raw", "L" if grey else "RGBX"))
    return [image.width, image.height, 1 if grey else 4]
