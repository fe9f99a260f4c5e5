"""Splitters of the window, and how their parts share the room, as text to be saved."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget


class PlainSplitter(QSplitter):
    """Two halves of one panel: the handle between them has the panel's own background."""

    def createHandle(self) -> QSplitterHandle:
        return _PlainHandle(self.orientation(), self)


class _PlainHandle(QSplitterHandle):
    def paintEvent(self, _: QPaintEvent) -> None:
        """Draws nothing."""


def splitter(
    orientation: Qt.Orientation, *parts: QWidget, width: int = 8, kind: type[QSplitter] = QSplitter
) -> QSplitter:
    """Parts side by side or one above the other, `width` pixels apart, none of which can be lost by dragging."""
    made = kind(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(width)
    for part in parts:
        made.addWidget(part)
    return made


def layout_text(splitter: QSplitter) -> str:
    """How the parts of a splitter share its room, as text to be saved."""
    return as_text(splitter.saveState())


def restore_layout(splitter: QSplitter, text: str) -> None:
    """Restores the sharing that `layout_text` saved; any other text changes nothing."""
    splitter.restoreState(from_text(text))


def as_text(state: QByteArray) -> str:
    """A widget's state as saved by Qt, in ASCII."""
    return bytes(state.toBase64().data()).decode("ascii")


def from_text(text: str) -> QByteArray:
    """The bytes that `as_text` encoded; anything else gives bytes that Qt rejects."""
    return QByteArray.fromBase64(text.encode("ascii", "replace"))
