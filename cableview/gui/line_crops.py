"""Paints pieces of the scan: a place's line and its neighbours, straight even if the page is not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cableview.gui.crops import Crop
from cableview.gui.filters import Filters, filtered
from cableview.gui.page_images import PageImages, scaled
from cableview.gui.theme import LIGHT, Theme
from cableview.model.geometry import Box
from cableview.model.location import Method
from cableview.scan.segmentation.page_lines import PageLine

LARGEST = 2.5
"""Maximum screen pixels for one of the scan."""
LINES = 3.0
"""Lines visible for a place on one line: it, and the ones before and after."""
NEIGHBOURS = 2.6
"""Lines within which the letters of the ones before and after are still whole."""
BESIDE = 0.8
"""Minimum share of the piece's width that the page fills for that: beside the page there is nothing to see."""
AROUND = 1.6
"""Lines visible in addition to those of a place on several lines."""
TALL, SMALLEST = 1.2, 0.6
"""Minimum visible height, in heights of such a place, as long as the page fills this share of the piece's width."""
LEAST_WIDTH = 0.3
"""Share of the page's width to be visible around a word."""
SLICE = 8
"""Pixels: at a slope of five degrees, adjacent slices differ in height by less than a pixel."""
EVEN = 0.5
"""Pixels by which slices drawn as one may differ in height: most lines need only a few pieces."""
GAP = 6
BRACKET = 12
"""Pixels at both edges for the brackets around a line: they cover none of its letters."""
STILL_READ = "Page {} is still being read. The place can be decided without it."


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a page visible in a piece: its left and top edge in page pixels, and screen pixels for each.

    `line` is straightened at the height it has at `pivot`.
    """

    left: float
    top: float
    zoom: float
    line: PageLine | None = None
    pivot: float = 0.0

    def shift(self, x: float) -> float:
        """How much lower the line is at `x` than at `pivot`."""
        return 0.0 if self.line is None else self.line.foot(x) - self.line.foot(self.pivot)

    def shown(self, box: Box) -> QRectF:
        """The rectangle of the piece in which a box of the page is drawn."""
        down = self.shift((box.left + box.right) / 2)
        corner = QPointF((box.left - self.left) * self.zoom, (box.top - down - self.top) * self.zoom)
        return QRectF(corner.x(), corner.y(), box.width * self.zoom, box.height * self.zoom)


class LineCrops(QWidget):
    """Pieces of pages of `images`, side by side.

    `painted` carries the id of the place that has just been drawn: its pieces, or why they cannot be seen (yet).
    """

    painted = Signal(str)

    def __init__(self, images: PageImages, parent: QWidget | None = None, *, name: str = "strip") -> None:
        """`name` distinguishes its requests from others: only the last of each name counts."""
        super().__init__(parent)
        self._images, self._theme, self._name = images, LIGHT, name
        self._id = ""
        self._crops: tuple[Crop, ...] = ()
        self._words = ""
        self._is_reading = False
        self._filters = Filters()
        self.is_bare = False
        self._cached: dict[int, tuple[object, QImage, bool]] = {}
        self._sizes: dict[int, QSize] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Piece of the scan")
        images.ready.connect(self._on_answered)
        images.failed.connect(self._on_answered)
        images.slow.connect(self._on_answered)

    def sizeHint(self) -> QSize:
        return QSize(640, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 48)

    @property
    def crops(self) -> tuple[Crop, ...]:
        return self._crops

    @property
    def is_reading(self) -> bool:
        """True if, when the pieces were painted last, more of them was to come."""
        return self._is_reading

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @property
    def filters(self) -> Filters:
        return self._filters

    def set_bare(self, on: bool) -> None:
        """Hides what is drawn over the scan."""
        self.is_bare = on
        self.update()

    def set_filters(self, filters: Filters) -> None:
        """Shows the pixels through other filters."""
        self._filters = filters
        self._cached.clear()
        self.update()

    def show_crops(self, entry_id: str, crops: tuple[Crop, ...], words: str = "") -> None:
        """Shows a place; `words` say why there is nothing to see if there are no pieces."""
        self._id, self._crops, self._words = entry_id, crops, words
        self._is_reading = False
        self._cached.clear()
        self._sizes.clear()
        self.update()

    def anchor(self) -> tuple[float, float] | None:
        """The distance of the one framed word from the left, and the width of a letter; `None` if that is vague."""
        if len(self._crops) != 1 or not self._crops[0].pinpoints or len(self._crops[0].parts) != 1:
            return None
        crop = self._crops[0]
        size = self._size_of(0)
        if size is None or not crop.letter:
            return None
        window = window_of(crop, self._areas()[0].size().toSize(), size)
        return window.shown(crop.parts[0].box).left(), crop.letter * window.zoom

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.desk))
        drawn = [self._paint_crop(painter, k, area) for k, area in enumerate(self._areas())]
        if not drawn:
            self._paint_words(painter, QRectF(self.rect()), self._words)
        painter.end()
        self._is_reading = not all(drawn)
        # Pieces that are as sharp as they will get are cached: their page is no longer needed.
        lacking = (crop.page for crop, is_there in zip(self._crops, drawn, strict=True) if not is_there)
        self._images.want(tuple(dict.fromkeys(lacking)), self._name)
        is_there = (done or self._images.is_slow(crop.page) for crop, done in zip(self._crops, drawn, strict=True))
        if self._id and all(is_there):
            self.painted.emit(self._id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._images.want((), self._name)

    def _areas(self) -> list[QRectF]:
        """Where the pieces are drawn: side by side, above their captions if they have any."""
        count = len(self._crops)
        width = (self.width() - GAP * (count - 1)) / max(1, count)
        high = self.height() - (self._caption_height if any(map(self._caption_of, self._crops)) else 0)
        return [QRectF((width + GAP) * k, 0, width, high) for k in range(count)]

    @property
    def _caption_height(self) -> int:
        return self.fontMetrics().height() + 4

    def _caption_of(self, crop: Crop) -> str:
        """What tells a piece from the others."""
        pages = {other.page for other in self._crops}
        return "  ·  ".join(filter(None, (f"page {crop.page}" if len(pages) > 1 else "", crop.caption)))

    @Slot()
    def _on_answered(self, page: int) -> None:
        for key, crop in enumerate(self._crops):
            if crop.page == page:
                if key in self._cached and not self._cached[key][2]:
                    del self._cached[key]
                self.update()

    def _paint_crop(self, painter: QPainter, key: int, area: QRectF) -> bool:
        """Draws what is available; false while more is to come."""
        crop = self._crops[key]
        self._paint_caption(painter, self._caption_of(crop), area)
        size = self._size_of(key)
        if size is None:
            is_lacking = bool(self._images.error(crop.page))  # the page's own view says why
            self._paint_words(painter, area, self._why_missing(crop.page))
            return is_lacking
        room = QSize(max(1, round(area.width())), max(1, round(area.height())))
        window = window_of(crop, room, size)
        image, is_sharp = self._piece(key, crop.page, window, room, size)
        painter.save()
        painter.setClipRect(area)
        painter.translate(area.topLeft())
        if not image.isNull():
            painter.drawImage(QPointF(0, 0), image)
        if not self.is_bare:
            for part in crop.parts:
                self._paint_frame(painter, window.shown(part.box), room, part.method)
        painter.restore()
        return is_sharp

    def _why_missing(self, page: int) -> str:
        if self._images.error(page):
            return f"Page {page} cannot be shown."
        return STILL_READ.format(page) if self._images.is_slow(page) else "Reading the scan…"

    def _size_of(self, key: int) -> QSize | None:
        """The size of a piece's page, known once it was loaded, even if it has since been released."""
        picture = self._images.kept(self._crops[key].page)
        if picture is not None:
            self._sizes[key] = picture.size
        return self._sizes.get(key)

    def _piece(self, key: int, page: int, window: Window, room: QSize, size: QSize) -> tuple[QImage, bool]:
        """The straightened pixels of a piece, and whether they are sharp; cached until another is requested."""
        ratio = self.devicePixelRatioF()
        wanted = (page, window, room, ratio)
        if key not in self._cached or self._cached[key][0] != wanted:
            width, height = room.width() / window.zoom, room.height() / window.zoom
            ends = [window.shift(x) for x in (window.left, window.left + width / 2, window.left + width)]
            part = Box(
                math.floor(window.left),
                math.floor(window.top + min(ends)) - 2,
                math.ceil(window.left + width),
                math.ceil(window.top + height + max(ends)) + 2,
            ).clipped(size.width(), size.height())
            if part.width <= 0 or part.height <= 0:
                return QImage(), True
            scale = window.zoom * ratio
            piece = self._images.piece(page, part, scale, f"{self._name} {key}")
            if piece is None:
                return QImage(), False
            image = straightened(filtered(scaled(piece, part, scale), self._filters), part, window, room * ratio, scale)
            image.setDevicePixelRatio(ratio)
            self._cached[key] = wanted, image, piece.is_sharp
        return self._cached[key][1:]

    def _paint_words(self, painter: QPainter, area: QRectF, words: str) -> None:
        painter.setPen(QColor(self._theme.text))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(12, 4, -12, -4), flags, words)

    def _paint_frame(self, painter: QPainter, box: QRectF, room: QSize, method: Method) -> None:
        """Draws a box around a word, dashed around a gap; if only the line is known, brackets at the edges.

        Beneath each is a light line: the scan may be dark, or inverted.
        """
        is_box = method.names_word or method is Method.GAP
        width, style = 2 if is_box else 3, Qt.PenStyle.DashLine if method is Method.GAP else Qt.PenStyle.SolidLine
        frame = blank_of(box).adjusted(0, -2, 0, 2) if method is Method.GAP else box.adjusted(-3, -2, 3, 2)
        for pen in (QPen(QColor(255, 255, 255, 170), width + 2), QPen(QColor(self._theme.outline), width, style)):
            painter.setPen(pen)
            if is_box:
                painter.drawRect(frame)
            else:
                _draw_brackets(painter, box, room)

    def _paint_caption(self, painter: QPainter, words: str, area: QRectF) -> None:
        """Writes below a piece what it shows: on it, letters would be covered."""
        painter.setPen(QColor(self._theme.text))
        below = QRectF(area.left() + GAP, area.bottom(), area.width() - 2 * GAP, self._caption_height)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(below.width()))
        painter.drawText(below, flags, shown)


