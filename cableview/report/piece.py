"""The pieces of the scan shown beside places, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cableview.model.geometry import Box
from cableview.model.location import Location


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page and where the place is on it: `frames` and `size` are in pixels of the picture.

    `jpeg` is empty if there is no picture; then `lack` says why.
    """

    parts: tuple[Location, ...]
    jpeg: bytes = b""
    size: tuple[int, int] = (0, 0)
    frames: tuple[Box, ...] = ()
    lack: str = ""


@dataclass(frozen=True)
class Pieces:
    """The pieces by id of their place, and the reasons why pages cannot be shown, by page number."""

    of: Mapping[str, tuple[Piece, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
