"""Makes items from the paths of a command, and sessions from items."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from cableview.cli.main import say
from cableview.cli.progress import said_when_slow
from cableview.cli.silenced_libraries import libraries_silenced
from cableview.collection.file_roles import is_role_folder
from cableview.collection.make_item import make_item
from cableview.collection.open_item import open_item
from cableview.collection.pairing import Files
from cableview.collection.recorded_files import recorded_files
from cableview.errors import SaveError, UsageError
from cableview.files import exists
from cableview.model.item import Item
from cableview.review.opening import Opened, open_session
from cableview.review.session import Session
from cableview.review.store.record import journal_path
from cableview.review.store.shape import sidecar_path
from cableview.settings import read_settings

_PROBE_PIXELS = 250_000


def item_from_slots(
    transcript: Path,
    reference: Path | None,
    scans: Sequence[Path],
    layouts: Sequence[Path] = (),
    sidecar_folder: Path | None = None,
    *,
    one_will_do: bool = False,
) -> Item:
    """The item of exactly these texts; a missing reference is searched for by name, or in an archive page.

    Scans and layouts that were named are read at once, so that a damaged one is not found in the middle of the work.
    With `one_will_do`, damaged pages are allowed beside a sound one.
    """
    if layouts:
        from cableview.collection.layouts import layout_in

        for layout in layouts:
            layout_in(layout)

    def made(folder: Path | None) -> Item:
        if reference is None:
            return open_item([transcript], scans=scans, layouts=layouts, sidecar_folder=folder)
        files = Files((transcript,), (reference,), tuple(scans), tuple(layouts))
        kept = recorded_files(sidecar_path(transcript.absolute(), folder))
        encoding, frames = (kept.encoding, kept.frames) if kept else (None, None)
        return make_item(files, encoding=encoding, sidecar_folder=folder, frames=frames)

    item = _with_record_of(made, sidecar_folder)
    if scans:
        probe(item, one_will_do=one_will_do)
    return item


def item_at(paths: Sequence[Path], sidecar_folder: Path | None = None) -> Item:
    """The one item that `paths` make up, completed from its record and matching names."""
    return _with_record_of(lambda folder: open_item(paths, sidecar_folder=folder), sidecar_folder)


def item_of(files: Files, sidecar_folder: Path | None = None, *, folder: Path | None = None) -> Item:
    """The item of paired files, completed from its record.

    A `folder` already searched for them is not searched again for each: that took half the time of checking 200 pages.
    In a folder named `transcript` itself, the second texts are beside it.
    """
    beside = None if folder is None or is_role_folder(folder) else files
    first = (files.transcript or files.scans)[0]
    return _with_record_of(lambda kept: open_item([first], sidecar_folder=kept, beside=beside), sidecar_folder)


def _with_record_of(made: Callable[[Path | None], Item], folder: Path | None) -> Item:
    """The item with its record in `folder`, else beside its text, else in the user's folder for such records.

    The user's folder is for texts whose own folder is not writable; a record that is there continues to be used.
    """
    item = made(folder)
    chosen = read_settings().sidecar_folder
    if folder or not chosen or _is_kept(item.sidecar):
        return item
    there = sidecar_path(item.transcript.sources[0].path, Path(chosen))
    return made(Path(chosen)) if _is_kept(there) or not os.access(item.sidecar.parent, os.W_OK) else item


def _is_kept(sidecar: Path) -> bool:
    return exists(sidecar) or exists(journal_path(sidecar))


def probe(item: Item, *, one_will_do: bool = False) -> None:
    """Reads every page at a small size. Raises `ImageError` for a damaged one; with `one_will_do`, only if all are."""
    from cableview.scan.page_reader import PageReader

    with libraries_silenced():
        scan = PageReader(item.pages)
        for index in range(len(item.pages)):
            scan.image(index, _PROBE_PIXELS)
    if scan.errors and not one_will_do:
        raise scan.errors[min(scan.errors)]


def session_for_reading(item: Item, *, exact: bool = False, use_record: bool = True, announced: bool = True) -> Session:
    """The item's session with its record's state; nothing is written."""
    with said_when_slow(item) if announced else nullcontext():
        if not use_record:
            return Session(item, reviewer="", exact=exact)
        opened = open_session(item, reviewer="", keep=False, exact=exact)
    if announced:
        say_record_news(opened)
    return opened.session


def say_record_news(opened: Opened) -> None:
    """Says what a window would: that decisions were carried over to a changed text, or that there is another record."""
    item = opened.session.item
    for notice in opened.notices:
        if notice not in item.notices:
            say(f"{item.transcript.sources[0].path.name}: {notice}")


def opened_for_work(item: Item, reviewer: str | None) -> Opened:
    """The item's session with its record; changes are saved. Raises `UsageError` if they cannot be.

    Without a `reviewer`, the name is that of the user's settings or of the system.
    """
    name = writable_words(reviewer or "", "name") or read_settings().reviewer_name
    with said_when_slow(item):
        opened = open_session(item, reviewer=name)
    if opened.read_only:
        raise UsageError(opened.read_only, path=item.sidecar, advice="Nothing was recorded")
    say_record_news(opened)
    return opened


def make_durable(opened: Opened) -> None:
    """Waits until the changes are on disk, in the sidecar or its journal. Raises `SaveError` if they are not."""
    try:
        opened.close()
    except SaveError as error:
        is_kept = opened.session.kept_seq == opened.session.last_seq
        if not is_kept and opened.store.conflict:  # e.g. from two commands at once: a window has other ways out
            advice = "Nothing was recorded; give the command again"
            raise SaveError(error.message, path=error.path, advice=advice) from error
        if not is_kept:
            raise
        say(f"{error}. It is kept in the journal beside it")


def writable_words(text: str, what: str) -> str:
    """`text` from the command line, if a record can hold it. Raises `UsageError`."""
    if any(unicodedata.category(c) == "Cs" or c == "\0" for c in text):
        raise UsageError(f"the {what} is not valid text", advice="Give it in the terminal's own encoding")
    return text
