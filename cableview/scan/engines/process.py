"""Reads scans in a separate process, which can be ended at any time along with everything it started."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO

from cableview.scan.engines.activity import STILL, Stillness
from cableview.scan.engines.engine import EngineError, Reading
from cableview.scan.engines.messages import WORKER, Asked, Failed, Message, message_of, request
from cableview.scan.engines.reading import Progress
from cableview.workers import own_command

PATIENCE = 300.0
"""Seconds without an answer after which the worker is ended; it allows each page less."""
LOOK_EVERY = 1.0
"""Seconds between checks on whether the worker is at work."""
LONGEST_LINE = 256 * 2**20
GARBLED = "The reading of the scan answered with something else"
OTHERWISE = "Go on without it, or choose another engine"
DIED = "The reading of the scan ended before its time"


def read_in_process(
    asked: Asked,
    *,
    progress: Progress | None = None,
    patience: float = PATIENCE,
    still: float = STILL,
    command: list[str] | None = None,
) -> Reading:
    """What the worker reads. Raises `EngineError`. The worker has ended on return, also on an error or interrupt."""
    try:
        process = subprocess.Popen(
            command or own_command(WORKER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise EngineError(
            f"the reading of the scan cannot be started: {error.strerror or error}", advice=OTHERWISE
        ) from error
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(process.stdout, lines), name="reader", daemon=True).start()
    try:
        with suppress(OSError):  # what it answers, or that it is gone, is seen below
            process.stdin.write(request(asked))
            process.stdin.flush()
        return _answer(asked, lines, progress, patience, Stillness(process.pid, still))
    finally:
        end_group(process.pid)
        process.kill()
        process.wait()
        with suppress(OSError):
            process.stdin.close()


def end_group(pid: int) -> bool:
    """Ends a worker that leads its own group, and the engine it runs; false where there is no such group."""
    killpg = getattr(os, "killpg", None)
    if killpg is not None and pid > 0:  # 0, as Qt calls a process that has ended, is the group of this one
        with suppress(OSError):
            killpg(pid, signal.SIGKILL)
            return True
    return False


def too_slow_message(engine: str, patience: float) -> str:
    """The message about an engine that took longer than `patience` seconds."""
    return f"{engine} did not answer within {patience:.0f} seconds and was ended"


def idle_message(engine: str) -> str:
    """The message about an engine that uses no CPU time."""
    return f"{engine} hangs: it computed nothing for some time and was ended"


def _answer(
    asked: Asked, lines: queue.Queue[bytes], progress: Progress | None, patience: float, stillness: Stillness
) -> Reading:
    while True:
        match _message(_line(asked, lines, patience, stillness), asked):
            case Reading() as reading:
                return reading
            case Failed(words):
                raise EngineError(words)
            case begun:
                if progress is not None:
                    progress(begun.page, begun.of)


def _line(asked: Asked, lines: queue.Queue[bytes], patience: float, stillness: Stillness) -> bytes:
    """The worker's next line. Raises `EngineError` where it hangs or takes too long."""
    until = time.monotonic() + patience
    while (left := until - time.monotonic()) > 0:
        try:
            return lines.get(timeout=min(left, LOOK_EVERY))
        except queue.Empty:
            if stillness.lasts():
                raise EngineError(idle_message(asked.engine), advice=OTHERWISE) from None
    raise EngineError(too_slow_message(asked.engine, patience), advice=OTHERWISE)


def _message(line: bytes, asked: Asked) -> Message:
    if not line:
        raise EngineError(DIED, advice="There may be too little memory for this engine")
    try:
        return message_of(line, asked.pages)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise EngineError(GARBLED, advice=OTHERWISE) from error


def _listen(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    """Puts each line into the queue, and an empty one at the end."""
    with suppress(OSError, ValueError), stream:
        while line := stream.readline(LONGEST_LINE):
            lines.put(line)
    lines.put(b"")
