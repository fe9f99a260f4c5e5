"""What differs and is not decided, with its name, its place and how it stands in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cableview.model.decision import Decision, Note, Place, State, joined
from cableview.model.discrepancy import Difference, Kind, Severity, Suggestion
from cableview.review.queue import Entry


@dataclass(frozen=True, slots=True)
class LiveDiscrepancy:
    """A difference that no decision covers, with its lasting name and place.

    `row` is how it stands in the queue while nothing was said of it: made once, since each change asks for all of them.
    """

    id: str
    difference: Difference
    place: Place
    suggestion: Suggestion | None = None
    row: Entry = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "row", _row(self))

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
            return replace(self.row, note=note)
        return replace(self.row, state=State.DEFERRED, decision=deferred[0], note=note)


def _row(live: LiveDiscrepancy) -> Entry:
    difference = live.difference
    return Entry(
        id=live.id,
        kind=difference.kind,
        severity=difference.severity,
        state=State.OPEN,
        working=difference.working,
        reference=difference.reference,
        origin=difference.origin,
        place=live.place,
        group=difference.group,
        reasons=difference.reasons,
        suggestion=live.suggestion,
    )
