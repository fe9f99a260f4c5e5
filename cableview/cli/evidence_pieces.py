"""The pieces of the scan in the evidence, as requested on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cableview.cli.progress import Bar
from cableview.cli.silenced_libraries import libraries_silenced
from cableview.errors import UsageError

if TYPE_CHECKING:
    from PIL import Image

    from cableview.model.item import PageImage
    from cableview.report.finding import Finding
    from cableview.report.piece import Pieces
    from cableview.review.session import Session

pieces_option = click.option(
    "--pieces/--no-pieces",
    default=None,
    help="html: with each place, show its piece of the scan or not. Default: yes for one item, no for a folder.",
)


def refuse_pieces(form: str, *, are_said: bool) -> None:
    """Raises `UsageError` if there is no page to hold them."""
    if are_said and form != "html":
        raise UsageError("--pieces and --no-pieces go with HTML", advice="Leave them out")


def pieces_of(session: Session, found: Sequence[Finding], *, announced: bool = True) -> Pieces | None:
    """The pieces for `found`, or `None` without a scan; `announced` shows progress on a terminal."""
    from cableview.report.scan_pieces import scan_pieces

    pages = session.item.pages
    if not pages:
        return None
    bar = Bar(len(pages) if announced else 0, "cutting pages")
    try:
        return scan_pieces(found, pages, told=lambda done, _: bar.show(done, 0), read=_read)
    finally:
        bar.close()


def _read(page: PageImage, max_pixels: int | None) -> Image.Image:
    from cableview.scan.raster import read_page

    with libraries_silenced():
        return read_page(page, max_pixels)


def stamp_now() -> str:
    """When and with what this is made."""
    from datetime import UTC, datetime

    from cableview.report.exports import stamped

    return stamped(datetime.now(UTC))
