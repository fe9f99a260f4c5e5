"""Decodes a page in colour into memory that is written to a file and returned to the system as decoding proceeds.

Decoding straight into the mapped file was measured to take half as long again, and three times as long where the system
has to search for memory for large pieces of a new file.
"""

from __future__ import annotations

import mmap
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any

from PIL import ExifTags, Image, TiffImagePlugin

from cableview.errors import ImageError
from cableview.scan.images.colour import bands
from cableview.scan.images.inflating import can_inflate_beside, inflated_beside
from cableview.scan.images.scratch_file import COLOUR, Shape

PAUSE = 0.003
"""Seconds between checks on how far the decoder has come."""
MOST_AHEAD = 48 * 2**20
"""Bytes that the decoder may be ahead of the file, where it can be held up: when it asks for more input."""
PIECE = 1 << 16
"""Bytes written at a time. Linux keeps larger pieces in equally large blocks of memory, which it must find first."""
_PLANES, _ORIENTATION = TiffImagePlugin.PLANAR_CONFIGURATION, ExifTags.Base.Orientation.value
_ALWAYS = 255
"""The fourth byte of each pixel once it is decoded; before it is 0."""

Taken = Callable[[Image.Image, int], object]


def can_stream(image: Any) -> bool:
    """Whether the decoder fills the page from the top, and its memory can be returned to the system."""
    is_in_order = (
        image.format == "JPEG"
        or (image.format == "PNG" and not image.info.get("interlace"))
        or (image.format == "TIFF" and image.tag_v2.get(_PLANES, 1) == image.tag_v2.get(_ORIENTATION, 1) == 1)
    )
    return sys.platform == "linux" and image.mode == "RGB" and is_in_order


def load_through(image: Any, page: Path, shape: Shape, file: IO[bytes], taken: Taken) -> bool:
    """Reads the pixels of an image in mode RGB into `file`, which is unbuffered, row after row as `Shape` says.

    `taken` is called with the page as it is in memory and the row up to which it is decoded, in order. False where the
    decoder allocated memory of its own and left the pixels there. Raises `ImageError` about the image at `page` where
    the file cannot be written, besides what Pillow raises.
    """
    core: Any = Image.core
    with _memory(shape.width * shape.height * COLOUR) as buffer:
        follower = _Follower(buffer, shape, file, taken)
        pixels = image.im = core.map_buffer(buffer, image.size, "raw", 0, ("RGB", shape.width * COLOUR, 1))
        try:
            inflating = inflated_beside(image) if can_inflate_beside(image) else nullcontext()
            with follower.running(), _held_up(image, follower), inflating:
                image.load()
            is_there = image.im is pixels
            if is_there:
                follower.finish()
        except _UnwrittenError as error:
            raise ImageError(
                f"its pixels cannot be written to {Path(file.name).parent} ({error})",
                path=page,
                advice="Make room, or set TMPDIR to another folder",
            ) from error
        finally:
            if image.im is pixels:
                image.im = Image.new("L", (1, 1)).im
            follower.release()
            del pixels
        return is_there


@contextmanager
def _memory(size: int) -> Generator[mmap.mmap]:
    buffer = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    try:
        yield buffer
    finally:
        with suppress(BufferError):  # an image that an error keeps alive still lies in it
            buffer.close()


class _UnwrittenError(Exception):
    """The pixels could not be written to their file."""


class _Follower:
    """Follows a decoder through the memory it fills, one band behind it, in a thread."""

    def __init__(self, buffer: mmap.mmap, shape: Shape, file: IO[bytes], taken: Taken) -> None:
        self._buffer, self._file, self._taken = buffer, file, taken
        self._view: Any = memoryview(buffer)
        self._row = shape.width * COLOUR
        self._height = shape.height
        self._bands = list(bands(shape.width, shape.height))
        self._whole = Image.frombuffer("RGBX", (shape.width, shape.height), self._view, "raw", "RGBX", 0, 1)
        self._done = self._freed = 0
        self._is_over = threading.Event()
        self._error: _UnwrittenError | None = None
        self._thread = threading.Thread(target=self._follow, name="cableview-follower", daemon=True)

    @contextmanager
    def running(self) -> Generator[None]:
        """Follows the decoder inside the block."""
        self._thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            self._thread.join()

    def finish(self) -> None:
        """Handles the remaining rows after the decoder has finished. Raises `_UnwrittenError`."""
        if self._error is not None:
            raise self._error
        self._taken(self._whole, self._height)
        while self._done < len(self._bands):
            self._write()

    def release(self) -> None:
        """Releases the memory, which is about to be closed."""
        del self._whole
        with suppress(BufferError):
            self._view.release()

    def wait_while_behind(self) -> None:
        """Waits for the file to catch up. Raises `_UnwrittenError` if it cannot be written: no need to decode on."""
        while self._is_behind() and not self._is_over.wait(PAUSE):
            pass
        if self._error is not None:
            raise self._error

    def _follow(self) -> None:
        try:
            while not self._is_over.wait(PAUSE):
                while self._done + 1 < len(self._bands) and self._is_there(self._bands[self._done + 1][1] - 1):
                    self._taken(self._whole, self._bands[self._done][1])
                    self._write()
        except _UnwrittenError as error:
            self._error = error

    def _is_behind(self) -> bool:
        row = (self._freed + MOST_AHEAD) // self._row
        return row < self._height and self._thread.is_alive() and self._is_there(row)

    def _is_there(self, row: int) -> bool:
        """Whether the last pixel of a row is decoded; well above it everything is, in tiled files too."""
        return self._buffer[(row + 1) * self._row - 1] == _ALWAYS

    def _write(self) -> None:
        first, last = (row * self._row for row in self._bands[self._done])
        for start in range(first, last, PIECE):
            piece = self._view[start : min(start + PIECE, last)]
            try:
                while piece:
                    piece = piece[self._file.write(piece) :]
            except OSError as error:
                raise _UnwrittenError(error.strerror or str(error)) from error
        self._done += 1
        end = last // mmap.PAGESIZE * mmap.PAGESIZE
        self._buffer.madvise(mmap.MADV_DONTNEED, self._freed, end - self._freed)
        self._freed = end


@contextmanager
def _held_up(image: Any, follower: _Follower) -> Generator[None]:
    """Makes decoders that are fed their file piece by piece wait for the follower; libtiff reads by itself."""
    file = image.fp
    image.fp = _Paced(file, follower)
    try:
        yield
    finally:
        image.fp = file


class _Paced:
    """A file whose reads wait until the follower has caught up."""

    def __init__(self, file: Any, follower: _Follower) -> None:
        self._file, self._follower = file, follower

    def read(self, size: int = -1) -> bytes:
        self._follower.wait_while_behind()
        return self._file.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
