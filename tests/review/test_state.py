"""Changes folded into a state: every act has its inverse, and undo and redo are changes like any other."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.decision import Decision, Note, Place, Quote, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.geometry import Box
from cableview.model.item import Relation
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.model.working_text import WorkingText
from cableview.review.change import (
    Annotate,
    Change,
    Decide,
    Emend,
    Exclude,
    Reattach,
    Relate,
    Revert,
    See,
    SetLanguage,
    Show,
    SwitchRule,
)
from cableview.review.state import History, ReviewState, Undone

TEXT = "the quick brown fox"


def change(seq: int, *acts) -> Change:
    return Change(seq=seq, at="2026-01-01T00:00:00Z", by="me", acts=acts)


def decision(key: str, verdict: Verdict) -> Decision:
    return Decision(key, Place(Quote(0, 3, "the"), Quote(0, 1, "a")), Kind.WORD, verdict)


def history() -> History:
    return History(ReviewState(WorkingText(TEXT), frozenset({"quotes"})))


acts = st.one_of(
    st.builds(
        Decide,
        st.sampled_from("ab"),
        st.sampled_from([None, decision("a", Verdict.OTHER), decision("b", Verdict.ABSENT)]),
    ),
    st.builds(SwitchRule, st.sampled_from(["quotes", "case"]), st.booleans()),
    st.builds(Exclude, st.just(Sigil.TRANSCRIPT), st.just(Span(0, 3)), st.booleans()),
    st.builds(Annotate, st.sampled_from("ab"), st.sampled_from(["", "see p. 2"])),
    st.builds(See, st.just(Span(0, 9)), st.booleans()),
    st.builds(Show, st.just(Span(0, 9)), st.sampled_from([None, Spot(1, Box(1, 2, 3, 4))])),
    st.builds(Relate, st.sampled_from([None, Relation.VARIANT])),
    st.builds(SetLanguage, st.sampled_from(["", "de", "fr"])),
)


def frozen(state: ReviewState) -> tuple:
    return (
        state.working,
        state.rules,
        dict(state.decisions),
        dict(state.notes),
        state.exclusions,
        state.seen,
        state.relation,
        state.language,
        dict(state.shown),
    )


@given(st.lists(acts, max_size=6), st.lists(acts, max_size=6))
def test_a_copy_does_not_change_with_its_original(before, after):
    state = history().state
    state.apply(before)
    copy, was = state.copied(), frozen(state)
    state.apply(after)
    assert frozen(copy) == was
    assert copy.shown is not state.shown


def test_a_set_of_rules_once_read_does_not_change() -> None:
    state = history().state
    before = state.rules
    state.apply([SwitchRule("case", True)])
    assert before == {"quotes"}
    assert state.rules == {"quotes", "case"}


@given(st.lists(st.lists(acts, min_size=1, max_size=3), max_size=6))
def test_undoing_and_redoing_everything_is_a_round_trip(steps):
    log = history()
    start = frozen(log.state)
    for seq, step in enumerate(steps, 1):
        log.replay(change(seq, *step))
    end = frozen(log.state)
    while log.last_done:
        log.replay(change(log.last_seq + 1, Revert(log.last_done.seq)))
    assert frozen(log.state) == start
    while log.last_undone:
        log.replay(change(log.last_seq + 1, Revert(log.last_undone.by)))
    assert frozen(log.state) == end


def test_a_redo_names_the_undoing_change():
    log = history()
    log.replay(change(1, SwitchRule("case", True)))
    log.replay(change(2, Revert(1)))
    assert log.last_undone == Undone(change(1, SwitchRule("case", True)), 2)
    log.replay(change(3, Revert(2)))
    assert "case" in log.state.rules
    assert log.last_undone is None


def test_a_new_change_after_an_undo_leaves_nothing_to_redo():
    log = history()
    log.replay(change(1, SwitchRule("case", True)))
    log.replay(change(2, Revert(1)))
    log.replay(change(3, SwitchRule("case", True)))
    assert log.last_undone is None


def test_a_revert_of_what_is_not_last_is_refused():
    log = history()
    log.replay(change(1, SwitchRule("case", True)))
    log.replay(change(2, SwitchRule("quotes", False)))
    with pytest.raises(ValueError, match="not the last"):
        log.replay(change(3, Revert(1)))


def test_nothing_before_a_reattachment_can_be_undone():
    log = history()
    log.replay(change(1, Emend(WorkingText(TEXT).replaced(Span(0, 3), "a"))))
    log.replay(change(2, Reattach(emendations=(), decisions=(decision("a", Verdict.ABSENT),), stale=())))
    assert log.state.working.text == TEXT
    assert set(log.state.decisions) == {"a"}
    assert log.last_done is None


def test_nothing_undone_before_a_reattachment_can_be_redone():
    log = history()
    log.replay(change(1, SwitchRule("case", True)))
    log.replay(change(2, Revert(1)))
    log.replay(change(3, Reattach(emendations=(), decisions=(), stale=())))
    assert log.last_undone is None
    with pytest.raises(ValueError, match="not the last"):
        log.replay(change(4, Revert(2)))


def test_only_the_last_undone_change_can_be_redone():
    log = history()
    log.replay(change(1, SwitchRule("case", True)))
    log.replay(change(2, Revert(1)))
    with pytest.raises(ValueError, match="not the last"):
        log.replay(change(3, Revert(1)))
    assert "case" not in log.state.rules


def test_a_decision_that_is_added_to_stays_where_it_was_and_one_taken_again_is_the_last():
    state = history().state
    first, second = decision("a", Verdict.OTHER), decision("b", Verdict.ABSENT)
    state.apply([Decide("a", first), Decide("b", second)])
    state.apply([Decide("a", msgspec.structs.replace(first, note="see p. 2"))])
    assert list(state.decisions) == ["a", "b"]
    state.apply([Decide("a", msgspec.structs.replace(first, at="2026-01-02T00:00:00Z"))])
    assert list(state.decisions) == ["b", "a"]


def test_notes_not_carried_over_by_a_record_lose_their_place():
    """As earlier versions wrote it: the places were those of the former texts."""
    state = history().state
    state.apply([Annotate("a", "see p. 2", decision("a", Verdict.OTHER).place)])
    state.reattached(Reattach(emendations=(), decisions=(), stale=()))
    assert state.notes == {"a": Note("a", "see p. 2", None)}


def test_a_step_says_which_decisions_it_would_restore():
    log = history()
    first = decision("a", Verdict.OTHER)
    log.replay(change(1, Decide("a", first)))
    log.replay(change(2, Decide("a", None), Decide("b", decision("b", Verdict.ABSENT)), SwitchRule("case", True)))
    assert log.last_step
    assert log.last_step.former == {"a": first}


@pytest.mark.parametrize("act", [Revert(1), Reattach(emendations=(), decisions=(), stale=())])
def test_acts_for_the_history_are_refused_by_the_state(act):
    with pytest.raises(ValueError, match="for the history"):
        history().state.apply([act])


def test_a_stale_decision_can_be_dismissed_and_comes_back_as_stale() -> None:
    place = Place(Quote(0, 3, "one"), Quote(0, 3, "won"))
    decision = Decision("abc", place, Kind.WORD, Verdict.TRANSCRIPT)
    state = ReviewState(WorkingText("one"), ())
    state.reattached(Reattach(emendations=(), decisions=(), stale=(decision,)))
    inverse = state.apply([Decide("abc", None)])
    assert (state.stale, state.decisions) == ({}, {})
    state.apply(inverse)
    assert (state.stale, state.decisions) == ({"abc": decision}, {})
