"""An undecided difference, with its name, its place and its row in the queue."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cableview.model.decision import Decision, Note, Place, State, joined
from cableview.model.discrepancy import Difference, Kind, Severity, Suggestion
from cableview.model.span import Span
from cableview.review.queue import Entry


class LiveDiscrepancy(msgspec.Struct, frozen=True, gc=False):
    """A difference that no decision covers, with its persistent name and its place.

    `row` is its queue entry while it has no remarks, and holds everything known of it: every change needs all of them,
    and a letter inserted replaces all those after it. A `Struct` is cheaper, as for `Span`.
    """

    id: str
    row: Entry

    @classmethod
    def of(
        cls, name: str, difference: Difference, place: Place, suggestion: Suggestion | None = None
    ) -> LiveDiscrepancy:
        row = Entry(
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
            suggestion=suggestion,
        )
        return cls(name, row)

    @property
    def difference(self) -> Difference:
        """The difference, built on each access; where all are visited, `row` says the same."""
        row = self.row
        return Difference(row.kind, row.severity, row.working, row.reference, row.origin, row.group, row.reasons)

    def at(self, difference: Difference) -> LiveDiscrepancy:
        """A copy with the difference elsewhere."""
        return LiveDiscrepancy.of(self.id, difference, self.place, self.suggestion)

    def later(self, growth: int) -> LiveDiscrepancy:
        """A copy shifted by `growth` code points in the working text. Not for one with an origin elsewhere."""
        row, working = self.row, self.row.working
        shifted = Span(working.start + growth, working.end + growth)
        return LiveDiscrepancy(self.id, msgspec.structs.replace(row, working=shifted))

    @property
    def place(self) -> Place:
        return self.row.place

    @property
    def suggestion(self) -> Suggestion | None:
        return self.row.suggestion

    @property
    def kind(self) -> Kind:
        return self.row.kind

    @property
    def severity(self) -> Severity:
        return self.row.severity

    def row_with(self, deferred: Sequence[Decision], noted: Sequence[Note]) -> Entry:
        """Its queue entry with these remarks."""
        if not (deferred or noted):
            return self.row
        note = joined([*(d.note for d in deferred), *(note.text for note in noted)])
        if not deferred:
            return msgspec.structs.replace(self.row, note=note)
        return msgspec.structs.replace(self.row, state=State.DEFERRED, decision=deferred[0], note=note)
