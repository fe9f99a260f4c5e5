"""Memory for large libraries, and when Python should not search it for unreachable objects."""

from __future__ import annotations

import gc
import mmap
import os
from collections.abc import Generator
from contextlib import contextmanager

_ADDRESSES_FOR_NUMPY = 96 << 20
"""Bytes; with one thread it takes 81 MB of them."""
_SET_ASIDE_AT_START = gc.get_freeze_count()
"""Objects of Python itself; some versions set a few hundred aside."""


def prepare_for_numpy() -> None:
    """Call this before numpy is imported. Raises `MemoryError` where there is no room for it.

    Its OpenBLAS ends the program by itself with exit code 1, which says something else here, where it lacks memory, and
    as with Ctrl+C where the system gives it no thread. The matrices are too small for a second one.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        mmap.mmap(-1, _ADDRESSES_FOR_NUMPY).close()
    except OSError as error:
        raise MemoryError from error


@contextmanager
def without_searching() -> Generator[None]:
    """Where millions of objects are made that all stay: to look through them again and again takes a third of the time.

    After it they count as old ones, which are looked through seldom, and the search is on. Where objects are set aside
    they stay so, and those made here are looked through like any others.
    """
    gc.disable()
    try:
        yield
    finally:
        if not is_set_aside():
            gc.freeze()  # and back: what is thawed is old, without a look at any of it
            gc.unfreeze()
        gc.enable()  # whether it was on is not checked: another thread may be doing the same


@contextmanager
def setting_aside() -> Generator[None]:
    """Sets aside all that there is at the end, which has hundreds of thousands of objects that were made here.

    The search passes over them until `search_all`; of a long text a full one stops the window for 0.2 s. What nothing
    holds any more is released as always, unless it holds itself.
    """
    gc.collect()  # that would not be found afterwards
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def is_set_aside() -> bool:
    """True while objects are set aside."""
    return gc.get_freeze_count() > _SET_ASIDE_AT_START


def set_aside() -> None:
    """Sets aside all that there is now; see `setting_aside`."""
    gc.freeze()


def search_all() -> None:
    """Looks through all that there is, and that was set aside, now."""
    gc.unfreeze()
    gc.collect()
