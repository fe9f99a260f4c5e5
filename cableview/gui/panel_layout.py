"""How the panels of an item are arranged, and how a view that was remembered is taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from cableview.gui.page_geometry import ViewState
from cableview.gui.theme import UI_POINT_SIZE

STRIP_SHARE = 0.43
STRIP_HEIGHTS = (268, 344)
"""Of the strip, until somebody arranges the panels otherwise, where the window is written in the usual size."""

WRITTEN = 0.5
"""Share of the strip that grows with what the window is written in; the scan and its readings do not."""


def strip_sizes(height: int, points: float, *, second_row: int = 0) -> list[int]:
    """Heights of the panes and of the strip beneath them, in a window written in so many points.

    `second_row` is the height of a second row of verdicts, where there is one.
    """
    grown = 1 + WRITTEN * (points / UI_POINT_SIZE - 1)
    least, most = (bound * grown + second_row for bound in STRIP_HEIGHTS)
    strip = round(min(max(height * STRIP_SHARE, least), most))
    return [height - strip, strip]


def list_sizes(width: int, wanted: int, least: int, beside: int) -> list[int]:
    """Widths of all beside the list, and of the list: it leaves `beside` to the rest rather than have what it wants."""
    own = max(least, min(wanted, width - beside))
    return [width - own, own]


def splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    """Parts side by side or one above the other, none of which can be lost by dragging."""
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(8)
    for part in parts:
        made.addWidget(part)
    return made


def layout_text(splitter: QSplitter) -> str:
    """How the parts of a splitter share its room, as text to be remembered."""
    return as_text(splitter.saveState())


def restore_layout(splitter: QSplitter, text: str) -> None:
    """Shares the room as `layout_text` told; what it did not write changes nothing."""
    splitter.restoreState(from_text(text))


def as_text(state: QByteArray) -> str:
    """What Qt saves of a widget, in ASCII."""
    return bytes(state.toBase64().data()).decode("ascii")


def from_text(text: str) -> QByteArray:
    """What `as_text` wrote; anything else gives bytes that Qt does not take."""
    return QByteArray.fromBase64(text.encode("ascii", "replace"))


class PlainSplitter(QSplitter):
    """Two halves of one panel: what stands between them has the panel's own ground."""

    def createHandle(self) -> QSplitterHandle:
        return _PlainHandle(self.orientation(), self)


class _PlainHandle(QSplitterHandle):
    def paintEvent(self, _: QPaintEvent) -> None:
        """Nothing is drawn."""


def view_state(tree: Mapping[str, Any]) -> ViewState:
    """A view as it was remembered; what does not fit is as if never set."""
    try:
        return msgspec.convert(tree, ViewState)
    except msgspec.ValidationError:
        return ViewState()
