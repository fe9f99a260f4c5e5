"""The language of the texts, as the window shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from tests.gui.desk_helpers import make_window, open_item_at, press, reviewing_window, session_of


def test_language_is_chosen_from_a_list_that_marks_missing_word_lists_and_is_undone(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wire.txt").write_text("He stated that the talks with them were not long.", encoding="utf-8")
    (tmp_path / "wire.ref.txt").write_text("He stated that the talsk with them were not long.", encoding="utf-8")
    window = make_window(qtbot)
    session = open_item_at(qtbot, window, tmp_path / "wire.txt")
    shown: list[list[str]] = []

    def choose(_parent, _title, _words, names, now, _editable):
        shown.append([names[now], *names])
        return "Latin (no word list installed)", True

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    press(qtbot, window, "n")
    QTest.keyClicks(window.focusWidget(), "by hand")
    press(qtbot, window, Qt.Key.Key_Return)
    window.act("language")
    assert window.desk.strip.head.kept.text().endswith("language of the texts: Latin")
    assert shown[0][0] == shown[0][1] == "As the texts tell (English)"
    assert "English" in shown[0]
    assert session.language == "la"
    window.act("language")
    assert shown[1][0] == "Latin (no word list installed)"
    assert session.last_seq == 2
    window.act("undo")
    assert session.language == "en"


def test_a_language_of_a_later_version_stays_if_the_list_is_only_viewed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of()
    session.set_language("tlh")
    window = reviewing_window(qtbot, session)
    shown: list[str] = []

    def look(_parent, _title, _words, names, now, _editable):
        shown.append(names[now])
        return names[now], True

    monkeypatch.setattr(QInputDialog, "getItem", look)
    window.act("language")
    assert shown == ["tlh"]
    assert session.language == "tlh"
    assert session.last_seq == 1
