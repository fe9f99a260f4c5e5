"""A move and what is decided or typed inside the moved passage do not undo each other, in whatever order."""

from __future__ import annotations

import random

import pytest

from cableview.model.decision import State, Verdict
from cableview.model.emendation import Emendation
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.queue import Entry
from cableview.review.session import Session
from cableview.review.verdict_placement import with_replacements
from cableview.review.verdicts import Replacement
from tests.review.sessions import Log, item

HEAD = "The Consul came home on Monday evening after the long session of the council."
MOVED = "In the morning that offer of peace had been refused by the King."
MIDDLE = "Nobody was told of it before Tuesday, when the papers in the capital printed a short account of all this."
TAIL = "Our Embassy will report again."
SLIPS = [
    ("morning", "Morning"),
    ("offer", "ofler"),
    ("peace had", "peacehad"),
    ("of peace", "peace"),
    ("had been", "had had been"),
    ("refused", "re fused"),
    ("by the", "by of the"),
    ("that", "tbat"),
]
TEXT_VERDICTS = [Verdict.REFERENCE, Verdict.TRANSCRIPT, Verdict.OTHER]
READINGS = ["Zeal", "two words", "offer", "three words long"]


def opened(chance: random.Random) -> tuple[Session, Log]:
    """With a passage at another place, and one to three slips in it."""
    bad = MOVED
    for right, wrong in chance.sample(SLIPS, chance.randint(1, 3)):
        bad = bad.replace(right, wrong, 1)
    blank = chance.choice([" ", "\n", "\n\n"])
    ours = chance.choice([[HEAD, MIDDLE, bad, TAIL], [bad, HEAD, MIDDLE, TAIL], [HEAD, MIDDLE, TAIL, bad]])
    log = Log()
    texts = item(f"{blank.join(ours)}\n", f"{blank.join([HEAD, MOVED, MIDDLE, TAIL])}\n")
    return Session(texts, reviewer="me", keeper=log), log


def the_move(session: Session) -> Entry:
    return next(e for e in session.queue.entries if e.origin is not None)


def decided_words(session: Session, *, but: str) -> dict[str, str]:
    """What stands at each decided place inside the passage, except one."""
    rows = [e for e in session.queue.entries if e.is_decided and e.origin is None and e.id != but]
    return {e.id: e.working.of(session.text).strip() for e in rows}


def seen(session: Session) -> tuple[str, list[tuple[str, State, Span]]]:
    return session.text, [(e.id, e.state, e.working) for e in session.queue.entries]


@pytest.mark.parametrize("seed", range(40))
def test_decisions_of_a_move_and_inside_it_leave_each_other_alone(seed: int) -> None:
    chance = random.Random(seed)
    session, log = opened(chance)
    for _ in range(8):
        row = chance.choice(session.queue.entries)
        kept = decided_words(session, but=row.id)
        before = seen(session)
        if row.decision is not None and chance.random() < 0.4:
            session.take_back(row.id)
        else:
            session.decide(row.id, chance.choice(TEXT_VERDICTS), reading=chance.choice(READINGS))
        after = seen(session)
        assert kept.items() <= decided_words(session, but=row.id).items()
        assert all(e.state in (State.OPEN, State.DECIDED) for e in session.queue.entries)
        session.undo()
        assert seen(session) == before
        session.redo()
        assert seen(session) == after
        again = Session(session.item, reviewer="you", changes=log.changes)
        assert seen(again) == after
    taken = [e.id for e in session.queue.entries if e.decision is not None]
    chance.shuffle(taken)
    for name in taken:
        session.take_back(name)
    assert session.text == session.item.transcript.text


