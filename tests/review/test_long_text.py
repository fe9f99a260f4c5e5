"""In a long text what differs is known at once after each change, and a full collation finds the same."""

from __future__ import annotations

import random

import msgspec
import pytest

from cableview.collation.live.live_collation import LiveCollation
from cableview.errors import PlaceGoneError
from cableview.model.decision import State, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review import decision_acts, live_comparison, remarks
from cableview.review import rows as rows_of_queue
from cableview.review.change import Change, Reattach
from cableview.review.comparison import compare
from cableview.review.events import ChangeAppended, ChangeKept, CollationOutdated, ComparisonChanged
from cableview.review.live_queue import AT_ONCE
from cableview.review.own_rules import own_rule_for
from cableview.review.queue import Entry
from cableview.review.session import Session
from tests.bench.made_text import misread, prose, wrapped
from tests.review.sessions import Log, item


def long_session(seed: int = 3, slips: float = 0.02) -> Session:
    text = prose(AT_ONCE + 8_000, seed).replace("\n", " ")
    log = Log()
    session = Session(
        item(wrapped(misread(text, seed + 1, slips), 65), wrapped(text)), reviewer="A. Reader", keeper=log
    )
    session.log = log
    return session


def replayed(session: Session) -> Session:
    """A session that is opened on the record of another."""
    return Session(session.item, reviewer="A. Reader", changes=session.log.changes)


def state_of(session: Session) -> list[tuple[str, str, Span, str]]:
    return [(e.id, e.kind, e.working, e.state) for e in session.queue.entries]


def undecided_words(session: Session) -> set[int]:
    rows = [e for e in session.queue.entries if not e.is_decided]
    return {at for e in rows for at in range(e.working.start, e.working.end) if not session.text[at].isspace()}


@pytest.mark.parametrize("seed", range(3))
def test_decisions_leave_the_rows_as_a_full_collation_finds_them(seed: int) -> None:
    session, chance = long_session(seed), random.Random(seed)
    for _ in range(12):
        waiting = [e for e in session.queue.entries if e.state is State.OPEN and e.origin is None]
        entry = chance.choice(waiting)
        session.decide(entry.id, chance.choice([Verdict.TRANSCRIPT, Verdict.REFERENCE]))
        assert session.live.needs_collation
        assert session.queue.get(entry.id).state is State.DECIDED
        known = [(e.id, e.working, e.state) for e in session.queue.entries]
        if chance.random() < 0.3:
            session.live.collate_pending()
            assert [(e.id, e.working, e.state) for e in session.queue.entries] == known


def test_several_words_that_the_page_reads_are_decided_as_one() -> None:
    session = long_session()
    entry = next(e for e in session.queue.entries[5:] if e.kind == "character")
    others = [row for row in state_of(session) if row[0] != entry.id]
    session.decide(entry.id, Verdict.OTHER, reading="quite other words")
    assert session.live.needs_collation
    assert [row[0] for row in state_of(session) if row[3] is State.OPEN] == [row[0] for row in others]


def test_an_undone_decision_is_in_the_queue_again_at_once() -> None:
    session = long_session()
    before = state_of(session)
    for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
        entry = session.queue.entries[20]
        session.decide(entry.id, verdict)
        here = session.undo()
        assert session.live.needs_collation
        assert here is not None
        assert (here.id, here.working, here.state) == (entry.id, entry.working, State.OPEN)
    session.live.collate_pending()
    assert state_of(session) == before


def test_dismissing_a_stale_decision_adds_no_place_to_the_list() -> None:
    known = long_session()
    entry = known.queue.entries[20]
    known.decide(entry.id, Verdict.REFERENCE)
    gone = msgspec.structs.replace(known.state.decisions[entry.id], id="0123456789ab")
    act = Reattach(emendations=(), decisions=(), stale=(gone,))
    session = Session(
        known.item, reviewer="A. Reader", changes=[Change(seq=1, at=gone.at, by="A. Reader", acts=(act,))]
    )
    before = state_of(session)
    session.take_back(gone.id)
    assert state_of(session) == [row for row in before if row[0] != gone.id]
    assert not session.live.needs_collation
    session.undo()
    assert state_of(session) == before


