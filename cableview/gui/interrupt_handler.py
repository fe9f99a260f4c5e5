"""Ctrl+C in the terminal from which the window was opened: it is closed as by hand, and nothing is broken off."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Slot


class InterruptHandler(QObject):
    """Calls `close` from the event loop when an interrupt comes.

    Python would raise it in whatever runs just then, be it in the midst of painting, and Qt does not live through that.
    """

    def __init__(self, close: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._close = close
        self.has_come = False
        self._read, self._written = socket.socketpair()
        for end in (self._read, self._written):
            end.setblocking(False)
        self._former_fd = signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        self._former = signal.signal(signal.SIGINT, _leave_to_the_loop)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def end(self) -> None:
        """Has interrupts raised again, as Python does."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._former_fd)
        signal.signal(signal.SIGINT, self._former)
        self._read.close()
        self._written.close()

    @Slot()
    def _on_signal(self) -> None:
        if signal.SIGINT in self._read.recv(256):
            self.has_come = True
            self._close()


def _leave_to_the_loop(_number: int, _frame: FrameType | None) -> None:
    """The number is in the socket, which wakes the loop."""