@pytest.mark.parametrize("typed", ["", "very ", "x"])
def test_what_was_typed_inside_a_moved_passage_goes_back_with_it(typed: str) -> None:
    ours, theirs = f"{HEAD} {MIDDLE} {MOVED} {TAIL}\n", f"{HEAD} {MOVED} {MIDDLE} {TAIL}\n"
    session = Session(item(ours, theirs), reviewer="me", keeper=Log())
    session.decide(the_move(session).id, Verdict.REFERENCE)
    at = session.text.index("peace")
    session.edit(Span(at, at + 2), typed)
    session.take_back(the_move(session).id)
    assert session.text.split() == f"{HEAD} {MIDDLE} {MOVED.replace('pe', typed, 1)} {TAIL}".split()


def test_taking_back_other_words_at_the_place_of_a_move_leaves_the_decisions_inside_it() -> None:
    ours = f"{HEAD} {MIDDLE} {MOVED.replace('offer', 'ofler')} {TAIL}\n"
    session = Session(item(ours, f"{HEAD} {MOVED} {MIDDLE} {TAIL}\n"), reviewer="me", keeper=Log())
    slip = next(e for e in session.queue.entries if e.origin is None)
    session.decide(slip.id, Verdict.REFERENCE)
    session.decide(the_move(session).id, Verdict.OTHER, reading="Zeal")
    session.take_back(the_move(session).id)
    assert session.text == ours.replace("ofler", "offer")
    assert session.queue.get(slip.id).is_decided


@pytest.mark.parametrize("verdict", [Verdict.REFERENCE, Verdict.OTHER, Verdict.TRANSCRIPT])
def test_deciding_a_move_again_leaves_the_words_put_in_beside_it(verdict: Verdict) -> None:
    missing = "Two ministers resigned at once and left for the port without another word."
    ours, theirs = f"{HEAD} {MIDDLE} {MOVED} {TAIL}\n", f"{HEAD} {missing} {MOVED} {MIDDLE} {TAIL}\n"
    session = Session(item(ours, theirs), reviewer="me", keeper=Log())
    beside = next(e for e in session.queue.entries if e.origin is None)
    for name in (beside.id, the_move(session).id):
        session.decide(name, Verdict.REFERENCE)
    assert session.text == theirs
    session.decide(the_move(session).id, verdict, reading="Zeal")
    assert session.text.startswith(f"{HEAD} {missing} ")
    assert session.queue.get(beside.id).is_decided


@pytest.mark.parametrize("first", [0, 1])
def test_a_passage_moved_to_where_another_was_moved_away_stays_when_that_is_taken_back(first: int) -> None:
    ours, theirs = f"{MOVED} {MIDDLE} {HEAD} {TAIL}\n", f"{HEAD} {MIDDLE} {MOVED} {TAIL}\n"
    session = Session(item(ours, theirs), reviewer="me", keeper=Log())
    moves: list[str] = []
    while rows := [e for e in session.queue.entries if e.decision is None]:
        moves.append(rows[0 if moves else first].id)
        session.decide(moves[-1], Verdict.REFERENCE)
    assert session.text == theirs
    session.take_back(moves[0])
    assert sorted(session.text.split()) == sorted(ours.split())
    assert session.queue.get(moves[1]).is_decided
    session.take_back(moves[1])
    assert session.text == ours


RESIGNED = "Two ministers resigned."


@pytest.mark.parametrize("passage", [f"{RESIGNED} {MOVED}", f"{MOVED} {RESIGNED}", f"{MOVED} {RESIGNED} {RESIGNED}"])
def test_words_put_in_at_the_edge_of_a_passage_move_with_it_and_back(passage: str) -> None:
    ours = f"{HEAD} {MIDDLE} {passage.replace(RESIGNED, '', 1).strip()} {TAIL}\n"
    theirs = f"{HEAD} {passage} {MIDDLE} {TAIL}\n"
    session = Session(item(ours, theirs), reviewer="me", keeper=Log())
    put = next(e for e in session.queue.entries if e.origin is None)
    session.decide(put.id, Verdict.REFERENCE)
    for verdict in (Verdict.REFERENCE, Verdict.REFERENCE, Verdict.TRANSCRIPT, Verdict.REFERENCE):
        session.decide(the_move(session).id, verdict)
        stands = theirs if verdict is Verdict.REFERENCE else f"{HEAD} {MIDDLE} {passage} {TAIL}\n"
        assert session.text.split() == stands.split()
        assert session.queue.get(put.id).is_decided
        assert verdict is Verdict.TRANSCRIPT or all(e.is_decided for e in session.queue.entries)
    session.take_back(put.id)
    session.take_back(the_move(session).id)
    assert session.text == ours


