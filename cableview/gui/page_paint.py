"""How a page is drawn: its pixels with the filters, the outline of the place under review, and messages instead."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QTransform

from cableview.gui.filters import Filters, filtered
from cableview.gui.theme import Theme
from cableview.gui.tile_images import Piece
from cableview.model.geometry import Box
from cableview.model.location import Method

UNSURE = {
    Method.GAP: "would stand here",
    Method.LINE: "on this line",
    Method.REGION: "on these lines",
    Method.PROPORTIONAL: "about here",
}
"""Labels of outlines that are not a word's."""

_MARGINS = (20, 16, -20, -16)
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter)
_TOP, _BOTTOM = int(Qt.AlignmentFlag.AlignTop), int(Qt.AlignmentFlag.AlignBottom)

_PIXELS_SHOW = 3.0
"""From this zoom on pixels are drawn as squares: whoever zooms in that far wants to see what the scanner saw."""


def render(
    piece: Piece, page_size: QSize, transform: QTransform, filters: Filters, theme: Theme, size: QSize, ratio: float
) -> QImage:
    """A view of `size` logical pixels, `ratio` device pixels each; `transform` maps page pixels to logical ones."""
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.desk))
    page = transform.mapRect(QRectF(QPointF(0, 0), QSizeF(page_size)))
    zoom = scale_of(transform) * ratio
    painter = QPainter(image)
    _shadow(painter, page)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=zoom < _PIXELS_SHOW)
    painter.setTransform(transform)
    if not piece.image.isNull():
        painter.drawImage(piece.box, piece.image, QRectF(piece.image.rect()))
    painter.end()
    if filters:
        _filter(image, page, filters, ratio)
    return image


def scale_of(transform: QTransform) -> float:
    """Pixels of the view per pixel of the page, for a transform that only scales, moves and turns by right angles."""
    return abs(transform.m11()) + abs(transform.m12())


def seen_part(transform: QTransform, room: QSize, page_size: QSize) -> Box:
    """The part of a page seen in a view of `room`, in the page's pixels, with a margin for what lies at the edge."""
    inverse, _possible = transform.inverted()
    seen = inverse.mapRect(QRectF(QPointF(0, 0), QSizeF(room)))
    part = Box(floor(seen.left()) - 2, floor(seen.top()) - 2, ceil(seen.right()) + 2, ceil(seen.bottom()) + 2)
    return part.clipped(page_size.width(), page_size.height())


def outline(painter: QPainter, place: QRectF, theme: Theme, *, label: str = "", is_sure: bool = True) -> None:
    """Draws an outline, dashed if it is not a word's; a light edge keeps it visible on dark ink."""
    box = place.adjusted(-4, -3, 4, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 190), 4))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QPen(QColor(theme.outline), 2, Qt.PenStyle.SolidLine if is_sure else Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, 4, 4)
    if label:
        _label(painter, box, label, theme)


def message(painter: QPainter, room: QRectF, title: str, sentence: str, theme: Theme, *, below: float = 0.0) -> None:
    """Draws a card with a title and, if not empty, a sentence; `below` as in `card`."""
    painter.save()
    panel = card(room, title, sentence, painter.font(), below)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.border))
    painter.setBrush(QColor(theme.strip_background))
    painter.drawRoundedRect(panel, 6, 6)
    inner = panel.adjusted(*_MARGINS).adjusted(0, 0, 0, -below)
    painter.setPen(QColor(theme.text))
    painter.drawText(inner, _WRAPPED | _BOTTOM, sentence)
    painter.setFont(_bold(painter.font()))
    painter.drawText(inner, _WRAPPED | _TOP, title)
    painter.restore()


def card(room: QRectF, title: str, sentence: str, font: QFont, below: float = 0.0) -> QRectF:
    """The place of a message, somewhat above the middle of `room`, with `below` pixels for what is under it.

    It may be higher than the room.
    """
    panel = QRectF(0, 0, min(460.0, room.width() - 32), room.height())
    inner = QRect(0, 0, round(panel.width()) + _MARGINS[2] - _MARGINS[0], 10_000)
    heights = [QFontMetrics(_bold(font)).boundingRect(inner, _WRAPPED, title).height()]
    heights += [12, QFontMetrics(font).boundingRect(inner, _WRAPPED, sentence).height()] if sentence else []
    panel.setHeight(sum(heights) + _MARGINS[1] - _MARGINS[3] + below)
    panel.moveCenter(QPointF(room.center().x(), room.height() * 0.42))
    panel.moveTop(max(panel.top(), min(4.0, room.height() - panel.height())))
    return panel


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def remark(painter: QPainter, room: QRectF, words: str, theme: Theme) -> None:
    """Draws one sentence at the foot of `room`, over the page."""
    painter.save()
    size = painter.fontMetrics().size(0, words)
    panel = QRectF(0, 0, size.width() + 24, size.height() + 10)
    panel.moveCenter(QPointF(room.center().x(), room.bottom() - panel.height()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.border))
    painter.setBrush(QColor(theme.strip_background))
    painter.drawRoundedRect(panel, 6, 6)
    painter.setPen(QColor(theme.text))
    painter.drawText(panel, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _filter(image: QImage, page: QRectF, filters: Filters, ratio: float) -> None:
    """Applies the filters to the page's part of a view, leaving the desk around it."""
    edges = (page.left(), page.top(), page.width(), page.height())
    inside = QRect(*(round(edge * ratio) for edge in edges)).intersected(image.rect())
    part = image.copy(inside)
    part.setDevicePixelRatio(1.0)
    painter = QPainter(image)
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawImage(inside.topLeft(), filtered(part, filters))
    painter.end()


def label_beside(box: QRectF, size: QSize) -> QRectF:
    """The place for a label of this size beside a box, where it covers least of the page.

    Left of a line or lines, in the margin; above or below a spot within a line, which has words on both sides.
    """
    label = QRectF(0, 0, size.width() + 14, size.height() + 4)
    if box.left() > label.width() + 8 and box.width() > label.width():
        label.moveTopLeft(QPointF(box.left() - label.width() - 6, box.center().y() - label.height() / 2))
    else:
        above = box.top() - label.height() - 2
        label.moveTopLeft(QPointF(max(2.0, box.left()), above if above > 2 else box.bottom() + 2))
    return label


def _label(painter: QPainter, box: QRectF, words: str, theme: Theme) -> None:
    label = label_beside(box, painter.fontMetrics().size(0, words))
    painter.setPen(QColor(theme.border))
    painter.setBrush(QColor(theme.strip_background))
    painter.drawRoundedRect(label, 4, 4)
    painter.setPen(QColor(theme.text))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)


def _shadow(painter: QPainter, page: QRectF) -> None:
    for spread, alpha in ((3, 14), (2, 20), (1, 34)):
        painter.fillRect(page.adjusted(-spread, -spread + 1, spread, spread + 1), QColor(0, 0, 0, alpha))
