"""Whether a process is at work: what it and those that it started have computed, and since when that is no more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

STILL = 10.0
"""Seconds in which a process that has computed next to nothing is taken to hang."""
LITTLE = 0.03
"""Seconds of computing that are no work yet: to look at the clock now and then, or to be looked at."""


def seconds_computed(pid: int) -> float | None:
    """By a process and its descendants, in steps of some hundredths; `None` where the system does not say."""
    root = Path("/proc", str(pid))
    try:
        fields = (root / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        children = [child for task in (root / "task").iterdir() for child in _children(task)]
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + sum(
            seconds_computed(child) or 0.0 for child in children
        )
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def _children(task: Path) -> list[int]:
    with suppress(OSError):
        return [int(pid) for pid in (task / "children").read_text(encoding="ascii").split()]
    return []


class Stillness:
    """Tells of a process, asked from time to time, that it has done nothing for `patience` seconds."""

    def __init__(
        self,
        pid: int,
        patience: float = STILL,
        computed: Callable[[int], float | None] = seconds_computed,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pid, self._patience, self._computed, self._clock = pid, patience, computed, clock
        self._last: float | None = None
        self._since = clock()

    def lasts(self) -> bool:
        """Never where the system does not say what a process computes."""
        now, computed = self._clock(), self._computed(self._pid)
        if computed is None or self._last is None or abs(computed - self._last) > LITTLE:
            self._last, self._since = computed, now
        return now - self._since >= self._patience
