"""What differs and is not decided, with its name, its place and how it stands in the queue."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cableview.model.decision import Decision, Note, Place, State, joined
from cableview.model.discrepancy import Difference, Kind, Severity, Suggestion
from cableview.review.queue import Entry


class LiveDiscrepancy(msgspec.Struct, frozen=True, gc=False):
    """A difference that no decision covers, with its lasting name and place.

    `row` is how it stands in the queue while nothing was said of it: made once, since each change asks for all of them.
    As for `Span`, a `Struct` is the cheaper: a letter put in makes all behind it anew.
    """

    id: str
    difference: Difference
    place: Place
    suggestion: Suggestion | None
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
        return cls(name, difference, place, suggestion, row)

    def at(self, difference: Difference) -> LiveDiscrepancy:
        """The same where the difference stands elsewhere."""
        return LiveDiscrepancy.of(self.id, difference, self.place, self.suggestion)

    def later(self, growth: int) -> LiveDiscrepancy:
        """The same so many code points further on in the working text. Not for what stands elsewhere."""
        working = self.difference.working.shifted(growth)
        difference = msgspec.structs.replace(self.difference, working=working)
        row = msgspec.structs.replace(self.row, working=working)  # without naming all its fields anew
        return LiveDiscrepancy(self.id, difference, self.place, self.suggestion, row)

    @property
    def kind(self) -> Kind:
        return self.difference.kind

    @property
    def severity(self) -> Severity:
        return self.difference.severity

    def row_with(self, deferred: Sequence[Decision], noted: Sequence[Note]) -> Entry:
        """How it stands in the queue with what was said of it."""
        if not (deferred or noted):
            return self.row
        note = joined([*(d.note for d in deferred), *(note.text for note in noted)])
        if not deferred:
            return msgspec.structs.replace(self.row, note=note)
        return msgspec.structs.replace(self.row, state=State.DEFERRED, decision=deferred[0], note=note)
