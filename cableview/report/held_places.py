"""Lists the places that rules hold equal, in terms of the original files."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.report.finding import Found, found_at
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
    return tuple(
        HeldFinding(
            place.rule,
            found_at(session.to_original(place.working), item.transcript),
            found_at(place.reference, item.reference),
        )
        for place in session.live.held_places()
    )
