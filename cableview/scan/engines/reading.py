"""Reads the pages of a scan with an engine, one after another, or from the cache if they were read before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cableview.errors import FileError, ImageError
from cableview.files import sha256_of
from cableview.model.item import PageImage
from cableview.model.layout import Layout, LayoutPage
from cableview.scan.engines.cache import PageKey, ReadingCache
from cableview.scan.engines.engine import Engine, Reading
from cableview.scan.engines.languages import language_to_read
from cableview.scan.engines.page_preparation import MOST_PIXELS
from cableview.scan.raster import read_page

Progress = Callable[[int, int], object]
"""Called with the page being begun, from 1, and the number of pages."""


def read_scan(
    pages: Sequence[PageImage],
    engine: Engine,
    *,
    text: str = "",
    language: str = "",
    cache: ReadingCache | None = None,
    progress: Progress | None = None,
) -> Reading:
    """What `engine` reads on each page. `language` is the engine's name or ISO 639; if empty, `text` suggests it.

    Raises `EngineError` and `ImageError`.
    """
    language = language_to_read(language, text, engine.languages)
    digests: dict[Path, str] = {}
    found: list[LayoutPage] = []
    for number, page in enumerate(pages, 1):
        if progress is not None:
            progress(number, len(pages))
        if cache is not None and page.path not in digests:
            digests[page.path] = _digest(page.path)
        key = PageKey(digests.get(page.path, ""), page.frame, str(engine.name), engine.version, language)
        known = cache.get(key) if cache is not None else None
        if known is None:
            known = engine.read(read_page(page, MOST_PIXELS), language)
            if cache is not None:
                cache.put(key, known)
        found.append(known)
    return Reading(engine.name, engine.version, language, Layout(tuple(found)))


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except FileError as error:
        raise ImageError(error.message, path=path, advice=error.advice) from error
