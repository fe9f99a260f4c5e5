"""What differs and is not decided, with its name, its place and how it stands in the queue."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cableview.model.decision import Decision, Note, Place, State, joined
from cableview.model.discrepancy import Difference, Kind, Severity, Suggestion
from cableview.model.span import Span
from cableview.review.queue import Entry


class LiveDiscrepancy(msgspec.Struct, frozen=True, gc=False):
    """A difference that no decision covers, with its lasting name and place.

    `row` is how it stands in the queue while nothing was said of it, and all that is known of it: each change asks for
    all of them, and a letter put in makes all behind it anew. As for `Span`, a `Struct` is the cheaper.
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
        """Made anew each time: where all are looked at, `row` says the same."""
        row = self.row
        return Difference(row.kind, row.severity, row.working, row.reference, row.origin, row.group, row.reasons)

    def at(self, difference: Difference) -> LiveDiscrepancy:
        """The same where the difference stands elsewhere."""
        return LiveDiscrepancy.of(self.id, difference, self.place, self.suggestion)

    def later(self, growth: int) -> LiveDiscrepancy:
        """The same so many code points further on in the working text. Not for what stands elsewhere."""
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
        """How it stands in the queue with what was said of it."""
        if not (deferred or noted):
            return self.row
        note = joined([*(d.note for d in deferred), *(note.text for note in noted)])
        if not deferred:
            return msgspec.structs.replace(self.row, note=note)
        return msgspec.structs.replace(self.row, state=State.DEFERRED, decision=deferred[0], note=note)
