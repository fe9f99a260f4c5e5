"""Remarks on undecided rows: deferrals and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from functools import cached_property

import msgspec

from cableview.model.decision import Decision, Note, Place, joined
from cableview.review.change import Act, Annotate, Decide
from cableview.review.queue import Entry
from cableview.review.remark_index import RemarkIndex
from cableview.review.state import ReviewState


class Remarks:
    """The deferrals and notes of a state, and the undecided `rows` that they are about."""

    def __init__(self, rows: Sequence[Entry], state: ReviewState) -> None:
        self._rows, self._state = rows, state
        self.deferred = RemarkIndex(rows, state.book.deferred.values())
        self.noted = RemarkIndex(rows, state.notes.values())

    @property
    def rows(self) -> Set[str]:
        """The names of the rows with remarks."""
        return self.deferred.rows | self.noted.rows

    def note(self, row_id: str) -> str:
        deferred = (decision.note for decision in self.deferred.of(row_id))
        return joined([*deferred, *(note.text for note in self.noted.of(row_id))])

    def ended_by(self, row_id: str) -> list[Act]:
        """The removal of remarks on this row alone: a decision on it replaces them."""
        deferred = [Decide(d.id, None) for d in self.deferred.ended_by(row_id) if d.id != row_id]
        return [*deferred, *(Annotate(note.id, "") for note in self.noted.ended_by(row_id))]

    def without_notes(self, row_id: str) -> list[Act]:
        """The removal of all notes from a row except that of the decision deferring it; those also about other rows are
        noted there under their own names.
        """
        deferred, notes = [d for d in self.deferred.of(row_id)[1:] if d.note], self.noted.of(row_id)
        acts: list[Act] = [Decide(d.id, msgspec.structs.replace(d, note="")) for d in deferred]
        acts += [Annotate(note.id, "") for note in notes]
        elsewhere: dict[str, list[str]] = defaultdict(list)
        for one in (*deferred, *notes):
            about = self.deferred if isinstance(one, Decision) else self.noted
            for other in about.rows_of(one.id):
                if other != row_id:
                    elsewhere[other].append(_words(one))
        gone = {note.id for note in notes}
        for other, words in elsewhere.items():
            own = self._state.notes.get(other)
            kept = [own.text] if own and own.id not in gone else []
            acts.append(Annotate(other, joined([*kept, *words]), self._places[other]))
        return acts

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {row.id: row.place for row in self._rows}


def _words(one: Decision | Note) -> str:
    return one.note if isinstance(one, Decision) else one.text
