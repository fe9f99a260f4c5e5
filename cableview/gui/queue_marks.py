"""Finds what to mark in a stretch of text, without going through the whole queue at each paint."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter

from cableview.gui.text_paint import URGENCY, TextMark
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.queue import Queue
from cableview.review.session import Session


class SortedMarks:
    """Marks in the order of their starts; those that touch a span are found in O(log n + found)."""

    def __init__(self, marks: Iterable[TextMark]) -> None:
        self._marks = sorted(marks, key=_order)
        self._starts = [mark.span.start for mark in self._marks]
        self._furthest = list(accumulate((mark.span.end for mark in self._marks), max))

    def touching(self, span: Span) -> Sequence[TextMark]:
        first, last = bisect_left(self._furthest, span.start), bisect_right(self._starts, span.end)
        return [mark for mark in self._marks[first:last] if mark.span.touches(span)]


class SessionMarks:
    """The marks of both texts of the session that `session` gives: of the places in view only, of which there may be
    tens of thousands in all; the others are made when they are asked for and kept till then.
    """

    def __init__(self, session: Callable[[], Session | None]) -> None:
        self._session = session
        self._others: SortedMarks | None = None
        self._reference: SortedMarks | None = None

    def forget(self) -> None:
        """Discards cached marks, as the places have changed."""
        self._others = self._reference = None

    def forget_working(self) -> None:
        """As `forget`, where the reference is not affected."""
        self._others = None

    def touching(self, span: Span) -> Sequence[TextMark]:
        """The marks of the working text that touch a span of it, in order of their starts."""
        session = self._session()
        if session is None:
            return ()
        if self._others is None:
            self._others = other_marks(session)
        places = [TextMark(entry.working, entry.state) for entry in session.queue.touching(span)]
        others = self._others.touching(span)
        return sorted([*places, *others], key=_order) if others else places

    def ticks(self) -> Ticks:
        """All places of the working text."""
        session = self._session()
        return ticks_of(session.queue) if session else Ticks((), ())

    def touching_reference(self, span: Span) -> Sequence[TextMark]:
        """The marks of the second text that touch a span of it."""
        session = self._session()
        if self._reference is None and session is not None:
            self._reference = reference_marks(session)
        return self._reference.touching(span) if self._reference else ()


@dataclass(frozen=True)
class Ticks:
    """Where the places of a text begin, in order, and how urgent the state of each is: the number in `URGENCY`."""

    starts: Sequence[int]
    urgencies: Sequence[int]


_NUMBERS = {state: number for number, state in enumerate(URGENCY)}


def ticks_of(queue: Queue) -> Ticks:
    """A mark for each place of the queue that the overview shows, in the order of the text."""
    urgencies = list(map(_NUMBERS.__getitem__, map(attrgetter("state"), queue.placed)))
    if not queue.moved:
        return Ticks(queue.starts, urgencies)
    origins = [(entry.origin.start, _NUMBERS[entry.state]) for entry in queue.moved if entry.origin is not None]
    rows = sorted([*zip(queue.starts, urgencies, strict=True), *origins])
    return Ticks([start for start, _ in rows], [urgency for _, urgency in rows])


def other_marks(session: Session) -> SortedMarks:
    """Marks of the working text besides those of places: where moved words stand, what is excluded, what was seen."""
    state, working = session.state, session.working
    moved = session.queue.moved
    marks = [TextMark(entry.origin, entry.state) for entry in moved if entry.origin is not None]
    for sigil, span in state.exclusions:
        if sigil is Sigil.TRANSCRIPT:
            marks.append(TextMark(working.to_working(span), excluded=True))
    marks += [TextMark(working.to_working(span), seen=True) for span in state.seen]
    return SortedMarks(marks)


def reference_marks(session: Session) -> SortedMarks:
    marks = [TextMark(entry.reference, entry.state) for entry in session.queue.placed]
    marks += [TextMark(s, excluded=True) for sigil, s in session.state.exclusions if sigil is Sigil.REFERENCE]
    return SortedMarks(marks)


def _order(mark: TextMark) -> tuple[int, int]:
    return mark.span.start, mark.span.end
