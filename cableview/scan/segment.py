"""Finds ink on a page image, the glyphs in it and the lines they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

WIDTH = 1400
"""Pixels across to which a page is brought first: every length below is in these."""
MOST_PIXELS = 5_000_000

LONGEST_RUN = 6
"""A row of ink longer than so many glyphs are high is a rule, an underline or the scan's border."""
GLYPH_HEIGHT = (6, 60)
GLYPH_LIKE = (0.45, 2.6)
"""Heights of what is taken for a letter, in shares of the median."""

REACH = 2.5
"""How far from a line's letters a hyphen or stop may be, in heights of a glyph."""

STEEPEST = 0.1
STRIPS = 12
"""Columns in which ink is counted apart, so that a short line shows as much as a long one."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing: its baseline is `a + b*x + c*x*x` with `x` from `left` to `right`."""

    left: float
    right: float
    curve: tuple[float, float, float]

    def baseline(self, x: NDArray[Any] | float) -> Any:
        a, b, c = self.curve
        return a + (b + c * x) * x


@dataclass(frozen=True)
class Sheet:
    """A page as ink and lines, in pixels of the page brought to `WIDTH`.

    `x_height` is the height of a small letter. `lines` are ordered from the top.
    """

    ink: NDArray[np.bool_]
    x_height: float
    lines: tuple[Line, ...]


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


def segment(image: Image.Image) -> Sheet:
    """Ink and lines of a page. Without anything like writing there are no lines."""
    ink = foreground(_sized(image))
    ink, pieces = _without_rules(ink)
    height = _median_height(pieces)
    glyphs = pieces.where(_like_glyphs(pieces, height))
    if len(glyphs) < 2:
        return Sheet(ink, 1.0, ())
    slope = skew(glyphs)
    return Sheet(ink, *_lines(glyphs, pieces, slope, height))


def foreground(grey: Image.Image) -> NDArray[np.bool_]:
    """Where a page is markedly darker than the paper around: relative to the local background, cut after Otsu."""
    values = np.asarray(grey, dtype=np.float32)
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(9)).filter(ImageFilter.BoxBlur(4))
    background = np.maximum(np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32), 64)
    darkness = np.clip((background - values) / background, 0, 1)
    return darkness > max(0.08, 0.9 * _otsu(darkness))


def skew(glyphs: Components) -> float:
    """How far the lines fall for each pixel to the right: where the feet of the glyphs gather most."""
    x, y = glyphs.middles, glyphs.bottom.astype(np.float64)
    best = 0.0
    for reach in (STEEPEST, 0.04 * STEEPEST):
        slopes = [best + reach * step / 50 for step in range(-50, 51)]
        best = max(slopes, key=lambda slope: _gathering(x, y, slope))
    return best


def _sized(image: Image.Image) -> Image.Image:
    grey = image.convert("L")
    factor = min(WIDTH / grey.width, (MOST_PIXELS / (grey.width * grey.height)) ** 0.5)
    size = max(1, round(grey.width * factor)), max(1, round(grey.height * factor))
    how = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX
    return grey.resize(size, how)


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


def _gathering(x: NDArray[np.float64], y: NDArray[np.float64], slope: float) -> float:
    level = np.round(y - slope * x).astype(np.int64)
    counts = np.bincount(level - level.min()).astype(np.float64)
    counts[1:] += counts[:-1]
    return float((counts**2).sum())


def _without_rules(ink: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Components]:
    """The ink without what is too large for writing, and its connected pieces."""
    rows, starts, ends = _runs(ink)
    height = _median_height(_boxes(_connected(rows, starts, ends), rows, starts, ends))
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


def _median_height(pieces: Components) -> float:
    low, high = GLYPH_HEIGHT
    heights = pieces.heights[(pieces.heights >= low) & (pieces.heights <= high) & (pieces.area >= 2 * low)]
    return float(np.median(heights)) if len(heights) else float(low)


def _like_glyphs(pieces: Components, height: float) -> NDArray[np.bool_]:
    low, high = GLYPH_LIKE
    tall = (pieces.heights >= low * height) & (pieces.heights <= high * height)
    return tall & (pieces.right - pieces.left <= 8 * height) & (pieces.area >= 0.1 * height * height)


