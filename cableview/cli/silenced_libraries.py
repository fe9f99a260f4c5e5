"""Keeps the output of C libraries off standard error, where a command prints one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def libraries_silenced() -> Generator[None]:
    """Silences libraries while images are decoded: libtiff reports faults to file descriptor 2, and Pillow lets it.

    Faults in an image are still raised as an `ImageError`. It affects the whole process, so nothing else may need to
    print meanwhile; the window, with its threads, does not silence libtiff.
    """
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except OSError:  # already closed: nobody reads it
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
