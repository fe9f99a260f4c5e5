"""Paints the piece of the scan around a place, as large as its lines can be read."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cableview.gui.filters import Filters, filtered
from cableview.gui.page_images import PageImages, scaled
from cableview.gui.theme import LIGHT, Theme
from cableview.model.geometry import Box
from cableview.model.location import Location, Method

LARGEST = 2.5
"""Screen pixels for one of the scan, at most."""

LINES_AROUND = 4
MOST_LINE_HEIGHT = 0.018
LEAST_WIDTH = 0.4
"""Of a place that is known to the word: line heights above and below it, and the page's width that is to be seen."""


class CropView(QWidget):
    """A piece of a page of `images`. `painted` tells the id of the place that has just been drawn."""

    painted = Signal(str)

    def __init__(self, images: PageImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images, self._theme = images, LIGHT
        self._id = ""
        self._location: Location | None = None
        self._words = ""
        self._filters = Filters()
        self._is_bare = False
        self._cached: tuple[object, QImage, bool] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Piece of the scan")
        images.ready.connect(self._on_answered)
        images.failed.connect(self._on_answered)

    def sizeHint(self) -> QSize:
        return QSize(420, 130)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 80)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_bare(self, on: bool) -> None:
        """Hides what is drawn over the scan."""
        self._is_bare = on
        self.update()

    def set_filters(self, filters: Filters) -> None:
        self._filters = filters
        self.update()

    def show_place(self, entry_id: str, location: Location | None, words: str = "") -> None:
        """Shows a place; `words` say why there is nothing to see where there is no location."""
        self._id, self._location, self._words = entry_id, location, words
        self._cached = None
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.desk))
        is_there = self._paint_piece(painter)
        painter.end()
        if self._id and is_there:
            self.painted.emit(self._id)

    @Slot()
    def _on_answered(self, page: int) -> None:
        if self._location is not None and page == self._location.page:
            if self._cached is not None and not self._cached[2]:
                self._cached = None
            self.update()

    def _paint_piece(self, painter: QPainter) -> bool:
        """Draws what there is; false while there is more to come."""
        location = self._location
        if location is None:
            self._paint_words(painter, self._words)
            return True
        picture = self._images.picture(location.page)
        if picture is None:
            error = self._images.error(location.page)
            self._paint_words(painter, error or "Reading the scan…")
            return bool(error)
        page = picture.size
        seen = self.visible_box(location, page.width(), page.height())
        zoom = min(self.width() / seen.width(), LARGEST)
        part = Box(
            math.floor(seen.left()), math.floor(seen.top()), math.ceil(seen.right()), math.ceil(seen.bottom())
        ).clipped(page.width(), page.height())
        image, is_sharp = self._piece(location.page, part, zoom * self.devicePixelRatioF())
        middle = QRectF(self.rect()).center()
        left, top = middle.x() - seen.center().x() * zoom, middle.y() - seen.center().y() * zoom
        target = QRectF(left + part.left * zoom, top + part.top * zoom, part.width * zoom, part.height * zoom)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not image.isNull():
            painter.drawImage(target, image)
        if not self._is_bare:
            box = location.box
            outline = QRectF(left + box.left * zoom, top + box.top * zoom, box.width * zoom, box.height * zoom)
            self._paint_outline(painter, location, outline)
        return is_sharp

    def _piece(self, page: int, part: Box, scale: float) -> tuple[QImage, bool]:
        """The pixels of a part of a page and whether they are sharp, kept until another part is asked for."""
        key = (page, part, scale, self._filters)
        if self._cached is None or self._cached[0] != key:
            if part.width <= 0 or part.height <= 0:
                return QImage(), True
            piece = self._images.piece(page, part, scale, "strip")
            if piece is None:
                return QImage(), False
            self._cached = key, filtered(scaled(piece, part, scale), self._filters), piece.is_sharp
        return self._cached[1:]

    def visible_box(self, location: Location, page_width: int, page_height: int) -> QRectF:
        """The part of a page, in its pixels, that is shown for a place."""
        box = location.box
        if location.method is Method.PROPORTIONAL:
            width = max(1.0, float(box.width))
            height = width * self.height() / max(1, self.width())
        else:
            around = LINES_AROUND * min(box.height, page_height * MOST_LINE_HEIGHT)
            height = max(1.0, box.height + around, self.height() / LARGEST)
            width = max(height * self.width() / max(1, self.height()), LEAST_WIDTH * page_width, box.width * 1.1)
            height = width * self.height() / max(1, self.width())
        return QRectF(
            _centred(box.left, box.right, width, page_width),
            _centred(box.top, box.bottom, height, page_height),
            width,
            height,
        )

    def _paint_words(self, painter: QPainter, words: str) -> None:
        painter.setPen(QColor(self._theme.text))
        area = self.rect().adjusted(12, 4, -12, -4)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _paint_outline(self, painter: QPainter, location: Location, box: QRectF) -> None:
        """A box around a known place; for a guess only brackets at the edges, for it claims no word."""
        if location.method is not Method.PROPORTIONAL:
            painter.setPen(QPen(QColor(self._theme.outline), 2))
            painter.drawRect(box.adjusted(-3, -3, 3, 3))
            return
        painter.setPen(QPen(QColor(self._theme.outline), 3))
        top, bottom = round(max(box.top(), 2.0)), round(min(box.bottom(), self.height() - 3.0))
        for x, inward in ((2, 8), (self.width() - 3, -8)):
            painter.drawLine(x, top, x, bottom)
            painter.drawLine(x, top, x + inward, top)
            painter.drawLine(x, bottom, x + inward, bottom)


def _centred(start: float, end: float, size: float, limit: float) -> float:
    """Where a window of `size` begins that has `start:end` in its middle and lies within `limit`, if it can."""
    at = (start + end - size) / 2
    return max(0.0, min(at, limit - size)) if size <= limit else (limit - size) / 2
