"""A note in the window: at its words whatever row has them, and in the line at the foot where no row has."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cableview.gui.exporting import Export, Product, write
from cableview.gui.window import MainWindow
from tests.gui.desk_helpers import press, reviewing_window, session_of, wait_shown

NOTE = "see the carbon"


def note(qtbot: QtBot, window: MainWindow, words: str) -> None:
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, words)
    press(qtbot, window, Qt.Key.Key_Return)


def remarks(window: MainWindow) -> str:
    assert window.desk.strip.place is not None
    return window.desk.strip.place.remarks


def test_a_note_is_shown_at_the_row_with_its_words_after_an_edit_beside_it(qtbot: QtBot) -> None:
    texts = "alpha beto gamma delta end of it", "alpha beta gamma delta end of it"
    window = reviewing_window(qtbot, session_of(*texts))
    note(qtbot, window, NOTE)
    session, reviewing = window.desk.session, window.desk.reviewing
    assert session is not None
    assert reviewing is not None
    former = session.queue.entries[0].id
    reviewing.type_in(session.text.index(" gamma"), 1, "")
    reviewing.commit_typing()
    wait_shown(qtbot, window)
    assert reviewing.current is not None
    assert reviewing.current.id != former
    assert remarks(window).startswith(f"Note: {NOTE}")


def test_a_note_on_words_that_no_longer_differ_is_shown_in_the_status_line_and_exported(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = reviewing_window(qtbot)
    session = window.desk.session
    assert session is not None
    note(qtbot, window, NOTE)
    press(qtbot, window, "=")
    said = f"A note at “stated”, where nothing is to be decided now: {NOTE}"
    assert said in window.status.facts
    (written,) = write(session, Export(Product.DECISIONS), tmp_path / "decisions.csv")
    rows = list(csv.DictReader(io.StringIO(written.read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(session.queue) + 1
    loose = {key: value for key, value in rows[-1].items() if value}
    assert loose == {
        "number": str(len(rows)),
        "id": session.live.orphaned_notes[0].id,
        "state": "note only",
        "transcript": "stated",
        "transcript file": "a.txt",
        "transcript start": "15",
        "transcript end": "21",
        "reference": "states",
        "reference file": "a.ref.txt",
        "reference start": "15",
        "reference end": "21",
        "before": "The Ambassador",
        "after": "that on the",
        "note": NOTE,
    }
    (page,) = write(session, Export(Product.EVIDENCE), tmp_path / "evidence.html")
    assert said in page.read_text(encoding="utf-8")
    press(qtbot, window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert said not in window.status.facts
    assert session.queue.entries[0].note == NOTE


def test_a_note_stays_when_its_decision_is_taken_back(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    note(qtbot, window, NOTE)
    press(qtbot, window, "1", Qt.Key.Key_Backspace)
    press(qtbot, window, Qt.Key.Key_Delete)
    session = window.desk.session
    assert session is not None
    assert session.queue.entries[0].decision is None
    assert session.queue.entries[0].note == NOTE
