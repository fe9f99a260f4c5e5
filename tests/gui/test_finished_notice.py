"""The end of the work: said once, with what comes next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cableview.gui.window import MainWindow
from tests.gui.desk_helpers import REFERENCE, TRANSCRIPT, make_window, press, reviewing_window, session_of, wait_shown

CTRL = Qt.KeyboardModifier.ControlModifier


def said(window: MainWindow) -> list[str]:
    return [message.text for message in window.banner.messages if message.key == "finished"]


def offered(window: MainWindow) -> list[str]:
    return [button.text() for button in window.banner.findChildren(QPushButton) if button.isVisible()]


def test_the_last_decision_finishes_the_item_and_undo_reopens_it(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    assert window.desk.session is not None
    count = len(window.desk.session.queue)
    press(qtbot, window, "?", "1", "4", *("1" for _ in range(count - 3)))
    assert said(window) == []
    focus = window.focusWidget()
    press(qtbot, window, "1")
    assert said(window) == [f"All {count} places are decided, 1 as likely only, 1 as unreadable."]
    assert offered(window) == ["Export… (Ctrl+E)"]
    assert window.focusWidget() is focus
    press(qtbot, window, "z", modifier=CTRL)
    assert said(window) == []


def test_opening_a_finished_item_does_not_announce_it_again(qtbot: QtBot) -> None:
    session = session_of("It was said.\n", "It is said.\n")
    first = reviewing_window(qtbot, session)
    press(qtbot, first, "1")
    assert said(first) == ["The one place is decided."]
    second = reviewing_window(qtbot, session)
    assert said(second) == []


def test_item_of_a_folder_offers_the_next_one(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(TRANSCRIPT[:30], encoding="utf-8")
        (tmp_path / f"{name}.clean.txt").write_text(REFERENCE[:30], encoding="utf-8")
    window = make_window(qtbot)
    window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: bool(window.item_list.model.items))
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    press(qtbot, window, "1")
    assert offered(window) == ["Export… (Ctrl+E)", "Next item (Ctrl+PgDown)"]
    next(b for b in window.banner.findChildren(QPushButton) if b.text().startswith("Next")).click()
    qtbot.waitUntil(lambda: window.windowTitle().startswith("two"))
    wait_shown(qtbot, window)
    press(qtbot, window, "1")
    assert offered(window) == ["Export… (Ctrl+E)"]
