"""The window with a text too long to be collated while a reviewer waits."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cableview.collation.collate import Collation, Text, collate
from cableview.gui.export_dialog import COMPARING, ExportDialog
from cableview.gui.window import MainWindow
from cableview.model.span import Span
from cableview.review import comparison
from cableview.review.live_queue import AT_ONCE
from tests.gui.desk_helpers import PATIENCE, press, reviewing_window, session_of, wait_shown
from tests.review.sessions import MOVED_OURS, MOVED_THEIRS


@pytest.fixture
def whole_collations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads that have collated a long text since the fixture was asked for, in order."""
    threads: list[int] = []

    def noted(working: Text, *args: Any, **more: Any) -> Collation:
        if len(working.text) > AT_ONCE:
            threads.append(threading.get_ident())
        return collate(working, *args, **more)

    monkeypatch.setattr(comparison, "collate", noted)
    return threads


def long_window_with_a_move(qtbot: QtBot) -> MainWindow:
    """A long text, at a passage that was moved: after a verdict on it no change can be followed."""
    before = "The delegation had arrived in Moscow on the twelfth and was received by the Commissar.\n" * 240
    slip = "The talks will be resumed on Mondey morning.\n"
    return reviewing_window(qtbot, session_of(before + MOVED_OURS + slip, before + MOVED_THEIRS + slip))


@pytest.mark.parametrize("how", ["kept", "undone", "decided", "left"])
def test_typing_that_cannot_be_followed_in_a_long_text_does_not_block_the_window(
    qtbot: QtBot, request: pytest.FixtureRequest, how: str
) -> None:
    window = long_window_with_a_move(qtbot)
    session, reviewing = window.desk.session, window.desk.reviewing
    assert session is not None
    assert reviewing is not None
    threads: list[int] = request.getfixturevalue("whole_collations")
    press(qtbot, window, "2", Qt.Key.Key_F2)
    window.desk.text.set_caret(session.text.index("delegation", 9_000))
    press(qtbot, window, "x")
    assert session.has_unkept_typing
    assert not session.live.catch_up()
    match how:
        case "kept":
            qtbot.waitUntil(lambda: not session.has_unkept_typing, timeout=PATIENCE)
        case "undone":
            press(qtbot, window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
            assert "xdelegation" not in session.text
        case "decided":
            press(qtbot, window, Qt.Key.Key_Escape, "1")
        case _:
            press(qtbot, window, Qt.Key.Key_Escape)
    assert not session.has_unkept_typing
    if how != "kept":
        assert "comparing again" in window.status.counts.text()
    qtbot.waitUntil(lambda: not session.live.needs_collation, timeout=PATIENCE)
    assert "comparing again" not in window.status.counts.text()
    assert threads
    assert threading.get_ident() not in threads
    listed = [(e.id, e.working, e.state) for e in session.queue.entries]
    session.live.collate_pending()
    assert listed == [(e.id, e.working, e.state) for e in session.queue.entries]
    assert ("xdelegation" in {e.working.of(session.text) for e in session.queue.entries}) is (how != "undone")


def test_export_waits_for_the_comparison_after_typing_that_cannot_be_followed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = long_window_with_a_move(qtbot)
    session, seen = window.desk.session, list[str]()
    assert session is not None

    def exported(dialog: ExportDialog) -> int:
        seen.append(dialog.counts.text())
        qtbot.waitUntil(dialog.export_button.isEnabled, timeout=PATIENCE)
        assert "xThe" in {e.working.of(session.text) for e in session.queue.entries}
        return 0

    monkeypatch.setattr("cableview.gui.item_dialogs.ExportDialog.exec", exported)
    press(qtbot, window, "2", Qt.Key.Key_F2)
    window.desk.text.set_caret(session.text.rindex("The delegation"))
    press(qtbot, window, "x")
    window.act("export")
    assert seen == [COMPARING]


def test_the_window_never_collates_a_long_text_itself(qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    window = long_window_with_a_move(qtbot)
    session = window.desk.session
    assert session is not None
    threads: list[int] = request.getfixturevalue("whole_collations")
    press(qtbot, window, "2", Qt.Key.Key_F2, "x")
    window.act("save")
    press(qtbot, window, Qt.Key.Key_Backspace, Qt.Key.Key_Escape, "1")
    for act in ("undo", "undo", "redo", "rules"):
        window.act(act)
        wait_shown(qtbot, window)
    window.rules_dialog.close()
    session.set_rules({"case": True})
    session.edit(Span(90, 90), "x")
    session.undo()
    assert threading.get_ident() not in threads
    qtbot.waitUntil(lambda: not session.live.needs_collation, timeout=PATIENCE)
    assert set(threads).isdisjoint({threading.get_ident()})


def test_the_second_text_is_loaded_when_its_pane_is_shown(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of("The first text.\n", "The furst text.\n"))
    pane = window.desk.reference
    assert pane.length == 0
    window.desk.show_reference(True)
    assert pane.toPlainText() == "The furst text.\n"
    window.desk.show_reference(False)
    window.show_session(session_of("Another one.\n", "Another two.\n"))
    assert pane.length == 0
    window.desk.show_reference(True)
    assert pane.toPlainText() == "Another two.\n"
    window.show_session(session_of("A last one.\n", "A lost one.\n"))
    assert pane.toPlainText() == "A lost one.\n"
    assert not pane.isHidden()
