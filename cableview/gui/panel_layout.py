"""Arranges the panels of an item, and restores a saved view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from cableview.gui.filters import BRIGHTNESS_STEPS, CONTRAST_STEPS
from cableview.gui.page_geometry import ViewState
from cableview.gui.page_scroll import ZOOMS
from cableview.gui.theme import UI_POINT_SIZE

STRIP_SHARE = 0.43
STRIP_HEIGHTS = (268, 344)
"""Bounds of the strip's height until the user arranges the panels, at the usual text size of the window."""

WRITTEN = 0.5
"""Share of the strip that grows with the window's text size; the scan and its readings do not."""


def strip_sizes(height: int, points: float, *, second_row: int = 0) -> list[int]:
    """Heights of the panes and of the strip beneath them, for a window's text size in points.

    `second_row` is the height of a second row of verdicts, if there is one.
    """
    grown = 1 + WRITTEN * (points / UI_POINT_SIZE - 1)
    least, most = (bound * grown + second_row for bound in STRIP_HEIGHTS)
    strip = round(min(max(height * STRIP_SHARE, least), most))
    return [height - strip, strip]


def list_sizes(width: int, wanted: int, least: int, beside: int) -> list[int]:
    """Widths of the rest and of the list, which leaves `beside` to the rest before it takes all that is `wanted`."""
    own = max(least, min(wanted, width - beside))
    return [width - own, own]


def splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    """A splitter of parts side by side or one above the other, none of which can be lost by dragging."""
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(8)
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


class PlainSplitter(QSplitter):
    """Two halves of one panel: the handle between them has the panel's own background."""

    def createHandle(self) -> QSplitterHandle:
        return _PlainHandle(self.orientation(), self)


class _PlainHandle(QSplitterHandle):
    def paintEvent(self, _: QPaintEvent) -> None:
        """Draws nothing."""


def view_state(tree: Mapping[str, Any]) -> ViewState:
    """A view as it was saved; one with anything invalid counts as never set."""
    try:
        state = msgspec.convert(tree, ViewState)
    except msgspec.ValidationError:
        return ViewState()
    return state if _can_be_shown(state) else ViewState()


def _can_be_shown(state: ViewState) -> bool:
    """False where somebody else wrote the file, JSON's own NaN and infinite numbers included."""
    filters = state.filters
    return (
        ZOOMS[0] <= state.zoom <= ZOOMS[1]
        and state.rotation in (0, 90, 180, 270)
        and filters.contrast in CONTRAST_STEPS
        and filters.brightness in BRIGHTNESS_STEPS
        and all(-1 <= share <= 2 for share in (state.x, state.y))
    )
