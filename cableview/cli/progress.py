"""Says on the terminal that a comparison takes a while, when it does."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import Timer

from cableview.cli.main import say
from cableview.model.item import Item

LARGE = 2_000_000
"""Code points of the longer text from which a comparison may take seconds; 16 million take about 18."""
PATIENCE = 2.0


@contextmanager
def said_when_slow(item: Item) -> Generator[None]:
    """While an item's texts are compared: one line on standard error after two seconds, where somebody sees it."""
    longest = max(len(item.transcript.text), len(item.reference.text) if item.reference else 0)
    if item.reference is None or longest < LARGE or not sys.stderr.isatty():
        yield
        return
    timer = Timer(PATIENCE, _say_words, [item.transcript.text])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _say_words(text: str) -> None:
    say(f"comparing {len(text.split()):,} words; this takes a while")
