"""Rules in the window: two wordings held equal by a key, pairs, sets and the places that rules hold equal."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from cableview.collation.collate import Collation
from cableview.collation.held_places import HeldPlace, held_places
from cableview.gui.export_dialog import COMPARING, ExportDialog
from cableview.gui.exporting import Product
from cableview.gui.idle_collation import SETTLED_AFTER
from cableview.gui.rules_dialog import LOOKED_FOR, NAMES, RulesDialog
from cableview.gui.theme import LIGHT
from cableview.gui.window import MainWindow
from cableview.review.session import Session
from tests.gui.desk_helpers import PATIENCE, make_window, open_item_at, press, reviewing_window, wait_shown
from tests.gui.desk_helpers import session_of as in_memory

OURS = "He went to Tokio Quote at once Unquote STOP\nThe Tokio talks  of the Dept were long.\n"
THEIRS = 'He went to Tokyo "at once." The Tokyo talks of the Department were lung.\n'


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    (tmp_path / "wire.txt").write_text(OURS, encoding="utf-8")
    (tmp_path / "wire.ref.txt").write_text(THEIRS, encoding="utf-8")
    window = make_window(qtbot)
    open_item_at(qtbot, window, tmp_path / "wire.txt")
    return window


def session_of(window: MainWindow) -> Session:
    assert window.desk.session is not None
    return window.desk.session


def standing(window: MainWindow) -> list[str]:
    session = session_of(window)
    return [entry.working.of(session.text) for entry in session.queue.entries]


def dialog_of(qtbot: QtBot, window: MainWindow) -> RulesDialog:
    press(qtbot, window, "h", modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.rules_dialog.isVisible)
    return window.rules_dialog


def row_of(dialog: RulesDialog, label: str) -> QTreeWidgetItem:
    found = dialog.rules.findItems(label, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return next(row for row in found if row.data(0, NAMES) is not None)


def listed(dialog: RulesDialog) -> list[tuple[str, str, str]]:
    rows = [dialog.places.topLevelItem(k) for k in range(dialog.places.topLevelItemCount())]
    return [(row.text(0), row.text(1), row.text(2)) for row in rows if row is not None]


def test_one_key_holds_the_two_wordings_equal_everywhere_and_is_undone(qtbot: QtBot, window: MainWindow) -> None:
    assert standing(window).count("Tokio") == 2
    press(qtbot, window, "=")
    session = session_of(window)
    assert "Tokio" not in standing(window)
    assert session.live.suppressed["Tokio = Tokyo"] == 2
    assert not session.state.decisions
    assert "2 places have left the list" in window.status.remark
    assert "nothing about the page" in window.status.remark
    press(qtbot, window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert standing(window).count("Tokio") == 2


def test_words_in_only_one_text_cannot_be_held_equal(qtbot: QtBot, window: MainWindow) -> None:
    session = session_of(window)
    assert window.desk.reviewing is not None
    window.desk.reviewing.go_to(next(e.id for e in session.queue.entries if e.reference.is_empty))
    wait_shown(qtbot, window)
    before = session.last_seq
    press(qtbot, window, "=")
    assert session.last_seq == before
    assert "only one of the texts has words here" in window.status.remark


def test_a_pair_can_be_added_changed_and_removed(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    dialog.one.setText("Tokio")
    dialog.other.setText("Tokjo")
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    assert dialog.chosen == ("Tokio = Tokjo",)
    dialog.other.clear()
    QTest.keyClicks(dialog.other, "Tokyo")
    qtbot.mouseClick(dialog.change_button, Qt.MouseButton.LeftButton)
    assert dialog.chosen == ("Tokio = Tokyo",)
    assert listed(dialog) == [("Tokio", "Tokyo", "Tokio = Tokyo")] * 2
    session = session_of(window)
    assert "Tokio = Tokjo" not in session.rules
    session.undo()
    assert "Tokio = Tokjo" in session.rules
    session.redo()
    window.refresh()
    dialog.choose("Tokio = Tokyo")
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert not any("=" in name for name in session.rules)
    assert standing(window).count("Tokio") == 2


def test_an_invalid_pair_is_reported(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    dialog.one.setText("Tokio")
    dialog.other.setText(" Tokio ")
    QTest.keyClick(dialog.other, Qt.Key.Key_Return)
    assert dialog.said.text() == "This is not a pair: both wordings are the same."
    assert dialog.isVisible()


def test_ticking_a_set_turns_on_all_its_rules_in_one_step(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    row_of(dialog, "Telegraphic").setCheckState(0, Qt.CheckState.Checked)
    session = session_of(window)
    qtbot.waitUntil(lambda: {"sign-words", "repeats", "abbreviations", "figures"} <= session.rules)
    assert standing(window) == ["Tokio", "Tokio", "long."]
    dialog.rules.setCurrentItem(row_of(dialog, "Telegraphic"))
    assert ("once Unquote STOP", 'once."', "Signs written as words") in listed(dialog)
    session.undo()
    assert "sign-words" not in session.rules


def test_choosing_a_listed_place_shows_it_in_both_texts(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    dialog.rules.setCurrentItem(row_of(dialog, "Blanks"))
    assert listed(dialog) == [("␣␣", "␣", "Blanks")]
    dialog.places.setCurrentItem(dialog.places.topLevelItem(0))
    at = OURS.index("  ")
    assert [(span.start, span.end) for span in window.desk.text.current] == [(at, at + 2)]


def test_sets_are_in_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    window.rules.sets["telegraphic"].trigger()
    window.rules.refresh()
    assert window.rules.sets["telegraphic"].isChecked()
    assert window.rules.actions["figures"].isChecked()
    assert standing(window) == ["Tokio", "Tokio", "long."]


@pytest.fixture
def long_window(qtbot: QtBot) -> MainWindow:
    filler = "Nothing is said of it in this line.\n" * 600
    return reviewing_window(qtbot, in_memory(OURS + filler, THEIRS + filler))


def foot(window: MainWindow) -> str:
    return window.status.counts.text()


def test_a_long_text_is_compared_with_a_new_rule_in_the_background_as_the_status_line_says(
    qtbot: QtBot, long_window: MainWindow
) -> None:
    window, session = long_window, session_of(long_window)
    before, rows = foot(window), standing(window)
    press(qtbot, window, "=")
    assert "leave the list when all is compared" in window.status.remark
    assert foot(window) == f"{before}, comparing again …"
    assert standing(window) == rows
    assert "Tokio" in rows
    qtbot.waitUntil(lambda: not session.live.is_outdated, timeout=PATIENCE)
    assert "Tokio" not in standing(window)
    assert "comparing" not in foot(window)
    assert window.desk.model.rowCount() == len(session.queue)


def test_a_new_rule_can_be_undone_before_a_long_text_is_compared_with_it(qtbot: QtBot, long_window: MainWindow) -> None:
    before, rows = foot(long_window), standing(long_window)
    press(qtbot, long_window, "=")
    press(qtbot, long_window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert foot(long_window) == before
    qtbot.waitUntil(lambda: not session_of(long_window).live.needs_collation, timeout=PATIENCE)
    assert standing(long_window) == rows


def test_the_dialog_shows_pairs_at_once_and_their_places_after_the_comparison(
    qtbot: QtBot, long_window: MainWindow
) -> None:
    dialog = dialog_of(qtbot, long_window)
    dialog.one.setText("Tokio")
    dialog.other.setText("Tokyo")
    dialog.add_button.click()
    assert session_of(long_window).live.is_outdated
    row = row_of(dialog, "Tokio = Tokyo")
    assert row.text(1) == ""
    qtbot.waitUntil(lambda: row_of(dialog, "Tokio = Tokyo").text(1) == "2", timeout=PATIENCE)
    qtbot.waitUntil(lambda: ("Tokio", "Tokyo", "Tokio = Tokyo") in listed(dialog), timeout=PATIENCE)
    dialog.remove_button.click()
    assert not dialog.rules.findItems("Tokio = Tokyo", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)


def test_export_of_a_long_text_waits_for_a_new_rule_but_the_window_does_not(
    qtbot: QtBot, long_window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session, seen = session_of(long_window), list[str]()

    def exported(dialog: ExportDialog) -> int:
        dialog.show()
        seen.append(dialog.counts.text())
        assert session.live.is_outdated
        assert not dialog.export_button.isEnabled()
        qtbot.waitUntil(dialog.export_button.isEnabled, timeout=PATIENCE)
        seen.append(dialog.counts.text())
        dialog.products[Product.DECISIONS].setChecked(True)
        dialog.export_to(lambda _: tmp_path / "decisions.csv")
        qtbot.waitUntil(lambda: bool(dialog.written))
        return 0

    monkeypatch.setattr("cableview.gui.item_dialogs.ExportDialog.exec", exported)
    press(qtbot, long_window, "=")
    long_window.act("export")
    assert seen[0] == COMPARING
    assert "undecided" in seen[1]
    assert not session.live.is_outdated
    assert "Tokio" not in standing(long_window)
    assert '"Tokio"' not in (tmp_path / "decisions.csv").read_text(encoding="utf-8-sig")


def test_a_reviewer_who_decides_without_pausing_sees_what_a_new_rule_leaves(
    qtbot: QtBot, long_window: MainWindow
) -> None:
    window, session = long_window, session_of(long_window)
    press(qtbot, window, "=")
    decided = 0
    while "Tokio" in standing(window):
        entry = next(e for e in session.queue.entries if e.working.of(session.text) != "Tokio")
        assert window.desk.reviewing is not None
        window.desk.reviewing.go_to(entry.id)
        wait_shown(qtbot, window)
        press(qtbot, window, "1" if decided % 2 else "5")  # decided again and again, with less than a rest between
        decided += 1
        assert decided < 200
        qtbot.wait(SETTLED_AFTER // 8)
    assert not session.live.is_outdated
    (again,) = [e for e in session.queue.entries if e.decision]
    assert again.is_decided


def test_places_of_a_long_text_are_searched_in_the_background(
    qtbot: QtBot, long_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = list[threading.Thread]()

    def found(collation: Collation) -> tuple[HeldPlace, ...]:
        threads.append(threading.current_thread())
        return held_places(collation)

    for name in ("cableview.gui.rules_dialog.held_places", "cableview.review.live_queue.held_places"):
        monkeypatch.setattr(name, found)
    dialog = dialog_of(qtbot, long_window)
    assert LOOKED_FOR in dialog.said.text()
    qtbot.waitUntil(lambda: bool(listed(dialog)), timeout=PATIENCE)
    assert LOOKED_FOR not in dialog.said.text()
    assert threads
    assert threading.main_thread() not in threads
    dialog.close()
    dialog_of(qtbot, long_window)
    long_window.close_item()
    assert listed(dialog) == []


def test_the_row_where_the_keys_are_is_visible(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    dialog.activateWindow()
    dialog.rules.setFocus()
    qtbot.waitUntil(dialog.rules.hasFocus)
    heading = row_of(dialog, "Lines and blanks").parent()
    dialog.rules.setCurrentItem(heading)
    area = dialog.rules.visualItemRect(heading)
    shown = dialog.rules.viewport().grab(area).toImage()
    assert LIGHT.accent in {shown.pixelColor(x, 0).name() for x in range(shown.width())}
    QTest.keyClick(dialog.rules, Qt.Key.Key_Tab)
    assert dialog.places.hasFocus()
    assert [row.text(2) for row in dialog.places.selectedItems()] == [listed(dialog)[0][2]]
