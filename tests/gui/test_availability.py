"""A key that can do nothing says why."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cableview.gui.actions import ROWS, Mode
from cableview.gui.keys import LEFT_TO_WIDGETS
from cableview.gui.window import MainWindow
from cableview.review.session import Session
from tests.gui.desk_helpers import make_window, reviewing_window, session_of

AGREEING = "All the same here.\n"
SESSIONS = {
    "nothing decided": session_of,
    "the texts agree": lambda: session_of(AGREEING, AGREEING),
    "no second text": lambda: session_of(AGREEING, None),
    "no transcript": lambda: session_of("", None),
}


def press_shown(window: MainWindow, key: str) -> None:
    """Presses a key as the table of actions writes it."""
    combination = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)[0]
    QTest.keyClick(window.focusWidget() or window, combination.key(), combination.keyboardModifiers())


@pytest.mark.parametrize("session", SESSIONS.values(), ids=SESSIONS)
def test_every_unavailable_key_says_why(qtbot: QtBot, session: type[Session]) -> None:
    window = reviewing_window(qtbot, session())
    window.desk.text.set_editing(False)
    refused = [row for row in ROWS if row.keys and window.mode in row.modes and not window.can(row.id)]
    assert {"redo", "zoom-place"} <= {row.id for row in refused}
    for row in refused:
        if row.id not in LEFT_TO_WIDGETS:
            window.tell("")
            press_shown(window, row.keys[0])
            assert window.status.remark.endswith("."), row.id


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("Ctrl+Z", "There is nothing to undo."),
        ("Z", "There is no scan."),
        ("Ctrl+PgDown", "The item was not opened from a folder's list."),
    ],
)
def test_the_reason_shown_is_that_of_the_item(qtbot: QtBot, key: str, said: str) -> None:
    window = reviewing_window(qtbot)
    press_shown(window, key)
    assert window.status.remark == said


@pytest.mark.parametrize("sign", ["q", "7", "ü", "ß"])
def test_a_key_without_a_meaning_says_so_and_is_no_search_in_the_list(qtbot: QtBot, sign: str) -> None:
    window = reviewing_window(qtbot)
    table = window.desk.queue.table
    for focus in (window.desk.text, table):
        focus.setFocus()
        window.tell("")
        before = table.currentIndex()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focus, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign))
        assert window.status.remark == f"“{sign}” does nothing here. F2 types in the text, F1 lists the keys."
        assert table.currentIndex() == before


def test_verdict_without_a_second_text_says_what_to_do_instead(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of(AGREEING, None))
    press_shown(window, "1")
    assert window.status.remark.startswith("There is no second text to compare with. Read along: Enter")


def test_undo_is_available_once_something_is_decided(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press_shown(window, "1")
    qtbot.waitUntil(lambda: window.can("undo"))
    press_shown(window, "Ctrl+Z")
    assert window.status.remark == ""
    assert window.desk.strip.head.kept.accessibleName() == "undone: stated → transcript"


def test_chord_without_an_item_says_that_one_must_be_open(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    assert window.mode is Mode.START
    press_shown(window, "Ctrl+E")
    assert window.status.remark == "An item has to be open for that."
    window.tell("")
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_J)
    assert window.status.remark == ""


def test_the_way_back_to_review_is_shown_while_the_text_is_edited(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press_shown(window, "F2")
    assert window.status.facts.startswith("Esc returns to review")
    press_shown(window, "Esc")
    assert "Esc" not in window.status.facts


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_letter_on_the_menu_bar_opens_its_menu_and_decides_nothing(qtbot: QtBot) -> None:
    """Alt alone goes to the bar, where D is the menu Decide, and 1 nothing."""
    window = reviewing_window(qtbot)
    bar = window.menuBar()
    QTest.keyPress(window.desk.text, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(window.desk.text, Qt.Key.Key_Alt)
    assert QApplication.focusWidget() is bar
    QTest.keyClick(bar, "z", Qt.KeyboardModifier.ControlModifier)
    assert window.status.remark == "There is nothing to undo."
    QTest.keyClicks(bar, "1y")
    QTest.keyClick(bar, "d")
    assert bar.activeAction().text() == "&Decide"
    assert window.desk.session is not None
    assert window.desk.session.last_seq == 0
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
