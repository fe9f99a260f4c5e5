"""How marks on the text are drawn: each state has its own line as well as its colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from cableview.gui.theme import Theme
from cableview.model.decision import State
from cableview.model.span import Span

URGENCY = (State.REOPENED, State.OPEN, State.DEFERRED, State.STALE, State.DECIDED)
"""Which state's shape stands in the margin where one line has several."""

_WAVE = 2.0


@dataclass(frozen=True, slots=True)
class TextMark:
    """What is to be drawn at a span of the text. An empty span is a place where something is missing.

    `excluded` is out of the comparison, `seen` was read against the page.
    """

    span: Span
    state: State | None = None
    excluded: bool = False
    seen: bool = False


def fill(painter: QPainter, boxes: Iterable[QRectF], colour: str) -> None:
    """A ground behind letters."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for box in boxes:
        painter.drawRoundedRect(box.adjusted(-2, 0, 2, 0), 3, 3)


def frame(painter: QPainter, boxes: Iterable[QRectF], colour: str) -> None:
    """An outline, so that the current place can be told without its colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        painter.drawRoundedRect(box.adjusted(-2.5, 0.5, 2.5, -0.5), 3, 3)


def hatch(painter: QPainter, boxes: Iterable[QRectF], theme: Theme) -> None:
    """Ground of what is left out of the comparison."""
    colour = QColor(theme.muted)
    colour.setAlpha(90)
    for box in boxes:
        painter.fillRect(box, QBrush(colour, Qt.BrushStyle.BDiagPattern))


def underline(painter: QPainter, boxes: Sequence[QRectF], state: State, theme: Theme, *, missing: bool) -> None:
    """Open places are waved, deferred ones dashed, reopened ones doubled, stale ones dotted, decided ones thin."""
    colour = QColor(theme.of_state(state))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in boxes:
        if missing:
            _wedge(painter, box, colour, filled=state is not State.DECIDED)
        elif state is State.OPEN:
            _wave(painter, box, colour)
        else:
            _line(painter, box, colour, state)


def strike(painter: QPainter, boxes: Iterable[QRectF], colour: str) -> None:
    """A line through letters."""
    painter.setPen(QPen(QColor(colour), 1.3))
    for box in boxes:
        middle = box.top() + box.height() * 0.56
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))


def dim(painter: QPainter, boxes: Iterable[QRectF], ground: str) -> None:
    """Lays a veil of the ground over letters that are syntax or stand in for something that cannot be seen."""
    veil = QColor(ground)
    veil.setAlpha(140)
    for box in boxes:
        painter.fillRect(box, veil)


def page_break(painter: QPainter, box: QRectF, theme: Theme, *, label: str) -> None:
    """A dashed rule across `box` at half its height, interrupted by what it is."""
    pen = QPen(QColor(theme.muted), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    middle = box.center().y()
    width = painter.fontMetrics().horizontalAdvance(label) + 16 if label else 0
    left = box.center().x() - width / 2
    painter.drawLine(QPointF(box.left(), middle), QPointF(left, middle))
    painter.drawLine(QPointF(left + width, middle), QPointF(box.right(), middle))
    painter.drawText(QRectF(left, box.top(), width, box.height()), Qt.AlignmentFlag.AlignCenter, label)


def _line(painter: QPainter, box: QRectF, colour: QColor, state: State) -> None:
    style = {State.DEFERRED: Qt.PenStyle.DashLine, State.STALE: Qt.PenStyle.DotLine}
    pen = QPen(colour, 1.0 if state is State.DECIDED else 1.8, style.get(state, Qt.PenStyle.SolidLine))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    low = box.bottom() - 1.2
    painter.drawLine(QPointF(box.left(), low), QPointF(box.right(), low))
    if state is State.REOPENED:
        painter.drawLine(QPointF(box.left(), low - 3), QPointF(box.right(), low - 3))


def _wave(painter: QPainter, box: QRectF, colour: QColor) -> None:
    low, at, up = box.bottom() - 2.2, box.left(), False
    points = [QPointF(at, low + _WAVE / 2)]
    while at < box.right():
        at = min(at + _WAVE, box.right())
        points.append(QPointF(at, low - _WAVE / 2 if up else low + _WAVE / 2))
        up = not up
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def _wedge(painter: QPainter, box: QRectF, colour: QColor, *, filled: bool) -> None:
    """A caret below the line, as a proofreader sets it where a word is missing."""
    x, low = box.left(), box.bottom() + 0.5
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([QPointF(x, low - 6.5), QPointF(x - 4, low), QPointF(x + 4, low)]))
