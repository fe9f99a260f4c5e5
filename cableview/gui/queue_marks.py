"""Finds what is to be marked in a stretch of a text, without looking at the whole queue at each paint."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from cableview.gui.text_paint import TextMark
from cableview.model.decision import State
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.queue import Entry
from cableview.review.session import Session


class SortedMarks:
    """Marks in the order of their starts; those that touch a span are found in O(log n + found)."""

    def __init__(self, marks: Iterable[TextMark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.span.start, mark.span.end))
        self._starts = [mark.span.start for mark in self._marks]
        self._furthest = list(accumulate((mark.span.end for mark in self._marks), max))

    def touching(self, span: Span) -> Sequence[TextMark]:
        first, last = bisect_left(self._furthest, span.start), bisect_right(self._starts, span.end)
        return [mark for mark in self._marks[first:last] if mark.span.touches(span)]


def working_marks(session: Session) -> SortedMarks:
    """Marks of the working text: places by state, what is excluded, what was seen."""
    state, working = session.state, session.working
    marks = [TextMark(span, entry.state) for entry in _placed(session) for span in _spans(entry)]
    for sigil, span in state.exclusions:
        if sigil is Sigil.TRANSCRIPT:
            marks.append(TextMark(working.to_working(span), excluded=True))
    marks += [TextMark(working.to_working(span), seen=True) for span in state.seen]
    return SortedMarks(marks)


def reference_marks(session: Session) -> SortedMarks:
    """Marks of the reference."""
    marks = [TextMark(entry.reference, entry.state) for entry in _placed(session)]
    marks += [TextMark(s, excluded=True) for sigil, s in session.state.exclusions if sigil is Sigil.REFERENCE]
    return SortedMarks(marks)


def _placed(session: Session) -> Iterable[Entry]:
    return (entry for entry in session.queue.entries if entry.state is not State.STALE)


def _spans(entry: Entry) -> tuple[Span, ...]:
    return (entry.working,) if entry.origin is None else (entry.working, entry.origin)
