"""The queue: decisions and live discrepancies in text order, and the walk through them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress, count
from operator import attrgetter, is_not

import msgspec
from rapidfuzz.distance import Indel

from cableview.model.decision import Decision, Place, State
from cableview.model.discrepancy import Kind, Severity, Suggestion
from cableview.model.span import Span
from cableview.review.events import RowsChanged, RowsInserted, RowsRemoved, RowStep

MOST_COMPARED = 4000
"""Rows; where more than this many differ, they are replaced as one."""
MOST_REPAINTED = 100
"""Runs of rows; where more are to be repainted, all between the first and the last are, which no view shows at once."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A row of the queue. Spans are of the working text and of the reference as they stand now.

    A `Struct` for the same reason as `Span`.
    """

    id: str
    kind: Kind
    severity: Severity
    state: State
    working: Span
    reference: Span
    place: Place
    origin: Span | None = None
    decision: Decision | None = None
    note: str = ""
    group: str = ""
    reasons: tuple[str, ...] = ()
    suggestion: Suggestion | None = None

    @property
    def is_decided(self) -> bool:
        return self.state is State.DECIDED

    @property
    def working_spans(self) -> tuple[Span, ...]:
        """The place itself, and where the moved passage that belongs there stands, if any."""
        return (self.working,) if self.origin is None else (self.working, self.origin)


Test = Callable[[Entry], bool]


def _any(_: Entry) -> bool:
    return True


@dataclass(frozen=True)
class Queue:
    """All rows in text order. Walking wraps around from the last row to the first."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _rows(self) -> dict[str, int]:
        return dict(zip(map(attrgetter("id"), self.entries), count(), strict=False))

    def __len__(self) -> int:
        return len(self.entries)

    def row_of(self, entry_id: str | None) -> int | None:
        return None if entry_id is None else self._rows.get(entry_id)

    def get(self, entry_id: str | None) -> Entry | None:
        row = self.row_of(entry_id)
        return None if row is None else self.entries[row]

    @cached_property
    def placed(self) -> Sequence[Entry]:
        """The rows whose words are in the text; stale ones come after all others and are left out."""
        end = len(self.entries)
        while end and self.entries[end - 1].state is State.STALE:
            end -= 1
        return self.entries[:end]

    @cached_property
    def starts(self) -> Sequence[int]:
        """The starts of the placed rows in the working text, in order."""
        return list(map(attrgetter("working.start"), self.placed))

    @cached_property
    def moved(self) -> Sequence[Entry]:
        """The placed rows of passages that stand elsewhere than where they belong."""
        return [entry for entry in self.placed if entry.origin is not None]

    @cached_property
    def _furthest(self) -> Sequence[int]:
        return list(accumulate(map(attrgetter("working.end"), self.placed), max))

    def touching(self, span: Span) -> Sequence[Entry]:
        """The rows that touch a span of the working text with the place where they belong, in O(log n + found)."""
        first, last = bisect_left(self._furthest, span.start), bisect_right(self.starts, span.end)
        return [entry for entry in self.placed[first:last] if entry.working.touches(span)]

    def instead_of(self, former: Entry, row: int) -> Entry | None:
        """The row with most of the words of one that is gone; if there is none, whatever is now in its `row`."""
        if not self.entries:
            return None
        nearest = max(self.entries, key=lambda entry: _shared(entry.place, former.place))
        is_of_it = _shared(nearest.place, former.place) > 0
        return nearest if is_of_it else self.entries[min(row, len(self.entries) - 1)]

    @cached_property
    def undecided(self) -> int:
        return len(self.entries) - self.states[State.DECIDED]

    @cached_property
    def states(self) -> Counter[State]:
        return Counter(map(attrgetter("state"), self.entries))

    @cached_property
    def kinds(self) -> Counter[Kind]:
        return Counter(map(attrgetter("kind"), self.entries))

    @cached_property
    def severities(self) -> Counter[Severity]:
        return Counter(map(attrgetter("severity"), self.entries))

    def prepare(self) -> None:
        """Computes in advance what a window needs of all rows, of which there may be tens of thousands."""
        _ = self._rows, self.starts, self._furthest, self.moved, self.states, self.kinds, self.severities

    def next(self, after: str | None, among: Test = _any) -> Entry | None:
        """The next row that `among` accepts, as do all the walks here."""
        return self._walk(after, 1, among)

    def previous(self, before: str | None, among: Test = _any) -> Entry | None:
        return self._walk(before, -1, among)

    def next_undecided(self, after: str | None, among: Test = _any) -> Entry | None:
        """The next place nobody has looked at; deferred ones only when no other is left."""
        return self._walk_undecided(after, 1, among)

    def previous_undecided(self, before: str | None, among: Test = _any) -> Entry | None:
        return self._walk_undecided(before, -1, among)

    def next_undecided_at(self, position: int) -> Entry | None:
        """The first undecided place that ends after `position` of the working text, else the first of all."""
        waiting = [e for e in self.entries if not e.is_decided]
        return next((e for e in waiting if e.working.end >= position), waiting[0] if waiting else None)

    def _walk_undecided(self, start: str | None, step: int, among: Test) -> Entry | None:
        waiting = self._walk(start, step, lambda entry: _is_waiting(entry) and among(entry))
        return waiting or self._walk(start, step, lambda entry: not entry.is_decided and among(entry))

    def _walk(self, start: str | None, step: int, wanted: Test) -> Entry | None:
        count = len(self.entries)
        row = self.row_of(start)
        first = row + step if row is not None else (0 if step > 0 else count - 1)
        rows = (self.entries[(first + step * k) % count] for k in range(count))
        return next((entry for entry in rows if wanted(entry)), None)


