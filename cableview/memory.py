"""Memory for large libraries, and when Python should not search it for unreachable objects."""

from __future__ import annotations

import gc
import mmap
import os
from collections.abc import Generator
from contextlib import contextmanager

_ADDRESSES_FOR_NUMPY = 96 << 20
"""Bytes; with one thread it takes 81 MB of them."""


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

    After it they count as old ones, which are looked through seldom, and the search is on.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # and back: what is thawed is old, without a look at any of it
        gc.unfreeze()
        gc.enable()  # whether it was on is not checked: another thread may be doing the same
