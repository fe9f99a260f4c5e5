"""Working text = original + emendations: the algebra that every kept thing rests on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span
from cableview.model.working_text import WorkingText, delta_between

edits = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text("ab\n 𝔄", max_size=5)), max_size=12)


def edited(original: str, steps: list[tuple[int, int, str]]) -> tuple[WorkingText, str, list[Delta]]:
    working, plain, deltas = WorkingText(original), original, []
    for start, length, text in steps:
        a = min(start, len(plain))
        b = min(a + length, len(plain))
        delta = working.replaced(Span(a, b), text)
        working = working.with_delta(delta)
        plain = plain[:a] + text + plain[b:]
        deltas.append(delta)
    return working, plain, deltas


@given(st.text("abc \n", max_size=30), edits)
@example("aaaaa ", [(5, 1, "aa b"), (9, 0, "a"), (4, 2, "")])
@example(" aab", [(2, 2, "aa"), (3, 0, "b"), (5, 0, "a"), (4, 1, "ab")])
def test_edits_give_the_text_that_plain_replacing_gives(original, steps):
    working, plain, _ = edited(original, steps)
    assert working.text == plain


@given(st.text("abc \n", max_size=30), edits)
def test_emendations_stay_sorted_apart_and_each_changes_something(original, steps):
    working, _, _ = edited(original, steps)
    es = working.emendations
    assert list(es) == sorted(es)
    assert all(a.end <= b.start for a, b in pairwise(es))
    assert all(original[e.start : e.end] != e.text for e in es)
    points = [e.start for e in es if e.start == e.end]
    assert len(points) == len(set(points))


@given(st.text("abc \n", max_size=30), edits)
def test_undoing_all_gives_the_original_back(original, steps):
    working, _, deltas = edited(original, steps)
    for delta in reversed(deltas):
        working = working.with_delta(delta.inverse())
    assert working == WorkingText(original)


@given(st.text("abc \n", max_size=30), edits, st.integers(0, 30), st.integers(0, 30))
def test_carrying_there_and_back_covers_the_span(original, steps, a, b):
    working, plain, _ = edited(original, steps)
    a, b = sorted((min(a, len(plain)), min(b, len(plain))))
    there = working.to_original(Span(a, b))
    assert there.end <= len(original)
    ends = (Span(there.start, there.start), Span(there.end, there.end))  # what was put in at either end
    back = working.to_working(there).hull(working.to_working(ends[0])).hull(working.to_working(ends[1]))
    assert back.covers(Span(a, b))


@given(st.text("abc \n", max_size=30), edits, edits)
def test_delta_between_two_states_leads_from_one_to_the_other(original, one, other):
    a, _, _ = edited(original, one)
    b, _, _ = edited(original, other)
    assert a.with_delta(delta_between(a, b)) == b


@given(st.text("abc \n", max_size=30), edits, st.integers(0, 40), st.integers(0, 12), st.text("ab\n", max_size=4))
def test_replacing_untrimmed_gives_the_same_text_in_one_emendation(original, steps, start, length, text):
    working, plain, _ = edited(original, steps)
    a = min(start, len(plain))
    span = Span(a, min(a + length, len(plain)))
    delta = working.replaced(span, text, trim=False)
    changed = working.with_delta(delta)
    assert changed.text == plain[: span.start] + text + plain[span.end :]
    assert len(delta.added) <= 1
    for e in delta.added:
        assert changed.to_working(e.span).covers(Span(span.start, span.start + len(text)))


@given(st.text("abc \n", max_size=30), edits, st.integers(0, 40), st.integers(0, 12))
@example("abcd", [(1, 2, "x"), (0, 0, "b")], 0, 4)
def test_cutting_out_takes_out_the_span_and_joins_no_emendations(original, steps, start, length):
    working, plain, _ = edited(original, steps)
    a = min(start, len(plain))
    span = Span(a, min(a + length, len(plain)))
    delta = working.cut_out(span)
    cut = working.with_delta(delta)
    assert cut.text == plain[: span.start] + plain[span.end :]
    assert all(original[e.start : e.end] != e.text for e in cut.emendations)
    assert cut.with_delta(delta.inverse()) == working
    assert not delta or delta.removed != delta.added
    former = {e.span for e in working.emendations}
    new = [e.span for e in delta.added if e.span not in former]
    assert not any(one.start < other.end and other.start < one.end for one in new for other in former)


@given(st.text("abc \n", max_size=20), edits, st.integers(0, 20))
def test_words_are_put_in_at_a_point_unless_an_emendation_is_in_the_way(original, steps, point):
    working, plain, _ = edited(original, steps)
    point = min(point, len(original))
    others = [e for e in working.emendations if e.span != Span(point, point)]
    there = [e for e in working.emendations if e.span == Span(point, point)]
    at = working.working_start(there[0]) if there else working.to_working(Span(point, point)).start
    delta = working.put_in(point, "X", at)
    assert (delta is None) == any(e.start < point < e.end for e in others)
    if delta is not None:
        put_in = working.with_delta(delta)
        assert [e for e in put_in.emendations if e.span != Span(point, point)] == others
        assert put_in.text.replace("X", "") == plain


@pytest.mark.parametrize(("at", "text"), [(1, "aXxxd"), (2, "axXxd"), (3, "axxXd"), (0, None), (4, None)])
def test_words_put_in_where_others_were_go_among_these_and_leave_deletions_beside_them_alone(at: int, text: str | None):
    working = WorkingText("abcd", (Emendation(1, 2, ""), Emendation(2, 2, "xx"), Emendation(2, 3, "")))
    delta = working.put_in(2, "X", at)
    assert (delta and working.with_delta(delta).text) == text
    assert delta is None or {e.span for e in delta.added} == {Span(2, 2)}


@pytest.mark.parametrize(("near", "point"), [(1, 1), (3, 3), (6, 6), (0, 6), (4, 6)])
def test_a_point_where_much_was_taken_out_is_that_nearby_or_the_last(near: int, point: int):
    working = WorkingText("abcdefg", (Emendation(1, 3, ""), Emendation(3, 6, "")))
    assert working.point_at(1, near) == point


def test_a_point_where_nothing_was_taken_out_is_where_it_stood():
    working = WorkingText("abcdefg", (Emendation(0, 0, "xx"), Emendation(4, 6, "yyy")))
    assert working.point_at(4, 7) == 2
    assert working.point_at(7, 1) == 1  # amid what was typed there is no point of the original


@given(st.text("abc \n", max_size=30), edits, st.integers(0, 30), st.integers(0, 30))
def test_values_handed_on_from_the_previous_text_equal_computed_ones(original, steps, a, b):
    handed_on = WorkingText(original)
    for delta in edited(original, steps)[2]:
        assert handed_on.text is not None
        handed_on = handed_on.with_delta(delta)
    anew = WorkingText(original, handed_on.emendations)
    assert handed_on.text == anew.text
    there, here = Span(*sorted((min(a, len(original)), min(b, len(original))))), len(anew.text)
    span = Span(*sorted((min(a, here), min(b, here))))
    assert handed_on.to_working(there) == anew.to_working(there)
    assert handed_on.to_original(span) == anew.to_original(span)


def test_a_change_among_thousands_of_emendations_asks_only_those_beside_it_for_their_words(monkeypatch):
    before = WorkingText("word " * 3000, tuple(Emendation(5 * k, 5 * k + 4, "mot") for k in range(2000)))
    after = before.with_delta(before.replaced(Span(4000, 4003), "last"))
    asked, hashed = [], Emendation.__hash__
    with monkeypatch.context() as patched:
        patched.setattr(Emendation, "__hash__", lambda e: asked.append(e.start) or hashed(e))
        delta = delta_between(before, after)
    assert delta == Delta((Emendation(5000, 5004, "mot"),), (Emendation(5000, 5004, "last"),))
    assert set(asked) == {5000}


def test_an_insertion_belongs_to_the_gap_and_not_to_its_neighbours():
    working = WorkingText("one two", (Emendation(4, 4, "and "),))
    assert working.to_working(Span(4, 7)) == Span(8, 11)
    assert working.to_working(Span(0, 4)) == Span(0, 4)
    assert working.to_working(Span(4, 4)) == Span(4, 8)


def test_typing_at_the_edge_of_a_replacement_leaves_it_alone():
    working = WorkingText("a states b", (Emendation(2, 8, "said"),))
    delta = working.replaced(Span(6, 6), "x")
    assert delta == Delta((), (Emendation(8, 8, "x"),))
    assert working.with_delta(delta).to_working(Span(2, 8)) == Span(2, 6)


def test_a_delta_of_another_state_is_refused():
    with pytest.raises(ValueError, match="no such emendation"):
        WorkingText("abc").with_delta(Delta((Emendation(0, 1, "x"),), ()))
    with pytest.raises(ValueError, match="overlaps another"):
        WorkingText("abc", (Emendation(0, 2, "x"),)).with_delta(Delta((), (Emendation(1, 3, "y"),)))


def test_a_text_is_the_same_object_after_an_empty_delta() -> None:
    text = WorkingText("alpha", (Emendation(0, 1, "A"),))
    assert text.with_delta(Delta()) is text
