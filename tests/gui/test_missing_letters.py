"""Signs that no font has are named when an item is opened; all others are drawn and pass in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cableview.gui.missing_letters import undrawn, undrawn_notice
from cableview.gui.theme import load_fonts
from tests.gui.desk_helpers import item_in, make_window

NOWHERE = "\U0004fffd"
"""A code point that no sign has, in a plane that has none."""


@pytest.fixture
def font(qapp: QApplication) -> QFont:
    return load_fonts().mono_font(11)


@pytest.mark.parametrize(
    "text", ["", "plain", "é ü ß —\u2019", "a\u00adb\u200dc\u2028d\u00a0e\x00\t\r\n\f", "\ufe0f\u034f\U000e0100"]
)
def test_drawable_letters_and_invisible_characters_are_not_reported(font: QFont, text: str) -> None:
    assert undrawn([text], font) == []
    assert undrawn_notice([text], font) == ""


def test_a_sign_is_named_once_wherever_it_stands(font: QFont) -> None:
    assert undrawn([f"Da{NOWHERE}mmerung", f"Scho{NOWHERE}n"], font) == [NOWHERE]
    assert "has U+4FFFD, drawn as a box." in undrawn_notice([f"u{NOWHERE}"], font)


def test_only_some_of_many_signs_are_named(font: QFont) -> None:
    signs = [chr(0x40000 + k) for k in range(5)]
    said = undrawn_notice(["".join(signs)], font)
    assert "has U+40000, U+40001, U+40002 and 2 others, drawn" in said


def test_the_window_names_them_when_an_item_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    transcript = item_in(tmp_path)
    transcript.write_text(f"Da{NOWHERE}mmerung " + transcript.read_text("utf-8"), "utf-8")
    window = make_window(qtbot)
    with qtbot.waitSignal(window.items.opened):
        window.open_paths([transcript])
    assert [m.text for m in window.banner.messages if "U+4FFFD" in m.text]
