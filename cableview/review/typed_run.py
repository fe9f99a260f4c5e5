"""What is typed at one spot without a break, until it becomes one change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cableview.model.emendation import Delta
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.live_discrepancy import LiveDiscrepancy


@dataclass
class TypedRun:
    """A run of typing: the text before it, what differed then, and where the last letter was put in the text now."""

    before: WorkingText
    differed: tuple[LiveDiscrepancy, ...]
    at: int

    def goes_on_at(self, span: Span) -> bool:
        return self.at - 1 <= span.end <= self.at + 1

    def settled(self, delta: Delta, live: Sequence[LiveDiscrepancy]) -> Iterator[LiveDiscrepancy]:
        """Of what differed before, the undecided places in what was typed that no longer do."""
        touched = [e.span for e in (*delta.removed, *delta.added)]
        # By their places: of several places alike, the next takes over the name of one that is gone.
        standing = {(one.place.transcript, one.place.reference) for one in live}
        differing = [one.place.transcript.span for one in live]
        for former in self.differed:
            place = former.place
            span = place.transcript.span
            if (place.transcript, place.reference) in standing or any(span.overlaps(other) for other in differing):
                continue
            if any(span.touches(other) for other in touched):
                yield former
