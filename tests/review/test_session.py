"""The session: what a reviewer does, and what the text, the queue and the record are after it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.errors import PlaceGoneError
from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review import decision_acts
from cableview.review.change import from_tree, to_tree
from cableview.review.events import ChangeKept, KeepFailed, QueueChanged, TextChanged
from cableview.review.own_rules import own_rule_for
from cableview.review.session import Session
from tests.review.sessions import OURS, Log, entry, item, words


def test_the_queue_holds_each_disagreement_in_text_order(session):
    assert words(session) == [("stated", "states"), ("goverment", "government"), ("not", ""), ("3", "13"), ("very", "")]
    assert session.queue.undecided == 5


def test_a_verdict_for_the_reference_changes_the_text_and_stays_in_the_queue(session):
    session.decide(entry(session, "goverment").id, Verdict.REFERENCE)
    assert "his\ngovernment would" in session.text
    row = entry(session, "goverment")
    assert row.state is State.DECIDED
    assert row.working.of(session.text) == "government"
    assert session.queue.undecided == 4


def test_deciding_all_leaves_nothing_undecided_and_the_text_as_the_page_reads(session):
    verdicts = {
        "stated": "transcript",
        "goverment": "reference",
        "not": "transcript",
        "3": "other",
        "very": "reference",
    }
    for row in session.queue.entries:
        session.decide(row.id, Verdict(verdicts[row.place.transcript.text]), reading="23")
    assert session.queue.undecided == 0
    assert session.text == OURS.replace("goverment", "government").replace("of 3", "of 23").replace("very ", "")


def test_undo_takes_text_decision_and_row_back_together_and_leads_to_the_place(session):
    key = entry(session, "very").id
    session.decide(key, Verdict.REFERENCE, likely=True)
    assert "added that" in session.text
    assert session.undo().id == key
    assert session.text == OURS
    assert entry(session, "very").state is State.OPEN
    assert session.redo().id == key
    assert entry(session, "very").decision.likely
    assert "added that" in session.text


def test_a_second_verdict_starts_from_the_transcript(session):
    key = entry(session, "goverment").id
    session.decide(key, Verdict.REFERENCE)
    session.decide(key, Verdict.OTHER, reading="governmnt")
    assert "governmnt would" in session.text
    session.decide(key, Verdict.TRANSCRIPT)
    assert session.text == OURS
    assert len(session.queue) == 5


def test_a_place_decided_again_is_the_last_even_at_the_same_time(session, monkeypatch):
    monkeypatch.setattr(decision_acts, "timestamp", lambda: "2026-10-25T00:30:00Z")
    first, second = session.queue.entries[:2]
    session.decide(first.id, Verdict.REFERENCE)
    session.decide(second.id, Verdict.REFERENCE)
    session.decide(first.id, Verdict.TRANSCRIPT)
    assert session.last_decision().id == first.id
    session.annotate(second.id, "see the carbon")
    assert session.last_decision().id == first.id


def test_taking_a_decision_back_restores_the_text_and_the_place(session):
    key = entry(session, "very").id
    session.decide(key, Verdict.REFERENCE)
    session.take_back(key)
    assert session.text == OURS
    assert session.queue.get(key).state is State.OPEN


def test_typing_a_witness_s_reading_is_that_witness_s_verdict(session):
    key = entry(session, "goverment").id
    session.decide(key, Verdict.OTHER, reading="government")
    assert session.queue.get(key).decision.verdict is Verdict.REFERENCE
    assert session.queue.get(key).decision.reading == ""


def test_the_preview_shows_what_a_verdict_would_leave(session):
    assert session.preview(entry(session, "3").id, Verdict.REFERENCE) == "13"
    assert session.preview(entry(session, "3").id, Verdict.TRANSCRIPT) == "3"
    assert session.preview(entry(session, "very").id, Verdict.REFERENCE) == ""


def test_deferring_keeps_a_place_undecided_and_open_to_a_verdict(session):
    key = entry(session, "3").id
    session.decide(key, Verdict.DEFERRED)
    assert session.queue.get(key).state is State.DEFERRED
    assert session.queue.undecided == 5
    session.decide(key, Verdict.REFERENCE)
    assert session.queue.get(key).state is State.DECIDED


def test_deferred_place_stays_the_same_one_when_others_are_decided():
    session = Session(item("on Mr ac cept minister minister an", "on Mr accept minister an"), reviewer="me")
    key = entry(session, "minister").id
    session.decide(key, Verdict.DEFERRED)
    for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
        session.decide(entry(session, "ac cept").id, verdict)
        assert session.queue.get(key).state is State.DEFERRED


def deferred_in_two_rows() -> Session:
    """A place that was deferred, whose words are two rows since another one was decided."""
    ours, theirs = "that March would the Brown the Mr from not", "he would the the that Mr from not"
    session = Session(item(ours, theirs), reviewer="me", keeper=Log())
    session.decide(next(e for e in session.queue.entries if e.working.is_empty).id, Verdict.TRANSCRIPT)
    session.decide(entry(session, "March would the Brown").id, Verdict.DEFERRED, note="in the margin")
    for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
        session.decide(next(e for e in session.queue.entries if "that" in e.reference.of(theirs)).id, verdict)
    return session


def later(session: Session) -> list[str]:
    return [e.working.of(session.text) for e in session.queue.entries if e.state is State.DEFERRED]


def test_words_of_a_deferred_place_are_deferred_in_any_row():
    session = deferred_in_two_rows()
    assert later(session) == ["March", "Brown"]
    assert entry(session, "Brown").note == "in the margin"
    session.decide(entry(session, "March").id, Verdict.TRANSCRIPT)
    assert later(session) == ["Brown"]
    session.decide(entry(session, "Brown").id, Verdict.TRANSCRIPT)
    assert not any(d.verdict is Verdict.DEFERRED for d in session.state.decisions.values())
    session.undo()
    assert later(session) == ["Brown"]


def test_deferring_can_be_taken_back_in_any_row_that_shows_it():
    session = deferred_in_two_rows()
    session.annotate(entry(session, "Brown").id, "blotted")
    assert entry(session, "March").note == "blotted"
    session.take_back(entry(session, "Brown").id)
    assert later(session) == []


def test_a_new_slip_is_flagged_as_it_is_typed(session):
    at = session.text.index("Consul")
    session.edit(Span(at, at + 6), "Cosnul")
    assert ("Cosnul", "Consul") in words(session)


@pytest.mark.parametrize("deleted", ["3 March.", "goverment would not accept", "Minister stated that"])
def test_words_that_are_deleted_with_a_place_do_not_settle_what_the_reference_has_there(session, deleted):
    start = session.text.index(deleted)
    session.edit(Span(start, start + len(deleted)), "")
    before = session.queue.entries
    session.commit_typing()
    assert [e for e in session.queue.entries if e.decision and e.decision.left == "" and e.place.reference.text] == []
    assert {e.id for e in before} <= {e.id for e in session.queue.entries}


def test_an_edit_that_settles_a_place_is_recorded_as_the_reference_by_edit(session):
    at = session.text.index("goverment") + 5
    session.edit(Span(at, at), "n")
    session.commit_typing()
    row = entry(session, "goverment")
    assert row.decision.by_edit
    assert row.decision.verdict is Verdict.REFERENCE
    assert row.state is State.DECIDED
    session.undo()
    assert session.text == OURS
    assert entry(session, "goverment").state is State.OPEN


def test_typing_in_one_place_is_one_change(session, log):
    at = session.text.index("Consul")
    for k, letter in enumerate("new "):
        session.edit(Span(at + k, at + k), letter)
    assert not log.changes
    session.commit_typing()
    assert len(log.changes) == 1
    session.undo()
    assert session.text == OURS


def test_typing_elsewhere_starts_a_new_change(session, log):
    session.edit(Span(0, 0), "x")
    session.edit(Span(60, 60), "y")
    assert len(log.changes) == 1
    session.commit_typing()
    assert len(log.changes) == 2


def test_a_decided_place_that_is_typed_over_is_reopened(session):
    key = entry(session, "stated").id
    session.decide(key, Verdict.TRANSCRIPT)
    at = session.text.index("stated")
    session.edit(Span(at + 5, at + 6), "x")
    assert session.queue.get(key).state is State.REOPENED
    session.undo()
    assert session.queue.get(key).state is State.DECIDED


def test_words_typed_beside_a_decided_place_leave_it_decided(session):
    for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
        key = entry(session, "goverment").id
        session.decide(key, verdict)
        at = session.queue.get(key).working.start
        session.edit(Span(at, at), "old ")
        assert session.queue.get(key).state is State.DECIDED
        session.undo()
        session.undo()


def test_letters_typed_onto_a_decided_word_reopen_it(session):
    key = entry(session, "goverment").id
    session.decide(key, Verdict.REFERENCE)
    at = session.queue.get(key).working.end
    session.edit(Span(at, at), "s")
    assert session.queue.get(key).state is State.REOPENED


def test_decisions_on_neighbouring_words_leave_each_other_alone():
    one = Session(item("he state alwas so\n", "he stated not always so"), reviewer="me")
    for row in one.queue.entries:
        one.decide(row.id, Verdict.REFERENCE)
    assert one.text == "he stated not always so\n"
    assert one.queue.undecided == 0
    for row in one.queue.entries:
        one.decide(row.id, Verdict.TRANSCRIPT)
    assert one.text == "he state alwas so\n"
    assert one.queue.undecided == 0


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("back", [0, 1])
def test_a_line_deleted_in_two_decisions_comes_back_as_it_was(first: int, back: int) -> None:
    before, after = "He came home after the long session.\n\n", "\n\nOur Embassy will report again tomorrow.\n"
    ours = f"{before}opened meeting{after}"
    session = Session(item(ours, f"{before}opcned{after}"), reviewer="me", keeper=Log())
    names = [row.id for row in session.queue.entries]
    for k in (first, 1 - first):
        session.decide(names[k], Verdict.OTHER, reading="")
    assert session.text.split() == f"{before}{after}".split()
    session.take_back(names[back])
    assert set(session.text.split()) <= set(ours.split())
    session.take_back(names[1 - back])
    assert session.text == ours


def test_a_rule_hides_undecided_places_and_never_a_decided_one():
    one = Session(item("The MAN said NO.\n", "the man said no."), reviewer="me")
    first = one.queue.entries[0].id
    one.decide(first, Verdict.TRANSCRIPT)
    assert len(one.queue) == 3
    one.set_rules({"case": True})
    assert [e.id for e in one.queue.entries] == [first]
    assert one.live.suppressed["case"] >= 2
    one.undo()
    assert len(one.queue) == 3


def test_a_language_that_is_set_affects_suggestions_and_undo_restores_detection(session, log):
    def reasons():
        return [reason for e in session.queue.entries if e.suggestion for reason in e.suggestion.reasons]

    told = reasons()
    assert session.language == session.detected_language == "en"
    assert any("word list" in reason for reason in told)
    session.set_language("la")
    assert session.language == "la"
    assert not any("word list" in reason for reason in reasons())
    again = Session(session.item, reviewer="you", changes=log.changes)
    assert again.queue == session.queue
    session.undo()
    assert session.language == "en"
    assert reasons() == told


def test_an_excluded_range_is_not_compared_and_comes_back_with_undo(session):
    at = session.text.index("goverment")
    session.exclude(Sigil.TRANSCRIPT, Span(at, session.text.index("He added")))
    session.exclude(Sigil.REFERENCE, Span(session.reference.index("government"), session.reference.index(" He added")))
    assert words(session) == [("stated", "states"), ("very", "")]
    session.undo()
    session.undo()
    assert len(session.queue) == 5


def test_a_note_can_be_at_a_decided_or_undecided_place(session):
    key = entry(session, "3").id
    session.annotate(key, "cf. despatch 12")
    assert session.queue.get(key).note == "cf. despatch 12"
    session.decide(key, Verdict.REFERENCE)
    assert session.queue.get(key).decision.note == "cf. despatch 12"


def test_a_session_is_restored_from_its_record(session, log):
    session.decide(entry(session, "goverment").id, Verdict.REFERENCE, sic=True)
    session.decide(entry(session, "very").id, Verdict.REFERENCE)
    session.undo()
    session.edit(Span(0, 4), "This")
    session.set_rules({"case": True})
    again = Session(item(), reviewer="you", changes=log.changes)
    assert again.text == session.text
    assert again.queue == session.queue
    assert again.rules == session.rules
    again.undo()
    again.undo()
    again.undo()
    assert again.text == OURS


def test_listeners_can_follow_text_and_rows(session):
    text, rows = session.text, list(session.queue.entries)

    def follow(event):
        nonlocal text
        if isinstance(event, TextChanged):
            text = text[: event.start] + event.added + text[event.start + event.removed :]
        if isinstance(event, QueueChanged):
            rows[:] = session.queue.entries

    session.subscribe(follow)
    for row in session.queue.entries:
        session.decide(row.id, Verdict.REFERENCE)
    session.edit(Span(3, 9), "")
    for _ in range(4):
        session.undo()
    session.redo()
    assert text == session.text
    assert tuple(rows) == session.queue.entries


def test_a_change_is_shown_as_kept_only_when_it_is(log):
    told = []
    one = Session(item(), reviewer="me", keeper=log)
    one.subscribe(told.append)
    one.decide(one.queue.entries[0].id, Verdict.TRANSCRIPT)
    assert ChangeKept(1) in told
    assert one.kept_seq == 1
    log.error = OSError("disk full")
    one.decide(one.queue.entries[1].id, Verdict.TRANSCRIPT)
    assert KeepFailed("disk full") in told
    assert one.kept_seq == 1


def test_an_item_without_a_second_text_has_an_empty_queue():
    one = Session(item(theirs=None), reviewer="me")
    assert len(one.queue) == 0
    one.edit(Span(0, 4), "This")
    one.commit_typing()
    assert one.text.startswith("This night")


def test_an_unknown_id_is_refused(session):
    with pytest.raises(PlaceGoneError):
        session.decide("nothing", Verdict.TRANSCRIPT)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 9), st.sampled_from(list(Verdict))),
        st.tuples(st.just("edit"), st.integers(0, 130), st.sampled_from(["", "x", "the ", "\n"])),
        st.tuples(st.just("undo"), st.just(0), st.none()),
        st.tuples(st.just("redo"), st.just(0), st.none()),
        st.tuples(st.just("rule"), st.just(0), st.booleans()),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_any_session_is_restored_from_its_record_and_undone_to_the_start(todo):
    log = Log()
    one = Session(item(), reviewer="me", keeper=log)
    for what, number, how in todo:
        if what == "decide":
            one.commit_typing()  # rows may be others then
        rows = one.queue.entries
        if what == "decide" and rows:
            one.decide(rows[number % len(rows)].id, how, reading="that")
        elif what == "edit":
            at = min(number, len(one.text))
            one.edit(Span(at, min(at + number % 3, len(one.text))), how)
        elif what == "undo":
            one.undo()
        elif what == "redo":
            one.redo()
        elif what == "rule":
            one.set_rules({"case": how})
    one.commit_typing()
    again = Session(item(), reviewer="me", changes=log.changes)
    assert again.text == one.text
    assert [(e.id, e.state, e.working) for e in again.queue.entries] == [
        (e.id, e.state, e.working) for e in one.queue.entries
    ]
    while again.can_undo:
        again.undo()
    assert again.text == OURS
    assert not again.state.decisions


def test_a_pair_held_equal_hides_its_places_for_the_item_and_comes_back_with_undo():
    log = Log()
    session = Session(item("To Tokio he went, and Tokio it was.", "To Tokyo he went, and Tokyo it was."), reviewer="rb")
    assert [e.working.of(session.text) for e in session.queue.entries] == ["Tokio", "Tokio"]
    first = session.queue.entries[0]
    change = session.set_rules(
        {own_rule_for(first.working.of(session.text), first.reference.of(session.reference)): True}
    )
    assert len(session.queue) == 0
    assert session.live.suppressed == {"Tokio = Tokyo": 2}
    assert [(p.rule, p.working.of(session.text)) for p in session.live.held_places()] == [
        ("Tokio = Tokyo", "Tokio")
    ] * 2
    again = Session(session.item, reviewer="rb", changes=[from_tree(to_tree(change))], keeper=log)
    assert again.rules == session.rules
    session.undo()
    assert len(session.queue) == 2
    session.redo()
    assert len(session.queue) == 0


def test_several_rules_are_switched_in_one_step():
    session = Session(item("a  b C", "a b c"), reviewer="rb")
    session.set_rules({"case": True, "blanks": False})
    assert "case" in session.rules
    session.undo()
    assert "case" not in session.rules
    assert "blanks" in session.rules


def test_a_decided_place_stays_decided_when_its_words_are_held_equal():
    session = Session(item("To Tokio he went.", "To Tokyo he went."), reviewer="rb")
    session.decide(session.queue.entries[0].id, Verdict.TRANSCRIPT)
    session.set_rules({"Tokio = Tokyo": True})
    assert [e.is_decided for e in session.queue.entries] == [True]


@pytest.mark.parametrize(
    ("working", "reference", "pair"),
    [
        ("Tokio,", "Tokyo,", "Tokio = Tokyo"),
        ("(Tokio", "(Tokyo", "Tokio = Tokyo"),
        ("Tokio,", "Tokyo.", "Tokio, = Tokyo."),
        ("can\nnot", "cannot", "can not = cannot"),
        ("Estab-\nlish", "Establisch", "Establish = Establisch"),
        ("-", "=", "- = ="),
    ],
)
def test_the_readings_of_a_place_make_a_pair(working, reference, pair):
    assert own_rule_for(working, reference) == pair


def test_an_empty_reading_makes_no_pair():
    with pytest.raises(ValueError, match="only one of the texts"):
        own_rule_for("Tokio", "")


def test_a_record_with_an_unsound_pair_is_refused():
    change = from_tree({"seq": 1, "at": "", "by": "", "acts": [{"act": "equal", "one": "a", "other": " "}]})
    with pytest.raises(ValueError, match="there must be a word"):
        Session(item(), reviewer="rb", changes=[change])


def test_paragraphs_typed_in_at_one_place_are_one_row(session: Session) -> None:
    at = session.text.index("He added")
    session.edit(Span(at, at), "What stands here is in neither text.\n\nAnd this stands in another paragraph.\n\n")
    session.commit_typing()
    added = [e for e in session.queue.entries if e.working.start >= at and not e.reference.of(session.reference)]
    assert len({e.id for e in session.queue.entries}) == len(session.queue)
    assert [e.working.of(session.text).split()[-1] for e in added] == ["paragraph.", "very"]
    session.decide(added[0].id, Verdict.REFERENCE)
    assert session.text.split() == OURS.split()


@pytest.mark.parametrize("verdict", [Verdict.TRANSCRIPT, Verdict.REFERENCE, Verdict.UNREADABLE])
def test_a_decided_word_joined_to_another_must_be_decided_again(session: Session, verdict: Verdict) -> None:
    key = entry(session, "goverment").id
    session.decide(key, Verdict.TRANSCRIPT)
    at = session.text.index("goverment") + len("goverment")
    session.edit(Span(at, at + 1), "")
    session.commit_typing()
    assert session.queue.get(key).state is State.REOPENED
    session.decide(key, verdict)
    assert session.queue.get(key).state is State.DECIDED
    session.edit(Span(at, at), "x")
    session.commit_typing()
    assert session.queue.get(key).state is State.REOPENED
