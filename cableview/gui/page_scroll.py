"""Views a page: scrolled, zoomed and turned, and through filters on its pixels."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cableview.gui import page_geometry
from cableview.gui.drag_or_click import DragOrClick
from cableview.gui.filters import BRIGHTNESS_STEPS, CONTRAST_STEPS, Filters
from cableview.gui.page_geometry import ZOOMS, Fit, ViewState
from cableview.model.geometry import Box

ZOOM_STEP = 1.25
PAN_STEP = 80
SCREENFUL = 0.85
"""Share of the view's height by which a page key moves it."""


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

    def step_zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Zooms in, or out by a negative number of steps; `at` as for `set_zoom`."""
        self.set_zoom(self.zoom * ZOOM_STEP**steps, at)

    def fit(self, fit: Fit) -> None:
        """Fits the page into the view, also when that is resized."""
        self.set_state(replace(self.state, fit=fit))

    def rotate(self, degrees: int) -> None:
        """Turns the page clockwise by a multiple of 90."""
        self.set_state(replace(self.state, rotation=(self._state.rotation + degrees) % 360))

    def toggle_invert(self) -> None:
        """Shows the page as a negative, or as it is."""
        filters = self._state.filters
        self._set_filters(replace(filters, invert=not filters.invert))

    def step_contrast(self, by: int) -> None:
        """Raises or lowers the contrast, within `CONTRAST_STEPS`."""
        filters = self._state.filters
        step = min(max(filters.contrast + by, CONTRAST_STEPS[0]), CONTRAST_STEPS[-1])
        self._set_filters(replace(filters, contrast=step))

    def step_brightness(self, by: int) -> None:
        """Lightens or darkens the page, within `BRIGHTNESS_STEPS`."""
        filters = self._state.filters
        step = min(max(filters.brightness + by, BRIGHTNESS_STEPS[0]), BRIGHTNESS_STEPS[-1])
        self._set_filters(replace(filters, brightness=step))

    def _set_filters(self, filters: Filters) -> None:
        self._state = replace(self._state, filters=filters)
        self.viewport().update()

    # Moving about ----------------------------------------------------------------------------------------------------

    def pan(self, right: int, down: int) -> None:
        """Moves the view by some of its pixels."""
        self._moved = True
        self.browsed.emit()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + right)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    def box_in_view(self, box: Box) -> QRectF:
        """The rectangle of the viewport in which a box of the page is drawn."""
        corners = QRectF(box.left, box.top, box.width, box.height)
        return self._transform().mapRect(corners)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        screen, whole = round(self.viewport().height() * SCREENFUL), self.verticalScrollBar().maximum()
        ways = {
            Qt.Key.Key_Left: (-PAN_STEP, 0),
            Qt.Key.Key_Right: (PAN_STEP, 0),
            Qt.Key.Key_Up: (0, -PAN_STEP),
            Qt.Key.Key_Down: (0, PAN_STEP),
            Qt.Key.Key_PageUp: (0, -screen),
            Qt.Key.Key_PageDown: (0, screen),
            Qt.Key.Key_Home: (0, -whole),
            Qt.Key.Key_End: (0, whole),
        }
        way = ways.get(Qt.Key(event.key()))
        if way is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            self.pan(*way)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(turn.y() / 120, event.position())
        else:
            delta = event.pixelDelta() if not event.pixelDelta().isNull() else turn * (PAN_STEP / 120)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not delta.x():
                delta = QPoint(delta.y(), 0)
            self.pan(-delta.x(), -delta.y())
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
            self.pan(-way.x(), -way.y())

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
