"""Finds the rows that deferred decisions are about, also where their words belong to rows of other names by now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Protocol

from cableview.model.decision import Decision, Place, Verdict


class Placed(Protocol):
    """An undecided row."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


class Deferrals:
    """Deferred decisions, and the undecided rows that they are about: that of their name, else those of their words.

    What was decided and is deferred later lets go of its words, and what differs there may be cut otherwise then.
    """

    def __init__(self, rows: Sequence[Placed], decisions: Iterable[Decision]) -> None:
        names = {row.id for row in rows}
        deferred = [d for d in decisions if d.verdict is Verdict.DEFERRED]
        self._of_row: dict[str, list[Decision]] = {d.id: [d] for d in deferred if d.id in names}
        self._rows: dict[str, list[str]] = {}
        others = [d for d in deferred if d.id not in names]
        if others:
            self._find(sorted(rows, key=lambda row: _start(row.place)), others)

    def _find(self, rows: Sequence[Placed], decisions: Sequence[Decision]) -> None:
        ends = list(accumulate((row.place.transcript.end for row in rows), max))
        for decision in decisions:
            for row in rows[bisect_left(ends, decision.place.transcript.start) :]:
                if row.place.transcript.start > decision.place.transcript.end:
                    break
                if _share_words(row.place, decision.place):
                    self._of_row.setdefault(row.id, []).append(decision)
                    self._rows.setdefault(decision.id, []).append(row.id)

    def of(self, row_id: str) -> Decision | None:
        """The decision by which a row is deferred."""
        return next(iter(self._of_row.get(row_id, ())), None)

    def ended_by(self, row_id: str) -> list[str]:
        """Names of decisions, other than the row's own, that are about nothing else: a verdict on the row ends them."""
        return [d.id for d in self._of_row.get(row_id, ()) if self._rows.get(d.id) == [row_id]]


def _start(place: Place) -> tuple[int, int]:
    return place.transcript.start, place.reference.start


def _share_words(one: Place, other: Place) -> bool:
    """True of places with words in common, in the transcript or in the reference at one place of that."""
    if one.transcript.span.overlaps(other.transcript.span):
        return True
    return one.transcript.span.touches(other.transcript.span) and one.reference.span.overlaps(other.reference.span)
