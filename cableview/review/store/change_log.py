"""The changes of a record, and each as the line that stands for it on disk."""

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
    """Changes in their order, with their lines: JSON without line ends, which may say more than `Change` knows of.

    A line is held only where the change, written plainly, is not that line byte for byte, as where it has anchors or
    keys of another version. All others are written when they are asked for: they are as large as the rest of a record.
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
        """Takes a change and what stands for it on disk; `None` where that is the change, plainly written."""
        if line is not None and _plain_line(change) != line:
            self._lines[len(self._changes)] = line
        self._changes.append(change)

    def copied(self) -> ChangeLog:
        """The log as it is now, whatever is appended to this one."""
        copy = ChangeLog()
        copy._changes, copy._lines = self._changes.copy(), self._lines.copy()
        return copy

    def lines(self, count: int | None = None) -> Iterator[bytes]:
        """The lines of the first `count` changes; of all without it."""
        for row, change in enumerate(islice(self._changes, count)):
            held = self._lines.get(row)
            yield _ENCODER.encode(change) if held is None else held

    def trees(self) -> Iterator[Tree]:
        """What the lines say, one after the other."""
        return map(json.loads, self.lines())

    def more(self) -> Iterator[tuple[Change, Tree]]:
        """The changes of which the record may say more than `Change` knows of, with all of it."""
        return ((self._changes[row], json.loads(line)) for row, line in self._lines.items())


def plain_change(line: bytes) -> Change | None:
    """The change that a line stands for where it says no more and is written as here; `None` of any other line.

    Such a line is sound: what is written here has no key twice, no half of a surrogate pair, and no more levels.
    """
    try:
        change = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return change if _plain_line(change) == line and not has_unseen(line) else None


def _plain_line(change: Change) -> bytes:
    """Empty where a text in it is none that can be written."""
    try:
        return _ENCODER.encode(change)
    except UnicodeEncodeError:  # half of a surrogate pair
        return b""
