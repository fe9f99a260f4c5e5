"""The combined effect of many edits on the differences, as one value whatever their order and number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from cableview.collation.live.edit_effect import EditEffect
from cableview.model.discrepancy import Difference
from cableview.model.span import Span


class EditEffects:
    """Effects in text order, no two of which touch.

    `before` of each is a range of the text before all of them; `now` and the differences are in the text after all.
    """

    def __init__(self, effects: Sequence[EditEffect]) -> None:
        self.effects = tuple(effects)

    @cached_property
    def _starts(self) -> list[int]:
        return [effect.before.start for effect in self.effects]

    @cached_property
    def _growths(self) -> list[int]:
        """Growth of the text before each effect, and of the whole text."""
        return list(accumulate((effect.growth for effect in self.effects), initial=0))

    @property
    def growth(self) -> int:
        return self._growths[-1]

    def replaces(self, difference: Difference) -> bool:
        """True if an effect replaces a difference, given as it was before."""
        beside = {self._at(difference.working.start)}
        if origin := difference.origin:
            beside.update(range(max(0, self._at(origin.start)), self._at(origin.end) + 1))
        return any(k >= 0 and self.effects[k].replaces(difference) for k in beside)

    def shifted(self, difference: Difference) -> Difference:
        """A difference that no effect replaces, as it is after them."""
        working, origin = self.after(difference.working), difference.origin
        if origin is None and working == difference.working:
            return difference
        moved = None if origin is None else self.after(origin)
        return msgspec.structs.replace(difference, working=working, origin=moved)

    def after(self, span: Span) -> Span:
        """The span, after the effects, of words outside them, or that begin in one and end after it."""
        k = self._at(span.start)
        is_behind = k >= 0 and self.effects[k].is_before(span)
        return span.shifted(self._growths[k + is_behind]) if k >= 0 else span

    def followed_by(self, later: EditEffects) -> EditEffects:
        """These effects followed by later ones; text between two that merge must have been covered by one of them."""
        mine = [(effect.now, 1, 0) for effect in self.effects]
        spans = sorted([*mine, *((effect.before, 0, 1) for effect in later.effects)])
        out: list[EditEffect] = []
        first = other = at = 0
        while at < len(spans):
            start, end = spans[at][0].start, spans[at][0].end
            last, final = first, other
            while at < len(spans) and spans[at][0].start <= end:
                end = max(end, spans[at][0].end)
                last, final, at = last + spans[at][1], final + spans[at][2], at + 1
            out.append(self._joined(later, Span(start, end), (first, last), (other, final)))
            first, other = last, final
        return EditEffects(out)

    def _joined(self, later: EditEffects, between: Span, mine: tuple[int, int], theirs: tuple[int, int]) -> EditEffect:
        """Touching effects merged into one; `between` is their range in the text between the two sets."""
        (first, last), (other, final) = mine, theirs
        if not self._growths[first] and not later._growths[other] and last - first + final - other == 1:
            return (*self.effects[first:last], *later.effects[other:final])[0]
        before = Span(between.start - self._growths[first], between.end - self._growths[last])
        now = Span(between.start + later._growths[other], between.end + later._growths[final])
        kept = [later.shifted(d) for e in self.effects[first:last] for d in e.differences if not later.replaces(d)]
        new = [d for effect in later.effects[other:final] for d in effect.differences]
        return EditEffect(before, now, tuple(sorted([*kept, *new], key=_order) if kept and new else kept or new))

    def _at(self, place: int) -> int:
        """The index of the last effect that begins at or before a place of the former text; -1 if there is none."""
        return bisect_right(self._starts, place) - 1


def joined(effects: Sequence[EditEffect]) -> EditEffects:
    """The combination of successive effects, each on the text left by those before it."""
    if len(effects) < 2:
        return EditEffects(effects)
    half = len(effects) // 2
    return joined(effects[:half]).followed_by(joined(effects[half:]))


def _order(difference: Difference) -> tuple[Span, Span]:
    return difference.working, difference.reference
