"""The search for words in a separate process: what it finds, and that nothing late or broken gets through."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QProcess
from pytestqt.qtbot import QtBot

from cableview.assets import resource_path
from cableview.gui import word_finder
from cableview.gui.application import find_words
from cableview.gui.window import MainWindow
from cableview.gui.word_finder import WordFinder
from cableview.model.item import PageImage
from cableview.model.location import Method
from cableview.scan.placing.places import WordPlaces
from tests.gui.desk_helpers import PATIENCE, item_in, make_window

ECHO = """
import json, sys, time
text = json.load(sys.stdin)["text"]
time.sleep(600 if text == "slow" else 0)
print(json.dumps({"starts": [], "ends": [], "locations": [], "rests": [], "lines": [], "notices": [text]}))
"""
"""A worker that gives the text back as a notice, and never comes to an end with one text."""


@pytest.fixture
def finder(qtbot: QtBot) -> Iterator[WordFinder]:
    finder = WordFinder()
    yield finder
    finder.stop()


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_finder, "worker_command", lambda: [sys.executable, "-c", ECHO])


def told_by(finder: WordFinder) -> list[object]:
    """All answers from now on: notices of what was found, words of what failed."""
    told: list[object] = []
    finder.found.connect(lambda places: told.append(places.notices))
    finder.failed.connect(told.append)
    return told


def is_searching(finder: WordFinder) -> bool:
    """True while a process of the finder runs."""
    return any(process.state() != QProcess.ProcessState.NotRunning for process in finder.findChildren(QProcess))


def test_words_of_the_samples_first_page_are_found(qtbot: QtBot, finder: WordFinder) -> None:
    text = resource_path("sample", "cable.txt").read_text(encoding="utf-8").split("\f")[0]
    with qtbot.waitSignal(finder.found, timeout=PATIENCE) as signal:
        finder.start(text, [PageImage(resource_path("sample", "cable-1.jpg"))])
        assert is_searching(finder)
    places: WordPlaces = signal.args[0]
    assert not is_searching(finder)
    assert [place.span.of(text) for place in places] == text.split()
    assert set(places.pages) == {1}
    assert set(places.methods) == {Method.IMAGE}
    rows = {place.span.of(text): place.location.box for place in places}
    assert rows["SARNOGRAD"].bottom <= rows["forthcoming."].top
    assert rows["handed"].left > rows["afternoon"].right


def test_an_unreadable_image_is_reported_in_words(qtbot: QtBot, finder: WordFinder, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    with qtbot.waitSignal(finder.failed, timeout=PATIENCE) as signal:
        finder.start("some words", [PageImage(tmp_path / "broken.png")])
    assert "places are guessed" in signal.args[0]
    assert not is_searching(finder)


@pytest.mark.parametrize("script", ["print('no JSON')", "print('{}')", "print('[]')", "raise SystemExit(3)"])
def test_an_invalid_answer_of_the_worker_is_a_failure(
    qtbot: QtBot, finder: WordFinder, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(word_finder, "worker_command", lambda: [sys.executable, "-c", script])
    with qtbot.waitSignal(finder.failed, timeout=PATIENCE):
        finder.start("some words", [PageImage(Path("/nowhere.png"))])


def test_worker_that_cannot_be_started_is_a_failure(
    qtbot: QtBot, finder: WordFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_finder, "worker_command", lambda: ["/nowhere/python"])
    told = told_by(finder)
    finder.start("some words", [PageImage(Path("/nowhere.png"))])
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert len(told) == 1
    assert not is_searching(finder)


@pytest.mark.usefixtures("echo")
def test_new_search_drops_the_answer_of_the_one_before(qtbot: QtBot, finder: WordFinder) -> None:
    told = told_by(finder)
    pages = [PageImage(Path("/nowhere.png"))]
    for text in ("slow", "quick", "last"):
        finder.start(text, pages)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    qtbot.wait(100)
    assert told == [("last",)]


@pytest.mark.usefixtures("echo")
def test_a_stopped_search_reports_nothing_and_ends_its_process(qtbot: QtBot, finder: WordFinder) -> None:
    told = told_by(finder)
    finder.start("slow", [PageImage(Path("/nowhere.png"))])
    process = finder.findChild(QProcess)
    assert process is not None
    assert process.waitForStarted(PATIENCE)
    finder.stop()
    assert process.state() is process.ProcessState.NotRunning
    qtbot.wait(50)
    assert not is_searching(finder)
    assert told == []


@pytest.mark.usefixtures("echo")
def test_places_found_during_an_export_wait_for_its_end(qtbot: QtBot) -> None:
    """The export reads the places on a thread of its own."""
    window = make_window(qtbot)
    finder = find_words(window)
    told = told_by(finder)
    window.dialogs.exporting.emit(True)
    finder.start("first", [PageImage(Path("/nowhere.png"))])
    qtbot.waitUntil(lambda: finder.findChild(QProcess) is None, timeout=PATIENCE)
    assert told == []
    window.dialogs.exporting.emit(False)
    assert told == [("first",)]


@pytest.mark.usefixtures("echo")
def test_places_found_during_an_export_are_dropped_with_the_item(qtbot: QtBot, finder: WordFinder) -> None:
    told, said = told_by(finder), list[bool]()
    finder.searching.connect(said.append)
    finder.hold(True)
    finder.start("first", [PageImage(Path("/nowhere.png"))])
    qtbot.waitUntil(lambda: finder.findChild(QProcess) is None, timeout=PATIENCE)
    finder.stop()
    finder.hold(False)
    assert told == []
    assert said == [True, False]


class Unstartable(QProcess):
    """Fails before `start` returns, as where the system has no room for a process."""

    def start(self, *_: object) -> None:
        self.errorOccurred.emit(QProcess.ProcessError.FailedToStart)


@pytest.mark.qt_log_ignore("device not open")
def test_a_search_that_cannot_start_has_ended(finder: WordFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_finder, "QProcess", Unstartable)
    said: list[bool] = []
    finder.searching.connect(said.append)
    finder.start("first", [PageImage(Path("/nowhere.png"))])
    assert said == [True, False]


@pytest.mark.qt_log_ignore("Destroyed while process")
def test_a_finder_deleted_with_its_window_gets_no_signals_of_its_process(qtbot: QtBot, echo: None) -> None:
    """A window may be destroyed without being closed; its parts no longer exist when the process ends."""
    window = QObject()
    finder = WordFinder(window)
    told = told_by(finder)
    finder.start("slow", [PageImage(Path("page.png"))])
    process = finder.findChild(QProcess)
    assert process is not None
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.Running)
    with qtbot.captureExceptions() as raised:
        shiboken6.delete(window)
    assert raised == []
    assert told == []


def test_no_search_starts_without_pages_or_words(finder: WordFinder) -> None:
    finder.start("some words", [])
    assert not is_searching(finder)
    finder.start(" \n", [PageImage(Path("/nowhere.png"))])
    assert not is_searching(finder)


@pytest.fixture
def item(tmp_path: Path) -> Path:
    return item_in(tmp_path)


@pytest.fixture
def searching(qtbot: QtBot, item: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[MainWindow, WordFinder]]:
    """A window on an item whose words are still looked for."""
    script = "import time; time.sleep(600)"
    monkeypatch.setattr(word_finder, "worker_command", lambda: [sys.executable, "-c", script])
    window = make_window(qtbot)
    finder = find_words(window)
    window.open_paths((item,))
    qtbot.waitUntil(lambda: is_searching(finder), timeout=PATIENCE)
    yield window, finder
    finder.stop()


def test_a_guessed_place_asks_for_a_click_only_once_the_search_has_ended(
    qtbot: QtBot, item: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "import sys; sys.stdin.read(); sys.exit(3)"
    monkeypatch.setattr(word_finder, "worker_command", lambda: [sys.executable, "-c", script])
    window = make_window(qtbot)
    finder = find_words(window)
    where, said = window.desk.strip.head.where, list[str]()
    finder.searching.connect(lambda _: said.append(where.text()))
    window.open_paths((item,))
    with qtbot.waitSignal(finder.failed, timeout=PATIENCE):
        pass
    assert not window.status.searching.isVisible()
    assert said == [
        "Page 1 · guessed from the text: the words are still being looked for",
        "Page 1 · guessed from the text: Ctrl+click on the page where it stands",
    ]


def test_a_scan_on_which_no_word_was_found_is_called_in_question(qtbot: QtBot, item: Path) -> None:
    window = make_window(qtbot)
    finder = find_words(window)
    window.open_paths((item,))  # its page is empty
    with qtbot.waitSignal(finder.found, timeout=PATIENCE):
        pass
    assert window.status.remark == "None of the words was found on the scan: is it of this text? Places are guessed."


def test_closing_the_item_stops_the_search(searching: tuple[MainWindow, WordFinder]) -> None:
    window, finder = searching
    assert window.status.searching.isVisible()
    window.items.close()
    assert not is_searching(finder)
    assert not window.status.searching.isVisible()
    assert window.desk.session is None


def test_closing_the_window_stops_the_search(searching: tuple[MainWindow, WordFinder]) -> None:
    window, finder = searching
    window.close()
    assert not is_searching(finder)


def test_the_window_names_a_page_that_is_cut_off_and_places_words_on_the_other(qtbot: QtBot, tmp_path: Path) -> None:
    sample = Path(shutil.copytree(resource_path("sample"), tmp_path / "sample"))
    cut = sample / "cable-1.jpg"
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    window = make_window(qtbot)
    finder = find_words(window)
    window.open_paths((sample / "cable.txt",))
    with qtbot.waitSignal(finder.found, timeout=PATIENCE):
        pass
    said = [message for message in window.banner.messages if "was not searched for words" in message.text]
    assert len(said) == 1
    assert "Page 1 " in said[0].text
    assert "is cut off or damaged" in said[0].text
    assert {p.location.page for p in window.desk.item.places.words if p.location.method is Method.IMAGE} == {2}
