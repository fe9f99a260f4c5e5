"""An idle process is distinguished from one that computes, or whose children do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cableview.scan.engines.activity import LITTLE, Stillness, seconds_computed
from cableview.scan.engines.bounded_process import BoundedError, run_bounded
from cableview.scan.engines.limits import PageClock

SPIN = "while True: pass"
SLEEP = "import time; time.sleep(600)"
SPINNING_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SPIN!r}])"


def run(script: str, **limits: float) -> None:
    command = [sys.executable, "-S", "-c", script]
    run_bounded(command, stdin=None, most=1000, environment=os.environ, **{"seconds": 60.0, **limits})  # pyright: ignore[reportArgumentType]


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-S", "-c", SPINNING_CHILD], start_new_session=True)
    yield process
    os.killpg(process.pid, 9)
    process.wait()


def test_idle_time_counts_from_the_last_work() -> None:
    computed = iter([0.0, 1.0, 1.0 + LITTLE / 2, 1.0 + LITTLE / 2, 2.0, 2.0, 2.0])
    clock = iter([0.0, 0.0, 4.0, 9.0, 14.0, 15.0, 20.0, 25.0])
    stillness = Stillness(1, 10.0, lambda _: next(computed), lambda: next(clock))
    assert [stillness.lasts() for _ in range(7)] == [False, False, False, True, False, False, True]


def test_nothing_counts_as_idle_if_the_system_does_not_say() -> None:
    clock = iter(range(0, 1000, 100))
    stillness = Stillness(1, 10.0, lambda _: None, lambda: next(clock))
    assert not any(stillness.lasts() for _ in range(5))


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not say what is computed")


@needs_proc
def test_work_of_children_counts(parent: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while (seconds_computed(parent.pid) or 0.0) < 0.5:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_cpu_time_of_an_ended_process_is_unknown() -> None:
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    assert seconds_computed(process.pid) is None


@needs_proc
def test_an_idle_command_is_ended_before_its_time_limit() -> None:
    with pytest.raises(BoundedError, match="hangs: it computed nothing for 1 seconds"):
        run(SLEEP, still=1.0)


@needs_proc
def test_a_command_that_computes_for_ever_is_ended_by_its_cpu_time() -> None:
    with pytest.raises(BoundedError, match="did not come to an end in 1 seconds of computing"):
        run(SPIN, computing=1.0)


def test_a_command_that_waits_or_computes_too_long_by_the_clock_is_ended() -> None:
    with pytest.raises(BoundedError, match="did not answer within 1 seconds"):
        run(SLEEP, seconds=1.0)


@pytest.mark.parametrize(("seconds", "computing", "is_late"), [(0.05, 100, True), (100, 0.0, True), (100, 100, False)])
def test_a_page_is_given_up_by_wall_or_cpu_time(seconds: float, computing: float, is_late: bool) -> None:
    late = threading.Event()
    clock = PageClock(seconds, computing, late.set, look_every=0.02)
    clock.begin()
    assert late.wait(30 if is_late else 0.3) == is_late
    clock.stop()


def test_a_page_that_was_read_in_time_is_not_late() -> None:
    late = threading.Event()
    clock = PageClock(0.3, 100, late.set, look_every=0.02)
    clock.begin()
    clock.stop()
    assert not late.wait(0.6)
