"""Deciding places of one pattern together, as a reviewer does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from cableview.gui.bulk_decision_dialog import BulkDecisionDialog
from cableview.gui.dialogs import set_size
from cableview.gui.evidence_dialog import EvidenceDialog
from cableview.gui.export_dialog import ExportDialog
from cableview.gui.keys_dialog import KeysDialog
from cableview.gui.window import MainWindow
from cableview.model.decision import Verdict
from cableview.review.bulk_decision import alike
from tests.gui.desk_helpers import page_image, press, reviewing_window, session_of

OURS = "".join(f"Line {n} tells of the modem tower.\n" for n in range(12)) + "It stated so.\n"
THEIRS = OURS.replace("modem", "modern").replace("stated", "states")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return reviewing_window(qtbot, session_of(OURS, THEIRS, (page_image(tmp_path),)))


def dialog_of(qtbot: QtBot, window: MainWindow) -> BulkDecisionDialog:
    session = window.desk.session
    assert session is not None
    found = alike(session.queue, session.text, session.queue.entries[0])
    dialog = window.alike.dialog(session, window.desk.item.places, found)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: any(row.is_seen for row in dialog.rows))
    return dialog


def decided(window: MainWindow) -> list[Verdict]:
    assert window.desk.session is not None
    return [e.decision.verdict for e in window.desk.session.queue.entries if e.decision and e.is_decided]


def test_the_number_of_places_alike_is_shown_at_the_place(window: MainWindow) -> None:
    assert "12 alike (A)" in window.desk.strip.head.facts.text()


def test_rows_never_on_the_screen_are_not_decided(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    seen = [row.place.id for row in dialog.rows if row.is_seen]
    assert 0 < len(seen) < 12
    QTest.keyClick(dialog.rows[0].tick, "2")
    assert (dialog.verdict, list(dialog.chosen)) == (Verdict.REFERENCE, seen)


def test_a_guessed_piece_of_the_scan_is_labelled_as_a_guess(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    assert {crop.caption for row in dialog.rows for crop in row.crop.crops} == {"guessed from the text"}


def test_keys_move_through_rows_and_untick_them(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(qtbot, window)
    for row in dialog.rows[1:]:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        qtbot.waitUntil(lambda row=row: row.is_seen)
        assert row.tick.hasFocus()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.verdict is None
    QTest.keyClick(dialog.focusWidget(), "1")
    assert dialog.chosen == tuple(row.place.id for row in dialog.rows[:-1])


def test_likely_and_sic_chosen_beforehand_apply_to_all_rows(qtbot: QtBot, window: MainWindow) -> None:
    words: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkDecisionDialog)
        qtbot.waitUntil(lambda: any(row.is_seen for row in dialog.rows))
        words.extend(label.text() for label in dialog.findChildren(QLabel))
        QTest.keyClick(dialog.rows[0].tick, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)

    QTimer.singleShot(0, answer)
    press(qtbot, window, "?", "a")
    assert any("get the verdict, likely" in said for said in words)
    assert window.desk.session is not None
    taken = [e.decision for e in window.desk.session.queue.entries if e.decision]
    assert len(taken) > 1
    assert all(decision.likely for decision in taken)


def test_a_bulk_verdict_is_one_change_that_undo_reverts(qtbot: QtBot, window: MainWindow) -> None:
    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkDecisionDialog)
        qtbot.waitUntil(lambda: any(row.is_seen for row in dialog.rows))
        QTest.keyClick(dialog.rows[0].tick, "2")

    QTimer.singleShot(0, answer)
    press(qtbot, window, "a")
    assert len(decided(window)) > 1
    assert set(decided(window)) == {Verdict.REFERENCE}
    assert "alike → second text" in window.desk.strip.head.kept.text()
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert window.desk.reviewing is not None
    first = window.desk.reviewing.row
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert first is not None
    assert (window.desk.reviewing.row or 0) > first  # Backspace goes through all that were decided with it
    press(qtbot, window, "z", modifier=CTRL)
    assert decided(window) == []


def test_it_is_reported_if_no_place_is_alike(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "k", "a")
    assert window.status.remark == "No other undecided place is like this one."


def test_places_of_many_pages_are_all_shown(qtbot: QtBot, tmp_path: Path) -> None:
    pages = tuple(page_image(tmp_path, f"page {n}.png") for n in range(12))
    window = reviewing_window(qtbot, session_of(OURS, THEIRS, pages))
    dialog = dialog_of(qtbot, window)
    assert len({crop.page for row in dialog.rows for crop in row.crop.crops}) > 6
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    for position in range(0, bar.maximum() + dialog.rows[0].height(), dialog.rows[0].height()):
        bar.setValue(position)
        whole = [row for row in dialog.rows if row.visibleRegion().boundingRect().height() == row.height()]
        assert len(whole) > 1
        qtbot.waitUntil(lambda whole=whole: all(row.is_seen for row in whole))


def test_places_compared_again_in_the_meantime_stay_undecided(qtbot: QtBot, window: MainWindow) -> None:
    session, told = window.desk.session, list[str]()
    assert session is not None
    window.alike.told.connect(told.append)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkDecisionDialog)
        qtbot.waitUntil(lambda: any(row.is_seen for row in dialog.rows))
        session.set_rules({"modem = modern": True})
        QTest.keyClick(dialog.rows[0].tick, "2")

    QTimer.singleShot(0, answer)
    press(qtbot, window, "a")
    assert decided(window) == []
    assert told[-1].startswith("0 of ")


def test_a_closed_dialog_releases_its_item(qtbot: QtBot, window: MainWindow) -> None:
    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        dialog.reject()

    for action in ("alike", "evidence", "export", "keys"):
        QTimer.singleShot(0, leave)
        window.act(action)
    kinds = BulkDecisionDialog | EvidenceDialog | ExportDialog | KeysDialog
    qtbot.waitUntil(lambda: not any(isinstance(one, kinds) for one in window.findChildren(QDialog)))


def test_no_dialog_is_larger_than_its_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    set_size(dialog, 300, 200)
    assert dialog.size() == QSize(300, 200)
    set_size(dialog, 10_000, 10_000)
    room = dialog.screen().availableSize()
    assert dialog.width() == room.width()
    assert dialog.height() < room.height()
