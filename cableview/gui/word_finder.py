"""Finds the words of a transcript on its scan in a process beside the window, which goes on meanwhile."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from cableview.model.item import PageImage
from cableview.scan.placing.places import from_tree
from cableview.workers import own_command

log = logging.getLogger(__name__)

WORKER = "_locate"


class WordFinder(QObject):
    """Runs one search at a time; a new one, or `stop`, ends the one before, of which nothing is told any more."""

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    @property
    def is_searching(self) -> bool:
        return self._process is not None

    def start(self, text: str, pages: Sequence[PageImage], layouts: Sequence[Path] = ()) -> None:
        """Looks for the words of an original transcript; answers with `found` (`WordPlaces`) or `failed`."""
        self.stop()
        if not pages or not text.strip():
            return
        process = self._process = QProcess(self)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        program, *arguments = worker_command()
        process.start(program, arguments)
        asked = {
            "text": text,
            "pages": [[str(page.path), page.frame] for page in pages],
            "layouts": [str(path) for path in layouts],
        }
        process.write(json.dumps(asked).encode("ascii"))
        process.closeWriteChannel()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    @Slot()
    def _on_error(self) -> None:
        self._on_finished(-1)

    @Slot(int)
    def _on_finished(self, code: int) -> None:
        """As a slot of its own it is told nothing any more when this object goes, and its process with it."""
        process, self._process = self._process, None
        if process is None:
            return
        answer = bytes(process.readAllStandardOutput().data())
        process.deleteLater()
        try:
            places = from_tree(json.loads(answer)) if code == 0 else None
        except (ValueError, KeyError, TypeError) as error:
            log.warning("the search for words answered with something else: %s", error)
            places = None
        if places is None:
            self.failed.emit("The words could not be looked for on the scan; places are guessed.")
        else:
            self.found.emit(places)


def worker_command() -> list[str]:
    """This same program, asked to search."""
    return own_command(WORKER)