@pytest.mark.parametrize("blank", [" ", "\n"])
def test_no_words_run_together_where_a_move_beside_deleted_words_is_taken_back(blank: str) -> None:
    extra = "without any further ado and in great haste as it seemed to all of us who were here"
    ours, theirs = (
        f"{blank.join(parts)}\n" for parts in ([MOVED, extra, HEAD, MIDDLE, TAIL], [HEAD, MIDDLE, MOVED, TAIL])
    )
    session = Session(item(ours, theirs), reviewer="me", keeper=Log())
    deleted = next(e for e in session.queue.entries if e.origin is None)
    session.decide(deleted.id, Verdict.REFERENCE)
    moved = the_move(session).id
    session.decide(moved, Verdict.REFERENCE)
    assert session.text.split() == theirs.split()
    session.take_back(moved)
    assert session.text.split() == ours.replace(extra, "").split()
    session.take_back(deleted.id)
    assert session.text == ours


@pytest.mark.parametrize("back_first", [True, False])
def test_words_beside_a_moved_passage_stay_out_of_its_decision_when_a_slip_in_it_is_decided(back_first: bool) -> None:
    missing = "Two ministers resigned at once and left for the port without another word."
    ours = f"{HEAD} {MIDDLE} {MOVED.replace('offer', 'ofler')} {TAIL}\n"
    session = Session(item(ours, f"{HEAD} {missing} {MOVED} {MIDDLE} {TAIL}\n"), reviewer="me", keeper=Log())
    beside, slip = (e for e in session.queue.entries if e.origin is None)
    move = the_move(session)
    for row in (beside, move, slip):
        session.decide(row.id, Verdict.REFERENCE)
    session.take_back(slip.id)
    session.take_back(move.id if back_first else beside.id)
    assert session.queue.get(beside.id if back_first else move.id).is_decided
    session.take_back(beside.id if back_first else move.id)
    assert session.text == ours


def test_words_moved_to_where_others_were_put_in_leave_the_deletions_there_to_their_decisions() -> None:
    deletions = Emendation(1, 4, ""), Emendation(4, 7, "")
    working = WorkingText("a bb cc d", (*deletions, Emendation(7, 7, " xx")))
    moved = with_replacements(working, [Replacement(1, 1, " yy")], Span(7, 7))
    assert moved.text == "a yy xx d"
    assert {*deletions} <= {*moved.emendations}


@pytest.mark.parametrize("verdict", [Verdict.REFERENCE, Verdict.TRANSCRIPT, Verdict.OTHER])
@pytest.mark.parametrize("blank", [" ", "\n", "\n\n"])
def test_surplus_words_around_a_passage_moved_away_are_two_places_that_outlast_the_move(
    verdict: Verdict, blank: str
) -> None:
    ours = f"{blank.join([HEAD, 'Without further ado', MOVED, 'so they say', MIDDLE, TAIL])}\n"
    session = Session(item(ours, f"{blank.join([HEAD, MIDDLE, MOVED, TAIL])}\n"), reviewer="me", keeper=Log())
    move = the_move(session)
    surplus = {e.id for e in session.queue.entries if e.origin is None}
    assert len(surplus) == 2
    session.decide(move.id, Verdict.REFERENCE)
    assert {e.id for e in session.queue.entries if e.origin is None} == surplus
    for name in surplus:
        session.decide(name, verdict, reading="Zeal")
    session.take_back(move.id)
    assert all(session.queue.get(name).is_decided for name in surplus)
    assert MOVED in session.text
    for name in surplus:
        session.take_back(name)
    assert session.text == ours
