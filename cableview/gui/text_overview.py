"""The map beside a text's scroll bar: where in the whole text places are, open and decided."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cableview.gui.queue_marks import Ticks
from cableview.gui.text_paint import URGENCY, TextMark
from cableview.gui.text_view import TextView
from cableview.gui.theme import LIGHT, Theme
from cableview.model.decision import State
from cableview.model.span import Span

WIDTH = 12
TICK = 3
NEAR = 6
"""Pixels from a tick within which a click means its place."""
DRAWN_AFTER = 60
"""Milliseconds in which changes are gathered: a long text has thousands of places."""


class TextOverview(QWidget):
    """Ticks for the places in `pane`. `chosen` gives where in the text was clicked."""

    chosen = Signal(int)

    def __init__(self, pane: TextView, places: Callable[[], Ticks]) -> None:
        """`places` gives all places of the text; it is asked when they have changed."""
        super().__init__(pane)
        self._pane, self._places = pane, places
        self._theme = LIGHT
        self._ticks: dict[int, TextMark] | None = None
        self._current: Span | None = None
        self._late = QTimer(self, interval=DRAWN_AFTER, singleShot=True)
        self._late.timeout.connect(self._on_late)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Map of the places in the text")
        self.setToolTip("Where in the text the places are. Click to go there.")
        pane.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        pane.verticalScrollBar().rangeChanged.connect(self.refresh)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_current(self, span: Span | None) -> None:
        """The place looked at."""
        self._current = span
        self.update()

    @Slot()
    def refresh(self) -> None:
        """The marks, the text or its lines have changed."""
        if not self._late.isActive():
            self._late.start()

    def resizeEvent(self, _) -> None:
        self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.position_at(event.position().y()))

    def position_at(self, y: float) -> int:
        """The place whose tick is at a height, or else the part of the text that is there."""
        near = min(self.ticks, key=lambda at: abs(at - y), default=None)
        if near is not None and abs(near - y) <= NEAR:
            return self.ticks[near].span.start
        return self._pane.position_at_share(min(max(y / max(1, self.height()), 0.0), 1.0))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_seen(painter)
        for y, mark in self.ticks.items():
            self._paint_tick(painter, y, mark)
        if self._current is not None:
            y = self._height_of(self._current.start)
            painter.setPen(QPen(QColor(self._theme.accent), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, y - TICK, WIDTH - 2, 2 * TICK), 2, 2)

    def _paint_seen(self, painter: QPainter) -> None:
        """The part of the text that is in view."""
        first, last = self._pane.share_in_view()
        colour = QColor(self._theme.muted)
        colour.setAlpha(36)
        painter.fillRect(QRectF(0, first * self.height(), WIDTH, max(2.0, (last - first) * self.height())), colour)

    def _paint_tick(self, painter: QPainter, y: int, mark: TextMark) -> None:
        """Open places have whole ticks, decided ones thin and hollow: colour alone would tell nobody who sees none."""
        colour = QColor(self._theme.of_state(mark.state or State.OPEN))
        if mark.state is State.DECIDED:
            painter.setPen(QPen(colour, 1))
            painter.drawLine(QPointF(4, y), QPointF(WIDTH - 4, y))
        else:
            painter.fillRect(QRectF(2, y - TICK / 2, WIDTH - 4, TICK), colour)

    @property
    def ticks(self) -> Mapping[int, TextMark]:
        """The most urgent place at each height, by its pixels from the top.

        Heights are gone through, not places: of these there may be many more.
        """
        if self._ticks is None:
            ticks, self._ticks = self._places(), {}
            first = 0
            for y, end in self._heights() if ticks.starts else ():
                last = bisect_left(ticks.starts, end, first)
                if first < last:
                    urgency = min(ticks.urgencies[first:last])
                    start = ticks.starts[ticks.urgencies.index(urgency, first)]
                    self._ticks[y] = TextMark(Span(start, start), URGENCY[urgency])
                first = last
        return self._ticks

    def _heights(self) -> Iterator[tuple[int, int]]:
        """Each height with lines of the text, from the top, and the position up to which they go."""
        lines, span, seen = self._pane.line_count, self._span, 0
        for y in range(span + 1):
            stop = min(lines, ceil((y + 0.5) * lines / span))
            if stop > seen:
                yield y + TICK, self._pane.start_of_line(stop)
                seen = stop

    @property
    def _span(self) -> int:
        """Pixels between the heights of the first line and behind the last."""
        return max(1, self.height() - 2 * TICK)

    def _height_of(self, position: int) -> int:
        return int(self._pane.share_at(position) * self._span + 0.5) + TICK

    @Slot()
    def _on_late(self) -> None:
        self._ticks = None
        self.update()

    @Slot()
    def _on_scrolled(self) -> None:
        self.update()
