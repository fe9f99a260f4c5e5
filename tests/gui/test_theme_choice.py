"""The theme that is chosen, and the one that follows the system."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cableview.gui import theme_choice
from cableview.gui.theme import DARK, LIGHT, Theme, load_fonts
from cableview.gui.theme_choice import ThemeChoice


def seen(choice: ThemeChoice) -> list[Theme]:
    """The themes that it gives from now on."""
    given: list[Theme] = []
    choice.changed.connect(given.append)
    return given


def test_a_theme_is_chosen_by_name_and_toggled(qapp: QApplication) -> None:
    choice = ThemeChoice("dark", load_fonts())
    assert choice.theme is DARK
    given = seen(choice)
    choice.toggle()
    choice.toggle()
    choice.choose("light")
    assert given == [LIGHT, DARK, LIGHT]
    assert (choice.name, choice.theme) == ("light", LIGHT)
    assert qapp.palette().window().color().name() == LIGHT.window


@pytest.mark.usefixtures("qapp")
def test_only_the_choice_of_the_system_follows_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = ThemeChoice("light", load_fonts())
    given = seen(choice)
    hints = QGuiApplication.styleHints()
    monkeypatch.setattr(theme_choice, "theme_named", lambda name: DARK if name == "system" else LIGHT)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert given == []
    choice.choose("system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert given == [DARK, DARK]
    assert choice.name == "system"
