"""A session that hears what an engine reads on the scan: its suggestions, and its doubts."""

from __future__ import annotations

from cableview.model.decision import Verdict
from cableview.model.span import Span
from cableview.review.events import CollationOutdated
from cableview.review.live_queue import AT_ONCE
from cableview.review.session import Session
from cableview.review.third_witness import doubts, reading_at
from tests.review.sessions import heard, item

TRANSCRIPT = "The Ambassador stated that the delegation had arrived in Moscow and would change its plans.\n"
REFERENCE = "The Ambassador states that the delegation had arrived in Moscow and would change its plans.\n"


def session(transcript: str = TRANSCRIPT, reference: str = REFERENCE) -> Session:
    return Session(item(transcript, reference), reviewer="me")


def test_suggestion_follows_what_the_scan_reads() -> None:
    for read, text in ((TRANSCRIPT, "transcript"), (REFERENCE, "reference")):
        (entry,) = heard(session(), read).queue.entries
        assert entry.suggestion is not None
        assert entry.suggestion.witness == text
        assert entry.suggestion.confidence >= 0.9
        assert any("scan" in reason for reason in entry.suggestion.reasons)


def test_a_suggestion_is_as_before_once_the_witness_is_removed() -> None:
    one = session()
    before = one.queue.entries
    heard(one, REFERENCE).live.set_third_witness(None)
    assert one.queue.entries == before


def test_a_reading_is_found_even_after_the_text_was_changed() -> None:
    one = heard(session(), REFERENCE)
    one.edit(Span(0, 3), "This same")
    one.commit_typing()
    (entry,) = [e for e in one.queue.entries if "stated" in e.place.transcript.text]
    reading = reading_at(one, entry)
    assert reading is not None
    assert reading.text == "states"


def test_a_long_text_is_collated_at_a_pause_and_not_when_the_witness_arrives() -> None:
    filler = "Nothing is said of it in this line.\n" * 600
    one, told = session(TRANSCRIPT + filler, REFERENCE + filler), []
    assert len(one.text) > AT_ONCE
    before = one.queue.entries
    one.subscribe(told.append)
    heard(one, REFERENCE + filler)
    assert told == [CollationOutdated()]
    assert one.queue.entries == before
    pending = one.live.pending_collation()
    assert pending is not None
    assert one.live.accept_collation(pending, pending.run())
    assert any("scan" in reason for reason in one.queue.entries[0].suggestion.reasons)


def test_a_collation_begun_before_the_witness_arrived_is_dropped() -> None:
    filler = "Nothing is said of it in this line.\n" * 600
    one = session(TRANSCRIPT + filler, REFERENCE + filler)
    one.decide(one.queue.entries[0].id, Verdict.TRANSCRIPT)
    pending = one.live.pending_collation()
    heard(one, REFERENCE + filler)
    assert not one.live.accept_collation(pending, pending.run())
    assert one.live.needs_collation


def test_a_doubt_disappears_when_its_words_are_changed() -> None:
    one = heard(session(), TRANSCRIPT.replace("change", "charge"))
    (doubt,) = doubts(one)
    assert doubt.span.of(TRANSCRIPT) == "change"
    one.edit(one.working.to_working(doubt.span), "charge")
    one.commit_typing()
    assert doubts(one) == []
