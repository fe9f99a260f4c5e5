"""The queue of a session, kept up to date with its state: at once where that is quick, else when idle."""

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
from cableview.review.queue import Entry, Queue, steps_between
from cableview.review.queue_rows import orphaned_notes, queue_rows
from cableview.review.state import ReviewState

AT_ONCE = 20_000
"""Code points of working text up to which each change collates the whole. In longer texts changes of text and decisions
are followed, others of what is compared leave the rows as they are, and the whole waits for `collate_pending` or
`pending_collation`."""


class LiveQueue:
    """The rows that follow from a session's `state`, which only the session changes.

    Changes are announced as events after the fact.
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
        """`is_typing` returns whether text was typed that is not a change yet."""
        self._state, self._tell, self._is_typing = state, tell, is_typing
        self._comparison = LiveComparison(item, exact=exact)
        self._comparison.collate(state)
        self._decided = DecidedRows(state)
        self.queue = Queue(self._rows())

    # What is known

    @property
    def collation(self) -> Collation | None:
        """The last collation of the whole texts; `None` without a reference."""
        return self._comparison.collation

    @property
    def discrepancies(self) -> Sequence[Entry]:
        """The differences, including those decided since the last full collation."""
        return self._comparison.rows

    @property
    def third(self) -> ThirdWitness | None:
        """The OCR engine's reading of the scan, once there is one."""
        return self._comparison.third

    @property
    def relation(self) -> Relation:
        """How the texts relate: as set, else as their agreement suggests."""
        if self._state.relation is not None:
            return self._state.relation
        return self.collation.relation if self.collation else Relation.COPY

    @property
    def suppressed(self) -> Mapping[str, int]:
        """How many places each rule holds equal."""
        return self.collation.suppressed if self.collation else {}

    @property
    def orphaned_notes(self) -> tuple[Note, ...]:
        """Notes that no row of the queue shows: what they were about no longer differs, or its words are gone."""
        return orphaned_notes(self._comparison.rows, self._state)

    def held_places(self) -> tuple[HeldPlace, ...]:
        """The places that the rules hold equal, in text order. Computed on request, as it looks at every word."""
        self.collate_pending()
        return held_places(self.collation) if self.collation else ()

    @property
    def is_long(self) -> bool:
        """True if the text is too long to be collated as a whole at each change."""
        return len(self._state.working.text) > AT_ONCE

    @property
    def needs_collation(self) -> bool:
        """True when a long text needs collating again; see `collate_pending` and `pending_collation`."""
        return self._comparison.needs_collation

    @property
    def is_outdated(self) -> bool:
        """True while the rows of a long text rest on former rules, exclusions or language."""
        return not self._comparison.rests_on(self._state.basis)

    @property
    def is_incomplete(self) -> bool:
        """True while the rows of a long text are outdated, or lack what differs after a change that was not
        followed."""
        return self.is_outdated or not self._comparison.is_followed

    def prepare(self) -> None:
        """Computes in advance what a window needs of rows and collation, and the first change in a long text."""
        self.queue.prepare()
        if self.collation is not None:
            self.collation.prepare()
        if self.is_long:
            self._comparison.prepare()

    # What happens

    def refresh(self) -> None:
        """Collates the whole text, and announces how the queue and the comparison changed."""
        was = self._terms
        self._comparison.collate(self._state)
        self._show()
        if was != self._terms:
            self._tell(ComparisonChanged())

    def set_third_witness(self, third: ThirdWitness | None) -> None:
        """Sets an OCR engine's reading of the scan as third witness; `None` removes it."""
        self._comparison.set_third_witness(third)
        self._collate_now_or_later()

    def typed(self, event: TextChanged) -> None:
        """Follows typing; in a long text `catch_up` then shows what differs."""
        if self.is_long:
            self._comparison.typed(event)
        self._collate_now_or_later()

    def changed(self, former: Former, events: Sequence[TextChanged]) -> None:
        """Follows a change; `events` are its effects on the text, except typing already followed."""
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
        """Shows the known differences where a long text was typed in; false where finding all takes a full
        collation."""
        if not self._comparison.needs_collation:
            return True
        known = self._comparison.catch_up(self._state)
        self._show()
        return known

    # The whole of a long text

    def collate_pending(self) -> None:
        """Collates a long text whose words, decisions or terms of comparison have changed since it last was."""
        if self._comparison.needs_collation:
            self.refresh()

    def pending_collation(self) -> PendingCollation | None:
        """The collation that `collate_pending` would make, to be run on another thread; see `accept_collation`."""
        return self._comparison.pending_collation(self._state)

    def accept_collation(self, pending: PendingCollation, answer: CollationAnswer) -> bool:
        """Shows what a collation found, with the changes made meanwhile; false where these make it useless.

        If another one is due, that is announced as `CollationOutdated`.
        """
        if self.is_outdated and self._is_typing():  # rows gone by new rules would count as typed away
            return False
        if not self._comparison.accept_collation(pending, answer, self._state):
            return False
        self._show()
        self._tell(ComparisonChanged())  # only now is it known which places are held equal, even if as many as before
        if self.needs_collation:
            self._tell(CollationOutdated())
        return True

    # How it is done

    @property
    def _terms(self) -> tuple[object, ...]:
        """The values whose change `ComparisonChanged` announces."""
        return self.suppressed, self._state.rules, self.relation

    def _compare(self, former: Former, events: Sequence[TextChanged]) -> None:
        """Compares after a change: all of it if the text is short."""
        if not events and _same_verdicts(former.decisions, self._state.decisions):
            self._show()
        elif not self.is_long:
            self.refresh()
        else:
            self._comparison.changed(self._state, former, events)
            self._show()
            self._tell(CollationOutdated())

    def _collate_now_or_later(self) -> None:
        """Collates a short text; announces for a long one that collation is due."""
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
    """True where the decisions `changed` say the same of the page as before."""
    pairs = ((was, now.get(name)) for name, was in changed.items())
    return all((was and was.verdict) is (decision and decision.verdict) for was, decision in pairs)
