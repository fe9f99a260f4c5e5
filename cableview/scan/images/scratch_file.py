"""Decoded pages on disk: the layout of a page and its smaller pictures in a scratch file, and reading parts of it."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cableview.errors import ImageError
from cableview.model.geometry import Box

GREY, COLOUR = 1, 4
"""Bytes of a pixel: a grey value, or red, green, blue and one that is always 255."""

SMALLEST_SIDE = 400
LOOK_PIXELS = 1_500_000
"""The most pixels of a first look."""


@dataclass(frozen=True, slots=True)
class Level:
    """One picture of a page in a scratch file: rows from the top, without padding. `offset` is in bytes."""

    offset: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A page of `width` by `height` pixels of `channels` bytes, followed by pictures of it, each half as large.

    `is_damaged` says that parts of its file could not be decoded and do not show what is on the page.
    """

    width: int
    height: int
    channels: int
    is_damaged: bool = False

    def levels(self) -> tuple[Level, ...]:
        """The levels, from the page itself to the first whose shorter side is less than twice `SMALLEST_SIDE`."""
        made = [Level(0, self.width, self.height)]
        while min(made[-1].width, made[-1].height) >= 2 * SMALLEST_SIDE:
            above = made[-1]
            end = above.offset + above.width * above.height * self.channels
            made.append(Level(end, -(-above.width // 2), -(-above.height // 2)))
        return tuple(made)

    @property
    def size(self) -> int:
        """Size of all levels in bytes."""
        last = self.levels()[-1]
        return last.offset + last.width * last.height * self.channels

    def level_within(self, pixels: int) -> int:
        """The largest level of at most `pixels` pixels, else the smallest."""
        levels = self.levels()
        return next((n for n, level in enumerate(levels) if level.width * level.height <= pixels), len(levels) - 1)

    def level_for(self, scale: float) -> int:
        """The smallest level at least as fine as a picture at `scale`: bilinear drawing below a half drops pixels."""
        level, last = 0, len(self.levels()) - 1
        while level < last and scale * 2 ** (level + 1) <= 1.0:
            level += 1
        return level


class ScratchFile:
    """Reads parts of a decoded page. Deletes the file on closing, or already on opening where possible. Thread-safe.

    The file is read rather than mapped: the parts are copied in any case, other threads can run meanwhile, and a
    failing disk raises an error instead of killing the process.
    """

    def __init__(self, path: Path, shape: Shape) -> None:
        self.shape = shape
        self._levels = shape.levels()
        self._path = path
        self._lock = threading.Lock()
        self._file = path.open("rb", buffering=0)
        with suppress(OSError):
            path.unlink()

    @property
    def is_closed(self) -> bool:
        return self._file.closed

    def read(self, level: int, box: Box) -> bytearray:
        """The pixels in `box`, which must lie on the level. Raises `OSError`, also when the file is closed."""
        channels, picture = self.shape.channels, self._levels[level]
        row = box.width * channels
        pixels = bytearray(row * box.height)
        view = memoryview(pixels)
        at = picture.offset + (box.top * picture.width + box.left) * channels
        with self._lock:
            if self._file.closed:
                raise OSError("the scratch file is closed")
            if box.width == picture.width:
                self._fill(view, at)
            else:
                for top in range(0, len(pixels), row):
                    self._fill(view[top : top + row], at)
                    at += picture.width * channels
        return pixels

    def close(self) -> None:
        """Closes the file and deletes it."""
        with self._lock:
            self._file.close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _fill(self, view: memoryview, at: int) -> None:
        self._file.seek(at)
        while view:
            count = self._file.readinto(view)
            if not count:
                raise OSError("the scratch file is cut off")
            view = view[count:]


def look_path(scratch: Path) -> Path:
    """Where the first look at the page written to `scratch` is."""
    return scratch.with_suffix(".look")


def discard(scratch: Path) -> None:
    """Deletes what was written of a page that is not completed."""
    for path in (look_path(scratch), scratch):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def reserve(file: IO[bytes], size: int, path: Path) -> None:
    """Allocates a file of `size` bytes on disk: writing into a hole of a mapped file on a full disk kills the process.

    Raises `ImageError` about the page image at `path`.
    """
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            _write_zeros(file, size)
    except OSError as error:
        raise ImageError(
            f"needs {size / 2**20:.0f} MB for its pixels in {Path(file.name).parent}, which cannot be allocated there "
            f"({error.strerror or error})",
            path=path,
            advice="Make room, or set TMPDIR to another folder",
        ) from error


def _write_zeros(file: IO[bytes], size: int) -> None:
    block = bytes(1 << 20)
    for start in range(0, size, len(block)):
        file.write(block[: size - start])
    file.flush()
