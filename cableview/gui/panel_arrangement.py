"""Arranges the panels of an item: by what they need, until the reviewer has arranged them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cableview.gui.panel_layout import layout_text, list_sizes, restore_layout, splitter, strip_sizes
from cableview.gui.queue_panel import QueuePanel
from cableview.gui.strip import Strip


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
        beside, own = list_sizes(width, queue.sizeHint().width(), queue.minimumSizeHint().width(), strip.one_row_width)
        self._whole.setSizes([beside, own])
        second_row = strip.second_row_height if beside < strip.one_row_width and not queue.isHidden() else 0
        height, points = self._desk.height(), self._desk.font().pointSizeF()
        self._main.setSizes(strip_sizes(height, points, second_row=second_row))

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
