"""From the paths of a command to items, and from an item to its session."""

from __future__ import annotations

import getpass
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cableview.collection.folder import items_in
from cableview.collection.item import Files
from cableview.collection.open import make_item, open_item
from cableview.errors import UsageError
from cableview.files import read_bytes
from cableview.model.item import Item
from cableview.review.opening import Opened, open_session
from cableview.review.session import Session

_PROBE_PIXELS = 250_000


@dataclass(frozen=True)
class Found:
    """The items at some place, and what could not be paired, with the reason."""

    items: tuple[Files, ...]
    unpaired: tuple[tuple[Path, str], ...] = ()
    folder: Path = field(default_factory=Path)


def item_from_slots(transcript: Path, reference: Path | None, scans: Sequence[Path], layouts: Sequence[Path]) -> Item:
    """The item of exactly these texts; without a reference it is looked for by name, or in an archive page.

    Scans that were named are read, so that a damaged one is not found out in the middle of the work.
    """
    for layout in layouts:
        read_bytes(layout)
    if reference is None:
        item = open_item([transcript], scans=scans)
    else:
        item = make_item(transcript, reference, scans)
    if scans:
        probe(item)
    return item


def item_at(paths: Sequence[Path]) -> Item:
    """The one item that `paths` make up. A text that only a record of work names is found by that."""
    return open_item(paths)


def items_at(folder: Path) -> Found:
    """The items of a folder."""
    pairing = items_in(folder)
    return Found(pairing.items, pairing.unpaired, folder)


def item_of(files: Files) -> Item:
    """The item of files that were paired."""
    return make_item(files.transcript, files.reference, files.scans)


def probe(item: Item) -> None:
    """Reads every page small. Raises `ImageError` for one that is damaged."""
    from cableview.scan.raster import read_page

    for page in item.pages:
        read_page(page, _PROBE_PIXELS)


def session_for_reading(item: Item, *, exact: bool = False, use_record: bool = True) -> Session:
    """The item's session as its record has it; nothing is written."""
    if not use_record:
        return Session(item, reviewer="", exact=exact)
    return open_session(item, reviewer="", keep=False, exact=exact).session


def opened_for_work(item: Item, reviewer: str) -> Opened:
    """The item's session with its record; what is done is kept. Raises `UsageError` where that cannot be."""
    opened = open_session(item, reviewer=reviewer)
    if opened.read_only:
        raise UsageError(opened.read_only, path=item.sidecar, advice="Nothing was recorded")
    return opened


def default_reviewer() -> str:
    """Who works at this machine, by the system's word."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def writable_words(text: str, what: str) -> str:
    """`text` from the command line, if a record can hold it. Raises `UsageError`."""
    if any(unicodedata.category(c) == "Cs" or c == "\0" for c in text):
        raise UsageError(f"the {what} is not sound text", advice="Give it in the terminal's own encoding")
    return text
