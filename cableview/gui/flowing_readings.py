"""Long readings: each flows over several rows; where there is no room for all, those that differ are shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption

from cableview.gui.offsets import utf16_length
from cableview.gui.reading_line import MarkedLine
from cableview.gui.reading_pen import CONTEXT_SIZE, Edges, ReadingPen, format_range, text_layout
from cableview.gui.whole_words import head, tail
from cableview.model.span import Span

LONG_READING_SIZE = 13.0
BETWEEN, LACKING = 12.0, 10.0
"""Pixels below a flowing reading, and in addition to the line of a missing one."""
BEFORE, AFTER = 30, 40
"""Letters of the sentence that are shown before a reading, and after it."""
MOST_MARKED = 0.5
"""Share of a long reading above which marks would be no help."""


class FlowingReadings:
    """Draws the lines one below the other; a missing reading needs one row, the others share the rest."""

    def __init__(self, pen: ReadingPen, lines: tuple[MarkedLine, ...]) -> None:
        self._pen, self._lines = pen, lines
        self._metrics = pen.metrics(LONG_READING_SIZE)

    def height(self, width: float) -> float:
        """Pixels in which the readings can be read to their ends, `width` pixels beside their labels."""
        rows = [self._row_count(self._paragraph(marked), width) for marked in self._lines if marked.line.reading]
        high = self._metrics.height()
        lacking = len(self._lines) - len(rows)
        return len(rows) * (max(rows, default=0) * (high + 1) + BETWEEN) + lacking * (high + LACKING)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draws the lines from the top of `area` on."""
        left = area.left() + self._pen.label_width(self._lines)
        single = self._metrics.height() + LACKING
        long = sum(bool(marked.line.reading) for marked in self._lines)
        room = (area.height() - single * (len(self._lines) - long)) / max(1, long)
        top = area.top()
        for marked in self._lines:
            baseline = top + self._metrics.ascent()
            if marked.line.reading:
                self._pen.draw_label(painter, marked.line.label, area.left(), baseline)
                box = QRectF(left, top, area.right() - left, room - 6)
                top += min(room, self._draw_paragraph(painter, marked, box) + BETWEEN)
            else:
                self._draw_missing(painter, MarkedLine(marked.line), area, left, baseline)
                top += single

    def _draw_missing(self, painter: QPainter, marked: MarkedLine, area: QRectF, left: float, baseline: float) -> None:
        before = self._pen.metrics(CONTEXT_SIZE).horizontalAdvance(marked.line.before)
        edges = Edges(area.left(), left, left + min(before, (area.right() - left) * 0.4), area.right())
        self._pen.draw_line(painter, marked, edges, baseline, LONG_READING_SIZE, CONTEXT_SIZE)

    def _draw_paragraph(self, painter: QPainter, marked: MarkedLine, area: QRectF) -> float:
        """Draws as many rows as there is room for, differing ones first; returns their height."""
        layout = self._paragraph(marked)
        count = self._row_count(layout, area.width())
        high = layout.lineAt(0).height()
        shown = shown_rows(count, _differing_rows(layout, marked), max(1, int(area.height() / high)))
        painter.save()
        painter.setClipRect(area)
        painter.setFont(self._pen.fonts.mono_font(LONG_READING_SIZE))
        painter.setPen(QColor(self._pen.theme.muted))
        for k, number in enumerate(shown):
            row = layout.lineAt(number)
            row.setPosition(QPointF(0, high * k))
            row.draw(painter, area.topLeft())
            if number + 1 not in shown[k + 1 : k + 2] and number + 1 < count:
                end = area.left() + row.naturalTextWidth() + 4
                painter.drawText(QPointF(end, area.top() + high * k + row.ascent()), "…")
        painter.restore()
        return high * len(shown)

    def _paragraph(self, marked: MarkedLine) -> QTextLayout:
        """A reading with some words around it; its rows are still to be made."""
        line = marked.line
        before, after = tail(line.before, BEFORE), head(line.after, AFTER)
        muted = QTextCharFormat()
        muted.setForeground(QColor(self._pen.theme.muted))
        lead, body = utf16_length(before), utf16_length(line.reading)
        formats = [
            format_range(0, lead, muted),
            format_range(lead + body, utf16_length(after), muted),
            *self._pen.formats(_telling(marked), line.reading, lead),
        ]
        font = self._pen.fonts.mono_font(LONG_READING_SIZE)
        wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere  # a word may be longer than a line
        return text_layout(before + line.reading + after, font, formats, wrap)

    def _row_count(self, layout: QTextLayout, width: float) -> int:
        """Makes the rows of a layout, with room for an ellipsis behind each."""
        wide = width - self._metrics.horizontalAdvance("…") - 4
        layout.beginLayout()
        while (row := layout.createLine()).isValid():
            row.setLineWidth(wide)
        layout.endLayout()
        return layout.lineCount()


def shown_rows(count: int, differing: set[int], room: int) -> list[int]:
    """Which of `count` rows are shown where there is room for only some: those that differ, then from the first on."""
    wanted = [*sorted(differing), *(row for row in range(count) if row not in differing)]
    return sorted(wanted[:room])


def _differing_rows(layout: QTextLayout, marked: MarkedLine) -> set[int]:
    """The rows of a layout in which something differs."""
    reading = marked.line.reading
    lead = utf16_length(tail(marked.line.before, BEFORE))
    told = _telling(marked)
    places = {at for mark in told for at in (mark.start, mark.end - 1)}
    if told or not marked.marks:
        places |= marked.changes
    return {layout.lineForTextPosition(lead + utf16_length(reading[:at])).lineNumber() for at in places}


def _telling(marked: MarkedLine) -> tuple[Span, ...]:
    """The marks of a long reading; none where they would be no help."""
    is_telling = sum(map(len, marked.marks)) <= len(marked.line.reading) * MOST_MARKED
    return marked.marks if is_telling else ()
