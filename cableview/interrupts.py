"""Ctrl+C while modules are loaded: nothing is to be put away yet, and the traceback of an import helps nobody."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def ending_silently() -> Generator[None]:
    """Lets the system end the program silently; afterwards Python's own handling is restored.

    Libraries that load are not asked: Qt's ends the process with a dump where an interrupt comes up in it.
    """
    former = signal.getsignal(signal.SIGINT)
    is_python = former is signal.default_int_handler  # else it is ignored, as behind `nohup`, or none of ours
    if is_python:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        if is_python:
            signal.signal(signal.SIGINT, former)
