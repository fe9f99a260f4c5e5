"""Decodes page images in the background: one page at a time, into files of a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from cableview.errors import CableviewError
from cableview.gui.tile_images import image_of
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.images.decoder import Look
from cableview.scan.images.scratch_file import LOOK_PIXELS, ScratchFile, Shape

PATIENCE = 700
"""Milliseconds after which decoding a page that nobody waits for any more is stopped."""

Stamp = tuple[int, int, int]
"""A file's identity when it was read: time of its last change in nanoseconds, size in bytes, inode number."""


class Source(Protocol):
    """A decoder of pages. All but `stop` and `close` are called by one thread."""

    def warm_up(self) -> None:
        """Starts whatever takes a moment, before there is a page to decode."""

    def build(self, page: PageImage, scratch: Path, show: Callable[[Look], None]) -> Shape:
        """Writes all pixels of a page to `scratch`, and hands a first look at it to `show`. Raises `ImageError`."""
        ...

    def stop(self, scratch: Path) -> None:
        """Abandons the page being written to `scratch`, if any."""

    def close(self) -> None:
        """Abandons everything, for good."""


@dataclass(frozen=True)
class PagePicture:
    """A page as far as decoded: a small picture of the whole, and `file` once all its pixels are there."""

    size: QSize
    base: QImage
    file: ScratchFile | None
    stamp: Stamp | None

    @property
    def is_damaged(self) -> bool:
        """True where parts of its file could not be decoded."""
        return self.file is not None and self.file.shape.is_damaged

    @property
    def weight(self) -> int:
        """Bytes that its pixels take on the disk and in memory."""
        return self.base.sizeInBytes() + (self.file.shape.size if self.file else 0)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page cannot be shown, and the stamp of its file then."""

    sentence: str
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Request:
    """A page that is being decoded into `scratch`, or will be. The serial is unique."""

    serial: int
    page: int
    source: PageImage
    scratch: Path


class PageDecoding(QObject):
    """Runs `source` in a thread. Signals are emitted there: connect them queued.

    `answered` gives a `Request` and, once or twice, a `PagePicture` (a first look, then all) or else a `Refusal`.
    `changed` gives the source, page and new stamp of a file that `look_up` found.
    """

    answered = Signal(object, object)
    changed = Signal(object, int, object)

    def __init__(self, source: Source, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        self._serial = 0
        self._folder: TemporaryDirectory[str] | None = None
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="page-image")
        self._watcher = ThreadPoolExecutor(1, thread_name_prefix="page-stamp")

    def warm_up(self) -> None:
        """Starts the decoder's process, which takes a quarter of a second, before a page is asked for."""
        self._workers.submit(self._warm_up)

    def begin(self, page: int, source: PageImage) -> tuple[Request, Future[None]]:
        """Queues a page behind those that were asked for before."""
        request = self._new_request(page, source)
        return request, self._workers.submit(self._decode, request)

    def give_up(self, request: Request, future: Future[None]) -> None:
        """Cancels a page. What takes long is stopped; what will be done soon is cheaper than another worker."""
        if not future.cancel():
            QTimer.singleShot(PATIENCE, self, lambda: self._source.stop(request.scratch))

    def look_up(self, page: int, source: PageImage) -> None:
        """Checks the stamp of a page's file, in a thread."""
        self._watcher.submit(self._look_up, page, source)

    def interrupt(self) -> None:
        """Abandons decoding; nothing can be requested after this."""
        self._source.close()

    def close(self) -> None:
        """Waits for the threads to end, after `interrupt`, and deletes the folder."""
        for workers in (self._workers, self._watcher):
            workers.shutdown(wait=True, cancel_futures=True)
        if self._folder is not None:
            self._folder.cleanup()

    def _new_request(self, page: int, source: PageImage) -> Request:
        """A request whose pixels will be written to a temporary folder."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="cableview-", ignore_cleanup_errors=True)
        self._serial += 1
        return Request(self._serial, page, source, Path(self._folder.name) / str(self._serial))

    def _warm_up(self) -> None:
        """Ignores failure to start, which is reported when a page is requested."""
        try:
            self._source.warm_up()
        except (CableviewError, OSError):
            return

    def _decode(self, request: Request) -> None:
        """Always answers, or the page would be pending for ever."""
        answer: PagePicture | Refusal
        path = request.source.path
        stamp = _stamp(path)

        def show(look: Look) -> None:
            base = image_of(look.pixels, look.look_width, look.look_height, look.channels)
            self.answered.emit(request, PagePicture(QSize(look.width, look.height), base, None, stamp))

        try:
            shape = self._source.build(request.source, request.scratch, show)
            answer = _picture(ScratchFile(request.scratch, shape), stamp)
        except CableviewError as error:
            answer = Refusal(str(error), stamp)
        except Exception as error:  # noqa: BLE001  a worker ends here
            answer = Refusal(f"{path}: this page cannot be read ({error or type(error).__name__})", stamp)
        self.answered.emit(request, answer)

    def _look_up(self, page: int, source: PageImage) -> None:
        """Ignores a file that is gone: that is no reason to hide what was decoded."""
        stamp = _stamp(source.path)
        if stamp is not None:
            self.changed.emit(source, page, stamp)


def _picture(file: ScratchFile, stamp: Stamp | None) -> PagePicture:
    """A picture whose base is the largest level no larger than a first look, shown until there are tiles."""
    shape, number = file.shape, file.shape.level_within(LOOK_PIXELS)
    level = shape.levels()[number]
    pixels = file.read(number, Box(0, 0, level.width, level.height))
    base = image_of(pixels, level.width, level.height, shape.channels)
    return PagePicture(QSize(shape.width, shape.height), base, file, stamp)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
