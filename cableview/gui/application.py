"""Runs the window: fonts, settings, what was remembered, and the end of the event loop."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from cableview.collection.sample import own_sample
from cableview.errors import CableviewError, SaveError, too_few_threads, too_little_memory
from cableview.gui.interrupt_handler import InterruptHandler
from cableview.gui.scan_witness import ScanWitness
from cableview.gui.state_shapes import window_icon
from cableview.gui.theme import load_fonts
from cableview.gui.window import MainWindow
from cableview.gui.word_finder import WordFinder
from cableview.review.opening import Opened
from cableview.settings import read_settings, read_state, write_settings, write_state

log = logging.getLogger(__name__)

ENDED_BY_SIGNAL = 128
"""Exit code after a signal, its number added: 130 after Ctrl+C in the terminal."""
TURN = 0.0005
"""Seconds after which a background thread yields to the window; Python's default of 0.005 is noticeable."""


def run(paths: Sequence[Path] = (), *, sidecar_folder: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Shows the window, on `paths` if there are any, until it is closed; returns an exit code. Raises `FontError`."""
    app = application(arguments)
    sys.setswitchinterval(TURN)
    interrupting = InterruptHandler(app.closeAllWindows)
    window = make_window()
    window.sidecar_folder = sidecar_folder or window.sidecar_folder
    memory = Memory(window)
    window.remembered.connect(memory.write)
    read_scans(window, find_words(window))
    show_unexpected(window)
    window.show()
    window.desk.images.warm_up()
    if paths:
        window.open_paths(paths)
    try:
        code = app.exec()
        return code if interrupting.came is None else ENDED_BY_SIGNAL + interrupting.came
    finally:
        interrupting.end()
        sys.excepthook = sys.__excepthook__
        memory.write()


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The one application object, created if there is none yet."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["cableview", *arguments])
    app.setApplicationName("cableview")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("cableview")
    app.setWindowIcon(window_icon())
    return app


def make_window() -> MainWindow:
    """The window with the user's settings, on the start page."""
    window = MainWindow(load_fonts(), read_settings(), read_state())
    window.files.sample = own_sample
    return window


class Memory:
    """Keeps the settings and the view of a window for the next time. A failure is only logged, and but once."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._logged = ""

    def write(self) -> None:
        try:
            write_state(self._window.user_state)
            write_settings(self._window.settings)
        except SaveError as error:
            if str(error) != self._logged:
                log.warning("settings and views are not remembered for the next time: %s", error)
            self._logged = str(error)


def find_words(window: MainWindow) -> WordFinder:
    """Looks for the words of each opened item on its scan; until then their places are guessed."""
    finder = WordFinder(window)

    def start(opened: Opened) -> None:
        item = opened.session.item
        finder.start(item.transcript.text, item.pages, item.layouts)

    window.items.opened.connect(start)
    window.items.closing.connect(finder.stop)
    window.dialogs.exporting.connect(finder.hold)
    finder.searching.connect(window.desk.note_search)
    finder.searching.connect(window.status.show_search)
    finder.found.connect(window.desk.take_places)
    finder.failed.connect(window.tell)
    return finder


def read_scans(window: MainWindow, finder: WordFinder) -> ScanWitness:
    """Lets an engine read each scan after the search for its words, if one is wanted and installed."""
    witness = ScanWitness(lambda: window.desk.session, lambda: window.settings.engine, window)
    window.items.closing.connect(witness.stop)
    finder.found.connect(witness.begin)
    finder.failed.connect(lambda _: witness.begin(None))
    witness.placed.connect(window.desk.take_places)
    witness.heard.connect(window.desk.refresh_scan)
    witness.heard.connect(window.refresh)
    witness.offered.connect(window.scan_text.take)
    witness.working.connect(window.status.show_working)
    witness.failed.connect(window.tell)
    window.status.cancelled.connect(witness.cancel)
    window.dialogs.exporting.connect(witness.hold)
    window.scan_text.wanted.connect(witness.ask)
    window.items.opened.connect(lambda _: window.scan_text.offer())
    return witness


def show_unexpected(window: MainWindow) -> None:
    """Turns exceptions of the event loop into a message. What was decided is already kept."""

    def shown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            window.close()
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        lack = too_few_threads(error) or too_little_memory(error)
        refused = error if isinstance(error, CableviewError) else lack
        if refused is not None:
            window.warn(str(refused))
        else:
            window.warn(
                f"Something went wrong ({kind.__name__}: {error}). What was kept is safe; "
                "close the item and open it again."
            )

    sys.excepthook = shown
