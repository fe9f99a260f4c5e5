"""Runs long work in the background, and reports when it is done; late answers that nobody awaits are dropped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cableview.errors import CableviewError, too_few_threads

PATIENCE = 500
"""Milliseconds after which a running task is shown with a way to stop waiting for it."""

log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of work on a thread of its own. `slow` is emitted when it takes noticeably long."""

    done = Signal(object)
    failed = Signal(object)
    slow = Signal()
    _finished = Signal(object, object)

    def __init__(self, work: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_wanted = True
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        self._patience.timeout.connect(self.slow)
        self._thread = threading.Thread(target=self._run, args=(work,), name="cableview-task", daemon=True)

    def start(self) -> None:
        self._patience.start()
        try:
            self._thread.start()
        except RuntimeError as error:
            self._finished.emit(None, too_few_threads(error) or error)

    def cancel(self) -> None:
        """Stops waiting for it; its answer will be dropped."""
        self._is_wanted = False
        self._patience.stop()

    def _run(self, work: Callable[[], Any]) -> None:
        try:
            answer, error = work(), None
        except CableviewError as refused:
            answer, error = None, refused
        except Exception as unexpected:
            if not threading.main_thread().is_alive():  # the program ends, and takes away what the work stands on
                return
            log.exception("a task failed")
            answer, error = None, unexpected
        try:
            self._finished.emit(answer, error)
        except RuntimeError:
            log.info("a task was finished after the window was closed")

    def _on_finished(self, answer: object, error: Exception | None) -> None:
        self._patience.stop()
        if not self._is_wanted:
            return
        if error is None:
            self.done.emit(answer)
        else:
            self.failed.emit(error)
