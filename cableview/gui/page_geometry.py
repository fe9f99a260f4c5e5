"""The geometry of a page in a view: how it is viewed, its size there, and the mapping between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF
from PySide6.QtGui import QTransform

from cableview.gui.filters import BRIGHTNESS_STEPS, CONTRAST_STEPS, PLAIN, Filters

ZOOMS = (0.05, 8.0)
"""Smallest and largest zoom."""

PAD = 10
"""Logical pixels of desk that are seen around a page."""

MIDDLE = 0.6
"""Central share of the view in which a place may lie without the page being moved."""

READ_WELL, WIDEST_PLACE = 40.0, 0.8
"""Height in logical pixels at which a word is read best, and the largest share of the view's width for it."""


class Fit(StrEnum):
    """What decides the zoom."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class ViewState:
    """How pages are viewed; kept from page to page and from day to day.

    `zoom` is screen pixels for each pixel of the image and counts with `Fit.FREE`; `rotation` is 0, 90, 180 or 270
    degrees clockwise; `x` and `y` say which part of the page, 0 to 1, stands in the middle of the view.
    """

    fit: Fit = Fit.WIDTH
    zoom: float = 1.0
    rotation: int = 0
    filters: Filters = PLAIN
    x: float = 0.5
    y: float = 0.0


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


def turned(size: QSizeF, rotation: int) -> QSizeF:
    """A size turned by `rotation` degrees, a multiple of 90."""
    return size.transposed() if rotation % 180 else size


def fitting(size: QSizeF, room: QSize, fit: Fit) -> float:
    """Logical pixels per image pixel at which a page of `size`, as turned, fits a view of `room`."""
    wide, high = (room.width() - 2 * PAD) / size.width(), (room.height() - 2 * PAD) / size.height()
    return wide if fit is Fit.WIDTH else min(wide, high)


def transform(size: QSizeF, rotation: int, scale: float, room: QSize, scrolled: QPoint) -> QTransform:
    """The transform from pixels of an image of `size` to the view's. A page smaller than the view is centred."""
    shown = turned(size, rotation) * scale
    x = _edge(shown.width(), room.width()) - scrolled.x()
    y = _edge(shown.height(), room.height()) - scrolled.y()
    result = QTransform.fromTranslate(x, y)
    result.scale(scale, scale)
    wide, high = turned(size, rotation).width(), turned(size, rotation).height()
    corner = {90: (wide, 0.0), 180: (wide, high), 270: (0.0, high)}.get(rotation, (0.0, 0.0))
    result.translate(*corner)
    result.rotate(rotation)
    return result


def way_into_middle(low: float, high: float, room: float) -> int:
    """The shortest scroll that brings `low..high` into the middle part, or the beginning of what is too long for it."""
    first, last = room * (1 - MIDDLE) / 2, room * (1 + MIDDLE) / 2
    if low >= first and high <= last:
        return 0
    if high - low > last - first:
        is_whole, fills_middle = low >= 0 and high <= room, low <= first and high >= last
        return 0 if is_whole or fills_middle else round(low - first)
    return round(low - first) if low < first else round(high - last)


def enlargement(place: QRectF, room: QSize) -> float:
    """The factor by which to enlarge a place, now drawn as `place`, for it to be read in a view of `room`."""
    wide, high = max(1.0, place.width()), max(1.0, place.height())
    return min(READ_WELL / high, room.width() * WIDEST_PLACE / wide)


def _edge(length: float, room: float) -> float:
    return (room - length) / 2 if length + 2 * PAD <= room else PAD
