"""The engine in the background: what it adds to the strip, the places and the doubts, and that it can be stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cableview.gui import engine_choice, scan_reader, scan_text, scan_witness
from cableview.gui.actions import Mode
from cableview.gui.application import find_words, read_scans
from cableview.gui.doubts_dialog import DoubtsDialog
from cableview.gui.scan_reader import ScanReader
from cableview.gui.scan_witness import ScanWitness
from cableview.gui.strip_field import FieldUse
from cableview.gui.window import MainWindow
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.layout import Layout, LayoutPage, LayoutRegion, LayoutWord
from cableview.model.location import Method
from cableview.model.span import Span
from cableview.scan.engines.activity import Stillness
from cableview.scan.engines.engine import EngineName, Reading, line_of
from cableview.scan.engines.messages import Asked, Begun, Failed, message_line
from cableview.scan.engines.process import GARBLED
from cableview.settings import Settings
from tests.gui.desk_helpers import PATIENCE, REFERENCE, TRANSCRIPT, make_window, press, wait_shown

READ = TRANSCRIPT.replace("stated", "states").replace("delegation", "deputation").replace("receved", "received")


def reading_of(text: str, *, engine: EngineName = EngineName.TESSERACT, sure: float = 0.97) -> Reading:
    """An engine that reads `text`, every letter as wide as the next."""
    lines = []
    for number, line in enumerate(text.splitlines()):
        at = 0
        words: list[LayoutWord] = []
        for word in line.split():
            at = line.index(word, at)
            words.append(
                LayoutWord(
                    word, Box(40 + 10 * at, 50 + 30 * number, 40 + 10 * (at + len(word)), 70 + 30 * number), sure
                )
            )
            at += len(word)
        lines.append(line_of(words))
    return Reading(engine, "1", "eng", Layout((LayoutPage(600, 800, (LayoutRegion(tuple(lines)),)),)))


def worker(*messages: object, then: str = "") -> list[str]:
    """A process that says these, and then does something else."""
    said = b"".join(message_line(message) for message in messages)  # pyright: ignore[reportArgumentType]
    script = f"import sys, time\nsys.stdin.readline()\nsys.stdout.buffer.write({said!r})\nsys.stdout.flush()\n{then}"
    return [sys.executable, "-c", script]


HANGS = "time.sleep(600)"


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """One engine is installed."""
    monkeypatch.setattr(scan_witness, "installed", lambda: (EngineName.TESSERACT,))
    monkeypatch.setattr(engine_choice, "installed", lambda: (EngineName.TESSERACT,))
    monkeypatch.setattr(scan_text, "installed", lambda: (EngineName.TESSERACT,))


@pytest.fixture
def item(tmp_path: Path) -> Path:
    Image.new("L", (600, 800), 230).save(tmp_path / "page1.png")
    (tmp_path / "page1.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "page1.clean.txt").write_text(REFERENCE, encoding="utf-8")
    return tmp_path / "page1.txt"


Opening = Callable[..., tuple[MainWindow, ScanWitness]]


@pytest.fixture
def opening(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a window on paths, beside which a worker answers; the words are looked for as they are."""

    def opened(paths: Path, command: list[str], engine: str = "auto") -> tuple[MainWindow, ScanWitness]:
        monkeypatch.setattr(scan_reader, "worker_command", lambda: command)
        window = make_window(qtbot, Settings(theme="light", engine=engine))
        witness = read_scans(window, find_words(window))
        window.open_paths((paths,))
        qtbot.waitUntil(lambda: window.desk.session is not None, timeout=PATIENCE)
        return window, witness

    return opened


def labels_of(window: MainWindow) -> list[tuple[str, str]]:
    place = window.desk.strip.place
    return [] if place is None else [(line.label, line.reading) for line in place.lines]


