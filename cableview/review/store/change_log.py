"""The changes of a record, and the line for each on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from cableview.review.change import Change
from cableview.review.store.guarded_json import has_unseen

Tree = dict[str, Any]

_DECODER, _ENCODER = msgspec.json.Decoder(Change), msgspec.json.Encoder()


class ChangeLog:
    """Changes in order, with their lines: JSON without line ends, which may say more than `Change` knows.

    A line is held only if it differs from the change written plainly, as with anchors or keys of another version. All
    others are produced on demand: they are as large as the rest of a record.
    """

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._lines: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._changes)

    @property
    def changes(self) -> Sequence[Change]:
        return self._changes

    def append(self, change: Change, line: bytes | None = None) -> None:
        """Adds a change and its line on disk; `None` if that is the change written plainly."""
        if line is not None and _plain_line(change) != line:
            self._lines[len(self._changes)] = line
        self._changes.append(change)

    def copied(self) -> ChangeLog:
        """A copy of the log, unaffected by later appends."""
        copy = ChangeLog()
        copy._changes, copy._lines = self._changes.copy(), self._lines.copy()
        return copy

    def lines(self, count: int | None = None) -> Iterator[bytes]:
        """The lines of the first `count` changes, by default all."""
        for row, change in enumerate(islice(self._changes, count)):
            held = self._lines.get(row)
            yield _ENCODER.encode(change) if held is None else held

    def trees(self) -> Iterator[Tree]:
        """The parsed lines, one after the other."""
        return map(json.loads, self.lines())

    def more(self) -> Iterator[tuple[Change, Tree]]:
        """The changes about which the record may say more than `Change` knows, with everything it says."""
        return ((self._changes[row], json.loads(line)) for row, line in self._lines.items())


def plain_change(line: bytes) -> Change | None:
    """The change in a line that says no more and is written as here; `None` for any other line.

    Such a line is sound: what is written here has no duplicate key, lone surrogate or deeper nesting.
    """
    try:
        change = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return change if _plain_line(change) == line and not has_unseen(line) else None


def _plain_line(change: Change) -> bytes:
    """The change as a line; empty where a text in it cannot be encoded."""
    try:
        return _ENCODER.encode(change)
    except UnicodeEncodeError:  # half of a surrogate pair
        return b""
