"""Finds what is to be marked in a stretch of a text, without looking at the whole queue at each paint."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
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

    def all(self) -> Sequence[TextMark]:
        return self._marks

    def touching(self, span: Span) -> Sequence[TextMark]:
        first, last = bisect_left(self._furthest, span.start), bisect_right(self._starts, span.end)
        return [mark for mark in self._marks[first:last] if mark.span.touches(span)]


class SessionMarks:
    """The marks of both texts of the session that `session` gives, made when they are asked for and kept till then."""

    def __init__(self, session: Callable[[], Session | None]) -> None:
        self._session = session
        self._working: SortedMarks | None = None
        self._reference: SortedMarks | None = None

    def forget(self) -> None:
        """The places are others than before."""
        self._working = self._reference = None

    def forget_working(self) -> None:
        """As `forget`, where that cannot be of the reference."""
        self._working = None

    def touching(self, span: Span) -> Sequence[TextMark]:
        """Of the working text, those that touch a span of it."""
        marks = self._all()
        return marks.touching(span) if marks else ()

    def all_working(self) -> Sequence[TextMark]:
        """All of the working text."""
        marks = self._all()
        return marks.all() if marks else ()

    def touching_reference(self, span: Span) -> Sequence[TextMark]:
        session = self._session()
        if self._reference is None and session is not None:
            self._reference = reference_marks(session)
        return self._reference.touching(span) if self._reference else ()

    def _all(self) -> SortedMarks | None:
        session = self._session()
        if self._working is None and session is not None:
            self._working = working_marks(session)
        return self._working


def working_marks(session: Session) -> SortedMarks:
    """Marks of the working text: places by state, what is excluded, what was seen."""
    state, working = session.state, session.working
    marks = [TextMark(span, entry.state) for entry in _placed(session) for span in entry.working_spans]
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
