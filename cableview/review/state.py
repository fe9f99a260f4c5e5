"""The state that follows from a list of changes: emendations, decisions, notes, rules, exclusions, places shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from cableview.collation.rules import own_rule
from cableview.model.decision import Decision, Note
from cableview.model.item import Relation
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.model.working_text import WorkingText
from cableview.review.change import (
    Act,
    Annotate,
    Change,
    Decide,
    Emend,
    Exclude,
    HoldEqual,
    Reattach,
    Relate,
    Revert,
    See,
    SetLanguage,
    Show,
    SwitchRule,
)
from cableview.review.decision_book import DecisionBook
from cableview.review.toggle_set import ToggleSet


@dataclass(frozen=True, slots=True)
class Basis:
    """The rules, exclusions and language that texts are collated with, as in `ReviewState`."""

    rules: frozenset[str]
    exclusions: frozenset[tuple[Sigil, Span]]
    language: str


class ReviewState:
    """What holds after the changes so far. `apply` returns the acts that would take a change back.

    `rules` are names of the program's rules and, as made by `own_rule`, of the user's own pairs. `language` is an ISO
    639 name, empty where it is to be detected.
    """

    def __init__(self, working: WorkingText, rules: Iterable[str]) -> None:
        self.working = working
        self.book = DecisionBook()
        self.stale: dict[str, Decision] = {}
        self.dismissed: dict[str, Decision] = {}
        self.notes: dict[str, Note] = {}
        self.shown: dict[Span, Spot] = {}
        self.relation: Relation | None = None
        self.language = ""
        self._rules = ToggleSet(rules)
        self._exclusions = ToggleSet[tuple[Sigil, Span]]()
        self._seen = ToggleSet[Span]()

    @property
    def decisions(self) -> dict[str, Decision]:
        """Decisions by name, in the order in which they were taken."""
        return self.book.all

    @property
    def rules(self) -> frozenset[str]:
        return self._rules.now

    @property
    def exclusions(self) -> frozenset[tuple[Sigil, Span]]:
        return self._exclusions.now

    @property
    def seen(self) -> frozenset[Span]:
        return self._seen.now

    @property
    def basis(self) -> Basis:
        """What a collation depends on besides the text and the decisions."""
        return Basis(self.rules, self.exclusions, self.language)

    def note_of_stale(self, decision: Decision) -> str:
        """The note of a stale decision: a later one if there is any, else the decision's own."""
        since = self.notes.get(decision.id)
        return since.text.strip() if since else decision.note

    def copied(self) -> ReviewState:
        """A copy of the state, unaffected by later changes."""
        copy = ReviewState(self.working, self.rules)
        copy.book, copy.stale, copy.dismissed = self.book.copied(), dict(self.stale), dict(self.dismissed)
        copy.notes, copy.shown = dict(self.notes), dict(self.shown)
        copy.relation, copy.language = self.relation, self.language
        copy._exclusions, copy._seen = ToggleSet(self.exclusions), ToggleSet(self.seen)
        return copy

    def apply(self, acts: Iterable[Act]) -> tuple[Act, ...]:
        """Carries `acts` out and returns their inverses, in the order in which to carry those out."""
        return tuple(reversed([self._apply(act) for act in acts]))

    def _apply(self, act: Act) -> Act:  # noqa: C901 a case for each act
        match act:
            case Decide():
                return self._decide(act)
            case Emend(delta):
                self.working = self.working.with_delta(delta)
                return Emend(delta.inverse())
            case SwitchRule(rule, on):
                return SwitchRule(rule, self._rules.switch(rule, on=on))
            case HoldEqual(one, other, on):
                return HoldEqual(one, other, self._rules.switch(own_rule(one, other), on=on))
            case Exclude(witness, span, on):
                return Exclude(witness, span, self._exclusions.switch((witness, span), on=on))
            case Annotate():
                return self._annotate(act)
            case See(span, on):
                return See(span, self._seen.switch(span, on=on))
            case Show(span, spot):
                former_spot = self.shown.pop(span, None)
                if spot is not None:
                    self.shown[span] = spot
                return Show(span, former_spot)
            case Relate(relation):
                former_relation, self.relation = self.relation, relation
                return Relate(former_relation)
            case SetLanguage(language):
                former_language, self.language = self.language, language
                return SetLanguage(former_language)
            case Revert() | Reattach():
                raise ValueError(f"{type(act).__name__} is for the history, not for the state")

    def _annotate(self, act: Annotate) -> Annotate:
        former = self.notes.pop(act.id, None)
        if act.note:
            self.notes[act.id] = Note(act.id, act.note, act.place)
        return Annotate(former.id, former.text, former.place) if former else Annotate(act.id, "")

    def _decide(self, act: Decide) -> Decide:
        former = self.decisions.get(act.id)
        if former is None or act.decision is None or _is_decided_anew(former, act.decision):
            self.book.take_out(act.id)  # a place decided again becomes the last decision; one only added to does not
        if former is None and act.decision is None and act.id in self.stale:
            self.dismissed[act.id] = self.stale.pop(act.id)
            return Decide(act.id, self.dismissed[act.id])
        if act.decision is not None and self.dismissed.get(act.id) == act.decision:
            self.stale[act.id] = self.dismissed.pop(act.id)
        elif act.decision is not None:
            self.book.put(act.id, act.decision)
        return Decide(act.id, former)

    def reattached(self, act: Reattach) -> None:
        """Resets the state to what was found again after the files were changed outside."""
        self.working = WorkingText(self.working.original, act.emendations)
        self.book = DecisionBook(act.decisions)
        self.stale = {d.id: d for d in act.stale}
        self._exclusions, self._seen = ToggleSet(act.exclusions), ToggleSet(act.seen)
        self.shown = dict(act.shown)
        notes = (
            act.notes
            if act.notes is not None
            else [msgspec.structs.replace(note, place=None) for note in self.notes.values()]
        )
        self.notes = {note.id: note for note in notes}


