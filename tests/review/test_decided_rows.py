"""Rows of decisions carried from change to change equal freshly built ones."""

from __future__ import annotations

import random

import pytest

from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.review import decided_rows
from cableview.review.decided_rows import DecidedRows
from cableview.review.session import Session
from tests.bench.made_text import misread, prose, wrapped
from tests.review.sessions import Log, item

TYPED = ["", "a", " ", "\n", "of the ", " x", "y z", "-"]
ACTS = ["decide", "decide", "decide", "take back", "type", "type", "undo", "redo"]


def made_session(seed: int) -> Session:
    """With slips, words in one text only, and words changed over."""
    text, chance = prose(500, seed).replace("\n", " "), random.Random(seed)
    words = misread(text, seed + 1, 0.3).split()
    for _ in range(4):
        at = chance.randrange(len(words) - 4)
        words[at : at + 4] = chance.choice([[], [*words[at + 2 : at + 4], *words[at : at + 2]], ["quite", "alone"]])
    return Session(item(wrapped(" ".join(words), 60), wrapped(text, 70)), reviewer="me", keeper=Log())


def acted(session: Session, what: str, chance: random.Random) -> None:
    """One of the things a reviewer does, at some place of the list or, often beside a decided one, of the text."""
    rows = [row for row in session.queue.entries if row.state is not State.STALE]
    decided = [row for row in rows if row.decision is not None]
    match what:
        case "decide" if rows:
            chosen = chance.choice(decided if decided and chance.random() < 0.3 else rows)
            verdict = chance.choice([Verdict.REFERENCE, Verdict.OTHER, Verdict.TRANSCRIPT, *Verdict])
            session.decide(chosen.id, verdict, reading=chance.choice(TYPED) or "read")
        case "take back" if decided:
            session.take_back(chance.choice(decided).id)
        case "type":
            beside = chance.choice(decided).working.end if decided else chance.randrange(len(session.text))
            at = min(max(0, beside + chance.randint(-6, 6)), len(session.text) - 4)
            session.edit(Span(at, at + chance.randint(0, 3)), chance.choice(TYPED))
            session.commit_typing()
        case "undo":
            session.undo()
        case "redo":
            session.redo()
        case _:
            pass


@pytest.mark.parametrize("seed", range(25))
def test_carried_rows_equal_rows_made_anew(seed: int) -> None:
    session, chance = made_session(seed), random.Random(seed)
    rows = DecidedRows(session.state)
    moved = [row for row in session.queue.entries if row.origin is not None]
    for row in moved[: seed % 3]:
        session.decide(row.id, chance.choice([Verdict.REFERENCE, Verdict.TRANSCRIPT]))
    for _ in range(50):
        acted(session, chance.choice(ACTS), chance)
        if chance.random() < 0.6:  # several changes at a time as well
            assert list(rows.now(session.state)) == list(DecidedRows(session.state).now(session.state))


def test_a_verdict_rebuilds_only_the_rows_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
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
