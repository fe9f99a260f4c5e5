"""The journal: a file that grows by one synced record for everything that is done.

A record is one line: `cvj1`, length and CRC-32 of the rest in hexadecimal, and a JSON object with `seq` (of the last
change it knows), `base` (digest of all changes before its own) and what it carries: `change`, `shape`, `draft`.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from zlib import crc32

from cableview.errors import SaveError, SidecarError
from cableview.files import atomic_write, failing_as, refusal, write_all
from cableview.review.store.guarded_json import compact, read_regular_file, refuse_too_large

_MAGIC = b"cvj1"
_HEADER = re.compile(rb"cvj1 ([0-9a-f]{8}) ([0-9a-f]{8}) ")
_OTHER_VERSION = re.compile(rb"cvj(?!1 )\d+ ")


@dataclass(frozen=True)
class Journal:
    """The contents of a journal file. `data` is all of it, `damaged` says that sound records follow unsound ones."""

    data: bytes = b""
    payloads: tuple[dict[str, Any], ...] = ()
    damaged: bool = False


def read_journal(path: Path) -> Journal:
    """The sound records from the start; a torn end is skipped. Raises `SidecarError` when it cannot be read."""
    try:
        data = read_regular_file(path)
    except FileNotFoundError:
        return Journal()
    if _OTHER_VERSION.match(data):
        raise SidecarError("this journal was written by a newer cableview", path=path, advice="Open the item with that")
    payloads, at = _sound_records(data, 0)
    rest = (match.start() for match in _HEADER.finditer(data, at + 1))
    return Journal(data, tuple(payloads), any(_sound_records(data, start)[0] for start in rest))


def encode_record(payload: dict[str, Any]) -> bytes:
    """One line: mark, length and CRC-32 of the JSON in hexadecimal, and the JSON."""
    body = compact(payload).encode()
    return b"%s %08x %08x %s\n" % (_MAGIC, len(body), crc32(body), body)


def _sound_records(data: bytes, at: int) -> tuple[list[dict[str, Any]], int]:
    """The records from `at` up to the first unsound one, and where that is."""
    payloads: list[dict[str, Any]] = []
    while header := _HEADER.match(data, at):
        end = header.end() + int(header[1], 16)
        body = data[header.end() : end]
        if data[end : end + 1] != b"\n" or crc32(body) != int(header[2], 16):
            break
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            break
        if not isinstance(payload, dict):
            break
        payloads.append(cast("dict[str, Any]", payload))
        at = end + 1
    return payloads, at


class JournalFile:
    """A journal being written. It is only appended to while nothing has failed; otherwise it is started again.

    After a failed sync the system may call pages clean that never reached the disk, so syncing again proves nothing:
    everything pending goes into a new file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None
        self._length = 0

    def begin(self, data: bytes) -> None:
        """Replaces whatever is there by a new journal with `data`. Raises `SaveError`."""
        refuse_too_large(len(data), self.path)
        self.close()
        with failing_as(SaveError, self.path, "cannot be saved"):
            if self.path.is_symlink():  # its target is somebody's file, perhaps a source
                self.path.unlink()
        atomic_write(self.path, data)
        self._handle, self._length = self._opened(), len(data)
        if self.condition() != "ours":
            self.close()
            raise SaveError("somebody else writes to this journal", path=self.path, advice="Close the other cableview")

    def condition(self) -> Literal["closed", "ours", "gone", "foreign"]:
        """What has become of the file: one deleted or replaced would take records to where nobody finds them."""
        if self._handle is None:
            return "closed"
        try:
            ours, there = os.fstat(self._handle), self.path.stat()
        except OSError:
            return "gone"
        is_same = (ours.st_dev, ours.st_ino, self._length) == (there.st_dev, there.st_ino, there.st_size)
        return "ours" if is_same else "foreign"

    def append(self, data: bytes) -> None:
        """Appends `data` and syncs. Raises `SaveError`, and is then closed, except where it would become too long.

        A torn end may be left: it is skipped when the journal is read, and the next append starts a new one.
        """
        assert self._handle is not None
        refuse_too_large(self._length + len(data), self.path)
        try:
            write_all(self._handle, data)
            _sync(self._handle)
        except OSError as error:
            self.close()
            raise write_failure(self.path, error) from error
        self._length += len(data)

    def remove(self) -> None:
        """Deletes the file. Failure does no harm: what is in the sidecar is not read from the journal again."""
        self.close()
        with suppress(OSError):
            self.path.unlink()

    def close(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            with suppress(OSError):  # all that was acknowledged was synced
                os.close(handle)

    def _opened(self) -> int:
        try:
            return os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise write_failure(self.path, error) from error


def _sync(handle: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def write_failure(path: Path, error: OSError) -> SaveError:
    """The error for a journal that cannot be written."""
    reason, advice = refusal(error)
    return SaveError(
        f"cannot be saved ({reason})", path=path, advice=f"{advice}; it is tried again with the next change"
    )
