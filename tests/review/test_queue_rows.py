"""The rows of the queue are in the order of the text, whatever was decided."""

from __future__ import annotations

from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.decision import Place, Quote, State
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review import queue_rows as module
from cableview.review.queue import Entry
from cableview.review.queue_rows import queue_rows
from cableview.review.rows import open_row
from cableview.review.state import ReviewState

PLACE = Place(Quote(0, 1, "a"), Quote(0, 1, "b"))
ORDER = attrgetter("working.start", "working.end", "reference.start")

spans = st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 3))
"""Where a row begins, how long it is, and where it begins in the reference; so few that many are equal."""
rows = st.lists(spans, max_size=12).map(sorted)


def waiting(key: str, at: int, length: int, reference: int) -> Entry:
    where = Difference(Kind.WORD, Severity.LOW, Span(at, at + length), Span(reference, reference))
    return open_row(key, where, PLACE)


def decided(key: str, at: int, length: int, reference: int) -> Entry:
    spans = Span(at, at + length), Span(reference, reference)
    return Entry(key, Kind.WORD, Severity.LOW, State.DECIDED, *spans, PLACE)


@given(rows, rows, st.sampled_from([0, 1, 100]))
def test_waiting_and_decided_rows_are_merged_as_sorting_them_does(
    live: list[tuple[int, int, int]], settled: list[tuple[int, int, int]], few: int
) -> None:
    ours = [waiting(f"w{n}", *at) for n, at in enumerate(live)]
    theirs = [decided(f"d{n}", *at) for n, at in enumerate(settled)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_FEW", few)
        merged = queue_rows(ours, ReviewState(WorkingText("a" * 9), ()), theirs)
    assert list(merged) == sorted([*ours, *theirs], key=ORDER)
