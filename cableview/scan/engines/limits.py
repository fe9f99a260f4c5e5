"""What bounds a worker: memory, the time per page, and the life of the process that listens to it."""

from __future__ import annotations

import importlib
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

LEAST_MEMORY = 3 * 2**30
MEMORY_SHARE = 0.5


def lead_group() -> None:
    """Makes this process the leader of its own group, so that it ends together with what it starts."""
    setsid = getattr(os, "setsid", None)
    if setsid is not None:
        with suppress(OSError):  # it is that already
            setsid()


def limit_memory() -> None:
    """Limits memory to half of the machine's, but at least 3 GB, for this process and its children. Not on Windows."""
    try:
        resource: Any = importlib.import_module("resource")
        physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ImportError, ValueError, OSError, AttributeError):
        return
    most = max(LEAST_MEMORY, int(physical * MEMORY_SHARE))
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def end_with(stream: IO[bytes]) -> None:
    """Ends this process and what it started when the other end of `stream` is closed, as when its owner died."""

    def wait() -> None:
        with suppress(OSError, ValueError):
            while stream.read(1 << 12):
                pass
        end_now()

    threading.Thread(target=wait, name="owner", daemon=True).start()


def end_now() -> None:
    """Ends this process at once, with its whole group."""
    killpg, getpgid = getattr(os, "killpg", None), getattr(os, "getpgid", None)
    if killpg is not None and getpgid is not None and getpgid(0) == os.getpid():
        killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


class PageClock:
    """Calls `late` when a page takes more than `seconds`, or this process uses more than `computing` of CPU time.

    Each new page restarts it.
    """

    def __init__(
        self, seconds: float, computing: float, late: Callable[[], object], *, look_every: float = 1.0
    ) -> None:
        self._seconds, self._computing, self._late, self._look_every = seconds, computing, late, look_every
        self._is_over = threading.Event()

    def begin(self) -> None:
        """Restarts the clock for the next page."""
        self.stop()
        self._is_over = threading.Event()
        until, most = time.monotonic() + self._seconds, time.process_time() + self._computing
        threading.Thread(target=self._watch, args=(self._is_over, until, most), name="page-clock", daemon=True).start()

    def stop(self) -> None:
        """Stops the clock."""
        self._is_over.set()

    def _watch(self, is_over: threading.Event, until: float, most: float) -> None:
        while not is_over.wait(self._look_every):
            if time.monotonic() > until or time.process_time() > most:
                self._late()
                return
