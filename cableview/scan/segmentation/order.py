"""Puts the lines of a page into the orders in which a text may run through them: by rows, or column after column."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cableview.scan.segmentation.lines import Line

GUTTER = 1.8
"""Least width of the white between columns, in heights of a small letter: more than between two words."""
WIDE_GUTTER = 4.0
"""The same where typed figures stand so far apart for their height that a narrower one runs through their commas, which
are no glyphs: on a page of them none is cut from 3.4 on."""
FEWEST = 4
"""Fewest lines on either side of a gutter: blanks between words often line up over fewer."""
SHARE = 0.25
"""Least share of a gutter's lines on either side of it."""
SAME_ROW = 0.6
"""Most distance between the baselines of two pieces of one row, in heights of a small letter."""
LONG_GUTTER, NARROW = 0.5, 0.5
"""Beyond a gutter along this share of the lines, anything with less than this share of the rest's writing may not
belong to the page."""
DEEPEST = 4

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class TracedLine:
    """A line with the left and right edges of its glyphs, from left to right, and their usual height."""

    line: Line
    lefts: NDArray[np.int64]
    rights: NDArray[np.int64]
    tall: float

    def level(self, slope: float) -> float:
        """The y of its middle, in pixels, on the page straightened by `slope`."""
        middle = (self.line.left + self.line.right) / 2
        return float(self.line.baseline(middle)) - slope * middle

    def between(self, low: float, high: float) -> TracedLine | None:
        """The part of the line whose glyphs have their middles from `low` to `high`; `None` if there are none."""
        middles = (self.lefts + self.rights) / 2
        own = (middles >= low) & (middles < high)
        if not own.any():
            return None
        if own.all():
            return self
        lefts, rights = self.lefts[own], self.rights[own]
        # Only an end that was cut moves: an uncut end may have hyphens and stops, which are not glyphs.
        left = self.line.left if own[0] else float(lefts.min())
        right = self.line.right if own[-1] else float(rights.max())
        return replace(self, line=replace(self.line, left=left, right=right), lefts=lefts, rights=rights)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White space from line `first` up to line `end`, around `x` on the page turned level."""

    first: int
    end: int
    x: float
    score: float


def by_rows(lines: Sequence[TracedLine], slope: float, x_height: float) -> list[TracedLine]:
    """The lines from the top; those at one level from the left."""
    rows: list[list[TracedLine]] = []
    for line in sorted(lines, key=lambda one: one.level(slope)):
        row = next((row for row in rows[-3:] if _continues(row, line, x_height)), None)
        if row is None:
            rows.append([line])
        else:
            insort(row, line, key=_left)
    return [line for row in rows for line in row]


def _continues(row: Sequence[TracedLine], line: TracedLine, x_height: float) -> bool:
    """Whether a line stands beside its neighbours in a row from left to right: on a bent page what is farther off may
    be at another height."""
    at = bisect(row, _left(line), key=_left)
    return all(_beside(line, other, x_height) for other in row[max(0, at - 1) : at + 1])


def _left(line: TracedLine) -> float:
    return line.line.left


def _beside(one: TracedLine, other: TracedLine, x_height: float) -> bool:
    left, right = (one.line, other.line) if one.line.left < other.line.left else (other.line, one.line)
    if right.left < left.right - x_height:
        return False
    middle = (left.right + right.left) / 2
    return abs(float(left.baseline(left.right) - right.baseline(right.left))) < SAME_ROW * x_height or (
        abs(float(left.baseline(middle) - right.baseline(middle))) < SAME_ROW * x_height
    )


def other_orders(
    rows: Sequence[TracedLine], slope: float, x_height: float, *, few_small: bool = False
) -> list[tuple[Line, ...]]:
    """Orders a text may run in besides that of the `rows`: by columns, both without what stands to the side, and by
    rows cut at the gutters, as in a table, whose wide white says nothing of the width of a letter.

    Where there are `few_small` letters, the gutters may be wider.
    """
    orders = [rows]
    for white in (WIDE_GUTTER, GUTTER) if few_small else (GUTTER,):
        inner = _without_side(_without_side(rows, slope, x_height, white), slope, x_height, white)
        columns = by_columns(rows, slope, x_height, white)
        orders += [columns, inner, by_columns(inner, slope, x_height, white), by_rows(columns, slope, x_height)]
    found = [tuple(one.line for one in order) for order in orders]
    return [order for k, order in enumerate(found) if k and order not in found[:k]]


def _without_side(rows: Sequence[TracedLine], slope: float, x_height: float, white: float) -> Sequence[TracedLine]:
    """The rows without a narrow strip beyond a long gutter, such as the facing page's edge or marginal notes."""
    gutter = _gutter(rows, slope, x_height, white)
    if gutter is None or gutter.end - gutter.first < LONG_GUTTER * len(rows):
        return rows
    left: list[TracedLine] = []
    right: list[TracedLine] = []
    for one in rows:
        x = gutter.x - slope * one.level(0)
        for part, side in ((one.between(-np.inf, x), left), (one.between(x, np.inf), right)):
            if part is not None:
                side.append(part)
    narrow, wide = sorted((left, right), key=_inked_width)
    if _inked_width(narrow) > NARROW * _inked_width(wide):
        return rows
    return by_rows(wide, slope, x_height)


