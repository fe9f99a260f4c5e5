"""Lists the places that rules hold equal, in terms of the original files."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.report.finding import Found
from cableview.review.session import Session


@dataclass(frozen=True, slots=True)
class HeldFinding:
    """A place that a rule holds equal, in both files."""

    rule: str
    transcript: Found
    reference: Found


def held_findings(session: Session) -> tuple[HeldFinding, ...]:
    """The places held equal in text order, one row per rule that a place needs."""
    item = session.item
    if item.reference is None:
        return ()
    rows: list[HeldFinding] = []
    for place in session.live.held_places():
        ours = session.to_original(place.working)
        rows.append(
            HeldFinding(
                place.rule,
                Found(ours.of(item.transcript.text), item.transcript.in_file(ours)),
                Found(place.reference.of(item.reference.text), item.reference.in_file(place.reference)),
            )
        )
    return tuple(rows)
