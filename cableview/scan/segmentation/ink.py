"""Finds the ink on a page image and its connected pieces, without rules, borders and what is too large for writing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

LONGEST_RUN = 6
"""A run of ink longer than this many glyph heights is a rule, an underline or the scan's border."""
GLYPH_HEIGHT = (6, 60)
GLYPH_LIKE = (0.45, 2.6)
"""Heights of what is taken for a letter, in shares of the median."""
BLOT, FILLED = 1.3, 0.7
"""Pieces wider and taller than so many glyphs are high, and filled to such a share, are punched holes or blots."""
TABLE = 0.42
"""Anything darker than this share of the paper is not paper: shadows leave more light."""

BLOCK, NEAR = 8, 13
"""Pixels of a block, across and down, of which the paper and its writing are measured; blocks across and down that are
near: some seven letters and three lines."""
HALF_DARK, BOUNDS = 0.5, (0.8, 2.0)
"""Ink has at least this share of the darkness of the writing nearby; bounds of the threshold, in shares of Otsu's."""
FAINTEST, FAINTEST_GRAINED, GRAINS = 0.08, 0.03, 3.0
"""Anything less dark is not ink. On grainy paper it may be fainter if it exceeds the grain by this many times its
spread: shadows on smooth paper look like faint writing."""
BLURS = ((0.22, 1.4), (0.14, 1.0), (0.08, 0.6))
"""Radius of the blur for paper with such a grain or more, in shares of the darkness of writing."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


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
        """The pieces for which `kept`, a mask as long as the columns, is true."""
        return Components(self.left[kept], self.right[kept], self.top[kept], self.bottom[kept], self.area[kept])

    def at(self, rows: Ints) -> Components:
        """The pieces in these rows of the columns."""
        return Components(self.left[rows], self.right[rows], self.top[rows], self.bottom[rows], self.area[rows])

    def joined(self, other: Components) -> Components:
        """These pieces followed by the other ones."""
        columns = (np.concatenate((getattr(self, one.name), getattr(other, one.name))) for one in fields(self))
        return Components(*columns)

    @property
    def heights(self) -> Ints:
        """Heights in pixels."""
        return self.bottom - self.top

    @property
    def middles(self) -> NDArray[np.float64]:
        """Horizontal middles, in pixels."""
        return (self.left + self.right) / 2


def foreground(grey: Image.Image) -> NDArray[np.bool_]:
    """Mask of where a page is markedly darker than the paper around, relative to the local background.

    The threshold follows how dark the writing nearby is, within bounds given by the page's Otsu threshold: one half of
    a carbon copy may be three times as dark as the other. Nothing on a background too dark for paper counts as ink,
    such as the table on which a page was scanned, or a black border.
    """
    paper = _paper(grey)
    light = paper > TABLE * float(np.percentile(paper, 80))
    darkness = _darkness(grey, paper)
    level, dark = _levels(darkness, light)
    grain = _grain(darkness, light, apart=1)
    blur = next((radius for least, radius in BLURS if grain >= least * dark), 0.0)
    if blur:
        darkness = _darkness(grey.filter(ImageFilter.GaussianBlur(blur)), paper)
        level, dark = _levels(darkness, light)
    low, high = BOUNDS
    near = np.clip(HALF_DARK * _dark_near(np.where(light, darkness, 0), 2 * dark), low * level, high * level)
    least = max(FAINTEST_GRAINED, GRAINS * _grain(darkness, light, apart=4)) if blur else FAINTEST
    return light & (darkness > np.maximum(near, least))


def _paper(grey: Image.Image) -> Floats:
    small = grey.resize((max(1, grey.width // BLOCK), max(1, grey.height // BLOCK)), Image.Resampling.BOX)
    around = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(9)).filter(ImageFilter.BoxBlur(4))
    return np.maximum(np.asarray(around.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32), 16)


def _darkness(grey: Image.Image, paper: Floats) -> Floats:
    """Darkness of each pixel, from 0 (as light as the paper or lighter) to 1 (black)."""
    return np.clip((paper - np.asarray(grey, dtype=np.float32)) / paper, 0, 1)


def _levels(darkness: Floats, light: NDArray[np.bool_]) -> tuple[float, float]:
    """The darkness above which most dark pixels are writing, and how dark writing is on average."""
    level = 0.9 * _otsu(darkness[light])
    written = darkness[light & (darkness > level)]
    return level, max(0.01, float(written.mean())) if len(written) else 1.0


def _grain(darkness: Floats, light: NDArray[np.bool_], *, apart: int) -> float:
    """Spread of the paper's darkness, from pairs of pixels this far apart."""
    steps = np.abs(darkness[:, apart:] - darkness[:, :-apart])[light[:, apart:]]
    return float(np.median(steps)) / 0.954 if len(steps) else 0.0


