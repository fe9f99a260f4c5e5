"""Rows of differences go along with the text where it is changed elsewhere."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.model.decision import Place, Quote
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span
from cableview.review.comparison import carried
from cableview.review.events import TextChanged
from cableview.review.queue import Entry
from cableview.review.rows import open_row

LENGTH = 30
PLACE = Place(Quote(0, 1, "a"), Quote(0, 1, "b"))


def row_at(number: int, working: Span, origin: Span | None = None) -> Entry:
    difference = Difference(Kind.WORD, Severity.LOW, working, Span(number, number + 1), origin)
    return open_row(f"d{number}", difference, PLACE)


@st.composite
def rows(draw: st.DrawFn) -> list[Entry]:
    """Some that touch, some that are empty, and some of moved words."""
    ends = sorted(draw(st.lists(st.integers(0, LENGTH), min_size=2, max_size=16)))
    found = list[Entry]()
    for number, (start, end) in enumerate(pairwise(ends)):
        at = draw(st.none() | st.integers(0, LENGTH - 1)) if draw(st.booleans()) else None
        found.append(row_at(number, Span(start, end), None if at is None else Span(at, at + 1)))
    return found


@st.composite
def changes(draw: st.DrawFn) -> list[TextChanged]:
    """One after another, in a text of `LENGTH` code points."""
    length, made = LENGTH, list[TextChanged]()
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, length))
        removed = draw(st.integers(0, min(6, length - start)))
        made.append(TextChanged(start, removed, "X" * draw(st.integers(0, 6))))
        length += len(made[-1].added) - removed
    return made


def step(span: Span, change: TextChanged) -> Span:
    return span.after_change(change.start, change.removed, len(change.added))


@given(rows(), changes())
@settings(max_examples=400)
def test_many_changes_carry_rows_like_the_same_changes_one_by_one(before: list[Entry], made: list[TextChanged]) -> None:
    now = {row.id: row for row in carried(before, made)}
    for row in before:
        working, origin = row.working, row.origin
        for change in made:
            working, origin = step(working, change), None if origin is None else step(origin, change)
        assert (now[row.id].working, now[row.id].origin) == (working, origin)


@given(rows(), changes())
def test_rows_keep_those_of_their_letters_that_changes_leave(before: list[Entry], made: list[TextChanged]) -> None:
    letters = [chr(0x4E00 + k) for k in range(LENGTH)]  # each another
    text = whole = "".join(letters)
    for change in made:
        text = text[: change.start] + change.added + text[change.start + change.removed :]
    now = {row.id: row for row in carried(before, made)}
    for was in before:
        for then, span in ((was.working, now[was.id].working), (was.origin, now[was.id].origin)):
            left = [letter for letter in then.of(whole) if letter in text] if then else []
            assert [letter for letter in span.of(text) if letter in letters] == left if span else not left


@given(rows(), changes())
def test_rows_are_in_the_order_of_the_text_after_a_change(before: list[Entry], made: list[TextChanged]) -> None:
    spans = [(row.working, row.reference) for row in carried(before, made or [TextChanged(0, 0, "")])]
    assert spans == sorted(spans)


def test_a_point_of_omission_is_after_text_inserted_there() -> None:
    (row,) = carried([row_at(0, Span(5, 5))], [TextChanged(5, 0, "new "), TextChanged(20, 1, "")])
    assert row.working == Span(9, 9)
