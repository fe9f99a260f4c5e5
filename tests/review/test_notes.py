"""A note is shown whatever happens to its words: at the row that has them now, or beside the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.collation.rules import own_rule
from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.review.change import Annotate, Change
from cableview.review.opening import open_session
from cableview.review.queue import Entry
from cableview.review.session import Session
from tests.review.sessions import OLD, Log, entry, item, item_in, put_texts

PAIR = own_rule("stated", "states")


def standing(session: Session, words: str) -> Entry:
    return next(e for e in session.queue.entries if e.working.of(session.text) == words)


def noted(session: Session) -> list[tuple[str, str]]:
    return [(e.working.of(session.text), e.note) for e in session.queue.entries if e.note]


def beside() -> Session:
    return Session(item("alpha beto gamme delta end of it", "alpha beta gamma delta end of it"), reviewer="me")


def test_a_note_follows_its_words_into_a_row_with_another_id() -> None:
    session = beside()
    first, second = session.queue.entries
    session.annotate(first.id, "blotted")
    session.annotate(second.id, "torn")
    at = session.text.index(" gamme")
    session.edit(Span(at, at + 1), "")
    session.commit_typing()
    (one,) = session.queue.entries
    assert one.id not in (first.id, second.id)
    assert one.note == "blotted; torn"
    session.annotate(one.id, "blotted and torn")
    assert noted(session) == [("betogamme", "blotted and torn")]
    assert not session.live.orphaned_notes
    for _ in range(2):
        session.undo()
    assert noted(session) == [("beto", "blotted"), ("gamme", "torn")]
    for _ in range(2):
        session.redo()
    assert noted(session) == [("betogamme", "blotted and torn")]


def apart() -> Session:
    """One row with a note, whose words are two rows since another place was decided."""
    ours, theirs = "would Mr from Brown the would the", "from he would would the not"
    session = Session(item(ours, theirs), reviewer="me")
    session.annotate(standing(session, "would Mr from Brown the").id, "blotted")
    session.decide(next(e for e in session.queue.entries if e.reference.of(theirs) == "not").id, Verdict.REFERENCE)
    assert noted(session) == [("would Mr", "blotted"), ("Brown the", "blotted")]
    return session


def test_a_note_on_words_in_two_rows_changes_at_one_and_stays_at_the_other() -> None:
    session = apart()
    session.annotate(standing(session, "Brown the").id, "clear")
    assert noted(session) == [("would Mr", "blotted"), ("Brown the", "clear")]
    session.undo()
    assert noted(session) == [("would Mr", "blotted"), ("Brown the", "blotted")]


def test_a_note_on_words_in_two_rows_follows_the_decisions_on_them() -> None:
    session = apart()
    session.decide(standing(session, "Brown the").id, Verdict.TRANSCRIPT)
    assert noted(session) == [("would Mr", "blotted"), ("Brown the", "blotted")]
    assert session.state.notes
    session.decide(standing(session, "would Mr").id, Verdict.TRANSCRIPT)
    assert noted(session) == [("would Mr", "blotted"), ("Brown the", "blotted")]
    assert not session.state.notes


@pytest.mark.parametrize("verdict", [None, Verdict.DEFERRED])
def test_a_note_on_words_that_no_longer_differ_is_listed_until_they_do(
    session: Session, verdict: Verdict | None
) -> None:
    row = entry(session, "stated")
    if verdict:
        session.decide(row.id, verdict)
    session.annotate(row.id, "see the carbon")
    session.set_rules({PAIR: True})
    assert noted(session) == []
    (loose,) = session.live.orphaned_notes
    assert (loose.text, loose.place) == ("see the carbon", row.place)
    session.set_rules({PAIR: False})
    assert noted(session) == [("stated", "see the carbon")]
    assert session.live.orphaned_notes == ()


def test_a_note_stays_when_its_decision_is_taken_back(session: Session) -> None:
    key = entry(session, "stated").id
    session.decide(key, Verdict.REFERENCE)
    session.annotate(key, "faint")
    session.take_back(key)
    assert (session.queue.get(key).state, session.queue.get(key).note) == (State.OPEN, "faint")
    session.undo()
    assert session.queue.get(key).decision.note == "faint"


def test_a_place_that_typing_makes_agree_keeps_its_note(session: Session) -> None:
    row = entry(session, "stated")
    session.annotate(row.id, "faint")
    session.edit(row.working, "states")
    session.commit_typing()
    assert session.queue.get(row.id).decision.note == "faint"
    assert session.live.orphaned_notes == ()


def test_a_note_of_an_earlier_version_is_shown_by_its_id_or_listed() -> None:
    key = entry(Session(item(), reviewer="me"), "stated").id
    changes = [Change(seq=1, at="2026-11-24T02:00:00Z", by="rb", acts=(Annotate(key, "an old one"),))]
    session = Session(item(), reviewer="me", changes=changes)
    assert noted(session) == [("stated", "an old one")]
    session.set_rules({PAIR: True})
    assert [(note.text, note.place) for note in session.live.orphaned_notes] == [("an old one", None)]


def test_two_places_alike_each_keep_their_notes() -> None:
    ours = "so he said the word and the end of it. so he said the word and the end of it."
    session = Session(item(ours, ours.replace("word", "work")), reviewer="me")
    first, second = session.queue.entries
    session.annotate(first.id, "of the first")
    session.annotate(second.id, "of the second")
    session.edit(first.working, "work")
    session.commit_typing()
    assert [(e.working.of(session.text), e.note) for e in session.queue.entries] == [
        ("work", "of the first"),
        ("word", "of the second"),
    ]


def test_the_record_leads_to_the_same_notes(session: Session, log: Log) -> None:
    session.annotate(entry(session, "stated").id, "see the carbon")
    session.annotate(entry(session, "goverment").id, "sic?")
    session.set_rules({PAIR: True})
    again = Session(item(), reviewer="me", changes=log.changes)
    assert again.queue == session.queue
    assert again.live.orphaned_notes == session.live.orphaned_notes


def row_of(entries: tuple[Entry, ...], words: str) -> Entry:
    return next(e for e in entries if words in e.place.transcript.text)


def test_notes_are_found_again_in_a_changed_transcript_or_reported_missing(tmp_path: Path) -> None:
    opened = open_session(put_texts(tmp_path), reviewer="rb")
    for words, note in (("stated", "faint"), ("Octber", "sic?"), ("no", "nothing?")):
        opened.session.annotate(row_of(opened.session.queue.entries, words).id, note)
    opened.close()
    new = "SECRET\n\n" + OLD.replace("He said no more.", "The rest was silence.").replace("that on", "that at")
    (tmp_path / "a.txt").write_text(new, encoding="utf-8")
    session = open_session(item_in(tmp_path), reviewer="rb").session
    assert [(words.split()[0], note) for words, note in noted(session)] == [("stated", "faint"), ("Octber", "sic?")]
    assert [(note.text, note.place) for note in session.live.orphaned_notes] == [("nothing?", None)]


def stale_item(folder: Path) -> None:
    """An item one decision of which, with a note, lost its words."""
    opened = open_session(put_texts(folder), reviewer="rb")
    gone = row_of(opened.session.queue.entries, "no")
    opened.session.decide(gone.id, Verdict.TRANSCRIPT, note="nothing?")
    opened.close()
    (folder / "a.txt").write_text(OLD.replace("He said no more.", "The rest was silence."), encoding="utf-8")


def stale(session: Session) -> Entry:
    return next(e for e in session.queue.entries if e.state is State.STALE)


def test_the_note_of_a_stale_decision_can_be_emptied_and_that_undone(tmp_path: Path) -> None:
    stale_item(tmp_path)
    opened = open_session(item_in(tmp_path), reviewer="rb")
    session = opened.session
    assert stale(session).note == "nothing?"
    session.annotate(stale(session).id, "")
    assert stale(session).note == ""
    assert session.live.orphaned_notes == ()
    session.undo()
    assert stale(session).note == "nothing?"
    session.redo()
    assert stale(session).note == ""
    session.take_back(stale(session).id)
    assert session.live.orphaned_notes == ()
    session.undo()
    opened.close()
    assert stale(open_session(item_in(tmp_path), reviewer="rb").session).note == ""


@pytest.mark.parametrize("note", ["", "in the carbon"])
def test_notes_on_a_stale_decision_stay_when_its_words_are_found_again(tmp_path: Path, note: str) -> None:
    stale_item(tmp_path)
    opened = open_session(item_in(tmp_path), reviewer="rb")
    opened.session.annotate(stale(opened.session).id, note)
    opened.close()
    (tmp_path / "a.txt").write_text(OLD, encoding="utf-8")
    session = open_session(item_in(tmp_path), reviewer="rb").session
    found = row_of(session.queue.entries, "no")
    assert (found.state, found.note) == (State.DECIDED, note)
    assert session.live.orphaned_notes == ()


@pytest.mark.parametrize("at", [0, 5, 32])
def test_a_note_or_deferral_of_typed_words_that_neither_text_had_is_shown_with_them(at: int) -> None:
    text = "alpha beta gamma delta end of it"
    session = Session(item(text, text), reviewer="me")
    session.edit(Span(at, at), "typed " if at == 0 else " typed")
    session.commit_typing()
    (row,) = session.queue.entries
    assert row.place.transcript.span.is_empty
    assert row.place.reference.span.is_empty
    session.annotate(row.id, "by hand")
    assert noted(session) == [("typed", "by hand")]
    session.decide(row.id, Verdict.DEFERRED)
    (row,) = session.queue.entries
    assert (row.state, row.note) == (State.DEFERRED, "by hand")
