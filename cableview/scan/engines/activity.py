"""Whether a process is at work: the CPU time of it and its children, and since when that has not grown."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

STILL = 10.0
"""Seconds with next to no CPU time after which a process is taken to hang."""
LITTLE = 0.03
"""Seconds of CPU time that do not count as work: checking the clock now and then, or being inspected."""


def seconds_computed(pid: int) -> float | None:
    """CPU time of a process and its descendants, to hundredths of a second; `None` where the system has none."""
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
    """Detects, when polled, that a process has used no CPU time for `patience` seconds."""

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
        """Whether it has been still for that long; never true where the system does not report CPU time."""
        now, computed = self._clock(), self._computed(self._pid)
        if computed is None or self._last is None or abs(computed - self._last) > LITTLE:
            self._last, self._since = computed, now
        return now - self._since >= self._patience
