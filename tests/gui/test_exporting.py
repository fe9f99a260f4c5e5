"""Exports are made beside the window, and what was stopped is not written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cableview.gui import export_dialog, exporting
from cableview.gui.export_dialog import ExportDialog
from cableview.review.session import Session
from tests.gui.desk_helpers import make_window, session_of

Made = Callable[..., list[tuple[Any, bytes]]]


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog(session_of())
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def halting(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No export is made until this is set."""
    going, made = threading.Event(), exporting.corrected_files

    def halted(*args: Any, **more: Any) -> list[tuple[Any, bytes]]:
        assert going.wait(10)
        return made(*args, **more)

    monkeypatch.setattr(exporting, "corrected_files", halted)
    return going


def test_an_export_is_not_made_in_the_windows_thread(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    threads: list[int] = []
    made: Made = exporting.corrected_files

    def noted(session: Session, **more: Any) -> list[tuple[Any, bytes]]:
        threads.append(threading.get_ident())
        return made(session, **more)

    monkeypatch.setattr(exporting, "corrected_files", noted)
    dialog.export_to(lambda _: tmp_path / "a.txt")
    qtbot.waitUntil(lambda: dialog.written == (tmp_path / "a.txt",))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_an_export_that_takes_long_shows_that_it_goes_on_and_can_be_stopped(
    qtbot: QtBot, dialog: ExportDialog, halting: threading.Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, write = threading.Event(), exporting.write

    def told(*args: Any) -> tuple[Path, ...]:
        written = write(*args)
        ended.set()
        return written

    monkeypatch.setattr(export_dialog, "write", told)
    dialog.export_to(lambda _: tmp_path / "a.txt")
    assert not dialog.export_button.isEnabled()
    qtbot.waitUntil(dialog.progress.isVisible)
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.progress.isVisible()
    assert dialog.export_button.isEnabled()
    halting.set()
    assert ended.wait(10)
    assert not list(tmp_path.iterdir())
    dialog.reject()
    assert not dialog.isVisible()


def test_the_rows_stay_as_they_are_while_they_are_exported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window(qtbot)
    window.show_session(session_of())
    reviewing = window.desk.reviewing
    assert reviewing is not None
    held: list[bool] = []

    def exported(dialog: ExportDialog) -> int:
        dialog.exporting.emit(True)
        held.append(reviewing.collating.keeps_rows)
        dialog.exporting.emit(False)
        held.append(reviewing.collating.keeps_rows)
        return 0

    monkeypatch.setattr("cableview.gui.window.ExportDialog.exec", exported)
    window.act("export")
    assert held == [True, False]
