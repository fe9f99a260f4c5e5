"""Has an OCR engine read the pages in a process beside the window, page by page, until it is done or stopped."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from cableview.scan.engines.engine import Reading
from cableview.scan.engines.messages import WORKER, Asked, Begun, Failed, message_of, request
from cableview.scan.engines.process import DIED, GARBLED, PATIENCE
from cableview.workers import own_command

log = logging.getLogger(__name__)

ENDED_WITHIN = 1000
"""Milliseconds for a worker to end itself and what it started, once nobody listens; then it is killed."""


class ScanReader(QObject):
    """Reads for one at a time; a new request, or `stop`, ends the one before, of which nothing is told any more.

    `begun` tells page, number of pages and engine; `read` gives a `Reading`; `failed` says why there is none.
    """

    begun = Signal(int, int, str)
    read = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._asked: Asked | None = None
        self._patience = QTimer(self, singleShot=True, interval=round(PATIENCE * 1000))
        self._patience.timeout.connect(self._on_late)

    @property
    def is_reading(self) -> bool:
        return self._process is not None

    def start(self, asked: Asked) -> None:
        self.stop()
        self._asked = asked
        process = self._process = QProcess(self)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(lambda: self._on_lines(process))
        process.finished.connect(lambda *_: self._on_finished(process))
        process.errorOccurred.connect(lambda _: self._on_finished(process))
        program, *arguments = worker_command()
        process.start(program, arguments)
        process.write(request(asked))
        self._patience.start()

    def stop(self) -> None:
        """Ends the worker. It ends with its input, and takes the engine's process with it."""
        process, self._process = self._process, None
        self._patience.stop()
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(ENDED_WITHIN):
            process.kill()
            process.waitForFinished(ENDED_WITHIN)
        process.deleteLater()

    def _on_lines(self, process: QProcess) -> None:
        while process is self._process and process.canReadLine():
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

    def _on_finished(self, process: QProcess) -> None:
        self._on_lines(process)
        if process is self._process:
            self._fail(f"{DIED}.")

    def _on_late(self) -> None:
        if self._asked is not None:
            self._fail(f"{self._asked.engine} did not answer within {PATIENCE:.0f} seconds and was ended.")

    def _fail(self, words: str) -> None:
        self.stop()
        self.failed.emit(words)


def worker_command() -> list[str]:
    """This same program, asked to read."""
    return own_command(WORKER)
