"""Finds the undecided rows that deferrals and notes are about, even where their words now belong to other rows."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import accumulate
from typing import Generic, TypeVar

from cableview.model.decision import Decision, Note, Place
from cableview.review.queue import Entry

T = TypeVar("T", Decision, Note)
"""A remark, under the name that its row had then; where no place was recorded, it is found by name alone."""


class RemarkIndex(Generic[T]):
    """Remarks on undecided rows, and the rows they are about: the one of that name, else those with the same words.

    A row gets another name when its words are divided differently: by a decision or edit beside it, a rule, or the
    withdrawal of a decision there. `unplaced` are the remarks about no present row.
    """

    def __init__(self, rows: Sequence[Entry], kept: Iterable[T]) -> None:
        self._of_row: dict[str, list[T]] = defaultdict(list)
        self._rows: dict[str, list[str]] = {}
        ordered = sorted(kept, key=lambda one: (_start(one.place) if one.place else (0, 0), one.id))
        names = {row.id: row for row in rows} if ordered else {}
        others = [one for one in ordered if not self._is_named(one, names.get(one.id))]
        if others:
            self._find(sorted(rows, key=lambda row: _start(row.place)), others)
        self.unplaced = tuple(one for one in ordered if one.id not in self._rows)

    def _is_named(self, one: T, row: Entry | None) -> bool:
        """True, and recorded, where a row has its name and, if several are alike, its place."""
        if row is None or not (one.place is None or _is_at(one.place, row.place)):
            return False
        self._put(one, row)
        return True

    def _find(self, rows: Sequence[Entry], kept: Sequence[T]) -> None:
        ends = list(accumulate((row.place.transcript.end for row in rows), max))
        for one in kept:
            place = one.place
            for row in rows[bisect_left(ends, place.transcript.start) :] if place else ():
                if place is None or row.place.transcript.start > place.transcript.end:
                    break
                if _share_words(row.place, place):
                    self._put(one, row)

    def _put(self, one: T, row: Entry) -> None:
        self._of_row[row.id].append(one)
        self._rows.setdefault(one.id, []).append(row.id)

    def of(self, row_id: str) -> Sequence[T]:
        """The remarks on a row, those under its own name first."""
        return self._of_row.get(row_id, ())

    @property
    def rows(self) -> Set[str]:
        """The names of the rows with remarks."""
        return self._of_row.keys()

    def rows_of(self, kept_id: str) -> Sequence[str]:
        """The names of the rows that a remark is about."""
        return self._rows.get(kept_id, ())

    def ended_by(self, row_id: str) -> list[T]:
        """The remarks about no other row, which a verdict on the row ends."""
        return [one for one in self.of(row_id) if self._rows[one.id] == [row_id]]


def _start(place: Place) -> tuple[int, int]:
    return place.transcript.start, place.reference.start


def _is_at(one: Place, other: Place) -> bool:
    """True for places of the same name unless they are different ones of several alike, which share no words.

    Typed words that neither original has are at a place that is empty in both.
    """
    overlap = one.transcript.span.overlaps(other.transcript.span) or one.reference.span.overlaps(other.reference.span)
    return overlap or _start(one) == _start(other)


def _share_words(one: Place, other: Place) -> bool:
    """True for places with words in common, in the transcript, or in the reference at the same place."""
    if one.transcript.span.overlaps(other.transcript.span):
        return True
    return one.transcript.span.touches(other.transcript.span) and one.reference.span.overlaps(other.reference.span)
