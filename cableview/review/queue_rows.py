"""The rows of the queue: decided places as recorded, and live ones as they are now."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

import msgspec

from cableview.model.decision import Decision, Note, State
from cableview.model.span import Span
from cableview.review.queue import Entry
from cableview.review.remark_index import RemarkIndex
from cableview.review.remarks import Remarks
from cableview.review.rows import recorded_row, start_of
from cableview.review.state import ReviewState

_FEW = 100
"""One row in so many, up to which their places are searched for without a list of where all others begin."""

_order = attrgetter("working.start", "working.end", "reference.start")


def queue_rows(live: Sequence[Entry], state: ReviewState, decided: Sequence[Entry]) -> tuple[Entry, ...]:
    """The queue: `decided` places and live ones in text order, and stale ones at the end."""
    waiting = undecided(live, state)
    remarks = Remarks(waiting, state)
    if said := remarks.rows:
        waiting = [_remarked(row, remarks) if row.id in said else row for row in waiting]
    entries = _merged(waiting, decided)
    if not state.stale:
        return tuple(entries)
    end = len(state.working.text)
    return (*entries, *(_stale_row(d, state.note_of_stale(d), end) for d in state.stale.values()))


def _merged(waiting: Sequence[Entry], decided: Sequence[Entry]) -> list[Entry]:
    """Both lists, already in text order, merged; decided rows after others of the same words."""
    few, many, among = (decided, waiting, bisect_right)
    if len(waiting) < len(decided):
        few, many, among = (waiting, decided, bisect_left)
    starts = list(map(start_of, many)) if len(few) * _FEW > len(many) else None
    merged: list[Entry] = []
    at = 0
    for row in few:
        if starts is None:
            behind = among(many, _order(row), at, key=_order)
        else:
            first = bisect_left(starts, row.working.start, at)
            last = bisect_right(starts, row.working.start, first)
            behind = among(many, _order(row), first, last, key=_order)
        merged += many[at:behind]
        merged.append(row)
        at = behind
    return [*merged, *many[at:]]


def orphaned_notes(live: Iterable[Entry], state: ReviewState) -> tuple[Note, ...]:
    """Notes that no row shows: nothing differs any more where they were made, or that place is unknown."""
    deferred = [Note(d.id, d.note, d.place) for d in state.book.deferred.values() if d.note]
    if not (deferred or state.notes):
        return ()
    shown = state.book.settled.keys() | state.stale.keys()
    notes = [note for note in state.notes.values() if note.id not in shown and note.text.strip()]
    waiting = undecided(live, state)
    return (*RemarkIndex(waiting, deferred).unplaced, *RemarkIndex(waiting, notes).unplaced)


def undecided(live: Iterable[Entry], state: ReviewState) -> tuple[Entry, ...]:
    """The differences without those decided since the last full collation."""
    decided = state.book.settled
    return tuple([one for one in live if one.id not in decided]) if decided else tuple(live)


def _remarked(row: Entry, remarks: Remarks) -> Entry:
    """A row with the remarks on it."""
    note, deferred = remarks.note(row.id), remarks.deferred.of(row.id)
    if not deferred:
        return msgspec.structs.replace(row, note=note)
    return msgspec.structs.replace(row, state=State.DEFERRED, decision=deferred[0], note=note)


def _stale_row(decision: Decision, note: str, end: int) -> Entry:
    """A row at the `end` of the text: the place of its words is known only in another text."""
    row = recorded_row(decision, State.STALE, Span(end, end), Span(0, 0))
    return msgspec.structs.replace(row, note=note)
