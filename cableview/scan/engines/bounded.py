"""Runs a command whose time and output are bounded, whatever it does."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

BLOCK = 1 << 16
LET_GO_WITHIN = 1.0
"""Seconds for the readers to come to an end after the command has: something it started may hold the pipes open."""


class BoundedError(Exception):
    """The command did not start, took too long or printed too much; `str()` says it without naming the command."""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: bytes
    err: bytes


class _Reader:
    """Keeps the first `limit` bytes of a stream; `is_over` once there were more."""

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
    command: Sequence[str], *, stdin: IO[bytes] | None, seconds: float, most: int, environment: Mapping[str, str]
) -> Ran:
    """Exit code and both streams, each of at most `most` bytes; the process is at an end. Raises `BoundedError`."""
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
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise BoundedError(f"did not answer within {seconds:.0f} seconds and was ended") from error
    finally:
        process.kill()
        process.wait()
        out, err = (reader.bytes() for reader in readers)
    if any(reader.is_over for reader in readers):
        raise BoundedError(f"printed more than {most / 2**20:.0f} MB and was ended")
    return Ran(process.returncode, out, err)
