"""Reports on the terminal that a comparison takes a while, and the progress of a run over a folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

from cableview.cli.main import say
from cableview.model.item import Item

if TYPE_CHECKING:
    from rich.progress import Progress

LARGE = 2_000_000
"""Code points of the longer text from which a comparison may take seconds; 16 million take about 18."""
PATIENCE = 2.0
QUICK = 0.5
"""Seconds that a folder may take without a progress bar."""


@contextmanager
def said_when_slow(item: Item) -> Generator[None]:
    """Prints one line on a terminal's standard error if comparing an item's long texts takes over two seconds."""
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


class Bar:
    """A progress line on standard error, removed when it is closed. Only on a terminal.

    It is drawn by calls of `show` and not by a thread: what silences libraries silences it too.
    """

    def __init__(self, total: int, doing: str = "checking") -> None:
        self._total, self._doing = total, doing
        self._since = time.monotonic()
        self._drawn: Progress | None = None
        self._is_wanted = total > 1 and sys.stderr.isatty()

    def show(self, done: int, bad: int) -> None:
        """Shows progress; `bad` of the `done` could not be read."""
        if not self._is_wanted or (self._drawn is None and time.monotonic() - self._since < QUICK):
            return
        self._drawn = self._drawn or self._begun()
        said = f"{bad} cannot be read" if bad else ""
        self._drawn.update(self._drawn.task_ids[0], completed=done, bad=said)
        self._drawn.refresh()

    @contextmanager
    def aside(self) -> Generator[None]:
        """Hides the line while something else is printed on the same terminal."""
        if self._drawn is None:
            yield
            return
        self._drawn.stop()
        yield
        self._drawn.start()

    def close(self) -> None:
        """Removes the line; nothing is drawn after that."""
        self._is_wanted = False
        if self._drawn is not None:
            self._drawn.stop()
            self._drawn = None

    def _begun(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = TextColumn(self._doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        drawn = Progress(
            *columns,
            TextColumn("{task.fields[bad]}"),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        drawn.add_task("", total=self._total, bad="")
        drawn.start()
        return drawn