def test_a_typed_slip_is_a_row_before_the_full_collation() -> None:
    session = long_session()
    before = undecided_words(session)
    at = next(k for k in range(9_000, 12_000) if session.text[k : k + 5].isalpha() and k not in before)
    session.edit(Span(at + 1, at + 2), "#")
    assert session.live.catch_up()
    assert session.live.needs_collation
    assert at + 1 in undecided_words(session)
    known = undecided_words(session)
    session.live.collate_pending()
    assert undecided_words(session) == known


@pytest.mark.parametrize("seed", range(3))
def test_typing_into_a_decided_place_leaves_the_rows_beside_it(seed: int) -> None:
    session, chance = long_session(seed, slips=0.15), random.Random(seed)
    for _ in range(8):
        waiting = [e for e in session.queue.entries if e.state is State.OPEN and len(e.working) > 3]
        entry = chance.choice([e for e in waiting if e.origin is None])
        session.decide(entry.id, Verdict.TRANSCRIPT)
        others = [key for key, _, _, state in state_of(session) if state is State.OPEN]
        at = session.queue.get(entry.id).working.start + chance.randrange(1, 3)
        session.edit(Span(at, at + 1), "#")
        session.commit_typing()
        assert session.live.needs_collation
        assert session.queue.get(entry.id).state is State.REOPENED
        assert [key for key, _, _, state in state_of(session) if state is State.OPEN] == others
    known = undecided_words(session)
    session.live.collate_pending()
    assert undecided_words(session) == known


def test_a_slip_corrected_by_typing_is_recorded_as_decided_by_edit() -> None:
    session = long_session()
    entry = next(e for e in session.queue.entries[5:] if e.kind == "character")
    session.edit(entry.working, entry.reference.of(session.reference))
    assert session.commit_typing() is not None
    row = session.queue.get(entry.id)
    assert row.state is State.DECIDED
    assert row.decision.by_edit
    known = state_of(session)
    session.live.collate_pending()
    assert [(key, state) for key, _, _, state in state_of(session)] == [(key, state) for key, _, _, state in known]


def test_the_first_change_after_a_full_collation_finds_it_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    session = long_session()
    session.decide(session.queue.entries[10].id, Verdict.TRANSCRIPT)
    pending = session.live.pending_collation()
    assert session.live.accept_collation(pending, pending.run())
    monkeypatch.setattr(live_comparison, "IncrementalDifferences", None)
    session.decide(session.queue.entries[30].id, Verdict.REFERENCE)
    assert not session.live.is_incomplete


def test_a_late_full_collation_is_merged_with_later_decisions() -> None:
    session = long_session()
    session.decide(session.queue.entries[10].id, Verdict.TRANSCRIPT)
    early = session.live.pending_collation()
    answer = early.run()
    decided = session.queue.entries[30].id
    session.decide(decided, Verdict.REFERENCE)
    rows = state_of(session)
    heard = []
    session.subscribe(heard.append)
    assert session.live.accept_collation(early, answer)
    assert session.queue.get(decided).state is State.DECIDED
    assert state_of(session) == rows
    assert CollationOutdated() in heard
    pending = session.live.pending_collation()
    assert session.live.accept_collation(pending, pending.run())
    assert state_of(session) == rows
    assert session.live.pending_collation() is None


def test_a_full_collation_by_other_rules_is_dropped() -> None:
    session = long_session()
    session.decide(session.queue.entries[10].id, Verdict.TRANSCRIPT)
    early = session.live.pending_collation()
    answer = early.run()
    rows = state_of(session)
    session.set_rules({"case": True})
    session.undo()
    assert not session.live.accept_collation(early, answer)
    assert state_of(session) == rows


