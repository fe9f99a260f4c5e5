"""Measures what an edit costs at once, in texts of any length: see `tests/bench/collation.py`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from cableview.collation.collate import Text, collate
from cableview.collation.live import LiveCollation
from cableview.collation.rules import default_rules
from cableview.model.span import Span
from tests.bench.made_text import pair

T = TypeVar("T")

EDITS = 400
BUILDS = 5


def edit_times(letters: int, seed: int = 7) -> dict[str, float]:
    """Milliseconds of this thread for single words replaced, put in, taken out and begun, at random places.

    `build` is what it takes to begin after a full collation; `not at once` counts the edits left to the next one.
    """
    transcript, reference = pair(letters)
    collation = collate(Text(transcript), Text(reference), default_rules())
    builds = [_timed(lambda: LiveCollation(collation))[0] for _ in range(BUILDS)]
    live, text, random = LiveCollation(collation), transcript, Random(seed)
    times: list[float] = []
    left = 0
    for _ in range(EDITS):
        span, put = _edit(text, random)
        took, edited = _timed(lambda span=span, put=put: live.edit(span, put))
        times.append(took)
        left += edited is None
        text = text[: span.start] + put + text[span.end :]
    times.sort()
    return {
        "median ms": statistics.median(times),
        "p99 ms": times[int(0.99 * EDITS)],
        "most ms": times[-1],
        "build ms": statistics.median(builds),
        "not at once": left,
    }


def _edit(text: str, random: Random) -> tuple[Span, str]:
    at = text.index(" ", random.randrange(len(text) - 200)) + 1
    end = at
    while end < len(text) and not text[end].isspace():
        end += 1
    word = f"w{random.randrange(1000)}"
    return random.choice(
        [(Span(at, end), word), (Span(at, at), word + " "), (Span(at, end), ""), (Span(at, at), random.choice("aeq"))]
    )


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    before = time.thread_time()
    answer = call()
    return 1000 * (time.thread_time() - before), answer
