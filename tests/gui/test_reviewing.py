"""The place looked at, as the texts change under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cableview.review.queue import Entry
from tests.gui.desk_helpers import press, reviewing_window, session_of, wait_shown

OURS = (
    "On the harbor he was less forthcoming.\nprivately\ntold the Consul/that the inner basin could be dredged\n"
    "before the spring, since the two modem dredgers lay at Cape Marro.\n"
)
THEIRS = (
    "On the harbour he was less forthcoming. told the Consul privately that the inner basin could not be dredged "
    "before the spring, since the two modern dredgers lay at Cape Marro.\n"
)


def test_typing_before_a_moved_word_stays_at_its_place(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of(OURS, THEIRS))
    reviewing = window.desk.reviewing
    assert reviewing is not None

    def here() -> Entry:
        assert reviewing.current is not None
        return reviewing.current

    while here().origin is None:
        press(qtbot, window, "j")
    press(qtbot, window, Qt.Key.Key_F2)
    for letter in "so ":
        qtbot.keyClick(window.focusWidget(), letter)
        wait_shown(qtbot, window)
        assert "privately" in here().place.reference.text
        chosen = window.desk.queue.table.currentIndex()
        assert window.desk.queue.filter.entry_at(chosen.row()).id == here().id
