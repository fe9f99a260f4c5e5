"""What an edit of the working text did to what differs."""

from __future__ import annotations

from typing import NamedTuple

from cableview.model.discrepancy import Difference
from cableview.model.span import Span


class EditEffect(NamedTuple):
    """What an edit did: `before`, a range of the working text as it was, is `now`, and there differ `differences`."""

    before: Span
    now: Span
    differences: tuple[Difference, ...]

    @property
    def growth(self) -> int:
        return len(self.now) - len(self.before)

    def replaces(self, difference: Difference) -> bool:
        """True of a difference, as it was, in whose place stands what `differences` says.

        Also of a moved passage that was edited where it stands: what it would move is other words now.
        """
        origin = difference.origin
        return self.before.covers(difference.working) or (origin is not None and self.before.overlaps(origin))

    def is_before(self, span: Span) -> bool:
        """True of words, as they were, that begin or end behind the range, but none that begin before it."""
        return span.start >= self.before.end or (span.start >= self.before.start and span.end > self.before.end)
