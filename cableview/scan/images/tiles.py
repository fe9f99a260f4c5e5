"""The squares in which parts of a page are fetched, and a bounded store for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cableview.model.geometry import Box
from cableview.scan.images.scratch_file import Level

SIDE = 512
"""Pixels of a tile's sides; those at the right and at the bottom may have less."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TileKey:
    """A tile of a page, counted from 1, in one of its levels; `column` and `row` count tiles from 0."""

    page: int
    level: int
    column: int
    row: int

    def box(self, level: Level) -> Box:
        """The tile's box in pixels of its level."""
        left, top = self.column * SIDE, self.row * SIDE
        return Box(left, top, left + SIDE, top + SIDE).clipped(level.width, level.height)


def tiles_over(page: int, number: int, box: Box) -> list[TileKey]:
    """The tiles that `box`, in pixels of level `number`, touches, row by row from the top left."""
    if box.width <= 0 or box.height <= 0:
        return []
    columns = range(box.left // SIDE, (box.right - 1) // SIDE + 1)
    rows = range(box.top // SIDE, (box.bottom - 1) // SIDE + 1)
    return [TileKey(page, number, column, row) for row in rows for column in columns]


class TileStore(Generic[T]):
    """A least-recently-used store of tiles with a limit in bytes; tiles in use are never dropped."""

    def __init__(self, max_bytes: int, weigh: Callable[[T], int]) -> None:
        self._max_bytes, self._weigh = max_bytes, weigh
        self._kept: OrderedDict[TileKey, T] = OrderedDict()
        self._bytes = 0

    @property
    def kept_bytes(self) -> int:
        return self._bytes

    def get(self, key: TileKey) -> T | None:
        """A tile, if it is kept; it then counts as used last."""
        tile = self._kept.get(key)
        if tile is not None:
            self._kept.move_to_end(key)
        return tile

    def put(self, tiles: Iterable[tuple[TileKey, T]], in_use: Iterable[TileKey] = ()) -> None:
        """Adds tiles and drops the least recently used, but none in use, which would be cut over and over."""
        for key, tile in tiles:
            self._drop(key)
            self._kept[key] = tile
            self._bytes += self._weigh(tile)
        needed = frozenset(in_use)
        for key in [key for key in self._kept if key not in needed]:
            if self._bytes <= self._max_bytes:
                return
            self._drop(key)

    def drop_page(self, page: int) -> None:
        """Drops all tiles of a page."""
        for key in [key for key in self._kept if key.page == page]:
            self._drop(key)

    def clear(self) -> None:
        """Drops all tiles."""
        self._kept.clear()
        self._bytes = 0

    def _drop(self, key: TileKey) -> None:
        tile = self._kept.pop(key, None)
        if tile is not None:
            self._bytes -= self._weigh(tile)
