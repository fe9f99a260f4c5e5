"""How the panels of an item are arranged, and how a view that was remembered is taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from cableview.gui.page_view import ViewState

STRIP_SHARE = 0.4
STRIP_HEIGHTS = (268, 344)
"""Of the strip, until somebody arranges the panels otherwise."""


def strip_sizes(height: int) -> list[int]:
    """Heights of the panes and of the strip beneath them."""
    strip = round(min(max(height * STRIP_SHARE, STRIP_HEIGHTS[0]), STRIP_HEIGHTS[1]))
    return [height - strip, strip]


def splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    """Parts side by side or one above the other, none of which can be lost by dragging."""
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(8)
    for part in parts:
        made.addWidget(part)
    return made


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
