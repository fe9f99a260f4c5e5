"""The page: one image of the scan, scrolled, zoomed and turned, with the place under review outlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QPushButton, QWidget

from cableview.gui import page_geometry, page_paint
from cableview.gui.filters import CONTRAST_STEPS, PLAIN, Filters
from cableview.gui.page_geometry import Fit, ViewState
from cableview.gui.page_images import PageImages, PagePicture
from cableview.gui.theme import Theme
from cableview.model.geometry import Box
from cableview.model.location import Location

ZOOMS = (0.05, 8.0)
ZOOM_STEP = 1.25
PAN_STEP = 80
FOCUS_WIDTH = 3
DAMAGED = "Parts of this page's file are damaged and not shown as they are on the page."


Overlay = Callable[[QPainter, int, QTransform], None]


class PageView(QAbstractScrollArea):
    """Shows a page of `images`. All that keys can do is a slot; the keys are the window's.

    `page_painted` says that a page stands on the screen, `page_sharpened` that no finer picture of what is seen is to
    come, each once for each page or place; `clicked` and, with Ctrl, `pointed` give page and image pixels. `browsed`
    says that somebody looks about.
    """

    zoom_changed = Signal(float)
    page_changed = Signal(int)
    page_painted = Signal(int)
    page_sharpened = Signal(int)
    clicked = Signal(int, int, int)
    pointed = Signal(int, int, int)
    browsed = Signal()

    def __init__(self, images: PageImages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images, self._theme = images, theme
        self._state = ViewState()
        self._page = 0
        self._location: Location | None = None
        self._parts: tuple[Location, ...] = ()
        self._caption = ""
        self._overlay: Overlay | None = None
        self._bare = False
        self._moved = False
        self._pressed: QPoint | None = None
        self._dragging = False
        self._announced: set[str] = set()
        self._frame: tuple[object, QImage, bool] | None = None
        self._shown: PagePicture | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Page of the scan")
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.actionTriggered.connect(self._on_scrolled)
        self._again = QPushButton("Try again", self.viewport())
        self._again.setCursor(Qt.CursorShape.ArrowCursor)
        self._again.clicked.connect(self._on_again)
        images.ready.connect(self._on_ready)
        images.failed.connect(self._on_failed)
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
        self._shown = None
        self._announced.clear()
        self._state = replace(self._state, y=0.0)
        self._lay_out()
        self.page_changed.emit(page)

    def browse_to(self, page: int) -> None:
        """Turns to a page to look about on it."""
        self.browsed.emit()
        self.show_page(page)

    @Slot()
    def next_page(self) -> None:
        self.browse_to(self._page + 1)

    @Slot()
    def previous_page(self) -> None:
        self.browse_to(self._page - 1)

    def show_location(self, location: Location | None) -> None:
        """As `show_parts`, of a place that is one box."""
        self.show_parts(() if location is None else (location,))

    def show_parts(self, parts: Sequence[Location], *, follow: bool = True, caption: str = "") -> None:
        """Outlines a place and brings it into view: only when it is not in the middle, as little as possible.

        Without `follow` the page stays as it is. `caption` is written beside the first of several parts.
        """
        self._parts, self._caption = tuple(parts), caption
        self._location = parts[0] if parts else None
        self._announced.clear()
        self._moved = not follow
        if self._location is not None and follow:
            self.show_page(self._location.page)
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
        self._theme = theme
        self._frame = None
        self.viewport().update()

    # How it is looked at ---------------------------------------------------------------------------------------------

    @property
    def state(self) -> ViewState:
        if self._shown is None:
            return self._state
        centre = self._image_point(QPointF(self.viewport().rect().center()))
        size = self._shown.size
        return replace(
            self._state,
            zoom=self.zoom,
            x=min(max(centre.x() / size.width(), 0.0), 1.0),
            y=min(max(centre.y() / size.height(), 0.0), 1.0),
        )

    def set_state(self, state: ViewState) -> None:
        self._state = state
        self._frame = None
        self._lay_out()
        self.zoom_changed.emit(self.zoom)

    @property
    def zoom(self) -> float:
        """Screen pixels for each pixel of the image."""
        if self._state.fit is Fit.FREE or self._shown is None:
            return self._state.zoom
        logical = page_geometry.fitting(self._turned_size(), self.viewport().size(), self._state.fit)
        return min(max(logical * self.devicePixelRatioF(), ZOOMS[0]), ZOOMS[1])

    @Slot(float)
    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zooms so that what is `at` a point of the view, or in its middle, stays there."""
        at = QPointF(self.viewport().rect().center()) if at is None else at
        held = self._image_point(at)
        self._state = replace(self._state, fit=Fit.FREE, zoom=min(max(zoom, ZOOMS[0]), ZOOMS[1]))
        self._set_ranges()
        self._put(held, at)
        self.zoom_changed.emit(self.zoom)

    @Slot()
    def zoom_in(self) -> None:
        self.set_zoom(self.zoom * ZOOM_STEP)

    @Slot()
    def zoom_out(self) -> None:
        self.set_zoom(self.zoom / ZOOM_STEP)

    @Slot()
    def actual_size(self) -> None:
        """One pixel of the image on one of the screen."""
        self.set_zoom(1.0)

    @Slot()
    def fit_width(self) -> None:
        self.set_state(replace(self.state, fit=Fit.WIDTH))

    @Slot()
    def fit_page(self) -> None:
        self.set_state(replace(self.state, fit=Fit.PAGE))

    @Slot()
    def rotate_right(self) -> None:
        self._turn(90)

    @Slot()
    def rotate_left(self) -> None:
        self._turn(270)

    def _turn(self, degrees: int) -> None:
        self.set_state(replace(self.state, rotation=(self._state.rotation + degrees) % 360))

    @Slot()
    def toggle_invert(self) -> None:
        filters = self._state.filters
        self._set_filters(replace(filters, invert=not filters.invert))

    @Slot()
    def more_contrast(self) -> None:
        self._step_contrast(1)

    @Slot()
    def less_contrast(self) -> None:
        self._step_contrast(-1)

    @Slot()
    def reset_filters(self) -> None:
        self._set_filters(PLAIN)

    def _step_contrast(self, by: int) -> None:
        filters = self._state.filters
        step = min(max(filters.contrast + by, CONTRAST_STEPS[0]), CONTRAST_STEPS[-1])
        self._set_filters(replace(filters, contrast=step))

    def _set_filters(self, filters: Filters) -> None:
        self._state = replace(self._state, filters=filters)
        self.viewport().update()

    # Moving about ----------------------------------------------------------------------------------------------------

    @Slot()
    def pan_left(self) -> None:
        self._pan(-PAN_STEP, 0)

    @Slot()
    def pan_right(self) -> None:
        self._pan(PAN_STEP, 0)

    @Slot()
    def pan_up(self) -> None:
        self._pan(0, -PAN_STEP)

    @Slot()
    def pan_down(self) -> None:
        self._pan(0, PAN_STEP)

    @Slot()
    def screen_up(self) -> None:
        self._pan(0, -round(self.viewport().height() * 0.85))

    @Slot()
    def screen_down(self) -> None:
        self._pan(0, round(self.viewport().height() * 0.85))

    @Slot()
    def head(self) -> None:
        self._pan(0, -self.verticalScrollBar().maximum())

    @Slot()
    def foot(self) -> None:
        self._pan(0, self.verticalScrollBar().maximum())

    def _pan(self, right: int, down: int) -> None:
        self._moved = True
        self.browsed.emit()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + right)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    def box_in_view(self, box: Box) -> QRectF:
        """Where a box of the page is drawn in the viewport."""
        corners = QRectF(box.left, box.top, box.width, box.height)
        return self._transform().mapRect(corners)

    def _bring_into_view(self) -> None:
        if self._location is None or self._shown is None or self._location.page != self._page:
            return
        box, room = self.box_in_view(self._location.box), self.viewport().size()
        right = page_geometry.way_into_middle(box.left(), box.right(), room.width())
        down = page_geometry.way_into_middle(box.top(), box.bottom(), room.height())
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + right)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    # Events ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: self.pan_left,
            Qt.Key.Key_Right: self.pan_right,
            Qt.Key.Key_Up: self.pan_up,
            Qt.Key.Key_Down: self.pan_down,
            Qt.Key.Key_PageUp: self.screen_up,
            Qt.Key.Key_PageDown: self.screen_down,
            Qt.Key.Key_Home: self.head,
            Qt.Key.Key_End: self.foot,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            move()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * ZOOM_STEP ** (turn.y() / 120), event.position())
        else:
            delta = event.pixelDelta() if not event.pixelDelta().isNull() else turn * (PAN_STEP / 120)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not delta.x():
                delta = QPoint(delta.y(), 0)
            self._pan(-delta.x(), -delta.y())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Two fingers that spread or close on a touch pad zoom as the wheel does with Ctrl."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.zoom * (1.0 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._dragging = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        way = event.position().toPoint() - self._pressed
        if not self._dragging and way.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed = event.position().toPoint()
        self._pan(-way.x(), -way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._pressed is not None and not self._dragging
        self._pressed, self._dragging = None, False
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        if was_click and self._shown is not None and event.button() is Qt.MouseButton.LeftButton:
            point, size = self._image_point(event.position()), self._shown.size
            x, y = int(point.x()), int(point.y())
            if 0 <= x < size.width() and 0 <= y < size.height():
                is_pointing = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                (self.pointed if is_pointing else self.clicked).emit(self._page, x, y)

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
        self._offer_again()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._frame = None
            self._set_ranges()

    @Slot()
    def _on_scrolled(self) -> None:
        self._moved = True
        self.browsed.emit()

    @Slot(int)
    def _on_ready(self, page: int) -> None:
        """There is more of a page than before, or it is read anew."""
        if page != self._page:
            return
        picture = self._images.turn_to(page)
        if picture is None or self._shown is None or picture.size != self._shown.size:
            self._lay_out()
            self.zoom_changed.emit(self.zoom)
        self._shown, self._frame = picture, None
        self._describe()
        self.viewport().update()

    @Slot(int, str)
    def _on_failed(self, page: int, _sentence: str) -> None:
        if page == self._page:
            self._shown = None
            self._set_ranges()
            self._describe()
            self._offer_again()
            self.viewport().update()

    @Slot()
    def _on_again(self) -> None:
        """Has a page decoded again that could not be shown: its disk may be there again, or there may be room now."""
        self.setFocus()
        self._images.retry(self._page)
        self._lay_out()

    @Slot()
    def _on_pages_changed(self) -> None:
        self._page = 0
        self._location, self._parts = None, ()
        self._shown = None
        self._frame = None
        self.show_page(1)
        self._lay_out()

    # Where things are ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Takes the page if it is there, and puts the part of it that is kept in the middle of the view."""
        self._shown = self._images.turn_to(self._page) if self._page else None
        self._set_ranges()
        if self._shown is not None:
            size = self._shown.size
            place = QPointF(self._state.x * size.width(), self._state.y * size.height())
            self._put(place, QPointF(self.viewport().rect().center()))
            self._bring_into_view()
        self._describe()
        self._offer_again()
        self.viewport().update()

    def _turned_size(self) -> QSizeF:
        size = QSizeF(self._shown.size) if self._shown else QSizeF(1, 1)
        return page_geometry.turned(size, self._state.rotation)

    def _scale(self) -> float:
        """Logical pixels of the view for each pixel of the image."""
        return self.zoom / self.devicePixelRatioF()

    def _set_ranges(self) -> None:
        size, room = self._turned_size() * self._scale(), self.viewport().size()
        for bar, length, seen in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(0, round(length + 2 * page_geometry.PAD - seen)) if self._shown else 0)
            bar.setEnabled(bar.maximum() > 0)
            bar.setPageStep(seen)
            bar.setSingleStep(PAN_STEP // 2)

    def _transform(self) -> QTransform:
        """From pixels of the image to those of the view."""
        scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        size = QSizeF(self._shown.size) if self._shown else QSizeF(1, 1)
        return page_geometry.transform(size, self._state.rotation, self._scale(), self.viewport().size(), scrolled)

    def _image_point(self, at: QPointF) -> QPointF:
        inverse, _possible = self._transform().inverted()
        return inverse.map(at)

    def _put(self, place: QPointF, at: QPointF) -> None:
        """Scrolls so that a point of the image comes as near as can be to a point of the view."""
        now = self._transform().map(place)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(now.x() - at.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(now.y() - at.y()))
        self.viewport().update()

    # Drawing ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._shown is None:
            painter.fillRect(self.viewport().rect(), QColor(self._theme.desk))
            room, below = QRectF(self.viewport().rect()), self._room_for_button()
            page_paint.message(painter, room, *self._message(), self._theme, below=below)
        else:
            self._paint_page(painter, self._shown)
        if self.hasFocus():
            painter.fillRect(0, 0, FOCUS_WIDTH, self.viewport().height(), QColor(self._theme.accent))

    def _paint_page(self, painter: QPainter, picture: PagePicture) -> None:
        frame, is_sharp = self._rendered(picture)
        painter.drawImage(QPoint(0, 0), frame)
        if self._overlay is not None and not self._bare:
            self._overlay(painter, self._page, self._transform())
        for k, part in enumerate(self._parts if not self._bare else ()):
            if part.page == self._page:
                doubt, caption = page_paint.UNSURE.get(part.method, ""), "" if k else self._caption
                words, is_sure = doubt or caption, not doubt
                page_paint.outline(painter, self.box_in_view(part.box), self._theme, label=words, is_sure=is_sure)
        if picture.is_damaged and not self._bare:
            page_paint.remark(painter, QRectF(self.viewport().rect()), DAMAGED, self._theme)
        self._announce("painted")
        if is_sharp:
            self._announce("sharpened")

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

    def _rendered(self, picture: PagePicture) -> tuple[QImage, bool]:
        """The view without outline, and whether it is sharp; drawn anew only when it would differ from the last."""
        ratio, transform, room = self.devicePixelRatioF(), self._transform(), self.viewport().size()
        key = (self._page, transform, self._state.filters, room, ratio, self._theme.name)
        if self._frame is None or self._frame[0] != key:
            part = page_paint.seen_part(transform, room, picture.size)
            piece = self._images.piece(self._page, part, page_paint.scale_of(transform) * ratio, "view")
            if piece is None:
                return QImage(), False
            image = page_paint.render(piece, picture.size, transform, self._state.filters, self._theme, room, ratio)
            self._frame = key, image, piece.is_sharp
        return self._frame[1:]

    def _message(self) -> tuple[str, str]:
        if not self._page:
            return "No scan", "This item has no page images. The texts can be compared all the same."
        error = self._images.error(self._page)
        if error:
            return f"Page {self._page} cannot be shown", error
        return f"Reading page {self._page} of {self._images.count} …", ""

    def _room_for_button(self) -> int:
        """Pixels of a message's card that the button takes, 0 where there is none."""
        return 0 if self._again.isHidden() else self._again.height() + page_geometry.PAD

    def _offer_again(self) -> None:
        """Puts the button into the message that a page cannot be shown."""
        sentence = self._images.error(self._page) if self._page and self._shown is None else ""
        self._again.setVisible(bool(sentence))
        if sentence:
            self._again.adjustSize()
            room, metrics = QRectF(self.viewport().rect()), self.viewport().fontMetrics()
            card = page_paint.card(room, sentence, metrics, self._room_for_button())
            place = self._again.rect()
            place.moveCenter(card.center().toPoint())
            place.moveBottom(round(card.bottom()) - page_geometry.PAD)
            self._again.move(place.topLeft())

    def _describe(self) -> None:
        """What a screen reader says of the view."""
        if self._shown is None:
            self.setAccessibleDescription(". ".join(filter(None, self._message())))
            return
        words = f"Page {self._page} of {self._images.count}"
        if self._location is not None and self._location.page == self._page:
            is_word = self._location.method.names_word
            words += ", place outlined" if is_word else ", the place under review is somewhere in the dashed outline"
        self.setAccessibleDescription(f"{words}. {DAMAGED}" if self._shown.is_damaged else words)
