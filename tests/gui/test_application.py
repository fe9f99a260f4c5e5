"""The program around the window: its settings, what it remembers, and what it does with the unexpected."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cableview.errors import FileError
from cableview.gui.application import Memory, application, make_window, show_unexpected
from cableview.gui.interrupt_handler import SIGNALS, InterruptHandler
from cableview.gui.snapshot import render_snapshot
from cableview.gui.theme import load_fonts
from cableview.gui.window import SIZE, MainWindow
from cableview.model.span import Span
from cableview.settings import Settings, read_settings, read_state, state_path, write_settings
from tests.gui.desk_helpers import item_in, open_item_at
from tests.gui.desk_helpers import make_window as plain_window


@pytest.fixture
def item(tmp_path: Path) -> Path:
    return item_in(tmp_path)


def test_only_one_application_is_created(qtbot: QtBot) -> None:
    assert application() is application()
    assert not application().windowIcon().isNull()


def test_the_window_first_opens_within_the_screen(qtbot: QtBot) -> None:
    window = make_window()
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() < min(room.height(), SIZE[1])


def test_the_start_page_says_what_each_choice_does(qtbot: QtBot) -> None:
    window = plain_window(qtbot)
    buttons = window.start_page.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Open…", "Open folder…", "Open the sample"]
    assert all(button.accessibleDescription() for button in buttons)
    chosen: list[str] = []
    window.start_page.chosen.connect(chosen.append)
    window.start_page.chosen.disconnect(window.act)
    buttons[1].setFocus()
    qtbot.keyClick(buttons[1], Qt.Key.Key_Space)
    assert chosen == ["open-folder"]


def test_window_starts_as_set_in_the_settings(qtbot: QtBot) -> None:
    write_settings(Settings(theme="dark", reviewer="Ada", text_size=15))
    window = make_window()
    qtbot.addWidget(window)
    assert window.themes.theme.is_dark
    assert window.items.reviewer == "Ada"
    assert window.desk.text.text_size == 15
    assert window.files.sample is not None


@pytest.mark.parametrize(("system", "size"), [(10.0, 11.0), (16.0, 16.0)])
def test_texts_have_the_systems_size_until_another_is_chosen(qtbot: QtBot, system: float, size: float) -> None:
    fonts = replace(load_fonts(), ui_size=system)
    window = MainWindow(fonts)
    qtbot.addWidget(window)
    assert (window.desk.text.text_size, window.desk.reference.text_size) == (size, size)
    assert window.settings.text_size == 0
    window.desk.text.set_text_size(size + 1)
    assert window.settings.text_size == size + 1
    again = MainWindow(fonts, window.settings)
    qtbot.addWidget(again)
    assert again.desk.text.text_size == size + 1


def test_the_view_is_remembered(qtbot: QtBot, item: Path) -> None:
    window = make_window()
    qtbot.addWidget(window)
    memory = Memory(window)
    window.remembered.connect(memory.write)
    window.show()
    open_item_at(qtbot, window, item)
    window.act("next")
    window.act("dark")
    window.close()
    assert read_state().recent == ((str(item),),)
    assert read_state().view_of(item.with_name("page1.txt.cableview.json")).entry
    assert read_settings().theme in ("light", "dark")


def test_an_unexpected_exception_is_reported_in_a_sentence(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = plain_window(qtbot)
    show_unexpected(window)
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("by zero"), None)
    assert "Something went wrong" in window.banner.messages[0].text
    sys.excepthook(FileError, FileError("is gone", path=Path("x")), None)
    assert window.banner.messages[-1].text == "x: is gone."
    sys.excepthook(RuntimeError, RuntimeError("can't start new thread"), None)
    assert "start any more threads. Close other programs" in window.banner.messages[-1].text


def test_failure_to_start_a_thread_is_reported_when_an_item_is_opened(
    qtbot: QtBot, item: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    window = plain_window(qtbot)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        window.open_paths((item,))
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    assert "start any more threads. Close other programs" in window.banner.messages[-1].text
    window.open_paths((item,))
    qtbot.waitUntil(lambda: window.desk.session is not None)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_to_end_closes_the_window_and_keeps_what_was_decided_and_typed(
    qtbot: QtBot, item: Path, number: signal.Signals
) -> None:
    """Ctrl+C, the end of the terminal, and that of the user's session."""
    window = plain_window(qtbot)
    usual = signal.signal(number, signal.SIG_DFL)  # it may be ignored where the tests run, as under `nohup`
    interrupting = InterruptHandler(window.close, window)
    try:
        open_item_at(qtbot, window, item)
        qtbot.keyClick(window, "1")
        assert window.desk.session is not None
        window.desk.session.edit(Span(0, 0), "Typed and not yet kept. ")
        os.kill(os.getpid(), number)
        qtbot.waitUntil(window.isHidden)
        assert interrupting.came == number
        record = item.with_name("page1.txt.cableview.json").read_text(encoding="utf-8")
        assert '"verdict":"transcript"' in record
        assert "Typed and not yet kept" in record
    finally:
        interrupting.end()
        left = signal.signal(number, usual)
    assert left is signal.SIG_DFL


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal here")
def test_an_ignored_signal_stays_ignored() -> None:
    """As behind `nohup`."""
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        interrupting = InterruptHandler(lambda: None)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        interrupting.end()
    finally:
        signal.signal(signal.SIGHUP, former)


