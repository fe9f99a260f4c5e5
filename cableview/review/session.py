"""One item under review: the only place where its text, decisions and rules change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import Protocol

from cableview.collation.rules import default_rules, own_sides
from cableview.collation.suggestion.evidence import counts
from cableview.collation.words.lexicon import language_of
from cableview.errors import PlaceGoneError
from cableview.formats.markup import markup_of
from cableview.model.decision import Decision, Verdict
from cableview.model.item import Item, Relation
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Markup, Sigil, Syntax
from cableview.model.working_text import WorkingText, delta_between
from cableview.review.bulk_decision import decided_together
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
    timestamp,
)
from cableview.review.decision_acts import DecisionActs
from cableview.review.events import ChangeAppended, ChangeKept, Event, KeepFailed, PlacesChanged, TextChanged
from cableview.review.live_comparison import Former
from cableview.review.live_queue import LiveQueue
from cableview.review.queue import Entry, Queue
from cableview.review.queue_rows import undecided
from cableview.review.state import History, ReviewState
from cableview.review.text_events import text_events
from cableview.review.typed_run import TypedRun

Listener = Callable[[Event], None]


class Keeper(Protocol):
    """What a session needs of a store."""

    def append(self, change: Change) -> Future[None]: ...


class Session:
    """The state of an item's review, and the only way to change it.

    A change takes effect at once, is handed to the `keeper` and announced to the listeners; that it is durable is
    announced later. `live` knows what differs and brings a long text up to date; its `typed`, `changed` and `refresh`
    are for the session alone. Spans are of the working text unless stated otherwise. Not for use from several threads;
    but the events `ChangeKept` and `KeepFailed` come from the keeper's.
    """

    def __init__(
        self,
        item: Item,
        *,
        reviewer: str,
        changes: Sequence[Change] = (),
        keeper: Keeper | None = None,
        exact: bool = False,
    ) -> None:
        """Raises `ValueError` naming the first of `changes` that does not follow from those before it."""
        self.item = item
        self.reviewer = reviewer
        self._keeper = keeper
        self._exact = exact
        self._listeners: list[Listener] = []
        rules = frozenset[str]() if exact else default_rules()
        self._history = History(ReviewState(WorkingText(item.transcript.text), rules))
        for change in changes:
            self._history.replay(change)
        self._typing: TypedRun | None = None
        self._markup: tuple[str, Markup] | None = None
        self._kept_seq = self._history.last_seq
        self.live = LiveQueue(item, self.state, exact=exact, tell=self._tell, is_typing=lambda: self.has_unkept_typing)

    # What holds now

    @property
    def state(self) -> ReviewState:
        return self._history.state

    @property
    def working(self) -> WorkingText:
        return self.state.working

    @property
    def text(self) -> str:
        return self.working.text

    def to_original(self, span: Span) -> Span:
        """The original of a span of the working text as it is now."""
        return self.working.to_original(span)

    def to_working(self, span: Span) -> Span:
        """Where a span of the original stands now."""
        return self.working.to_working(span)

    @property
    def queue(self) -> Queue:
        return self.live.queue

    @property
    def reference(self) -> str:
        return self.item.reference.text if self.item.reference else ""

    @property
    def markup(self) -> Markup:
        if self._markup is None or self._markup[0] is not self.text:
            self._markup = (self.text, markup_of(self.text, self.item.transcript.syntax))
        return self._markup[1]

    @cached_property
    def reference_markup(self) -> Markup:
        return markup_of(self.reference, self.item.reference.syntax if self.item.reference else Syntax.PLAIN)

    @property
    def rules(self) -> frozenset[str]:
        return self.state.rules

    @property
    def relation(self) -> Relation:
        """How the texts relate: as set, or else as their agreement suggests."""
        return self.live.relation

    @property
    def language(self) -> str:
        """The ISO 639 name of the texts' language: as set, or else as detected; empty where that is unclear."""
        return self.state.language or (self.detected_language if self.item.reference else "")

    @cached_property
    def detected_language(self) -> str:
        """The language that the second text's own words suggest, or empty."""
        return language_of(counts(self.reference).small)

    @property
    def kept_seq(self) -> int:
        """The number of the last change known to be durable."""
        return self._kept_seq

    @property
    def last_seq(self) -> int:
        return self._history.last_seq

    @property
    def has_unkept_typing(self) -> bool:
        return self._typing is not None

    def last_decision(self) -> Decision | None:
        """The most recent decision that still holds."""
        return next(reversed(self.state.decisions.values()), None)

    def preview(self, entry_id: str, verdict: Verdict, reading: str = "") -> str:
        """What the place would read after a verdict."""
        return self._deciding.preview(self._entry(entry_id), verdict, reading)

    # What the reviewer does

    def decide(
        self,
        entry_id: str,
        verdict: Verdict,
        *,
        reading: str = "",
        likely: bool = False,
        sic: bool = False,
        note: str | None = None,
    ) -> Change:
        """Decides a place. Raises `PlaceGoneError` for an id that is not in the queue once typing is a change."""
        self.commit_typing()
        entry = self._entry(entry_id)
        return self._make(self._deciding.decided(entry, verdict, reading=reading, likely=likely, sic=sic, note=note))

    def decide_together(
        self, entry_ids: Iterable[str], verdict: Verdict, *, likely: bool = False, sic: bool = False
    ) -> Change:
        """Gives several places the same verdict, one that needs no reading, as one change.

        Raises `PlaceGoneError` as `decide` does.
        """
        self.commit_typing()
        entries = [self._entry(entry_id) for entry_id in entry_ids]
        return self._make(decided_together(self._deciding, entries, verdict, likely=likely, sic=sic))

    def take_back(self, entry_id: str) -> Change | None:
        """Withdraws a decision; the place reads as the transcript does again. `None` when there was none."""
        self.commit_typing()
        entry = self._entry(entry_id)
        return None if entry.decision is None else self._make(self._deciding.taken_back(entry, entry.decision))

    def annotate(self, entry_id: str, note: str) -> Change:
        """Puts a note on a place; where typing beside it has just changed its id, on its words.

        Raises `PlaceGoneError` for an id that was not in the queue before either.
        """
        former = self._entry(entry_id)
        self.commit_typing()
        return self._make(self._deciding.annotated(self.queue.get(entry_id) or former, note))

    def set_rules(self, rules: Mapping[str, bool]) -> Change:
        """Turns several rules on or off in one step. The user's own pairs go by the names that `own_rule` gives."""
        self.commit_typing()
        return self._make([_switch(rule, on=on) for rule, on in rules.items()])

    def exclude(self, sigil: Sigil, span: Span, *, on: bool = True) -> Change:
        """Takes a range of an *original* witness out of the comparison, or back in."""
        self.commit_typing()
        return self._make([Exclude(sigil, span, on)])

    def mark_seen(self, span: Span, *, on: bool = True) -> Change:
        """Marks a range of the *original* transcript as read against the page."""
        self.commit_typing()
        return self._make([See(span, on)])

    def locate_by_hand(self, span: Span, spot: Spot | None) -> Change:
        """Sets where on the scan a span of the *original* transcript begins; `None` takes that back."""
        self.commit_typing()
        change = self._make([Show(span, spot)])
        self._tell(PlacesChanged())
        return change

    def relate(self, relation: Relation | None) -> Change:
        self.commit_typing()
        return self._make([Relate(relation)])

    def set_language(self, language: str) -> Change:
        """Sets the language of the texts by its ISO 639 name; empty leaves it to detection."""
        self.commit_typing()
        return self._make([SetLanguage(language)])

    def reattach(self, act: Reattach) -> Change:
        """Records that decisions were carried over to files that were changed outside."""
        return self._make([act])

    def edit(self, span: Span, text: str) -> None:
        """Types: the working text reads `text` at `span`. `commit_typing`, at the latest, makes it a change."""
        if self._typing is not None and not self._typing.goes_on_at(span):
            self.commit_typing()
        delta = self.working.replaced(span, text)
        if not delta:
            return
        if self._typing is None:
            self.live.catch_up()
            self._typing = TypedRun(self.working, undecided(self.live.discrepancies, self.state), span.start)
        self._typing.at = span.start + len(text)
        self.state.apply([Emend(delta)])
        event = TextChanged(span.start, len(span), text)
        self._tell(event)
        self.live.typed(event)

    def commit_typing(self) -> Change | None:
        """Turns what was typed since the last change into one. Places that it made agree count as decided by edit.

        Nobody waits for that to be collated: where typing in a long text cannot be followed, these are the places that
        read as the reference does now, by the rules that the rows rest on.
        """
        run = self._typing
        if run is None:
            return None
        self.live.catch_up()
        self._typing = None
        delta = delta_between(run.before, self.working)
        if not delta:
            return None
        acts = self._deciding.typed(run, delta)
        self.state.apply([Emend(delta.inverse())])
        return self._make(acts, tell_text=False)

    def undo(self) -> Entry | None:
        """Takes the last change back; returns the place to look at, if there is one."""
        self.commit_typing()
        done = self._history.last_done
        return None if done is None else self._revert(done.seq, done)

    def redo(self) -> Entry | None:
        undone = self._history.last_undone
        if undone is None or self.has_unkept_typing:
            return None
        return self._revert(undone.by, undone.change)

    @property
    def undoable(self) -> tuple[Change, Mapping[str, Decision]] | None:
        """The change that `undo` would take back, typing aside, and the decisions that it would restore."""
        step = self._history.last_step
        return (step.change, step.former) if step else None

    @property
    def redoable(self) -> tuple[Change, Mapping[str, Decision]] | None:
        """The change that `redo` would make again, and the decisions as they are."""
        undone = self._history.last_undone
        return (undone.change, self.state.decisions) if undone else None

    @property
    def can_undo(self) -> bool:
        return self.has_unkept_typing or self._history.last_done is not None

    @property
    def can_redo(self) -> bool:
        return not self.has_unkept_typing and self._history.last_undone is not None

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` after each event; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # How it is done

    @property
    def _deciding(self) -> DecisionActs:
        is_capitals = self.live.collation is not None and self.live.collation.all_caps
        return DecisionActs(
            self.item,
            self.state,
            self.live.discrepancies,
            self.rules | {"case"} if is_capitals else self.rules,
            Syntax.PLAIN if self._exact else self.item.transcript.syntax,
            () if self._exact else self.markup.delimiters,
            self.reviewer,
        )

    def _entry(self, entry_id: str) -> Entry:
        entry = self.queue.get(entry_id)
        if entry is None:
            raise PlaceGoneError("this place is no longer in the list", advice="Look at what differs there now")
        return entry

    def _revert(self, target: int, change: Change) -> Entry | None:
        self._make([Revert(target)])
        if shown := [act.span for act in change.acts if isinstance(act, Show)]:
            self._tell(PlacesChanged())
            here = self.working.to_working(shown[0])
            return next(iter(self.queue.touching(here)), None)
        places = [act.id for act in change.acts if isinstance(act, Decide | Annotate)]
        if places:
            return self.queue.get(places[0])
        delta = next((act.delta for act in change.acts if isinstance(act, Emend)), None)
        if delta is None:
            return None
        first = min((*delta.removed, *delta.added))
        return self.queue.next_undecided_at(self.working.to_working(Span(first.start, first.start)).start)

    def _make(self, acts: list[Act], *, tell_text: bool = True) -> Change:
        """Applies a new change, appends it, and announces it."""
        change = Change(seq=self._history.last_seq + 1, at=timestamp(), by=self.reviewer, acts=tuple(acts))
        former = Former.of(self.state)
        former = former.changed_back_by(self._history.replay(change), self.state.dismissed)
        self._append(change)
        events = text_events(former.places.working, self.working)
        if tell_text:
            for event in events:
                self._tell(event)
        if any(isinstance(act, Reattach) for act in acts):
            self.live.refresh()
        else:
            self.live.changed(former, events if tell_text else [])
        self._tell(ChangeAppended(change.seq))
        return change

    def _append(self, change: Change) -> None:
        if self._keeper is None:
            return

        def on_kept(future: Future[None]) -> None:
            error = future.exception()
            if error is not None:
                self._tell(KeepFailed(str(error)))
                return
            self._kept_seq = max(self._kept_seq, change.seq)
            self._tell(ChangeKept(self._kept_seq))

        self._keeper.append(change).add_done_callback(on_kept)

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)


def _switch(rule: str, *, on: bool) -> SwitchRule | HoldEqual:
    sides = own_sides(rule)
    return HoldEqual(*sides, on) if sides else SwitchRule(rule, on)
