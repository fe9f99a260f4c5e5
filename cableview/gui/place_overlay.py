"""Draws all lines and words of a page, so far as they are known, over its image."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from cableview.gui.page_paint import scale_of
from cableview.gui.theme import Theme
from cableview.model.geometry import Box
from cableview.scan.placing.places import TRUSTED, WordPlaces
from cableview.scan.segmentation.page_lines import PageLine

STEPS = 12
"""Pieces of a baseline, which may be bent."""

SMALL = 12
"""Pixels of height below which a word's frame and its baseline would hide the word: it is only tinted then."""


class PlaceOverlay:
    """Paints baselines and the boxes of words: those that are sure in one colour, the others in another."""

    def __init__(self, words: Callable[[], WordPlaces], theme: Theme) -> None:
        self._words = words
        self._kept: tuple[WordPlaces, int, list[tuple[Box, bool]]] | None = None
        self.theme = theme

    def __call__(self, painter: QPainter, page: int, transform: QTransform) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.theme.accent)
        colour.setAlpha(150)
        painter.setPen(QPen(colour, 1))
        scale = scale_of(transform)
        for line in self._words().lines:
            if line.page == page and line.height * scale >= SMALL:
                painter.drawPolyline(transform.map(_along(line)))
        for box, is_sure in self._boxes(page):
            self._paint_word(painter, transform.mapRect(QRectF(box.left, box.top, box.width, box.height)), is_sure)

    def _boxes(self, page: int) -> list[tuple[Box, bool]]:
        """The words of a page, looked up once as long as it is shown."""
        words = self._words()
        if self._kept is None or self._kept[0] is not words or self._kept[1] != page:
            parts = (part for place in words for part in (place.location, place.rest) if part is not None)
            boxes = [(p.box, p.confidence >= TRUSTED) for p in parts if p.page == page and p.method.names_word]
            self._kept = words, page, boxes
        return self._kept[2]

    def _paint_word(self, painter: QPainter, box: QRectF, is_sure: bool) -> None:
        colour = QColor(self.theme.decided if is_sure else self.theme.undecided)
        colour.setAlpha(190)
        is_small = box.height() < SMALL
        painter.setPen(Qt.PenStyle.NoPen if is_small else QPen(colour, 1))
        colour.setAlpha(56 if is_small else 28)
        painter.setBrush(colour)
        painter.drawRect(box)


def _along(line: PageLine) -> QPolygonF:
    steps = (line.left + (line.right - line.left) * k / STEPS for k in range(STEPS + 1))
    return QPolygonF([QPointF(x, line.foot(x)) for x in steps])
