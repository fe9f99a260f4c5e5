"""One verdict on places of one pattern: the same as on each by itself, in one change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.model.decision import State, Verdict
from cableview.review.bulk_decision import alike, around, unchanged
from cableview.review.session import Session
from tests.review.sessions import Log, item

OURS = "The modem town has a modem bridge and a modem port, stated the modem mayor, and a tower."
THEIRS = "The modern town has a modern bridge and a modern port, states the modern mayor, and the tower."

GIVEN = (Verdict.TRANSCRIPT, Verdict.REFERENCE, Verdict.UNREADABLE, Verdict.IMMATERIAL, Verdict.ABSENT)


def opened(ours: str = OURS, theirs: str = THEIRS) -> Session:
    return Session(item(ours, theirs), reviewer="me", keeper=Log())


def verdicts(session: Session) -> dict[str, tuple[State, Verdict | None, str]]:
    rows = session.queue.entries
    return {e.id: (e.state, e.decision and e.decision.verdict, e.decision.left if e.decision else "") for e in rows}


def test_places_of_one_pattern_are_found_and_no_others():
    session = opened()
    first = session.queue.entries[0]
    found = alike(session.queue, session.text, first)
    assert [e.working.of(session.text) for e in found] == ["modem"] * 4
    session.decide(found[1].id, Verdict.TRANSCRIPT)
    session.decide(found[2].id, Verdict.DEFERRED)
    assert [e.id for e in alike(session.queue, session.text, session.queue.entries[0])] == [
        found[k].id for k in (0, 2, 3)
    ]


@pytest.mark.parametrize(("here", "shown"), [(0, (0, 1)), (1, (1, 2)), (3, (2, 3))])
def test_of_many_places_those_around_the_current_one_are_shown(here: int, shown: tuple[int, ...]):
    session = opened()
    found = alike(session.queue, session.text, session.queue.entries[0])
    assert around(found, found[here], 2) == tuple(found[k] for k in shown)


def test_places_decided_or_gone_since_count_as_changed():
    session = opened()
    found = alike(session.queue, session.text, session.queue.entries[0])
    session.decide(found[0].id, Verdict.REFERENCE)
    assert unchanged(session.queue, found) == list(found[1:])
    session.set_rules({"modem = modern": True})
    assert unchanged(session.queue, found) == []


def test_a_decided_place_has_no_places_alike():
    session = opened()
    session.decide(session.queue.entries[0].id, Verdict.REFERENCE)
    assert alike(session.queue, session.text, session.queue.entries[0]) == ()


@pytest.mark.parametrize("verdict", GIVEN)
def test_all_are_decided_in_one_change_and_undone_at_once(verdict: Verdict):
    session = opened()
    before, rows = session.text, verdicts(session)
    changes = session.last_seq
    ids = [e.id for e in alike(session.queue, session.text, session.queue.entries[0])]
    session.decide_together(ids, verdict, likely=True)
    assert session.last_seq == changes + 1
    decided = [e for e in session.queue.entries if e.is_decided]
    assert [e.id for e in decided] == ids
    assert all(e.decision and e.decision.likely and e.decision.verdict is verdict for e in decided)
    assert session.text.count("modern") == (4 if verdict is Verdict.REFERENCE else 0)
    session.undo()
    assert (session.text, verdicts(session)) == (before, rows)
    session.redo()
    assert [e.id for e in session.queue.entries if e.is_decided] == ids


def test_of_adjacent_places_the_one_under_review_is_kept():
    session = opened("We saw the the tower of the town.", "We saw tower of town.")
    rows = [e for e in session.queue.entries if e.working.of(session.text).strip() == "the"]
    for row in rows:
        assert row in alike(session.queue, session.text, row)


WORDS = st.lists(st.sampled_from(["modem", "modern", "town", "a", "not", "\n", "Hill"]), min_size=1, max_size=24)


@settings(max_examples=200)
@given(WORDS, WORDS, st.sampled_from(GIVEN))
def test_a_bulk_decision_equals_single_decisions(ours, theirs, verdict):
    texts = "Here " + " ".join(ours), "Here " + " ".join(theirs)
    one, other = opened(*texts), opened(*texts)
    groups = [alike(one.queue, one.text, entry) for entry in one.queue.entries]
    chosen = [entry.id for entry in max(groups, key=len, default=())]
    if not chosen:
        return
    one.decide_together(chosen, verdict)
    for entry_id in reversed(chosen):
        if other.queue.get(entry_id) is None:
            return  # what lies before a decision is collated anew, and can be a passage moved as a whole then
        other.decide(entry_id, verdict)
    assert one.text == other.text
    assert verdicts(one) == verdicts(other)
