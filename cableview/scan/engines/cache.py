"""Engine readings in the user's cache folder, keyed by what was read and how; nothing depends on them."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from cableview.errors import FileError
from cableview.files import atomic_write, read_bytes
from cableview.model.geometry import Box
from cableview.model.layout import LayoutPage, LayoutRegion, LayoutWord
from cableview.scan.engines.engine import line_of

MOST_BYTES = 64 * 2**20
"""About two thousand pages."""
MOST_BYTES_A_PAGE = 8 * 2**20
MADE = 1
"""Incremented whenever the preparation of pages for engines, or the treatment of their answers, changes."""

log = logging.getLogger(__name__)

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageKey:
    """What was read and how: `sha256` of the file, `frame` in it from 0, engine, its version and language."""

    sha256: str
    frame: int
    engine: str
    version: str
    language: str

    @property
    def name(self) -> str:
        """The name of its file: a digest of everything the reading depends on."""
        return hashlib.sha256(json.dumps([MADE, *asdict(self).values()]).encode("ascii")).hexdigest() + ".json"


class ReadingCache:
    """Pages that were read, up to `most_bytes`; the least recently used go first.

    Several processes may share a folder. What cannot be stored or read counts as never stored.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder or user_cache_path("cableview", appauthor=False) / "readings"
        self._most_bytes = most_bytes

    def get(self, key: PageKey) -> LayoutPage | None:
        """The page as it was read; `None` where it is not stored or its file is damaged."""
        path = self._folder / key.name
        try:
            tree = json.loads(read_bytes(path, MOST_BYTES_A_PAGE))
            page = page_from(tree["page"]) if tree["key"] == asdict(key) else None
        except FileError:
            return None
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            log.warning("%s: is damaged and will be replaced (%s)", path, error)
            return None
        with suppress(OSError):
            os.utime(path)
        return page

    def put(self, key: PageKey, page: LayoutPage) -> None:
        """Stores a page, unless it is too large or the disk is full."""
        data = json.dumps({"key": asdict(key), "page": page_tree(page)}, separators=(",", ":")).encode("ascii")
        if len(data) > MOST_BYTES_A_PAGE:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            atomic_write(self._folder / key.name, data)
            self._shrink()
        except (FileError, OSError) as error:
            log.warning("a reading could not be kept: %s", error)

    def _shrink(self) -> None:
        kept: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError):
                status = path.stat()
                kept.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._most_bytes:
                break
            with suppress(OSError):
                path.unlink()
                total -= size


# Pages as plain values, also used between a worker and the window


def page_tree(page: LayoutPage) -> Tree:
    """A page as plain values. Lines are lists of words (text, box, confidence), which determine their text and box."""
    regions = [[[_word_tree(word) for word in line.words] for line in region.lines] for region in page.regions]
    return {"width": page.width, "height": page.height, "regions": regions}


def page_from(tree: Tree) -> LayoutPage:
    """The page that `page_tree` serialised. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    regions = tuple(
        LayoutRegion(tuple(line_of([_word_from(word) for word in line]) for line in lines if line))
        for lines in tree["regions"]
    )
    width, height = float(tree["width"]), float(tree["height"])
    if not (math.isfinite(width) and math.isfinite(height)):
        raise ValueError("the page has no size")
    return LayoutPage(width, height, regions)


def _word_tree(word: LayoutWord) -> list[Any]:
    box = word.box
    sure = None if word.confidence is None else round(word.confidence, 4)
    return [word.text, box.left, box.top, box.right, box.bottom, sure]


def _word_from(parts: list[Any]) -> LayoutWord:
    text, left, top, right, bottom, sure = parts
    box = Box(int(left), int(top), int(right), int(bottom))
    if not isinstance(text, str) or box.width <= 0 or box.height <= 0:
        raise ValueError("a word without text or place")
    return LayoutWord(text, box, None if sure is None else float(sure))