@pytest.mark.parametrize("seed", range(6))
def test_a_late_collation_leads_to_the_same_rows_as_a_timely_one(seed: int) -> None:
    late, chance, taken = long_session(seed), random.Random(seed), 0
    for _ in range(4):
        entry = chance.choice([e for e in late.queue.entries if e.state is State.OPEN and e.kind is Kind.CHARACTER])
        late.set_rules({own_rule_for(entry.working.of(late.text), entry.reference.of(late.reference)): True})
        early = late.live.pending_collation()
        in_time = replayed(late)
        assert not in_time.live.needs_collation
        answer = early.run()
        for _ in range(chance.randrange(1, 6)):
            kept = {e.id for e in in_time.queue.entries if e.state is State.OPEN and e.origin is None}
            act_on(late, in_time, kept, chance)
        for session in (late, in_time):
            session.commit_typing()
        if late.live.accept_collation(early, answer):
            taken += 1
            assert state_of(late) == state_of(in_time)
            assert not late.live.is_outdated
        late.live.collate_pending()
        in_time.live.collate_pending()
        assert state_of(late) == state_of(in_time)
    assert taken >= 2


def act_on(late: Session, in_time: Session, waiting: set[str], chance: random.Random) -> None:
    """The same is done in both: a place decided, a decision taken back or undone, or a letter typed."""
    both = sorted(waiting & {e.id for e in late.queue.entries if e.state is State.OPEN})
    key, verdict = chance.choice(both), chance.choice([Verdict.TRANSCRIPT, Verdict.REFERENCE])
    act = chance.randrange(4)
    at = late.queue.get(key).working.start
    for session in (late, in_time):
        if act == 0:
            session.edit(Span(at, at), "q")
            session.commit_typing()
        else:
            session.decide(key, verdict)
            if act == 1:
                session.undo()
            elif act == 2:
                session.take_back(key)


def test_a_full_collation_is_announced_even_if_no_row_changes() -> None:
    session, told = long_session(), []
    at = session.text.index("\n", 9_000)
    session.edit(Span(at, at), " ")
    session.commit_typing()
    session.subscribe(told.append)
    pending = session.live.pending_collation()
    assert session.live.accept_collation(pending, pending.run())
    assert told == [ComparisonChanged()]


def pair_in(session: Session) -> str:
    """A pair of wordings, as a rule, that holds one of the rows equal."""
    entry = next(e for e in session.queue.entries[5:] if e.kind == "character" and not e.working.is_empty)
    return own_rule_for(entry.working.of(session.text), entry.reference.of(session.reference))


def switched(session: Session, rule: str) -> list[object]:
    """What is told when a rule is turned on."""
    told: list[object] = []
    end = session.subscribe(told.append)
    session.set_rules({rule: True})
    end()
    return told


def test_a_switched_rule_leaves_the_rows_until_the_full_collation() -> None:
    session = long_session()
    before = state_of(session)
    told = switched(session, pair_in(session))
    assert [type(event) for event in told] == [ChangeKept, ComparisonChanged, CollationOutdated, ChangeAppended]
    assert session.live.is_outdated
    assert state_of(session) == before
    pending = session.live.pending_collation()
    assert session.live.accept_collation(pending, pending.run())
    assert not session.live.is_outdated
    assert len(session.queue) < len(before)
    assert state_of(session) == state_of(replayed(session))


def test_a_language_or_an_exclusion_leaves_the_rows_until_the_full_collation() -> None:
    session = long_session()
    first = session.queue.entries[0]
    session.set_language("de")
    assert session.live.is_outdated
    session.live.collate_pending()
    session.exclude(Sigil.TRANSCRIPT, first.place.transcript.span)
    assert session.live.is_outdated
    assert session.queue.get(first.id) is not None
    session.live.collate_pending()
    assert session.queue.get(first.id) is None


