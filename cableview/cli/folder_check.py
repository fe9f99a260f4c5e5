"""Checks all items of a folder, on several cores if that pays, and continues past those that cannot be read."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import click

from cableview.cli.check_messages import Answer, CheckRequest, Frame
from cableview.cli.main import BAD, INTERRUPTED, NOTHING_TO_COMPARE, UNDECIDED, say
from cableview.cli.output import STDOUT, write_out
from cableview.cli.progress import Bar
from cableview.collection.folder import items_in
from cableview.collection.pairing import Files
from cableview.errors import UsageError
from cableview.files import atomic_write

if TYPE_CHECKING:
    from cableview.cli.worker_pool import WorkerPool

WORTH = 1.0
"""CPU seconds of work that justify another worker; starting it takes about half of that."""
PER_ITEM, PER_BYTE, PER_SCAN = 0.006, 1.2e-6, 1.5
"""Approximate CPU seconds to open an item, to compare a byte, and to find an item's words on one image."""
MOST_HELD = 32 << 20
"""Bytes of output that may wait for an earlier item's part; no more items are handed out meanwhile."""
TICK = 0.2
"""Seconds between progress checks. Windows notices Ctrl+C only between waits."""


@dataclass
class Tally:
    """The progress of a run."""

    total: int
    done: int = 0
    checked: int = 0
    undecided: bool = False
    failures: list[Answer] = field(default_factory=list[Answer])
    notices: list[str] = field(default_factory=list[str])

    def add(self, answer: Answer) -> None:
        """Counts the result for one item."""
        self.notices += answer.notices
        if answer.failure:
            self.failures.append(answer)
        else:
            self.checked += 1
            self.undecided |= answer.undecided


def check_folder(folder: Path, request: CheckRequest, jobs: int | None) -> int:
    """Writes what was found, names what could not be read, and returns the exit code. `jobs` `None`: as many as pay."""
    if request.output is not None and request.output != STDOUT:
        from cableview.collection.sources import sources_beside
        from cableview.report.export_targets import own_files_in, refuse_taken

        sources = (own_files_in(folder), sources_beside(request.output)) if request.force else ((), ())
        refuse_taken(request.output, *sources, replace=request.force)
    found = items_in(folder)
    tally = Tally(len(found.items))
    request = replace(request, folder=folder)
    jobs = max(1, min(jobs, len(found.items))) if jobs else jobs_worth_it(found.items, request)
    bar = Bar(tally.total)
    run = Run(request, tally, bar)
    try:
        with closing(run.answers(found.items, jobs)) as answers:
            _write(_parts(run, answers), request, bar)
    except KeyboardInterrupt:
        bar.close()
        _say_how_far(tally, request)
        return INTERRUPTED
    finally:
        bar.close()
    for path, reason in found.unpaired:
        say(f"{path}: {reason}")
    for notice in tally.notices:
        say(notice)
    _say_failures(tally)
    return _code(tally, folder)


def _say_how_far(tally: Tally, request: CheckRequest) -> None:
    left = "" if request.output in (None, STDOUT) else f"; {request.output} was not written"
    _say_failures(tally)
    say(f"stopped when {tally.done} of {tally.total} items were checked{left}")


def _say_failures(tally: Tally) -> None:
    for failure in tally.failures:
        say(failure.failure)


def _code(tally: Tally, folder: Path) -> int:
    if not tally.total:
        raise UsageError(
            "there is no item in this folder", path=folder, advice="Put a transcript and its second text there"
        )
    if any(failure.code == BAD for failure in tally.failures):
        return BAD
    if not tally.checked:
        return NOTHING_TO_COMPARE
    return UNDECIDED if tally.undecided else 0


# How many at a time


def jobs_worth_it(items: Sequence[Files], request: CheckRequest) -> int:
    """Number of workers worth starting; 1 if starting them would take longer than doing the work here."""
    work = sum(_seconds(files, request) for files in items)
    return max(1, min(usable_cores(), len(items), int(work / WORTH)))


def _seconds(files: Files, request: CheckRequest) -> float:
    scans = 0 if request.form == "text" else len(files.scans)
    return PER_ITEM + PER_BYTE * sum(map(_size, files.transcript + files.reference)) + PER_SCAN * scans


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def usable_cores() -> int:
    """Cores that this process may use: those it is bound to, limited by its group's share of CPU time."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return max(1, min(bound, -(-int(quota) // int(period))))
    except (OSError, ValueError):  # no such limit, or "max"
        return bound


# Answers in the order of the folder


@dataclass
class Run:
    """A run over the items of a folder; `frame` is known once there is a first answer."""

    request: CheckRequest
    tally: Tally
    bar: Bar
    frame: Frame = field(default_factory=Frame)

    def answers(self, items: Sequence[Files], jobs: int) -> Generator[Answer]:
        """Yields the answers in the order of `items`."""
        return self._here(items) if jobs == 1 else self._by_workers(items, jobs)

    def _here(self, items: Sequence[Files]) -> Generator[Answer]:
        from cableview.cli.check_forms import frame_of
        from cableview.cli.item_answer import answered

        self.frame = frame_of(self.request)
        for files in items:
            self._show()
            answer = answered(files, self.request)
            self.tally.done += 1
            yield answer

    def _by_workers(self, items: Sequence[Files], jobs: int) -> Generator[Answer]:
        from cableview.cli.worker_pool import worker_pool

        with worker_pool(jobs, self.request) as workers:
            for answer in self._in_order(workers, items, 2 * jobs):
                self.frame = workers.frame
                yield answer

    def _in_order(self, workers: WorkerPool, items: Iterable[Files], most: int) -> Generator[Answer]:
        """Yields answers in order; at most `most` items are handed out at a time."""
        rest = iter(items)
        waiting: deque[Future[Answer]] = deque()
        done: set[Future[Answer]] = set()
        told: SimpleQueue[Future[Answer]] = SimpleQueue()
        held = 0
        while True:
            while len(waiting) - len(done) < most and held < MOST_HELD and (files := next(rest, None)) is not None:
                waiting.append(workers.ask(files, told.put))
            if not waiting:
                return
            self._show()
            try:
                last = told.get(timeout=TICK)
            except Empty:
                continue
            done.add(last)
            held += len(last.result().part)
            self.tally.done += 1
            while waiting and waiting[0] in done:
                done.remove(waiting[0])
                answer = waiting.popleft().result()
                held -= len(answer.part)
                yield answer

    def _show(self) -> None:
        self.bar.show(self.tally.done, len(self.tally.failures))


# The output


def _parts(run: Run, answers: Iterable[Answer]) -> Iterator[bytes]:
    """The output piece by piece; empty if no item could be checked. Raises `UsageError` for a fatal failure."""
    for answer in answers:
        if answer.fatal:
            raise UsageError(answer.failure)
        run.tally.add(answer)
        if not answer.failure:
            yield (run.frame.between if run.tally.checked > 1 else run.frame.head) + answer.part
    if run.tally.checked:
        yield run.frame.foot


def _write(parts: Iterator[bytes], request: CheckRequest, bar: Bar) -> None:
    """Writes to standard output as the output arrives, but to a file only once all is done."""
    if request.output is not None and request.output != STDOUT:
        first = next(parts, None)
        if first is not None:
            atomic_write(request.output, chain([first], parts))
        return
    for part in parts:
        with bar.aside() if sys.stdout.isatty() else nullcontext():
            if request.form == "text" and request.output is None:
                click.echo(part.decode("utf-8"), nl=False)
            else:
                write_out(part)
