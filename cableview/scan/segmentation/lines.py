"""Traces the lines of writing on a page from the boxes of its glyphs, however they curve and wherever they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cableview.scan.segmentation.ink import Components

STRIP, STEP = 6.0, 3.0
"""Width of the strips in which lines are looked for, and how far one is from the next, in heights of a glyph.

A strip holds four to six letters; over half of it even the lines of a page that sinks into the fold of a book move by
less than half a line.
"""
BELL = 0.22
"""Spread, in heights of a glyph, over which the writing at a level counts: less than half the gap between lines."""
APART = 1.15
"""Least distance between lines, in heights of a glyph."""
FAINTEST = 0.12
"""Share of a full line's writing that a strip needs at a level to be part of a line: two letters."""
NEAR = 0.45
"""How far the next strip's line may be from where it is expected, in heights of a glyph."""
TOO_CLOSE = 0.9
"""Two lines, one above the other, that are closer than this, in heights of a glyph, are parts of one."""
LONGEST_GAP = 5
"""Strips without writing after which a line is not continued."""
REACH = 2.5
"""How far from a line's letters a hyphen or stop may be, in heights of a glyph."""

DEGREES = ((10.0, 1), (20.0, 2), (45.0, 4))
"""Degree of the curve by least length of line in glyph heights: few letters say little about a bend."""
LONG, FEWEST_LONG = 20.0, 4
"""The lie of the page is taken from lines at least this many glyph heights long, if there are this many of them."""
LIE = (4, 2)
"""Numbers of powers of x and y that describe the lie of a page: three bends across, which may grow or fade
downwards."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing: its baseline is `a + b*x + c*x*x + ...` with `x` from `left` to `right`.

    `x_height` is the height of its small letters.
    """

    left: float
    right: float
    curve: tuple[float, ...]
    x_height: float

    def baseline(self, x: NDArray[Any] | float) -> Any:
        """The baseline's y at `x`, in pixels: a number, or an array shaped like `x`."""
        level: Any = self.curve[-1]
        for factor in self.curve[-2::-1]:
            level = level * x + factor
        return level + 0.0 * x


@dataclass
class _Chain:
    """Levels of one line in the strips where it was seen."""

    strips: list[int] = field(default_factory=list[int])
    levels: list[float] = field(default_factory=list[float])
    weight: float = 0.0

    def expected(self, strip: int, rises: Floats) -> float:
        """The level expected at a strip, from the last three seen: older ones say less than the lie of the page does.

        For a line that has just begun, from how the page's other lines rise there: `rises`, from the first strip on.
        """
        last = self.strips[-1]
        if len(self.strips) < 3:
            return self.levels[-1] + float(rises[strip] - rises[last])
        rise = (self.levels[-1] - self.levels[-3]) / (last - self.strips[-3])
        return self.levels[-1] + rise * min(2, strip - last)

    def level_at(self, strip: Floats) -> Floats:
        return np.interp(strip, self.strips, self.levels)


def trace_lines(glyphs: Components, pieces: Components, slope: float, height: float) -> list[tuple[Line, Components]]:
    """The lines with their glyphs; `height` is the height of a glyph, `slope` how far lines fall per pixel."""
    middles = glyphs.middles
    level = (glyphs.top + glyphs.bottom) / 2 - slope * middles
    step = STEP * height
    chains = _chains(glyphs, slope, height)
    strip = (middles - float(middles.min())) / step
    owners = _owners(chains, strip, level, height)
    seen: list[Seen] = []
    for k, chain in enumerate(chains):
        own = owners == k
        if own.any():
            bend = slope * middles[own] + chain.level_at(strip[own] - 0.5)
            seen.append(Seen(glyphs.where(own), _fitted(glyphs.where(own), bend, height)))
    lie = _lie(seen, slope, height)
    return [(_line(one, lie, pieces, height), one.own) for one in whole_lines(seen, lie, height)]


@dataclass(frozen=True)
class Seen:
    """The glyphs of a line, and the curve they stand on if there are enough of them to tell."""

    own: Components
    curve: tuple[float, ...] | None

    @property
    def length(self) -> float:
        """Distance from the middle of its first piece to that of its last, in pixels."""
        return float(np.ptp(self.own.middles))


