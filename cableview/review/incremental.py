"""Keeps what differs in a long text up to date from change to change, until the whole is collated again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from cableview.collation.collate import Collation
from cableview.collation.live.edit_effect import EditEffect, shifted_behind
from cableview.collation.live.live_collation import LiveCollation
from cableview.model.discrepancy import Difference
from cableview.model.span import Span
from cableview.review.events import TextChanged
from cableview.review.live_discrepancy import LiveDiscrepancy


class IncrementalDifferences:
    """What differs after the changes since a full collation. `is_whole` is false once one could not be followed."""

    def __init__(self, collation: Collation, *, exact: bool) -> None:
        self._live = LiveCollation(collation, exact=exact)
        self._pending: list[EditEffect] = []
        self.is_whole = True

    def text_changed(self, event: TextChanged) -> None:
        self._take(self._live.edit(Span(event.start, event.start + event.removed), event.added))

    def decided(self, now: Span, reference: Span) -> None:
        """A decision covers these words, as they stand after the changes of the text."""
        edited = self._live.pin(now, reference) if self.is_whole else None
        if edited is not None:
            self._take(edited)

    def released(self, now: Span, reference: Span) -> None:
        """A decision on these words was taken back."""
        self._take(self._live.release(now, reference))

    def _take(self, edited: EditEffect | None) -> None:
        if edited is None:
            self.is_whole = False
        elif self._pending and self._pending[-1].touches(edited):
            self._pending[-1] = self._pending[-1].followed_by(edited)
        else:
            self._pending.append(edited)

    def taken(self, live: Sequence[LiveDiscrepancy]) -> tuple[list[LiveDiscrepancy], list[Difference]]:
        """The rows that still stand, where they stand now, and what is new, since this was asked last."""
        pending, self._pending = self._pending, []
        rows, new = list(live), list[Difference]()
        for edited in pending:
            rows = _without(rows, edited)
            if edited.growth:
                rows = _carried(rows, edited)
            new = [shifted_behind(d, edited) for d in new if not edited.replaces(d)]
            new += edited.differences
        return rows, new


def _without(rows: list[LiveDiscrepancy], edited: EditEffect) -> list[LiveDiscrepancy]:
    """`rows`, which are in the order of the text, without those that an edit replaces."""
    first = bisect_left(rows, edited.before.start, key=_start)
    last = bisect_right(rows, edited.before.end, key=_start)
    gone = {k for k in (*range(first, last), *_moved(rows)) if edited.replaces(rows[k].difference)}
    return [row for k, row in enumerate(rows) if k not in gone] if gone else rows


def _carried(rows: list[LiveDiscrepancy], edited: EditEffect) -> list[LiveDiscrepancy]:
    """`rows` as they stand after an edit; those before it are the same."""
    behind = bisect_left(rows, edited.before.end, key=_start)
    while behind and edited.is_before(rows[behind - 1].difference.working):
        behind -= 1
    growth, moved = edited.growth, _moved(rows)
    made = [*rows[:behind], *(row.later(growth) for row in rows[behind:])]
    for k in moved:
        made[k] = rows[k].at(shifted_behind(rows[k].difference, edited))
    return made


def _moved(rows: Sequence[LiveDiscrepancy]) -> list[int]:
    """Of which passages the words stand elsewhere."""
    return [k for k, row in enumerate(rows) if row.difference.origin is not None]


def _start(row: LiveDiscrepancy) -> int:
    return row.difference.working.start
