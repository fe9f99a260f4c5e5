"""The rows of the queue: what was decided, as its record says, and what still differs, as it is now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from cableview.model.decision import Decision, Note, State
from cableview.model.discrepancy import Severity
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.live_discrepancy import LiveDiscrepancy
from cableview.review.moved_passages import Places, grown_words, places_of
from cableview.review.queue import Entry
from cableview.review.remark_index import RemarkIndex, deferrals
from cableview.review.state import ReviewState


def queue_rows(live: Sequence[LiveDiscrepancy], state: ReviewState) -> tuple[Entry, ...]:
    """The queue: decided places from their record, live ones as they are, in text order, and stale ones at the end."""
    waiting = undecided(live, state)
    deferred, noted = deferrals(waiting, state.book.deferred.values()), RemarkIndex(waiting, state.notes.values())
    entries = [one.row for one in waiting]
    if said := deferred.rows | noted.rows:
        for row in [row for row, one in enumerate(waiting) if one.id in said]:
            key = waiting[row].id
            entries[row] = waiting[row].row_with(deferred.of(key), noted.of(key))
    places = places_of(state)
    entries = _merged(entries, [_decided_row(d, places) for d in state.book.settled.values()])
    return (*entries, *(_stale_row(d, state.note_of_stale(d), places) for d in state.stale.values()))


def _merged(waiting: Sequence[Entry], decided: Iterable[Entry]) -> list[Entry]:
    """Rows in the order of the text, as those that are `waiting`, of which there are many more, are already."""
    merged: list[Entry] = []
    at = 0
    for row in sorted(decided, key=_order):
        behind = bisect_right(waiting, _order(row), at, key=_order)
        merged += (*waiting[at:behind], row)
        at = behind
    return [*merged, *waiting[at:]]


def _order(row: Entry) -> tuple[int, int, int]:
    return row.working.start, row.working.end, row.reference.start


def orphaned_notes(live: Iterable[LiveDiscrepancy], state: ReviewState) -> tuple[Note, ...]:
    """Notes that no row shows: where they were made, nothing differs any more, or nobody knows where that was."""
    deferred = [Note(d.id, d.note, d.place) for d in state.book.deferred.values() if d.note]
    if not (deferred or state.notes):
        return ()
    shown = state.book.settled.keys() | state.stale.keys()
    notes = [note for note in state.notes.values() if note.id not in shown and note.text.strip()]
    waiting = undecided(live, state)
    return (*RemarkIndex(waiting, deferred).unplaced, *RemarkIndex(waiting, notes).unplaced)


def undecided(live: Iterable[LiveDiscrepancy], state: ReviewState) -> tuple[LiveDiscrepancy, ...]:
    """The differences without those decided since the whole was collated."""
    decided = state.book.settled
    return tuple([one for one in live if one.id not in decided]) if decided else tuple(live)


def _decided_row(decision: Decision, places: Places) -> Entry:
    span = places.of(decision)
    origin = decision.place.origin
    state = State.DECIDED if _holds(decision, span, places.working) else State.REOPENED
    moved = None if origin is None else places.working.to_working(origin.span)
    return _recorded_row(decision, state, span, decision.place.reference.span, moved)


def _stale_row(decision: Decision, note: str, places: Places) -> Entry:
    """At the end of the text: where its words stood is known of another text only."""
    end = len(places.working.text)
    row = _recorded_row(decision, State.STALE, Span(end, end), Span(0, 0))
    return msgspec.structs.replace(row, note=note)


def _recorded_row(
    decision: Decision, state: State, working: Span, reference: Span, origin: Span | None = None
) -> Entry:
    return Entry(
        id=decision.id,
        kind=decision.kind,
        severity=Severity(decision.severity),
        state=state,
        working=working,
        reference=reference,
        origin=origin,
        place=decision.place,
        decision=decision,
        note=decision.note,
    )


def _holds(decision: Decision, span: Span, working: WorkingText) -> bool:
    """True while the place reads what the decision left there, and has not grown together with a neighbour."""
    text, original, place = working.text, working.original, decision.place.transcript.span
    now = grown_words(text, span, original, place)  # it may have been decided as it had grown
    return now.of(text).strip() == decision.left.strip()  # blanks at its ends may have gone with a neighbour