def whole_lines(seen: Sequence[Seen], lie: Lie, height: float) -> list[Seen]:
    """The lines, with those merged that lie closer together, one above the other, than two lines can.

    They are parts of one line broken by a stamp, an underline or faint letters: read one after the other, their words
    would change places.
    """
    whole: list[_Laid] = []
    for one in (_laid(one, lie, height) for one in sorted(seen, key=lambda one: -one.length)):
        at = next((k for k, other in enumerate(whole) if _is_part(one, other, height)), None)
        if at is None:
            whole.append(one)
            continue
        own = whole[at].seen.own.joined(one.seen.own)
        x, y = own.middles, own.bottom
        bend = np.polyval(lie.through(float(x.mean()), float(y.mean()))[::-1], x)
        whole[at] = _laid(Seen(own, _fitted(own, np.asarray(bend, dtype=np.float64), height)), lie, height)
    return [one.seen for one in whole]


@dataclass(frozen=True)
class _Laid:
    """What lines are compared by: a page of specks has a thousand, each compared with all those before it."""

    seen: Seen
    curve: tuple[float, ...]
    left: float
    right: float


def _laid(seen: Seen, lie: Lie, height: float) -> _Laid:
    own = seen.own
    return _Laid(seen, _own_curve(seen, lie, height), float(own.left.min()), float(own.right.max()))


def _is_part(one: _Laid, other: _Laid, height: float) -> bool:
    """True where two lines occupy the same part of the page's width, at nearly the same level."""
    left, right = max(one.left, other.left), min(one.right, other.right)
    if right - left < height:
        return False
    middle = (left + right) / 2
    return abs(_level_of(one.curve, middle) - _level_of(other.curve, middle)) < TOO_CLOSE * height


def _level_of(curve: tuple[float, ...], x: float) -> float:
    """What `np.polyval` returns, without the arrays: a page of specks needs it a million times."""
    level = 0.0
    for factor in reversed(curve):
        level = level * x + factor
    return level


def _own_curve(seen: Seen, lie: Lie, height: float) -> tuple[float, ...]:
    if seen.curve is not None and (seen.length >= LONG * height or not lie.is_known):
        return seen.curve
    own = seen.own
    through = lie.through(float(own.middles.mean()), float(own.bottom.mean()))
    rest = own.bottom - np.polyval(through[::-1], own.middles)
    return (through[0] + _level(rest, height), *through[1:])


def _line(seen: Seen, lie: Lie, pieces: Components, height: float) -> Line:
    own = seen.own
    line = Line(float(own.left.min()), float(own.right.max()), _own_curve(seen, lie, height), height)
    return _with_marks(line, pieces, height)


@dataclass(frozen=True)
class Lie:
    """How steeply lines fall at each point of a page: `factors[i, j]` belong to `x**i * y**j`, with `x` and `y`
    measured from `middle` in units of `half`."""

    factors: Floats
    middle: tuple[float, float]
    half: float
    is_known: bool

    def through(self, x: float, y: float) -> tuple[float, ...]:
        """The curve of a line through a point of the page."""
        down = (y - self.middle[1]) / self.half
        powers = np.array([down**j for j in range(self.factors.shape[1])])
        falls: list[float] = self.factors.dot(powers).tolist()
        sums = (0.0, *(fall / power * self.half for power, fall in enumerate(falls, 1)))
        curve = _unscaled(sums, self.middle[0], self.half)
        return (curve[0] + y - _level_of(curve, x), *curve[1:])


def _lie(seen: Sequence[Seen], slope: float, height: float) -> Lie:
    """The lie of the page, from how its longer lines fall; from `slope` where there are few."""
    rows: list[tuple[float, float, float]] = []
    count = 0
    for one in seen:
        if one.curve is None or one.length < LONG * height:
            continue
        count += 1
        line = np.poly1d(one.curve[::-1])
        at = np.arange(float(one.own.left.min()), float(one.own.right.max()), STEP * height)
        rows += zip(at.tolist(), line(at).tolist(), line.deriv()(at).tolist(), strict=True)
    if count < FEWEST_LONG:
        return Lie(np.array([[slope]]), (0.0, 0.0), 1.0, is_known=False)
    x, y, falls = np.array(rows).T
    middle, half = (float(x.mean()), float(y.mean())), max(1.0, float(np.ptp(x)) / 2)
    across, down = (x - middle[0]) / half, (y - middle[1]) / half
    terms: Floats = np.array([across**i * down**j for i in range(LIE[0]) for j in range(LIE[1])], dtype=np.float64).T
    return Lie(_regressed(terms, falls).reshape(LIE), middle, half, is_known=True)