def _draw_brackets(painter: QPainter, box: QRectF, room: QSize) -> None:
    top, bottom = round(max(box.top(), 2.0)), round(min(box.bottom(), room.height() - 3.0))
    for x, inward in ((2, 8), (room.width() - 3, -8)):
        painter.drawPolyline([QPoint(x + inward, top), QPoint(x, top), QPoint(x, bottom), QPoint(x + inward, bottom)])


def blank_of(gap: QRectF) -> QRectF:
    """A gap less the ends of the adjacent words, which its box includes: the frame does not cut through these."""
    end = min(gap.width(), gap.height()) / 4
    return gap.adjusted(end, 0, -end, 0)


def window_of(crop: Crop, room: QSize, page: QSize) -> Window:
    """The part of a page shown for a place in `room`: its line or lines, as large as possible."""
    hull = reduce(Box.united, (part.box for part in crop.parts))
    upper, lower = _straight_edges(crop)
    middle = (hull.left + hull.right) / 2
    line = crop.line
    if not crop.pinpoints:
        zoom = min((room.width() - 2 * BRACKET) / max(1.0, hull.width), LARGEST)
    else:
        spacing = crop.spacing or 1.8 * crop.parts[0].box.height
        is_one = len(crop.parts) == 1
        high = LINES * spacing if is_one else lower - upper + AROUND * spacing
        wide = max(hull.width * 1.1, LEAST_WIDTH * page.width())
        zoom = min(room.height() / high, room.width() / wide, LARGEST)
        across = room.width() / page.width()  # the zoom at which the page fills the width
        smallest, whole = (BESIDE, NEIGHBOURS * spacing) if is_one else (SMALLEST, TALL * (lower - upper))
        least = max(smallest * across, min(across, room.height() / whole))
        zoom = min(max(zoom, least), LARGEST)
    width, height = room.width() / zoom, room.height() / zoom
    left = _kept_within(middle - width / 2, width, page.width())
    pivot = left + width / 2
    foot = 0.0 if line is None else line.foot(pivot)
    level = foot + (upper + lower) / 2
    if line is not None and len(crop.parts) == 1:
        level = foot - (line.above - line.below) / 2
    top = level - height / 2
    if lower - upper > height:  # more lines than there is room for: from the first
        top = foot + upper - height * 0.15
    return Window(left, top, zoom, line, pivot)


