"""Marks that tell a state by its shape, so that nothing is told by colour alone; shared by text, queue and strip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from cableview.assets import resource_path
from cableview.gui.theme import Theme
from cableview.model.decision import State


def paint_state(painter: QPainter, box: QRectF, state: State, theme: Theme) -> None:
    """Draws into a square `box`: open is a disc, deferred half a disc, reopened a triangle, stale a cross,
    decided a tick.
    """
    colour = QColor(theme.of_state(state))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(1.5, box.width() / 7))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(*(box.width() * k for k in (0.14, 0.14, -0.14, -0.14)))
    _SHAPES[state](painter, inner, colour)
    painter.restore()


def state_icon(state: State, theme: Theme, size: int = 16) -> QIcon:
    """The shape as an icon, drawn at one and two times `size`."""
    icon = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_state(painter, QRectF(1, 1, size - 2, size - 2), state, theme)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(box)


def _half_disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawEllipse(box)
    painter.setBrush(colour)
    painter.drawChord(box, -90 * 16, 180 * 16)


def _triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))


def _cross(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    low = QPointF(box.left() + box.width() * 0.36, box.bottom() - box.height() * 0.06)
    painter.drawPolyline(QPolygonF([QPointF(box.left(), box.center().y() + box.height() * 0.08), low, box.topRight()]))


_SHAPES = {
    State.OPEN: _disc,
    State.DEFERRED: _half_disc,
    State.REOPENED: _triangle,
    State.STALE: _cross,
    State.DECIDED: _tick,
}


def window_icon() -> QIcon:
    """The program's own icon; PNG, as Qt's SVG module is not among what it is built from."""
    icon = QIcon()
    for size in (32, 64, 256):
        icon.addFile(str(resource_path("icons", f"cableview-{size}.png")))
    return icon
