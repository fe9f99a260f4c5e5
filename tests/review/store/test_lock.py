"""The lock beside a record: a living holder keeps it, a dead one loses it, and nobody else's is removed."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cableview.errors import SaveError
from cableview.review.store.lock import ItemLock, holder, lock_path
from tests.review.store.values import change, opened, sidecar_in

posix = pytest.mark.skipif(sys.platform == "win32", reason="another way of locking")


@pytest.fixture
def sidecar(tmp_path: Path) -> Path:
    return tmp_path / "a.txt.cableview.json"


def test_the_holder_acquires_the_lock_again_and_is_named_in_it(sidecar: Path) -> None:
    lock = ItemLock(sidecar)
    lock_path(sidecar).write_text(json.dumps({"host": socket.gethostname(), "pid": 1, "user": "x" * 300}))
    assert lock.acquire() == lock.acquire() == ""
    said = json.loads(lock_path(sidecar).read_text())
    assert (said["host"], said["pid"]) == (socket.gethostname(), os.getpid())
    lock.release()
    lock.release()
    assert not lock_path(sidecar).exists()


def test_a_reader_finds_the_holder_and_creates_nothing(sidecar: Path) -> None:
    assert holder(lock_path(sidecar)) is None
    assert not lock_path(sidecar).exists()
    lock = ItemLock(sidecar)
    lock.acquire()
    found = holder(lock_path(sidecar))
    assert found is not None
    assert f"(process {os.getpid()})" in found.words
    assert not found.is_elsewhere
    lock.release()


@posix
def test_two_readers_do_not_block_each_other(sidecar: Path) -> None:
    import fcntl

    lock_path(sidecar).touch()
    with lock_path(sidecar).open("rb") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        assert holder(lock_path(sidecar)) is None


def test_a_lock_that_names_nobody_is_reported_as_another_window(sidecar: Path) -> None:
    lock = ItemLock(sidecar)
    lock.acquire()
    os.truncate(lock_path(sidecar), 0)
    found = holder(lock_path(sidecar))
    assert found is not None
    assert found.words == "in another window of cableview"
    lock.release()


def test_a_lock_that_names_no_user_is_reported_without_one(sidecar: Path) -> None:
    lock_path(sidecar).write_text('{"host": "reading-room-2", "pid": 4}')
    found = holder(lock_path(sidecar))
    assert found is not None
    assert found.words == "in another cableview on reading-room-2 (process 4)"


@posix
def test_a_lock_that_replaced_ours_is_left_there(sidecar: Path) -> None:
    lock = ItemLock(sidecar)
    lock.acquire()
    lock_path(sidecar).unlink()
    lock_path(sidecar).write_text("another's")
    lock.release()
    assert lock_path(sidecar).read_text() == "another's"


@posix
def test_a_lock_removed_by_its_holder_during_acquisition_is_created_again(
    sidecar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    real = fcntl.flock

    def late(handle: int, how: int) -> None:
        monkeypatch.undo()
        lock_path(sidecar).unlink()
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    lock = ItemLock(sidecar)
    assert lock.acquire() == ""
    assert holder(lock_path(sidecar)) is not None
    lock.release()


def test_a_lock_of_another_machine_that_appears_after_opening_holds(tmp_path: Path) -> None:
    store = opened(tmp_path)
    lock_path(sidecar_in(tmp_path)).write_text('{"host":"reading-room-2","pid":4,"user":"ines"}')
    with pytest.raises(SaveError, match="it is open in another cableview by ines on reading-room-2"):
        store.append(change(1)).result()
    lock_path(sidecar_in(tmp_path)).unlink()
    store.append(change(2)).result()
    store.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_lock_that_is_a_pipe_is_named(tmp_path: Path) -> None:
    store = opened(tmp_path)
    os.mkfifo(lock_path(sidecar_in(tmp_path)))
    with pytest.raises(SaveError, match=r"a\.txt\.cableview\.json\.lock, which is no regular file"):
        store.append(change(1)).result()
    with pytest.raises(SaveError):
        store.close()


@posix
@pytest.mark.parametrize("is_running", [True, False])
def test_on_a_share_without_locks_the_process_number_tells_whether_it_is_held(
    sidecar: Path, monkeypatch: pytest.MonkeyPatch, is_running: bool
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        lock_path(sidecar).write_text(json.dumps({"host": socket.gethostname(), "pid": process.pid}))
        if not is_running:
            process.communicate(b"\n")
        lock = ItemLock(sidecar)
        who = lock.acquire()
        lock.release()
        if is_running:
            process.communicate(b"\n")
    assert (f"process {process.pid}" in who) == is_running
    assert bool(who) == is_running


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell when a process began")
@pytest.mark.parametrize("is_same", [True, False])
def test_on_a_share_without_locks_another_process_with_the_number_of_the_holder_holds_nothing(
    sidecar: Path, monkeypatch: pytest.MonkeyPatch, is_same: bool
) -> None:
    import fcntl

    lock = ItemLock(sidecar)
    lock.acquire()
    mine = json.loads(lock_path(sidecar).read_text())
    lock.release()
    assert mine["started"]

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr(os, "getpid", lambda: 0)  # the holder is seen by another process
    lock_path(sidecar).write_text(json.dumps(mine if is_same else {**mine, "started": "1"}))
    assert bool(lock.acquire()) == is_same
    lock.release()


@posix
@pytest.mark.parametrize("pid", ["x", None, 0, -1, 10**30, os.getpid()], ids=["x", "none", "0", "-1", "huge", "own"])
def test_on_a_share_without_locks_a_number_of_no_other_process_holds_nothing(
    sidecar: Path, monkeypatch: pytest.MonkeyPatch, pid: object
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    lock_path(sidecar).write_text(json.dumps({"host": socket.gethostname(), "pid": pid}))
    lock = ItemLock(sidecar)
    assert lock.acquire() == ""
    lock.release()
