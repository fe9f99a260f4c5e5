"""`cableview snapshot`: draws the real window into a picture, without a display."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from cableview.cli.options import PATH
from cableview.errors import UsageError
from cableview.interrupts import ending_silently

_LARGEST = 10_000
_MOST_PIXELS = 100_000_000


@click.command("snapshot")
@click.argument("item", type=PATH, nargs=-1)
@click.option("-o", "--output", type=PATH, required=True, metavar="PNG", help="The image file to write.")
@click.option("--discrepancy", metavar="ID", help="The place to show. Default: the first undecided one.")
@click.option("--size", default="1440x900", show_default=True, metavar="WxH", help="Size of the window in pixels.")
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(0.5, 4), help="Scale of the display.")
@click.option(
    "--theme", type=click.Choice(("light", "dark")), default="light", show_default=True, help="Colours of the window."
)
@click.option(
    "--mode",
    type=click.Choice(("review", "edit", "start")),
    default="review",
    show_default=True,
    help="What the window shows: an item in review, or being edited, or the start page.",
)
@click.option("--force", is_flag=True, help="Replace PNG if it exists.")
def command(
    item: tuple[Path, ...],
    output: Path,
    *,
    discrepancy: str | None,
    size: str,
    scale: float,
    theme: str,
    mode: str,
    force: bool,
) -> int:
    """Draw the window on ITEM into the file PNG. This changes nothing of the item."""
    from cableview.cli.display import require_offscreen
    from cableview.collection.sources import sources_beside
    from cableview.report.export_targets import refuse_taken

    if math.isnan(scale):  # no comparison would find it out of range
        raise UsageError("the scale is not a number", advice="Give one from 0.5 to 4")
    window = _size(size)
    if window[0] * window[1] * scale * scale > _MOST_PIXELS:
        raise UsageError(
            f"a picture of {size} at scale {scale:g} is too large", advice="Choose a smaller size or scale"
        )
    if not item and mode != "start":
        raise UsageError("no item was given", advice="Name one, or use --mode start")
    refuse_taken(output, _sources(item), sources_beside(output) if force else [], replace=force)
    require_offscreen()
    # The offscreen platform warns for each window about what it cannot do; none of it matters for a picture.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    with ending_silently():
        from cableview.gui.snapshot import render_snapshot

    render_snapshot(item, output, discrepancy=discrepancy, size=window, scale=scale, theme=theme, mode=mode)
    return 0


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{2,5})x(\d{2,5})", text.strip().lower())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        raise UsageError(f"{text!r} is not a size", advice="Give it as 1440x900")
    return width, height


def _sources(paths: Sequence[Path]) -> list[Path]:
    """The files that must not be overwritten: those that will be shown."""
    from cableview.cli.items import item_at
    from cableview.files import is_folder
    from cableview.report.export_targets import own_files, own_files_in

    if len(paths) == 1 and is_folder(paths[0]):
        return own_files_in(paths[0])
    return own_files(item_at(paths)) if paths else []