def _shared(one: Place, other: Place) -> int:
    """Code points of the original texts that two places have in common."""
    pairs = ((one.transcript, other.transcript), (one.reference, other.reference))
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a, b in pairs)


def _is_waiting(entry: Entry) -> bool:
    return not entry.is_decided and entry.state is not State.DEFERRED


def steps_between(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[RowStep, ...]:
    """The few removals, insertions and repaints that turn `old` into `new`; rows are identified by id.

    Most of tens of thousands of rows are the same objects, and are skipped without looking at their contents.
    """
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    steps = _moves([e.id for e in old[head : len(old) - tail]], [e.id for e in new[head : len(new) - tail]], head)
    first, last = len(new) - tail, len(old) - tail
    former = {e.id: e for e in old[head:last]}
    within = [row for row in range(head, first) if (was := former.get(new[row].id)) is not None and was != new[row]]
    changed = [*_changed(old[:head], new[:head], 0), *within, *_changed(old[last:], new[first:], first)]
    return (*steps, *_runs(changed))


def _alike(old: Sequence[Entry], new: Sequence[Entry]) -> int:
    """The length of the common prefix."""
    others = compress(count(), map(is_not, old, new))
    return next((row for row in others if old[row].id != new[row].id), min(len(old), len(new)))


def _changed(old: Sequence[Entry], new: Sequence[Entry], base: int) -> list[int]:
    """The numbers of the rows whose contents differ, the first row being number `base`."""
    others = compress(count(), map(is_not, old, new))
    return [base + row for row in others if old[row] != new[row]]


def _moves(old: list[str], new: list[str], base: int) -> list[RowStep]:
    steps: list[RowStep] = []
    if len(old) * len(new) > MOST_COMPARED**2:
        return [RowsRemoved(base, len(old)), RowsInserted(base, len(new))]
    shift = base
    for op in Indel.opcodes(old, new):
        if op.tag in ("delete", "replace") and op.src_end > op.src_start:
            steps.append(RowsRemoved(op.src_start + shift, op.src_end - op.src_start))
            shift -= op.src_end - op.src_start
        if op.tag in ("insert", "replace") and op.dest_end > op.dest_start:
            steps.append(RowsInserted(op.dest_start + base, op.dest_end - op.dest_start))
            shift += op.dest_end - op.dest_start
    return steps


def _runs(rows: list[int]) -> list[RowStep]:
    if rows and rows[-1] - rows[0] == len(rows) - 1:  # as do all after an inserted letter
        return [RowsChanged(rows[0], len(rows))]
    steps: list[RowStep] = []
    first = 0
    for k, row in enumerate(rows, start=1):
        if k == len(rows) or rows[k] != row + 1:
            steps.append(RowsChanged(rows[first], k - first))
            first = k
    return steps if len(steps) <= MOST_REPAINTED else [RowsChanged(rows[0], rows[-1] - rows[0] + 1)]
