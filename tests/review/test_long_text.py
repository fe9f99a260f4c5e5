"""In a long text what differs is known at once after each change, and a full collation finds the same."""

from __future__ import annotations

import random

import pytest

from cableview.model.decision import State as Progress
from cableview.model.decision import Verdict
from cableview.model.span import Span
from cableview.review.events import ComparisonChanged
from cableview.review.session import AT_ONCE, Session
from tests.bench.made_text import misread, prose, wrapped
from tests.review.test_session import item


def long_session(seed: int = 3, slips: float = 0.02) -> Session:
    text = prose(AT_ONCE + 8_000, seed).replace("\n", " ")
    return Session(item(wrapped(misread(text, seed + 1, slips), 65), wrapped(text)), reviewer="A. Reader")


def state_of(session: Session) -> list[tuple[str, str, Span, str]]:
    return [(e.id, e.kind, e.working, e.state) for e in session.queue.entries]


def undecided_words(session: Session) -> set[int]:
    rows = [e for e in session.queue.entries if not e.is_decided]
    return {at for e in rows for at in range(e.working.start, e.working.end) if not session.text[at].isspace()}


@pytest.mark.parametrize("seed", range(3))
def test_decisions_leave_the_rows_as_a_full_collation_finds_them(seed: int) -> None:
    session, chance = long_session(seed), random.Random(seed)
    for _ in range(12):
        waiting = [e for e in session.queue.entries if e.state is Progress.OPEN and e.origin is None]
        entry = chance.choice(waiting)
        session.decide(entry.id, chance.choice([Verdict.TRANSCRIPT, Verdict.REFERENCE]))
        assert session.is_unsettled
        assert session.queue.get(entry.id).state is Progress.DECIDED
        known = [(e.id, e.working, e.state) for e in session.queue.entries]
        if chance.random() < 0.3:
            session.settle_edits()
            assert [(e.id, e.working, e.state) for e in session.queue.entries] == known


def test_several_words_that_the_page_reads_are_decided_as_one() -> None:
    session = long_session()
    entry = next(e for e in session.queue.entries[5:] if e.kind == "character")
    others = [row for row in state_of(session) if row[0] != entry.id]
    session.decide(entry.id, Verdict.OTHER, reading="quite other words")
    assert session.is_unsettled
    assert [row[0] for row in state_of(session) if row[3] is Progress.OPEN] == [row[0] for row in others]


def test_an_undone_decision_stands_in_the_queue_again_at_once() -> None:
    session = long_session()
    before = state_of(session)
    for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
        entry = session.queue.entries[20]
        session.decide(entry.id, verdict)
        here = session.undo()
        assert session.is_unsettled
        assert here is not None
        assert (here.id, here.working, here.state) == (entry.id, entry.working, Progress.OPEN)
    session.settle_edits()
    assert state_of(session) == before


def test_a_slip_that_is_typed_is_a_row_before_the_whole_is_collated() -> None:
    session = long_session()
    before = undecided_words(session)
    at = next(k for k in range(9_000, 12_000) if session.text[k : k + 5].isalpha() and k not in before)
    session.edit(Span(at + 1, at + 2), "#")
    assert session.catch_up()
    assert session.is_unsettled
    assert at + 1 in undecided_words(session)
    known = undecided_words(session)
    session.settle_edits()
    assert undecided_words(session) == known


@pytest.mark.parametrize("seed", range(3))
def test_what_is_typed_into_a_decided_place_leaves_the_rows_beside_it(seed: int) -> None:
    session, chance = long_session(seed, slips=0.15), random.Random(seed)
    for _ in range(8):
        waiting = [e for e in session.queue.entries if e.state is Progress.OPEN and len(e.working) > 3]
        entry = chance.choice([e for e in waiting if e.origin is None])
        session.decide(entry.id, Verdict.TRANSCRIPT)
        others = [key for key, _, _, state in state_of(session) if state is Progress.OPEN]
        at = session.queue.get(entry.id).working.start + chance.randrange(1, 3)
        session.edit(Span(at, at + 1), "#")
        session.commit_typing()
        assert session.is_unsettled
        assert session.queue.get(entry.id).state is Progress.REOPENED
        assert [key for key, _, _, state in state_of(session) if state is Progress.OPEN] == others
    known = undecided_words(session)
    session.settle_edits()
    assert undecided_words(session) == known


def test_a_slip_that_is_typed_away_is_recorded_as_by_edit() -> None:
    session = long_session()
    entry = next(e for e in session.queue.entries[5:] if e.kind == "character")
    session.edit(entry.working, entry.reference.of(session.reference))
    assert session.commit_typing() is not None
    row = session.queue.get(entry.id)
    assert row.state is Progress.DECIDED
    assert row.decision.by_edit
    known = state_of(session)
    session.settle_edits()
    assert [(key, state) for key, _, _, state in state_of(session)] == [(key, state) for key, _, _, state in known]


def test_a_full_collation_is_made_on_a_copy_and_dropped_when_it_comes_late() -> None:
    session = long_session()
    entry = session.queue.entries[10]
    session.decide(entry.id, Verdict.TRANSCRIPT)
    early = session.settling()
    answer = early.run()
    session.decide(session.queue.entries[30].id, Verdict.REFERENCE)
    rows = state_of(session)
    assert not session.settle(early, answer)
    assert state_of(session) == rows
    late = session.settling()
    assert session.settle(late, late.run())
    assert not session.is_unsettled
    assert session.settling() is None


def test_that_the_whole_was_collated_is_told_though_no_row_is_another() -> None:
    session, told = long_session(), []
    at = session.text.index("\n", 9_000)
    session.edit(Span(at, at), " ")
    session.commit_typing()
    session.subscribe(told.append)
    settling = session.settling()
    assert session.settle(settling, settling.run())
    assert told == [ComparisonChanged()]


def test_a_rule_that_is_switched_compares_the_whole() -> None:
    session = long_session()
    session.decide(session.queue.entries[10].id, Verdict.TRANSCRIPT)
    session.set_rule("case", on=True)
    assert not session.is_unsettled
