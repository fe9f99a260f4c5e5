"""The queue's walk, and its change by rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cableview.model.decision import Place, Quote, State
from cableview.model.discrepancy import Kind, Severity
from cableview.model.span import Span
from cableview.review.events import RowsChanged, RowsInserted, RowsRemoved
from cableview.review.queue import MOST_REPAINTED, Entry, Queue, steps_between


def entry(key: str, state: State = State.OPEN, at: int = 0) -> Entry:
    place = Place(Quote(at, at + 1, "x"), Quote(at, at + 1, "y"))
    return Entry(key, Kind.WORD, Severity.MEDIUM, state, Span(at, at + 1), Span(at, at + 1), place)


def queue(states: str) -> Queue:
    names = {"o": State.OPEN, "d": State.DECIDED, "w": State.DEFERRED, "r": State.REOPENED}
    return Queue(tuple(entry(str(row), names[s], row * 10) for row, s in enumerate(states)))


def test_the_next_undecided_place_goes_on_from_the_first():
    places = queue("odod")
    assert places.next_undecided("0").id == "2"
    assert places.next_undecided("2").id == "0"
    assert places.previous_undecided("0").id == "2"


def test_deferred_places_come_last():
    assert queue("wodr").next_undecided("3").id == "1"
    assert queue("wddd").next_undecided("3").id == "0"
    assert queue("dddd").next_undecided("3") is None
    assert queue("wodr").undecided == 3


def test_an_empty_queue_has_no_next_place():
    assert Queue().next(None) is None
    assert Queue().next_undecided_at(3) is None


def test_next_and_previous_of_any_state_include_decided_places():
    assert queue("odo").next("0").id == "1"
    assert queue("odo").previous("0").id == "2"
    assert queue("odo").next(None).id == "0"


def test_filtered_places_are_skipped():
    places = queue("oooo")
    assert places.next_undecided("1", lambda one: one.id in "13").id == "3"
    assert places.previous_undecided("1", lambda one: one.id in "13").id == "3"
    assert places.next("0", lambda _: False) is None


def test_the_next_place_from_the_caret():
    assert queue("odo").next_undecided_at(12).id == "2"
    assert queue("odo").next_undecided_at(99).id == "0"


def test_one_decision_repaints_one_row():
    assert steps_between(queue("ooo").entries, queue("odo").entries) == (RowsChanged(1, 1),)


def test_changes_in_hundreds_of_rows_are_repainted_as_one():
    few, many = (queue("oo" * n).entries for n in (MOST_REPAINTED, MOST_REPAINTED + 1))
    others = queue("od" * MOST_REPAINTED).entries, queue("od" * (MOST_REPAINTED + 1)).entries
    assert len(steps_between(few, others[0])) == MOST_REPAINTED
    assert steps_between(many, others[1]) == (RowsChanged(1, len(many) - 1),)


keys = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans()), unique_by=lambda pair: pair[0], max_size=8)


@given(keys, keys)
def test_the_steps_lead_from_one_queue_to_the_other(old, new):
    def made(pairs):
        return tuple(entry(k, State.DECIDED if done else State.OPEN) for k, done in pairs)

    before, after = made(old), made(new)
    shown = list(before)
    fresh = list(after)
    for step in steps_between(before, after):
        match step:
            case RowsRemoved(row, count):
                assert row + count <= len(shown)
                del shown[row : row + count]
            case RowsInserted(row, count):
                shown[row:row] = fresh[row : row + count]
            case RowsChanged(row, count):
                shown[row : row + count] = fresh[row : row + count]
    assert tuple(shown) == after
