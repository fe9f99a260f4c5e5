"""The process that decodes pages for another: a question a line in, answers as lines of JSON out, pixels in files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.scan import limits
from cableview.scan.pdf import pdf_page_sizes
from cableview.scan.pyramid import build
from cableview.scan.raster import decode_page

Tell = Callable[[dict[str, Any]], None]

HEADER_SECONDS = 8
"""Of computing that reading a header may take."""


def serve(questions: Iterable[str], tell: Tell) -> None:
    """Answers till there are no more questions; each has several answers, of which the last is `done` or `refused`."""
    limits.limit_memory()
    for line in questions:
        limits.limit_seconds(HEADER_SECONDS)
        asked = json.loads(line)
        try:
            tell({"done": _TASKS[asked["do"]](asked, tell)})
        except ImageError as error:
            tell({"refused": [error.message, error.place, error.advice]})
        except MemoryError:
            tell({"refused": ["needs more memory than there is", "", "Make it smaller"]})
        except Exception as error:  # noqa: BLE001  a worker ends here
            tell(
                {"refused": [f"cannot be read ({error or type(error).__name__})", "", "Copy it again from its source"]}
            )


def _page(asked: dict[str, Any]) -> PageImage:
    return PageImage(Path(asked["path"]), asked["frame"])


def _build(asked: dict[str, Any], tell: Tell) -> list[int]:
    scratch = Path(asked["scratch"])

    def show(size: tuple[int, int], image: Image.Image) -> None:
        tell({"look": [*size, *_save(image, scratch.with_suffix(".look"))]})

    shape = build(_page(asked), scratch, lambda pixels: _begin(pixels, tell), show)
    return [shape.width, shape.height, shape.channels]


def _read(asked: dict[str, Any], tell: Tell) -> list[int]:
    _begin(asked["max_pixels"] or limits.MAX_PIXELS // 4, tell)
    image = decode_page(_page(asked), asked["max_pixels"])
    return _save(image, Path(asked["scratch"]))


def _count(asked: dict[str, Any], _tell: Tell) -> int:
    """The size of each page is read as well: what is asked for next would else be its first trial."""
    return len(pdf_page_sizes(Path(asked["path"])))


_TASKS: dict[str, Callable[[dict[str, Any], Tell], Any]] = {"build": _build, "read": _read, "count": _count}


def _begin(pixels: int, tell: Tell) -> None:
    seconds = limits.seconds_for(pixels)
    limits.limit_seconds(seconds)
    tell({"begun": seconds})


def _save(image: Image.Image, path: Path) -> list[int]:
    """Width, height and bytes of a pixel of what was written."""
    grey = image.mode == "L"
    path.write_bytes(image.tobytes() if grey else image.tobytes("raw", "RGBX"))
    return [image.width, image.height, 1 if grey else 4]
