"""The working text: an original transcript and its emendations, with places mapped between the two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress, count
from operator import is_not

from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span


@dataclass(frozen=True)
class WorkingText:
    """An original and its emendations: sorted, not overlapping, each changing something, one insertion at a point."""

    original: str
    emendations: tuple[Emendation, ...] = ()

    @cached_property
    def text(self) -> str:
        return _put_in(self.original, self.emendations, 0, len(self.original))

    def to_working(self, span: Span) -> Span:
        """The span in `text` of `original[span]`, extended to the whole of every emendation that it cuts into.

        Text inserted between two letters is part of an empty span there, but not of one that begins or ends there.
        """
        return _carried(span, self._original_edges, self._working_edges)

    def to_original(self, span: Span) -> Span:
        """The span in `original` of `text[span]`, extended to the whole of every emendation that it cuts into."""
        return _carried(span, self._working_edges, self._original_edges)

    def with_delta(self, delta: Delta) -> WorkingText:
        """The text after a delta. Raises `ValueError` if that was made for another state of the text."""
        if not delta:
            return self
        kept = list(self.emendations)
        for e in delta.removed:
            at = bisect_left(kept, e)
            if at == len(kept) or kept[at] != e:
                raise ValueError(f"there is no such emendation of {_where(e)}")
            del kept[at]
        for e in delta.added:
            at = bisect_left(kept, e)
            if (at and kept[at - 1].end > e.start) or (at < len(kept) and kept[at].start < e.end):
                raise ValueError(f"the emendation of {_where(e)} overlaps another")
            kept.insert(at, e)
        made = WorkingText(self.original, tuple(kept))
        self._hand_on(made, delta)
        return made

    def replaced(self, span: Span, text: str, *, trim: bool = True) -> Delta:
        """The delta that replaces `self.text[span]` with `text` and moves nothing else.

        Emendations that `span` cuts into become part of the new one. With `trim`, letters at its ends that the original
        also has are left out of it, so that typing does not involve what is beside it.
        """
        first, last = _cut(span, *self._working_edges)
        while True:
            delta = self._replaced(span, text, first, last, trim=trim)
            points = [e.start for e in delta.added if e.start == e.end]
            beside = [k for point in points if (k := self._insertion_at(point, first, last)) is not None]
            if not beside:
                return delta
            first, last = min(first, *beside), max(last, *(k + 1 for k in beside))

    def cut_out(self, span: Span) -> Delta:
        """The delta that deletes `text[span]`; what is left of emendations it cuts into remains theirs, not joined."""
        starts, ends = self._working_edges
        first, last = _cut(span, starts, ends)
        added: list[Emendation] = []
        at = span.start
        for k, e in enumerate(self.emendations[first:last], start=first):
            if at < starts[k]:
                added.append(Emendation(at - self._shifts[k], e.start, ""))
            left = self.text[starts[k] : max(starts[k], span.start)] + self.text[min(ends[k], span.end) : ends[k]]
            if left != e.span.of(self.original):
                added.append(Emendation(e.start, e.end, left))
            at = ends[k]
        if at < span.end:
            added.append(Emendation(at - self._shifts[last], span.end - self._shifts[last], ""))
        removed = self.emendations[first:last]
        return Delta(removed, tuple(added)) if removed != tuple(added) else Delta()

    def point_at(self, at: int, near: int) -> int:
        """The point of the original at which text put in at `at` stays separate from what was deleted there.

        Of several such points, `near` if it is one of them, else the last.
        """
        starts, ends = self._working_edges
        first, last = bisect_left(ends, at), bisect_right(starts, at)
        gone = [e for k, e in enumerate(self.emendations[first:last], start=first) if starts[k] == ends[k]]
        edges = {edge for e in gone for edge in (e.start, e.end)}
        if edges:
            return near if near in edges else max(edges)
        there = self.to_original(Span(at, at))
        return there.start if there.is_empty else near

    def put_in(self, point: int, text: str, at: int) -> Delta | None:
        """The delta that inserts `text` at a point of the *original*; `None` if an emendation is in the way.

        `at`, a place in `self.text`, tells where among words inserted at the same point.
        """
        there = self._insertion_at(point, 0, 0)
        if there is not None:
            former, before = self.emendations[there], at - self._working_edges[0][there]
            if not 0 <= before <= len(former.text):
                return None
            joined = f"{former.text[:before]}{text}{former.text[before:]}"
            return Delta((former,), (Emendation(point, point, joined),))
        if any(e.start < point < e.end for e in self.touching(Span(point, point))):
            return None
        return Delta(added=(Emendation(point, point, text),))

    def touching(self, span: Span) -> Sequence[Emendation]:
        """The emendations that touch a span of the *original*, found in O(log n + found)."""
        starts, ends = self._original_edges
        return self.emendations[bisect_left(ends, span.start) : bisect_right(starts, span.end)]

    def working_start(self, emendation: Emendation) -> int:
        """Where in `text` one of the emendations begins."""
        return self._working_edges[0][bisect_left(self.emendations, emendation)]

    def _insertion_at(self, point: int, first: int, last: int) -> int | None:
        """Index of the insertion at a point of the original, unless it is among the emendations `first` to `last`."""
        k = bisect_left(self.emendations, Emendation(point, point, ""))
        is_there = k < len(self.emendations) and self.emendations[k].span == Span(point, point)
        return k if is_there and not first <= k < last else None

    def _replaced(self, span: Span, text: str, first: int, last: int, *, trim: bool) -> Delta:
        starts, ends = self._working_edges
        removed = self.emendations[first:last]
        start, end = span.start, span.end
        if removed:
            start, end = min(start, starts[first]), max(end, ends[last - 1])
        before, after = self._shifts[first], self._shifts[last]
        put = self.text[start : span.start] + text + self.text[span.end : end]
        whole = Emendation(start - before, end - after, put)
        if put == whole.span.of(self.original):
            added = ()
        else:
            added = _trimmed(self.original, whole) if trim else (whole,)
        return Delta(removed, added) if removed != added else Delta()

    def _hand_on(self, made: WorkingText, delta: Delta) -> None:
        """Spares `made`, this text after a delta, from recomputing what lies before and after the change.

        A verdict changes one or two of tens of thousands of emendations.
        """
        if "text" not in self.__dict__:
            return
        first, last = min((*delta.removed, *delta.added)), max((*delta.removed, *delta.added))
        end = max(e.end for e in (*delta.removed, *delta.added))
        head, mine = bisect_left(self.emendations, first), bisect_right(self.emendations, last)
        theirs = mine + len(made.emendations) - len(self.emendations)
        between = made.emendations[head:theirs]
        old, starts, ends = self._shifts, *self._working_edges
        shifts = list(accumulate((_growth(e) for e in between), initial=old[head]))
        growth = shifts[-1] - old[mine]
        known = made.__dict__
        known["_shifts"] = [*old[:head], *shifts, *_later(old[mine + 1 :], growth)]
        begun = [e.start + shift for e, shift in zip(between, shifts, strict=False)]
        ended = [start + len(e.text) for e, start in zip(between, begun, strict=True)]
        known["_working_edges"] = (
            [*starts[:head], *begun, *_later(starts[mine:], growth)],
            [*ends[:head], *ended, *_later(ends[mine:], growth)],
        )
        put = _put_in(self.original, between, first.start, end)
        known["text"] = f"{self.text[: first.start + old[head]]}{put}{self.text[end + old[mine] :]}"

    @cached_property
    def _original_edges(self) -> tuple[list[int], list[int]]:
        return [e.start for e in self.emendations], [e.end for e in self.emendations]

    @cached_property
    def _working_edges(self) -> tuple[list[int], list[int]]:
        pairs = list(zip(self.emendations, self._shifts, strict=False))
        return [e.start + s for e, s in pairs], [e.start + s + len(e.text) for e, s in pairs]

    @cached_property
    def _shifts(self) -> list[int]:
        return list(accumulate(map(_growth, self.emendations), initial=0))


def delta_between(before: WorkingText, after: WorkingText) -> Delta:
    """The delta from one state of a text to another of the same original.

    The emendations that both begin and end with are the very same objects if one was made from the other, and are
    skipped without comparing their contents.
    """
    old, new = before.emendations, after.emendations
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    ours, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    known, wanted = set(ours), set(theirs)
    return Delta(tuple(e for e in ours if e not in wanted), tuple(e for e in theirs if e not in known))


def _alike(old: Sequence[Emendation], new: Sequence[Emendation]) -> int:
    """How many identical objects both begin with."""
    return next(compress(count(), map(is_not, old, new)), min(len(old), len(new)))


def _put_in(original: str, emendations: Sequence[Emendation], start: int, end: int) -> str:
    """`original[start:end]` with the emendations put in, none of which extends beyond it."""
    parts: list[str] = []
    at = start
    for e in emendations:
        parts += (original[at : e.start], e.text)
        at = e.end
    parts.append(original[at:end])
    return "".join(parts)


def _growth(e: Emendation) -> int:
    return len(e.text) - (e.end - e.start)


def _where(e: Emendation) -> str:
    return f"characters {e.start} to {e.end}"


def _later(places: list[int], growth: int) -> list[int]:
    return [place + growth for place in places] if growth else places


def _cut(span: Span, starts: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    """Range of the pieces `starts[k]:ends[k]` whose interior `span` shares; empty pieces count for an empty span."""
    if not span.is_empty:
        return bisect_right(ends, span.start), bisect_left(starts, span.end)
    first, last = bisect_left(ends, span.start), bisect_left(starts, span.start)
    while first < len(ends) and ends[first] == span.start and starts[first] < span.start:
        first += 1
    while last < len(starts) and ends[last] == span.start == starts[last]:
        last += 1
    return first, last


def _carried(span: Span, here: tuple[list[int], list[int]], there: tuple[list[int], list[int]]) -> Span:
    """`span` mapped from one side of a text to the other; pieces correspond, and the text between them is the same."""
    first, last = _cut(span, *here)
    start = span.start + (there[1][first - 1] - here[1][first - 1] if first else 0)
    end = span.end + (there[1][last - 1] - here[1][last - 1] if last else 0)
    if first < last:
        start, end = min(start, there[0][first]), max(end, there[1][last - 1])
    return Span(start, end)


def _trimmed(original: str, e: Emendation) -> tuple[Emendation, ...]:
    """`e` without the letters at its ends that the original also has; empty if it changes nothing."""
    was, put = original[e.start : e.end], e.text
    limit = min(len(was), len(put))
    head = next((k for k in range(limit) if was[k] != put[k]), limit)
    limit -= head
    tail = next((k for k in range(limit) if was[-1 - k] != put[-1 - k]), limit)
    if head + tail == len(was) == len(put):
        return ()
    return (Emendation(e.start + head, e.end - tail, put[head : len(put) - tail]),)