@pytest.mark.usefixtures("engines")
def test_the_engines_reading_is_shown_below_the_others(qtbot: QtBot, item: Path, opening: Opening) -> None:
    window, _ = opening(item, worker(Begun(1, 1), reading_of(READ)))
    qtbot.waitUntil(lambda: len(labels_of(window)) == 3, timeout=PATIENCE)
    assert labels_of(window) == [("Transcript", "stated"), ("Second text", "states"), ("Scan", "states")]
    place = window.desk.strip.place
    assert place is not None
    assert place.lines[2].remark == "tesseract, 98% sure"
    assert "the scan reads “states”" in place.remarks
    assert "Scan: states, tesseract, 98% sure" in window.desk.strip.readings.accessibleDescription()
    press(qtbot, window, Qt.Key.Key_J)
    assert labels_of(window)[2] == ("Scan", "12th")
    assert window.status.working.text() == ""


@pytest.mark.usefixtures("engines")
def test_an_engine_improves_the_places(qtbot: QtBot, item: Path, opening: Opening) -> None:
    window, _ = opening(item, worker(reading_of(READ)))
    at = TRANSCRIPT.index("stated")

    def method() -> Method | None:
        location = window.desk.item.places.location(Span(at, at + 6))
        return location.method if location else None

    qtbot.waitUntil(lambda: method() is Method.OCR, timeout=PATIENCE)
    location = window.desk.item.places.location(Span(at, at + 6))
    assert location is not None
    assert location.box == Box(40 + 10 * at, 50, 40 + 10 * (at + 6), 70)


@pytest.mark.usefixtures("engines")
def test_an_engines_reading_during_an_export_waits_for_its_end(qtbot: QtBot, item: Path, opening: Opening) -> None:
    window, witness = opening(item, worker(reading_of(READ)))
    window.dialogs.exporting.emit(True)
    witness.begin(None)  # what is found on the scan waits, too
    with qtbot.waitSignal(witness.reader.read, timeout=PATIENCE):
        pass
    qtbot.waitUntil(lambda: witness._waiting is not None, timeout=PATIENCE)
    assert len(labels_of(window)) == 2
    window.dialogs.exporting.emit(False)
    qtbot.waitUntil(lambda: len(labels_of(window)) == 3, timeout=PATIENCE)


@pytest.mark.usefixtures("engines")
def test_a_requested_text_is_offered_after_the_export(qtbot: QtBot, item: Path, opening: Opening) -> None:
    """It would begin the transcript, or open the item anew, while its texts are read."""
    window, witness = opening(item, worker(reading_of(READ)))
    told: list[str] = []
    witness.offered.connect(lambda text, engine: told.append(engine))
    witness.ask()
    window.dialogs.exporting.emit(True)
    with qtbot.waitSignal(witness.reader.read, timeout=PATIENCE):
        pass
    assert told == []
    window.dialogs.exporting.emit(False)
    assert told == ["tesseract"]
    window.dialogs.exporting.emit(True)
    window.dialogs.exporting.emit(False)
    assert told == ["tesseract"]


@pytest.mark.usefixtures("engines")
def test_progress_is_shown_and_can_be_cancelled(qtbot: QtBot, item: Path, opening: Opening) -> None:
    window, witness = opening(item, worker(Begun(1, 3), then=HANGS))
    qtbot.waitUntil(lambda: window.status.working.text() == "tesseract reads page 1 of 3", timeout=PATIENCE)
    process = witness.reader._process
    assert process is not None
    button = next(b for b in window.status.findChildren(QToolButton) if b.text() == "Cancel")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.status.working.text() == ""
    assert not button.isVisible()
    assert not witness.reader.is_reading
    assert process.state() is process.ProcessState.NotRunning
    assert len(labels_of(window)) == 2
    press(qtbot, window, "1")
    assert window.desk.session is not None
    assert window.desk.session.queue.undecided == len(window.desk.session.queue) - 1


@pytest.mark.usefixtures("engines")
def test_closing_the_item_ends_the_reading(qtbot: QtBot, item: Path, opening: Opening) -> None:
    window, witness = opening(item, worker(Begun(1, 1), then=HANGS))
    qtbot.waitUntil(lambda: bool(window.status.working.text()), timeout=PATIENCE)
    window.close_item()
    assert not witness.reader.is_reading
    assert window.status.working.text() == ""


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([sys.executable, "-c", "print('rubbish')"], "answered with something else"),
        ([sys.executable, "-c", "raise SystemExit(1)"], "ended before its time"),
        (["/nowhere/python"], "ended before its time"),
    ],
)
def test_a_failed_reading_is_a_remark_and_the_review_continues(
    qtbot: QtBot, item: Path, opening: Opening, command: list[str], said: str
) -> None:
    window, witness = opening(item, command)
    with qtbot.waitSignal(witness.failed, timeout=PATIENCE):
        pass
    assert said in window.status.remark
    press(qtbot, window, "2")
    assert window.desk.session is not None
    assert window.desk.session.text.startswith("The Ambassador states")


