"""Measures what an edit costs at once, in texts of any length: see `tests/bench/collation.py`."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from cableview.collation.collate import Text, collate
from cableview.collation.live.live_collation import LiveCollation
from cableview.collation.rules import default_rules
from cableview.model.span import Span
from tests.bench.made_text import pair

T = TypeVar("T")

EDITS = 400
BUILDS = 5


def edit_times(letters: int, seed: int = 7) -> dict[str, float]:
    """Milliseconds of this thread for single words replaced, put in, taken out and begun, at random places.

    `build` is what it takes to begin after a full collation; `not at once` counts the edits left to the next one. The
    places are known beforehand: to keep up the text as well would copy it at each edit, and megabytes that are copied
    push everything else out of the processor's caches, which took thrice the time of the edit itself.
    """
    transcript, reference = pair(letters)
    collation = collate(Text(transcript), Text(reference), default_rules())
    builds = [_timed(lambda: LiveCollation(collation))[0] for _ in range(BUILDS)]
    live = LiveCollation(collation)
    times: list[float] = []
    left = 0
    for span, put in _edits(transcript, Random(seed)):
        took, edited = _timed(lambda span=span, put=put: live.edit(span, put))
        times.append(took)
        left += edited is None
    times.sort()
    return {
        "median ms": statistics.median(times),
        "p99 ms": times[int(0.99 * EDITS)],
        "most ms": times[-1],
        "build ms": statistics.median(builds),
        "not at once": left,
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
