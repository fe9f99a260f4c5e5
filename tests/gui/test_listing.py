"""The list of places narrowed to some of them, and what it says of each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cableview.gui.window import MainWindow
from cableview.model.discrepancy import Severity
from tests.gui.desk_helpers import current, press, reviewing_window, verdicts


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return reviewing_window(qtbot)


def kind_at(window: MainWindow) -> str:
    assert window.desk.reviewing is not None
    assert window.desk.reviewing.current is not None
    return window.desk.reviewing.current.kind.value


def test_the_list_and_keys_can_be_limited_to_the_kind_of_a_place(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "j")
    kind = kind_at(window)
    assert window.desk.session is not None
    alike = [e.id for e in window.desk.session.queue.entries if e.kind.value == kind]
    assert 0 < len(alike) < len(window.desk.session.queue)
    press(qtbot, window, "f")
    assert window.desk.queue.table.model().rowCount() == len(alike)
    for _ in alike:
        assert kind_at(window) == kind
        press(qtbot, window, "1")
    assert "F lists all again" in window.status.remark
    assert [e.id for e in window.desk.session.queue.entries if e.is_decided] == alike
    press(qtbot, window, "f")
    assert window.status.remark == "All places are listed again."
    press(qtbot, window, "j")
    assert window.desk.queue.table.model().rowCount() == len(window.desk.session.queue)
    assert kind_at(window) != kind


def test_the_number_left_of_a_kind_is_shown_by_f_and_in_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "1")
    press(qtbot, window, "f")
    kind = kind_at(window)
    assert window.desk.session is not None
    own = [entry for entry in window.desk.session.queue.entries if entry.kind.value == kind]
    left = f"{sum(not entry.is_decided for entry in own)} of {len(own)} undecided"
    assert window.status.remark == f"Only {kind}: {left}. F lists all again."
    menu = window.desk.queue.kinds.menu()
    menu.aboutToShow.emit()
    assert f"{kind} ({left})" in [action.text() for action in menu.actions()]
    for _ in own:
        press(qtbot, window, "1")
    menu.aboutToShow.emit()
    assert f"{kind} ({len(own)}, all decided)" in [action.text() for action in menu.actions()]


def test_keys_go_through_the_places_found_by_a_search(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.queue.search.setText("received")
    press(qtbot, window, "j")
    first = current(window)
    press(qtbot, window, "j")
    assert current(window) == first
    assert window.menus.by_id["only-kind"].isChecked()


def test_the_list_and_keys_can_be_limited_to_one_severity(qtbot: QtBot, window: MainWindow) -> None:
    assert window.desk.session is not None
    heavy = [e.id for e in window.desk.session.queue.entries if e.severity is Severity.HIGH]
    assert 0 < len(heavy) < len(window.desk.session.queue)
    window.desk.queue.severities.choose(frozenset({Severity.HIGH.value}))
    assert window.desk.queue.table.model().rowCount() == len(heavy)
    assert "high" in window.desk.queue.severities.text()
    press(qtbot, window, "j")
    assert window.desk.reviewing is not None
    assert window.desk.reviewing.current is not None
    assert window.desk.reviewing.current.id in heavy


def test_the_list_and_keys_can_be_limited_to_likely_unreadable_or_noted_places(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(qtbot, window, "?", "1", "1", "4", "n")
    QTest.keyClicks(window.desk.strip.field.edit, "ask")
    press(qtbot, window, Qt.Key.Key_Return)
    queue = window.desk.queue
    for words in ("likely, not sure (1)", "unreadable (1)", "with a note (1)"):
        queue.states.menu().aboutToShow.emit()
        next(action for action in queue.states.menu().actions() if action.text() == words).trigger()
    listed = [queue.filter.entry_at(row).id for row in range(queue.filter.rowCount())]
    assert window.desk.session is not None
    ids = [entry.id for entry in window.desk.session.queue.entries]
    assert listed == [ids[0], ids[2], ids[3]]
    press(qtbot, window, "J", modifier=Qt.KeyboardModifier.ShiftModifier)
    assert current(window) == 0
    press(qtbot, window, "J", modifier=Qt.KeyboardModifier.ShiftModifier)
    assert current(window) == 2
    press(qtbot, window, "f")
    assert queue.filter.rowCount() == len(ids)


def test_a_row_gives_its_verdict_and_note_to_screen_readers(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "?", "2", Qt.Key.Key_Backspace, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "ask")
    press(qtbot, window, Qt.Key.Key_Return)
    index = window.desk.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "decided: second text, likely, with a note"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "decided: second text, likely\nNote: ask"


def test_an_empty_list_says_how_to_list_everything_again(qtbot: QtBot, window: MainWindow) -> None:
    queue = window.desk.queue
    (advice,) = (label for label in queue.findChildren(QLabel) if "F lists all again" in label.text())
    assert not advice.isVisible()
    queue.search.setText("zzzz")
    assert advice.isVisible()
    press(qtbot, window, "f")
    assert not advice.isVisible()


def test_the_place_under_review_is_selected_again_after_a_search_that_excluded_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(qtbot, window, "j", "j")
    queue = window.desk.queue
    press(qtbot, window, "/")
    QTest.keyClicks(queue.search, "zzzz")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert [index.row() for index in queue.table.selectionModel().selectedRows()] == [2]
    queue.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert current(window) == 3


def test_home_and_end_go_to_the_ends_of_the_list(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.queue.table.setFocus()
    press(qtbot, window, Qt.Key.Key_End)
    assert current(window) == len(verdicts(window)) - 1
    press(qtbot, window, Qt.Key.Key_Home)
    assert current(window) == 0
