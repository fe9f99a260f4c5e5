"""Keeps what differs in a long text up to date from change to change, until the whole is collated again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cableview.collation.collate import Collation
from cableview.collation.edited import Edited, shifted_behind
from cableview.collation.live import LiveCollation
from cableview.model.discrepancy import Difference
from cableview.model.span import Span
from cableview.review.events import TextChanged
from cableview.review.live_discrepancy import LiveDiscrepancy


class IncrementalDifferences:
    """What differs after the changes since a full collation. `is_whole` is false once one could not be followed."""

    def __init__(self, collation: Collation, *, exact: bool) -> None:
        self._live = LiveCollation(collation, exact=exact)
        self._pending: list[Edited] = []
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

    def _take(self, edited: Edited | None) -> None:
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
            rows = [row for row in rows if not edited.replaces(row.difference)]
            rows = [_carried(row, edited) for row in rows] if edited.growth else rows
            new = [shifted_behind(d, edited) for d in new if not edited.replaces(d)]
            new += edited.differences
        return rows, new


def _carried(row: LiveDiscrepancy, edited: Edited) -> LiveDiscrepancy:
    difference = row.difference
    if difference.origin is None and difference.working.start < edited.before.end:
        return row
    return replace(row, difference=shifted_behind(difference, edited))
