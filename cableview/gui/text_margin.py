"""The margin of a text: shapes of states beside its lines, a bar along what was read, an edge while keys come here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cableview.gui.state_shapes import paint_state
from cableview.gui.text_paint import URGENCY, TextMark
from cableview.gui.theme import Theme

WIDTH = 26
FOCUS_WIDTH = 3

MarksInView = Callable[[], Iterable[tuple[TextMark, Sequence[QRectF]]]]
"""Gives the marks in view, each with the boxes that it covers, in pixels of the viewport."""


class TextMargin(QWidget):
    """Stands left of the viewport of `pane`, as high as that."""

    def __init__(self, pane: QWidget, marks: MarksInView, theme: Theme) -> None:
        super().__init__(pane)
        self._pane, self._marks, self._theme = pane, marks, theme

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def set_theme(self, theme: Theme) -> None:
        """Takes the colours of shapes, bar and edge."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._pane.palette().base())
        shapes: dict[int, TextMark] = {}
        for mark, boxes in self._marks():
            for box in boxes[: 1 if mark.state is not None else None]:
                if mark.seen:
                    painter.fillRect(QRectF(WIDTH - 5, box.top(), 3, box.height()), self._theme.decided)
                if mark.state is not None:
                    shapes[round(box.top())] = _more_urgent(mark, shapes.get(round(box.top())))
        self._paint_shapes(painter, shapes)
        if self._pane.hasFocus():
            painter.fillRect(0, 0, FOCUS_WIDTH, self.height(), self._theme.accent)

    def _paint_shapes(self, painter: QPainter, shapes: dict[int, TextMark]) -> None:
        """A shape for each line that has one, by the top of the line."""
        metrics = self._pane.fontMetrics()
        size = min(12.0, metrics.height() * 0.7)
        for top, mark in shapes.items():
            if mark.state is not None:
                middle = top + metrics.height() / 2
                box = QRectF((WIDTH - 4 - size) / 2, middle - size / 2, size, size)
                paint_state(painter, box, mark.state, self._theme)


def _more_urgent(one: TextMark, other: TextMark | None) -> TextMark:
    if other is None or other.state is None or one.state is None:
        return one
    return one if URGENCY.index(one.state) < URGENCY.index(other.state) else other
