"""Notices when the text files of an item change on disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cableview.errors import FileError
from cableview.files import is_regular, sha256_of
from cableview.model.item import Item

_NOTHING = hashlib.sha256(b"").hexdigest()
"""Of a text that is only to be written."""

_Stamp = tuple[int, int, int, int]


class TextFiles:
    """The text files of one item. A file is read only if its times or size have changed since the last check."""

    def __init__(self, item: Item) -> None:
        witnesses = [item.transcript, *([item.reference] if item.reference else [])]
        self._digests = {source.path: source.sha256 for witness in witnesses for source in witness.sources}
        self._sound: dict[Path, _Stamp] = {}
        self._told: dict[Path, str] = {}

    def news(self) -> tuple[str, ...]:
        """What has happened to files since the last call, one clause each; nothing is reported twice."""
        now = {path: self._change_of(path, digest) for path, digest in self._digests.items()}
        said = [clause for path, clause in now.items() if clause and clause != self._told.get(path)]
        self._told = now
        return tuple(said)

    def _change_of(self, path: Path, digest: str) -> str:
        try:
            status = path.stat()
            # Programs that copy give a file its former time back, but not that of its last change.
            stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
            if self._sound.get(path) == stamp:
                return ""
            if sha256_of(path) != digest:
                return f"{path.name} was changed by another program since it was opened here"
            self._sound[path] = stamp
        except (OSError, FileError):
            if not is_regular(path) and digest != _NOTHING:
                return f"{path.name} is no longer where it was opened from"
        return ""
