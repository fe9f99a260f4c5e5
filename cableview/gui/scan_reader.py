"""Has an OCR engine read the pages in a separate process, page by page, until it is done or stopped."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from cableview.scan.engines.activity import Stillness
from cableview.scan.engines.engine import Reading
from cableview.scan.engines.messages import WORKER, Asked, Begun, Failed, message_of, request
from cableview.scan.engines.process import (
    DIED,
    GARBLED,
    LOOK_EVERY,
    PATIENCE,
    end_group,
    idle_message,
    too_slow_message,
)
from cableview.workers import own_command

log = logging.getLogger(__name__)

ENDED_WITHIN = 1000
"""Milliseconds for a worker to end itself and what it started; then it is killed."""


class ScanReader(QObject):
    """Reads for one at a time; a new request, or `stop`, ends the one before, which then emits nothing any more.

    `begun` gives page, number of pages and engine; `read` gives a `Reading`; `failed` says why there is none.
    """

    begun = Signal(int, int, str)
    read = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._asked: Asked | None = None
        self._stillness: Stillness | None = None
        self._patience = QTimer(self, singleShot=True, interval=round(PATIENCE * 1000))
        self._patience.timeout.connect(self._on_late)
        self._watch = QTimer(self, interval=round(LOOK_EVERY * 1000))
        self._watch.timeout.connect(self._on_watch)

    @property
    def is_reading(self) -> bool:
        return self._process is not None

    def start(self, asked: Asked) -> None:
        """Starts reading the pages; `begun`, `read` and `failed` report on it."""
        self.stop()
        self._asked = asked
        process = self._process = QProcess(self)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._on_lines)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        program, *arguments = worker_command()
        self._stillness = None
        self._patience.start()
        self._watch.start()
        process.start(program, arguments)  # failure to start may be reported before this returns
        process.write(request(asked))

    def stop(self) -> None:
        """Ends the worker and the engine that it runs, at once where they are a group of processes."""
        process, self._process = self._process, None
        self._patience.stop()
        self._watch.stop()
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()  # it ends with its input, and takes the engine with it
        if not end_group(process.processId()) and not process.waitForFinished(ENDED_WITHIN):
            process.kill()
        process.waitForFinished(ENDED_WITHIN)
        process.deleteLater()

    @Slot()
    def _on_lines(self) -> None:
        process = self._process
        while process is not None and process is self._process and process.canReadLine():
            self._on_line(bytes(process.readLine().data()))

    def _on_line(self, line: bytes) -> None:
        if self._asked is None:
            return
        try:
            message = message_of(line, self._asked.pages)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            log.warning("the reading of the scan answered with something else: %s", error)
            self._fail(f"{GARBLED}.")
            return
        match message:
            case Begun(page, of):
                self._patience.start()
                self.begun.emit(page, of, str(self._asked.engine))
            case Failed(words):
                self._fail(words)
            case Reading():
                self.stop()
                self.read.emit(message)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        """Of all others its end is told too: one that hears no more may still say why."""
        if error == QProcess.ProcessError.FailedToStart:
            self._on_finished()

    @Slot()
    def _on_finished(self) -> None:
        self._on_lines()
        if self._process is not None:
            self._fail(f"{DIED}.")

    @Slot()
    def _on_late(self) -> None:
        if self._asked is not None:
            self._fail(f"{too_slow_message(self._asked.engine, PATIENCE)}.")

    @Slot()
    def _on_watch(self) -> None:
        if self._asked is None or self._process is None:
            return
        self._stillness = self._stillness or Stillness(self._process.processId())
        if self._stillness.lasts():
            self._fail(f"{idle_message(self._asked.engine)}.")

    def _fail(self, words: str) -> None:
        self.stop()
        self.failed.emit(words)


def worker_command() -> list[str]:
    return own_command(WORKER)
