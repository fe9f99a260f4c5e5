"""`cableview locate`: says where each word of a transcript is on the scan, and how that was found."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cableview.cli import options
from cableview.cli.engines import engine_option, language, place_words
from cableview.cli.main import say

if TYPE_CHECKING:
    from cableview.model.item import Item
    from cableview.scan.placing.places import Place


@click.command("locate")
@click.argument("transcript", type=options.PATH)
@options.scans(required=True)
@options.layouts
@engine_option()
@language
@click.option("--json", "as_json", is_flag=True, help="Output JSON, which is the only form.")
def command(
    transcript: Path, scans: tuple[Path, ...], layouts: tuple[Path, ...], *, engine: str, language: str, as_json: bool
) -> int:
    """Find where each word of TRANSCRIPT, a run of non-blanks, stands on the scan.

    Places are taken from layout files if there are any. Otherwise the transcript is laid along the lines of the image,
    and words that are not found get a place estimated from how much text precedes them. The method of each place says
    how it was found.

    Damaged pages are named and skipped, unless there is no other.

    With --engine, that OCR engine reads the scan as well. With auto, an installed one does so if too few words are
    found without it.
    """
    from cableview.cli.items import item_from_slots
    from cableview.cli.output import write_out
    from cableview.report.check_json import json_bytes

    started = time.monotonic()
    item = item_from_slots(transcript, None, scans, layouts, one_will_do=True)
    places = place_words(item.transcript.text, item.pages, item.layouts, engine, language)
    for notice in dict.fromkeys(places.notices):
        say(notice)
    words = [_row(item, place) for place in places]
    write_out(json_bytes({"words": words, "seconds": round(time.monotonic() - started, 3)}))
    return 0


def _row(item: Item, place: Place) -> dict[str, Any]:
    """The row of one word. `rest` is where its second part is, if it is broken at the end of a line."""
    from cableview.report.check_json import location_tree

    witness = item.transcript
    at = witness.in_file(place.span)
    row = {"start": at.span.start, "end": at.span.end, "text": place.span.of(witness.text)}
    source = {"source": at.source} if len(witness.sources) > 1 else {}
    rest = {"rest": location_tree(place.rest)} if place.rest is not None else {}
    return {**row, **source, **location_tree(place.location), **rest}
