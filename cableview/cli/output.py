"""Where a command's answer goes: a file that is no source of the item, or standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from cableview.errors import UsageError
from cableview.files import atomic_write
from cableview.model.item import Item
from cableview.review.store.record import journal_path

STDOUT = Path("-")


def deliver(data: bytes, output: Path | None, sources: Iterable[Path], *, force: bool = False) -> None:
    """Writes an answer, never over one of `sources`.

    Raises `UsageError` where a file stands in the way, `SaveError` where it cannot be written.
    """
    if output is None or output == STDOUT:
        write_out(data)
    else:
        guard(output, sources, force=force)
        atomic_write(output, data)


def write_out(data: bytes) -> None:
    """Bytes as they are to standard output, behind what was printed before."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(data.decode("utf-8", "backslashreplace"))
    else:
        binary.write(data)
        binary.flush()


def guard(output: Path, sources: Iterable[Path], *, force: bool) -> None:
    """Raises `UsageError` when writing to `output` would take one of `sources` away, or any file without `force`."""
    if not output.parent.is_dir():
        raise UsageError("is not in a folder that exists", path=output, advice="Make the folder first")
    if output.is_dir():
        raise UsageError("is a folder, not a file", path=output, advice="Name the file to write")
    if any(_is_same(path, output) for path in sources):
        raise UsageError("belongs to the item and is never written", path=output, advice="Choose another name")
    if not force and os.path.lexists(output):
        raise UsageError("exists already", path=output, advice="Choose another name, or replace it with --force")


def own_files(item: Item) -> list[Path]:
    """All files an item is made of, with its record."""
    witnesses = [witness for witness in (item.transcript, item.reference) if witness]
    sources = [source.path for witness in witnesses for source in witness.sources]
    return [*sources, *(page.path for page in item.pages), item.sidecar, journal_path(item.sidecar)]


def own_files_in(folder: Path) -> list[Path]:
    """All files that may belong to an item of a folder: whatever is in it and in the folders in it."""
    return [path for path in folder.rglob("*") if path.is_file()]


def _is_same(path: Path, other: Path) -> bool:
    """True for one file under two names as well."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other)
