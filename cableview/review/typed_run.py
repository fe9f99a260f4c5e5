"""Uninterrupted typing at one spot, until it becomes one change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from cableview.model.decision import Place
from cableview.model.emendation import Delta
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.queue import Entry


@dataclass
class TypedRun:
    """A run of typing: the text before it, what differed then, and where the last letter went in the present text."""

    before: WorkingText
    differed: tuple[Entry, ...]
    at: int

    def goes_on_at(self, span: Span) -> bool:
        return self.at - 1 <= span.end <= self.at + 1

    def settled(self, delta: Delta, live: Sequence[Entry]) -> Iterator[Entry]:
        """The undecided places within what was typed that differed before and no longer do."""
        touched = [e.span for e in (*delta.removed, *delta.added)]
        near = _near(self.differed, reduce(Span.hull, touched))
        formers = [one for one in near if any(one.place.transcript.span.touches(span) for span in touched)]
        if not formers:
            return
        ours = reduce(Span.hull, (one.place.transcript.span for one in formers))
        theirs = reduce(Span.hull, (one.place.reference.span for one in formers))
        standing = [one.place for one in (*_near(live, ours), *_near_in_reference(live, theirs))]
        # Matched by place: when one of several like places goes, the next takes over its name.
        yield from (former for former in formers if not any(_is_of(one, former.place) for one in standing))


def _near(rows: Sequence[Entry], span: Span) -> list[Entry]:
    """The rows that touch a span of the original transcript."""
    start, end = span.start, span.end
    return [one for one in rows if one.place.transcript.start <= end and one.place.transcript.end >= start]


def _near_in_reference(rows: Sequence[Entry], span: Span) -> list[Entry]:
    """The rows that touch a span of the reference."""
    start, end = span.start, span.end
    return [one for one in rows if one.place.reference.start <= end and one.place.reference.end >= start]


def _is_of(standing: Place, former: Place) -> bool:
    """Whether `standing` is what is left of `former`, be it an omission now that the transcript's words are deleted."""
    if (standing.transcript, standing.reference) == (former.transcript, former.reference):
        return True
    ours, theirs = standing.transcript.span, standing.reference.span
    return ours.overlaps(former.transcript.span) or theirs.overlaps(former.reference.span)