def test_state_that_cannot_be_saved_does_not_stop_the_program_and_is_told_once(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    state_path().parent.parent.mkdir(parents=True, exist_ok=True)
    state_path().parent.write_text("a file where the folder should be")
    window = make_window()
    qtbot.addWidget(window)
    memory = Memory(window)
    memory.write()
    memory.write()
    (told,) = caplog.messages
    assert told.startswith("settings and views are not remembered for the next time: ")
    assert state_path().parent.read_text() == "a file where the folder should be"


@pytest.mark.parametrize("mode", ["review", "edit", "start"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_snapshot_draws_the_window_and_changes_nothing(
    qtbot: QtBot, item: Path, tmp_path_factory: pytest.TempPathFactory, mode: str, theme: str
) -> None:
    from PIL import Image

    before = {path.name: path.read_bytes() for path in item.parent.iterdir()}
    output = tmp_path_factory.mktemp("pictures") / "window.png"
    render_snapshot((item,), output, size=(1024, 700), theme=theme, mode=mode)
    with Image.open(output) as image:
        assert image.size == (1024, 700)
        lightness = sum(image.convert("L").resize((1, 1)).tobytes())
    assert (lightness < 128) == (theme == "dark") or mode != "start"
    assert {path.name: path.read_bytes() for path in item.parent.iterdir()} == before


def test_snapshot_of_an_unknown_place_is_refused(qtbot: QtBot, item: Path, tmp_path: Path) -> None:
    from cableview.errors import UsageError

    with pytest.raises(UsageError, match="no discrepancy nothing"):
        render_snapshot((item,), tmp_path / "x.png", discrepancy="nothing")


def test_a_snapshot_that_cannot_be_written_leaves_the_previous_one(
    qtbot: QtBot, item: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cableview.errors import SaveError

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    output = tmp_path / "window.png"
    output.write_bytes(b"the picture before")
    monkeypatch.setattr("cableview.files.os.write", full)
    with pytest.raises(SaveError, match=r"window\.png: cannot be saved: No space left .*Make room"):
        render_snapshot((item,), output, mode="start")
    monkeypatch.undo()
    assert output.read_bytes() == b"the picture before"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_snapshot_without_fonts_is_refused(
    qtbot: QtBot, item: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cableview.gui import snapshot
    from cableview.gui.theme import FontError

    def none() -> None:
        raise FontError("no font is installed")

    monkeypatch.setattr(snapshot, "load_fonts", none)
    with pytest.raises(FontError):
        render_snapshot((item,), tmp_path / "x.png")
    assert not (tmp_path / "x.png").exists()
