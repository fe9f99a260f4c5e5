"""Distinguishes a click from a drag: a press that moves far enough is a drag until released."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication


class DragOrClick:
    """Follows one mouse button; points are in pixels of the view."""

    def __init__(self) -> None:
        self._pressed: QPoint | None = None
        self._is_dragging = False

    def press(self, at: QPoint) -> None:
        """The button went down."""
        self._pressed, self._is_dragging = at, False

    def move(self, to: QPoint) -> QPoint | None:
        """The distance dragged since the last call; `None` while it may still become a click."""
        if self._pressed is None:
            return None
        way = to - self._pressed
        if not self._is_dragging and way.manhattanLength() < QApplication.startDragDistance():
            return None
        self._pressed, self._is_dragging = to, True
        return way

    def release(self) -> bool:
        """The button went up; True where that was a click."""
        was_click = self._pressed is not None and not self._is_dragging
        self._pressed, self._is_dragging = None, False
        return was_click