@pytest.mark.parametrize(("engine", "there"), [("none", True), ("auto", False)])
def test_nothing_is_read_unless_wanted_and_installed(
    qtbot: QtBot, item: Path, opening: Opening, monkeypatch: pytest.MonkeyPatch, engine: str, there: bool
) -> None:
    monkeypatch.setattr(scan_witness, "installed", lambda: (EngineName.TESSERACT,) if there else ())
    window, witness = opening(item, ["/nowhere/python"], engine)
    witness.begin(None)
    assert not witness.reader.is_reading
    assert not window.can("doubts")


def test_a_second_engine_is_tried_if_the_first_reads_another_text(
    qtbot: QtBot, item: Path, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_witness, "installed", lambda: tuple(EngineName))
    other = "quite other words stand on this page which is of some book"
    commands = [worker(reading_of(other)), worker(reading_of(READ, engine=EngineName.RAPIDOCR, sure=1.0))]
    window, _ = opening(item, [])
    monkeypatch.setattr(scan_reader, "worker_command", lambda: commands.pop(0))
    qtbot.waitUntil(lambda: len(labels_of(window)) == 3, timeout=PATIENCE)
    place = window.desk.strip.place
    assert place is not None
    assert place.lines[2].remark == "rapidocr, 94% sure"
    assert commands == []


@pytest.mark.usefixtures("engines")
def test_doubts_are_listed_separately_and_lead_to_their_place(qtbot: QtBot, item: Path, opening: Opening) -> None:
    window, _ = opening(item, worker(reading_of(READ.replace("deputation", "mission"))))
    qtbot.waitUntil(lambda: window.can("doubts"), timeout=PATIENCE)
    session = window.desk.session
    assert session is not None
    before = len(session.queue)
    window.act("doubts")
    dialog = window.doubts.dialog
    assert dialog is not None
    table = dialog.table
    assert [table.item(0, column).text() for column in range(3)] == ["2", "delegation", "mission"]
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "at least 90% sure of another reading of up to 3 known words. Punctuation and blanks are not listed." in said
    (span,) = window.desk.text.current
    assert span.of(TRANSCRIPT) == "delegation"
    assert len(session.queue) == before
    strip = window.desk.strip
    assert [(row.label, row.reading) for row in strip.readings.lines] == [
        ("Both texts", "delegation"),
        ("Scan", "mission"),
    ]
    assert [crop.parts[0] for crop in strip.crop.crops] == [window.desk.item.places.location(span)]
    QTest.keyClick(window, "1")
    assert not any(entry.is_decided for entry in session.queue.entries)
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert window.mode is Mode.EDIT
    assert window.desk.text.caret == span.start
    QTest.keyClick(window.desk.text, Qt.Key.Key_Escape)
    dialog.close()
    qtbot.waitUntil(lambda: window.doubts.dialog is None, timeout=PATIENCE)
    assert strip.place is not None
    window.close_item()
    qtbot.waitUntil(lambda: window.doubts.dialog is None, timeout=PATIENCE)


@pytest.mark.usefixtures("engines")
def test_keys_for_a_place_first_bring_it_back_while_a_doubt_is_shown(
    qtbot: QtBot, item: Path, opening: Opening
) -> None:
    window, _ = opening(item, worker(reading_of(READ.replace("deputation", "mission"))))
    qtbot.waitUntil(lambda: window.can("doubts"), timeout=PATIENCE)
    session, strip = window.desk.session, window.desk.strip
    assert session is not None
    wait_shown(qtbot, window)
    press(qtbot, window, "4", "K")
    press(qtbot, window, "K", modifier=Qt.KeyboardModifier.ShiftModifier)
    before = session.last_seq
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Equal):
        window.act("doubts")
        assert strip.place is None
        QTest.keyClick(window.desk.text, key)
        assert session.last_seq == before
        assert strip.place is not None
        assert window.desk.on_page.span == strip.place.entry.working
    window.act("doubts")
    QTest.keyClick(window.desk.text, "n")
    assert strip.place is not None
    assert strip.field_use is FieldUse.NOTE


