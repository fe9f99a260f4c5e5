"""Deciding every place, in any order: what is left of the text, the queue and the record."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.model.decision import State, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.session import Session
from tests.review.sessions import MOVED_OURS, MOVED_THEIRS, Log, item


def opened(ours: str, theirs: str, log: Log | None = None) -> Session:
    return Session(item(ours, theirs), reviewer="me", keeper=log)


def rows(session: Session) -> list[tuple[object, ...]]:
    return [(e.id, e.state, e.working, e.reference, e.kind, e.origin) for e in session.queue.entries]


def decide_all(session: Session, verdict: Verdict, dice: random.Random | None = None) -> None:
    for _ in range(60):
        waiting = [e for e in session.queue.entries if not e.is_decided]
        if not waiting:
            return
        entry = dice.choice(waiting) if dice else waiting[0]
        session.decide(entry.id, verdict)
        row = session.queue.get(entry.id)
        assert row is not None
        assert row.is_decided
    raise AssertionError("the queue never ends")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("1\noffice we had a say\n", "said very office we had a say\n"),
        ("not and 1i; October of all the years\n", "and\n13;\n\nOctober of all the years\n"),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_words_put_in_beside_words_taken_out_do_not_touch_each_others_decision(ours, theirs, turn):
    log = Log()
    one = opened(ours, theirs, log)
    for entry in one.queue.entries[::turn]:
        one.decide(entry.id, Verdict.REFERENCE)
    assert one.text.split() == theirs.split()
    assert one.queue.undecided == 0
    lefts = {e.reference.of(theirs): e.decision.left.strip() for e in one.queue.entries if e.decision}
    assert all(left == "" for words, left in lefts.items() if not words)
    assert rows(Session(item(ours, theirs), reviewer="you", changes=log.changes)) == rows(one)
    for entry in one.queue.entries:
        one.take_back(entry.id)
    assert one.text == ours


def test_a_slip_in_a_moved_passage_is_decided_where_the_passage_stands():
    log = Log()
    one = opened(MOVED_OURS, MOVED_THEIRS, log)
    moved = next(e for e in one.queue.entries if e.origin)
    slip = next(e for e in one.queue.entries if e.place.transcript.text == "ofhe's")
    one.decide(moved.id, Verdict.REFERENCE)
    assert one.queue.get(slip.id).working.of(one.text) == "ofhe's"
    one.decide(slip.id, Verdict.REFERENCE)
    assert one.text.startswith("more of he's Stalin treaty 13\n")
    assert one.queue.get(moved.id).is_decided
    assert one.queue.get(slip.id).is_decided
    assert one.last_decision().id == slip.id
    assert rows(Session(item(MOVED_OURS, MOVED_THEIRS), reviewer="you", changes=log.changes)) == rows(one)
    one.undo()
    one.undo()
    assert one.text == MOVED_OURS


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize("mark", ["/", " / ", "/ ", " /"])
@pytest.mark.parametrize("typed", ["of last year", "of lasl year,", "ofthe lasl year,", "Of last year"])
def test_a_slip_in_words_typed_between_the_lines_is_decided_before_or_after_their_move(typed, mark, turn):
    ours = f"The Embassy had {typed} undertaken in October{mark}but the work was not finished."
    theirs = "The Embassy had undertaken in October of last year, but the work was not finished."
    log = Log()
    one = opened(ours, theirs, log)
    for name in [e.id for e in one.queue.entries][::turn]:
        one.decide(name, Verdict.REFERENCE)
    assert one.text.split() == theirs.split()
    assert one.queue.undecided == 0
    assert rows(Session(item(ours, theirs), reviewer="you", changes=log.changes)) == rows(one)
    for _ in log.changes.copy():
        one.undo()
    assert one.text == ours


@pytest.mark.parametrize("turn", [1, -1])
def test_a_moved_passage_is_put_back_whole_though_its_first_word_was_decided(turn):
    told, then = "he was told that the matter had been referred.", "In the course of the talk the Envoy said no more."
    head = "The Ambassador called on the Minister this morning and handed him the note."
    ours, theirs = f"{head} {told} {then}", f"{head} {then} {told.capitalize()}"
    one = opened(ours, theirs)
    decided = [e.id for e in one.queue.entries]
    assert sorted(e.kind for e in one.queue.entries) == [Kind.CASE, Kind.MOVED]
    for name in decided[::turn]:
        one.decide(name, Verdict.REFERENCE)
    assert one.text.split() == theirs.split()
    moved = next(e.id for e in one.queue.entries if e.origin)
    one.take_back(moved)
    assert one.text.lower() == ours.lower()
    for name in decided:
        if name != moved:
            one.take_back(name)
    assert one.text == ours


def test_a_slip_in_an_unmoved_passage_is_still_listed():
    one = opened(MOVED_OURS, MOVED_THEIRS)
    moved = next(e for e in one.queue.entries if e.origin)
    one.decide(moved.id, Verdict.TRANSCRIPT)
    assert "ofhe's" in [e.working.of(one.text) for e in one.queue.entries if not e.is_decided]


def test_of_two_omissions_at_one_point_each_keeps_its_own_words():
    ours = "said message that treaty message\nnot March March and the\nmore and would very\noffice\n"
    theirs = (
        "said message that treaty\nmessage not March\nMarch not Stalin\n\nand; not offered\n\n"
        "and the more and would very office\n"
    )
    one = opened(ours, theirs)
    decide_all(one, Verdict.REFERENCE)
    for entry in one.queue.entries:
        assert entry.decision.left.split() == entry.reference.of(theirs).split()
    one.take_back(one.queue.entries[0].id)
    assert all(e.is_decided for e in one.queue.entries[1:])


VOCABULARY = ["the", "of", "and", "he", "said", "Moscow", "13", "cable", "not", "more", "offer"]
words = st.lists(st.sampled_from(VOCABULARY), min_size=4, max_size=24)


@settings(max_examples=40, deadline=None)
@given(words, st.data())
def test_confirming_the_transcript_leaves_the_text_and_settles_everything(common, data):
    ours = " ".join(_varied(common, data)) + "\n"
    log = Log()
    one = opened(ours, " ".join(_varied(common, data)), log)
    decide_all(one, Verdict.TRANSCRIPT, random.Random(len(common)))
    assert one.text == ours
    assert rows(Session(one.item, reviewer="you", changes=log.changes)) == rows(one)
    while one.can_undo:
        one.undo()
    assert all(e.state is State.OPEN for e in one.queue.entries)


def _varied(common: list[str], data: st.DataObject) -> list[str]:
    varied = list(common)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(varied) - 1))
        varied[at : at + 1] = data.draw(st.sampled_from([["x1"], [varied[at], "very"], [varied[at] + "e"], ["a", "b"]]))
    return varied


@given(st.text("ab ", min_size=4, max_size=12), st.integers(0, 12), st.integers(1, 6))
def test_a_deletion_leaves_the_words_of_other_places(text, at, size):
    working = WorkingText(text, (Emendation(1, 1, "XY"), Emendation(2, 3, "Z")))
    span = Span(min(at, len(working.text) - 1), min(at + size, len(working.text)))
    delta = working.cut_out(span)
    after = working.with_delta(delta)
    assert after.text == working.text[: span.start] + working.text[span.end :]
    assert after.with_delta(delta.inverse()) == working
    assert isinstance(delta, Delta)


def test_a_word_extended_by_typing_can_be_decided():
    one = opened("on the 18 of May he came\n", "on the 18 of May he came")
    at = one.text.index("18")
    one.edit(Span(at, at), "x")
    one.commit_typing()
    (entry,) = one.queue.entries
    one.decide(entry.id, Verdict.TRANSCRIPT)
    (row,) = one.queue.entries
    assert row.is_decided
    assert row.decision.left == row.working.of(one.text) == "x18"
    one.edit(Span(at, at), "y")
    assert one.queue.entries[0].state is State.REOPENED


def test_an_omission_decided_absent_stays_so_when_the_next_is_inserted_there():
    ours = "said message that treaty message\nnot March March and the\nmore and would very\noffice\n"
    theirs = (
        "said message that treaty\nmessage not March\nMarch not Stalin\n\nand; not offered\n\n"
        "and the more and would very office\n"
    )
    one = opened(ours, theirs)
    first, second = [e for e in one.queue.entries if not e.place.transcript.text][:2]
    one.decide(first.id, Verdict.TRANSCRIPT)
    one.decide(second.id, Verdict.REFERENCE)
    assert one.queue.get(first.id).is_decided
    assert one.queue.get(first.id).working.is_empty
    assert one.queue.undecided == len(one.queue) - 2


@pytest.mark.parametrize("order", [(0, 3, 2, 1, 4), (0, 3, 1, 2, 4), (3, 2, 1, 0), (0, 2, 1, 4, 3), (4, 1, 2, 3, 0)])
@pytest.mark.parametrize("seed", range(3))
def test_paragraphs_in_any_order_stand_as_in_the_reference_once_decided(order: tuple[int, ...], seed: int) -> None:
    made = [" ".join(f"word{k}{n}" for n in range(12)) + ".\n" for k in range(len(order))]
    typed, clean = "".join(made[k] for k in order), "".join(made)
    session = opened(typed, clean)
    assert {e.kind for e in session.queue.entries} == {Kind.MOVED}
    decide_all(session, Verdict.REFERENCE, random.Random(seed))
    assert session.text.split() == clean.split()
    for entry in session.queue.entries:
        session.take_back(entry.id)
    assert session.text == typed


@pytest.mark.parametrize("at", [0, 12])
@pytest.mark.parametrize("seed", range(6))
def test_a_word_taken_out_at_the_edge_of_a_moved_paragraph_puts_no_others_into_the_list(at: int, seed: int) -> None:
    """Where it was taken out says nothing of where the paragraph stands now, nor that those between have moved."""
    made = [[f"w{k}n{n}" for n in range(12)] for k in range(5)]
    moved = [*made[1][:at], "so", *made[1][at:]]
    clean = "".join(" ".join(words) + "\n" for words in made)
    typed = "".join(" ".join(words) + "\n" for words in (made[0], made[2], made[3], moved, made[4]))
    session = opened(typed, clean)
    decide_all(session, Verdict.REFERENCE, random.Random(seed))
    assert session.text.split() == clean.split()
    assert sorted(e.kind for e in session.queue.entries) == [Kind.ADDITION, Kind.MOVED]
    for entry in session.queue.entries:
        session.take_back(entry.id)
    assert session.text == typed
