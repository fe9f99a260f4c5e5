"""The number of the page shown, in a corner of it; a click asks for another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import QInputDialog, QToolButton

from cableview.gui.page_images import PageImages
from cableview.gui.page_view import PageView
from cableview.gui.theme import Theme

EDGE = 8
OUTLINE = 6
"""Pixels that the frame of a word is drawn beside it."""


class PageNumber(QToolButton):
    """Appears on `page` if `images` has more than one page."""

    def __init__(self, page: PageView, images: PageImages) -> None:
        super().__init__(page.viewport())
        self._page, self._images = page, images
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+G does it, too
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Go to a page (Ctrl+G)")
        page.viewport().installEventFilter(self)
        page.page_changed.connect(self.refresh)
        images.pages_changed.connect(self.refresh)
        self.clicked.connect(self.ask)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.text}; background: {theme.strip_background};"
            f" border: 1px solid {theme.border}; border-radius: 3px; padding: 2px 7px; }}"
            f" QToolButton:hover {{ border-color: {theme.accent}; }}"
        )
        self._put()

    @Slot()
    def refresh(self) -> None:
        """Shows the number of the page, if there are several."""
        count = self._images.count
        self.setText(f"{self._page.page} of {count}")
        self.setAccessibleName(f"Page {self._page.page} of {count}: go to another")
        self.setVisible(count > 1 and self._page.page > 0)
        self._put()

    @Slot()
    def ask(self) -> None:
        """Asks for a page and turns to it."""
        count = self._images.count
        if count < 2:
            return
        asked = f"Page, from 1 to {count}:"
        number, is_given = QInputDialog.getInt(self._page.window(), "Go to page", asked, self._page.page, 1, count)
        if is_given:
            self._page.browse_to(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._put()
        elif event.type() == QEvent.Type.Paint and self.pos() != self._corner():  # as when the page was scrolled
            QTimer.singleShot(0, self, self._put)
        return super().eventFilter(watched, event)

    def _put(self) -> None:
        self.adjustSize()
        self.move(self._corner())

    def _corner(self) -> QPoint:
        """The bottom right corner of the view, or another where that would hide what is outlined."""
        room = self._page.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        lefts, tops = (room.right() - self.width(), room.left()), (room.bottom() - self.height(), room.top())
        places = [QRect(QPoint(left, top), self.size()) for top in tops for left in lefts]
        page = self._page
        boxes = [page.box_in_view(part.box).toAlignedRect() for part in page.parts if part.page == page.page]
        outlined = [box.adjusted(-OUTLINE, -OUTLINE, OUTLINE, OUTLINE) for box in boxes]
        free = (place for place in places if not any(place.intersects(box) for box in outlined))
        return next(free, places[0]).topLeft()
