"""The steps between two working texts: a copy that follows them reads as the later one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.text_events import text_events

ORIGINAL = "the Minister stated that 𝔄 e\u0301 his goverment"
EDIT = st.tuples(st.integers(0, 40), st.integers(0, 6), st.sampled_from(["", "x", "new words", " "]))


def edited(edits: list[tuple[int, int, str]]) -> WorkingText:
    working = WorkingText(ORIGINAL)
    for start, length, text in edits:
        start = min(start, len(working.text))
        span = Span(start, min(start + length, len(working.text)))
        working = working.with_delta(working.replaced(span, text))
    return working


@settings(max_examples=60)
@given(st.lists(EDIT, max_size=5), st.lists(EDIT, max_size=5))
def test_applying_the_steps_to_a_copy_gives_the_later_text(one, other):
    before, after = edited(one), edited(other)
    copy = before.text
    for event in text_events(before, after):
        copy = copy[: event.start] + event.added + copy[event.start + event.removed :]
    assert copy == after.text


def test_equal_texts_need_no_step():
    assert text_events(edited([(4, 8, "Consul")]), edited([(4, 8, "Consul")])) == []
