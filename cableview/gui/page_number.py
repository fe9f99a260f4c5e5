"""Which page of a scan of several is shown, in a corner of the page; a click asks for another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QInputDialog, QToolButton

from cableview.gui.page_images import PageImages
from cableview.gui.page_view import PageView
from cableview.gui.theme import Theme

EDGE = 8


class PageNumber(QToolButton):
    """Stands on `page` where `images` are of more than one page."""

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
        """Says which page is shown, where there are several."""
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
        return super().eventFilter(watched, event)

    def _put(self) -> None:
        self.adjustSize()
        room = self._page.viewport().rect()
        self.move(room.right() - self.width() - EDGE, room.bottom() - self.height() - EDGE)
