"""Draws one reading: its differing letters marked, with its label and the words around it on a line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from cableview.gui.offsets import utf16_length
from cableview.gui.reading_line import NOTHING, Line, MarkedLine
from cableview.gui.theme import Fonts, Theme
from cableview.gui.whole_words import whole_words_after, whole_words_before
from cableview.model.span import Span

CONTEXT_SIZE = 11.5
LABEL_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the parts of a line begin, and where it ends, in pixels from the left."""

    label: float
    before: float
    reading: float
    end: float


@dataclass(frozen=True, slots=True)
class ReadingPen:
    """Fonts and colours of readings, and what is drawn with them alike wherever they stand. Sizes are in points."""

    fonts: Fonts
    theme: Theme

    def metrics(self, size: float) -> QFontMetricsF:
        """The metrics of a reading's letters."""
        return QFontMetricsF(self.fonts.mono_font(size))

    def label_width(self, lines: tuple[MarkedLine, ...]) -> float:
        """Width in pixels of the widest label, with a gap."""
        metrics = QFontMetricsF(self.fonts.ui_font(LABEL_SIZE))
        return max((metrics.horizontalAdvance(marked.line.label) for marked in lines), default=0.0) + 14

    def nothing_width(self) -> float:
        """Width in pixels of what represents an empty reading."""
        return QFontMetricsF(self._nothing_font()).horizontalAdvance(NOTHING)

    def draw_label(self, painter: QPainter, label: str, left: float, baseline: float) -> None:
        """Draws a line's label, or a remark."""
        painter.setFont(self.fonts.ui_font(LABEL_SIZE))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(QPointF(left, baseline), label)

    def draw_line(
        self, painter: QPainter, marked: MarkedLine, edges: Edges, baseline: float, size: float, context_size: float
    ) -> None:
        """Draws label, reading and remark, and as many of the words around the reading as there is room for."""
        line = marked.line
        self.draw_label(painter, line.label, edges.label, baseline)
        font = self.fonts.mono_font(context_size)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        first, last = line.sides
        painter.save()
        before_fits, after_fits = whole_words_before, whole_words_after
        if line.is_right_to_left:
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            before_fits, after_fits = after_fits, before_fits
        gap = _gap_beside(line, at_left=True)
        before = before_fits(metrics, first, edges.reading - edges.before - gap)
        painter.drawText(QPointF(edges.reading - gap - metrics.horizontalAdvance(before), baseline), before)
        end = self._draw_reading(painter, marked, edges.reading, baseline, size)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(QPointF(end, baseline), after_fits(metrics, last, edges.end - end))
        painter.restore()
        self.draw_label(painter, line.remark, end + 14, baseline)

    def _draw_reading(self, painter: QPainter, marked: MarkedLine, left: float, baseline: float, size: float) -> float:
        """Draws a reading and returns where it ends."""
        line = marked.line
        if not line.reading:
            painter.setFont(self._nothing_font())
            painter.setPen(QColor(self.theme.differs))
            painter.drawText(QPointF(left, baseline), NOTHING)
            return left + self.nothing_width() + _gap_beside(line, at_left=False)
        formats = self.formats(marked.marks, line.reading, 0)
        layout = text_layout(line.reading, self.fonts.mono_font(size), formats, QTextOption.WrapMode.NoWrap)
        layout.beginLayout()
        row = layout.createLine()
        layout.endLayout()
        layout.draw(painter, QPointF(left, baseline - row.ascent()))
        return left + row.naturalTextWidth()

    def formats(self, marks: tuple[Span, ...], text: str, shift: int) -> list[QTextLayout.FormatRange]:
        """The look of `text`, which begins `shift` UTF-16 units into its layout.

        Differing letters have weight, underline, ground and colour.
        """
        plain = QTextCharFormat()
        plain.setForeground(QColor(self.theme.text))
        marked = QTextCharFormat()
        marked.setForeground(QColor(self.theme.differs))
        marked.setBackground(QColor(self.theme.differs_background))
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setFontUnderline(True)
        return [
            format_range(shift, utf16_length(text), plain),
            *(format_range(shift + utf16_length(text[: s.start]), utf16_length(s.of(text)), marked) for s in marks),
        ]

    def _nothing_font(self) -> QFont:
        font = self.fonts.ui_font(CONTEXT_SIZE)
        font.setItalic(True)
        return font


def text_layout(
    text: str, font: QFont, formats: list[QTextLayout.FormatRange], wrap: QTextOption.WrapMode
) -> QTextLayout:
    """The layout of a text with its formats; its rows are still to be made."""
    layout = QTextLayout(text, font)
    layout.setFormats(formats)
    option = QTextOption()
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    return layout


def format_range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """A format for `length` UTF-16 units."""
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made


def _gap_beside(line: Line, *, at_left: bool) -> int:
    """Pixels between what stands for an empty reading and the words at one side, where no blank parts them."""
    words = line.sides[0] if at_left else line.sides[1]
    nearest = words[-1:] if at_left is not line.is_right_to_left else words[:1]
    return 8 if not line.reading and nearest not in ("", " ") else 0
