"""The picture of a page in the view, kept while nothing about it changes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QTransform

from cableview.gui import page_paint
from cableview.gui.filters import Filters
from cableview.gui.page_decoding import PagePicture
from cableview.gui.page_images import PageImages
from cableview.gui.theme import Theme


class PageFrame:
    """Draws the view of a page, without outlines, and again only when it would differ from the last."""

    def __init__(self, images: PageImages) -> None:
        self._images = images
        self._last: tuple[object, QImage, bool] | None = None

    def forget(self) -> None:
        """The view must be drawn again: there is more of the page, or it looks different."""
        self._last = None

    def rendered(
        self,
        page: int,
        picture: PagePicture,
        transform: QTransform,
        filters: Filters,
        theme: Theme,
        room: QSize,
        ratio: float,
    ) -> tuple[QImage, bool]:
        """A view of `room` logical pixels, `ratio` device pixels each, and whether it is as sharp as it will be.

        `transform` leads from the page's pixels to logical ones. The image is null while nothing of the page is there.
        """
        key = (page, transform, filters, room, ratio, theme.name)
        if self._last is None or self._last[0] != key:
            part = page_paint.seen_part(transform, room, picture.size)
            piece = self._images.piece(page, part, page_paint.scale_of(transform) * ratio, "view")
            if piece is None:
                return QImage(), False
            image = page_paint.render(piece, picture.size, transform, filters, theme, room, ratio)
            self._last = key, image, piece.is_sharp
        return self._last[1:]
