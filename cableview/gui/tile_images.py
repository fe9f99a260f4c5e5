"""Tiles of decoded pages as images for the window: cut in the background, cached within a limit, and assembled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from cableview.model.geometry import Box
from cableview.scan.images.scratch_file import GREY, ScratchFile
from cableview.scan.images.tiles import TileKey, TileStore, tiles_over

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page, `box` in the page's own pixels. `is_sharp` says that no sharper picture is to come."""

    image: QImage
    box: QRectF
    is_sharp: bool


@dataclass(frozen=True, slots=True)
class _Cut:
    """What was cut of a page; `made` is `None` where it could not be."""

    file: ScratchFile
    keys: tuple[TileKey, ...]
    made: list[tuple[TileKey, QImage]] | None


def image_of(pixels: bytes | bytearray, width: int, height: int, channels: int) -> QImage:
    """An image of its own of pixels as scratch files hold them: a QImage keeps no buffer alive that it lies in."""
    kind = QImage.Format.Format_Grayscale8 if channels == GREY else QImage.Format.Format_RGBX8888
    lying = QImage(pixels, width, height, width * channels, kind)
    return lying.copy() if channels == GREY else lying.convertToFormat(QImage.Format.Format_RGB32)


class TileImages(QObject):
    """Tiles of decoded pages. Missing ones are cut by a thread; `cut` names the page that has more.

    Each user (the view, the strip) is served with what it asked for last.
    """

    cut = Signal(int)
    failed = Signal(int)
    _answered = Signal(object)

    def __init__(self, max_bytes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: TileStore[QImage] = TileStore(max_bytes, QImage.sizeInBytes)
        self._in_use: dict[str, tuple[TileKey, ...]] = {}
        self._lock = threading.Lock()
        self._wanted: dict[str, tuple[ScratchFile, tuple[TileKey, ...]]] = {}
        self._is_cutting = self._is_closed = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="page-tiles")
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def kept_bytes(self) -> int:
        """Bytes in memory."""
        return self._store.kept_bytes

    @property
    def is_busy(self) -> bool:
        """True while tiles are being cut."""
        return self._is_cutting

    def piece(self, page: int, base: QImage, file: ScratchFile, box: Box, scale: float, user: str) -> Piece:
        """A part of a page for a picture of `scale`, as sharp as it can be had now; the rest is cut for `user`.

        `base` is a small picture of the whole page, used where tiles are missing.
        """
        number = file.shape.level_for(scale)
        level, step = file.shape.levels()[number], 2**number
        part = Box(box.left // step, box.top // step, -(-box.right // step), -(-box.bottom // step)).clipped(
            level.width, level.height
        )
        # A level's last column may stand for half a pixel of the page: both are measured by their share of the whole.
        wide, high = file.shape.width / level.width, file.shape.height / level.height
        covered = QRectF(part.left * wide, part.top * high, part.width * wide, part.height * high)
        if (base.width(), base.height()) == (level.width, level.height):
            self._in_use.pop(user, None)
            self._want(user, file, ())
            return Piece(base.copy(part.left, part.top, part.width, part.height), covered, is_sharp=True)
        keys = tuple(tiles_over(page, number, part))
        tiles = {key: self._store.get(key) for key in keys}
        self._in_use[user] = keys
        lacking = tuple(key for key, tile in tiles.items() if tile is None)
        self._want(user, file, lacking)
        image = QImage(part.width, part.height, QImage.Format.Format_RGB32)
        if lacking and not image.isNull():
            _paint_base(image, base, part, level.width, level.height)
        _paint_tiles(image, {key: tile for key, tile in tiles.items() if tile is not None}, part, file, number)
        return Piece(image, covered, not lacking)

    def drop_page(self, page: int) -> None:
        self._store.drop_page(page)

    def clear(self) -> None:
        """Drops all tiles, and ignores those being cut."""
        with self._lock:
            self._wanted.clear()
        self._in_use.clear()
        self._store.clear()

    def close(self) -> None:
        """Ends the thread that cuts."""
        self._is_closed = True
        self.clear()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _want(self, user: str, file: ScratchFile, keys: tuple[TileKey, ...]) -> None:
        with self._lock:
            self._wanted.pop(user, None)
            if keys:
                self._wanted[user] = (file, keys)
        if keys:
            self._begin()

    def _begin(self) -> None:
        """Has tiles cut once all users who are painted now have said what they lack: each answer is painted again."""
        if not self._is_cutting:
            self._is_cutting = True
            QTimer.singleShot(0, self, self._submit)

    @Slot()
    def _submit(self) -> None:
        if not self._is_closed:
            self._worker.submit(self._cut)

    def _cut(self) -> None:
        """Cuts, in the worker, all wanted tiles, and emits them in one signal."""
        with self._lock:
            wanted = list(self._wanted.values())
            self._wanted.clear()
        answer: list[_Cut] = []
        for file, keys in wanted:
            try:
                answer.append(_Cut(file, keys, [(key, _tile(file, key)) for key in keys]))
            except Exception as error:  # noqa: BLE001  a worker ends here
                log.warning("tiles of a page could not be cut: %s", error)
                answer.append(_Cut(file, keys, None))
        try:
            self._answered.emit(answer)
        except RuntimeError:
            log.info("tiles were cut after the window was closed")

    @Slot(object)
    def _on_answered(self, answer: Sequence[_Cut]) -> None:
        """Tiles of a page that was let go meanwhile are for nobody: its number may be that of another page now."""
        self._is_cutting = False
        there = [cut for cut in answer if not cut.file.is_closed]
        made = [tile for cut in there for tile in cut.made or ()]
        self._store.put(made, [key for used in self._in_use.values() for key in used])
        failed = {key.page for cut in there if cut.made is None for key in cut.keys}
        for page in failed:
            self.failed.emit(page)
        for page in {key.page for key, _ in made} - failed:
            self.cut.emit(page)
        with self._lock:
            is_more = bool(self._wanted)
        if is_more:
            self._begin()


def _tile(file: ScratchFile, key: TileKey) -> QImage:
    box = key.box(file.shape.levels()[key.level])
    return image_of(file.read(key.level, box), box.width, box.height, file.shape.channels)


def _paint_base(image: QImage, base: QImage, part: Box, width: int, height: int) -> None:
    wide, high = base.width() / width, base.height() / height
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    source = QRectF(part.left * wide, part.top * high, part.width * wide, part.height * high)
    painter.drawImage(QRectF(image.rect()), base, source)
    painter.end()


def _paint_tiles(image: QImage, tiles: Mapping[TileKey, QImage], part: Box, file: ScratchFile, number: int) -> None:
    level = file.shape.levels()[number]
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for key, tile in tiles.items():
        box = key.box(level)
        seen = QRect(box.left, box.top, box.width, box.height).intersected(
            QRect(part.left, part.top, part.width, part.height)
        )
        source = seen.translated(-box.left, -box.top)
        painter.drawImage(QPoint(seen.left() - part.left, seen.top() - part.top), tile, source)
    painter.end()
