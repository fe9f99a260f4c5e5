"""The queue: decisions and live discrepancies in text order, and the walk through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from rapidfuzz.distance import Indel

from cableview.model.decision import Decision, Place, State
from cableview.model.discrepancy import Kind, Severity, Suggestion
from cableview.model.span import Span
from cableview.review.events import RowsChanged, RowsInserted, RowsRemoved, RowStep

MOST_COMPARED = 4000
"""Rows; where more than this many differ, they are replaced as one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the queue. Spans are of the working text and of the reference as they stand now."""

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
        """The place itself, and where a moved passage that belongs there stands."""
        return (self.working,) if self.origin is None else (self.working, self.origin)


Test = Callable[[Entry], bool]


def _any(_: Entry) -> bool:
    return True


@dataclass(frozen=True)
class Queue:
    """All rows in text order. Walking never ends at the last row: it goes on from the first."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {entry.id: row for row, entry in enumerate(self.entries)}

    def __len__(self) -> int:
        return len(self.entries)

    def row_of(self, entry_id: str | None) -> int | None:
        return None if entry_id is None else self._rows.get(entry_id)

    def get(self, entry_id: str | None) -> Entry | None:
        row = self.row_of(entry_id)
        return None if row is None else self.entries[row]

    def instead_of(self, former: Entry, row: int) -> Entry | None:
        """The row that stands for most of the words of one that is gone; where none does, what is now in its `row`."""
        if not self.entries:
            return None
        nearest = max(self.entries, key=lambda entry: _shared(entry.place, former.place))
        is_of_it = _shared(nearest.place, former.place) > 0
        return nearest if is_of_it else self.entries[min(row, len(self.entries) - 1)]

    @cached_property
    def undecided(self) -> int:
        return sum(not entry.is_decided for entry in self.entries)

    def next(self, after: str | None, among: Test = _any) -> Entry | None:
        """The next row of those that `among` takes, as in all that walks here."""
        return self._walk(after, 1, among)

    def previous(self, before: str | None, among: Test = _any) -> Entry | None:
        return self._walk(before, -1, among)

    def next_undecided(self, after: str | None, among: Test = _any) -> Entry | None:
        """The next place nobody looked at; deferred ones come when there is no other left."""
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
    """The fewest rows to take out, put in and repaint so that `old` becomes `new`; rows are told apart by id."""
    head = 0
    while head < min(len(old), len(new)) and old[head].id == new[head].id:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail].id == new[-1 - tail].id:
        tail += 1
    steps = _moves([e.id for e in old[head : len(old) - tail]], [e.id for e in new[head : len(new) - tail]], head)
    first, last = len(new) - tail, len(old) - tail
    former = {e.id: e for e in old[head:last]}
    pairs = chain(
        zip(old[:head], new[:head], strict=True),
        ((former.get(e.id), e) for e in new[head:first]),
        zip(old[last:], new[first:], strict=True),
    )
    changed = [row for row, (was, e) in enumerate(pairs) if was is not None and was is not e and was != e]
    return (*steps, *_runs(changed))


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
    steps: list[RowStep] = []
    for row in rows:
        last = steps[-1] if steps else None
        if last is not None and last.row + last.count == row:
            steps[-1] = RowsChanged(last.row, last.count + 1)
        else:
            steps.append(RowsChanged(row, 1))
    return steps