@pytest.mark.usefixtures("engines")
def test_doubts_requested_again_are_one_list_that_closes_with_the_item(
    qtbot: QtBot, item: Path, opening: Opening
) -> None:
    window, _ = opening(item, worker(reading_of(READ.replace("deputation", "mission"))))
    qtbot.waitUntil(lambda: window.can("doubts"), timeout=PATIENCE)
    window.act("doubts")
    window.act("doubts")
    qtbot.wait(20)
    assert len([one for one in window.findChildren(DoubtsDialog) if one.isVisible()]) == 1
    window.close_item()
    qtbot.wait(20)
    assert not [one for one in window.findChildren(DoubtsDialog) if one.isVisible()]


@pytest.mark.usefixtures("engines")
def test_the_page_outlines_the_doubt_that_is_shown_and_the_place_again_when_they_are_closed(
    qtbot: QtBot, item: Path, opening: Opening
) -> None:
    window, _ = opening(item, worker(reading_of(READ.replace("deputation", "mission"))))
    qtbot.waitUntil(lambda: window.can("doubts"), timeout=PATIENCE)
    desk = window.desk
    assert desk.reviewing is not None
    place = desk.reviewing.current
    window.act("doubts")
    assert desk.on_page.span is not None
    assert desk.on_page.span.of(TRANSCRIPT) == "delegation"
    assert window.doubts.dialog is not None
    window.doubts.dialog.close()
    assert place is not None
    assert desk.on_page.span == place.working


@pytest.mark.usefixtures("engines")
def test_a_transcript_starts_from_the_engines_reading_only_if_asked_for(
    qtbot: QtBot, tmp_path: Path, opening: Opening
) -> None:
    Image.new("L", (600, 800), 230).save(tmp_path / "page1.png")
    window, witness = opening(tmp_path / "page1.png", worker(reading_of(READ)))
    witness.begin(None)
    assert not witness.reader.is_reading
    session = window.desk.session
    assert session is not None
    (offer,) = [message for message in window.banner.messages if message.key == "ocr"]
    assert offer.text == "The text can be begun with what tesseract reads on the scan."
    ((label, read),) = offer.buttons
    assert label == "Read the scan"
    read()
    qtbot.waitUntil(lambda: bool(session.text), timeout=PATIENCE)
    assert session.text == READ
    assert window.desk.text.toPlainText() == READ
    assert window.desk.text.caret == 0
    assert "ocr" not in [message.key for message in window.banner.messages]
    assert not (tmp_path / "page1.txt").exists()
    window.act("undo")
    assert session.text == ""


@pytest.mark.usefixtures("engines")
def test_reading_can_serve_as_the_second_text(qtbot: QtBot, tmp_path: Path, opening: Opening) -> None:
    Image.new("L", (600, 800), 230).save(tmp_path / "page1.png")
    (tmp_path / "page1.txt").write_text(TRANSCRIPT, encoding="utf-8")
    window, _ = opening(tmp_path / "page1.txt", worker(reading_of(READ)))
    assert window.can("read-scan")
    window.act("read-scan")
    qtbot.waitUntil(lambda: bool(window.desk.session and window.desk.session.reference), timeout=PATIENCE)
    assert window.desk.session is not None
    assert window.desk.session.reference == READ
    assert (tmp_path / "page1.txt.scan-tesseract.txt").read_text(encoding="utf-8") == READ
    assert (tmp_path / "page1.txt").read_text(encoding="utf-8") == TRANSCRIPT
    assert not window.can("read-scan")


def test_without_an_engine_the_program_says_how_to_get_one(
    qtbot: QtBot, tmp_path: Path, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_witness, "installed", lambda: ())
    Image.new("L", (600, 800), 230).save(tmp_path / "page1.png")
    window, _ = opening(tmp_path / "page1.png", [])
    window.act("read-scan")
    assert "No OCR engine is installed" in window.status.remark


