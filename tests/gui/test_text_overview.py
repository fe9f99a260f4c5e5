"""The map beside the scroll bar of the text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cableview.gui.window import MainWindow
from cableview.model.decision import State
from cableview.model.span import Span
from tests.gui.desk_helpers import press, reviewing_window, session_of, wait_shown

LINES = [f"This is line {n} of a rather long letter." for n in range(200)]
TEXT = "\n".join(LINES) + "\n"
REFERENCE = TEXT.replace("line 20 of", "line 20 in").replace("line 150 of", "line 150 in")


def long_window(qtbot: QtBot) -> MainWindow:
    window = reviewing_window(qtbot, session_of(TEXT, REFERENCE))
    qtbot.waitUntil(lambda: len(window.desk.overview._all()) == 2)
    return window


def test_places_have_ticks_at_their_share_of_the_text(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview = window.desk.overview
    heights = sorted(overview._all())
    assert [round(y / overview.height(), 1) for y in heights] == [0.1, 0.7]


def test_a_click_on_a_tick_goes_to_its_place(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview, desk = window.desk.overview, window.desk
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(5, max(overview._all()) + 2))
    wait_shown(qtbot, window)
    assert desk.reviewing is not None
    assert desk.reviewing.row == 1


def test_a_click_elsewhere_scrolls_the_text_there(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview, desk = window.desk.overview, window.desk
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(5, round(overview.height() * 0.45)))
    assert desk.reviewing is not None
    assert desk.reviewing.row == 0
    start = TEXT.index("line 90 ")
    assert desk.text.visible_span().covers(Span(start, start + 4))


def test_a_decided_place_has_another_tick(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview = window.desk.overview
    first = min(overview._all())
    open_look = overview.grab().toImage()
    press(qtbot, window, "1")
    qtbot.waitUntil(lambda: overview._all()[first].state is State.DECIDED)
    assert overview.grab().toImage() != open_look
