"""Rows of decisions that go along from change to change are those that would be made anew."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.review import decided_rows
from cableview.review.decided_rows import DecidedRows
from cableview.review.session import Session
from tests.bench.made_text import misread, prose, wrapped
from tests.review.sessions import Log, item

PLACE = st.floats(0, 1)
TYPED = st.sampled_from(["", "a", " ", "\n", "of the ", " x", "y z", "-"])


def made_session(seed: int) -> Session:
    """With slips, words in one text only, and words changed over."""
    text, chance = prose(500, seed).replace("\n", " "), random.Random(seed)
    words = misread(text, seed + 1, 0.3).split()
    for _ in range(4):
        at = chance.randrange(len(words) - 4)
        words[at : at + 4] = chance.choice([[], [*words[at + 2 : at + 4], *words[at : at + 2]], ["quite", "alone"]])
    return Session(item(wrapped(" ".join(words), 60), wrapped(text, 70)), reviewer="me", keeper=Log())


def acted(session: Session, what: str, place: float, verdict: Verdict, typed: str) -> None:
    """One of the things a reviewer does, at a place of the list or of the text."""
    rows = [row for row in session.queue.entries if row.state is not State.STALE]
    at = int(place * max(0, len(session.text) - 9))
    match what:
        case "decide" if rows:
            session.decide(rows[int(place * (len(rows) - 1))].id, verdict, reading=typed or "read")
        case "take back" if rows:
            session.take_back(rows[int(place * (len(rows) - 1))].id)
        case "type":
            session.edit(Span(at, at + len(typed) % 4), typed)
            session.commit_typing()
        case "undo":
            session.undo()
        case "redo":
            session.redo()
        case _:
            pass


ACTED = st.tuples(st.sampled_from(["decide", "decide", "decide", "take back", "type", "undo", "redo"]), PLACE)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 60),
    st.lists(st.tuples(ACTED, st.sampled_from(list(Verdict)), TYPED), max_size=25),
    st.integers(1, 3),
)
def test_rows_that_went_along_are_as_made_anew(seed: int, acts: list[tuple], every: int) -> None:
    session, rows = made_session(seed), DecidedRows()
    rows.now(session.state)
    for number, ((what, place), verdict, typed) in enumerate(acts):
        acted(session, what, place, verdict, typed)
        if number % every == 0:  # several changes at a time as well
            assert list(rows.now(session.state)) == list(DecidedRows().now(session.state))
    assert list(rows.now(session.state)) == list(DecidedRows().now(session.state))


def test_a_verdict_makes_the_rows_beside_it_anew_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    session = made_session(3)
    for row in session.queue.entries[:30]:
        if row.origin is None:
            session.decide(row.id, Verdict.TRANSCRIPT)
    assert sum(row.is_decided for row in session.queue.entries) > 10
    looked: list[str] = []
    made = decided_rows._decided_row
    monkeypatch.setattr(decided_rows, "_decided_row", lambda d, places: looked.append(d.id) or made(d, places))
    first = next(row for row in session.queue.entries if row.origin is None)
    session.decide(first.id, Verdict.OTHER, reading="something much longer")
    assert 1 <= len(looked) <= 3
    session.undo()
    assert len(looked) <= 6
