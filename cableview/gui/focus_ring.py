"""Shows where the keys go: a ring at the edge of the focused button, list or table.

The style's own line there differs too little from the unfocused one for the eye to see.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QTextBrowser, QWidget
from shiboken6 import isValid

from cableview.gui.theme import LIGHT, Theme

RINGED = (QAbstractButton, QAbstractItemView, QComboBox, QTextBrowser)
"""Widgets that do not show focus themselves."""

WIDTH = 2


class FocusRing(QObject):
    """Follows the focus through all windows of the application."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._ring: _Ring | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def widget(self) -> QWidget | None:
        """The widget with the ring, if any."""
        return self._ring.parentWidget() if self._ring is not None and isValid(self._ring) else None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._ring is not None and isValid(self._ring):
            self._ring.set_colour(theme.accent)

    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """Moves the ring, as a new one each time, since a ring is destroyed with the widget it is in."""
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if isinstance(now, RINGED) and now.window().windowType() is not Qt.WindowType.Popup:
            self._ring = _Ring(self._theme.accent, now)


class _Ring(QWidget):
    """A ring over a widget, which mostly adjoins the edge of its container."""

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor(colour)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(parent.size())
        parent.installEventFilter(self)
        self.show()
        self.raise_()

    def set_colour(self, colour: str) -> None:
        self._colour = QColor(colour)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.resize(event.size())
        return super().eventFilter(watched, event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()
