"""What is shown and copied about a place in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cableview.gui.evidence import evidence, when
from cableview.gui.evidence_dialog import EvidenceDialog
from cableview.gui.window import MainWindow
from tests.gui.desk_helpers import page_image, press, reviewing_window, session_of


def facts(window: MainWindow) -> dict[str, str]:
    session, reviewing = window.desk.session, window.desk.reviewing
    assert session is not None
    assert reviewing is not None
    assert reviewing.current is not None
    assert reviewing.row is not None
    found = evidence(session, window.desk.item.places, reviewing.current, reviewing.row)
    return {fact.about: fact.words for fact in found}


def test_readings_stand_in_brackets_between_whole_words(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    shown = facts(window)
    assert shown["Transcript"] == "stated"
    assert shown["Working text"].startswith("The Ambassador [stated] that on the 12th of October")
    assert shown["Second text"].endswith(" …")
    assert shown["State"] == "undecided"
    assert "Decided" not in shown


def test_a_missing_reading_is_reported(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of("He was ill today.\n", "He was very ill today.\n"))
    assert "[nothing]" in facts(window)["Working text"]


def test_a_decision_is_shown_with_who_made_it_and_the_text_it_left(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "?", "2", Qt.Key.Key_Backspace)
    shown = facts(window)
    assert shown["Decided"] == "second text, likely"
    assert shown["By"].startswith("me, 20")
    assert shown["Left in the text"] == "states"


@pytest.mark.parametrize("at", ["", "yesterday", "0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00"])
def test_an_impossible_time_is_shown_as_recorded(at: str) -> None:
    assert when(at) == at


def test_a_note_is_shown_whole(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    note = ", ".join(["compare with the register of the legation"] * 12)
    press(qtbot, window, "n")
    window.desk.strip.field.edit.setText(note)
    press(qtbot, window, Qt.Key.Key_Return)
    assert facts(window)["Note"] == note


def test_words_and_picture_are_copied_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    clipboard = QGuiApplication.clipboard()
    copied: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, EvidenceDialog)
        clipboard.clear()
        QTest.keyClick(dialog.page, "c", Qt.KeyboardModifier.ControlModifier)
        copied.append(clipboard.text())
        QTest.keyClick(dialog.piece, Qt.Key.Key_Space)
        copied.append("picture" if not clipboard.pixmap().isNull() else "")
        dialog.reject()

    QTimer.singleShot(0, answer)
    press(qtbot, window, "e")
    assert "Second text: The Ambassador [states]" in copied[0]
    assert copied[1] == "picture"
