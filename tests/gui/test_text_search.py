"""Words are found in the working text, and shown in it and on the page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cableview.gui.actions import Mode
from cableview.gui.text_search import passages
from cableview.gui.window import MainWindow
from tests.gui.desk_helpers import TRANSCRIPT, press, reviewing_window, session_of

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The delegation, THE end", "the", ["The", "THE"]),
        ("had arrived\nin Moscow", "arrived in", ["arrived\nin"]),
        ("the dele-\r\n  gation left", "delegation", ["dele-\r\n  gation"]),
        ("the dele\u00ac\n\f\ngation left", "delegation", ["dele\u00ac\n\f\ngation"]),
        ("to-day and today", "today", ["today"]),
        ("to-\nday and to-day", "to-day", ["to-\nday", "to-day"]),
        ("what (sic) it is", "(sic)", ["(sic)"]),
        ("anything", "  ", []),
        ("anything", "nothing", []),
    ],
)
def test_words_are_found_whatever_their_case_and_lines(text: str, words: str, found: list[str]) -> None:
    assert [span.of(text) for span in passages(text, words)] == found


@given(st.text(max_size=40), st.text(min_size=1, max_size=5).filter(str.strip), st.text(max_size=40))
def test_words_in_a_text_are_found(before: str, words: str, after: str) -> None:
    found = passages(f"{before}\n{words}\n{after}", words)
    assert found
    assert all(span.end > span.start for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def shown(window: MainWindow) -> str:
    """The passage that is outlined in the text."""
    assert window.desk.session is not None
    (span,) = window.desk.text.current
    return f"{span.of(window.desk.session.text)}@{span.start}"


def test_search_goes_from_passage_to_passage_and_leaves_the_caret_there(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    place = window.desk.item and window.desk.item.current
    press(qtbot, window, "f", modifier=CTRL_SHIFT)
    field = window.search.field
    assert field.hasFocus()
    QTest.keyClicks(field, "he ")
    first, second, *_ = (span.start for span in passages(TRANSCRIPT, "he"))
    assert window.search.count.text().startswith("2 of ")  # the first is before the caret, at the first discrepancy
    assert shown(window) == f"he@{second}"
    press(qtbot, window, Qt.Key.Key_Return, modifier=SHIFT)
    assert shown(window) == f"he@{first}"
    press(qtbot, window, Qt.Key.Key_Return, modifier=SHIFT)
    *_, last = (span.start for span in passages(TRANSCRIPT, "he"))
    assert shown(window) == f"{TRANSCRIPT[last : last + 2]}@{last}"
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.search.count.text().startswith("1 of ")
    assert window.desk.item is not None
    assert window.desk.item.current == place
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.search.isHidden()
    assert window.desk.text.hasFocus()
    assert window.desk.text.caret == first


def test_words_that_are_not_in_the_text_leave_the_place_under_review(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    before = window.desk.text.current
    press(qtbot, window, "f", modifier=CTRL_SHIFT)
    QTest.keyClicks(window.search.field, "zzz")
    assert window.search.count.text() == "not in the text"
    press(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert window.desk.text.current == before
    assert window.desk.text.hasFocus()


def test_escape_leaves_the_search_from_its_buttons_too(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "f", modifier=CTRL_SHIFT)
    QTest.keyClicks(window.search.field, "moscow")
    press(qtbot, window, Qt.Key.Key_Tab)
    assert not window.search.field.hasFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.search.isHidden()
    assert window.desk.text.hasFocus()


def test_escape_on_a_button_of_the_search_does_not_end_typing(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, Qt.Key.Key_F2)
    press(qtbot, window, "f", modifier=CTRL_SHIFT)
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
    assert window.search.isHidden()
    assert window.mode is Mode.EDIT


def test_search_ends_with_its_item(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "f", modifier=CTRL_SHIFT)
    QTest.keyClicks(window.search.field, "moscow")
    assert window.search.count.text() == "1 of 1"
    window.items.close()
    assert window.search.isHidden()
    window.show_session(session_of())
    press(qtbot, window, "f", modifier=CTRL_SHIFT)
    assert window.search.field.text() == ""
