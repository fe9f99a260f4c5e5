"""Finds rows of letters much taller than a page's writing: stamps and headings, which no traced line includes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cableview.scan.segmentation.ink import GLYPH_LIKE, Components, like_glyphs
from cableview.scan.segmentation.lines import Line

FEWEST, MOST = 3, 300
"""Fewest letters of a row: two tall pieces side by side may be a blot and its neighbour. Most tall pieces of a page:
more are its writing among specks, or a picture."""
CAPITAL = 1.4
"""Height of a capital, as which tall letters are taken, in heights of a small letter."""
GAP, ALIKE = 1.6, 0.7
"""Most distance between neighbours in letter heights, allowing for a broken letter or a blank between them, and the
share of their heights in common."""
STRAY = 0.2
"""How far a letter's foot may be from the row, in heights of a letter."""
CRACK, OVER = 0.2, 0.6
"""Most space between two pieces of a broken letter, in heights of a glyph, and the least share of the narrower one that
lies above or below the other."""
OTHERS, LOWEST = 0.4, 0.5
"""Glyphs of common height that may be among a row's letters, in shares of their number, and how high one that stands
beside them on their foot is at the least to be of the same writing, in shares of their height. In rows of stamps alone
there were up to 0.25, and 0.4 where one broke askew; in those that two lines of writing and a stamp's frame or each
other make up 0.4 to 4."""
MOST_PAIRS = 1_000_000
"""Most pairs of pieces side by side that are examined; typed pages have a twentieth of that, those with specks far
more."""


def tall_rows(pieces: Components, height: float) -> list[tuple[Line, Components]]:
    """The rows of pieces much taller than a glyph's `height`, each with its letters; a lone piece is not a row."""
    least = GLYPH_LIKE[1] * height
    own = pieces.where(pieces.heights > least).joined(_mended(pieces, height, least))
    own = own.where(own.right - own.left <= 2 * own.heights)
    if len(own) > MOST:
        return []
    order = np.argsort(own.left, kind="stable")
    rows: list[list[int]] = []
    for k in order.tolist():
        row = next((row for row in rows if _are_neighbours(own, row[-1], k)), None)
        if row is None:
            rows.append([k])
        else:
            row.append(k)
    letters = (own.where(np.isin(np.arange(len(own)), row)) for row in rows if len(row) >= FEWEST)
    found = ((_line(some), some) for some in letters)
    glyphs = pieces.where(like_glyphs(pieces, height))
    return [(line, some) for line, some in found if _is_even(line, some) and _is_apart(line, some, glyphs)]


def within(pieces: Components, line: Line) -> NDArray[np.bool_]:
    """Mask of the pieces between a row's head and foot: parts of its broken letters, not writing of their own."""
    foot = np.asarray(line.baseline(pieces.middles), dtype=np.float64)
    middle = (pieces.top + pieces.bottom) / 2
    beside = (pieces.middles > line.left) & (pieces.middles < line.right)
    return beside & (middle < foot) & (middle > foot - CAPITAL * line.x_height)


def is_scrap(own: Components, row: Line) -> bool:
    """Whether a line is a single piece that reaches into a row from above or below: a bit of a stamp's frame."""
    foot = float(row.baseline(float(own.middles[0])))
    inside = row.left < own.middles[0] < row.right
    return len(own) == 1 and inside and bool(own.top[0] < foot and own.bottom[0] > foot - CAPITAL * row.x_height)


def _mended(pieces: Components, height: float, least: float) -> Components:
    """Letters taller than `least` made of two pieces, one above the other: stamps print badly, so letters break."""
    parts = pieces.where((pieces.heights > GLYPH_LIKE[0] * height) & (pieces.heights <= least))
    parts = parts.at(np.argsort(parts.top, kind="stable"))
    first = np.arange(len(parts)) + 1
    counts = np.maximum(np.searchsorted(parts.top, parts.bottom + CRACK * height, side="right") - first, 0)
    if int(counts.sum()) > MOST_PAIRS:
        return parts.where(np.zeros(len(parts), dtype=np.bool_))
    above = np.repeat(np.arange(len(parts)), counts)
    below = np.arange(len(above)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    upper, lower = parts.at(above), parts.at(below)
    over = np.minimum(upper.right, lower.right) - np.maximum(upper.left, lower.left)
    bottom = np.maximum(upper.bottom, lower.bottom)
    narrower = np.minimum(upper.right - upper.left, lower.right - lower.left)
    one = (over >= OVER * narrower) & (bottom - upper.top > least)
    left, right = np.minimum(upper.left, lower.left), np.maximum(upper.right, lower.right)
    return Components(left, right, upper.top, bottom, upper.area + lower.area).where(one)


def _are_neighbours(pieces: Components, one: int, other: int) -> bool:
    low, high = sorted((int(pieces.heights[one]), int(pieces.heights[other])))
    shared = min(pieces.bottom[one], pieces.bottom[other]) - max(pieces.top[one], pieces.top[other])
    gap = pieces.left[other] - pieces.right[one]
    return bool(low >= ALIKE * high and shared >= ALIKE * low and -0.2 * high < gap < GAP * high)


def _line(own: Components) -> Line:
    falls, level = np.polyfit(own.middles, own.bottom.astype(np.float64), 1)
    height = float(np.median(own.heights)) / CAPITAL
    return Line(float(own.left.min()), float(own.right.max()), (float(level), float(falls)), height)


def _is_even(line: Line, own: Components) -> bool:
    """True where the letters share the row's baseline."""
    away = np.abs(own.bottom - np.asarray(line.baseline(own.middles), dtype=np.float64))
    return bool(away.max() <= STRAY * CAPITAL * line.x_height)


def _is_apart(line: Line, own: Components, glyphs: Components) -> bool:
    """False where glyphs stand among the letters: these are then the tall letters of large writing, which is already a
    line, or writing on several lines joined by a stamp or its frame."""
    tall = CAPITAL * line.x_height
    foot = np.asarray(line.baseline(glyphs.middles), dtype=np.float64)
    beside = (glyphs.middles > line.left - GAP * tall) & (glyphs.middles < line.right + GAP * tall)
    standing = beside & (np.abs(glyphs.bottom - foot) <= STRAY * tall) & (glyphs.heights >= LOWEST * tall)
    near = glyphs.where(within(glyphs, line) | standing)
    over = (near.middles[:, None] > own.left) & (near.middles[:, None] < own.right)
    return int((~over.any(axis=1)).sum()) <= OTHERS * len(own)
