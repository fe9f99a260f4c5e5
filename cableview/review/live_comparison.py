"""The differences between working text and reference, kept up to date: around a change at once, fully when idle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cableview.collation.collate import Collation
from cableview.collation.suggestion.third_witness import ThirdWitness
from cableview.model.decision import Decision
from cableview.model.item import Item
from cableview.review.change import Act, Decide
from cableview.review.comparison import Comparison, brought_back, carried, compare, followed, still_differing
from cableview.review.events import TextChanged
from cableview.review.incremental import IncrementalDifferences
from cableview.review.moved_passages import Places, places_of
from cableview.review.queue import Entry
from cableview.review.state import Basis, ReviewState


@dataclass(frozen=True)
class CollationAnswer:
    """The result of a full collation, prepared so that changes made since it began can be followed from it."""

    comparison: Comparison
    following: IncrementalDifferences


FollowChange = Callable[[IncrementalDifferences], None]
"""Brings what differs up to one change."""


@dataclass(frozen=True)
class PendingCollation:
    """A full collation still to be made of a state. `run` may be called on any thread, alongside other work.

    `changes` are those made since, in order; they are for the thread of the session alone.
    """

    item: Item
    state: ReviewState
    exact: bool
    former: Sequence[Entry]
    third: ThirdWitness | None
    changes: list[FollowChange] = field(default_factory=list[FollowChange])

    def run(self) -> CollationAnswer:
        comparison = compare(self.item, self.state, exact=self.exact, former=self.former, third=self.third)
        comparison.collation.prepare()
        return CollationAnswer(comparison, IncrementalDifferences(comparison.collation, exact=self.exact))


@dataclass(frozen=True)
class Former:
    """What the rows depended on before a change.

    `decisions` are those it changed, by name, `None` where there was none. Copying all tens of thousands of them would
    be too costly at every change.
    """

    places: Places
    basis: Basis
    decisions: Mapping[str, Decision | None] = field(default_factory=dict[str, Decision | None])

    @classmethod
    def of(cls, state: ReviewState) -> Former:
        return cls(places_of(state), state.basis)

    def changed_back_by(self, inverse: Iterable[Act], dismissed: Mapping[str, Decision]) -> Former:
        """A copy with the decisions that the acts of the change's inverse restore or remove.

        Those `dismissed` would be stale again, and did not represent a place before either.
        """
        acts = [act for act in inverse if isinstance(act, Decide)]
        back = {act.id: act.decision for act in acts if act.decision is None or dismissed.get(act.id) != act.decision}
        return replace(self, decisions=back)

    def settled(self, name: str) -> Decision | None:
        """The former state of a changed decision, if it was settled."""
        decision = self.decisions[name]
        return None if decision is None or decision.is_deferred else decision


class LiveComparison:
    """The collation and the undecided rows of an item with a reference; without a reference there are none.

    `needs_collation` says that there have been changes since the last full collation; `rows` are then what is known.
    """

    def __init__(self, item: Item, *, exact: bool) -> None:
        self._item, self._exact = item, exact
        self.collation: Collation | None = None
        self.rows: Sequence[Entry] = ()
        self.needs_collation = False
        self.third: ThirdWitness | None = None
        self._basis: Basis | None = None
        self._following: IncrementalDifferences | None = None
        self._typed: list[TextChanged] = []
        self._pending: PendingCollation | None = None

    def set_third_witness(self, third: ThirdWitness | None) -> None:
        """Sets the third witness, which the next full collation uses for suggestions."""
        self.third = third
        self.outdate()

    def outdate(self) -> None:
        """Notes a change that only a full collation can take into account; what is known stays, and is followed."""
        self._pending = None
        self._follow()
        self.needs_collation = self._item.reference is not None

    def rests_on(self, basis: Basis) -> bool:
        """True when the last full collation was made with these rules, exclusions and language."""
        return self.collation is None or self._basis == basis

    @property
    def is_followed(self) -> bool:
        """False once a change since the last full collation could not be followed completely."""
        return not self.needs_collation or (self._following is not None and self._following.is_whole)

    def prepare(self) -> None:
        """Prepares the last full collation for following changes, before there is one."""
        self._follow()

    def collate(self, state: ReviewState) -> None:
        """Makes a full collation now."""
        self._pending = self._following = None
        self._typed.clear()
        self.needs_collation = False
        if self._item.reference is not None:
            former, third = self.rows, self.third
            self._basis = state.basis
            found = compare(self._item, state, exact=self._exact, former=former, third=third)
            self.collation, self.rows = found.collation, found.rows

    def pending_collation(self, state: ReviewState) -> PendingCollation | None:
        """The full collation that is due; `None` where nothing is."""
        if not self.needs_collation or self._item.reference is None:
            return None
        self._pending = PendingCollation(self._item, state.copied(), self._exact, self.rows, self.third)
        return self._pending

    def accept_collation(self, pending: PendingCollation, answer: CollationAnswer, state: ReviewState) -> bool:
        """Adopts the result of a full collation; false, dropping it, where it does not lead to the present `state`.

        Changes of text and decisions made meanwhile are followed from it as if it had preceded them; another one is
        then due.
        """
        if pending is not self._pending:
            return False
        rows, following = answer.comparison.rows, answer.following
        for follow in pending.changes:
            if following.is_whole:
                follow(following)
        if not following.is_whole:
            return False
        if pending.changes:
            rows = followed(self._item, state, *following.taken(rows))
        self._pending, self._following = None, following
        self._typed.clear()
        self.needs_collation = bool(pending.changes)
        self._basis = pending.state.basis
        self.collation, self.rows = answer.comparison.collation, rows
        return True

    # What is known at once

    def typed(self, event: TextChanged) -> None:
        """Follows typing; `catch_up` then turns it into rows."""
        self._typed.append(event)
        self._take(lambda following: following.text_changed(event))

    def catch_up(self, state: ReviewState) -> bool:
        """Brings the rows up to date with typing; false where that takes a full collation.

        In that case rows move with the text, and those that now read as the reference are removed; other differences in
        typed text are left to that collation.
        """
        typed, self._typed = self._typed, []
        if self._following is not None and self._following.is_whole:
            self.rows = followed(self._item, state, *self._following.taken(self.rows))
            return True
        if typed and self.collation is not None:
            rows = carried(self.rows, typed)
            self.rows = still_differing(self._item, state, rows, typed, self.collation, exact=self._exact)
        return False

    def changed(self, state: ReviewState, former: Former, events: Sequence[TextChanged]) -> None:
        """Follows a change of text and decisions; `former` is what stood before.

        Where it cannot be followed, places whose decisions were taken back differ as these recorded, until the next
        full collation.
        """
        now, then = state.book.settled, {name: former.settled(name) for name in former.decisions}
        ended = [was for name, was in then.items() if was is not None and name not in now]
        begun = [now[name] for name, was in then.items() if was is None and name in now]
        places = former.places, places_of(state)
        self._take(lambda following: self._follow_decisions(following, places, events, ended, begun))
        if not self.catch_up(state):
            self.rows = brought_back(carried(self.rows, events), ended, state)

    @staticmethod
    def _follow_decisions(
        following: IncrementalDifferences,
        places: tuple[Places, Places],
        events: Sequence[TextChanged],
        ended: Sequence[Decision],
        begun: Sequence[Decision],
    ) -> None:
        if any(decision.place.origin is not None for decision in (*ended, *begun)):
            following.is_whole = False  # a moved passage is more than one place
            return
        then, now = places
        for decision in ended:  # before the text changes: what is inserted into decided words belongs to them
            following.released(then.of(decision), decision.place.reference.span)
        for event in events:
            following.text_changed(event)
        for decision in begun:
            following.decided(now.of(decision), decision.place.reference.span)

    def _take(self, follow: FollowChange) -> None:
        """Follows a change from the last full collation, and records it for one being made."""
        following = self._follow()
        self.needs_collation = True
        if following is not None and following.is_whole:
            follow(following)
        if self._pending is not None:
            self._pending.changes.append(follow)

    def _follow(self) -> IncrementalDifferences | None:
        """The follower of changes since the last full collation; it must have been there for all of them."""
        if self._following is None and not self.needs_collation and self.collation is not None:
            self._following = IncrementalDifferences(self.collation, exact=self._exact)
        return self._following
