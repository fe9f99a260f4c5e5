"""What was acknowledged survives any crash and any system error, exactly once and in order."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from cableview.errors import SaveError
from cableview.review.store.record import journal_path
from cableview.review.store.store import Store, read_kept
from tests.review.store.values import change, filled, opened, sidecar_in

CHECKOUT = Path(__file__).resolve().parents[3]
CALLS = ("open", "write", "fsync", "fdatasync", "replace", "ftruncate", "unlink", "rename")
LOOKS = ("open", "read", "stat", "lstat", "fstat", "lseek", "close", "scandir", "fchmod", "fchown", "listxattr")
WORK = ("a", "a", "d", "a", "c", "a", "d", "c", "a", "a", "x")
"""Append, draft, compact (gather), close."""

APPENDING = """
import os, sys
from pathlib import Path
from tests.review.store.values import *
store = opened(Path(sys.argv[1]))
seq = len(store.kept.changes)
for seq in range(seq + 1, seq + 1 + int(sys.argv[2])):
    store.append(change(seq)).result()
    os.write(1, b"%d\\n" % seq)
    if seq % 5 == 0:
        store.compact()
store.close()
os.write(1, b"closed\\n")
"""


def check_kept(folder: Path, acknowledged: int) -> int:
    """Asserts that the record holds changes 1, 2, 3 … and all that were acknowledged; returns how many."""
    changes = read_kept(sidecar_in(folder)).changes
    assert changes == tuple(change(seq) for seq in range(1, len(changes) + 1))
    assert len(changes) >= acknowledged
    return len(changes)


class Worker:
    """Goes through `WORK` step by step, whatever fails, and counts what was acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = opened(folder)
        self.seq = self.acknowledged = 0
        self.errors: list[SaveError] = []

    def step(self, what: str) -> None:
        if what == "a":
            self.seq += 1
            self.store.append(change(self.seq)).result()
            self.acknowledged = self.seq
        elif what == "d":
            self.store.draft(f"draft {self.seq}").result()
        elif what == "c":
            self.store.compact().result()
        else:
            self.store.close()

    def work(self, steps: Sequence[str] = WORK) -> None:
        for what in steps:
            try:
                self.step(what)
            except SaveError as error:
                self.errors.append(error)


