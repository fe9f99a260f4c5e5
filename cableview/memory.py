"""Checks for the memory that large libraries need, and suspends Python's search for unreachable objects."""

from __future__ import annotations

import gc
import mmap
import os
from collections.abc import Generator
from contextlib import contextmanager

_ADDRESSES_FOR_NUMPY = 96 << 20
"""Bytes; with one thread numpy takes 81 MB of them."""
_SET_ASIDE_AT_START = gc.get_freeze_count()
"""Objects of Python itself; some versions set a few hundred aside at start."""


def prepare_for_numpy() -> None:
    """Call before numpy is imported: checks its memory, and limits its threads. Raises `MemoryError` if it has no room.

    Without memory, its OpenBLAS would end the program with exit code 1, which has another meaning here; without a
    thread, it would end it as Ctrl+C does. The matrices are too small to need a second thread.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        mmap.mmap(-1, _ADDRESSES_FOR_NUMPY).close()
    except OSError as error:
        raise MemoryError from error


@contextmanager
def without_searching() -> Generator[None]:
    """Suspends the search while millions of lasting objects are made: repeated searches take a third of the time.

    Afterwards they count as old, which are rarely searched, and the search is on. Objects that are set aside remain
    so, and those made here are then searched like any others.
    """
    gc.disable()
    try:
        yield
    finally:
        if not is_set_aside():
            gc.freeze()  # and back: thawed objects are old, without a look at any of them
            gc.unfreeze()
        gc.enable()  # whether it was on is not checked: another thread may be doing the same


@contextmanager
def setting_aside() -> Generator[None]:
    """Sets aside all objects that exist at the end, including the hundreds of thousands made inside the block.

    The search skips them until `search_all`; for a long text a full search stops the window for 0.2 s. Unreferenced
    objects are released as always, unless they are in a reference cycle.
    """
    gc.collect()  # such garbage would not be found afterwards
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def is_set_aside() -> bool:
    return gc.get_freeze_count() > _SET_ASIDE_AT_START


def set_aside() -> None:
    """Sets aside all present objects; see `setting_aside`."""
    gc.freeze()


def search_all() -> None:
    """Searches all objects now, including those that were set aside."""
    gc.unfreeze()
    gc.collect()
