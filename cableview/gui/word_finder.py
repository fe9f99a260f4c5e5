"""Finds the words of a transcript on its scan in a process beside the window, which goes on meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from cableview.collection.word_search import WORKER, WordSearch, places_of, request
from cableview.model.item import PageImage
from cableview.scan.placing.places import WordPlaces
from cableview.workers import own_command

log = logging.getLogger(__name__)


class WordFinder(QObject):
    """Runs one search at a time; a new one, or `stop`, ends the one before, which then emits nothing any more.

    `searching` tells that a search has begun or ended. Unless it was stopped, `found` then gives `WordPlaces`, or
    `failed` a sentence.
    """

    searching = Signal(bool)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._is_held = False
        self._waiting: WordPlaces | None = None

    def start(self, text: str, pages: Sequence[PageImage], layouts: Sequence[Path] = ()) -> None:
        """Looks for the words of an original transcript; nothing is looked for without words or pages."""
        self.stop()
        if not pages or not text.strip():
            return
        process = self._process = QProcess(self)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        program, *arguments = worker_command()
        self.searching.emit(True)  # before what may fail at once
        process.start(program, arguments)
        process.write(request(WordSearch(text, tuple(pages), tuple(layouts))))
        process.closeWriteChannel()

    def stop(self) -> None:
        """Kills the process, if there is one, and waits a second at most until it has ended."""
        process, self._process = self._process, None
        is_searching = process is not None or self._waiting is not None
        self._waiting = None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
        if is_searching:
            self.searching.emit(False)

    @Slot(bool)
    def hold(self, on: bool) -> None:
        """While places are read beside the window, as for an export, what is found waits."""
        self._is_held = on
        if not on and self._waiting is not None:
            places, self._waiting = self._waiting, None
            self._answer(places)

    @Slot()
    def _on_error(self) -> None:
        self._on_finished(-1)

    @Slot(int)
    def _on_finished(self, code: int) -> None:
        """A slot of this object, so that Qt disconnects it when this object goes, and its process with it."""
        process, self._process = self._process, None
        if process is None:
            return
        answer = bytes(process.readAllStandardOutput().data())
        process.deleteLater()
        try:
            places = places_of(answer) if code == 0 else None
        except (ValueError, KeyError, TypeError) as error:
            log.warning("the search for words answered with something else: %s", error)
            places = None
        if places is not None and self._is_held:
            self._waiting = places
        else:
            self._answer(places)

    def _answer(self, places: WordPlaces | None) -> None:
        self.searching.emit(False)
        if places is None:
            self.failed.emit("The search for the words on the scan failed; places are guessed.")
        else:
            self.found.emit(places)


def worker_command() -> list[str]:
    return own_command(WORKER)
