"""The effect of an edit of the working text on the differences."""

from __future__ import annotations

from typing import NamedTuple

from cableview.model.discrepancy import Difference
from cableview.model.span import Span


class EditEffect(NamedTuple):
    """An edit's effect: the range `before` of the former working text is now `now`, with these `differences`."""

    before: Span
    now: Span
    differences: tuple[Difference, ...]

    @property
    def growth(self) -> int:
        return len(self.now) - len(self.before)

    def replaces(self, difference: Difference) -> bool:
        """True if `differences` replace a difference, given as it was before.

        Also for a moved passage that was edited where it stands: the words it would move have changed.
        """
        origin = difference.origin
        return self.before.covers(difference.working) or (origin is not None and self.before.overlaps(origin))

    def is_before(self, span: Span) -> bool:
        """True for words, given as before, that begin or end after the range, but not if they begin before it."""
        return span.start >= self.before.end or (span.start >= self.before.start and span.end > self.before.end)