def _straight_edges(crop: Crop) -> tuple[float, float]:
    """The upper and lower edges of a place relative to its straightened line: on a skew page, distant parts are higher
    or lower then.
    """
    line = crop.line
    feet = [0.0 if line is None else line.foot((part.box.left + part.box.right) / 2) for part in crop.parts]
    upper = min(part.box.top - foot for part, foot in zip(crop.parts, feet, strict=True))
    return upper, max(part.box.bottom - foot for part, foot in zip(crop.parts, feet, strict=True))


def straightened(image: QImage, part: Box, window: Window, room: QSize, scale: float) -> QImage:
    """The picture of `part` of a page as shown in `window`, in slices shifted up or down along the line.

    `scale` is the number of pixels for each of the page's; beyond the page's edge it is transparent.
    """
    made = QImage(room, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    first, top = round((window.left - part.left) * scale), (window.top - part.top) * scale
    source = image.convertToFormat(made.format())
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for x, wide, down in _slices(window, room.width(), scale):
        source_part = QRectF(first + x, top + down, wide, room.height())
        painter.drawImage(QRectF(x, 0, wide, room.height()), source, source_part)
    painter.end()
    return made


def _slices(window: Window, width: int, scale: float) -> Iterator[tuple[int, int, float]]:
    """Pieces of a picture `width` pixels wide: offset from the left, width, and how much lower to take each."""
    start = 0
    low = high = window.shift(window.left + SLICE / 2 / scale) * scale
    for x in range(SLICE, width, SLICE):
        down = window.shift(window.left + (x + SLICE / 2) / scale) * scale
        if max(high, down) - min(low, down) > EVEN:
            yield start, x - start, (low + high) / 2
            start, low, high = x, down, down
        low, high = min(low, down), max(high, down)
    yield start, width - start, (low + high) / 2


def _kept_within(start: float, length: float, limit: float) -> float:
    """The start of a window of `length` such that it lies within `limit`, if it can."""
    return max(0.0, min(start, limit - length)) if length <= limit else (limit - length) / 2
