"""Arranges the panels of an item: by what they need, until the reviewer has arranged them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cableview.gui.queue_panel import QueuePanel
from cableview.gui.splitters import layout_text, restore_layout, splitter
from cableview.gui.strip import Strip
from cableview.gui.theme import UI_POINT_SIZE

STRIP_SHARE = 0.43
STRIP_HEIGHTS = (268, 344)
"""Bounds of the strip's height until the user arranges the panels, at the usual text size of the window."""

WRITTEN = 0.5
"""Share of the strip that grows with the window's text size; the scan and its readings do not."""


class PanelArrangement:
    """Page and texts side by side, the strip below them, the list of the queue beside all."""

    def __init__(self, desk: QWidget, panes: tuple[QWidget, QWidget, QWidget], strip: Strip, queue: QueuePanel) -> None:
        """Puts the panels into `desk`, which has to call `fit` when its size changes."""
        self._desk, self._strip, self._queue = desk, strip, queue
        self._is_arranged = False
        self._panes = splitter(Qt.Orientation.Horizontal, *panes)
        self._main = splitter(Qt.Orientation.Vertical, self._panes, strip)
        self._whole = splitter(Qt.Orientation.Horizontal, self._main, queue)
        self._splitters = {"panes": self._panes, "main": self._main, "whole": self._whole}
        for one in (self._main, self._whole):
            one.setStretchFactor(0, 1)
            one.setStretchFactor(1, 0)
            one.splitterMoved.connect(self._on_moved)
        self._panes.setSizes([380, 620, 400])
        column = QVBoxLayout(desk)
        column.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._whole)

    def fit(self) -> None:
        """Gives the panels the room they need, until the reviewer has arranged them."""
        if self._is_arranged:
            return
        queue, strip = self._queue, self._strip
        width = self._whole.width() - self._whole.handleWidth()
        beside, own = _list_sizes(width, queue.sizeHint().width(), queue.minimumSizeHint().width(), strip.one_row_width)
        self._whole.setSizes([beside, own])
        second_row = strip.second_row_height if beside < strip.one_row_width and not queue.isHidden() else 0
        height, points = self._desk.height(), self._desk.font().pointSizeF()
        self._main.setSizes(_strip_sizes(height, points, second_row=second_row))

    def as_texts(self) -> dict[str, str]:
        """How the room is shared, by the names of splitters, to be remembered."""
        layouts = {name: layout_text(one) for name, one in self._splitters.items()}
        return layouts | {"strip": self._strip.arrangement()}

    def restore(self, kept: Mapping[str, str]) -> None:
        """Shares the room as it was, so far as `kept` tells."""
        for name, one in self._splitters.items():
            if name in kept:
                restore_layout(one, kept[name])
                self._is_arranged = True
        if "strip" in kept:
            self._strip.restore_arrangement(kept["strip"])

    def _on_moved(self) -> None:
        self._is_arranged = True


def _strip_sizes(height: int, points: float, *, second_row: int = 0) -> list[int]:
    """Heights of the panes and of the strip beneath them, for a window's text size in points.

    `second_row` is the height of a second row of verdicts, if there is one.
    """
    grown = 1 + WRITTEN * (points / UI_POINT_SIZE - 1)
    least, most = (bound * grown + second_row for bound in STRIP_HEIGHTS)
    strip = round(min(max(height * STRIP_SHARE, least), most))
    return [height - strip, strip]


def _list_sizes(width: int, wanted: int, least: int, beside: int) -> list[int]:
    """Widths of the rest and of the list, which leaves `beside` to the rest before it takes all that is `wanted`."""
    own = max(least, min(wanted, width - beside))
    return [width - own, own]
