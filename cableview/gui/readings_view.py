"""Paints the sentence from both texts, one under the other, the readings large, their differing letters marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cableview.gui.offsets import utf16_length
from cableview.gui.plain_text import plain_tip
from cableview.gui.reading_diff import changed_places, differing_spans
from cableview.gui.reading_line import NOTHING, Line
from cableview.gui.theme import LIGHT, UI_POINT_SIZE, Fonts, Theme
from cableview.gui.whole_words import head, tail, whole_words_after, whole_words_before
from cableview.model.span import Span

READING_SIZES = (20.0, 17.0, 14.5)
"""Of readings that stand one under the other: the largest that leaves room for the sentence."""

SCANNED_SIZES = (11.0, 20.0)
"""Of readings that stand under the scan, letter under letter: the smallest and the largest."""

LONG_READING_SIZE = 13.0
FLOWING_LINES = 2.0
"""Of a reading that is longer than a line, as far as there is room."""
BETWEEN, LACKING = 12.0, 10.0
"""Pixels below a reading that flows, and besides the line of one that is missing."""
READING_SHARE = 0.7
CONTEXT_SIZE = 11.5
LABEL_SIZE = 9.0
PADDING = 10.0
MOST_MARKED = 0.5
"""Share of a long reading; where more of it differs, marks would tell nothing."""


Anchor = Callable[[], tuple[float, float] | None]


class ReadingsView(QWidget):
    """Two or three readings in their sentences. `painted` tells the id of what has just been drawn."""

    painted = Signal(str)

    def __init__(self, fonts: Fonts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fonts, self._theme = fonts, LIGHT
        self._id = ""
        self._lines: tuple[Line, ...] = ()
        self._marks: tuple[tuple[Span, ...], ...] = ()
        self._changes: dict[str, frozenset[int]] = {}
        self._empty = ""
        self._anchor: Anchor = lambda: None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Readings")

    def sizeHint(self) -> QSize:
        return QSize(480, 84)

    def minimumSizeHint(self) -> QSize:
        labels = 2 * QFontMetricsF(self._fonts.ui_font(LABEL_SIZE)).height()
        return QSize(220, max(68, round(labels) + 12))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def stand_under(self, anchor: Anchor) -> None:
        """`anchor` gives where from the left the reading begins on the scan above, and how wide a letter is there."""
        self._anchor = anchor

    def show_lines(self, entry_id: str, lines: tuple[Line, ...]) -> None:
        """Shows the two lines of a place, and a third where the scan was read."""
        self._id, self._lines, self._empty = entry_id, tuple(line.shortened() for line in lines), ""
        texts = tuple(line.reading for line in self._lines[:2])
        marks, changed = (differing_spans(*texts), changed_places(*texts)) if len(texts) == 2 else ((), ())
        self._marks = (*marks, *(() for _ in self._lines[len(marks) :]))
        self._changes = dict(zip(texts, changed, strict=False))
        self.setAccessibleDescription(". ".join(ln.spoken for ln in lines))
        is_whole = all(len(ln.reading) < 80 for ln in lines)
        self.setToolTip("" if is_whole else plain_tip("\n\n".join(ln.reading for ln in lines)))
        self.update()

    def wanted_height(self) -> int:
        """Pixels for readings on a line each; more for long ones, which flow over several."""
        metrics = QFontMetricsF(self._reading_font(READING_SIZES[1]))
        width = self.width() - 2 * PADDING - self._label_width()
        single = max(2, len(self._lines)) * metrics.height() * 1.25
        if not self._lines or self._aligned_size(width) is not None:
            return round(single) + 8
        return round(min(FLOWING_LINES * single, self._flowing_height(width))) + 8

    def _flowing_height(self, width: float) -> float:
        """Pixels in which long readings can be read to their ends."""
        rows = [
            _row_count(self._paragraph(line, marks), width - self._ellipsis_width())
            for line, marks in zip(self._lines, self._marks, strict=True)
            if line.reading
        ]
        high = QFontMetricsF(self._reading_font(LONG_READING_SIZE)).height()
        lacking = len(self._lines) - len(rows)
        return len(rows) * (max(rows, default=0) * (high + 1) + BETWEEN) + lacking * (high + LACKING)

    def show_message(self, words: str) -> None:
        """Shows a sentence where there is no place."""
        self._id, self._lines, self._empty = "", (), words
        self.setAccessibleDescription(words)
        self.setToolTip("")
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.strip_background))
        if self._lines:
            area = QRectF(self.rect()).adjusted(PADDING, 4, -PADDING, -4)
            size = self._aligned_size(area.width() - self._label_width())
            if size is not None:
                self._paint_aligned(painter, area, size)
            else:
                self._paint_flowing(painter, area)
        elif self._empty:
            painter.setFont(self._fonts.ui_font(12))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
        painter.end()
        if self._id:
            self.painted.emit(self._id)

    # Short readings stand exactly one under the other

    def _label_width(self) -> float:
        metrics = QFontMetricsF(self._fonts.ui_font(LABEL_SIZE))
        return max((metrics.horizontalAdvance(line.label) for line in self._lines), default=0.0) + 14

    def _aligned_size(self, width: float) -> float | None:
        """The size at which the readings fit on a line each, that of the scan first; `None` when they are too long."""
        for size in (*self._scanned_size(), *READING_SIZES):
            metrics = QFontMetricsF(self._reading_font(size))
            if max(metrics.horizontalAdvance(line.reading) for line in self._lines) <= width * READING_SHARE:
                return size
        return None

    def _scanned_size(self) -> tuple[float, ...]:
        """The size at which letters are as wide as they are on the scan above, as far as they can be read."""
        anchor = self._anchor()
        if anchor is None:
            return ()
        advance = QFontMetricsF(self._reading_font(10.0)).horizontalAdvance("n")
        least = SCANNED_SIZES[0] * self._fonts.ui_size / UI_POINT_SIZE  # who needs the window larger needs this
        return (min(max(10.0 * anchor[1] / max(1.0, advance), least), SCANNED_SIZES[1]),)

    def _reading_font(self, size: float) -> QFont:
        return self._fonts.mono_font(size)

    def _paint_aligned(self, painter: QPainter, area: QRectF, size: float) -> None:
        left = area.left() + self._label_width()
        width = area.right() - left
        metrics = QFontMetricsF(self._reading_font(size))
        anchor = self._anchor()
        around = CONTEXT_SIZE if anchor is None else min(size, SCANNED_SIZES[1])
        context = QFontMetricsF(self._fonts.mono_font(around))
        nothing = QFontMetricsF(self._nothing_font()).horizontalAdvance(NOTHING)
        reading = max(nothing, *(metrics.horizontalAdvance(line.reading) for line in self._lines))
        before = max(context.horizontalAdvance(line.sides[0]) for line in self._lines)
        start = left + min(before, max(0.0, (width - reading) * 0.5))
        if anchor is not None:
            start = min(max(left, anchor[0]), max(left, area.right() - reading))
        height = min(area.height() / len(self._lines), metrics.height() * 1.5)
        top = area.top() + (area.height() - height * len(self._lines)) / 2
        for k, line in enumerate(self._lines):
            baseline = top + height * k + (height + metrics.ascent() - metrics.descent()) / 2
            edges = (area.left(), left, start, area.right())
            self._paint_line(painter, line, self._marks[k], edges, baseline, (size, around))

    def _paint_line(
        self,
        painter: QPainter,
        line: Line,
        marks: tuple[Span, ...],
        edges: tuple[float, float, float, float],
        baseline: float,
        sizes: tuple[float, float],
    ) -> None:
        """`sizes` are those of the reading and of the words around it."""
        label_left, left, start, right = edges
        self._paint_label(painter, line.label, label_left, baseline)
        font = self._fonts.mono_font(sizes[1])
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        first, last = line.sides
        painter.save()
        if line.is_right_to_left:
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        before_fits, after_fits = whole_words_before, whole_words_after
        if line.is_right_to_left:
            before_fits, after_fits = after_fits, before_fits
        beside = first[:1] if line.is_right_to_left else first[-1:]
        gap = 8 if not line.reading and beside not in ("", " ") else 0
        before = before_fits(metrics, first, start - left - gap)
        painter.drawText(QPointF(start - gap - metrics.horizontalAdvance(before), baseline), before)
        end = self._paint_reading(painter, line, marks, start, baseline, sizes[0])
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(end, baseline), after_fits(metrics, last, right - end))
        painter.restore()
        self._paint_label(painter, line.remark, end + 14, baseline)

    def _paint_label(self, painter: QPainter, label: str, left: float, baseline: float) -> None:
        painter.setFont(self._fonts.ui_font(LABEL_SIZE))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(left, baseline), label)

    def _nothing_font(self) -> QFont:
        font = self._fonts.ui_font(CONTEXT_SIZE)
        font.setItalic(True)
        return font

    def _paint_reading(
        self, painter: QPainter, line: Line, marks: tuple[Span, ...], left: float, baseline: float, size: float
    ) -> float:
        """Draws a reading and returns where it ends. Differing letters have weight, underline, ground and colour."""
        if not line.reading:
            font = self._nothing_font()
            painter.setFont(font)
            painter.setPen(QColor(self._theme.differs))
            painter.drawText(QPointF(left, baseline), NOTHING)
            gap = 0 if line.after[:1] == " " else 8
            return left + QFontMetricsF(font).horizontalAdvance(NOTHING) + gap
        formats = self._formats(marks, line.reading, 0, QColor(self._theme.text))
        layout = _layout(line.reading, self._reading_font(size), formats)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        row = layout.createLine()
        layout.endLayout()
        layout.draw(painter, QPointF(left, baseline - row.ascent()))
        return left + row.naturalTextWidth()

    def _formats(self, marks: tuple[Span, ...], text: str, shift: int, ink: QColor) -> list[QTextLayout.FormatRange]:
        """The look of `text`, which begins `shift` UTF-16 units into its layout."""
        plain = QTextCharFormat()
        plain.setForeground(ink)
        marked = QTextCharFormat()
        marked.setForeground(QColor(self._theme.differs))
        marked.setBackground(QColor(self._theme.differs_background))
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setFontUnderline(True)
        return [
            _range(shift, utf16_length(text), plain),
            *(_range(shift + utf16_length(text[: s.start]), utf16_length(s.of(text)), marked) for s in marks),
        ]

    # Long readings flow over several lines

    def _paint_flowing(self, painter: QPainter, area: QRectF) -> None:
        """A reading that is missing needs one line; the other has the rest of the height."""
        left = area.left() + self._label_width()
        metrics = QFontMetricsF(self._reading_font(LONG_READING_SIZE))
        single = metrics.height() + LACKING
        long = sum(bool(line.reading) for line in self._lines)
        room = (area.height() - single * (len(self._lines) - long)) / max(1, long)
        top = area.top()
        for k, line in enumerate(self._lines):
            height = room if line.reading else single
            if line.reading:
                self._paint_label(painter, line.label, area.left(), top + metrics.ascent())
                box = QRectF(left, top, area.right() - left, height - 6)
                top += min(height, self._paint_paragraph(painter, line, self._marks[k], box) + 12)
            else:
                before = QFontMetricsF(self._fonts.mono_font(CONTEXT_SIZE)).horizontalAdvance(line.before)
                edges = (area.left(), left, left + min(before, (area.right() - left) * 0.4), area.right())
                self._paint_line(painter, line, (), edges, top + metrics.ascent(), (LONG_READING_SIZE, CONTEXT_SIZE))
                top += height

    def _paragraph(self, line: Line, marks: tuple[Span, ...]) -> QTextLayout:
        """A reading with some words around it; its rows are still to be made."""
        before, after = tail(line.before, 30), head(line.after, 40)
        muted = QTextCharFormat()
        muted.setForeground(QColor(self._theme.muted))
        lead = utf16_length(before)
        body = utf16_length(line.reading)
        formats = [_range(0, lead, muted), _range(lead + body, utf16_length(after), muted)]
        formats += self._formats(_telling(marks, line.reading), line.reading, lead, QColor(self._theme.text))
        layout = _layout(before + line.reading + after, self._reading_font(LONG_READING_SIZE), formats)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)  # a word may be longer than a line
        layout.setTextOption(option)
        return layout

    def _ellipsis_width(self) -> float:
        return QFontMetricsF(self._reading_font(LONG_READING_SIZE)).horizontalAdvance("…") + 4

    def _paint_paragraph(self, painter: QPainter, line: Line, marks: tuple[Span, ...], area: QRectF) -> float:
        """Draws as many rows as there is room for, those first in which something differs; returns their height."""
        layout = self._paragraph(line, marks)
        count = _row_count(layout, area.width() - self._ellipsis_width())
        high = layout.lineAt(0).height()
        lead = utf16_length(tail(line.before, 30))
        told = _telling(marks, line.reading)
        places = {at for mark in told for at in (mark.start, mark.end - 1)}
        if told or not marks:
            places |= self._changes.get(line.reading, frozenset())
        differing = {layout.lineForTextPosition(lead + utf16_length(line.reading[:at])).lineNumber() for at in places}
        shown = shown_rows(count, differing, max(1, int(area.height() / high)))
        painter.save()
        painter.setClipRect(area)
        painter.setFont(self._reading_font(LONG_READING_SIZE))
        painter.setPen(QColor(self._theme.muted))
        for k, number in enumerate(shown):
            row = layout.lineAt(number)
            row.setPosition(QPointF(0, high * k))
            row.draw(painter, area.topLeft())
            if number + 1 not in shown[k + 1 : k + 2] and number + 1 < count:
                end = area.left() + row.naturalTextWidth() + 4
                painter.drawText(QPointF(end, area.top() + high * k + row.ascent()), "…")
        painter.restore()
        return high * len(shown)


def shown_rows(count: int, differing: set[int], room: int) -> list[int]:
    """Which rows of so many are shown where there is room for some only: those that differ, then from the first on."""
    wanted = [*sorted(differing), *(row for row in range(count) if row not in differing)]
    return sorted(wanted[:room])


def _row_count(layout: QTextLayout, width: float) -> int:
    """Makes the rows of a layout."""
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
    layout.endLayout()
    return layout.lineCount()


def _telling(marks: tuple[Span, ...], reading: str) -> tuple[Span, ...]:
    """Marks of a long reading; none where they would tell nothing."""
    return marks if sum(map(len, marks)) <= len(reading) * MOST_MARKED else ()


def _layout(text: str, font: QFont, formats: list[QTextLayout.FormatRange]) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setFormats(formats)
    return layout


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
