"""Keeps the differences in a long text up to date from change to change, until the next full collation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from cableview.collation.collate import Collation
from cableview.collation.live.edit_effect import EditEffect
from cableview.collation.live.edit_effects import EditEffects, joined
from cableview.collation.live.live_collation import LiveCollation
from cableview.model.discrepancy import Difference
from cableview.model.span import Span
from cableview.review.events import TextChanged
from cableview.review.queue import Entry
from cableview.review.rows import all_later, difference_of, start_of


class IncrementalDifferences:
    """The differences after the changes since a full collation; `is_whole` is false once one was not followed."""

    def __init__(self, collation: Collation, *, exact: bool) -> None:
        self._live = LiveCollation(collation, exact=exact)
        self._pending: list[EditEffect] = []
        self.is_whole = True

    def text_changed(self, event: TextChanged) -> None:
        self._take(self._live.edit(Span(event.start, event.start + event.removed), event.added))

    def decided(self, now: Span, reference: Span) -> None:
        """Notes that a decision covers these words, as they stand after the changes of the text."""
        edited = self._live.pin(now, reference) if self.is_whole else None
        if edited is not None:
            self._take(edited)

    def released(self, now: Span, reference: Span) -> None:
        """Notes that a decision on these words was taken back."""
        self._take(self._live.release(now, reference))

    def _take(self, edited: EditEffect | None) -> None:
        if edited is None:
            self.is_whole = False
        else:
            self._pending.append(edited)

    def taken(self, rows: Sequence[Entry]) -> tuple[list[Entry], list[Difference]]:
        """The remaining rows at their present places, and the new differences, since the last call."""
        effects, self._pending = joined(self._pending), []
        return left_standing(rows, effects), [d for effect in effects.effects for d in effect.differences]


def left_standing(rows: Sequence[Entry], effects: EditEffects) -> list[Entry]:
    """`rows`, which are in text order, without those that edits replace, at their places after the edits.

    Rows before all edits are the same objects, as are those between two edits if the text between did not move.
    """
    made: list[Entry] = []
    growth = at = 0
    for effect in effects.effects:
        first = bisect_left(rows, effect.before.start, at, key=start_of)
        last = bisect_right(rows, effect.before.end, first, key=start_of)
        made += all_later(rows[at:first], growth)
        growth += effect.growth
        made += all_later([row for row in rows[first:last] if not effect.before.covers(row.working)], growth)
        at = last
    made += all_later(rows[at:], growth)
    moved = {row.id: difference_of(row) for row in rows if row.origin is not None}
    if not moved:
        return made
    # The words of a moved passage stand elsewhere, and edits there count too.
    here = (moved.get(row.id) for row in made)
    return [
        row if was is None else _at(row, effects.shifted(was))
        for row, was in zip(made, here, strict=True)
        if was is None or not effects.replaces(was)
    ]


def _at(row: Entry, difference: Difference) -> Entry:
    return msgspec.structs.replace(row, working=difference.working, origin=difference.origin)
