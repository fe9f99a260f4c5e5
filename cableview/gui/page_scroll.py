"""Views a page: scrolled, zoomed and turned, and through filters on its pixels."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cableview.gui import page_geometry
from cableview.gui.drag_or_click import DragOrClick
from cableview.gui.filters import BRIGHTNESS_STEPS, CONTRAST_STEPS, Filters
from cableview.gui.page_geometry import Fit, ViewState
from cableview.model.geometry import Box

ZOOMS = (0.05, 8.0)
ZOOM_STEP = 1.25
PAN_STEP = 80


class PageScroll(QAbstractScrollArea):
    """Moves around an image of `_size` pixels, which is `None` while there is none; subclasses draw it.

    `clicked_at` carries a pixel of the image, and whether Ctrl was held. `browsed` signals that the user looks around.
    """

    zoom_changed = Signal(float)
    clicked_at = Signal(int, int, bool)
    browsed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ViewState()
        self._size: QSize | None = None
        self._moved = False
        self._mouse = DragOrClick()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.actionTriggered.connect(self._on_scrolled)

    # View -----------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> ViewState:
        """Zoom, rotation and filters, and the point of the page in the middle, for saving."""
        size = self._size
        if size is None:
            return self._state
        centre = self.image_point(QPointF(self.viewport().rect().center()))
        return replace(
            self._state,
            zoom=self.zoom,
            x=min(max(centre.x() / size.width(), 0.0), 1.0),
            y=min(max(centre.y() / size.height(), 0.0), 1.0),
        )

    def set_state(self, state: ViewState) -> None:
        """Restores the view given by `state`."""
        self._state = state
        self._lay_out()
        self.zoom_changed.emit(self.zoom)

    @property
    def zoom(self) -> float:
        """Screen pixels for each pixel of the image."""
        if self._state.fit is Fit.FREE or self._size is None:
            return self._state.zoom
        logical = page_geometry.fitting(self._turned_size(), self.viewport().size(), self._state.fit)
        return min(max(logical * self.devicePixelRatioF(), ZOOMS[0]), ZOOMS[1])

    @Slot(float)
    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zooms so that what is at the point `at` of the view, or in its middle, stays there."""
        at = QPointF(self.viewport().rect().center()) if at is None else at
        held = self.image_point(at)
        self._state = replace(self._state, fit=Fit.FREE, zoom=min(max(zoom, ZOOMS[0]), ZOOMS[1]))
        self._set_ranges()
        self._put(held, at)
        self.zoom_changed.emit(self.zoom)

    @Slot()
    def zoom_in(self) -> None:
        """Zooms in by one step."""
        self.set_zoom(self.zoom * ZOOM_STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Zooms out by one step."""
        self.set_zoom(self.zoom / ZOOM_STEP)

    @Slot()
    def actual_size(self) -> None:
        """Shows one pixel of the image on one of the screen."""
        self.set_zoom(1.0)

    @Slot()
    def fit_width(self) -> None:
        """Fits the page's width to the view, also when that is resized."""
        self.set_state(replace(self.state, fit=Fit.WIDTH))

    @Slot()
    def fit_page(self) -> None:
        """Fits the whole page into the view, also when that is resized."""
        self.set_state(replace(self.state, fit=Fit.PAGE))

    @Slot()
    def rotate_right(self) -> None:
        """Turns the page a quarter clockwise."""
        self._turn(90)

    @Slot()
    def rotate_left(self) -> None:
        """Turns the page a quarter anticlockwise."""
        self._turn(270)

    def _turn(self, degrees: int) -> None:
        self.set_state(replace(self.state, rotation=(self._state.rotation + degrees) % 360))

    @Slot()
    def toggle_invert(self) -> None:
        """Shows the page as a negative, or as it is."""
        filters = self._state.filters
        self._set_filters(replace(filters, invert=not filters.invert))

    @Slot()
    def more_contrast(self) -> None:
        """Raises the contrast by one step, up to the last."""
        self._step_contrast(1)

    @Slot()
    def less_contrast(self) -> None:
        """Lowers the contrast by one step, down to the first."""
        self._step_contrast(-1)

    @Slot()
    def lighter(self) -> None:
        """Lightens the page by one step, up to the last."""
        self._step_brightness(1)

    @Slot()
    def darker(self) -> None:
        """Darkens the page by one step, down to the first."""
        self._step_brightness(-1)

    def _step_contrast(self, by: int) -> None:
        filters = self._state.filters
        step = min(max(filters.contrast + by, CONTRAST_STEPS[0]), CONTRAST_STEPS[-1])
        self._set_filters(replace(filters, contrast=step))

    def _step_brightness(self, by: int) -> None:
        filters = self._state.filters
        step = min(max(filters.brightness + by, BRIGHTNESS_STEPS[0]), BRIGHTNESS_STEPS[-1])
        self._set_filters(replace(filters, brightness=step))

    def _set_filters(self, filters: Filters) -> None:
        self._state = replace(self._state, filters=filters)
        self.viewport().update()

    # Moving about ----------------------------------------------------------------------------------------------------

    @Slot()
    def pan_left(self) -> None:
        """Moves the view a step to the left."""
        self._pan(-PAN_STEP, 0)

    @Slot()
    def pan_right(self) -> None:
        """Moves the view a step to the right."""
        self._pan(PAN_STEP, 0)

    @Slot()
    def pan_up(self) -> None:
        """Moves the view a step up."""
        self._pan(0, -PAN_STEP)

    @Slot()
    def pan_down(self) -> None:
        """Moves the view a step down."""
        self._pan(0, PAN_STEP)

    @Slot()
    def screen_up(self) -> None:
        """Moves the view up by most of its height."""
        self._pan(0, -round(self.viewport().height() * 0.85))

    @Slot()
    def screen_down(self) -> None:
        """Moves the view down by most of its height."""
        self._pan(0, round(self.viewport().height() * 0.85))

    @Slot()
    def head(self) -> None:
        """Moves the view to the top of the page."""
        self._pan(0, -self.verticalScrollBar().maximum())

    @Slot()
    def foot(self) -> None:
        """Moves the view to the bottom of the page."""
        self._pan(0, self.verticalScrollBar().maximum())

    def _pan(self, right: int, down: int) -> None:
        self._moved = True
        self.browsed.emit()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + right)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    def box_in_view(self, box: Box) -> QRectF:
        """The rectangle of the viewport in which a box of the page is drawn."""
        corners = QRectF(box.left, box.top, box.width, box.height)
        return self._transform().mapRect(corners)

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
        """Zooms on a pinch of two fingers on a touch pad, as the wheel does with Ctrl."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.zoom * (1.0 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._mouse.press(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        way = self._mouse.move(event.position().toPoint())
        if way is not None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan(-way.x(), -way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._mouse.release()
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        if was_click and self._size is not None and event.button() is Qt.MouseButton.LeftButton:
            point = self.image_point(event.position())
            x, y = int(point.x()), int(point.y())
            if 0 <= x < self._size.width() and 0 <= y < self._size.height():
                is_pointing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.clicked_at.emit(x, y, is_pointing)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._set_ranges()

    @Slot()
    def _on_scrolled(self) -> None:
        self._moved = True
        self.browsed.emit()

    # Where things are -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Centres the view on the saved part of the page."""
        self._set_ranges()
        if self._size is not None:
            place = QPointF(self._state.x * self._size.width(), self._state.y * self._size.height())
            self._put(place, QPointF(self.viewport().rect().center()))

    def _turned_size(self) -> QSizeF:
        size = QSizeF(self._size) if self._size else QSizeF(1, 1)
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
            bar.setRange(0, max(0, round(length + 2 * page_geometry.PAD - seen)) if self._size else 0)
            bar.setEnabled(bar.maximum() > 0)
            bar.setPageStep(seen)
            bar.setSingleStep(PAN_STEP // 2)

    def _transform(self) -> QTransform:
        """The transform from pixels of the image to those of the view."""
        scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        size = QSizeF(self._size) if self._size else QSizeF(1, 1)
        return page_geometry.transform(size, self._state.rotation, self._scale(), self.viewport().size(), scrolled)

    def image_point(self, at: QPointF) -> QPointF:
        """The point of the image, in its pixels, at a point of the view; it may be outside the image."""
        inverse, _possible = self._transform().inverted()
        return inverse.map(at)

    def _put(self, place: QPointF, at: QPointF) -> None:
        """Scrolls so that a point of the image is as near as possible to a point of the view."""
        now = self._transform().map(place)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(now.x() - at.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(now.y() - at.y()))
        self.viewport().update()
