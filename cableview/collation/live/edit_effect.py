"""What an edit of the working text did to what differs, as a value that later edits can be joined to."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

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

    def followed_by(self, later: EditEffect) -> EditEffect:
        """This and a later edit as one; what lies between them must have been looked at by either."""
        start, end = min(self.now.start, later.before.start), max(self.now.end, later.before.end)
        kept = [shifted_behind(d, later) for d in self.differences if not later.replaces(d)]
        return EditEffect(
            Span(start, end - self.growth),
            Span(start, end + later.growth),
            tuple(sorted([*kept, *later.differences], key=lambda d: (d.working, d.reference))),
        )

    def replaces(self, difference: Difference) -> bool:
        """True of a difference, as it was, in whose place stands what `differences` says.

        Also of a moved passage that was edited where it stands: what it would move is other words now.
        """
        origin = difference.origin
        return self.before.covers(difference.working) or (origin is not None and self.before.overlaps(origin))

    def is_before(self, span: Span) -> bool:
        """True of words, as they were, that begin or end behind the range, but none that begin before it."""
        return span.start >= self.before.end or (span.start >= self.before.start and span.end > self.before.end)

    def touches(self, later: EditEffect) -> bool:
        return self.now.touches(later.before)


def shifted_behind(difference: Difference, edited: EditEffect) -> Difference:
    """A difference outside of the range of an edit, as it stands after it.

    It can share its first word, which stands behind all that was changed, with the end of that range.
    """

    def after(span: Span) -> Span:
        return span.shifted(edited.growth) if edited.is_before(span) else span

    origin = None if difference.origin is None else after(difference.origin)
    return msgspec.structs.replace(difference, working=after(difference.working), origin=origin)
