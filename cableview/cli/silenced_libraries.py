"""Keeps what C libraries print out of standard error, where a command says one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def libraries_silenced() -> Generator[None]:
    """While images are decoded: libtiff writes of each fault to file descriptor 2, past Python, and Pillow lets it.

    What is wrong with an image comes as an `ImageError` all the same. For the whole process, so nothing else may have
    anything to say meanwhile; the window, with its threads, lets libtiff talk.
    """
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except OSError:  # closed beforehand: nobody listens
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
