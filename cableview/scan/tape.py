"""Lays the lines of a page on one tape of columns, along which a transcript can be read off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cableview.scan.segment import Line, Sheet

CELL = 4
"""Columns of the tape for a letter of common width; also the blank columns after each line."""
ABOVE, BELOW = 2.0, 0.8
"""How far the tape reaches from the baseline, in heights of a small letter."""
ROWS = 28
BASE = round(ROWS * ABOVE / (ABOVE + BELOW))
TOP = BASE - round(ROWS / (ABOVE + BELOW))
"""Rows of the tape at which a small letter ends and begins."""

TYPED = 0.35
"""Repetition a line, from which on letters are taken to be equally wide."""

NARROWEST = 0.75
"""Width of a typed letter at the least, in heights of a small one: the strokes of print repeat at half a letter."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tape:
    """Columns of ink, 0 to 1 in each of `ROWS` rows, line after line.

    `lines` is the index of a column's line, `left` its left edge on the sheet. `gaps` are the blank columns that were
    put between lines. `pitch` is the width of a letter in pixels of the sheet, `typed` says that all letters have it.
    """

    columns: Floats
    lines: NDArray[np.int32]
    left: Floats
    gaps: NDArray[np.bool_]
    pitch: float
    typed: bool

    def __len__(self) -> int:
        return len(self.columns)


def tape_of(sheet: Sheet, letters: int, lines: Sequence[Line] | None = None) -> Tape:
    """The tape of a page on which about `letters` characters stand, blanks counted; of its rows, or of other `lines`."""
    lines = sheet.lines if lines is None else lines
    strips = [_strip(sheet, line) for line in lines]
    extent = sum(strip.shape[1] for strip in strips)
    pitch, typed = _pitch(strips, extent / max(1, letters), NARROWEST * sheet.x_height)
    parts: list[Floats] = []
    owners: list[NDArray[np.int32]] = []
    lefts: list[Floats] = []
    gaps: list[NDArray[np.bool_]] = []
    for index, (strip, line) in enumerate(zip(strips, lines, strict=True)):
        columns, left = _columns(strip, line.left, pitch / CELL)
        parts.append(np.concatenate((columns, np.zeros((CELL, ROWS), dtype=np.float32))))
        end = left[-1] + pitch / CELL * np.arange(1, CELL + 1)
        lefts.append(np.concatenate((left, end)).astype(np.float32))
        owners.append(np.full(len(columns) + CELL, index, dtype=np.int32))
        gaps.append(np.arange(len(columns) + CELL) >= len(columns))
    return Tape(
        np.concatenate(parts), np.concatenate(owners), np.concatenate(lefts), np.concatenate(gaps), pitch, typed
    )


def _strip(sheet: Sheet, line: Line) -> Floats:
    """The ink along a line, bent straight: `ROWS` by the line's width in pixels."""
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


def _pitch(strips: list[Floats], expected: float, least: float) -> tuple[float, bool]:
    """Width of a letter near `expected`, not below `least`, from where the writing repeats, and whether it does."""
    low, high = max(3, int(0.4 * expected)), int(np.ceil(1.7 * expected)) + 2
    lags = np.arange(low, high * 4)
    likeness = np.zeros(len(lags))
    for strip in strips:
        profile = strip[TOP:BASE].sum(axis=0).astype(np.float64)
        if len(profile) > 6 * high:
            likeness += _repetition(profile - profile.mean(), lags)
    if not likeness.any():
        return expected, False
    candidates = np.arange(max(least, 0.62 * expected), max(least, 1.6 * expected) + 0.1, 0.1)
    # A true pitch repeats at twice and three times its length as well, and finds nothing in between.
    at = np.array([np.interp(candidates * k, lags, likeness) for k in (1, 2, 3)])
    between = sum(np.interp(candidates * k, lags, likeness) for k in (1.5, 2.5))
    score = at.sum(axis=0) + 4 * at.min(axis=0) - between
    best = int(np.argmax(score - len(strips) * 0.3 * np.abs(np.log(candidates / expected))))
    typed = bool(score[best] > TYPED * len(strips))
    return (float(candidates[best]) if typed else expected), typed


def _repetition(profile: NDArray[np.float64], lags: NDArray[np.int64]) -> NDArray[np.float64]:
    """Autocorrelation at `lags`, weighed by length."""
    size = 1 << (2 * len(profile) - 1).bit_length()
    power = np.abs(np.fft.rfft(profile, size)) ** 2
    whole = np.fft.irfft(power, size)
    return whole[np.minimum(lags, size - 1)] / max(1e-9, whole[0])
