"""Summarises the states of the places in a queue in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cableview.model.decision import STATE_WORDS, State
from cableview.review.queue import Entry

ORDER = (State.DECIDED, State.OPEN, State.DEFERRED, State.REOPENED, State.STALE)


def states_line(entries: Iterable[Entry]) -> str:
    """The summary, such as `10 discrepancies: 4 decided, 5 undecided, 1 deferred`."""
    counts = Counter(entry.state for entry in entries)
    total = counted(sum(counts.values()), "discrepancy", "discrepancies")
    parts = [f"{counts[state]} {STATE_WORDS[state]}" for state in ORDER if counts[state]]
    return f"{total}: {', '.join(parts)}" if parts else total


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 word`, `2 words`; `many` is the plural if adding an s is not enough."""
    return f"{number} {one if number == 1 else many or one + 's'}"
