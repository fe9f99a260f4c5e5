"""Finds ink on a page image and its connected pieces, without rules, borders and what is too large for writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

LONGEST_RUN = 6
"""A row of ink longer than so many glyphs are high is a rule, an underline or the scan's border."""
GLYPH_HEIGHT = (6, 60)
GLYPH_LIKE = (0.45, 2.6)
"""Heights of what is taken for a letter, in shares of the median."""
TABLE = 0.42
"""What is darker than this share of the paper is no paper: shadows leave more light."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Components:
    """Connected pieces of ink as columns: half-open edges and the number of pixels."""

    left: Ints
    right: Ints
    top: Ints
    bottom: Ints
    area: Ints

    def __len__(self) -> int:
        return len(self.left)

    def where(self, kept: NDArray[np.bool_]) -> Components:
        return Components(self.left[kept], self.right[kept], self.top[kept], self.bottom[kept], self.area[kept])

    @property
    def heights(self) -> Ints:
        return self.bottom - self.top

    @property
    def middles(self) -> NDArray[np.float64]:
        return (self.left + self.right) / 2


def foreground(grey: Image.Image) -> NDArray[np.bool_]:
    """Where a page is markedly darker than the paper around: relative to the local background, cut after Otsu.

    Nothing on what is too dark for paper is ink: the table on which a page was scanned, a black border.
    """
    values = np.asarray(grey, dtype=np.float32)
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(9)).filter(ImageFilter.BoxBlur(4))
    background = np.maximum(np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32), 16)
    light = background > TABLE * float(np.percentile(background, 80))
    darkness = np.clip((background - values) / background, 0, 1)
    return light & (darkness > max(0.08, 0.9 * _otsu(darkness[light])))


def _otsu(values: NDArray[Any]) -> float:
    counts = np.bincount((values.ravel() * 255).astype(np.uint8), minlength=256).astype(np.float64)
    levels = np.arange(256) / 255
    below = np.cumsum(counts)
    sums = np.cumsum(counts * levels)
    above = below[-1] - below
    valid = (below > 0) & (above > 0)
    apart = sums[valid] / below[valid] - (sums[-1] - sums[valid]) / above[valid]
    spread = below[valid] * above[valid] * apart**2
    return float(levels[valid][int(np.argmax(spread))]) if len(spread) else 1.0


def without_rules(ink: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Components]:
    """The ink without what is too large for writing, and its connected pieces."""
    rows, starts, ends = _runs(ink)
    height = median_height(_boxes(_connected(rows, starts, ends), rows, starts, ends))
    short = ends - starts <= LONGEST_RUN * height
    rows, starts, ends = rows[short], starts[short], ends[short]
    labels = _connected(rows, starts, ends)
    pieces = _boxes(labels, rows, starts, ends)
    kept = pieces.heights <= GLYPH_HEIGHT[1] * 1.5
    cleaned = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int8)
    held = kept[labels]
    np.add.at(cleaned, (rows[held], starts[held]), 1)
    np.add.at(cleaned, (rows[held], ends[held]), -1)
    return np.cumsum(cleaned, axis=1, dtype=np.int8)[:, :-1] > 0, pieces.where(kept)


def _runs(ink: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Rows, starts and ends of the runs of ink, ordered by row and start."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return rows.astype(np.int64), starts.astype(np.int64), ends.astype(np.int64)


def _connected(rows: Ints, starts: Ints, ends: Ints) -> Ints:
    """A number for each run, equal for runs that touch, also at corners; numbers count from 0."""
    count = len(rows)
    if not count:
        return np.zeros(0, dtype=np.int64)
    wide = int(ends.max()) + 2
    first = np.searchsorted(rows * wide + ends, (rows - 1) * wide + starts, side="left")
    last = np.searchsorted(rows * wide + starts, (rows - 1) * wide + ends, side="right")
    touching = np.maximum(last - first, 0)
    below = np.repeat(np.arange(count), touching)
    above = np.arange(len(below)) - np.repeat(np.cumsum(touching) - touching, touching) + np.repeat(first, touching)
    labels = np.arange(count)
    while True:
        low = np.minimum(labels[below], labels[above])
        before = labels.copy()
        np.minimum.at(labels, labels[below], low)
        np.minimum.at(labels, labels[above], low)
        labels = labels[labels]
        if np.array_equal(before, labels):
            return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _boxes(labels: Ints, rows: Ints, starts: Ints, ends: Ints) -> Components:
    count = int(labels.max()) + 1 if len(labels) else 0
    far = np.iinfo(np.int64).max
    left, right = np.full(count, far), np.zeros(count, dtype=np.int64)
    top, bottom = np.full(count, far), np.zeros(count, dtype=np.int64)
    np.minimum.at(left, labels, starts)
    np.maximum.at(right, labels, ends)
    np.minimum.at(top, labels, rows)
    np.maximum.at(bottom, labels, rows + 1)
    area = np.bincount(labels, weights=ends - starts, minlength=count).astype(np.int64)
    return Components(left, right, top, bottom, area)


def median_height(pieces: Components) -> float:
    low, high = GLYPH_HEIGHT
    heights = pieces.heights[(pieces.heights >= low) & (pieces.heights <= high) & (pieces.area >= 2 * low)]
    return float(np.median(heights)) if len(heights) else float(low)


def like_glyphs(pieces: Components, height: float) -> NDArray[np.bool_]:
    low, high = GLYPH_LIKE
    tall = (pieces.heights >= low * height) & (pieces.heights <= high * height)
    return tall & (pieces.right - pieces.left <= 8 * height) & (pieces.area >= 0.1 * height * height)
