"""Measures what an edit costs at once, in texts of any length: see `tests/bench/collation.py`."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Mapping
from itertools import islice
from random import Random
from typing import TypeVar

from cableview.collation.collate import Text, collate
from cableview.collation.live.live_collation import LiveCollation
from cableview.collation.rules import default_rules
from cableview.model.span import Span
from tests.bench.made_text import pair

T = TypeVar("T")

EDITS = 400
IN_TURN = 20
"""Edits made in one text before those of the next."""
BUILDS = 5


def edit_times(sizes: Mapping[str, int], seed: int = 7) -> dict[str, dict[str, float]]:
    """Milliseconds of this thread for single words replaced, put in, taken out and begun, at random places.

    The texts, of so many letters each, are edited in turns, so that what else the machine does falls on all of them.
    `build` is what it takes to begin after a full collation; `not at once` counts the edits left to the next one.
    """
    texts = {size: _EditedText(letters, seed) for size, letters in sizes.items()}
    for _ in range(0, EDITS, IN_TURN):
        for text in texts.values():
            text.edit(IN_TURN)
    return {size: text.found() for size, text in texts.items()}


class _EditedText:
    """A collation while its text is edited.

    The places are known beforehand: to keep up the text as well would copy it at each edit, and megabytes that are
    copied push everything else out of the processor's caches, which took thrice the time of the edit itself.
    """

    def __init__(self, letters: int, seed: int) -> None:
        transcript, reference = pair(letters)
        collation = collate(Text(transcript), Text(reference), default_rules())
        self._builds = [_timed(lambda: LiveCollation(collation))[0] for _ in range(BUILDS)]
        self._live = LiveCollation(collation)
        self._edits = iter(_edits(transcript, Random(seed)))
        self._times: list[float] = []
        self._left = 0

    def edit(self, count: int) -> None:
        for span, put in islice(self._edits, count):
            took, edited = _timed(lambda span=span, put=put: self._live.edit(span, put))
            self._times.append(took)
            self._left += edited is None

    def found(self) -> dict[str, float]:
        times = sorted(self._times)
        return {
            "median ms": statistics.median(times),
            "p99 ms": times[int(0.99 * EDITS)],
            "most ms": times[-1],
            "build ms": statistics.median(self._builds),
            "not at once": self._left,
        }


def _edits(text: str, random: Random) -> list[tuple[Span, str]]:
    """Edits of words some words apart from each other, each in the text as those before leave it."""
    words = [match.span() for match in re.finditer(r"(?<= )\S+", text)]
    out: list[tuple[Span, str]] = []
    done: list[tuple[int, int]] = []
    for start, end in random.sample(words[::4], EDITS):
        growth = sum(more for at, more in done if at < start)
        span, put = _edit(Span(start + growth, end + growth), random)
        out.append((span, put))
        done.append((start, len(put) - len(span)))
    return out


def _edit(word: Span, random: Random) -> tuple[Span, str]:
    before, other = Span(word.start, word.start), f"w{random.randrange(1000)}"
    return random.choice([(word, other), (before, other + " "), (word, ""), (before, random.choice("aeq"))])


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    before = time.thread_time()
    answer = call()
    return 1000 * (time.thread_time() - before), answer