def _inked_width(lines: Sequence[TracedLine]) -> float:
    return sum(float((one.rights - one.lefts).sum()) for one in lines)


def by_columns(lines: Sequence[TracedLine], slope: float, x_height: float, white: float = GUTTER) -> list[TracedLine]:
    """The lines with what is left of a gutter before what is right of it; by rows where there is no gutter."""
    return _by_columns(by_rows(lines, slope, x_height), slope, x_height, white, DEEPEST)


def _by_columns(rows: list[TracedLine], slope: float, x_height: float, white: float, deep: int) -> list[TracedLine]:
    gutter = _gutter(rows, slope, x_height, white) if deep else None
    if gutter is None:
        return rows
    above, below = rows[: gutter.first], rows[gutter.end :]
    left: list[TracedLine] = []
    right: list[TracedLine] = []
    for one in rows[gutter.first : gutter.end]:
        x = gutter.x - slope * one.level(0)
        for part, side in ((one.between(-np.inf, x), left), (one.between(x, np.inf), right)):
            if part is not None:
                side.append(part)
    parts = (above, by_rows(left, slope, x_height), by_rows(right, slope, x_height), below)
    return [line for part in parts for line in _by_columns(part, slope, x_height, white, deep - 1)]


def _gutter(rows: Sequence[TracedLine], slope: float, x_height: float, least: float) -> _Gutter | None:
    """The longest gutter through consecutive lines, white over at least so many heights of a small letter."""
    if len(rows) < FEWEST:
        return None
    cell = x_height / 2
    inked, origin = _inked(rows, slope, cell)
    wide = round(least * x_height / cell)
    if inked.shape[1] <= wide + 2:
        return None
    sums = np.concatenate((np.zeros((len(rows), 1), dtype=np.int64), np.cumsum(inked, axis=1)), axis=1)
    white = sums[:, wide:] == sums[:, :-wide]
    on_left = sums[:, :-wide] > 0
    on_right = sums[:, -1:] > sums[:, wide:]
    best: _Gutter | None = None
    for k in range(white.shape[1]):
        for first, end in _runs(white[:, k]):
            left, right = int(on_left[first:end, k].sum()), int(on_right[first:end, k].sum())
            less = min(left, right)
            if less < max(FEWEST, SHARE * (end - first)):
                continue
            if best is None or less > best.score:
                best = _Gutter(first, end, origin + (k + wide / 2) * cell, less)
    return best


def _inked(rows: Sequence[TracedLine], slope: float, cell: float) -> tuple[Mask, float]:
    """Which cells across the levelled page each line has glyphs in, and where the first cell begins."""
    shifts = [slope * row.level(0) for row in rows]
    origin = min(float(row.lefts.min()) + shift for row, shift in zip(rows, shifts, strict=True))
    far = max(float(row.rights.max()) + shift for row, shift in zip(rows, shifts, strict=True))
    inked = np.zeros((len(rows), int((far - origin) / cell) + 2), dtype=np.bool_)
    for k, (row, shift) in enumerate(zip(rows, shifts, strict=True)):
        first = ((row.lefts + shift - origin) / cell).astype(np.int64)
        last = ((row.rights + shift - origin) / cell).astype(np.int64)
        for a, b in zip(first.tolist(), last.tolist(), strict=True):
            inked[k, a : b + 1] = True
    return inked, origin


def _runs(white: Mask) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([False], white, [False])).astype(np.int8))
    return list(zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True))
