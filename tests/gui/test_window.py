"""The window as a reviewer uses it: by keys, with clicks where there is nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cableview.gui.actions import Mode
from cableview.gui.idle_collation import SETTLED_AFTER
from cableview.gui.window import MainWindow
from cableview.model.decision import State, Verdict
from cableview.model.witness import Sigil
from cableview.review.live_queue import AT_ONCE
from tests.gui.desk_helpers import (
    PATIENCE,
    REFERENCE,
    TRANSCRIPT,
    current,
    page_image,
    press,
    rect_of,
    reviewing_window,
    select,
    session_of,
    verdicts,
    wait_shown,
)
from tests.review.sessions import MOVED_OURS, MOVED_THEIRS, heard

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def send(window: MainWindow, key: int, text: str, modifiers: Qt.KeyboardModifier, *, repeated: bool = False) -> None:
    target = window.focusWidget() or window
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text, repeated))


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return reviewing_window(qtbot)


def test_one_key_records_and_advances(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "1", "2", "4", "5", "6")
    assert verdicts(window)[:5] == ["transcript", "reference", "unreadable", "immaterial", "absent"]
    assert current(window) == 5


def test_verdict_2_puts_the_second_texts_words_in(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "2")
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador states that")
    assert window.desk.text.toPlainText().startswith("The Ambassador states that")


def test_screen_readers_follow_to_the_place_under_review(qtbot: QtBot, window: MainWindow) -> None:
    pane, session = window.desk.text, window.desk.session
    assert session is not None
    aloud = QAccessible.queryAccessibleInterface(pane).textInterface()
    told: list[int] = []
    pane.caret_moved.connect(told.append)
    for row in (0, 1, 2):
        assert current(window) == row
        assert aloud.cursorPosition() == session.queue.entries[row].working.start
        press(qtbot, window, "j")
    press(qtbot, window, "k", "1")
    assert aloud.cursorPosition() == session.queue.entries[current(window)].working.start
    assert pane.hasFocus()
    assert not told, "else the place before, which may end where this one begins, would be looked at"


def test_a_held_key_decides_only_one_place(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "1")
    for _ in range(5):
        send(window, Qt.Key.Key_1, "1", Qt.KeyboardModifier.NoModifier, repeated=True)
        wait_shown(qtbot, window)
    assert verdicts(window).count("transcript") == 1


def test_verdict_before_its_place_was_painted_does_not_count(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, "1")
    QTest.keyClick(window, "1")
    assert verdicts(window).count("transcript") == 1
    wait_shown(qtbot, window)
    press(qtbot, window, "1")
    assert verdicts(window).count("transcript") == 2


def test_verdict_waits_for_the_piece_of_the_scan(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    press(qtbot, window, "1")
    assert verdicts(window)[0] == "transcript"


def test_unreadable_scan_does_not_block_the_review(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(page_image(tmp_path).read_bytes()[:200])
    window = reviewing_window(qtbot, session_of(pages=(broken,)))
    press(qtbot, window, "1")
    assert verdicts(window)[0] == "transcript"


def test_keypad_digits_decide(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "2", modifier=KEYPAD)
    assert verdicts(window)[0] == "reference"


@pytest.mark.parametrize(
    ("key", "text", "verdict"),
    [
        (Qt.Key.Key_Ampersand, "&", "transcript"),
        (Qt.Key.Key_Eacute, "é", "reference"),
        (Qt.Key.Key_Apostrophe, "'", "unreadable"),
        (Qt.Key.Key_ParenLeft, "(", "immaterial"),
        (Qt.Key.Key_Minus, "-", "absent"),
        (Qt.Key.Key_section, "§", "absent"),
    ],
)
def test_unshifted_digit_row_of_azerty_decides(window: MainWindow, key: Qt.Key, text: str, verdict: str) -> None:
    send(window, key, text, Qt.KeyboardModifier.NoModifier)
    assert verdicts(window)[0] == verdict


def test_shifted_signs_of_qwerty_decide_nothing(window: MainWindow) -> None:
    send(window, Qt.Key.Key_Ampersand, "&", SHIFT)
    send(window, Qt.Key.Key_ParenLeft, "(", SHIFT)
    assert not any(verdicts(window))


def test_azertys_shifted_digits_decide(window: MainWindow) -> None:
    send(window, Qt.Key.Key_1, "1", SHIFT)
    assert verdicts(window)[0] == "transcript"


def test_likely_and_sic_apply_only_to_the_next_verdict(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "?", "s", "1", "1")
    assert window.desk.session is not None
    first, second = (entry.decision for entry in window.desk.session.queue.entries[:2])
    assert first is not None
    assert (first.likely, first.sic) == (True, True)
    assert second is not None
    assert (second.likely, second.sic) == (False, False)


def test_likely_and_sic_are_dropped_when_going_elsewhere(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "?", "j", "1")
    assert window.desk.session is not None
    decision = window.desk.session.queue.entries[1].decision
    assert decision is not None
    assert not decision.likely


def test_other_is_typed_in_the_strip(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "3")
    field = window.desk.strip.field.edit
    assert field.hasFocus()
    assert field.text() == "stated"
    press(qtbot, window, "s", "a", "i", "d", Qt.Key.Key_Return)
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador said that")
    assert verdicts(window)[0] == "other"
    assert window.desk.strip.field_use is None


def test_tab_swaps_in_the_other_reading_and_back(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "3", Qt.Key.Key_Tab)
    assert window.desk.strip.field.edit.text() == "states"
    press(qtbot, window, Qt.Key.Key_Tab)
    assert window.desk.strip.field.edit.text() == "stated"


def test_typing_a_witnesss_reading_is_that_witnesss_verdict(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "3", Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert verdicts(window)[0] == "reference"


def test_escape_leaves_the_field_so_that_keys_act_again(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "3", "1", Qt.Key.Key_Escape)
    assert not any(verdicts(window))
    press(qtbot, window, "1")
    assert verdicts(window)[0] == "transcript"


def test_a_note_is_kept_at_its_place(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "1 or 2?")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].note == "1 or 2?"
    assert not any(verdicts(window))


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_keeps_a_half_typed_note(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    press(qtbot, window, "n")
    edit = window.desk.strip.field.edit
    QTest.keyClicks(edit, "compare")
    press(qtbot, window, key)
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].note == "compare"
    assert window.desk.strip.field_use is None
    assert window.focusWidget() is window.desk.text


def test_undo_and_redo_jump_back_to_the_place(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "2", "1")
    press(qtbot, window, "z", modifier=CTRL)
    assert current(window) == 1
    press(qtbot, window, "z", modifier=CTRL)
    assert current(window) == 0
    assert not any(verdicts(window))
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador stated")
    press(qtbot, window, "y", modifier=CTRL)
    assert verdicts(window)[0] == "reference"
    assert window.desk.text.toPlainText().startswith("The Ambassador states")


def test_backspace_goes_to_the_one_just_decided(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "1", "j", Qt.Key.Key_Backspace)
    assert current(window) == 0
    assert verdicts(window)[0] == "transcript"


def test_backspace_goes_back_through_the_decisions_in_the_order_they_were_taken(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(qtbot, window, "j", "1", "k", "2")  # the second place, then the first
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert current(window) == 0
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert current(window) == 1
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert current(window) == 1
    assert window.status.remark == "Nothing was decided before this."
    press(qtbot, window, "j", Qt.Key.Key_Backspace)
    assert current(window) == 0  # from elsewhere it begins with the last again


def test_backspace_skips_undone_decisions(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "1", "1")
    press(qtbot, window, "z", modifier=CTRL)
    press(qtbot, window, "j", Qt.Key.Key_Backspace)
    assert current(window) == 0


def test_backspace_at_the_last_place_decided_goes_to_the_one_before(qtbot: QtBot, window: MainWindow) -> None:
    count = len(verdicts(window))
    press(qtbot, window, *["1"] * count)
    assert current(window) == count - 1  # nothing is left to go on to
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert current(window) == count - 2


def test_next_skips_decided_places_except_with_shift(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "1", "k")
    last = len(verdicts(window)) - 1
    assert current(window) == last
    press(qtbot, window, "j")
    assert current(window) == 1
    press(qtbot, window, "k", modifier=SHIFT)
    assert current(window) == 0
    press(qtbot, window, Qt.Key.Key_F3)
    assert current(window) == 1


def test_deferred_places_come_again_at_the_end(qtbot: QtBot, window: MainWindow) -> None:
    count = len(verdicts(window))
    press(qtbot, window, "d", *(["1"] * (count - 1)))
    assert current(window) == 0
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].state is State.DEFERRED


def test_decision_is_taken_back_with_delete(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "2", Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
    assert not any(verdicts(window))
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador stated")


def test_keys_act_while_the_table_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.queue.table.setFocus()
    press(qtbot, window, "1", "j", "k", "2")
    assert verdicts(window)[:2] == ["transcript", "reference"]


def test_digits_typed_in_the_search_field_decide_nothing(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "f", modifier=CTRL)
    press(qtbot, window, "1", "2", "j")
    assert window.desk.queue.search.text() == "12j"
    assert not any(verdicts(window))
    press(qtbot, window, Qt.Key.Key_Escape, "1")
    assert verdicts(window)[0] == "transcript"


def test_click_on_a_verdict_button_leaves_the_focus_in_the_text(qtbot: QtBot, window: MainWindow) -> None:
    button = window.desk.strip.bar.buttons[Verdict.REFERENCE]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_shown(qtbot, window)
    assert verdicts(window)[0] == "reference"
    assert window.desk.text.hasFocus()


def test_focused_button_takes_space_and_leaves_digits(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.strip.bar.buttons[Verdict.IMMATERIAL].setFocus()
    press(qtbot, window, "1", Qt.Key.Key_Space)
    assert verdicts(window)[:2] == ["transcript", "immaterial"]


def test_choosing_a_row_goes_to_its_place(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.queue.table.selectRow(3)
    wait_shown(qtbot, window)
    assert current(window) == 3


def test_space_held_shows_the_bare_scan(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    target = window.focusWidget() or window
    QTest.keyPress(target, Qt.Key.Key_Space)
    assert window.desk.strip.crop.is_bare
    QTest.keyRelease(target, Qt.Key.Key_Space)
    assert not window.desk.strip.crop.is_bare


def test_in_edit_mode_keys_type_and_review_keys_do_nothing(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F2)
    assert window.mode is Mode.EDIT
    press(qtbot, window, "1", "j", "?")
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador 1j?stated")
    assert not any(verdicts(window))
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.mode is Mode.REVIEW
    assert window.desk.session.has_unkept_typing is False


def test_undo_in_edit_mode_is_the_sessions(qtbot: QtBot, window: MainWindow) -> None:
    before = window.desk.session.text if window.desk.session else ""
    press(qtbot, window, Qt.Key.Key_F2, "x", "y")
    press(qtbot, window, "z", modifier=CTRL)
    assert window.desk.session is not None
    assert window.desk.session.text == before
    assert window.desk.text.toPlainText() == before
    assert window.mode is Mode.EDIT


def test_text_committed_by_an_input_method_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F2)
    composing = QInputMethodEvent("ˇ", [])
    QApplication.sendEvent(window.desk.text, composing)
    done = QInputMethodEvent()
    done.setCommitString("č")
    QApplication.sendEvent(window.desk.text, done)
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador čstated")


def test_slip_typed_in_edit_mode_is_listed_at_once(qtbot: QtBot, window: MainWindow) -> None:
    before = len(verdicts(window))
    press(qtbot, window, Qt.Key.Key_F2)
    assert window.desk.session is not None
    window.desk.text.set_caret(window.desk.session.text.index("delegation"))
    press(qtbot, window, "x")
    assert len(verdicts(window)) == before + 1
    assert window.desk.model.rowCount() == before + 1


def test_typing_is_kept_after_a_pause(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F2, "x")
    assert window.desk.session is not None
    assert window.desk.session.has_unkept_typing
    qtbot.waitUntil(lambda: not window.desk.session.has_unkept_typing, timeout=PATIENCE)


def test_long_text_is_not_collated_again_while_a_reading_is_half_typed(qtbot: QtBot) -> None:
    filler = "Nothing is said of it in this line.\n" * 600
    window = reviewing_window(qtbot, session_of(TRANSCRIPT + filler, REFERENCE + filler))
    session = window.desk.session
    assert session is not None
    assert len(session.text) > AT_ONCE
    press(qtbot, window, "1", "3", "x")
    qtbot.wait(2 * SETTLED_AFTER)
    assert window.desk.strip.field_use is not None
    assert session.live.needs_collation
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session.live.needs_collation, timeout=PATIENCE)


def test_the_scans_reading_of_a_long_text_is_weighed_after_a_pause(qtbot: QtBot) -> None:
    filler = "Nothing is said of it in this line.\n" * 600
    window = reviewing_window(qtbot, session_of(TRANSCRIPT + filler, REFERENCE + filler))
    session = window.desk.session
    assert session is not None
    heard(session, REFERENCE + filler)
    assert session.live.needs_collation
    qtbot.waitUntil(lambda: "the scan reads `states`" in session.queue.entries[0].suggestion.reasons, timeout=PATIENCE)


def test_slips_in_a_moved_passage_of_a_long_text_are_listed_after_a_pause(qtbot: QtBot) -> None:
    before = "The delegation had arrived in Moscow on the twelfth and was received by the Commissar.\n" * 240
    session = session_of(before + MOVED_OURS, before + MOVED_THEIRS)
    assert len(session.text) > AT_ONCE
    window = reviewing_window(qtbot, session)
    reviewing = window.desk.reviewing
    assert reviewing is not None

    def waiting() -> list[str]:
        return [e.working.of(session.text) for e in session.queue.entries if not e.is_decided]

    assert reviewing.current is not None
    assert reviewing.current.origin is not None
    press(qtbot, window, "2")
    assert "ofhe's" not in waiting()
    qtbot.waitUntil(lambda: "ofhe's" in waiting(), timeout=PATIENCE)
    assert window.desk.model.rowCount() == len(session.queue)


def test_selected_words_are_excluded_from_the_comparison_and_included_again(qtbot: QtBot, window: MainWindow) -> None:
    session = window.desk.session
    assert session is not None
    before = len(session.queue)
    first = session.queue.entries[0]
    select(window.desk.text, first.working)
    press(qtbot, window, "x")
    assert session.state.exclusions == {(Sigil.TRANSCRIPT, first.place.transcript.span)}
    press(qtbot, window, "z", modifier=CTRL)
    assert not session.state.exclusions
    assert len(session.queue) == before


def test_excluded_words_are_counted(qtbot: QtBot, window: MainWindow) -> None:
    assert window.desk.session is not None
    select(window.desk.text, window.desk.session.queue.entries[0].working)
    press(qtbot, window, "x")
    assert "left out: 1 passage" in window.status.facts


def test_a_click_on_a_place_in_the_text_brings_it_under_review(qtbot: QtBot, window: MainWindow) -> None:
    assert window.desk.session is not None
    third = window.desk.session.queue.entries[2]
    at = rect_of(window.desk.text, window.desk.session.text, third.working.start).center()
    qtbot.mouseClick(window.desk.text.viewport(), Qt.MouseButton.LeftButton, pos=at)
    wait_shown(qtbot, window)
    assert current(window) == 2
    press(qtbot, window, "1")
    assert verdicts(window)[2] == "transcript"


def test_a_double_click_starts_editing_there(qtbot: QtBot, window: MainWindow) -> None:
    assert window.desk.session is not None
    third = window.desk.session.queue.entries[2]
    at = rect_of(window.desk.text, window.desk.session.text, third.working.start).center()
    qtbot.mouseDClick(window.desk.text.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.mode is Mode.EDIT
    assert third.working.start <= window.desk.text.caret <= third.working.end


def test_image_keys_work_from_anywhere(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    qtbot.waitUntil(lambda: window.desk.page.zoom > 0)
    for focus in (window.desk.text, window.desk.queue.search, window.desk.queue.table):
        focus.setFocus()
        before = window.desk.page.zoom
        press(qtbot, window, Qt.Key.Key_Plus, modifier=CTRL)
        assert window.desk.page.zoom > before


def test_theme_is_toggled_and_chosen(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "d", modifier=CTRL)
    assert window.settings.theme == "dark"
    press(qtbot, window, "d", modifier=CTRL)
    assert window.settings.theme == "light"
    assert not any(verdicts(window))


def test_mode_and_counts_are_always_shown(qtbot: QtBot, window: MainWindow) -> None:
    words = [label.text() for label in window.status.findChildren(QLabel) if not label.isHidden()]
    count = len(verdicts(window))
    assert "REVIEW" in words
    assert f"{count} undecided of {count}" in words
    press(qtbot, window, "1", Qt.Key.Key_F2)
    words = [label.text() for label in window.status.findChildren(QLabel)]
    assert "EDIT" in words
    assert f"{count - 1} undecided of {count}, 1 decided today" in words