def _regressed(terms: Floats, values: Floats) -> Floats:
    """Factors of the terms that reproduce most of the values; outliers have no say."""
    factors = _least_squares(terms, values)
    for _ in range(2):
        away: Floats = np.abs(values - terms.dot(factors))
        kept = away <= max(0.004, 3 * float(np.median(away)))
        factors = _least_squares(terms[kept], values[kept])
    return factors


def _least_squares(terms: Floats, values: Floats) -> Floats:
    """Least squares with slight ridge regularisation, which keeps corners without lines from bending arbitrarily."""
    small = np.diag([0.0] + [0.01 * len(values)] * (terms.shape[1] - 1))
    normal = np.asarray(terms.T.dot(terms), dtype=np.float64) + np.asarray(small, dtype=np.float64)
    wanted = np.asarray(terms.T.dot(values), dtype=np.float64)
    return np.asarray(np.linalg.solve(normal, wanted), dtype=np.float64)


def _chains(glyphs: Components, slope: float, height: float) -> list[_Chain]:
    """Lines followed strip by strip from the left, each continuing where the next strip has writing at its level."""
    profiles, origin = _profiles(glyphs, slope, height)
    full = float(np.percentile(profiles.max(axis=1), 80))
    peaks: list[list[tuple[float, float]]] = []
    for profile in profiles:
        at = _peaks(profile, round(APART * height), FAINTEST * full)
        peaks.append([(peak + origin, float(profile[peak])) for peak in at])
    level = np.zeros(len(peaks))
    return _linked(peaks, _rises(_linked(peaks, level, height), len(peaks)), height)


def _rises(chains: Sequence[_Chain], strips: int) -> Floats:
    """How far most lines have fallen at each strip since the first."""
    steps: list[list[float]] = [[] for _ in range(strips)]
    for chain in chains:
        for k in range(1, len(chain.strips)):
            if chain.strips[k] == chain.strips[k - 1] + 1:
                steps[chain.strips[k]].append(chain.levels[k] - chain.levels[k - 1])
    return np.cumsum([float(np.median(step)) if len(step) >= FEWEST_LONG else 0.0 for step in steps])


def _linked(peaks: Sequence[Sequence[tuple[float, float]]], rises: Floats, height: float) -> list[_Chain]:
    """Chains of peaks; a peak is the level and weight of writing in a strip."""
    chains: list[_Chain] = []
    for strip, found in enumerate(peaks):
        open_ones = [c for c in chains if strip - c.strips[-1] <= LONGEST_GAP]
        levels = [c.expected(strip, rises) for c in open_ones]
        pairs = sorted(
            (abs(levels[k] - level), strip - c.strips[-1], k, n)
            for k, c in enumerate(open_ones)
            for n, (level, _) in enumerate(found)
            if abs(levels[k] - level) < NEAR * height
        )
        used: set[int] = set()
        taken: set[int] = set()
        for _, _, k, n in pairs:
            if k not in used and n not in taken:
                used.add(k)
                taken.add(n)
                _extend(open_ones[k], strip, *found[n])
        for n, peak in enumerate(found):
            if n not in taken:
                chains.append(_Chain())
                _extend(chains[-1], strip, *peak)
    return chains


def _extend(chain: _Chain, strip: int, level: float, weight: float) -> None:
    chain.strips.append(strip)
    chain.levels.append(level)
    chain.weight += weight


def _profiles(glyphs: Components, slope: float, height: float) -> tuple[Floats, float]:
    """How much writing each strip has at each level below `origin`, with levels following `slope`."""
    middles = glyphs.middles
    tops, bottoms = glyphs.top - slope * middles, glyphs.bottom - slope * middles
    origin = float(tops.min()) - 2 * height
    size = int(bottoms.max() - origin + 2 * height) + 2
    step = STEP * height
    at = (middles - float(middles.min())) / step
    count = int(at.max()) + 1
    sums = np.zeros((count, size))
    wide = np.minimum(glyphs.right - glyphs.left, 2 * height)
    high, low = (tops - origin).astype(np.int64), (bottoms - origin).astype(np.int64)
    reach = STRIP / STEP / 2
    for shift in range(-int(np.ceil(reach)), int(np.ceil(reach)) + 1):
        strip = np.floor(at).astype(np.int64) + shift
        inside = (strip >= 0) & (strip < count) & (np.abs(at - (strip + 0.5)) <= reach)
        np.add.at(sums, (strip[inside], high[inside]), wide[inside])
        np.add.at(sums, (strip[inside], low[inside]), -wide[inside])
    levels = np.sqrt(np.maximum(np.cumsum(sums, axis=1), 0))
    around = np.arange(-int(height), int(height) + 1)
    bell = np.exp(-0.5 * (around / (BELL * height)) ** 2)
    bell /= bell.sum()
    smoothed: list[NDArray[Any]] = [np.convolve(row, bell, mode="same") for row in levels]
    return np.stack(smoothed), origin


