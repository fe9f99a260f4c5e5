"""Places that share a pattern: which they are, and what one verdict on all of them does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cableview.model.decision import State, Verdict
from cableview.review.change import Act
from cableview.review.decision_acts import DecisionActs
from cableview.review.queue import Entry, Queue


def alike(queue: Queue, text: str, entry: Entry) -> tuple[Entry, ...]:
    """The undecided places that share the pattern of `entry`, including `entry`, in working text order.

    A moved passage has no like: where it belongs is a question of its own. Of places with no word between them only one
    is returned, since what a verdict leaves at one depends on the other.
    """
    if not entry.group or not _is_open(entry):
        return ()
    found: list[Entry] = []
    for one in (one for one in queue.entries if one.group == entry.group and _is_open(one)):
        if found and not text[found[-1].working.end : one.working.start].strip():
            if one.id != entry.id:
                continue
            found.pop()
        found.append(one)
    return tuple(found)


def around(found: Sequence[Entry], entry: Entry, most: int) -> Sequence[Entry]:
    """At most `most` of the places found: `entry` and those after it, preceded by earlier ones if these are fewer."""
    here = next((k for k, one in enumerate(found) if one.id == entry.id), 0)
    first = max(0, min(here, len(found) - most))
    return found[first : first + most]


def unchanged(queue: Queue, shown: Iterable[Entry]) -> list[Entry]:
    """The entries that the queue still has as they were shown; a comparison may have changed the words of others."""
    now = {one.id: one for one in queue.entries}
    return [one for one in shown if one.id in now and _what(now[one.id]) == _what(one)]


def _what(entry: Entry) -> tuple[object, ...]:
    return entry.place, entry.state, entry.group


def decided_together(
    deciding: DecisionActs, entries: Iterable[Entry], verdict: Verdict, *, likely: bool, sic: bool
) -> list[Act]:
    """The acts that record a verdict, one that needs no reading, on each place as found by `alike`.

    The places are processed from last to first, so that changes at one do not move those before it. Of the other rows
    only those with remarks count: examining tens of thousands for each place would take minutes.
    """
    state, said = deciding.state.copied(), deciding.rows_with_remarks
    deciding = replace(deciding, rows=[row for row in deciding.rows if row.id in said] if said else ())
    acts: list[Act] = []
    for entry in sorted(entries, key=lambda one: one.working.start, reverse=True):
        one = replace(deciding, state=state)
        made = one.decided(entry, verdict, reading="", likely=likely, sic=sic, note=None)
        state.apply(made)
        acts += made
    return acts


def _is_open(entry: Entry) -> bool:
    return entry.state in (State.OPEN, State.DEFERRED) and entry.origin is None
