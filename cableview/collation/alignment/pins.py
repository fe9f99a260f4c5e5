"""Makes a collation respect decisions: decided pairs are cuts that nothing crosses and no difference swallows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from cableview.collation.alignment.align import Alignment, align_within
from cableview.collation.alignment.anchors import Gap, Ids
from cableview.collation.words.tokens import Tokens
from cableview.model.span import Span


@dataclass(frozen=True, slots=True)
class Pin:
    """A decided pair of spans: a fixed cut, never reported again and never crossed.

    If `open`, as for a deferred place, only the extent is decided: differences inside are still reported.
    """

    working: Span
    reference: Span
    open: bool = False

    @property
    def is_empty(self) -> bool:
        """True where words that the reference does not have were taken out: there is nothing left to pair."""
        return self.working.is_empty and self.reference.is_empty


class Barriers(msgspec.Struct, frozen=True, dict=True):
    """The decided ranges of words, in order in both texts."""

    ranges: tuple[Gap, ...] = ()
    open: frozenset[Gap] = frozenset()

    @cached_property
    def _edges(self) -> list[list[int]]:
        """The columns of the ranges."""
        return [[edges[column] for edges in self.ranges] for column in range(4)]

    def near(self, gap: Gap) -> Sequence[Gap]:
        """The decided ranges that share a word or a place with `gap` in either text."""
        if not self.ranges:
            return ()
        starts_a, ends_a, starts_b, ends_b = self._edges
        first = min(bisect_left(ends_a, gap.a0), bisect_left(ends_b, gap.b0))
        last = max(bisect_right(starts_a, gap.a1), bisect_right(starts_b, gap.b1))
        return self.ranges[first:last]

    def covers(self, gap: Gap) -> bool:
        return any(_within(gap, p) and p not in self.open for p in self.near(gap))

    def hides(self, gap: Gap) -> bool:
        """Like `covers`, for ranges in no order."""
        return any(_within(gap, p) for p in self.ranges)

    def parts(self, gap: Gap) -> list[Gap]:
        """The parts of `gap` before, between and after the ranges inside it that rise in both texts."""
        out: list[Gap] = []
        at_a, at_b = gap.a0, gap.b0
        for p in sorted(p for p in self.ranges if _within(p, gap)):
            if p.a0 >= at_a and p.b0 >= at_b:
                out.append(Gap(at_a, p.a0, at_b, p.b0))
                at_a, at_b = p.a1, p.b1
        return [part for part in (*out, Gap(at_a, gap.a1, at_b, gap.b1)) if not part.empty]

    def bars(self, gap: Gap) -> bool:
        """True when `gap` would be joined across something decided, or into it."""
        return any(not (_within(gap, p) or _apart(gap, p)) for p in self.near(gap))

    def meets(self, gap: Gap) -> bool:
        """True when `gap` shares words with a decided range, in either text, and is not inside it."""
        return any((_meet(gap[:2], p[:2]) or _meet(gap[2:], p[2:])) and not _within(gap, p) for p in self.near(gap))

    def free_words(self, first: int, last: int) -> bool:
        """True when none of these words of the working text is decided."""
        at = bisect_right(self.ranges, first, key=lambda p: p.a1)
        return not any(p.a0 < last and first < p.a1 for p in self.ranges[at : at + 1])

    def outside(self, gap: Gap) -> list[Gap]:
        """What is left of a run of unpaired words when the decided ones are taken out."""
        left = [gap]
        for p in self.near(gap):
            left = [part for piece in left for part in _without(piece, p)]
        return left


def _within(gap: Gap, pin: Gap) -> bool:
    return pin.a0 <= gap.a0 and gap.a1 <= pin.a1 and pin.b0 <= gap.b0 and gap.b1 <= pin.b1


def _apart(gap: Gap, pin: Gap) -> bool:
    return (gap.a1 <= pin.a0 and gap.b1 <= pin.b0) or (pin.a1 <= gap.a0 and pin.b1 <= gap.b0)


def _meet(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without(gap: Gap, pin: Gap) -> list[Gap]:
    if gap.b0 == gap.b1:
        if pin.a1 <= gap.a0 or gap.a1 <= pin.a0:
            return [gap]
        parts = [Gap(gap.a0, pin.a0, gap.b0, gap.b0), Gap(pin.a1, gap.a1, gap.b0, gap.b0)]
        return [part for part in parts if part.a0 < part.a1]
    if pin.b1 <= gap.b0 or gap.b1 <= pin.b0:
        return [gap]
    parts = [Gap(gap.a0, gap.a0, gap.b0, pin.b0), Gap(gap.a0, gap.a0, pin.b1, gap.b1)]
    return [part for part in parts if part.b0 < part.b1]


def split_off(a: Tokens, b: Tokens, pins: Sequence[Pin], blocks: Sequence[Gap]) -> tuple[list[Pin], Barriers]:
    """Pins that cut the whole texts, and those inside moved or masked passages, which hide what they cover."""
    outside: list[Pin] = []
    inside: list[Gap] = []
    for pin in pins:
        words = Gap(*a.touched(pin.working), *b.touched(pin.reference))
        if _is_masked(words, pin) or any(_within(words, block) and words != block for block in blocks):
            inside.append(words)
        else:
            outside.append(pin)
    return outside, Barriers(tuple(inside))


def _is_masked(words: Gap, pin: Pin) -> bool:
    """True when the words of one side of the pin are not compared."""
    if words.a0 == words.a1 and not pin.working.is_empty:
        return True
    return words.b0 == words.b1 and not pin.reference.is_empty


def rising(pins: Sequence[Pin]) -> tuple[list[Pin], list[Pin]]:
    """The longest sequence of pins that rises in both texts, and the others, which cross it."""
    order = sorted(pins, key=lambda p: (p.working.start, p.working.end, p.reference.start, p.reference.end))
    ends: list[int] = []
    tips: list[int] = []
    before: list[int] = []
    for k, pin in enumerate(order):
        place = bisect_right(ends, pin.reference.start)
        before.append(tips[place - 1] if place else -1)
        if place == len(ends):
            ends.append(pin.reference.end)
            tips.append(k)
        elif pin.reference.end < ends[place]:
            ends[place], tips[place] = pin.reference.end, k
    chosen: set[int] = set()
    at = tips[-1] if tips else -1
    while at >= 0:
        chosen.add(at)
        at = before[at]
    return _without_overlap(order, chosen)


def with_open(pins: Sequence[Pin], others: Sequence[Pin]) -> list[Pin]:
    """The rising `pins` with those `others`, which are open, inserted that rise with them."""
    out = list(pins)
    for pin in others:
        at = bisect_left(out, _corner(pin), key=_corner)
        if (at == 0 or _rise(out[at - 1], pin)) and (at == len(out) or _rise(pin, out[at])):
            out.insert(at, pin)
    return out


def _corner(pin: Pin) -> tuple[Span, Span]:
    return pin.working, pin.reference


def _rise(one: Pin, other: Pin) -> bool:
    return one.working.end <= other.working.start and one.reference.end <= other.reference.start


def _without_overlap(order: list[Pin], chosen: set[int]) -> tuple[list[Pin], list[Pin]]:
    kept: list[Pin] = []
    crossing: list[Pin] = []
    for k, pin in enumerate(order):
        free = not kept or kept[-1].working.end <= pin.working.start
        (kept if k in chosen and free else crossing).append(pin)
    return kept, crossing


def barriers(a: Tokens, b: Tokens, pins: Sequence[Pin]) -> Barriers:
    """Converts rising pins to ranges of words."""
    out: list[Gap] = []
    at_a = at_b = 0
    for pin in pins:
        a0, a1 = a.touched(pin.working)
        b0, b1 = b.touched(pin.reference)
        a0, b0 = max(a0, at_a), max(b0, at_b)
        at_a, at_b = max(a0, a1), max(b0, b1)
        out.append(Gap(a0, at_a, b0, at_b))
    return Barriers(tuple(out), frozenset(words for words, pin in zip(out, pins, strict=True) if pin.open))


def align_between(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, alignment: Alignment, decided: Barriers) -> Alignment:
    """`alignment` of the whole texts, recomputed between the decided ranges that it contradicts.

    The other decisions agree with it, so a decision leaves the pairs elsewhere as they were.
    """
    cuts: list[Gap] = []
    while against := _contradicted(alignment, [p for p in decided.ranges if p not in cuts]):
        cuts = sorted([*cuts, *against])
        alignment = _cut_up(a, b, ids_a, ids_b, cuts)
    return alignment


def _cut_up(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, cuts: list[Gap]) -> Alignment:
    at_a = at_b = 0
    pieces: list[Gap] = []
    for cut in cuts:
        pieces += (Gap(at_a, cut.a0, at_b, cut.b0), cut)
        at_a, at_b = cut.a1, cut.b1
    pieces.append(Gap(at_a, len(a), at_b, len(b)))
    parts = [align_within(a, b, ids_a, ids_b, piece) for piece in pieces if not piece.empty]
    return Alignment(
        [run for part in parts for run in part.runs],
        [unit for part in parts for unit in part.units],
        [passage for part in parts for passage in part.passages],
    )


def _contradicted(alignment: Alignment, ranges: list[Gap]) -> list[Gap]:
    """The ranges with an edge across which the alignment pairs a word before it with one after it."""
    if not ranges:
        return []
    runs = [(run.a, run.a + run.length, run.b, run.b + run.length, True) for run in alignment.runs]
    paired = [(*unit, False) for unit in alignment.units if unit.a0 < unit.a1 and unit.b0 < unit.b1]
    pieces = sorted([*runs, *paired])
    starts = [piece[0] for piece in pieces]

    def passes(x: int, y: int) -> bool:
        k = bisect_left(starts, x)
        if k < len(pieces) and pieces[k][2] < y:
            return False
        if k == 0:
            return True
        a0, a1, b0, b1, equal = pieces[k - 1]
        return b1 <= y if a1 <= x else equal and x - a0 == y - b0

    return [p for p in ranges if not (passes(p.a0, p.b0) and passes(p.a1, p.b1))]
