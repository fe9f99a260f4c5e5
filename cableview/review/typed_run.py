"""What is typed at one spot without a break, until it becomes one change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cableview.model.emendation import Delta, WorkingText
from cableview.model.span import Span
from cableview.review.compare import Live


@dataclass
class TypedRun:
    """A run of typing: the text before it, what differed then, and where the last letter was put in the text now."""

    before: WorkingText
    differed: tuple[Live, ...]
    at: int

    def goes_on_at(self, span: Span) -> bool:
        return self.at - 1 <= span.end <= self.at + 1

    def settled(self, delta: Delta, live: Sequence[Live]) -> Iterator[Live]:
        """Of what differed before, the undecided places in what was typed that no longer do."""
        touched = [e.span for e in (*delta.removed, *delta.added)]
        names = {one.id for one in live}
        differing = [one.place.transcript.span for one in live]
        for former in self.differed:
            place = former.place.transcript.span
            if former.id in names or any(place.overlaps(span) for span in differing):
                continue
            if any(place.touches(span) for span in touched):
                yield former
