"""Python's search for unreachable objects, and when not to search."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_searching() -> Generator[None]:
    """Where millions of objects are made that all stay: to look through them again and again takes a third of the time.

    Nor are they looked through later, which would make the window wait: not until the next time that this is begun.
    """
    gc.unfreeze()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
