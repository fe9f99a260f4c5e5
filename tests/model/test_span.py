"""Spans keep to their words when the text around them changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cableview.model.span import Span

TEXT = "abcdefghijklmnopqrstuvwxyz0123456789"
SMALL = st.integers(0, 9)


@given(SMALL, SMALL, SMALL, SMALL, SMALL)
def test_a_span_has_the_same_letters_after_a_change_and_those_that_came_for_some_of_them(
    start: int, length: int, at: int, removed: int, added: int
) -> None:
    span = Span(start, start + length)
    changed = TEXT[:at] + "+" * added + TEXT[at + removed :]
    left = [letter for letter in span.of(TEXT) if letter in changed]
    after = span.after_change(at, removed, added).of(changed)
    assert [letter for letter in after if letter != "+"] == left
    is_inside = at < span.end and at + removed > span.start
    assert after.count("+") == (added if is_inside else 0)
