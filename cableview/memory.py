"""Python's search for unreachable objects, and when not to search."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_searching() -> Generator[None]:
    """Where millions of objects are made that all stay: to look through them again and again takes a third of the time.

    After it they count as old ones, which are looked through seldom, and the search is on.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # and back: what is thawed is old, without a look at any of it
        gc.unfreeze()
        gc.enable()  # whether it was on is not asked: another thread may be at the same
