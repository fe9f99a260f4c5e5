"""Tells other instances that an item's record is being written. Advisory: what protects the record are its digests."""

from __future__ import annotations

import errno
import getpass
import json
import os
import socket
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

_LARGEST = 4096
_TRIES = 5
_PAUSE = 0.02
"""Seconds. Somebody who only looks whether the lock is held holds it himself for a moment."""


def lock_path(sidecar: Path) -> Path:
    """The file beside a record that is locked while the record is open."""
    return sidecar.with_name(f"{sidecar.name}.lock")


class Holder(NamedTuple):
    """Who holds a lock, as `words` after "it is open", and whether on another machine, where it may have ended."""

    words: str
    is_elsewhere: bool


def holder(path: Path, *, take_over: bool = False) -> Holder | None:
    """Who holds the lock; `None` when nobody does. Creates nothing.

    `take_over` is as in `ItemLock`: a lock held by a process of this machine counts all the same.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS)
    except OSError as error:
        return Holder(_unfit(path, "a symbolic link"), is_elsewhere=False) if error.errno == errno.ELOOP else None
    try:
        if unfit := _no_lock(handle, path):
            return Holder(unfit, is_elsewhere=False)
        owner = _owner(handle)
        is_free = _locked(handle, shared=True, owner=owner) and (take_over or not _is_elsewhere(owner))
        return None if is_free else Holder(_words(owner), _is_elsewhere(owner))
    finally:
        os.close(handle)


class ItemLock:
    """A file with host and process, locked for as long as the process lives, so that a dead one's is taken over."""

    def __init__(self, sidecar: Path, *, take_over: bool = False) -> None:
        """`take_over` ignores a lock of another machine, where it cannot be told whether the holder still runs."""
        self.path = lock_path(sidecar)
        self._take_over = take_over
        self._handle: int | None = None

    def acquire(self) -> str:
        """Takes the lock. Returns "", or who holds it. Raises `OSError` where no lock can be made."""
        if self._handle is not None:
            return ""
        who = ""
        for attempt in range(_TRIES):
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
            try:
                who = self._take(handle)
            finally:
                if self._handle is None:
                    os.close(handle)
            if self._handle is not None:
                return ""
            time.sleep(_PAUSE if attempt < _TRIES - 1 else 0)
        return who

    @property
    def taken_at(self) -> float:
        """When it was acquired, in seconds by the clock of its file system; only while it is held."""
        assert self._handle is not None
        return os.fstat(self._handle).st_mtime

    def release(self) -> None:
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":  # there, an open file cannot be deleted
            os.close(handle)
            with suppress(OSError):
                self.path.unlink()
            return
        with suppress(OSError):
            if _is_at(handle, self.path):
                self.path.unlink()
        with suppress(OSError):
            os.close(handle)

    def _take(self, handle: int) -> str:
        owner = _owner(handle)
        if unfit := _no_lock(handle, self.path):
            return unfit
        if not _locked(handle, shared=False, owner=owner):
            return _words(owner)
        owner = _owner(handle)
        if not self._take_over and _is_elsewhere(owner):
            return _words(owner)
        if _is_at(handle, self.path):  # else its last holder has just deleted it
            with suppress(OSError):  # the contents are for people; only the locking counts
                os.ftruncate(handle, 0)
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, json.dumps(_myself()).encode())
            self._handle = handle
        return _words(owner)


_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _no_lock(handle: int, path: Path) -> str:
    """What is in a lock's place, if it is something that cannot be a lock; else ""."""
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        return _unfit(path, "no regular file")
    return _unfit(path, "another file under a second name") if state.st_nlink > 1 else ""


def _unfit(path: Path, what: str) -> str:
    return f"according to {path.name}, which is {what}; move that away"


def _myself() -> dict[str, Any]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    return {"host": socket.gethostname(), "pid": os.getpid(), "started": _started(os.getpid()), "user": user}


def _started(pid: int) -> str:
    """When a process began, in ticks since the machine did; empty where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    after_name = status.rpartition(")")[2].split()
    return after_name[19] if len(after_name) > 19 else ""


def _owner(handle: int) -> dict[str, Any]:
    """The contents of the lock file; nothing when it is empty or garbage."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        tree = json.loads(os.read(handle, _LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", tree) if isinstance(tree, dict) else {}


def _is_elsewhere(owner: dict[str, Any]) -> bool:
    return bool(owner.get("host")) and owner["host"] != socket.gethostname()


def _words(owner: dict[str, Any]) -> str:
    if not owner.get("host"):
        return "in another window of cableview"
    user = f" by {str(owner['user'])[:60]}" if owner.get("user") else ""
    return f"in another cableview{user} on {str(owner['host'])[:60]} (process {str(owner.get('pid', '?'))[:20]})"


def _is_at(handle: int, path: Path) -> bool:
    try:
        ours, there = os.fstat(handle), path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20  # locked bytes cannot be read by others, and these are never written

    def _locked(handle: int, *, shared: bool, owner: dict[str, Any]) -> bool:
        """Windows frees the lock when the process ends."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            if shared:
                msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int, *, shared: bool, owner: dict[str, Any]) -> bool:
        """The system frees the lock when the process ends. Where a share has none, the process's number must do."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return not _is_running(owner)
        return True

    def _is_running(owner: dict[str, Any]) -> bool:
        """True while the process that locked it runs, and not another that was given its number since."""
        pid, started = owner.get("pid"), owner.get("started")
        if not isinstance(pid, int) or pid < 1 or pid == os.getpid():
            return False
        try:
            os.kill(pid, 0)
        except PermissionError:
            pass
        except (OSError, OverflowError):
            return False
        return not started or _started(pid) in ("", started)
