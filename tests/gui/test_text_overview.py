"""The map beside the scroll bar of the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cableview.gui.queue_marks import Ticks
from cableview.gui.text_overview import TICK, TextOverview
from cableview.gui.text_paint import URGENCY
from cableview.gui.text_view import TextView
from cableview.gui.window import MainWindow
from cableview.model.decision import State
from cableview.model.span import Span
from tests.gui.desk_helpers import press, reviewing_window, session_of, wait_shown

LINES = [f"This is line {n} of a rather long letter." for n in range(200)]
TEXT = "\n".join(LINES) + "\n"
REFERENCE = TEXT.replace("line 20 of", "line 20 in").replace("line 150 of", "line 150 in")


def long_window(qtbot: QtBot) -> MainWindow:
    window = reviewing_window(qtbot, session_of(TEXT, REFERENCE))
    qtbot.waitUntil(lambda: len(window.desk.overview.ticks) == 2)
    return window


def overview_of(window: MainWindow, places: Ticks) -> TextOverview:
    """The map of other places in the text of the window, as high as its own."""
    overview = TextOverview(window.desk.text, lambda: places)
    overview.resize(window.desk.overview.size())
    return overview


def test_places_have_ticks_at_their_share_of_the_text(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview = window.desk.overview
    heights = sorted(overview.ticks)
    assert [round(y / overview.height(), 1) for y in heights] == [0.1, 0.7]


def test_clicking_a_tick_goes_to_its_place(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview, desk = window.desk.overview, window.desk
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(5, max(overview.ticks) + 2))
    wait_shown(qtbot, window)
    assert desk.reviewing is not None
    assert desk.reviewing.row == 1


def test_clicking_elsewhere_scrolls_the_text_there(qtbot: QtBot) -> None:
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
    first = min(overview.ticks)
    open_look = overview.grab().toImage()
    press(qtbot, window, "1")
    qtbot.waitUntil(lambda: overview.ticks[first].state is State.DECIDED)
    assert overview.grab().toImage() != open_look


def test_a_tick_stands_at_the_height_of_its_line(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    overview = window.desk.overview
    for y, mark in overview.ticks.items():
        share = window.desk.text.share_at(mark.span.start)
        assert y == pytest.approx(TICK + share * (overview.height() - 2 * TICK), abs=0.5)


def test_no_more_places_are_looked_up_than_there_are_pixel_rows(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = long_window(qtbot)
    pane = window.desk.text
    many = Ticks(range(0, pane.length, 3), [URGENCY.index(State.OPEN)] * len(range(0, pane.length, 3)))
    overview = overview_of(window, many)
    looked: list[int] = []
    start_of_line = TextView.start_of_line

    def counted(view: TextView, number: int) -> int:
        looked.append(number)
        return start_of_line(view, number)

    monkeypatch.setattr(TextView, "start_of_line", counted)
    ticks = overview.ticks
    assert len(many.starts) > 2000
    assert len(looked) <= overview.height() + 1
    assert len(ticks) == min(len(LINES), overview.height() - 2 * TICK + 1)
    assert all(mark.span.start in many.starts for mark in ticks.values())


def test_where_places_of_several_states_share_a_height_the_most_urgent_is_seen(qtbot: QtBot) -> None:
    window = long_window(qtbot)
    states = [URGENCY.index(state) for state in (State.DECIDED, State.DEFERRED, State.DECIDED)]
    (mark,) = overview_of(window, Ticks([1, 4, 9], states)).ticks.values()
    assert (mark.span.start, mark.state) == (4, State.DEFERRED)


def test_a_long_paragraph_not_yet_laid_out_again_counts_as_one_line(qtbot: QtBot) -> None:
    text = "so it is said in the land " * 400
    pane = reviewing_window(qtbot, session_of(text, text)).desk.text
    assert pane.start_of_line(5) > 0
    pane.document().firstBlock().layout().clearLayout()
    assert pane.line_count > 5
    assert pane.start_of_line(5) == 0
