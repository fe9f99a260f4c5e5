"""Rows of the queue as values: made from differences and decisions, moved with the text, kept in its order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from cableview.model.decision import Decision, Place, State
from cableview.model.discrepancy import Difference, Severity
from cableview.model.span import Span
from cableview.review.queue import Entry

start_of = attrgetter("working.start")


def open_row(name: str, difference: Difference, place: Place) -> Entry:
    """The row of a difference that no decision covers, with its persistent name."""
    return Entry(
        id=name,
        kind=difference.kind,
        severity=difference.severity,
        state=State.OPEN,
        working=difference.working,
        reference=difference.reference,
        origin=difference.origin,
        place=place,
        group=difference.group,
        reasons=difference.reasons,
    )


def recorded_row(decision: Decision, state: State, working: Span, reference: Span, origin: Span | None = None) -> Entry:
    """The row of a decision as recorded."""
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


def difference_of(row: Entry) -> Difference:
    """The difference that a row shows, as it is now."""
    return Difference(row.kind, row.severity, row.working, row.reference, row.origin, row.group, row.reasons)


def later(row: Entry, growth: int) -> Entry:
    """A row behind text that grew by `growth` code points."""
    working = row.working
    return msgspec.structs.replace(row, working=Span(working.start + growth, working.end + growth))


def all_later(rows: Sequence[Entry], growth: int) -> Sequence[Entry]:
    """`rows` behind text that grew. Those of moved passages, whose words stand elsewhere, stay as they are."""
    return [row if row.origin else later(row, growth) for row in rows] if growth else rows


def put_among(rows: Sequence[Entry], new: Iterable[Entry], order: Callable[[Entry], Any]) -> tuple[Entry, ...]:
    """`rows`, which are in this order and by far the most, with the `new` ones inserted, after equal ones."""
    out: list[Entry] = []
    at = 0
    for row in sorted(new, key=order):
        behind = bisect_right(rows, order(row), at, key=order)
        out += (*rows[at:behind], row)
        at = behind
    return (*out, *rows[at:])