def test_a_rule_can_be_undone_before_the_full_collation() -> None:
    session = long_session()
    before = state_of(session)
    session.set_rules({pair_in(session): True})
    early = session.live.pending_collation()
    session.undo()
    assert not session.live.is_outdated
    assert not session.live.accept_collation(early, early.run())
    assert state_of(session) == before
    session.redo()
    assert session.live.is_outdated
    session.live.collate_pending()
    assert len(session.queue) < len(before)


def test_decisions_made_while_a_rule_waits_stay_even_if_the_rule_holds_them_equal() -> None:
    session = long_session()
    session.set_rules({pair_in(session): True})
    other = replayed(session)
    gone = next(e for e in session.queue.entries if other.queue.get(e.id) is None)
    session.decide(gone.id, Verdict.REFERENCE)
    session.live.collate_pending()
    assert session.queue.get(gone.id).state is State.DECIDED
    assert state_of(session) == state_of(replayed(session))


def test_places_removed_by_a_rule_during_typing_are_not_decided_by_edit() -> None:
    session = long_session()
    other = long_session()
    other.set_rules({pair_in(session): True})
    other.live.collate_pending()
    gone = next(e for e in session.queue.entries if other.queue.get(e.id) is None and not e.working.is_empty)
    session.set_rules({pair_in(session): True})
    at = gone.working.end
    session.live._comparison._following.is_whole = False  # as after a passage that was moved
    session.edit(Span(at, at), " ")
    session.commit_typing()
    session.live.collate_pending()
    assert not any(e.decision and e.decision.by_edit for e in session.queue.entries if e.id == gone.id)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_acts_while_rules_wait_the_queue_matches_the_record(seed: int) -> None:
    session, chance = long_session(seed, slips=0.05), random.Random(seed)
    begun, pair = None, pair_in(session)
    for _ in range(25):
        match chance.randrange(7):
            case 0 | 1:
                session.set_rules({chance.choice([pair, "punctuation", "figures"]): chance.random() < 0.6})
            case 2 | 3:
                waiting = [e for e in session.queue.entries if not e.is_decided]
                session.decide(chance.choice(waiting).id, chance.choice([*Verdict]), reading="such")
            case 4:
                session.undo() if chance.random() < 0.7 else session.redo()
            case 5:
                at = chance.randrange(len(session.text))
                session.edit(Span(at, at + 1), chance.choice(["#", "", " and "]))
            case _ if begun is None:
                begun = session.live.pending_collation()
            case _:
                session.live.accept_collation(begun, begun.run())
                begun = None
    session.commit_typing()
    session.live.collate_pending()
    assert state_of(session) == state_of(replayed(session))


def test_rows_that_a_decision_does_not_move_are_not_rebuilt() -> None:
    session = long_session()
    before = {e.id: e for e in session.queue.entries}
    entry = next(e for e in session.queue.entries if e.kind is Kind.CHARACTER)
    session.decide(entry.id, Verdict.TRANSCRIPT)
    assert all(e is before[e.id] for e in session.queue.entries if e.id != entry.id)


