"""Ctrl+C in the terminal, its end, and the end of the user's session: the window is closed as by hand."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Slot

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Unsaved typing is saved after any of them; otherwise the last two would end the program on the spot."""


class InterruptHandler(QObject):
    """Calls `close` from the event loop on each of `SIGNALS` that is not ignored, as under `nohup`.

    Python would raise it in whatever is running, even in the middle of painting, which Qt does not survive.
    """

    def __init__(self, close: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._close = close
        self.came: int | None = None
        self._read, self._written = socket.socketpair()
        for end in (self._read, self._written):
            end.setblocking(False)
        self._former_fd = signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        former = {number: signal.getsignal(number) for number in SIGNALS}
        self._former = {number: handler for number, handler in former.items() if handler is not signal.SIG_IGN}
        for number in self._former:
            signal.signal(number, _leave_to_the_loop)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def end(self) -> None:
        """Restores what the signals did before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._former_fd)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._read.close()
        self._written.close()

    @Slot()
    def _on_signal(self) -> None:
        came = self._read.recv(256)
        number = next((number for number in self._former if number in came), None)
        if number is not None:
            self.came = int(number)
            self._close()


def _leave_to_the_loop(_number: int, _frame: FrameType | None) -> None:
    """The number is in the socket, which wakes the loop."""
