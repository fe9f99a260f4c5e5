"""What is expected of any window: recent items, a mark for what is not kept, undo by name, copying, menus at hand."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cableview.collation.rules import own_rule
from cableview.gui.actions import DECIDE, EDITING, VIEW
from cableview.gui.change_labels import change_label
from cableview.gui.queue_model import Column
from cableview.gui.window import MainWindow
from cableview.model.decision import Verdict
from cableview.review.session import Session
from cableview.settings import UserState
from tests.gui.desk_helpers import REFERENCE, TRANSCRIPT, make_window, page_image, press, reviewing_window, session_of

CTRL = Qt.KeyboardModifier.ControlModifier


def text_of(window: MainWindow, action: str) -> str:
    return window.menus.by_id[action].text().replace("&", "")


def test_recent_items_are_in_the_menu_while_one_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a&b.txt").write_text(TRANSCRIPT, encoding="utf-8")
        (tmp_path / name / "a&b.clean.txt").write_text(REFERENCE, encoding="utf-8")
    recent = tuple((str(tmp_path / name / "a&b.txt"),) for name in ("one", "two"))
    window = make_window(qtbot, state=UserState(recent=recent))
    window.recent.refresh()
    actions = window.recent.menu.actions()
    assert [action.text() for action in actions] == ["&1  a&&b.txt (one)", "&2  a&&b.txt (two)"]
    actions[1].trigger()
    qtbot.waitUntil(lambda: window.desk.session is not None)
    assert window.user_state.recent[0] == recent[1]


def test_without_recent_items_their_menu_is_disabled(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.recent.refresh()
    assert not window.recent.menu.isEnabled()


def test_the_title_is_marked_until_the_last_decision_is_on_the_disk(qtbot: QtBot) -> None:
    class Slow:
        """Keeps a change when it is told to."""

        def __init__(self) -> None:
            self.waiting: list[Future[None]] = []

        def append(self, change: object) -> Future[None]:
            self.waiting.append(Future())
            return self.waiting[-1]

    keeper = Slow()
    session = Session(session_of().item, reviewer="me", keeper=keeper)
    window = reviewing_window(qtbot, session)
    assert "[*]" in window.windowTitle()
    assert not window.isWindowModified()
    press(qtbot, window, "1")
    assert window.isWindowModified()
    keeper.waiting[0].set_result(None)
    qtbot.waitUntil(lambda: not window.isWindowModified())


def test_the_second_text_is_shown_again_where_it_was_shown_the_day_before(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "t")
    window.show_session(session_of(reference=None))
    assert window.desk.reference.isHidden()
    window.show_session(session_of())
    assert not window.desk.reference.isHidden()
    window.close()
    next_day = make_window(qtbot, state=window.user_state)
    next_day.show_session(session_of())
    assert not next_day.desk.reference.isHidden()


def test_what_was_decided_today_is_counted(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = reviewing_window(qtbot)
    count = window.desk.queue.table.model().rowCount()
    assert window.status.counts.text() == f"{count} undecided of {count}"
    monkeypatch.setattr("cableview.review.decision_acts.timestamp", lambda: "2001-11-17T19:00:00Z")
    press(qtbot, window, "1")
    assert window.status.counts.text() == f"{count - 1} undecided of {count}"
    monkeypatch.undo()
    press(qtbot, window, "1", "d", "4")
    assert window.status.counts.text() == f"{count - 3} undecided of {count}, 2 decided today"


def test_undo_and_redo_say_what_they_apply_to(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    assert text_of(window, "undo") == "Undo"
    press(qtbot, window, "2")
    assert text_of(window, "undo") == "Undo: stated → second text"
    press(qtbot, window, "z", modifier=CTRL)
    assert (text_of(window, "undo"), text_of(window, "redo")) == ("Undo", "Redo: stated → second text")
    press(qtbot, window, Qt.Key.Key_F2, "x")
    assert text_of(window, "undo") == "Undo: typing"
    assert text_of(window, "redo") == "Redo"
    window.close_item()
    assert text_of(window, "undo") == "Undo"


def test_a_note_at_a_decided_place_is_not_called_its_decision(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "1", Qt.Key.Key_Backspace, "n")
    window.desk.strip.field.edit.setText("look again")
    press(qtbot, window, Qt.Key.Key_Return)
    assert text_of(window, "undo") == "Undo: note"
    press(qtbot, window, "z", modifier=CTRL)
    assert (text_of(window, "undo"), text_of(window, "redo")) == ("Undo: stated → transcript", "Redo: note")


def test_every_change_of_a_reviewer_has_a_name(qtbot: QtBot) -> None:
    session = session_of()
    ids = [entry.id for entry in session.queue.entries]
    changes = [
        (session.decide_together(ids[:2], Verdict.IMMATERIAL), "2 decisions"),
        (session.take_back(ids[0]), "decision taken back"),
        (session.annotate(ids[3], "look again"), "note"),
        (session.set_rules({"quotes": False}), "Quotation marks off"),
        (session.set_rules({"quotes": True, "case": True}), "2 rules"),
        (session.set_rules({own_rule("ill", "very ill"): True}), "ill = very ill held equal"),
        (session.set_language("de"), "language of the texts"),
    ]
    assert [change_label(change) for change, _ in changes] == [words for _, words in changes]


def test_the_selection_and_the_row_of_the_list_are_copied(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    clipboard = QGuiApplication.clipboard()
    window.desk.text.selectAll()
    press(qtbot, window, "c", modifier=CTRL)
    assert clipboard.text() == TRANSCRIPT
    window.desk.queue.table.setFocus()
    press(qtbot, window, "c", modifier=CTRL)
    assert clipboard.text().split("\t")[:4] == ["undecided", "1", "stated", "states"]
    clipboard.setText("from elsewhere")
    window.desk.queue.table.clearSelection()
    window.act("copy")
    assert clipboard.text() == "from elsewhere"
    window.desk.queue.search.setText("abc")
    window.desk.queue.search.setFocus()
    window.desk.queue.search.selectAll()
    press(qtbot, window, "c", modifier=CTRL)
    assert clipboard.text() == "abc"


@pytest.mark.parametrize("panel", ["text", "page", "strip", "list"])
def test_every_panel_has_a_context_menu(
    qtbot: QtBot, tmp_path: Path, panel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))  # the platform of tests has none
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    desk = window.desk
    asked: dict[str, tuple[QWidget, str]] = {
        "text": (desk.text, EDITING),
        "page": (desk.page, VIEW),
        "strip": (desk.strip, DECIDE),
        "list": (desk.queue.table, DECIDE),
    }
    widget, title = asked[panel]
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(widget, event)
    assert shown == [window.menus.menus[title]]


def test_in_a_narrow_list_readings_take_the_room_of_kinds(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    table = window.desk.queue.table
    for width, is_hidden in ((372, False), (256, True), (372, False)):
        window.desk.queue.resize(width, 400)
        assert table.isColumnHidden(Column.KIND) is is_hidden
