"""Exporting as a user does it, from the dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cableview.gui.export_dialog import ExportDialog
from cableview.gui.exporting import Product
from cableview.gui.window import MainWindow
from tests.gui.desk_helpers import TRANSCRIPT, item_in, make_window, open_item_at, press


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An item with scan, transcript and second text."""
    return item_in(tmp_path).parent


@pytest.fixture
def window(qtbot: QtBot, folder: Path) -> MainWindow:
    window = make_window(qtbot)
    open_item_at(qtbot, window, folder / "page1.txt")
    return window


def test_export_writes_the_corrected_text(qtbot: QtBot, folder: Path, window: MainWindow) -> None:
    press(qtbot, window, "2")
    assert window.desk.session is not None
    dialog = ExportDialog(window.desk.session, window)
    dialog.export_to(lambda suggested: suggested)
    qtbot.waitUntil(lambda: bool(dialog.written))
    assert dialog.written == (folder / "page1.corrected.txt",)
    assert (folder / "page1.corrected.txt").read_text(encoding="utf-8").startswith("The Ambassador states")
    assert (folder / "page1.txt").read_text(encoding="utf-8") == TRANSCRIPT


def test_the_exported_evidence_says_who_decided_what_and_where(
    qtbot: QtBot, folder: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, window, "2", "D")

    def export(dialog: ExportDialog) -> None:
        dialog.products[Product.EVIDENCE].click()
        assert not dialog.unclear.isEnabled()
        dialog.export_to(lambda suggested: suggested)
        qtbot.waitUntil(lambda: bool(dialog.written))

    monkeypatch.setattr(ExportDialog, "exec", export)
    window.act("export")
    page = (folder / "page1.evidence.html").read_text(encoding="utf-8")
    assert "✓ decided</span>: second text" in page
    assert "● undecided" in page
    assert '● deferred</span><span class="aside">' in page
    assert "1 · about page 1" in page


def test_export_says_what_happens_to_undecided_places(window: MainWindow) -> None:
    assert window.desk.session is not None
    dialog = ExportDialog(window.desk.session, window)
    assert dialog.counts.text().endswith("there the transcript stands as it was.")
    dialog.mark.click()
    assert dialog.counts.text().endswith("there both readings stand in [[ ]].")


def test_export_over_a_source_is_refused_in_the_dialog(qtbot: QtBot, folder: Path, window: MainWindow) -> None:
    assert window.desk.session is not None
    dialog = ExportDialog(window.desk.session, window)
    dialog.export_to(lambda _: folder / "page1.txt")
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.written == ()
    assert "never written" in dialog.problem.text()
    assert (folder / "page1.txt").read_text(encoding="utf-8") == TRANSCRIPT
