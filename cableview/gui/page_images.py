"""Page images for the window: decoded in the background, kept within a number of bytes, cut and filtered for view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from cableview.errors import CableviewError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.raster import read_page

MAX_BYTES = 512 * 2**20
CONTRAST_STEPS = range(-2, 5)

_GAINS = {-2: 0.5, -1: 0.7, 0: 1.0, 1: 1.4, 2: 2.0, 3: 2.9, 4: 4.2}
_PIVOT = 150.0
_SMALLEST_SIDE = 400

Reader = Callable[[PageImage], Image.Image]


@dataclass(frozen=True, slots=True)
class Filters:
    """How the pixels are shown; those of the scan stay as they are. `contrast` is one of `CONTRAST_STEPS`."""

    invert: bool = False
    contrast: int = 0

    def table(self) -> np.ndarray:
        """What each of the 256 values is shown as. Contrast turns about a light grey, where faint ink meets paper."""
        values = (np.arange(256) - _PIVOT) * _GAINS[self.contrast] + _PIVOT
        shown = np.clip(values, 0, 255).astype(np.uint8)
        return 255 - shown if self.invert else shown

    def __bool__(self) -> bool:
        return self.invert or self.contrast != 0


PLAIN = Filters()


@dataclass(frozen=True)
class PagePicture:
    """A decoded page. Each of `levels` is half as large as the one before; the first is the page itself.

    `owners` are the buffers that the images' pixels lie in: a QImage does not keep them alive.
    """

    levels: tuple[QImage, ...]
    owners: tuple[bytes, ...]

    @property
    def size(self) -> QSize:
        return self.levels[0].size()

    @property
    def weight(self) -> int:
        """Bytes of pixels."""
        return sum(map(len, self.owners))

    def level_for(self, scale: float) -> int:
        """The smallest level that is as fine as a picture of `scale`: below a half, bilinear drawing drops pixels."""
        level = 0
        while level + 1 < len(self.levels) and scale * 2 ** (level + 1) <= 1.0:
            level += 1
        return level


class PageImages(QObject):
    """Pages of one item, counted from 1. What is not there yet comes later, announced by `ready` or `failed`.

    Only the pages asked for last are decoded: a request that others overtake is dropped before it costs anything.
    """

    ready = Signal(int)
    failed = Signal(int, str)
    pages_changed = Signal()
    _answered = Signal(int, int, object)

    def __init__(
        self,
        pages: Sequence[PageImage] = (),
        *,
        reader: Reader = read_page,
        max_bytes: int = MAX_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        self._reader, self._max_bytes = reader, max_bytes
        self._revision = 0
        self._viewed: tuple[int, ...] = ()
        self._cropped: tuple[int, ...] = ()
        self._asked: dict[int, Future[None]] = {}
        self._kept: OrderedDict[int, PagePicture] = OrderedDict()
        self._errors: dict[int, str] = {}
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="page-image")
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def count(self) -> int:
        return len(self._pages)

    @property
    def kept_bytes(self) -> int:
        return sum(picture.weight for picture in self._kept.values())

    def set_pages(self, pages: Sequence[PageImage]) -> None:
        """Pages of another item. Answers still under way are for nobody."""
        self._revision += 1
        self._forget()
        self._pages = tuple(pages)
        self.pages_changed.emit()

    def error(self, page: int) -> str:
        """Why a page cannot be shown, in a sentence; empty while nothing is known against it."""
        return self._errors.get(page, "")

    def turn_to(self, page: int) -> PagePicture | None:
        """For the page view: as `picture`, and the page after it is fetched as well."""
        self._viewed = (page, page + 1)
        self._request()
        return self._take(page)

    def picture(self, page: int) -> PagePicture | None:
        """The page if it is there, else `None`, and it is asked for beside the one that the page view turned to."""
        self._cropped = (page,)
        self._request()
        return self._take(page)

    def crop(self, page: int, box: Box, scale: float, filters: Filters = PLAIN) -> QImage | None:
        """`box` of a page, `scale` pixels for each of its own; `None` while the page is not there.

        Of a box that lies beside the page the image is null.
        """
        picture = self.picture(page)
        if picture is None:
            return None
        part = box.clipped(picture.size.width(), picture.size.height())
        if part.width <= 0 or part.height <= 0:
            return QImage()
        level = picture.level_for(scale)
        step = 2**level
        rect = QRect(part.left // step, part.top // step, -(-part.width // step), -(-part.height // step))
        size = QSize(max(1, round(part.width * scale)), max(1, round(part.height * scale)))
        small = (
            picture.levels[level]
            .copy(rect)
            .scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        return filtered(small, filters)

    def retry(self, page: int) -> None:
        """Tries a page again that could not be read."""
        self._errors.pop(page, None)
        self._viewed = (page, page + 1)
        self._request()

    def close(self) -> None:
        """Ends the worker; waits for the page that it is at."""
        self._revision += 1
        self._forget()
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _take(self, page: int) -> PagePicture | None:
        picture = self._kept.get(page)
        if picture is not None:
            self._kept.move_to_end(page)
        return picture

    def _request(self) -> None:
        """Asks for what is wanted now and lacking, and gives up what was wanted before and is not begun."""
        wanted = [page for page in (*self._viewed, *self._cropped) if 1 <= page <= self.count]
        for page in list(self._asked):
            if page not in wanted and self._asked[page].cancel():
                del self._asked[page]
        for page in wanted:
            if page not in self._kept and page not in self._asked and page not in self._errors:
                self._asked[page] = self._workers.submit(self._decode, self._revision, page, self._pages[page - 1])

    def _forget(self) -> None:
        for future in self._asked.values():
            future.cancel()
        self._asked.clear()
        self._kept.clear()
        self._errors.clear()
        self._viewed = self._cropped = ()

    def _decode(self, revision: int, page: int, source: PageImage) -> None:
        """In the worker: whatever happens is answered, else the page would stay under way for ever."""
        if revision != self._revision:
            return
        answer: PagePicture | str
        try:
            answer = picture_of(self._reader(source))
        except CableviewError as error:
            answer = str(error)
        except Exception as error:  # noqa: BLE001  a worker ends here
            answer = f"{source.path}: this page cannot be read ({error or type(error).__name__})"
        if revision == self._revision:
            self._answered.emit(revision, page, answer)

    @Slot(int, int, object)
    def _on_answered(self, revision: int, page: int, answer: PagePicture | str) -> None:
        if revision != self._revision:
            return
        self._asked.pop(page, None)
        if isinstance(answer, str):
            self._errors[page] = answer
            self.failed.emit(page, answer)
            return
        self._keep(page, answer)
        self.ready.emit(page)

    def _keep(self, page: int, picture: PagePicture) -> None:
        """Keeps within the bound, but never drops a page that is looked at: it would be decoded for ever."""
        self._kept[page] = picture
        needed = (*self._viewed[:1], *self._cropped)
        for oldest in [kept for kept in self._kept if kept not in needed]:
            if self.kept_bytes <= self._max_bytes:
                return
            del self._kept[oldest]


def picture_of(image: Image.Image) -> PagePicture:
    """Levels of an image in mode L or RGB."""
    levels: list[QImage] = []
    owners: list[bytes] = []
    while True:
        pixels = image.tobytes()
        grey = image.mode == "L"
        kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
        levels.append(QImage(pixels, image.width, image.height, image.width * (1 if grey else 3), kind))
        owners.append(pixels)
        if min(image.size) < 2 * _SMALLEST_SIDE:
            return PagePicture(tuple(levels), tuple(owners))
        image = image.reduce(2)


def filtered(image: QImage, filters: Filters) -> QImage:
    """A picture with its values looked up in the filters' table; meant for what is visible, not for whole pages."""
    if not filters or image.isNull():
        return image
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    shown = filters.table()[values]
    shown[:, 3::4] = 255
    result = QImage(shown.tobytes(), plain.width(), plain.height(), plain.bytesPerLine(), plain.format()).copy()
    result.setDevicePixelRatio(image.devicePixelRatio())
    return result
