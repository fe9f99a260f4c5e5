"""Works out what a verdict on a place, or taking it back, does to text and record."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from cableview.formats.markup import markup_of
from cableview.model.decision import Decision, State, Verdict, joined
from cableview.model.emendation import Delta
from cableview.model.item import Item
from cableview.model.span import Span
from cableview.model.witness import Syntax
from cableview.model.working_text import WorkingText, delta_between
from cableview.review.change import Act, Annotate, Decide, Emend, timestamp
from cableview.review.moved_passages import Passage, Places, places_in, places_of, words_in
from cableview.review.queue import Entry
from cableview.review.queue_rows import undecided
from cableview.review.remarks import Remarks
from cableview.review.restoration import restoring_delta
from cableview.review.state import ReviewState
from cableview.review.typed_run import TypedRun
from cableview.review.verdict_placement import free_place, left_at, travelling, with_replacements
from cableview.review.verdicts import Scene, effect, settled_verdict, what_would_stand

NO_WORDS = " "
"""Stands in the place of a stale decision's own note: an empty one would only take away what was noted since."""


@dataclass(frozen=True)
class DecisionActs:
    """Works out the acts of a reviewer on the undecided rows of a state. It changes nothing, and returns acts.

    `rules` are the active ones, `delimiters` the signs of the `syntax` in the working text.
    """

    item: Item
    state: ReviewState
    rows: Sequence[Entry]
    rules: frozenset[str]
    syntax: Syntax
    delimiters: Sequence[Span]
    reviewer: str

    @property
    def rows_with_remarks(self) -> Set[str]:
        """The names of the undecided rows with deferrals or notes."""
        return self._before.rows

    def preview(self, entry: Entry, verdict: Verdict, reading: str) -> str:
        """The words at the place after a verdict."""
        return what_would_stand(self._scene_for(entry, verdict)[0], verdict, reading)

    def decided(
        self, entry: Entry, verdict: Verdict, *, reading: str, likely: bool, sic: bool, note: str | None
    ) -> list[Act]:
        """Records a verdict and changes the text to match. The note stays when none is given."""
        scene, put_back = self._scene_for(entry, verdict)
        if verdict is Verdict.OTHER:
            settled = settled_verdict(scene, reading)
            verdict, reading = settled, reading if settled is Verdict.OTHER else ""
        restored = self._working.with_delta(put_back)
        made = effect(scene, verdict, reading)
        moved = self._places.holding(entry.place.transcript.span)
        place = entry.place if moved else free_place(restored, entry.place, self._reference, made)
        after = with_replacements(restored, made, place.transcript.span)
        decision = Decision(
            id=entry.id,
            place=place,
            kind=entry.kind,
            severity=entry.severity,
            verdict=verdict,
            reading=reading,
            likely=likely,
            sic=sic,
            note=entry.note if note is None else note,
            left=left_at(place, places_in(after, self._moves), made, scene.working),
            by=self.reviewer,
            at=timestamp(),
        )
        return [*self._acts(decision, moved, after), *self._before.ended_by(entry.id)]

    def taken_back(self, entry: Entry, decision: Decision) -> list[Act]:
        """Withdraws the decision of an entry; its place reads as the transcript does again, and its note stays."""
        ended = [d for d in self._before.deferred.ended_by(entry.id) if d.id != decision.id]
        acts: list[Act] = [Decide(d.id, None) for d in (decision, *ended)]
        if entry.state is not State.STALE:
            acts += [self._as_note(d) for d in (decision, *ended) if d.note]
        delta = self._restoring(entry)
        moved = self._places.holding(entry.place.transcript.span)
        acts += travelling(moved, self._working, self._working.with_delta(delta))
        return [*acts, Emend(delta)] if delta else acts

    def annotated(self, entry: Entry, note: str) -> list[Act]:
        """Replaces all notes of an entry."""
        if entry.state is State.STALE:
            return [Annotate(entry.id, note or NO_WORDS)]
        acts = self._before.without_notes(entry.id)
        if entry.decision is None:
            return [*acts, Annotate(entry.id, note, entry.place)]
        return [*acts, Decide(entry.decision.id, msgspec.structs.replace(entry.decision, note=note))]

    def typed(self, run: TypedRun, delta: Delta) -> list[Act]:
        """Records typing that changed the text by `delta`; places that it made agree are decided by edit."""
        acts: list[Act] = [Emend(delta)]
        before = Remarks(run.differed, self.state)
        for former in run.settled(delta, self.rows):
            acts += [Decide(former.id, self._by_edit(former, before.note(former.id))), *before.ended_by(former.id)]
        return acts

    @property
    def _working(self) -> WorkingText:
        return self.state.working

    @property
    def _reference(self) -> str:
        return self.item.reference.text if self.item.reference else ""

    @cached_property
    def _places(self) -> Places:
        return places_of(self.state)

    @property
    def _moves(self) -> list[Decision]:
        return [passage.decision for passage in self._places.passages]

    @cached_property
    def _before(self) -> Remarks:
        return Remarks(undecided(self.rows, self.state), self.state)

    def _as_note(self, decision: Decision) -> Annotate:
        """The note of a decision that is withdrawn, added to one of the same name already recorded."""
        there = self.state.notes.get(decision.id)
        return Annotate(decision.id, joined([decision.note, there.text if there else ""]), decision.place)

    def _acts(self, decision: Decision, moved: Passage | None, after: WorkingText) -> list[Act]:
        """Records a decision, and changes the working text to `after`."""
        acts: list[Act] = [Decide(decision.id, decision), *travelling(moved, self._working, after)]
        delta = delta_between(self._working, after)
        return [*acts, Emend(delta)] if delta else acts

    def _scene_for(self, entry: Entry, verdict: Verdict) -> tuple[Scene, Delta]:
        """The scene for a verdict: if a decision changed the text before, that is undone first."""
        scene = Scene(
            self._working.text,
            self._reference,
            entry.kind,
            entry.working,
            entry.reference,
            entry.origin if entry.decision is None else self._origin(entry, self._working),
            self.rules,
            self.delimiters,
        )
        delta = self._restoring(entry)
        if not delta or (verdict is Verdict.TRANSCRIPT and not entry.is_decided):
            return scene, Delta()
        restored = self._working.with_delta(delta)
        return replace(
            scene,
            working_text=restored.text,
            working=self._place_without(entry, restored),
            origin=self._origin(entry, restored),
            delimiters=markup_of(restored.text, self.syntax).delimiters,
        ), delta

    def _place_without(self, entry: Entry, restored: WorkingText) -> Span:
        """The words at the place of an entry in the text without its decision; not those that others put in there."""
        others = [d for d in self.state.book.displacing.values() if d.id != entry.id]
        places, place = places_in(restored, others), entry.place.transcript.span
        if entry.decision is None or not place.is_empty:
            return places.now(place)
        return places.of(msgspec.structs.replace(entry.decision, left=""))

    def _origin(self, entry: Entry, restored: WorkingText) -> Span | None:
        """The words to be moved in the text without the decision of an entry, with those put in that moved along."""
        if entry.place.origin is None:
            return None
        edges = (at for p in self._places.passages if p.decision.id == entry.id for at in p.edges)
        parts = [restored.to_working(span) for span in (entry.place.origin.span, *(Span(at, at) for at in edges))]
        words = words_in(restored.text, Span(min(parts).start, max(part.end for part in parts)))
        return Span(words[0].start, words[-1].end) if words else parts[0]

    def _restoring(self, entry: Entry) -> Delta:
        return restoring_delta(entry, self._places, self.state.book.settled.values())

    def _by_edit(self, former: Entry, note: str) -> Decision:
        """The decision on a place that typing made agree."""
        return Decision(
            id=former.id,
            place=former.place,
            kind=former.kind,
            severity=former.severity,
            verdict=Verdict.REFERENCE,
            left=self._places.now(former.place.transcript.span).of(self._working.text),
            note=note,
            by_edit=True,
            by=self.reviewer,
            at=timestamp(),
        )