def _lines(glyphs: Components, pieces: Components, slope: float, height: float) -> tuple[float, tuple[Line, ...]]:
    """Height of a small letter, and the lines from the top."""
    profile, origin = _profile(glyphs, slope, height)
    level = (glyphs.top + glyphs.bottom) / 2 - slope * glyphs.middles - origin
    lines: list[Line] = []
    tall: list[NDArray[np.float64]] = []
    for peak in _peaks(profile, round(1.15 * height)):
        own = glyphs.where(np.abs(level - peak) < 0.75 * height)
        if not len(own):
            continue
        curve = _baseline(own, slope, height)
        line = _with_marks(Line(float(own.left.min()), float(own.right.max()), curve), pieces, height)
        foot = own.bottom - line.baseline(own.middles)
        tall.append((own.bottom - own.top)[np.abs(foot) < 0.2 * height].astype(np.float64))
        lines.append(line)
    heights = np.concatenate(tall) if tall else np.zeros(0)
    return (float(np.percentile(heights, 30)) if len(heights) else height), tuple(lines)


def _with_marks(line: Line, pieces: Components, height: float) -> Line:
    """The line with the hyphens and stops at its ends, which are too low to be taken for letters."""
    above = line.baseline(pieces.middles) - (pieces.top + pieces.bottom) / 2
    small = (above > -0.3 * height) & (above < height) & (pieces.heights < height) & (pieces.area > 0.02 * height**2)
    left, right = line.left, line.right
    for start, end in sorted(zip(pieces.left[small].tolist(), pieces.right[small].tolist(), strict=True)):
        if right < end < right + REACH * height and start > left:
            right = float(end)
    for end, start in sorted(zip(pieces.right[small].tolist(), pieces.left[small].tolist(), strict=True), reverse=True):
        if left - REACH * height < start < left and end < right:
            left = float(start)
    return Line(left, right, line.curve)


def _profile(glyphs: Components, slope: float, height: float) -> tuple[NDArray[np.float64], float]:
    """How much writing there is at each level below `origin`, levels being taken along `slope`."""
    tops, bottoms = glyphs.top - slope * glyphs.middles, glyphs.bottom - slope * glyphs.middles
    origin = float(tops.min()) - 2 * height
    size = int(bottoms.max() - origin + 2 * height) + 2
    strip = np.minimum((glyphs.middles * STRIPS / max(1.0, float(glyphs.right.max()))).astype(np.int64), STRIPS - 1)
    counts = np.zeros((STRIPS, size))
    wide = glyphs.right - glyphs.left
    np.add.at(counts, (strip, (tops - origin).astype(np.int64)), wide)
    np.add.at(counts, (strip, (bottoms - origin).astype(np.int64)), -wide)
    levels = np.sqrt(np.maximum(np.cumsum(counts, axis=1), 0)).sum(axis=0)
    reach = np.arange(-int(height), int(height) + 1)
    bell = np.exp(-0.5 * (reach / (0.22 * height)) ** 2)
    weights: NDArray[Any] = bell / bell.sum()
    return np.convolve(np.asarray(levels, dtype=np.float64), weights, mode="same"), origin


def _peaks(profile: NDArray[np.float64], apart: int) -> list[int]:
    """Local maxima, the higher first claiming the room around them; in order."""
    inner = profile[1:-1]
    tops = np.nonzero((inner >= profile[:-2]) & (inner > profile[2:]) & (inner > 0.02 * profile.max()))[0] + 1
    free = np.ones(len(profile), dtype=np.bool_)
    taken: list[int] = []
    for peak in tops[np.argsort(-profile[tops], kind="stable")]:
        if free[peak]:
            taken.append(int(peak))
            free[max(0, peak - apart + 1) : peak + apart] = False
    return sorted(taken)


def _baseline(own: Components, slope: float, height: float) -> tuple[float, float, float]:
    """The curve on which most of these glyphs stand; straight where they are few."""
    x, feet = own.middles, own.bottom.astype(np.float64)
    rest = feet - slope * x
    near = [int((np.abs(rest - r) < 0.15 * height).sum()) for r in rest]
    a = float(np.mean(rest[np.abs(rest - rest[int(np.argmax(near))]) < 0.15 * height]))
    curve = (a, slope, 0.0)
    for tolerance in (0.35, 0.2):
        residual = feet - (curve[0] + (curve[1] + curve[2] * x) * x)
        held = np.abs(residual) < tolerance * height
        if held.sum() < 12 or np.ptp(x[held]) < 20 * height:
            return curve
        c, b, a = np.polyfit(x[held], feet[held], 2)
        curve = (float(a), float(b), float(c))
    return curve
