"""Shows the sentence from both texts, one under the other, the readings large, their differing letters marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cableview.gui.aligned_readings import READING_SIZES, AlignedReadings, Anchor
from cableview.gui.flowing_readings import FlowingReadings
from cableview.gui.plain_text import plain_tip
from cableview.gui.reading_line import Line, MarkedLine, marked_lines
from cableview.gui.reading_pen import LABEL_SIZE, ReadingPen
from cableview.gui.theme import LIGHT, Fonts, Theme

FLOWING_LINES = 2.0
"""Heights of short readings that long ones may take, as far as there is room."""
PADDING = 10.0


class ReadingsView(QWidget):
    """Two or three readings in their sentences. `painted` tells the id of what has just been drawn."""

    painted = Signal(str)

    def __init__(self, fonts: Fonts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pen = ReadingPen(fonts, LIGHT)
        self._id = ""
        self._lines: tuple[MarkedLine, ...] = ()
        self._message = ""
        self._anchor: Callable[[], Anchor | None] = lambda: None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Readings")

    def sizeHint(self) -> QSize:
        return QSize(480, 84)

    def minimumSizeHint(self) -> QSize:
        labels = 2 * QFontMetricsF(self._pen.fonts.ui_font(LABEL_SIZE)).height()
        return QSize(220, max(68, round(labels) + 12))

    def set_theme(self, theme: Theme) -> None:
        self._pen = ReadingPen(self._pen.fonts, theme)
        self.update()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(marked.line for marked in self._lines)

    def stand_under(self, anchor: Callable[[], Anchor | None]) -> None:
        """`anchor` gives where the reading stands on the scan above; `None` where there is none."""
        self._anchor = anchor

    def show_lines(self, entry_id: str, lines: tuple[Line, ...]) -> None:
        """Shows the two lines of a place, and a third where the scan was read."""
        self._id, self._message = entry_id, ""
        self._lines = marked_lines([line.shortened() for line in lines])
        self.setAccessibleDescription(". ".join(ln.spoken for ln in lines))
        is_whole = all(len(ln.reading) < 80 for ln in lines)
        self.setToolTip("" if is_whole else plain_tip("\n\n".join(ln.reading for ln in lines)))
        self.update()

    def show_message(self, words: str) -> None:
        """Shows a sentence where there is no place."""
        self._id, self._lines, self._message = "", (), words
        self.setAccessibleDescription(words)
        self.setToolTip("")
        self.update()

    def wanted_height(self) -> int:
        """Pixels for readings on a line each; more for long ones, which flow over several."""
        short = max(2, len(self._lines)) * self._pen.metrics(READING_SIZES[1]).height() * 1.25
        width = self.width() - 2 * PADDING - self._pen.label_width(self._lines)
        if not self._lines or self._aligned().size(width) is not None:
            return round(short) + 8
        return round(min(FLOWING_LINES * short, FlowingReadings(self._pen, self._lines).height(width))) + 8

    def _aligned(self) -> AlignedReadings:
        return AlignedReadings(self._pen, self._lines, self._anchor())

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._pen.theme.strip_background))
        if self._lines:
            self._paint_lines(painter, QRectF(self.rect()).adjusted(PADDING, 4, -PADDING, -4))
        elif self._message:
            painter.setFont(self._pen.fonts.ui_font(12))
            painter.setPen(QColor(self._pen.theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
        painter.end()
        if self._id:
            self.painted.emit(self._id)

    def _paint_lines(self, painter: QPainter, area: QRectF) -> None:
        """Draws the lines exactly aligned if they are short enough, else flowing."""
        aligned = self._aligned()
        size = aligned.size(area.width() - self._pen.label_width(self._lines), area.height())
        if size is not None:
            aligned.draw(painter, area, size)
        else:
            FlowingReadings(self._pen, self._lines).draw(painter, area)
