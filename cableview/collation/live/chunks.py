"""The working text of a collation in chunks of a few words, which are loaded when an edit reaches them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

import numpy as np

from cableview.collation.alignment.anchors import Gap
from cableview.collation.alignment.pins import Barriers
from cableview.collation.collate import Collation
from cableview.collation.live.chunk import Chunk, Unit
from cableview.collation.live.edited_wordings import reader_of
from cableview.collation.live.row_extents import is_apart, rows_beside_units
from cableview.collation.words.tokens import Column
from cableview.model.span import Span

CHUNK = 64
"""Words of a chunk: half as many or half as many again cost the same within the noise of measuring."""


class Chunks:
    """The chunks in order; `starts` are their places in the present text. `reader` reads their words.

    A chunk that cannot be read by itself, or would make a text by itself, is left to the next full collation, along
    with everything it merges with.
    """

    def __init__(self, collation: Collation) -> None:
        self._collation = collation
        self._a, self._b = collation.pair.a, collation.pair.b
        self.reader = reader_of(collation)
        regrouped, parted = rows_beside_units(collation)
        self._regrouped = Barriers(tuple(regrouped))
        self._parted = parted
        self._decided = Barriers(tuple(p for p in collation.decided.ranges if p not in collation.decided.open))
        cuts_a, cuts_b = _cuts(collation, (*collation.decided.ranges, *self._regrouped.ranges, *parted))
        self._starts: Column = self._a.starts[cuts_a] if len(self._a) else np.zeros(1, dtype=np.int64)
        self._starts[0] = 0
        self._units = collation.alignment.units
        begins = np.fromiter(map(itemgetter(0), self._units), dtype=np.int64, count=len(self._units))
        self._first_units: list[int] = [*begins.searchsorted(cuts_a).tolist(), len(self._units)]
        self._cuts_a: list[int] = [*cuts_a.tolist(), len(self._a)]
        self._cuts_b: list[int] = [*cuts_b.tolist(), len(self._b)]
        self._chunks: list[Chunk | None] = [None] * len(cuts_a)
        self._loaded = [(k, k + 1) for k in range(len(cuts_a))]
        self._odd = set[int]()

    def __getitem__(self, number: int) -> Chunk | None:
        """A loaded chunk; `None` where it is left to the full collation."""
        return self._chunks[number]

    def start(self, number: int) -> int:
        """Where a chunk begins in the text."""
        return self._starts.item(number)

    def grow(self, number: int, growth: int) -> None:
        """Notes that a chunk has grown by `growth` code points."""
        self._starts[number + 1 :] += growth

    def take_up(self, span: Span) -> int:
        """The number of the chunk containing `span` and the words it reaches, loaded; chunks are merged as needed."""
        first = self._number_at(span.start)
        last = self._number_at(span.end) if span.end > span.start else first
        reach = self.reader.reach
        while True:
            chunk = self._chunk(first, last)
            if chunk is None:
                self._merge(first, last, None)
                return first
            at = self._starts.item(first)
            a0, a1 = chunk.touched(span.start - at, span.end - at)
            wider = max(0, first - (a0 <= reach)), min(len(self._chunks) - 1, last + (a1 >= len(chunk.forms) - reach))
            if wider == (first, last):
                self._merge(first, last, chunk)
                return first
            first, last = wider

    def _number_at(self, place: int) -> int:
        """The number of the chunk containing a place; between two, the later."""
        return max(0, int(self._starts.searchsorted(place, "right")) - 1)

    def give_up(self, number: int) -> None:
        """Leaves a chunk to the next full collation."""
        self._chunks[number] = None
        self._odd.add(self._loaded[number][0])

    def _chunk(self, first: int, last: int) -> Chunk | None:
        """Chunks `first` to `last` merged; `None` where one of them is left to the full collation."""
        out: Chunk | None = None
        for number in range(first, last + 1):
            if any(k in self._odd for k in range(*self._loaded[number])):
                return None
            chunk = self._chunks[number] or self._load(number)
            if chunk is None:
                self._odd.add(self._loaded[number][0])
                return None
            self._chunks[number] = chunk
            out = chunk if out is None else out.joined(chunk)
        return out

    def _merge(self, first: int, last: int, chunk: Chunk | None) -> None:
        self._chunks[first] = chunk
        if first < last:
            self._loaded[first : last + 1] = [(self._loaded[first][0], self._loaded[last][1])]
            del self._chunks[first + 1 : last + 1]
            self._starts = np.delete(self._starts, slice(first + 1, last + 1))

    def _load(self, number: int) -> Chunk | None:
        """A chunk as the full collation left it."""
        first, behind = self._loaded[number]
        a0, a1 = self._cuts_a[first], self._cuts_a[behind]
        start = self._a.starts.item(a0) if first else 0
        end = self._a.starts.item(a1) if a1 < len(self._a) else len(self._a.text)
        text = self._a.text[start:end]
        beside = _beginning(self._parted, a0, a1 if a1 < len(self._a) else a1 + 1)
        if not self.reader.can_read(text, a0, a1):
            return None
        return Chunk(
            text,
            (self._a.starts[a0:a1] - start).tolist(),
            (self._a.ends[a0:a1] - start).tolist(),
            self._a.words(a0, a1),
            self._units_of(first, behind),
            self._cuts_b[first],
            self._cuts_b[behind],
            [(p.a0 - a0, p.a1 - a0) for p in beside],
        )

    def _units_of(self, first: int, behind: int) -> list[Unit]:
        """The units of chunks `first` up to `behind`, in order, counted from their first word, and the decided ones."""
        at, last = self._cuts_a[first], self._cuts_a[behind]
        held = self._collation.held
        rows = self._units[self._first_units[first] : self._first_units[behind]]
        units = [Unit(row[0] - at, row[1] - at, row[2], row[3], held=row in held) for row in rows]
        for others, is_decided in ((self._regrouped, False), (self._decided, True)):
            put = _beginning(others.ranges, at, last if last < len(self._a) else last + 1)
            if put:
                kept = [part for unit in units for part in _left_of(unit, at, others)]
                units = sorted([*kept, *(Unit(p.a0 - at, p.a1 - at, p.b0, p.b1, decided=is_decided) for p in put)])
        return units


def _left_of(unit: Unit, at: int, others: Barriers) -> list[Unit]:
    """The unit, counted from word `at`; or if it is unpaired, what the others leave of it."""
    gap = Gap(unit.a0 + at, unit.a1 + at, unit.b0, unit.b1)
    if is_apart(gap, others):
        return [unit]
    left = others.outside(gap) if gap.a0 == gap.a1 or gap.b0 == gap.b1 else []
    return [Unit(p.a0 - at, p.a1 - at, p.b0, p.b1, held=unit.held) for p in left if is_apart(p, others)]


def _beginning(gaps: Sequence[Gap], first: int, last: int) -> Sequence[Gap]:
    return gaps[bisect_left(gaps, (first,)) : bisect_left(gaps, (last,))]


def _cuts(collation: Collation, whole: Sequence[Gap]) -> tuple[Column, Column]:
    """Words of both texts at which chunks begin: inside runs of equal words, but not inside a `whole` range."""
    size = len(collation.pair.a)
    runs = [run for run in collation.alignment.runs if run[2] > 1]
    start = np.zeros(1, dtype=np.int64)
    if size <= CHUNK or not runs:
        return start, start
    table = np.fromiter(chain.from_iterable(runs), dtype=np.int64, count=3 * len(runs)).reshape(-1, 3)
    first_a, first_b, length = table[:, 0], table[:, 1], table[:, 2]
    wanted = np.arange(CHUNK, size, CHUNK)
    of = np.searchsorted(first_a, wanted, "right") - 1
    inside = (of >= 0) & (wanted < first_a[of] + length[of])
    of = np.where(inside, of, np.minimum(of + 1, len(runs) - 1))
    at = np.maximum(1, np.where(inside, wanted - first_a[of], length[of] // 2))
    cuts_a, cuts_b = first_a[of] + at, first_b[of] + at
    kept = np.ones(len(cuts_a), dtype=np.bool_)
    # The middle of the next run may lie beyond the next target.
    kept[1:] = (cuts_a[1:] > np.maximum.accumulate(cuts_a)[:-1]) & (cuts_b[1:] > np.maximum.accumulate(cuts_b)[:-1])
    for low, high, _, _ in whole:
        kept[np.searchsorted(cuts_a, low, "right") : np.searchsorted(cuts_a, high, "left")] = False
    return np.concatenate((start, cuts_a[kept])), np.concatenate((start, cuts_b[kept]))
