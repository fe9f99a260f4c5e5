"""The scan as a third witness of an item: how it is consulted, and where it doubts the two texts."""

from __future__ import annotations

from cableview.collation.suggestion.third_witness import Doubt, ThirdWitness, known_by
from cableview.formats.markup import markup_of
from cableview.model.item import Item
from cableview.model.scan_reading import ScanReading, ScanText
from cableview.model.span import Span
from cableview.review.queue import Entry
from cableview.review.session import Session


def third_witness(item: Item, scan: ScanText) -> ThirdWitness:
    """An engine's reading, collated with the item's original transcript, which takes a while for a long text."""
    transcript = item.transcript
    third = ThirdWitness(transcript.text, scan, markup_of(transcript.text, transcript.syntax))
    third.prepare()
    return third


def reading_at(session: Session, entry: Entry) -> ScanReading | None:
    """The engine's reading at a place; `None` for a moved passage, or if it cannot be told."""
    place = entry.place
    return session.live.third.reading(place.transcript.span) if session.live.third and place.origin is None else None


def doubts(session: Session) -> list[Doubt]:
    """Places where both texts agree and the third witness is sure of another reading. Spans are of the original."""
    item = session.item
    if session.live.third is None or item.reference is None:
        return []
    settled = [span for entry in session.queue.entries for span in entry.place.transcript_spans]
    is_known = known_by((item.transcript.text, item.reference.text), session.state.language)
    return [doubt for doubt in session.live.third.doubts(settled, is_known) if _stands(session, doubt.span)]


def _stands(session: Session, original: Span) -> bool:
    """True where the working text still reads as the original transcript."""
    return session.working.to_working(original).of(session.text) == original.of(session.item.transcript.text)
