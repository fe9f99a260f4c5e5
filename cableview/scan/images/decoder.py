"""Decodes pages in a separate process, which may crash, hang or run out of memory without harming this one."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import msgspec
from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.model.layout import LayoutPage
from cableview.scan.images.scratch_file import COLOUR, GREY, Shape, discard, look_path
from cableview.workers import own_command

WORKER = "_decode"
HEADER_PATIENCE = 20.0
SLACK = 10.0
"""Seconds that reading a header may take, and how much longer than it may compute all else may take by the clock, which
also runs while the process waits for a disk or for its turn; its own seconds are counted by the process itself."""

LONGER = 4
"""Times as much time for a page that is asked for again after it took too long."""


@dataclass(frozen=True, slots=True)
class Look:
    """A first, smaller picture of a page of `width` by `height` pixels. `channels` as in `Shape`."""

    width: int
    height: int
    look_width: int
    look_height: int
    channels: int
    pixels: bytes


class LateError(ImageError):
    """Decoding a page took too long and was given up."""


class Decoder:
    """One process, started when first needed or by `warm_up`, and again after it has failed.

    Only one thread makes requests; `stop` may be called from any.
    """

    def __init__(self, command: tuple[str, ...] | None = None) -> None:
        self._command = command or tuple(own_command(WORKER))
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._writing: Path | None = None
        self._is_closed = False
        self._has_expired = False
        self._slow: set[PageImage] = set()

    def __enter__(self) -> Decoder:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Starts the process, so that it is ready when something is asked for."""
        self._running()

    def build(self, page: PageImage, scratch: Path, show: Callable[[Look], None]) -> Shape:
        """Writes a page and its smaller pictures into a file; calls `show` with a first look. Raises `ImageError`.

        A page that took too long is given `LONGER` the next time. Of one that fails or is stopped, no file is left.
        """
        is_damaged = False

        def on_answer(answer: dict[str, Any]) -> None:
            nonlocal is_damaged
            is_damaged = is_damaged or "damaged" in answer
            if "look" in answer:
                path = look_path(scratch)
                width, height, look_width, look_height, channels = answer["look"]
                show(Look(width, height, look_width, look_height, channels, path.read_bytes()))
                path.unlink()

        asked = {"do": "build", "path": str(page.path), "frame": page.frame, "scratch": str(scratch)}
        asked["patience"] = LONGER if page in self._slow else 1
        with self._lock:
            self._writing = scratch
        try:
            return Shape(*self._ask(page.path, asked, on_answer), is_damaged=is_damaged)
        except ImageError as error:
            discard(scratch)
            if isinstance(error, LateError):
                self._slow.add(page)
                error.advice = f"Try again to give it longer. {error.advice}"
            raise
        finally:
            with self._lock:
                self._writing = None

    def read(self, page: PageImage, max_pixels: int | None) -> Image.Image:
        """A page as an image in mode L or RGB. Raises `ImageError`."""
        with TemporaryDirectory(prefix="cableview-") as folder:
            pixels = Path(folder) / "page"
            asked = {"do": "read", "path": str(page.path), "frame": page.frame}
            answer = self._ask(page.path, {**asked, "max_pixels": max_pixels, "scratch": str(pixels)})
            width, height, channels = answer
            mode, raw = {GREY: ("L", "L"), COLOUR: ("RGB", "RGBX")}[channels]
            return Image.frombytes(mode, (width, height), pixels.read_bytes(), "raw", raw)

    def text_layer(self, page: PageImage) -> LayoutPage:
        """The words that a page of a PDF holds as text. Raises `ImageError`."""
        answer = self._ask(page.path, {"do": "text", "path": str(page.path), "frame": page.frame})
        return msgspec.convert(answer, LayoutPage)

    def count_pdf_pages(self, path: Path) -> int:
        """How many pages a PDF has. Raises `ImageError`."""
        return self._ask(path, {"do": "count", "path": str(path)})

    def stop(self, scratch: Path) -> None:
        """Ends the process if it is still writing this file; the next request starts another."""
        with self._lock:
            if self._process is not None and self._writing == scratch:
                self._process.kill()

    def close(self) -> None:
        """Ends the process for good."""
        with self._lock:
            self._is_closed = True
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            _bury(process)

    def _ask(self, path: Path, asked: dict[str, Any], on_answer: Callable[[dict[str, Any]], None] | None = None) -> Any:
        process = self._running(path)
        self._has_expired = False
        watch = self._watch(process, HEADER_PATIENCE)
        try:
            process.stdin.write(json.dumps(asked).encode("ascii") + b"\n")  # pyright: ignore[reportOptionalMemberAccess]
            process.stdin.flush()  # pyright: ignore[reportOptionalMemberAccess]
            for line in process.stdout or ():
                answer = json.loads(line)
                if "done" in answer:
                    return answer["done"]
                if "refused" in answer:
                    message, place, advice = answer["refused"]
                    raise ImageError(message, path=path, place=place, advice=advice)
                if "begun" in answer:
                    watch.cancel()
                    watch = self._watch(process, 2 * answer["begun"] + SLACK)
                elif on_answer is not None:
                    on_answer(answer)
        except (OSError, ValueError):
            process.kill()
        finally:
            watch.cancel()
        raise self._failure(process, path, asked.get("frame", 0))

    def _watch(self, process: subprocess.Popen[bytes], seconds: float) -> threading.Timer:
        def expire() -> None:
            self._has_expired = True
            process.kill()

        watch = threading.Timer(seconds, expire)
        watch.daemon = True
        watch.start()
        return watch

    def _running(self, path: Path | None = None) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_closed:
                raise ImageError("is not read any more: the scan was closed", path=path)
            if self._process is not None and self._process.poll() is not None:
                _bury(self._process)  # it ended while it was idle
                self._process = None
            if self._process is None:
                pipe, null = subprocess.PIPE, subprocess.DEVNULL
                flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # otherwise Windows opens a console
                self._process = subprocess.Popen(
                    self._command, stdin=pipe, stdout=pipe, stderr=null, creationflags=flags
                )
            return self._process

    def _failure(self, process: subprocess.Popen[bytes], path: Path, frame: int) -> ImageError:
        """The error for a process that ended without an answer."""
        with self._lock:
            if self._process is process:
                self._process = None
        code = _bury(process)
        slow = self._has_expired or (sys.platform != "win32" and -code in _out_of_time())
        reason = "takes too long to decode and was given up" if slow else f"made the decoder crash ({code})"
        kind = LateError if slow else ImageError
        return kind(reason, path=path, place=f"page {frame + 1}", advice="Save it in another format, such as PNG")


def _out_of_time() -> tuple[int, ...]:
    import signal

    return (signal.SIGXCPU,)


def _bury(process: subprocess.Popen[bytes]) -> int:
    """Closes the pipes of a process that has ended or is ending; returns its exit code."""
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream is not None:
                stream.close()
    with suppress(subprocess.TimeoutExpired):
        return process.wait(5)
    process.kill()
    return process.wait()
