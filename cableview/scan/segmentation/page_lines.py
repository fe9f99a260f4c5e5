"""The lines of writing on the pages of a scan, as curves that words, crops and the reader's eye can follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutPage, Points
from cableview.scan.segmentation.segment import Sheet

ABOVE, BELOW = 0.75, 0.3
"""How far a line of a layout file reaches from its baseline, in shares of its height."""
HIGH, LOW = 1.5, 0.4
"""The same of a line found on the image, in heights of a small letter."""
SAMPLES = 9
"""Points of a line found on the image, whatever curve it has there."""
FEWEST_BENT = 4
"""Points of a baseline from which on it is taken to be bent rather than straight."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line on page `page`, in pixels of the page: its baseline is `a + b*x + c*x*x` with `x` from `left` to `right`.

    `above` and `below` are how far its letters reach above and below the baseline.
    """

    page: int
    left: float
    right: float
    curve: tuple[float, float, float]
    above: float
    below: float

    def foot(self, x: float) -> float:
        """The baseline's y at `x`; beyond the ends of the line it continues straight."""
        a, b, c = self.curve
        held = min(max(x, self.left), self.right)
        return a + (b + c * held) * held + (b + 2 * c * held) * (x - held)

    def box(self, left: float, right: float) -> Box:
        """The box around the part of the line from `left` to `right`."""
        feet = self.foot(left), self.foot((left + right) / 2), self.foot(right)
        return Box(round(left), round(min(feet) - self.above), round(right), round(max(feet) + self.below))

    @property
    def whole(self) -> Box:
        """The box around the whole line."""
        return self.box(self.left, self.right)

    @property
    def height(self) -> float:
        """Height in pixels: `above` and `below` together."""
        return self.above + self.below

    def distance(self, x: float, y: float) -> float:
        """How far a point lies above or below the middle of the line, or beside its ends."""
        level = abs(y - (self.foot(x) - (self.above - self.below) / 2))
        return level + max(self.left - x, x - self.right, 0.0)

    def holds(self, box: Box) -> bool:
        """True when the middle of a box lies on the line."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        foot = self.foot(x)
        reach = self.height / 2
        return self.left - reach <= x <= self.right + reach and foot - self.above <= y <= foot + self.below


def nearest_line(lines: Iterable[PageLine], page: int, x: float, y: float) -> PageLine | None:
    """The line of a page that a point lies on or nearest to."""
    return min((line for line in lines if line.page == page), key=lambda line: line.distance(x, y), default=None)


def lines_of_sheet(sheet: Sheet, page: int, width: int) -> list[PageLine]:
    """The lines found on an image, scaled to the page, which is `width` pixels wide."""
    scale = width / sheet.ink.shape[1]
    found: list[PageLine] = []
    for line in sheet.lines:
        x = np.linspace(line.left, max(line.right, line.left + 1), SAMPLES)
        feet = tuple(zip((x * scale).tolist(), (line.baseline(x) * scale).tolist(), strict=True))
        above, below = HIGH * sheet.x_height * scale, LOW * sheet.x_height * scale
        found.append(PageLine(page, line.left * scale, line.right * scale, _fitted(feet), above, below))
    return found


def lines_of_layout(layout: LayoutPage, page: int, size: tuple[int, int]) -> list[PageLine]:
    """The lines of a layout file's page, scaled to the page of `size` pixels."""
    scale = layout.scale(size)
    return [line_of_layout(line, page, scale) for line in layout.lines]


def line_of_layout(line: LayoutLine, page: int, scale: tuple[float, float] = (1.0, 1.0)) -> PageLine:
    """One line of a layout as a page line; `scale` is pixels per unit of the layout, across and down.

    A baseline that leaves the box of its line is taken as an error in the file.
    """
    across, down = scale
    left, right = line.box.left * across, line.box.right * across
    top, bottom = line.box.top * down, line.box.bottom * down
    feet = tuple((x * across, y * down) for x, y in line.baseline)
    whole = max(1.0, bottom - top)
    if len(feet) > 1:
        levels = [y for _, y in feet]
        height = max(1.0, whole - (max(levels) - min(levels)))
        bent = PageLine(page, left, right, _fitted(feet), ABOVE * height, BELOW * height)
        if all(top - whole <= bent.foot(x) <= bottom + whole for x in (left, (left + right) / 2, right)):
            return bent
    return PageLine(page, left, right, (bottom, 0.0, 0.0), whole, 0.0)


def _fitted(feet: Points) -> tuple[float, float, float]:
    xs, ys = np.array([x for x, _ in feet]), np.array([y for _, y in feet])
    if np.ptp(xs) < 1:
        return float(ys.mean()), 0.0, 0.0
    degree = 2 if len(feet) >= FEWEST_BENT else 1
    found = [float(value) for value in np.polyfit(xs, ys, degree)]
    a, b, *c = reversed(found)
    return a, b, c[0] if c else 0.0


def lines_tree(lines: Sequence[PageLine]) -> list[list[Any]]:
    """The lines as plain JSON values."""
    return [[n.page, n.left, n.right, *n.curve, n.above, n.below] for n in lines]


def lines_from(tree: Sequence[Sequence[Any]]) -> tuple[PageLine, ...]:
    """The lines that `lines_tree` serialised. Raises `ValueError` or `TypeError` for anything else."""
    return tuple(
        PageLine(int(page), float(left), float(right), (float(a), float(b), float(c)), float(above), float(below))
        for page, left, right, a, b, c, above, below in tree
    )
