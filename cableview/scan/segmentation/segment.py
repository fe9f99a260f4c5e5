"""Finds the ink on a page image, its glyphs and the lines they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cableview.scan.segmentation.ink import Components, foreground, like_glyphs, median_height, without_rules
from cableview.scan.segmentation.lines import Line, trace_lines
from cableview.scan.segmentation.order import TracedLine, by_rows, other_orders
from cableview.scan.segmentation.tall_rows import CAPITAL, is_scrap, tall_rows, within

WIDTH = 1400
"""Width in pixels to which a page is first scaled: all lengths below are in these pixels."""
MOST_PIXELS = 5_000_000

STEEPEST = 0.1


PROFILE = 2.2
"""How far above the baseline the top of the small letters is sought, in heights of a glyph."""

SMALLER, LARGER = 0.8, 1.25
"""A line whose small letters are below or above these shares of the common height is written in another size, if most
of its glyphs are lower or taller as well."""
OTHER_GLYPHS = 0.12
ASCENDERS, NO_ASCENDERS = 0.1, 0.06
"""Ink just above the small letters, as a share of that at their height, from which a line surely has ascenders, and
below which a page has none: what was taken for its small letters then are capitals or figures. On 37 pages of prose,
12 of them real, it was 0.14 to 0.43, on 23 of capitals or figures 0.066 at most and mostly 0; on 91 cuttings of prose
0.075 at least, but for two without small letters."""

MANY = 300
"""Pieces of ink needed to tell whether they stand on lines at all."""
SCATTERED = 1.25
"""Largest variance-to-mean ratio of the feet of specks over levels: 1 by chance, up to 1.17 at the best slope of six
pages. Of 50 pages of writing the least was 2.1, of three on their side 1.35."""


@dataclass(frozen=True)
class Sheet:
    """A page as ink and lines, in pixels of the page scaled to `WIDTH`.

    `x_height` is the height of a small letter; where there are hardly any, it is inferred from the capitals or figures
    and `few_small` is true. `lines` are in the order of rows from the top; `orders` are other orders in which they may
    be read, cut at gutters. `glyphs_a_line` is the number of glyphs in the line of a typical glyph: few where the page
    lies on its side.
    """

    ink: NDArray[np.bool_]
    x_height: float
    lines: tuple[Line, ...]
    orders: tuple[tuple[Line, ...], ...] = ()
    glyphs_a_line: float = 0.0
    few_small: bool = False


def segment(image: Image.Image) -> Sheet:
    """The ink and lines of a page; no lines where there is nothing like writing."""
    ink = foreground(_sized(image))
    ink, pieces = without_rules(ink)
    height = median_height(pieces)
    tall = tall_rows(pieces, height)
    glyphs = _outside(pieces.where(like_glyphs(pieces, height)), tall)
    if len(glyphs) < 2:
        return Sheet(ink, 1.0, ())
    slope = skew(glyphs)
    if _are_scattered(glyphs, slope):
        return Sheet(ink, 1.0, ())
    traced = [
        _traced(line, own)
        for line, own in trace_lines(glyphs, pieces, slope, height)
        if not any(is_scrap(own, row) for row, _ in tall)
    ]
    if not traced:
        return Sheet(ink, 1.0, ())
    traced, x_height, few_small = _measured(ink, traced, height)
    rows = by_rows([*traced, *(_traced(line, own) for line, own in tall)], slope, x_height)
    lines = tuple(one.line for one in rows)
    others = tuple(other_orders(rows, slope, x_height, few_small=few_small))
    counts = np.array([len(one.lefts) for one in rows])
    return Sheet(ink, x_height, lines, others, float(np.median(np.repeat(counts, counts))), few_small)


def _outside(glyphs: Components, tall: Sequence[tuple[Line, Components]]) -> Components:
    """The glyphs without the pieces of broken letters in tall rows."""
    for line, _ in tall:
        glyphs = glyphs.where(~within(glyphs, line))
    return glyphs


def _traced(line: Line, own: Components) -> TracedLine:
    order = np.argsort(own.left, kind="stable")
    return TracedLine(line, own.left[order], own.right[order], float(np.median(own.heights)))


def _measured(ink: NDArray[np.bool_], traced: list[TracedLine], height: float) -> tuple[list[TracedLine], float, bool]:
    """The lines with the heights of their small letters, the height typical of the page, and whether it has few."""
    profiles = [_rows_of_ink(ink, one.line, height) for one in traced]
    page = np.sum(profiles, axis=0)
    common = _top_of_small(page, height)
    few_small = _above(page, common) < NO_ASCENDERS
    if few_small:
        common /= CAPITAL
    found: list[TracedLine] = []
    for one, profile in zip(traced, profiles, strict=True):
        mine = _top_of_small(profile, height) if len(one.lefts) >= 6 else common
        tall = one.tall / height
        smaller = mine < SMALLER * common and tall < 1 - OTHER_GLYPHS
        larger = mine > LARGER * common and tall > 1 + OTHER_GLYPHS and _above(profile, mine) > ASCENDERS
        found.append(replace(one, line=replace(one.line, x_height=mine if smaller or larger else common)))
    return found, common, few_small


def _above(profile: NDArray[np.float64], top: float) -> float:
    """Ink above `top` as a share of that below: much less where letters have ascenders, none where all are tall."""
    above, below = profile[round(1.12 * top) : round(1.35 * top)], profile[: round(top)]
    return float(above.mean() / max(1.0, below.mean())) if len(above) else 0.0


def _rows_of_ink(ink: NDArray[np.bool_], line: Line, height: float) -> NDArray[np.float64]:
    """Amount of ink along a line at each pixel above its baseline."""
    x = np.arange(int(line.left), max(int(line.left) + 1, int(line.right)))
    x = x[x < ink.shape[1]]
    up = np.arange(int(PROFILE * height) + 2)
    base = np.rint(np.asarray(line.baseline(x.astype(np.float64)), dtype=np.float64)).astype(np.int64)
    y = base[None, :] - 1 - up[:, None]
    inside = (y >= 0) & (y < ink.shape[0])
    found: NDArray[Any] = ink[np.clip(y, 0, ink.shape[0] - 1), x[None, :]] & inside
    return np.asarray(found.sum(axis=1), dtype=np.float64)


def _top_of_small(profile: NDArray[np.float64], height: float) -> float:
    """The height above the baseline where ink suddenly thins out: the top of the letters without ascenders."""
    reach = max(1, round(0.12 * height))
    smooth = np.convolve(np.pad(profile, reach, mode="edge"), np.full(2 * reach + 1, 1.0), mode="valid")
    up = np.arange(len(smooth) - 2 * reach) + reach
    fall = smooth[up - reach] - smooth[up + reach]
    usual = (up > 0.45 * height) & (up < 1.5 * height)
    return float(up[usual][int(np.argmax(fall[usual]))]) if usual.any() else height


def skew(glyphs: Components) -> float:
    """How far the lines fall per pixel to the right: the slope at which the feet of the glyphs cluster most."""
    x, y = glyphs.middles, glyphs.bottom.astype(np.float64)
    best = 0.0
    for reach in (STEEPEST, 0.04 * STEEPEST):
        slopes = [best + reach * step / 50 for step in range(-50, 51)]
        best = max(slopes, key=lambda slope: _gathering(x, y, slope))
    return best


def _are_scattered(glyphs: Components, slope: float) -> bool:
    """Whether the glyphs stand on no lines, as specks do; lines are then not sought, as that would take long."""
    if len(glyphs) < MANY:
        return False
    level = np.round(glyphs.bottom - slope * glyphs.middles).astype(np.int64)
    counts = np.bincount(level - level.min() + 1, minlength=int(np.ptp(level)) + 3)
    return bool(counts.var() < SCATTERED * counts.mean())


def _sized(image: Image.Image) -> Image.Image:
    grey = image.convert("L")
    factor = min(WIDTH / grey.width, (MOST_PIXELS / (grey.width * grey.height)) ** 0.5)
    size = max(1, round(grey.width * factor)), max(1, round(grey.height * factor))
    how = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX
    return grey.resize(size, how)


def _gathering(x: NDArray[np.float64], y: NDArray[np.float64], slope: float) -> float:
    level = np.round(y - slope * x).astype(np.int64)
    counts = np.bincount(level - level.min()).astype(np.float64)
    counts[1:] += counts[:-1]
    return float((counts**2).sum())