def _dark_near(darkness: Floats, most: float) -> Floats:
    """How dark the writing around each pixel is: the level one in ten of the blocks around reaches, up to `most`."""
    height, width = darkness.shape
    down, across = -(-height // BLOCK), -(-width // BLOCK)
    padded = np.zeros((down * BLOCK, across * BLOCK), dtype=np.float32)
    padded[:height, :width] = np.minimum(darkness / most, 1)
    darkest = padded.reshape(down, BLOCK, across, BLOCK).max(axis=(1, 3))
    blocks = Image.fromarray((255 * darkest).astype(np.uint8))
    held = blocks.filter(ImageFilter.RankFilter(NEAR, NEAR * NEAR * 9 // 10)).filter(ImageFilter.BoxBlur(NEAR // 4))
    whole = held.resize((across * BLOCK, down * BLOCK), Image.Resampling.BILINEAR)
    return np.asarray(whole, dtype=np.float32)[:height, :width] * np.float32(most / 255)


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
    """The ink without anything too large for writing, and its connected pieces."""
    rows, starts, ends = _runs(ink)
    height = median_height(_boxes(_connected(rows, starts, ends), rows, starts, ends))
    short = ends - starts <= LONGEST_RUN * height
    rows, starts, ends = rows[short], starts[short], ends[short]
    labels = _connected(rows, starts, ends)
    pieces = _boxes(labels, rows, starts, ends)
    kept = (pieces.heights <= GLYPH_HEIGHT[1] * 1.5) & ~_blots(pieces, height)
    cleaned = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int8)
    held = kept[labels]
    np.add.at(cleaned, (rows[held], starts[held]), 1)
    np.add.at(cleaned, (rows[held], ends[held]), -1)
    return np.cumsum(cleaned, axis=1, dtype=np.int8)[:, :-1] > 0, pieces.where(kept)


def _blots(pieces: Components, height: float) -> NDArray[np.bool_]:
    widths = pieces.right - pieces.left
    filled = pieces.area >= FILLED * widths * pieces.heights
    return filled & (np.minimum(widths, pieces.heights) > BLOT * height)


def _runs(ink: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Rows, starts and ends of the runs of ink, ordered by row and start."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return rows.astype(np.int64), starts.astype(np.int64), ends.astype(np.int64)


def _connected(rows: Ints, starts: Ints, ends: Ints) -> Ints:
    """A label from 0 up for each run, equal for runs that touch, if only at corners."""
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
    """The usual height of a glyph in pixels; the least height of a glyph where there are none."""
    low, high = GLYPH_HEIGHT
    heights = pieces.heights[(pieces.heights >= low) & (pieces.heights <= high) & (pieces.area >= 2 * low)]
    return float(np.median(heights)) if len(heights) else float(low)


def like_glyphs(pieces: Components, height: float) -> NDArray[np.bool_]:
    """Mask of the pieces that may be glyphs on a page whose glyphs are `height` pixels high."""
    low, high = GLYPH_LIKE
    tall = (pieces.heights >= low * height) & (pieces.heights <= high * height)
    return tall & (pieces.right - pieces.left <= 8 * height) & (pieces.area >= 0.1 * height * height)