def patched(monkeypatch: pytest.MonkeyPatch, before: Callable[[str], None]) -> None:
    """Has `before` called with its name before each system call that changes files."""
    for name in CALLS:
        real = getattr(os, name, None)
        if real is not None:

            def call(*args: Any, _name: str = name, _real: Callable[..., Any] = real, **options: Any) -> Any:
                if _name != "open" or args[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                    before(_name)
                return _real(*args, **options)

            monkeypatch.setattr(os, name, call)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_in_the_middle_of_appending_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    acknowledged = 0
    for pause in (0.0, 0.003, 0.011, 0.02, 0.035):
        command = [sys.executable, "-c", APPENDING, str(tmp_path), "5000"]
        with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            lines = process.stdout.read().split(b"\n")[:-1]
        acknowledged = int(lines[-1]) if lines else acknowledged + 1
        acknowledged = check_kept(tmp_path, acknowledged)
    assert acknowledged > 5


def test_crash_before_any_system_call_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies the folder before every call that changes it: each is a state that a crash can leave."""
    folder, states = tmp_path / "item", tmp_path / "states"
    folder.mkdir()
    states.mkdir()
    worker = Worker(folder)
    taken: list[tuple[Path, int]] = []

    def photograph(name: str) -> None:
        monkeypatch.undo()
        state = states / f"{len(taken):03d}-{name}"
        shutil.copytree(folder, state)
        taken.append((state, worker.acknowledged))
        patched(monkeypatch, photograph)

    patched(monkeypatch, photograph)
    worker.work()
    monkeypatch.undo()
    assert len(taken) > 40
    for state, acknowledged in taken:
        count = check_kept(state, acknowledged)
        store = opened(state)  # the lock of the dead one does not bar the way
        store.append(change(count + 1)).result()
        assert check_kept(state, count + 1) == count + 1
        store.close()
        assert check_kept(state, count + 1) == count + 1
    assert check_kept(folder, worker.seq) == worker.seq


def test_power_cut_after_compaction_may_bring_the_old_journal_or_the_old_sidecar_back(tmp_path: Path) -> None:
    """Names in a folder become durable only with its sync; the data of both files were synced before."""
    store = opened(tmp_path)
    sidecar, journal = sidecar_in(tmp_path), journal_path(sidecar_in(tmp_path))
    for seq in (1, 2):
        store.append(change(seq)).result()
    store.compact().result()
    old_sidecar = sidecar.read_bytes()
    for seq in (3, 4):
        store.append(change(seq)).result()
    old_journal = journal.read_bytes()
    store.compact().result()
    new_sidecar = sidecar.read_bytes()
    store.append(change(5)).result()
    new_journal = journal.read_bytes()
    store._thread.shutdown()
    store._writer.close()
    for sidecar_data, journal_data, count in (
        (old_sidecar, old_journal, 4),
        (new_sidecar, old_journal, 4),
        (new_sidecar, None, 4),
        (new_sidecar, new_journal, 5),
    ):
        sidecar.write_bytes(sidecar_data)
        journal.unlink(missing_ok=True)
        if journal_data is not None:
            journal.write_bytes(journal_data)
        assert check_kept(tmp_path, count) == count


class Fault:
    """Raises `error` at the `number`th call, and at all after it while `lasting`."""

    def __init__(self, number: int, error: int, *, lasting: bool) -> None:
        self.number, self.error, self.lasting, self.calls = number, error, lasting, 0

    def __call__(self, name: str) -> None:
        self.calls += 1
        if self.calls == self.number or (self.lasting and self.calls > self.number):
            raise OSError(self.error, os.strerror(self.error))


@pytest.mark.parametrize("error", ["EIO", "EDQUOT", "EACCES"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_an_error_at_any_system_call_loses_nothing_and_acknowledges_nothing_falsely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, lasting: bool
) -> None:
    number, reached = 0, True
    while reached:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        fault = Fault(number, getattr(errno, error), lasting=lasting)
        worker = Worker(folder)
        patched(monkeypatch, fault)
        worker.work()
        monkeypatch.undo()
        reached = fault.calls >= number
        assert worker.store.conflict == ""
        count = check_kept(folder, worker.acknowledged)
        again = opened(folder)
        assert again.kept.read_only == ""
        again.append(change(count + 1)).result()
        again.close()
        assert check_kept(folder, count + 1) == count + 1
    assert number > 40


def is_in(folder: Path, what: object) -> bool:
    """True for a path below `folder`, and for any open file."""
    return isinstance(what, int) or os.fsdecode(what).startswith(str(folder))  # type: ignore[arg-type]


def test_an_error_while_only_reading_is_a_sentence_and_reports_no_conflict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, reached = 0, True
    while reached:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        filled(folder, 2)
        worker = Worker(folder)
        worker.seq = 2
        fault = Fault(number, errno.EIO, lasting=False)
        for name in LOOKS:
            real = getattr(os, name, None)
            if real is None:
                continue

            def call(*args: Any, _real: Callable[..., Any] = real, _name: str = name, **options: Any) -> Any:
                if args and is_in(folder, args[0]):  # noqa: B023
                    try:
                        fault(_name)  # noqa: B023
                    except OSError:
                        if _name == "close":  # it is closed all the same
                            _real(*args)
                        raise
                return _real(*args, **options)

            monkeypatch.setattr(os, name, call)
        worker.work(("a", "d", "a", "c", "a", "x"))
        monkeypatch.undo()
        reached = fault.calls >= number
        assert worker.store.conflict == ""
        assert check_kept(folder, worker.acknowledged) == worker.seq
        assert all(error.path and error.advice for error in worker.errors)
    assert number > 40


def test_a_failed_change_is_written_with_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.append(change(1)).result()
    patched(monkeypatch, Fault(1, errno.ENOSPC, lasting=True))
    for seq in (2, 3):
        with pytest.raises(SaveError, match="No space left on device"):
            store.append(change(seq)).result()
    monkeypatch.undo()
    assert check_kept(tmp_path, 1) == 1
    store.append(change(4)).result()
    assert check_kept(tmp_path, 4) == 4
    store.close()


@pytest.mark.parametrize("where", ["anchors_of", "encode_record", "shape_tree"])
def test_a_change_that_ran_out_of_memory_is_written_with_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    module = "store" if where == "anchors_of" else "writer"
    store = opened(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(f"cableview.review.store.{module}.{where}", fail)
        with pytest.raises(SaveError, match="too little memory") as said:
            store.append(change(1)).result()
    assert said.value.path
    store.append(change(2)).result()
    assert check_kept(tmp_path, 2) == 2
    store.close()
    assert check_kept(tmp_path, 2) == 2


def test_after_a_failed_sync_the_file_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.append(change(1)).result()
    journal = journal_path(sidecar_in(tmp_path))
    before = journal.stat().st_ino
    keep = journal.open("rb")  # or the number of the file might be given anew
    sync = "fdatasync" if hasattr(os, "fdatasync") else "fsync"
    with monkeypatch.context() as patch:
        patch.setattr(os, sync, lambda handle: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
        with pytest.raises(SaveError, match="Input/output error"):
            store.append(change(2)).result()
    store.append(change(3)).result()
    assert journal.stat().st_ino != before
    keep.close()
    assert check_kept(tmp_path, 3) == 3
    store.close()


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    worker = Worker(tmp_path)
    worker.work()
    monkeypatch.undo()
    assert check_kept(tmp_path, worker.seq) == worker.acknowledged == worker.seq


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed")
    probe = subprocess.run([found, "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip(f"strace cannot trace here: {probe.stderr.decode(errors='replace').strip()}")
    return found


@pytest.mark.parametrize(
    "fault",
    [
        "fdatasync:error=EIO:when=2",
        "fdatasync:signal=KILL:when=3",
        "fsync:error=EIO:when=3",
        "fsync:signal=KILL:when=3",
        "fsync:signal=KILL:when=4",
        "/rename:error=EACCES:when=2",
        "/rename:signal=KILL:when=2",
        "/unlink:signal=KILL:when=1",
    ],
)
def test_fault_in_the_kernel_loses_nothing_that_was_acknowledged(tmp_path: Path, strace: str, fault: str) -> None:
    command = [strace, "-f", "-qq", "-o", os.devnull, "-e", f"inject={fault}"]
    command += [sys.executable, "-c", APPENDING, str(tmp_path), "8"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False, timeout=60)
    said = [int(line) for line in done.stdout.split(b"\n") if line.isdigit()]
    assert ("KILL" in fault) == (b"closed" not in done.stdout and b"Error" not in done.stderr)
    assert said == list(range(1, len(said) + 1))
    check_kept(tmp_path, len(said))