def test_nothing_is_offered_with_both_texts_or_without_an_engine(
    qtbot: QtBot, item: Path, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_witness, "installed", lambda: ())
    monkeypatch.setattr(scan_text, "installed", lambda: (EngineName.TESSERACT,))
    window, _ = opening(item, [])
    assert "ocr" not in [message.key for message in window.banner.messages]
    window.close()
    monkeypatch.setattr(scan_text, "installed", lambda: ())
    item.with_name("page1.clean.txt").unlink()
    window, _ = opening(item, [])
    assert window.can("read-scan")
    assert "ocr" not in [message.key for message in window.banner.messages]


@pytest.mark.usefixtures("engines")
def test_the_engine_is_chosen_from_those_installed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window(qtbot)
    shown: list[str] = []

    def choose(_parent, _title, _words, names, now, _editable):
        shown.extend(names)
        return names[-1], True

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    window.act("engine")
    assert shown[0] == "Automatic (the first that is installed: tesseract)"
    assert "rapidocr (not installed)" in shown
    assert window.settings == replace(Settings(theme="light"), engine="none")


def test_an_idle_reader_is_ended_and_reported(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_reader, "Stillness", lambda pid: Stillness(pid, 0.5, lambda _: 1.0))
    monkeypatch.setattr(scan_reader, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(scan_reader, "worker_command", lambda: worker(Begun(1, 1), then=HANGS))
    reader = ScanReader()
    with qtbot.waitSignal(reader.failed, timeout=PATIENCE) as signal:
        reader.start(Asked((PageImage(tmp_path / "page.png"),), EngineName.TESSERACT))
    assert signal.args == ["tesseract hangs: it computed nothing for some time and was ended."]
    assert not reader.is_reading


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are of POSIX")
def test_stopping_a_reader_ends_an_unresponsive_worker(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what it started, and without waiting for it to see that its input was closed."""
    deaf = worker(Begun(1, 1), then=f"import os; os.setsid(); {HANGS}")
    monkeypatch.setattr(scan_reader, "worker_command", lambda: deaf)
    monkeypatch.setattr(scan_reader, "ENDED_WITHIN", 60_000)
    reader = ScanReader()
    with qtbot.waitSignal(reader.begun, timeout=PATIENCE):
        reader.start(Asked((PageImage(tmp_path / "page.png"),), EngineName.TESSERACT))
    process = reader.findChild(QProcess)
    assert process is not None
    pid = process.processId()
    qtbot.waitUntil(lambda: os.getpgid(pid) == pid)
    reader.stop()
    assert process.state() == QProcess.ProcessState.NotRunning


@pytest.mark.parametrize(
    ("answer", "told"),
    [(b"rubbish\n", f"{GARBLED}."), (message_line(Failed("No such language.")), "No such language.")],
)
def test_the_message_of_a_worker_that_closes_its_input_early_is_received(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, told: str
) -> None:
    """The request is longer than a pipe holds, so that writing it fails before anything is said."""
    script = f"import os, sys, time; os.close(0); time.sleep(0.3); sys.stdout.buffer.write({answer!r})"
    monkeypatch.setattr(scan_reader, "worker_command", lambda: [sys.executable, "-c", script])
    reader = ScanReader()
    with qtbot.waitSignal(reader.failed, timeout=PATIENCE) as signal:
        reader.start(Asked((PageImage(tmp_path / "page.png"),), EngineName.TESSERACT, text="word " * 400_000))
    assert signal.args == [told]


def test_late_answer_of_a_stopped_reader_is_dropped(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = ScanReader()
    told: list[object] = []
    reader.read.connect(told.append)
    reader.failed.connect(told.append)
    asked = Asked((PageImage(tmp_path / "page.png"),), EngineName.TESSERACT)
    monkeypatch.setattr(scan_reader, "worker_command", lambda: worker(then=HANGS))
    reader.start(asked)
    monkeypatch.setattr(scan_reader, "worker_command", lambda: worker(reading_of("last")))
    reader.start(asked)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    qtbot.wait(100)
    assert [reading.text() for reading in told if isinstance(reading, Reading)] == ["last\n"]
    assert len(told) == 1
    assert not reader.is_reading