def _peaks(profile: Floats, apart: int, least: float) -> list[int]:
    """Local maxima in order; a higher one claims the room around it before lower ones."""
    inner = profile[1:-1]
    tops = np.nonzero((inner >= profile[:-2]) & (inner > profile[2:]) & (inner > least))[0] + 1
    taken: list[int] = []
    for peak in tops[np.argsort(-profile[tops], kind="stable")].tolist():
        if all(abs(peak - other) >= apart for other in taken):
            taken.append(peak)
    return sorted(taken)


def _owners(chains: Sequence[_Chain], strip: Floats, level: Floats, height: float) -> NDArray[np.int64]:
    """The nearest chain of each glyph, -1 where none is near."""
    best = np.full(len(level), 0.75 * height)
    owners = np.full(len(level), -1, dtype=np.int64)
    for k, chain in enumerate(chains):
        within = (strip >= chain.strips[0] - 0.5) & (strip <= chain.strips[-1] + 1.5)
        away = np.where(within, np.abs(chain.level_at(strip - 0.5) - level), np.inf)
        closer = away < best
        best[closer] = away[closer]
        owners[closer] = k
    return owners


def _with_marks(line: Line, pieces: Components, height: float) -> Line:
    """The line extended by the hyphens and stops at its ends, which are not tall enough to count as letters."""
    near = (pieces.right > line.left - 3 * REACH * height) & (pieces.left < line.right + 3 * REACH * height)
    pieces = pieces.where(near & (pieces.heights < height) & (pieces.area > 0.02 * height**2))
    above = line.baseline(pieces.middles) - (pieces.top + pieces.bottom) / 2
    small = (above > -0.3 * height) & (above < height)
    left, right = line.left, line.right
    for start, end in sorted(zip(pieces.left[small].tolist(), pieces.right[small].tolist(), strict=True)):
        if right < end < right + REACH * height and start > left:
            right = float(end)
    for end, start in sorted(zip(pieces.right[small].tolist(), pieces.left[small].tolist(), strict=True), reverse=True):
        if left - REACH * height < start < left and end < right:
            left = float(start)
    return replace(line, left=left, right=right)


def _fitted(own: Components, bend: Floats, height: float) -> tuple[float, ...] | None:
    """The curve on which most of these glyphs stand, near `bend` except in level; `None` where there are too few."""
    x, feet = own.middles, own.bottom.astype(np.float64)
    near = bend + _level(feet - bend, height)
    long = float(np.ptp(x)) / height
    fits = [_fit(x, feet, near, degree, height) for least, degree in DEGREES if long >= least]
    return next((curve for curve in reversed(fits) if curve is not None), None)


def _fit(x: Floats, feet: Floats, near: Floats, degree: int, height: float) -> tuple[float, ...] | None:
    """A polynomial on which the glyphs stand, fitted more tightly each round; `None` where too few stand on it."""
    curve: tuple[float, ...] | None = None
    wide = float(np.ptp(x))
    middle, half = float(x.mean()), max(1.0, wide / 2)
    for tolerance in (0.5, 0.3, 0.2):
        held = np.abs(feet - near) < tolerance * height
        if held.sum() < 4 * degree + 4 or np.ptp(x[held]) < 0.8 * wide:
            return None
        curve = _unscaled(np.polyfit((x[held] - middle) / half, feet[held], degree)[::-1].tolist(), middle, half)
        near = np.asarray(np.polyval(curve[::-1], x), dtype=np.float64)
    return curve


def _level(rest: Floats, height: float) -> float:
    """The level at which most of these residuals lie."""
    rest = np.sort(rest)
    near = np.searchsorted(rest, rest + 0.15 * height) - np.searchsorted(rest, rest - 0.15 * height)
    middle = rest[int(np.argmax(near))]
    return float(np.mean(rest[np.abs(rest - middle) <= 0.15 * height]))


def _unscaled(factors: Sequence[float], middle: float, half: float) -> tuple[float, ...]:
    """Factors in `x` of the polynomial with `factors` in `(x - middle) / half`, both lowest degree first."""
    made: list[float] = []
    for factor in reversed(factors):
        made = [low / half - same * middle / half for low, same in zip([0.0, *made], [*made, 0.0], strict=True)]
        made[0] += factor
    return tuple(made)
