"""The page: one image of the scan, scrolled, zoomed and turned, with the place under review outlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from cableview.gui import page_geometry, page_paint
from cableview.gui.banner import as_sentence
from cableview.gui.page_decoding import PagePicture
from cableview.gui.page_frame import PageFrame
from cableview.gui.page_geometry import Fit
from cableview.gui.page_images import PageImages
from cableview.gui.page_message import PageMessage
from cableview.gui.page_scroll import PageScroll
from cableview.gui.theme import Theme
from cableview.model.location import Location, Method

FOCUS_WIDTH = 3
RETRY, SKIP = "Try again", "Go on without it"
SLOW_PAGE = "{} takes long to read. Nothing else has to wait: the text can be read, and places decided."
DAMAGED = "Parts of this page's file are damaged and not shown as they are on the page."


Overlay = Callable[[QPainter, int, QTransform], None]


class PageView(PageScroll):
    """Shows a page of `images`. All that keys can do is a slot; the keys are the window's.

    `page_painted` says that a page stands on the screen, `page_sharpened` that no finer picture of what is seen is to
    come, each once for each page or place; `clicked` and, with Ctrl, `pointed` give page and image pixels. `browsed`
    says that the reviewer looks around.
    """

    page_changed = Signal(int)
    page_painted = Signal(int)
    page_sharpened = Signal(int)
    clicked = Signal(int, int, int)
    pointed = Signal(int, int, int)

    def __init__(self, images: PageImages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images, self._theme = images, theme
        self._page = 0
        self._parts: tuple[Location, ...] = ()
        self._caption = ""
        self._overlay: Overlay | None = None
        self._bare = False
        self._announced: set[str] = set()
        self._frame = PageFrame(images)
        self._shown: PagePicture | None = None
        self.setAccessibleName("Page of the scan")
        self.clicked_at.connect(self._on_clicked_at)
        self._card = PageMessage(self.viewport())
        self._card.pressed.connect(self._on_card_pressed)
        images.ready.connect(self._on_ready)
        images.failed.connect(self._on_failed)
        images.slow.connect(self._on_slow)
        images.pages_changed.connect(self._on_pages_changed)
        self._on_pages_changed()

    # Which page ------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page shown, counted from 1; 0 without a scan."""
        return self._page

    def show_page(self, page: int) -> None:
        """Turns to a page, at the same zoom and from its head. One that the scan does not have is not turned to."""
        if not 1 <= page <= self._images.count or page == self._page:
            return
        self._page = page
        self._show(None)
        self._announced.clear()
        self._state = replace(self._state, y=0.0)
        self._lay_out()
        self.page_changed.emit(page)

    def browse_to(self, page: int) -> None:
        """Turns to a page to look around on it."""
        self.browsed.emit()
        self.show_page(page)

    def browse_by(self, pages: int) -> None:
        """As `browse_to`, so many pages on or back."""
        self.browse_to(self._page + pages)

    @property
    def parts(self) -> tuple[Location, ...]:
        """The parts of the place that is outlined, on whatever pages; none where there is no place."""
        return self._parts

    @property
    def caption(self) -> str:
        """What is written beside the first of them."""
        return self._caption

    def show_parts(self, parts: Sequence[Location], *, follow: bool = True, caption: str = "") -> None:
        """Outlines a place and brings its first part into view: as little as possible, and only if not in the middle.

        Without `follow` the page stays as it is. `caption` is written beside the first of several parts.
        """
        self._parts, self._caption = tuple(parts), caption
        self._announced.clear()
        self._moved = not follow
        if parts and follow:
            self.show_page(parts[0].page)
            self._bring_into_view()
        self._describe()
        self.viewport().update()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Has `overlay(painter, page, transform)` draw over the page, where the transform leads from its pixels."""
        self._overlay = overlay
        self.viewport().update()

    @Slot(bool)
    def set_bare(self, on: bool) -> None:
        """The scan alone, without outline, while `on`."""
        self._bare = on
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Draws desk, outlines and messages in the colours of another theme."""
        self._theme = theme
        self._frame.forget()
        self.viewport().update()

    def _part_in_view(self) -> Location | None:
        """The part that is brought into view; `None` where it is not on the page that is shown."""
        first = next(iter(self._parts), None)
        return first if first is not None and first.page == self._page else None

    def _bring_into_view(self) -> None:
        part = self._part_in_view()
        if part is None or self._shown is None:
            return
        box, room = self.box_in_view(part.box), self.viewport().size()
        right = page_geometry.way_into_middle(box.left(), box.right(), room.width())
        down = page_geometry.way_into_middle(box.top(), box.bottom(), room.height())
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + right)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    # Events ----------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        part = bar.value() / max(1, bar.maximum())
        self._set_ranges()
        if self._state.fit is not Fit.FREE:
            bar.setValue(round(part * bar.maximum()))
            self.zoom_changed.emit(self.zoom)
        if not self._moved:
            self._bring_into_view()
        self._offer_remedy()

    @Slot(int, int, bool)
    def _on_clicked_at(self, x: int, y: int, is_pointing: bool) -> None:
        (self.pointed if is_pointing else self.clicked).emit(self._page, x, y)

    @Slot(int)
    def _on_ready(self, page: int) -> None:
        """There is more of a page than before, or it was read again."""
        if page != self._page:
            return
        picture = self._images.turn_to(page)
        if picture is None or self._shown is None or picture.size != self._shown.size:
            self._lay_out()
            self.zoom_changed.emit(self.zoom)
        self._show(picture)
        self._frame.forget()
        self._show_message()

    @Slot(int, str)
    def _on_failed(self, page: int, _sentence: str) -> None:
        if page == self._page:
            self._show(None)
            self._set_ranges()
            self._show_message()

    @Slot(int)
    def _on_slow(self, page: int) -> None:
        if page == self._page:
            self._show_message()

    @Slot()
    def _on_card_pressed(self) -> None:
        """Decodes a page again that could not be shown, as its disk may be back; or goes on without one being read."""
        self.setFocus()
        if self._images.error(self._page):
            self._images.retry(self._page)
            self._lay_out()
        else:
            self._images.skip(self._page)

    @Slot()
    def _on_pages_changed(self) -> None:
        self._page = 0
        self._parts = ()
        self._show(None)
        self._frame.forget()
        self.show_page(1)
        self._lay_out()

    def _show(self, picture: PagePicture | None) -> None:
        self._shown, self._size = picture, None if picture is None else picture.size

    def _lay_out(self) -> None:
        """Takes the page if it is there, and shows the place under review or else what was looked at of it."""
        self._frame.forget()
        self._show(self._images.turn_to(self._page) if self._page else None)
        super()._lay_out()
        self._bring_into_view()
        self._show_message()

    # Drawing ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._shown is None:
            self._card.paint(painter, *self._message(), self._theme)
        else:
            self._paint_page(painter, self._shown)
        if self.hasFocus():
            painter.fillRect(0, 0, FOCUS_WIDTH, self.viewport().height(), QColor(self._theme.accent))

    def _paint_page(self, painter: QPainter, picture: PagePicture) -> None:
        transform, room, ratio = self._transform(), self.viewport().size(), self.devicePixelRatioF()
        frame, is_sharp = self._frame.rendered(
            self._page, picture, transform, self._state.filters, self._theme, room, ratio
        )
        painter.drawImage(QPoint(0, 0), frame)
        if not self._bare:
            self._paint_over(painter, is_damaged=picture.is_damaged)
        self._announce("painted")
        if is_sharp:
            self._announce("sharpened")

    def _paint_over(self, painter: QPainter, *, is_damaged: bool) -> None:
        """What is drawn on the page: the overlay, the outlines of the place, and that parts of its file are damaged."""
        if self._overlay is not None:
            self._overlay(painter, self._page, self._transform())
        for k, part in enumerate(self._parts):
            if part.page == self._page:
                doubt, caption = page_paint.UNSURE.get(part.method, ""), "" if k else self._caption
                words, is_sure = doubt or caption, not doubt
                page_paint.outline(painter, self.box_in_view(part.box), self._theme, label=words, is_sure=is_sure)
        if is_damaged:
            page_paint.remark(painter, QRectF(self.viewport().rect()), DAMAGED, self._theme)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _announce(self, what: str) -> None:
        """Tells, when the painting is over, what has not been told of this page or place."""
        if what not in self._announced:
            self._announced.add(what)
            signal = self.page_painted if what == "painted" else self.page_sharpened
            QTimer.singleShot(0, self, lambda page=self._page: signal.emit(page))

    def _message(self) -> tuple[str, str]:
        if not self._page:
            return "No scan", "This item has no page images. The texts can be compared all the same."
        error = self._images.error(self._page)
        if error:
            return f"Page {self._page} cannot be shown", as_sentence(error)
        slow = SLOW_PAGE.format(self._images.path(self._page)) if self._images.is_slow(self._page) else ""
        return f"Reading page {self._page} of {self._images.count} …", slow

    def _show_message(self) -> None:
        """Says of a page that is not shown why that is so, and offers what can be done about it."""
        self._describe()
        self._offer_remedy()
        self.viewport().update()

    def _offer_remedy(self) -> None:
        """Offers to try a page again that cannot be shown, or to go on without one that takes long."""
        if self._page == 0 or self._shown is not None:
            self._card.offer("", "", "")
            return
        remedy = RETRY if self._images.error(self._page) else SKIP if self._images.is_slow(self._page) else ""
        self._card.offer(remedy, *self._message())

    def _describe(self) -> None:
        """What a screen reader says of the view."""
        if self._shown is None:
            self.setAccessibleDescription(". ".join(filter(None, self._message())))
            return
        words = f"Page {self._page} of {self._images.count}"
        part = self._part_in_view()
        if part is not None:
            words += _outlined(part.method)
        self.setAccessibleDescription(f"{words}. {DAMAGED}" if self._shown.is_damaged else words)


def _outlined(method: Method) -> str:
    if method is Method.GAP:
        return ", the gap outlined where the word under review would stand"
    return ", place outlined" if method.names_word else ", the place under review is somewhere in the dashed outline"