@dataclass(frozen=True, slots=True)
class Step:
    """A change in force, and the acts that take it back."""

    change: Change
    inverse: tuple[Act, ...]

    @property
    def former(self) -> dict[str, Decision]:
        """The decisions that taking it back would restore, by name."""
        acts = (act for act in self.inverse if isinstance(act, Decide))
        return {act.id: act.decision for act in acts if act.decision is not None}


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was taken back, `by` the change of that number, whose reversal redoes it."""

    change: Change
    by: int


class History:
    """The changes in force and those undone, replayed from the record; undo and redo are changes too."""

    def __init__(self, state: ReviewState) -> None:
        self.state = state
        self.last_seq = 0
        self._done: list[Step] = []
        self._undone: list[Undone] = []

    @property
    def last_step(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def last_done(self) -> Change | None:
        return self._done[-1].change if self._done else None

    @property
    def last_undone(self) -> Undone | None:
        return self._undone[-1] if self._undone else None

    def replay(self, change: Change) -> tuple[Act, ...]:
        """Applies a change, new or from the record. Raises `ValueError` where it does not fit.

        Returns the acts that would take it back; none for a re-attachment, which cannot be taken back.
        """
        inverse: tuple[Act, ...] = ()
        reattach = next((act for act in change.acts if isinstance(act, Reattach)), None)
        revert = next((act for act in change.acts if isinstance(act, Revert)), None)
        if reattach is not None:
            self.state.reattached(reattach)
            self._done.clear()
            self._undone.clear()
        elif revert is not None:
            inverse = self._revert(revert.change, change)
        else:
            inverse = self.state.apply(change.acts)
            self._done.append(Step(change, inverse))
            self._undone.clear()
        self.last_seq = max(self.last_seq, change.seq)
        return inverse

    def _revert(self, target: int, change: Change) -> tuple[Act, ...]:
        if self._done and self._done[-1].change.seq == target:
            step = self._done.pop()
            self._undone.append(Undone(step.change, change.seq))
            return self.state.apply(step.inverse)
        if self._undone and self._undone[-1].by == target:
            redone = self._undone.pop().change
            self._done.append(Step(redone, self.state.apply(redone.acts)))
            return self._done[-1].inverse
        raise ValueError(f"change {change.seq} takes back change {target}, which is not the last one")


def _is_decided_anew(former: Decision, now: Decision) -> bool:
    """True if it was decided again, not only noted or moved. Times alone do not tell: clocks count seconds and jump."""
    return (former.at, former.verdict, former.reading) != (now.at, now.verdict, now.reading)
