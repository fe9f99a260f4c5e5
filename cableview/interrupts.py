"""Ctrl+C while modules are loading: there is nothing to clean up yet, and an import's traceback helps nobody."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def ending_silently() -> Generator[None]:
    """Lets the system end the program silently inside the block; Python's own handling is restored afterwards.

    Libraries being loaded do not see the interrupt: Qt's would end the process with a core dump.
    """
    former = signal.getsignal(signal.SIGINT)
    is_python = former is signal.default_int_handler  # else it is ignored, as under `nohup`, or not ours
    if is_python:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        if is_python:
            signal.signal(signal.SIGINT, former)
