"""Worker processes of this same program that check the items of a folder in parallel.

They are spawned, never forked, and reused for further items: a start costs more than checking a few dozen pages.
Messages pass through their standard streams as MessagePack, preceded by its length. A worker is first told how to
check, and answers with the frame of the output: it has started, and any later error is an item's. An item is sent as
the paths of its files, and its part of the output comes back.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, TypeVar

import msgspec

from cableview.cli.check_messages import Answer, CheckRequest, Frame
from cableview.cli.main import BAD
from cableview.collection.pairing import Files
from cableview.errors import CableviewError
from cableview.workers import own_command

COMMAND = "_check"
_LENGTH = struct.Struct("<Q")

T = TypeVar("T")


class WorkerPool:
    """At most `jobs` workers, each with one item at a time; they start when there is something to do."""

    def __init__(self, jobs: int, request: CheckRequest) -> None:
        self._request = request
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="checking")
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._is_over = False
        self.frame = Frame()
        """Set once there is a first answer."""

    def ask(self, files: Files, told: Callable[[Future[Answer]], None]) -> Future[Answer]:
        """Checks an item when a worker is free; `told` is called from another thread when that is done.

        An item over which a worker dies counts as bad. The future raises `CableviewError` if no workers can be
        started.
        """
        future = self._pool.submit(self._answer, files)
        future.add_done_callback(told)
        return future

    def end(self) -> None:
        """Ends all workers at once, whatever they are doing."""
        with self._lock:
            self._is_over = True
            workers = list(self._all)
        for worker in workers:
            worker.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _answer(self, files: Files) -> Answer:
        worker = self._hired()
        try:
            answer = worker.answer(files)
        except (OSError, EOFError, msgspec.DecodeError):
            worker.kill()
            with self._lock:
                self._all.discard(worker)
            died = CableviewError(
                f"{worker.cause_of_death} before it was done", path=files.paths[0], advice="Check it by itself"
            )
            return Answer(failure=str(died), code=BAD)
        with self._lock:
            self._idle.append(worker)
        return answer

    def _hired(self) -> _Worker:
        """A free worker, or else a new one."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive:
                    return worker
                self._all.discard(worker)
            if self._is_over:
                raise CableviewError("the run is over")
            worker = _Worker()
            self._all.add(worker)
        self.frame = worker.greet(self._request)
        return worker


@contextmanager
def worker_pool(jobs: int, request: CheckRequest) -> Generator[WorkerPool]:
    """A context manager whose workers are gone on exit, even after Ctrl+C."""
    workers = WorkerPool(jobs, request)
    try:
        yield workers
    finally:
        workers.end()


class _Worker:
    """A worker process. Raises `CableviewError` if it cannot be started."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                worker_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # The terminal's Ctrl+C goes to whole process groups; this process decides what happens to its workers.
                process_group=0 if os.name == "posix" else None,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise _not_started(error.strerror or str(error)) from error

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def greet(self, request: CheckRequest) -> Frame:
        """Tells the worker how to check, and waits until it has started. Raises `CableviewError`."""
        try:
            send(self._input, request)
            return received(self._output, Frame)
        except (OSError, EOFError, msgspec.DecodeError) as error:
            self.kill()
            raise _not_started(self.cause_of_death) from error

    def answer(self, files: Files) -> Answer:
        """The worker's answer. Raises `OSError` or `EOFError` if it has ended, `DecodeError` for any other output."""
        send(self._input, files)
        return received(self._output, Answer)

    def kill(self) -> None:
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        for stream in (self._input, self._output):
            with suppress(OSError):
                stream.close()

    @property
    def cause_of_death(self) -> str:
        code = self._process.returncode
        if code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            return f"its worker was ended by {name}"
        return f"its worker ended with exit code {code}"

    @property
    def _input(self) -> BinaryIO:
        return _open(self._process.stdin)

    @property
    def _output(self) -> BinaryIO:
        return _open(self._process.stdout)


def _open(stream: Any) -> BinaryIO:
    assert stream is not None
    return stream


def _not_started(reason: str) -> CableviewError:
    return CableviewError(
        f"workers cannot be started: {reason}", advice="With --jobs 1 all is done in one process, without any"
    )


def worker_command() -> list[str]:
    return own_command(COMMAND)


# Messages


def send(stream: BinaryIO, message: object) -> None:
    """Sends a message, and waits until it is in the pipe. Raises `OSError`."""
    data = msgspec.msgpack.encode(message, enc_hook=_as_plain)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def received(stream: BinaryIO, kind: type[T]) -> T:
    """The next message. Raises `EOFError` if there are no more."""
    (size,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return msgspec.msgpack.decode(_exactly(stream, size), type=kind, dec_hook=_as_kind)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _as_plain(value: object) -> object:
    """The value with paths as bytes, since their names need not be UTF-8."""
    if isinstance(value, Path):
        return os.fsencode(value)
    raise NotImplementedError(f"{type(value).__name__} cannot be sent to a worker")


def _as_kind(kind: type[object], value: object) -> object:
    if issubclass(kind, Path) and isinstance(value, bytes):
        return Path(os.fsdecode(value))
    raise NotImplementedError(f"{kind.__name__} cannot be read by a worker")
