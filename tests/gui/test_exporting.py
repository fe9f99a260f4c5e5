"""Exports are made in the background, and a stopped one is not written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cableview.gui import export_dialog, exporting
from cableview.gui.export_dialog import ExportDialog, undecided_words
from cableview.gui.exporting import Product
from cableview.model.decision import Verdict
from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.review.session import Session
from tests.gui.desk_helpers import make_window, page_image, session_of

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


def test_an_export_runs_outside_the_windows_thread(
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


def test_a_long_export_shows_progress_and_can_be_stopped(
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


def test_an_export_already_written_is_not_reported_as_stopped(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled, going = threading.Event(), threading.Event()
    real = exporting.atomic_write

    def written(path: Path, data: bytes, **more: Any) -> None:
        real(path, data, **more)
        settled.set()
        assert going.wait(10)

    monkeypatch.setattr(exporting, "atomic_write", written)
    dialog.export_to(lambda _: tmp_path / "a.txt")
    assert settled.wait(10)
    dialog.reject()
    assert not dialog.problem.isVisible()
    assert dialog.isVisible()
    going.set()
    qtbot.waitUntil(lambda: dialog.written == (tmp_path / "a.txt",))
    assert not dialog.isVisible()


def test_an_export_stopped_while_writing_leaves_no_file(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("as it was", encoding="utf-8")
    begun, going, ended = threading.Event(), threading.Event(), threading.Event()
    real = exporting.atomic_write

    def written(path: Path, data: bytes, *, before_replace: Callable[[], None]) -> None:
        def last() -> None:
            begun.set()
            assert going.wait(10)
            before_replace()

        try:
            real(path, data, before_replace=last)
        finally:
            ended.set()

    monkeypatch.setattr(exporting, "atomic_write", written)
    dialog.export_to(lambda _: tmp_path / "a.txt")
    assert begun.wait(10)
    dialog.reject()
    assert dialog.problem.text() == "Stopped."
    going.set()
    assert ended.wait(10)
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "as it was"
    assert not dialog.written


def test_closing_the_dialog_during_an_export_stops_it(
    qtbot: QtBot, dialog: ExportDialog, halting: threading.Event, tmp_path: Path
) -> None:
    """As where the program is ended: one that stayed open would keep it running without a window."""
    held: list[bool] = []
    dialog.exporting.connect(held.append)
    dialog.export_to(lambda _: tmp_path / "a.txt")
    assert dialog.close()
    assert not dialog.isVisible()
    assert held == [True, False]
    halting.set()
    qtbot.waitUntil(lambda: not any(one.name == "cableview-task" for one in threading.enumerate()))
    assert not list(tmp_path.iterdir())


def test_rows_do_not_change_while_they_are_exported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window(qtbot)
    window.show_session(session_of())
    reviewing = window.desk.reviewing
    assert reviewing is not None
    held: list[bool] = []
    told: list[bool] = []
    window.dialogs.exporting.connect(told.append)

    def exported(dialog: ExportDialog) -> int:
        dialog.exporting.emit(True)
        held.append(reviewing.collating.keeps_rows)
        dialog.exporting.emit(False)
        held.append(reviewing.collating.keeps_rows)
        return 0

    monkeypatch.setattr("cableview.gui.item_dialogs.ExportDialog.exec", exported)
    window.act("export")
    assert held == [True, False]
    assert told == [True, False]


def evidence_dialog(qtbot: QtBot, folder: Path) -> ExportDialog:
    """On an item of two pages, of which the second cannot be read; each place stands on both."""
    (folder / "bad.png").write_bytes(b"no image")
    places = tuple(Location(page, Box(50, 50, 120, 70), Method.LAYOUT, 1.0) for page in (1, 2))
    pages = page_image(folder), folder / "bad.png"
    dialog = ExportDialog(session_of(pages=pages), None, lambda _: places)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.products[Product.EVIDENCE].setChecked(True)
    return dialog


def test_the_evidence_shows_each_place_on_the_scan_and_names_unreadable_pages(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = evidence_dialog(qtbot, tmp_path)
    assert dialog.pieces.isEnabled()
    assert dialog.pieces.isChecked()
    target = tmp_path / "evidence.html"
    dialog.export_to(lambda _: target)
    qtbot.waitUntil(lambda: dialog.written == (target,))
    page = target.read_text(encoding="utf-8")
    assert page.count("<img") == page.count("<tbody") > 3
    assert "Page 1 · 100% sure, from the layout" in page
    assert "Page 2 cannot be shown: bad.png" in page


def test_the_evidence_can_be_exported_without_the_scan(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = evidence_dialog(qtbot, tmp_path)
    dialog.pieces.click()
    target = tmp_path / "evidence.html"
    dialog.export_to(lambda _: target)
    qtbot.waitUntil(lambda: dialog.written == (target,))
    assert "<img" not in target.read_text(encoding="utf-8")


def test_pieces_are_offered_only_for_evidence_of_a_scan(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert not dialog.pieces.isVisible()
    assert dialog.export.has_pieces is False
    with_scan = evidence_dialog(qtbot, tmp_path)
    with_scan.products[Product.TEXT].setChecked(True)
    assert with_scan.pieces.isVisible()
    assert not with_scan.pieces.isEnabled()


def test_an_export_of_many_pages_shows_progress_and_stops_between_pages(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = evidence_dialog(qtbot, tmp_path)
    going, made, wanted = threading.Event(), exporting.scan_pieces, list[bool]()

    def halted(*args: Any, told: Callable[[int, int], object], is_wanted: Callable[[], bool]) -> Any:
        told(1, 2)
        assert going.wait(10)
        wanted.append(is_wanted())
        return made(*args, told=told, is_wanted=is_wanted)

    monkeypatch.setattr(exporting, "scan_pieces", halted)
    dialog.export_to(lambda _: tmp_path / "evidence.html")
    qtbot.waitUntil(lambda: dialog.progress.maximum() == 2 and dialog.progress.value() == 1)
    dialog.reject()
    going.set()
    qtbot.waitUntil(lambda: wanted == [False])
    assert dialog.isVisible()
    assert not (tmp_path / "evidence.html").exists()


def test_undecided_places_are_counted_in_matching_words(qtbot: QtBot) -> None:
    session = session_of("One word and two more.", "One ward and too more.")
    first, second = session.queue.entries
    assert undecided_words(session).startswith("2 of 2 places are undecided")
    session.decide(first.id, Verdict.TRANSCRIPT)
    assert undecided_words(session).startswith("1 of 2 places is undecided")
    session.decide(second.id, Verdict.TRANSCRIPT)
    assert undecided_words(session) == "All 2 places are decided."
    assert undecided_words(session_of("One word.", "One word.")) == "The texts agree everywhere."
    alone = session_of("One word.", "One ward.")
    assert undecided_words(alone).startswith("1 of 1 place is undecided")
