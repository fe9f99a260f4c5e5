"""`cableview locate`: says where each word of a transcript stands on the scan, and how that was found."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cableview.errors import UsageError

if TYPE_CHECKING:
    from cableview.model.item import Item

_PATH = click.Path(path_type=Path)
_WORD = re.compile(r"\S+")


@click.command("locate")
@click.argument("transcript", type=_PATH)
@click.option(
    "--scan", "scans", type=_PATH, multiple=True, required=True, metavar="F", help="A page image; repeatable."
)
@click.option("--layout", "layouts", type=_PATH, multiple=True, metavar="F", help="Where words stand; repeatable.")
@click.option("--engine", type=click.Choice(("auto", "tesseract", "rapidocr", "none")), default="auto", help="For OCR.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, which is the only form.")
def command(transcript: Path, scans: tuple[Path, ...], layouts: tuple[Path, ...], *, engine: str, as_json: bool) -> int:
    """Say for each run of non-blanks of TRANSCRIPT where on the scan it stands.

    The places are guessed from a word's share of the text, and say so: method `proportional`, with a low confidence.
    """
    from cableview.cli.items import item_from_slots
    from cableview.cli.output import write_out
    from cableview.report.check_json import json_bytes

    if engine not in ("auto", "none"):
        raise UsageError(f"the engine {engine} is not at hand", advice="Use --engine none; places are guessed")
    started = time.monotonic()
    words = _words(item_from_slots(transcript, None, scans, layouts))
    write_out(json_bytes({"words": words, "seconds": round(time.monotonic() - started, 3)}))
    return 0


def _words(item: Item) -> list[dict[str, Any]]:
    from cableview.cli.locating import Guesser
    from cableview.model.span import Span
    from cableview.report.check_json import location_tree

    witness = item.transcript
    guesser = Guesser(item, witness.text)
    several = len(witness.sources) > 1
    words: list[dict[str, Any]] = []
    for match in _WORD.finditer(witness.text):
        span = Span(*match.span())
        location = guesser.at(span)
        if location is not None:
            at = witness.in_file(span)
            source = {"source": at.source} if several else {}
            place = {"start": at.span.start, "end": at.span.end, "text": match.group()}
            words.append({**place, **source, **location_tree(location)})
    return words
