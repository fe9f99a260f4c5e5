"""Lays the lines of a page out on one tape of columns, along which a transcript can be read off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cableview.scan.forced_alignment.pitch import pitches
from cableview.scan.segmentation.lines import Line
from cableview.scan.segmentation.segment import Sheet

CELL = 4
"""Columns of the tape for a letter of common width; also the blank columns after each line."""
ABOVE, BELOW = 2.0, 0.8
"""How far the tape reaches from the baseline, in heights of a small letter."""
ROWS = 28
BASE = round(ROWS * ABOVE / (ABOVE + BELOW))
TOP = BASE - round(ROWS / (ABOVE + BELOW))
"""Rows of the tape at which a small letter ends and begins."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tape:
    """Columns of ink, 0 to 1 in each of `ROWS` rows, line after line.

    `lines` is the index of each column's line, `left` its left edge and `widths` its width on the sheet. `gaps` are the
    blank columns put between lines. `typed` are the columns of lines whose letters are all equally wide.
    """

    columns: Floats
    lines: NDArray[np.int32]
    left: Floats
    widths: Floats
    gaps: NDArray[np.bool_]
    typed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.columns)


def tape_of(sheet: Sheet, letters: int, lines: Sequence[Line] | None = None, *, typed: bool | None = None) -> Tape:
    """The tape of a page with about `letters` characters, counting blanks: of its rows, or of other `lines`.

    Whether its letters are equally wide is worked out, or given by `typed`.
    """
    lines = sheet.lines if lines is None else lines
    strips = [_strip(sheet, line) for line in lines]
    parts: list[tuple[Any, ...]] = []
    for index, pitch in enumerate(pitches(strips, lines, letters, sheet.x_height, typed)):
        wide = pitch.width / CELL
        columns, left = _columns(strips[index], lines[index].left, wide)
        count = len(columns) + CELL
        parts.append(
            (
                np.concatenate((columns, np.zeros((CELL, ROWS), dtype=np.float32))),
                np.full(count, index, dtype=np.int32),
                np.concatenate((left, left[-1] + wide * np.arange(1, CELL + 1))).astype(np.float32),
                np.full(count, wide, dtype=np.float32),
                np.arange(count) >= len(columns),
                np.full(count, pitch.typed, dtype=np.bool_),
            )
        )
    return Tape(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _strip(sheet: Sheet, line: Line) -> Floats:
    """The ink along a line, straightened: `ROWS` by the line's width in pixels."""
    x = np.arange(int(line.left), max(int(line.left) + 1, int(np.ceil(line.right))))
    base: NDArray[Any] = line.baseline(x.astype(np.float64))
    fine = 2 * ROWS
    offsets = (np.arange(fine) + 0.5) / fine * (ABOVE + BELOW) - ABOVE
    y = np.floor(base[None, :] + offsets[:, None] * line.x_height).astype(np.int64)
    inside = (y >= 0) & (y < sheet.ink.shape[0])
    ink = sheet.ink[np.clip(y, 0, sheet.ink.shape[0] - 1), np.minimum(x, sheet.ink.shape[1] - 1)[None, :]] & inside
    return ink.reshape(ROWS, 2, -1).mean(axis=1, dtype=np.float32)


def _columns(strip: Floats, left: float, width: float) -> tuple[Floats, Floats]:
    """The strip in columns of `width` pixels, each a mean over its pixels, and their left edges on the sheet."""
    count = max(1, round(strip.shape[1] / width))
    edges = np.arange(count + 1, dtype=np.float64) * (strip.shape[1] / count)
    sums = np.concatenate((np.zeros((ROWS, 1), dtype=np.float32), np.cumsum(strip, axis=1)), axis=1)
    whole = np.minimum(edges.astype(np.int64), strip.shape[1] - 1)
    at = sums[:, whole] + (edges - whole) * strip[:, whole]
    return (np.diff(at, axis=1) / np.diff(edges)).T.astype(np.float32), (left + edges[:-1]).astype(np.float32)
