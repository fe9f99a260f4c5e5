"""The table of actions: complete, without clashes, and readable from any keyboard."""

from __future__ import annotations

from html import unescape
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from cableview.gui.actions import BY_ID, ROWS, VERDICTS, Mode, acts_while_typing, rows_for
from cableview.gui.availability import CONDITIONS
from cableview.gui.keys import is_typed_in, key_names
from cableview.gui.keys_dialog import KeysDialog, keys_html
from cableview.gui.theme import DARK, LIGHT
from tests.gui.desk_helpers import make_window, reviewing_window

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def pressed(key: int, modifiers: Qt.KeyboardModifier, text: str) -> tuple[str, ...]:
    return key_names(QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))


def test_no_key_means_two_things_in_one_mode() -> None:
    clashes = [(a.id, b.id) for a, b in combinations(ROWS, 2) if a.modes & b.modes and set(a.keys) & set(b.keys)]
    assert clashes == []


def test_no_letter_of_a_menu_means_two_rows(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    for title, menu in window.menus.menus.items():
        letters = [action.text().partition("&")[2][:1].lower() for action in menu.actions() if "&" in action.text()]
        assert len(set(letters)) == len(letters), title


def test_qt_can_name_every_key() -> None:
    for row in ROWS:
        for key in row.keys:
            sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
            assert sequence.count() == 1, key
            assert sequence.toString(QKeySequence.SequenceFormat.PortableText) == key


def test_every_verdict_has_one_key_and_does_not_repeat() -> None:
    for action in VERDICTS:
        assert len(BY_ID[action].keys) == 1
        assert not BY_ID[action].repeats


@pytest.mark.usefixtures("qapp")  # the platform tells which scan codes are the digit row
@pytest.mark.parametrize(
    ("key", "modifiers", "text", "name"),
    [
        (Qt.Key.Key_1, NONE, "1", "1"),
        (Qt.Key.Key_1, KEYPAD, "1", "1"),
        (Qt.Key.Key_Enter, KEYPAD, "\r", "Enter"),
        (Qt.Key.Key_Question, SHIFT, "?", "?"),
        (Qt.Key.Key_Slash, SHIFT, "/", "/"),
        (Qt.Key.Key_J, SHIFT, "J", "Shift+J"),
        (Qt.Key.Key_Equal, CTRL, "", "Ctrl+="),
        (Qt.Key.Key_Plus, CTRL | SHIFT, "", "Ctrl++"),
        (Qt.Key.Key_Plus, CTRL | KEYPAD, "", "Ctrl++"),
        (Qt.Key.Key_Z, CTRL | SHIFT, "", "Ctrl+Shift+Z"),
        (Qt.Key.Key_Space, NONE, " ", "Space"),
        (Qt.Key.Key_QuoteDbl, NONE, '"', "3"),
    ],
)
def test_key_press_is_known_by_name(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, name: str) -> None:
    assert name in pressed(key, modifiers, text)


def test_shift_z_with_ctrl_is_not_undo() -> None:
    assert "Ctrl+Z" not in pressed(Qt.Key.Key_Z, CTRL | SHIFT, "")


@pytest.mark.parametrize("key", ["Ctrl+Z", "Alt+Left", "F3", "Shift+F3", "Esc"])
def test_chords_act_while_typing(key: str) -> None:
    assert acts_while_typing(key)


@pytest.mark.parametrize("key", ["1", "J", "Shift+J", "?", "Return", "Space", "Backspace", "PgDown"])
def test_plain_keys_do_not_act_while_typing(key: str) -> None:
    assert not acts_while_typing(key)


def test_single_keys_are_for_review_only() -> None:
    for key in ("1", "D", "?", "S", "N", "X", "Space", "Backspace"):
        assert rows_for(key, Mode.REVIEW)
        assert not rows_for(key, Mode.EDIT)
        assert not rows_for(key, Mode.START)


def test_fields_are_distinguished_from_read_only_text(qtbot: QtBot) -> None:
    field, text, combo, button = QLineEdit(), QPlainTextEdit(), QComboBox(), QPushButton()
    for widget in (field, text, combo, button):
        qtbot.addWidget(widget)
    assert is_typed_in(field)
    assert is_typed_in(text)
    text.setReadOnly(True)
    assert not is_typed_in(text)
    assert not is_typed_in(combo)
    combo.setEditable(True)
    assert is_typed_in(combo)
    assert not is_typed_in(button)


def test_every_action_can_be_carried_out(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    assert window.known_actions >= set(BY_ID)


def test_every_condition_belongs_to_an_existing_action() -> None:
    assert set(CONDITIONS) <= set(BY_ID)
    assert {action for action in BY_ID if action.startswith("place-")} <= set(CONDITIONS)


def test_menus_hold_every_action_with_its_key(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    texts = {
        action.text()
        for menu in window.menuBar().findChildren(type(window.menuBar().addMenu("x")))
        for action in menu.actions()
    }
    assert {row.text for row in ROWS if row.menu} <= texts
    assert window.menus.by_id["next"].shortcut().toString() == "J"


def test_key_list_names_every_key() -> None:
    page = keys_html(LIGHT)
    for row in ROWS:
        if row.keys and row.menu:
            assert row.plain_text.replace("'", "&#x27;") in page
    assert "Ctrl and a click on the page" in page


def test_keys_are_saved_as_a_page_to_print(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = KeysDialog(DARK)
    qtbot.addWidget(dialog)
    page = tmp_path / "keys.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(page), ""))
    dialog.save.click()
    written = page.read_text(encoding="utf-8")
    assert all(row.plain_text in unescape(written) for row in ROWS if row.keys)
    assert DARK.muted not in written
    assert "Ctrl+, or Shift+B" in written
    assert dialog.said.text() == f"{page} can be printed from any browser."
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "keys.html"), ""))
    dialog.save.click()
    assert "gone" in dialog.said.text()
    assert "can be printed" not in dialog.said.text()
