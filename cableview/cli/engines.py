"""OCR engines on the command line: choosing one, reading a scan with it, and messages meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cableview.cli.main import say
from cableview.cli.silenced_libraries import libraries_silenced
from cableview.errors import ImageError

if TYPE_CHECKING:
    from pathlib import Path

    from cableview.model.item import PageImage
    from cableview.scan.engines.engine import EngineName, Reading
    from cableview.scan.placing.places import WordPlaces

ENOUGH = 0.85
"""Share of words with a trusted place from which `auto` uses no engine: it would cost seconds a page for nothing."""

Option = Callable[[Any], Any]


def engine_option(purpose: str = "The OCR engine.", **options: Any) -> Option:
    """Adds `--engine`, by default `auto` unless click's `options` say otherwise."""
    names = click.Choice(("auto", "tesseract", "rapidocr", "none"))
    told: dict[str, Any] = {"default": "auto", "show_default": True, **options}
    return click.option("--engine", type=names, help=purpose, **told)


language = click.option(
    "--language", default="", metavar="L", help="The language for the engine: de, or its own name for it: eng, eng+fra."
)


def read_with(engine: EngineName, pages: Sequence[PageImage], text: str = "", language: str = "") -> Reading:
    """What an engine reads. Raises `EngineError`."""
    from cableview.scan.engines.messages import Asked
    from cableview.scan.engines.process import read_in_process

    with _progress(engine) as progress:
        return read_in_process(Asked(tuple(pages), engine, language, text), progress=progress)


def place_words(
    text: str, pages: Sequence[PageImage], layouts: Sequence[Path], choice: str, language: str = ""
) -> WordPlaces:
    """The places of a text's words: from a layout, the image alone, and an engine that is requested or needed.

    `auto` uses an engine only if fewer words than `ENOUGH` have a place, and goes on without those that fail.
    Raises `EngineError` for one that was requested by name, and `ImageError`.
    """
    from cableview.collection.word_places import find_words
    from cableview.scan.engines.choice import AUTO, chosen, installed
    from cableview.scan.engines.engine import EngineError
    from cableview.scan.page_reader import PageReader
    from cableview.scan.placing.by_engine import with_reading

    named = None if choice == AUTO else chosen(choice)
    with libraries_silenced():
        sizes = PageReader(pages).sizes
        places = find_words(text, pages, layouts)
    if named is not None:
        return with_reading(text, places, read_with(named, pages, text, language).layout, sizes)
    for engine in installed() if choice == AUTO else ():
        if not len(places) or trusted_share(places) >= ENOUGH:
            break
        try:
            reading = read_with(engine, pages, text, language)
        except (EngineError, ImageError) as error:
            say(str(error))
            continue
        places = with_reading(text, places, reading.layout, sizes)
    return places


def trusted_share(places: WordPlaces) -> float:
    """Share of the words that were found, rather than guessed, reliably enough to be shown."""
    from cableview.scan.placing.places import TRUSTED

    rows = zip(places.methods, places.confidences, strict=True)
    return sum(m.names_word and c >= TRUSTED for m, c in rows) / max(1, len(places))


@contextmanager
def _progress(engine: EngineName) -> Generator[Callable[[int, int], object] | None]:
    """Shows a count of pages on one line, if on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(page: int, of: int) -> None:
        click.echo(f"\rcableview: {engine} reads page {page} of {of} ", err=True, nl=False)

    try:
        yield show
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)
