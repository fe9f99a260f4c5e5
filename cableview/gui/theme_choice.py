"""The theme of the window: the one chosen, or the one that matches the system's colours."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cableview.gui.theme import DARK, LIGHT, Fonts, Theme, apply_theme

SYSTEM = "system"


class ThemeChoice(QObject):
    """Gives the application the colours of `theme`; `changed` gives the one that widgets are drawn in from now on.

    Made before there are widgets: with a style sheet they do not follow a change of the font.
    """

    changed = Signal(object)

    def __init__(self, name: str, fonts: Fonts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.theme = theme_named(name)
        self._fonts = fonts
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def choose(self, name: str) -> None:
        """Takes `light`, `dark` or `system`."""
        self.name = name
        self.theme = theme_named(name)
        self._apply()
        self.changed.emit(self.theme)

    def toggle(self) -> None:
        """Switches between the light and the dark theme."""
        self.choose(LIGHT.name if self.theme.is_dark else DARK.name)

    def _on_scheme_changed(self) -> None:
        if self.name == SYSTEM:
            self.choose(SYSTEM)

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.theme, self._fonts)


def theme_named(name: str) -> Theme:
    """The theme of this name; for `system`, the one that matches the system's colours now."""
    if name == SYSTEM:
        is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if is_dark else LIGHT
    return DARK if name == DARK.name else LIGHT
