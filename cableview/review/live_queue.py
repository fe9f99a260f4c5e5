"""The queue of a session, kept up to date with its state: at once as far as that is quick, else in a rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cableview.collation.collate import Collation
from cableview.collation.held_places import HeldPlace, held_places
from cableview.collation.suggestion.third_witness import ThirdWitness
from cableview.model.decision import Decision, Note
from cableview.model.item import Item, Relation
from cableview.review.decided_rows import DecidedRows
from cableview.review.events import CollationOutdated, ComparisonChanged, Event, QueueChanged, TextChanged
from cableview.review.live_comparison import CollationAnswer, Former, LiveComparison, PendingCollation
from cableview.review.live_discrepancy import LiveDiscrepancy
from cableview.review.queue import Entry, Queue, steps_between
from cableview.review.queue_rows import orphaned_notes, queue_rows
from cableview.review.state import ReviewState

AT_ONCE = 20_000
"""Code points of working text up to which each change collates the whole. In longer texts changes of text and decisions
are followed, others of what is compared leave the rows as they are, and the whole waits for `collate_pending` or
`pending_collation`."""


class LiveQueue:
    """The rows that follow from a `state`, which is a session's own, and changes in its hands only.

    What becomes other is told as an event after it has.
    """

    def __init__(
        self,
        item: Item,
        state: ReviewState,
        *,
        exact: bool,
        tell: Callable[[Event], None],
        is_typing: Callable[[], bool],
    ) -> None:
        """`is_typing` tells that text was typed which is no change yet."""
        self._state, self._tell, self._is_typing = state, tell, is_typing
        self._comparison = LiveComparison(item, exact=exact)
        self._comparison.collate(state)
        self._decided = DecidedRows()
        self.queue = Queue(self._rows())

    # What is known

    @property
    def collation(self) -> Collation | None:
        """The last collation of the whole texts; `None` without a reference."""
        return self._comparison.collation

    @property
    def discrepancies(self) -> Sequence[LiveDiscrepancy]:
        """What differs, also where it was decided since the whole was collated."""
        return self._comparison.rows

    @property
    def third(self) -> ThirdWitness | None:
        """What an OCR engine reads on the scan, once it was heard."""
        return self._comparison.third

    @property
    def relation(self) -> Relation:
        """How the texts relate: as was said, else as their agreement proposes."""
        if self._state.relation is not None:
            return self._state.relation
        return self.collation.relation if self.collation else Relation.COPY

    @property
    def suppressed(self) -> Mapping[str, int]:
        """How many places each rule holds equal."""
        return self.collation.suppressed if self.collation else {}

    @property
    def orphaned_notes(self) -> tuple[Note, ...]:
        """Notes that no row of the queue shows: what they were about differs no more, or its words are gone."""
        return orphaned_notes(self._comparison.rows, self._state)

    def held_places(self) -> tuple[HeldPlace, ...]:
        """The places that the rules hold equal, in text order. Found when asked for: it costs a look at every word."""
        self.collate_pending()
        return held_places(self.collation) if self.collation else ()

    @property
    def is_long(self) -> bool:
        """True of a text that is not collated as a whole with each change."""
        return len(self._state.working.text) > AT_ONCE

    @property
    def needs_collation(self) -> bool:
        """True when a long text is to be collated anew; see `collate_pending` and `pending_collation`."""
        return self._comparison.needs_collation

    @property
    def is_outdated(self) -> bool:
        """True while the rows of a long text are those of other rules, exclusions or of another language than now."""
        return not self._comparison.rests_on(self._state.basis)

    @property
    def is_incomplete(self) -> bool:
        """True while the rows of a long text are outdated, or lack what a change made differ that was not followed."""
        return self.is_outdated or not self._comparison.is_followed

    def prepare(self) -> None:
        """Works out beforehand what a window asks of rows and collation, and the first change in a long text does."""
        self.queue.prepare()
        if self.collation is not None:
            self.collation.prepare()
        if self.is_long:
            self._comparison.prepare()

    # What happens

    def refresh(self) -> None:
        """Collates the whole, and tells how the queue and the comparison changed."""
        was = self._terms
        self._comparison.collate(self._state)
        self._show()
        if was != self._terms:
            self._tell(ComparisonChanged())

    def set_third_witness(self, third: ThirdWitness | None) -> None:
        """Takes what an OCR engine read on the scan for a third witness; `None` lets go of one."""
        self._comparison.set_third_witness(third)
        self._collate_now_or_later()

    def typed(self, event: TextChanged) -> None:
        """Follows typing, of which a long text shows what differs with `catch_up`."""
        if self.is_long:
            self._comparison.typed(event)
        self._collate_now_or_later()

    def changed(self, former: Former, events: Sequence[TextChanged]) -> None:
        """Follows a change; `events` are what it made of the text, as far as that was not typed and followed before."""
        is_other = former.basis != self._state.basis
        if is_other and not self.is_long:
            self.refresh()
            return
        self._compare(former, events)
        if is_other:
            self._comparison.outdate()
            self._tell(ComparisonChanged())
            self._tell(CollationOutdated())

    def catch_up(self) -> bool:
        """Shows what differs where a long text was typed in, as far as that is known; false where only a full collation
        can tell all.
        """
        if not self._comparison.needs_collation:
            return True
        known = self._comparison.catch_up(self._state)
        self._show()
        return known

    # The whole of a long text

    def collate_pending(self) -> None:
        """Collates a long text in which something was typed, decided or compared otherwise since it was last."""
        if self._comparison.needs_collation:
            self.refresh()

    def pending_collation(self) -> PendingCollation | None:
        """The collation that `collate_pending` would make, to be run on another thread; see `accept_collation`."""
        return self._comparison.pending_collation(self._state)

    def accept_collation(self, pending: PendingCollation, answer: CollationAnswer) -> bool:
        """Shows what a collation found, with the changes that came meanwhile; false where it is dropped for them.

        What is due after it is told as `CollationOutdated`.
        """
        if self.is_outdated and self._is_typing():  # what goes by new rules would count as typed away
            return False
        if not self._comparison.accept_collation(pending, answer, self._state):
            return False
        self._show()
        self._tell(ComparisonChanged())  # where places are held equal is only known now, be they as many as before
        if self.needs_collation:
            self._tell(CollationOutdated())
        return True

    # How it is done

    @property
    def _terms(self) -> tuple[object, ...]:
        """What `ComparisonChanged` is about."""
        return self.suppressed, self._state.rules, self.relation

    def _compare(self, former: Former, events: Sequence[TextChanged]) -> None:
        """Compares after a change: the whole where it is short."""
        if not events and _same_verdicts(former.decisions, self._state.decisions):
            self._show()
        elif not self.is_long:
            self.refresh()
        else:
            self._comparison.changed(self._state, former, events)
            self._show()
            self._tell(CollationOutdated())

    def _collate_now_or_later(self) -> None:
        """Collates a short text; of a long one says that it is due."""
        if not self.is_long:
            self.refresh()
        elif self.needs_collation:
            self._tell(CollationOutdated())

    def _rows(self) -> tuple[Entry, ...]:
        return queue_rows(self._comparison.rows, self._state, self._decided.now(self._state))

    def _show(self) -> None:
        former, self.queue = self.queue, Queue(self._rows())
        steps = steps_between(former.entries, self.queue.entries)
        if steps:
            self._tell(QueueChanged(steps))


def _same_verdicts(changed: Mapping[str, Decision | None], now: Mapping[str, Decision]) -> bool:
    """True where decisions that were `changed` say of the page what they said before."""
    pairs = ((was, now.get(name)) for name, was in changed.items())
    return all((was and was.verdict) is (decision and decision.verdict) for was, decision in pairs)
