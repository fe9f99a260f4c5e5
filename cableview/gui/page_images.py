"""Page images for the window: decoded in the background, cached within a limit, cut and filtered for display."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from cableview.errors import ImageError
from cableview.gui.filters import PLAIN, Filters, filtered
from cableview.gui.page_decoding import PageDecoding, PagePicture, Refusal, Request, Source, Stamp
from cableview.gui.tile_images import Piece, TileImages
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.images.decoder import Decoder

MAX_BYTES = 512 * 2**20
TILES_SHARE = 5
"""One in this many of the cached bytes is for tiles in memory, the others for decoded pages, which are on disk."""

SLOW = 1000
"""Milliseconds after which nobody has to wait for a page any more: whoever looks at it can go on without it."""

MOST_USERS = 12
"""Users whose requests for pages count at the same time: rows of a list, of which a screen has no more."""


class PageImages(QObject):
    """Pages of one item, counted from 1. What is not there yet arrives later, announced by `ready` or `failed`.

    `ready` is emitted whenever there is more of a page: a first look, all its pixels, parts at the requested sharpness;
    `slow` when a page was requested `SLOW` ago and is not there as a whole.
    Only the pages that each user requested last are decoded: a request overtaken by others is dropped, and decoding
    that nobody needs any more is abandoned.
    """

    ready = Signal(int)
    failed = Signal(int, str)
    slow = Signal(int)
    pages_changed = Signal()

    def __init__(
        self,
        pages: Sequence[PageImage] = (),
        *,
        source: Source | None = None,
        max_bytes: int = MAX_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        self._decoding = PageDecoding(source or Decoder(), self)
        self._max_bytes = max_bytes - max_bytes // TILES_SHARE
        self._viewed: tuple[int, ...] = ()
        self._cropped: OrderedDict[str, tuple[int, ...]] = OrderedDict()
        self._asked: dict[int, tuple[Request, Future[None]]] = {}
        self._kept: OrderedDict[int, PagePicture] = OrderedDict()
        self._slow: set[int] = set()
        self._refused: dict[int, Refusal] = {}
        self._tiles = TileImages(max_bytes // TILES_SHARE, self)
        self._decoding.answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._decoding.changed.connect(self._on_changed, Qt.ConnectionType.QueuedConnection)
        self._tiles.cut.connect(self.ready)
        self._tiles.failed.connect(self._on_tiles_failed)

    @property
    def count(self) -> int:
        return len(self._pages)

    @property
    def kept_bytes(self) -> int:
        """Bytes that decoded pages and tiles occupy on disk and in memory."""
        return sum(picture.weight for picture in self._kept.values()) + self._tiles.kept_bytes

    @property
    def is_busy(self) -> bool:
        """True while more of what is being viewed is to come."""
        needed = self._needed()
        return self._tiles.is_busy or any(page in self._asked for page in needed)

    def set_pages(self, pages: Sequence[PageImage]) -> None:
        """Sets the pages of another item. Answers still under way are ignored."""
        self._forget()
        self._pages = tuple(pages)
        if self._pages:
            self.warm_up()
        self.pages_changed.emit()

    def warm_up(self) -> None:
        """Starts the decoder's process, which takes a quarter of a second, before a page is asked for."""
        self._decoding.warm_up()

    def path(self, page: int) -> Path:
        """The file that a page is in."""
        return self._pages[page - 1].path

    def error(self, page: int) -> str:
        """Why a page cannot be shown, in a sentence; empty where no error is known."""
        refusal = self._refused.get(page)
        return "" if refusal is None else refusal.sentence

    def is_slow(self, page: int) -> bool:
        """True while a page is being decoded, or waits for its turn, for longer than `SLOW`."""
        return page in self._slow

    def turn_to(self, page: int) -> PagePicture | None:
        """The `picture` for the page view; the page after it is fetched as well, as far as there is room.

        Meanwhile its file is checked, and read again if it has changed.
        """
        self._viewed = (page, page + 1)
        self._request()
        if page in self._kept or page in self._refused:
            self._decoding.look_up(page, self._pages[page - 1])
        return self.kept(page)

    def want(self, pages: Sequence[int], user: str) -> None:
        """Requests pages besides the one the page view turned to, replacing the user's former request.

        Beyond `MOST_USERS` users, the earliest requests are forgotten.
        """
        self._cropped.pop(user, None)
        if pages:
            self._cropped[user] = tuple(pages)
        while len(self._cropped) > MOST_USERS:
            self._cropped.popitem(last=False)
        self._request()

    def picture(self, page: int, user: str = "crop") -> PagePicture | None:
        """The page if it is there; else `None`, and it is requested as by `want`."""
        self.want((page,), user)
        return self.kept(page)

    def kept(self, page: int) -> PagePicture | None:
        """The page if it is there; it is not requested."""
        picture = self._kept.get(page)
        if picture is not None:
            self._kept.move_to_end(page)
        return picture

    def piece(self, page: int, box: Box, scale: float, user: str) -> Piece | None:
        """A part of a page for a picture at `scale` pixels per page pixel; `None` while the page is not there.

        `user` says for whom: cutting for the same user's former request is abandoned.
        """
        picture = self.kept(page)
        if picture is None:
            return None
        if picture.file is None:
            whole = QRectF(0, 0, picture.size.width(), picture.size.height())
            return Piece(picture.base, whole, is_sharp=False)
        return self._tiles.piece(page, picture.base, picture.file, box, scale, user)

    def crop(self, page: int, box: Box, scale: float, filters: Filters = PLAIN, user: str = "crop") -> QImage | None:
        """`box` of a page at `scale` pixels per page pixel; `None` until it is there at that sharpness.

        For a box outside the page the image is null.
        """
        picture = self.picture(page, user)
        if picture is None:
            return None
        part = box.clipped(picture.size.width(), picture.size.height())
        if part.width <= 0 or part.height <= 0:
            return QImage()
        piece = self.piece(page, part, scale, user)
        return filtered(scaled(piece, part, scale), filters) if piece is not None and piece.is_sharp else None

    def retry(self, page: int) -> None:
        """Tries a page again that could not be read."""
        self._refused.pop(page, None)
        self._viewed = (page, page + 1)
        self._request()

    def skip(self, page: int) -> None:
        """Goes on without a page that is being decoded; `retry` requests it again."""
        if page in self._asked:
            self._give_up(page)
            reason = ImageError(
                "was not waited for", path=self.path(page), place=f"page {page}", advice="Try again to see it"
            )
            self._refuse(page, Refusal(str(reason), None))

    def close(self) -> None:
        """Ends the workers at once, abandoning their work."""
        self._decoding.interrupt()
        self._forget()
        self._tiles.close()
        self._decoding.close()
        # The last answer is still under way, with a file that has to be closed.
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _needed(self) -> tuple[int, ...]:
        """The page viewed and those requested: the latest request, and others as far as there is room.

        Of these, pages already there come first: once a user has seen enough of a page it no longer requests it, and
        the next has its turn.
        """
        served: list[tuple[int, ...]] = []
        room = self._max_bytes - sum(map(self._likely_weight, self._viewed[:1]))
        wishes = list(reversed(self._cropped.values()))
        wishes[1:] = sorted(wishes[1:], key=lambda pages: not all(map(self._is_whole, pages)))
        for pages in wishes:
            known = {*self._viewed[:1], *chain.from_iterable(served)}
            room -= sum(self._likely_weight(page) for page in pages if page not in known)
            if served and room < 0:
                break
            served.append(pages)
        return (*self._viewed[:1], *chain.from_iterable(reversed(served)))

    def _likely_weight(self, page: int) -> int:
        """Bytes that a page takes; for one not decoded yet, as many as the largest of those that were."""
        picture = self._kept.get(page)
        if picture is not None and picture.file is not None:
            return picture.weight
        return max((kept.weight for kept in self._kept.values()), default=0)

    def _request(self) -> None:
        """Requests what is now wanted and missing, and abandons what no longer is."""
        wanted = [page for page in (*self._needed(), *self._ahead()) if 1 <= page <= self.count]
        lacking = [page for page in wanted if page not in self._refused and not self._is_whole(page)]
        for page in [page for page in self._asked if page not in wanted]:
            self._give_up(page)
        for page in lacking:
            if page not in self._asked:
                self._asked[page] = self._decoding.begin(page, self._pages[page - 1])
                QTimer.singleShot(SLOW, self, partial(self._on_slow, self._asked[page][0]))

    def _is_whole(self, page: int) -> bool:
        """Whether all of a page is there; false for one left with no more than a first look."""
        return page in self._kept and self._kept[page].file is not None

    def _ahead(self) -> tuple[int, ...]:
        """The page after the one viewed, once that is there and if another of its size can be kept as well."""
        picture = self._kept.get(self._viewed[0]) if self._viewed else None
        is_room = picture is not None and picture.file is not None and 2 * picture.weight <= self._max_bytes
        return self._viewed[1:] if is_room else ()

    def _forget(self) -> None:
        for page in list(self._asked):
            self._give_up(page)
        for page in list(self._kept):
            self._let_go(page)
        self._tiles.clear()
        self._refused.clear()
        self._viewed = ()
        self._cropped.clear()

    def _give_up(self, page: int) -> None:
        self._slow.discard(page)
        self._decoding.give_up(*self._asked.pop(page))

    def _let_go(self, page: int) -> None:
        picture = self._kept.pop(page, None)
        if picture is not None and picture.file is not None:
            picture.file.close()
        self._tiles.drop_page(page)

    def _shrink(self, page: int) -> None:
        """Drops all of a page but its small picture."""
        picture = self._kept[page]
        if picture.file is not None:
            picture.file.close()
            self._tiles.drop_page(page)
            self._kept[page] = replace(picture, file=None)

    # Answers

    @Slot(object, object)
    def _on_answered(self, request: Request, answer: PagePicture | Refusal) -> None:
        page, file = request.page, answer.file if isinstance(answer, PagePicture) else None
        if page not in self._asked or self._asked[page][0] != request:
            if file is not None:
                file.close()
            return
        if file is not None or isinstance(answer, Refusal):
            del self._asked[page]
            self._slow.discard(page)
        if isinstance(answer, PagePicture):
            self._keep(page, answer)
            self.ready.emit(page)
        else:
            self._refuse(page, answer)
        self._request()

    def _on_slow(self, request: Request) -> None:
        page = request.page
        if page in self._asked and self._asked[page][0] == request:
            self._slow.add(page)
            self.slow.emit(page)

    def _refuse(self, page: int, refusal: Refusal) -> None:
        self._let_go(page)
        self._refused[page] = refusal
        self.failed.emit(page, refusal.sentence)

    @Slot(object, int, object)
    def _on_changed(self, source: PageImage, page: int, stamp: Stamp) -> None:
        """Reads a page again if its file is no longer the one it was read from."""
        is_shown = 1 <= page <= self.count and self._pages[page - 1] == source and page not in self._asked
        read_from = self._kept.get(page) or self._refused.get(page)
        if not is_shown or read_from is None or read_from.stamp in (None, stamp):
            return
        self._let_go(page)
        self._refused.pop(page, None)
        self.ready.emit(page)
        self._request()

    @Slot(int)
    def _on_tiles_failed(self, page: int) -> None:
        sentence = f"{self.path(page)}: its decoded pixels are gone. Open the item again"
        self._refuse(page, Refusal(sentence, None))

    def _keep(self, page: int, picture: PagePicture) -> None:
        """Stays within the limit, but never drops a page that is needed: it would be decoded over and over.

        Small pictures of the others are kept longer than their pixels, being a fiftieth of the size: returning to a
        page shows it at once.
        """
        self._kept[page] = picture
        self._kept.move_to_end(page)
        needed = self._needed()
        others = [kept for kept in self._kept if kept not in needed]
        for drop in (self._shrink, self._let_go):
            for oldest in others:
                if sum(kept.weight for kept in self._kept.values()) <= self._max_bytes:
                    return
                drop(oldest)


def scaled(piece: Piece, part: Box, scale: float) -> QImage:
    """Exactly `part` of a page, at `scale` pixels per page pixel."""
    wide, high = piece.image.width() / piece.box.width(), piece.image.height() / piece.box.height()
    left, top = round((part.left - piece.box.left()) * wide), round((part.top - piece.box.top()) * high)
    cut = piece.image.copy(left, top, max(1, round(part.width * wide)), max(1, round(part.height * high)))
    size = QSize(max(1, round(part.width * scale)), max(1, round(part.height * scale)))
    return cut.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
