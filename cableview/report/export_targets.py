"""Checks where exports may be written: never over a file of the item, nor over another file unasked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from cableview.errors import UsageError
from cableview.files import is_folder, is_regular
from cableview.model.item import Item
from cableview.model.witness import Source
from cableview.review.store.record import journal_path
from cableview.review.store.shape import SIDECAR_SUFFIX

CORRECTED, DECISIONS, ERRATA, EVIDENCE = ".corrected", ".decisions.csv", ".errata.csv", ".evidence.html"
"""What follows the transcript's name in names of exports; a corrected text also keeps the transcript's extension."""

_HEAD = 4096
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe \t\r\n"
"""Byte order marks and blanks."""


def was_exported_from(path: Path) -> str:
    """The name, without extension, of the transcript from which a file was exported, judging by its name; else ""."""
    if path.stem.endswith(CORRECTED):
        return path.stem.removesuffix(CORRECTED)
    return next((path.name.removesuffix(end) for end in (DECISIONS, ERRATA, EVIDENCE) if path.name.endswith(end)), "")


def refuse_taken(target: Path, sources: Iterable[Path], others: Iterable[Path] = (), *, replace: bool) -> None:
    """Raises `UsageError` if writing to `target` would overwrite one of `sources`, or any file without `replace`.

    `sources` are those of the item that is exported, `others` those of other items.
    A name that a record could have is always refused, as is a layout or a list of pages, a folder, or a target whose
    folder does not exist.
    """
    if not is_folder(target.parent):
        raise UsageError("is not in a folder that exists", path=target, advice="Make the folder first")
    if is_folder(target):
        raise UsageError("is a folder, not a file", path=target, advice="Name the file to write")
    if any(map(_is_of_record, (target.name, Path(os.path.realpath(target)).name))):
        raise UsageError("is the name of a record of decisions", path=target, advice="Choose another name")
    if any(_is_same(path, target) for path in sources):
        raise UsageError("belongs to the item and is never written", path=target, advice="Choose another name")
    if any(_is_same(path, target) for path in others):
        raise UsageError("belongs to an item here and is never written", path=target, advice="Choose another name")
    if is_regular(target) and _is_of_scan(target):
        raise UsageError("says what is on a scan and is never written", path=target, advice="Choose another name")
    if not replace and os.path.lexists(target):
        raise UsageError("exists already", path=target, advice="Choose another name, or replace it with --force")


def own_files(item: Item) -> list[Path]:
    """All files of an item, including its record and journal."""
    witnesses = [witness for witness in (item.transcript, item.reference) if witness]
    sources = [source.path for witness in witnesses for source in witness.sources]
    beside = (*(page.path for page in item.pages), *item.layouts)
    return [*sources, *beside, item.sidecar, journal_path(item.sidecar)]


def own_files_in(folder: Path) -> list[Path]:
    """All files that may belong to an item in a folder: everything in it and its subfolders."""
    return [path for path in folder.rglob("*") if path.is_file()]


def names_apart(sources: Sequence[Source]) -> list[str]:
    """The sources' file names, made distinct: a repeated name gets a number."""
    names: list[str] = []
    for source in sources:
        name, number = source.path.name, 2
        while name.casefold() in (taken.casefold() for taken in names):
            name, number = f"{source.path.stem}-{number}{source.path.suffix}", number + 1
        names.append(name)
    return names


def _is_of_record(name: str) -> bool:
    """True for a record of any item and what is beside it: journals, also those set aside, locks, and others' copies.

    File synchronisers put their words before the extension: `a.txt.cableview (conflicted copy).json`.
    """
    mark, _, end = SIDECAR_SUFFIX.rpartition(".")
    before, found, after = name.casefold().rpartition(mark)
    return bool(before and found) and f".{end}" in after


def _is_of_scan(path: Path) -> bool:
    """True for a list of pages and for a layout, whatever its name, also one that no item was opened with."""
    if not _is_markup(path):
        return False
    from cableview.formats.layout_file import seems_layout, seems_mets  # half a second with lxml, for few targets

    return seems_mets(path) or seems_layout(path)


def _is_markup(path: Path) -> bool:
    """True for a file that begins like XML or HTML, also in UTF-16."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.replace(b"\0", b"").lstrip(_BEFORE_MARKUP).startswith(b"<")


def _is_same(path: Path, other: Path) -> bool:
    """True if both paths are the same file, even under two names."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other)