def test_rows_before_an_edit_are_not_rebuilt_and_those_after_are_shifted() -> None:
    session = long_session()
    before = session.queue.entries
    middle = before[len(before) // 2]
    at = session.text.index(" ", middle.working.end)
    session.edit(Span(at, at), " more")
    session.live.catch_up()
    after = {e.id: e for e in session.queue.entries}
    for entry in before:
        if entry.working.end < at - 200:
            assert after[entry.id] is entry
        elif entry.working.start > at + 200:
            assert after[entry.id].working == entry.working.shifted(5)


def test_an_edit_beside_a_moved_passage_carries_both_its_places() -> None:
    block = "Nobody had expected that the old harbour would be closed for the winter by then. "
    text = "".join(prose(AT_ONCE, 3).replace("\n", " "))
    ours, theirs = text[:9000] + block + text[9000:], text[:4000] + block + text[4000:]
    session = Session(item(ours, theirs), reviewer="A. Reader")
    moved = next(e for e in session.queue.entries if e.origin is not None)
    assert moved.origin is not None
    low, high = sorted((moved.working.start, moved.origin.start))
    at = session.text.index(" ", (low + high) // 2)
    session.edit(Span(at, at), " and")
    session.live.catch_up()
    now = session.queue.get(moved.id)
    assert now is not None
    assert now.origin is not None
    assert now.working == (moved.working if moved.working.start < at else moved.working.shifted(4))
    assert now.origin == (moved.origin if moved.origin.start < at else moved.origin.shifted(4))


def test_an_undo_that_cannot_be_followed_gives_a_row_before_the_full_collation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = long_session()
    monkeypatch.setattr(LiveCollation, "release", lambda *_: None)
    entry = next(e for e in session.queue.entries if e.kind is Kind.CHARACTER)
    session.decide(entry.id, Verdict.REFERENCE)
    collated: list[object] = []
    monkeypatch.setattr(live_comparison, "compare", lambda *args, **_: collated.append(args))
    session.undo()
    assert not collated
    monkeypatch.undo()
    again = session.queue.get(entry.id)
    assert again is not None
    assert (again.state, again.working, again.reference) == (State.OPEN, entry.working, entry.reference)
    known = state_of(session)
    session.live.collate_pending()
    assert state_of(session) == known


def collated_by(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Notes each collation of the whole texts from now on."""
    calls: list[object] = []

    def noted(*args: object, **more: object) -> object:
        calls.append(args)
        return compare(*args, **more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(live_comparison, "compare", noted)
    return calls


def unfollowed_session(monkeypatch: pytest.MonkeyPatch, seed: int = 3) -> Session:
    """One in which no edit can be followed, as after a passage that was moved."""
    monkeypatch.setattr(LiveCollation, "edit", lambda *_: None)
    return long_session(seed)


def test_typing_that_cannot_be_followed_is_kept_without_a_collation(monkeypatch: pytest.MonkeyPatch) -> None:
    session = unfollowed_session(monkeypatch)
    entry = next(e for e in session.queue.entries[5:] if e.kind is Kind.CHARACTER)
    collated = collated_by(monkeypatch)
    session.edit(entry.working, entry.reference.of(session.reference))
    assert not session.live.catch_up()
    assert session.queue.get(entry.id) is None
    session.commit_typing()
    assert not collated
    decided = session.queue.get(entry.id)
    assert decided.decision.by_edit
    session.live.collate_pending()
    assert len(collated) == 1
    assert state_of(session) == state_of(replayed(session))


def test_typing_that_cannot_be_followed_is_part_of_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = unfollowed_session(monkeypatch)
    entry = next(e for e in session.queue.entries[5:] if e.kind is Kind.CHARACTER)
    behind = session.queue.entries[session.queue.row_of(entry.id) + 1]
    at = entry.working.end
    for letter in "qx":
        session.edit(Span(at, at), letter)
        at += 1
    session.live.catch_up()
    grown = session.queue.get(entry.id)
    assert grown.working == Span(entry.working.start, entry.working.end + 2)
    assert session.queue.get(behind.id).working == behind.working.shifted(2)
    session.decide(entry.id, Verdict.REFERENCE)
    assert session.queue.get(entry.id).working.of(session.text) == entry.reference.of(session.reference)
    session.live.collate_pending()
    assert state_of(session) == state_of(replayed(session))


def test_omitted_words_typed_in_that_cannot_be_followed_are_decided_by_edit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LiveCollation, "edit", lambda *_: None)
    text = prose(AT_ONCE + 8_000, 3).replace("\n", " ")
    at = text.index(" ", 9_000)
    session = Session(item(text[:at] + text[text.index(" ", at + 1) :], text), reviewer="A. Reader")
    (entry,) = session.queue.entries
    assert entry.working.is_empty
    session.edit(Span(at, at), text[at : text.index(" ", at + 1)])
    session.commit_typing()
    assert [e.decision.by_edit for e in session.queue.entries] == [True]


@pytest.mark.parametrize("seed", range(3))
def test_after_typing_that_cannot_be_followed_the_queue_matches_the_record(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, chance = unfollowed_session(monkeypatch, seed), random.Random(seed)
    collated = collated_by(monkeypatch)
    for _ in range(20):
        entry = chance.choice([e for e in session.queue.entries if not e.is_decided])
        match chance.randrange(4):
            case 0:
                session.edit(entry.working, entry.reference.of(session.reference))
            case 1:
                at = chance.randrange(len(session.text) - 40)
                session.edit(Span(at, at + chance.randrange(40)), chance.choice(["", "x", " and so on "]))
            case 2:
                session.decide(entry.id, chance.choice([Verdict.TRANSCRIPT, Verdict.REFERENCE]))
            case _:
                session.undo()
        in_order = [e.working.start for e in session.queue.entries if not e.is_decided]
        assert in_order == sorted(in_order)
    session.commit_typing()
    assert not collated
    session.live.collate_pending()
    assert state_of(session) == state_of(replayed(session))


def grown_together(session: Session) -> Entry:
    """A row beside which something was just typed that makes it another one, as the next change will find."""
    entry = next(e for e in session.queue.entries[5:] if e.kind == "character" and e.origin is None)
    at = entry.working.end
    session.edit(Span(at, at + 1), "#")
    assert session.queue.get(entry.id) is not None
    return entry


def test_a_verdict_on_a_place_changed_by_typing_is_refused_in_a_sentence() -> None:
    session = long_session()
    entry = grown_together(session)
    with pytest.raises(PlaceGoneError, match="no longer in the list"):
        session.decide(entry.id, Verdict.OTHER, reading="what the page reads")
    assert entry.id not in session.state.decisions
    with pytest.raises(PlaceGoneError):
        session.decide_together([entry.id], Verdict.REFERENCE)


def test_a_note_at_a_place_changed_by_typing_is_kept_there() -> None:
    session = long_session()
    entry = grown_together(session)
    session.annotate(entry.id, "by the margin")
    assert session.queue.get(entry.id) is None
    noted = [row for row in session.queue.entries if row.note]
    assert [row.note for row in noted] == ["by the margin"]
    assert noted[0].place.transcript.span.overlaps(entry.place.transcript.span)


def test_a_bulk_decision_moves_each_later_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    session = long_session(slips=0.15)
    rows = [e for e in session.queue.entries if e.state is State.OPEN and e.origin is None and not e.working.is_empty]
    chosen = [e.id for e in rows[::3] if len(e.working) != len(e.reference)]
    assert len(chosen) > 30
    moved: list[str] = []
    later, looked, undecided = rows_of_queue.later, [], remarks.Remarks
    monkeypatch.setattr(rows_of_queue, "later", lambda row, growth: moved.append(row.id) or later(row, growth))
    monkeypatch.setattr(
        decision_acts, "Remarks", lambda rows, state: looked.append(len(rows)) or undecided(rows, state)
    )
    session.decide_together(chosen, Verdict.REFERENCE)
    assert len(moved) == len(set(moved))
    assert sum(looked) < 2 * len(rows)
    known = state_of(session)
    session.live.collate_pending()
    assert state_of(session) == known


def test_opening_the_item_prepares_what_the_first_verdict_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    session = long_session()
    session.live.prepare()
    monkeypatch.setattr(live_comparison, "IncrementalDifferences", None)
    entry = session.queue.entries[10]
    session.decide(entry.id, Verdict.TRANSCRIPT)
    assert session.queue.get(entry.id).state is State.DECIDED
    assert session.queue.undecided == len(session.queue) - 1
