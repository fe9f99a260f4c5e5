"""Short readings: on a line each, exactly one under the other, and where it can be under the letters of the scan."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cableview.gui.reading_line import MarkedLine
from cableview.gui.reading_pen import CONTEXT_SIZE, Edges, ReadingPen
from cableview.gui.theme import UI_POINT_SIZE

READING_SIZES = (20.0, 17.0, 14.5)
"""For readings one below the other: the largest size that leaves room for the sentence."""

SCANNED_SIZES = (11.0, 20.0)
"""For readings below the scan, letter under letter: the smallest and the largest size."""

READING_SHARE = 0.7
"""Share of the width that the longest reading may take: the rest is for the words around it."""

Anchor = tuple[float, float]
"""Where from the left a reading begins on the scan above, and how wide a letter is there, in pixels."""


class AlignedReadings:
    """Draws the lines in the size that fits."""

    def __init__(self, pen: ReadingPen, lines: tuple[MarkedLine, ...], anchor: Anchor | None) -> None:
        self._pen, self._lines, self._anchor = pen, lines, anchor

    def size(self, width: float, height: float = math.inf) -> float | None:
        """The size at which the readings fit into `width`, that of the scan first; `None` when they are too long.

        Where none of these fits into `height` as well, it is the smallest.
        """
        sizes = (*self._scanned_size(), *READING_SIZES)
        fitting = [size for size in sizes if self._reading_width(size) <= width * READING_SHARE]
        low = (size for size in fitting if self._pen.metrics(size).height() * len(self._lines) <= height)
        return next(low, min(fitting, default=None))

    def _scanned_size(self) -> tuple[float, ...]:
        """The size at which letters are as wide as they are on the scan above, as far as they can be read."""
        if self._anchor is None:
            return ()
        advance = self._pen.metrics(10.0).horizontalAdvance("n")
        least = SCANNED_SIZES[0] * self._pen.fonts.ui_size / UI_POINT_SIZE  # a larger window needs this too
        return (min(max(10.0 * self._anchor[1] / max(1.0, advance), least), SCANNED_SIZES[1]),)

    def draw(self, painter: QPainter, area: QRectF, size: float) -> None:
        """Draws the lines in the middle of `area`."""
        metrics = self._pen.metrics(size)
        context_size = CONTEXT_SIZE if self._anchor is None else min(size, SCANNED_SIZES[1])
        left = area.left() + self._pen.label_width(self._lines)
        edges = Edges(area.left(), left, self._start(left, area.right(), size, context_size), area.right())
        height = min(area.height() / len(self._lines), metrics.height() * 1.5)
        top = area.top() + (area.height() - height * len(self._lines)) / 2
        for k, marked in enumerate(self._lines):
            baseline = top + height * k + (height + metrics.ascent() - metrics.descent()) / 2
            self._pen.draw_line(painter, marked, edges, baseline, size, context_size)

    def _start(self, left: float, right: float, size: float, context_size: float) -> float:
        """Where all readings begin: below that on the scan, else behind the words before it or about the middle."""
        reading = max(self._pen.nothing_width(), self._reading_width(size))
        if self._anchor is not None:
            return min(max(left, self._anchor[0]), max(left, right - reading))
        context = self._pen.metrics(context_size)
        before = max(context.horizontalAdvance(marked.line.sides[0]) for marked in self._lines)
        return left + min(before, max(0.0, (right - left - reading) * 0.5))

    def _reading_width(self, size: float) -> float:
        metrics = self._pen.metrics(size)
        return max(metrics.horizontalAdvance(marked.line.reading) for marked in self._lines)
