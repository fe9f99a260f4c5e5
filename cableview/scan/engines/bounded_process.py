"""Runs a command with hard limits on its time and output."""

from __future__ import annotations

import math
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from cableview.scan.engines.activity import STILL, Stillness, seconds_computed

BLOCK = 1 << 16
LOOK_EVERY = 0.5
"""Seconds between checks on a process."""
LET_GO_WITHIN = 1.0
"""Seconds for the readers to finish after the command has: something it started may hold the pipes open."""


class BoundedError(Exception):
    """The command did not start, took too long or printed too much; its message does not name the command."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process ended: its exit code, and the bytes it wrote to both streams."""

    code: int
    out: bytes
    err: bytes


class _Reader:
    """Keeps the first `limit` bytes of a stream; `is_over` is set once there are more."""

    def __init__(self, stream: IO[bytes], limit: int, process: subprocess.Popen[bytes]) -> None:
        self._stream, self._limit, self._process = stream, limit, process
        self._parts: list[bytes] = []
        self.is_over = False
        self._thread = threading.Thread(target=self._read, name="engine-output", daemon=True)
        self._thread.start()

    def bytes(self) -> bytes:
        self._thread.join(LET_GO_WITHIN)
        return b"".join(self._parts)[: self._limit]

    def _read(self) -> None:
        kept = 0
        with suppress(OSError, ValueError), self._stream:
            while block := self._stream.read(BLOCK):
                kept += len(block)
                self._parts.append(block)
                if kept > self._limit:
                    self.is_over = True
                    self._process.kill()
                    return


def run_bounded(
    command: Sequence[str],
    *,
    stdin: IO[bytes] | None,
    seconds: float,
    computing: float = math.inf,
    still: float = STILL,
    most: int,
    environment: Mapping[str, str],
) -> Ran:
    """Exit code and both streams, each of at most `most` bytes, of a process that has ended. Raises `BoundedError`.

    It may run for `seconds`, use `computing` seconds of CPU time, and be idle for `still`.
    """
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            bufsize=0,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BoundedError(f"cannot be started: {reason}") from error
    assert process.stdout is not None
    assert process.stderr is not None
    readers = [_Reader(stream, most, process) for stream in (process.stdout, process.stderr)]
    try:
        _wait(process, seconds, computing, still)
    finally:
        process.kill()
        process.wait()
        out, err = (reader.bytes() for reader in readers)
    if any(reader.is_over for reader in readers):
        raise BoundedError(f"printed more than {most / 2**20:.0f} MB and was ended")
    return Ran(process.returncode, out, err)


def _wait(process: subprocess.Popen[bytes], seconds: float, computing: float, still: float) -> None:
    """Waits for the process to end. Raises `BoundedError` where that takes too long, or is not going to happen."""
    stillness, until = Stillness(process.pid, still), time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, min(left, LOOK_EVERY)))
            return
        if left <= 0:
            raise BoundedError(f"did not answer within {seconds:.0f} seconds and was ended")
        if (seconds_computed(process.pid) or 0.0) > computing:
            raise BoundedError(f"did not come to an end in {computing:.0f} seconds of computing and was ended")
        if stillness.lasts():
            raise BoundedError(f"hangs: it computed nothing for {still:.0f} seconds and was ended")
