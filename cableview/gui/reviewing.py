"""The reviewer's walk: the place looked at, the prefixes of a verdict, and what a key does to session and place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Signal

from cableview.errors import PlaceGoneError
from cableview.gui.change_labels import undo_labels
from cableview.gui.idle_collation import IdleCollation
from cableview.gui.session_bridge import SessionBridge
from cableview.gui.strip_head import REDONE, UNDONE
from cableview.gui.whole_words import one_line
from cableview.model.decision import VERDICT_WORDS, State, Verdict
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.own_rules import own_rule_for
from cableview.review.queue import Entry, Queue
from cableview.review.session import Session

TYPING_KEPT_AFTER = 1500
"""Milliseconds without a key after which typing becomes a change; two seconds are promised."""

CAUGHT_UP_AFTER = 60
"""Milliseconds without a key after which a long text shows what differs where it was typed in."""

Step = Callable[[Queue, str | None, Callable[[Entry], bool]], Entry | None]
"""One of the queue's ways from a place to another."""


class Reviewing(QObject):
    """Walks through the queue of a session and takes the reviewer's verdicts.

    `moved` says that the panels should go to another place, `current_changed` that the place reads differently now;
    `told` is a passing remark, `unplaced` what was typed at a place that is gone. `last_words` describe the last
    change.
    """

    moved = Signal()
    current_changed = Signal()
    prefixes_changed = Signal()
    told = Signal(str)
    unplaced = Signal(str)

    def __init__(
        self,
        session: Session,
        bridge: SessionBridge,
        why_unseen: Callable[[str], str],
        is_writing: Callable[[], bool],
        is_listed: Callable[[Entry], bool] = lambda _: True,
        parent: QObject | None = None,
    ) -> None:
        """`why_unseen` says why a place cannot be decided yet, with "" once it was painted; `is_writing` tells that a
        reading or a note of it is half typed.

        `is_listed` tells which places the list shows: only those are walked through.
        """
        super().__init__(parent)
        self.session = session
        self.likely = self.sic = False
        self.last_words = ""
        self._why_unseen, self._is_listed = why_unseen, is_listed
        self._current: str | None = None
        self._last: tuple[Entry | None, int] = None, 0
        self._looked_back: str | None = None
        self._is_deciding = False
        self._catch_up = QTimer(self, interval=CAUGHT_UP_AFTER, singleShot=True)
        self._catch_up.timeout.connect(self.session.live.catch_up)
        self._commit = QTimer(self, interval=TYPING_KEPT_AFTER, singleShot=True)
        self._commit.timeout.connect(self.commit_typing)
        bridge.queue_changed.connect(self._on_queue_changed)
        self.collating = IdleCollation(session, bridge, is_writing, self)
        self.collating.failed.connect(self.told)

    @property
    def current(self) -> Entry | None:
        """The place under review; `None` where there is none."""
        return self.session.queue.get(self._current)

    @property
    def row(self) -> int | None:
        """Its row in the queue."""
        return self.session.queue.row_of(self._current)

    def go_to(self, entry_id: str | None) -> None:
        """Goes to a place; a prefix that was given elsewhere is forgotten."""
        if entry_id != self._current:
            self._set_prefixes(likely=False, sic=False)
        self._current = entry_id
        self._last = self.current, self.row or 0
        self.moved.emit()

    def look_at(self, position: int) -> None:
        """Looks at the place that a position of the working text is in, without going there."""
        entry = next(iter(self.session.queue.touching(Span(position, position))), None)
        if entry is not None and entry.id != self._current:
            self._set_prefixes(likely=False, sic=False)
            self._current = entry.id
            self._last = entry, self.row or 0
            self.current_changed.emit()

    def start(self, entry_id: str = "") -> None:
        """Goes to where the reviewer stood, else to the first undecided place."""
        queue = self.session.queue
        listed = queue.next_undecided(None, self._is_listed)
        entry = queue.get(entry_id) or listed or queue.next_undecided(None) or queue.next(None)
        self.go_to(entry.id if entry else None)

    def walk(self, step: Step) -> None:
        """Goes to the place that `step` of the queue leads to from here, among those listed."""
        entry = step(self.session.queue, self._current, self._is_listed)
        if entry is None:
            self.told.emit(self._nothing_left())
            return
        if entry.id == self._current:
            self.told.emit("This is the only one.")
        self.go_to(entry.id)

    def back(self) -> None:
        """Looks again at the place decided last; there, at the one decided before it. Of several decided as one change
        the first comes first.
        """
        queue = self.session.queue
        trail = [one for one in reversed(self.session.state.decisions) if queue.get(one) is not None]
        if not trail:
            self.told.emit("Nothing has been decided yet.")
            return
        is_on_trail = self._current in (trail[0], self._looked_back) and self._current in trail
        rest = trail[trail.index(self._current) + 1 :] if is_on_trail and self._current else trail
        if not rest:
            self.told.emit("Nothing was decided before this.")
            return
        self._looked_back = rest[0]
        self.go_to(rest[0])

    def toggle_likely(self) -> None:
        """Makes the next verdict a likely one, or a sure one again."""
        self._set_prefixes(likely=not self.likely, sic=self.sic)

    def toggle_sic(self) -> None:
        """Marks the next verdict as sic, or not."""
        self._set_prefixes(likely=self.likely, sic=not self.sic)

    def decide(self, verdict: Verdict, reading: str = "") -> bool:
        """Records a verdict on the place and goes on to the next one; not before the place has been shown."""
        entry = self.current
        if entry is None:
            self.told.emit("There is no place to decide here.")
            return False
        if not self.has_seen(entry):
            return False
        if entry.state is State.STALE:
            self.told.emit("The words of this decision are gone from the text. Del takes it off the list.")
            return False
        self.last_words = f"{one_line(entry.working.of(self.session.text), 24)} → {VERDICT_WORDS[verdict]}"
        try:
            with self._deciding():
                self.session.decide(entry.id, verdict, reading=reading, likely=self.likely, sic=self.sic)
        except PlaceGoneError as gone:
            self._on_queue_changed()
            self.unplaced.emit(f"Not recorded: {reading}; {gone}" if reading else f"Not recorded: {gone}")
            return False
        self._go_on(entry, verdict)
        return True

    def decide_together(self, entry_ids: Sequence[str], verdict: Verdict) -> None:
        """Records a verdict on several places as one change, and goes on to the next one after the place looked at."""
        entry = self.current
        if entry is None:
            return
        self.last_words = f"{len(entry_ids)} alike → {VERDICT_WORDS[verdict]}"
        with self._deciding():
            self.session.decide_together(entry_ids, verdict, likely=self.likely, sic=self.sic)
        self._go_on(entry, verdict)
        count = f"{len(entry_ids)} places are" if len(entry_ids) > 1 else "1 place is"
        self.told.emit(f"{count} decided: {VERDICT_WORDS[verdict]}. Ctrl+Z takes it back as a whole.")

    @contextmanager
    def _deciding(self) -> Generator[None]:
        """Inside the block the place stays the one looked at, whatever becomes of the queue."""
        self._is_deciding = True
        try:
            yield
        finally:
            self._is_deciding = False

    def _go_on(self, entry: Entry, verdict: Verdict) -> None:
        """Goes from a place that was decided to the next."""
        self._looked_back = None
        self._set_prefixes(likely=False, sic=False)
        following = self.session.queue.next_undecided(entry.id, self._is_listed)
        if following is None:
            self.told.emit(self._nothing_left() if self.session.queue.undecided else "")  # `FinishedNotice` says that
        elif following.state is State.DEFERRED and verdict is not Verdict.DEFERRED:
            self.told.emit("Only deferred places are left.")
        else:
            self.told.emit("")  # what was said before, as that all is decided, may hold no more
        self.go_to(following.id if following else entry.id)

    def take_back(self) -> None:
        """Takes the decision back that was made at the place."""
        entry = self.current
        if entry is not None and not self.has_seen(entry):
            return
        self.last_words = "decision taken back"
        if entry is None or self.session.take_back(entry.id) is None:
            self.told.emit("There is no decision here to take back.")
            return
        self.current_changed.emit()

    def annotate(self, entry_id: str, note: str) -> None:
        """Notes something at a place, which may be one that was just left."""
        if self.session.queue.get(entry_id) is None:
            self.unplaced.emit(f"Half typed, at a place that is gone: {note}")
            return
        self.last_words = "note"
        self.session.annotate(entry_id, note.strip())
        self.current_changed.emit()

    def undo(self) -> None:
        """Takes the last change back, and shows where it was."""
        if not self.session.can_undo:
            self.told.emit("There is nothing to undo.")
            return
        self.last_words = _about(UNDONE, undo_labels(self.session)["undo"])
        self.told.emit("")  # it may have been of what is taken back now
        self._jump(self.session.undo())

    def redo(self) -> None:
        """Makes the change again that was undone last, and shows where it is."""
        if not self.session.can_redo:
            self.told.emit("There is nothing to redo.")
            return
        self.last_words = _about(REDONE, undo_labels(self.session)["redo"])
        self.told.emit("")
        self._jump(self.session.redo())

    def type_in(self, start: int, removed: int, text: str) -> None:
        """Takes what was typed into the working text."""
        self.session.edit(Span(start, start + removed), text)
        self._catch_up.start()
        self._commit.start()

    def commit_typing(self) -> None:
        """Makes what was typed last one change."""
        if self.session.has_unkept_typing:
            self.last_words = "text edited"
        self._commit.stop()
        self._catch_up.stop()
        self.session.commit_typing()

    def exclude(self, sigil: Sigil, span: Span) -> None:
        """Takes a range of an original witness out of the comparison; if it is out already, back in."""
        held = [s for kind, s in self.session.state.exclusions if kind is sigil and s.overlaps(span)]
        self.last_words = "compared again" if held else "left out of the comparison"
        if held:
            self.session.exclude(sigil, held[0], on=False)
            self.told.emit("Compared again.")
        else:
            self.session.exclude(sigil, span)
            self.told.emit("Left out of the comparison. X on it again, or Ctrl+Z, takes it back in.")

    def hold_equal(self) -> None:
        """Holds the two readings of the place equal in the item, without a word about the page."""
        entry = self.current
        if entry is None or entry.origin is not None or entry.state is State.STALE:
            self.told.emit("There are no two wordings here that could be held equal.")
            return
        if not self.has_seen(entry):
            return
        try:
            pair = own_rule_for(entry.working.of(self.session.text), entry.reference.of(self.session.reference))
        except ValueError as error:
            self.told.emit(f"These cannot be held equal: {error}.")
            return
        self.last_words = f"{one_line(pair, 40)} held equal"
        before = len(self.session.queue)
        self.session.set_rules({pair: True})
        if self.session.live.is_outdated:
            self.told.emit(f"{pair}: its places leave the list when all is compared. Ctrl+Z takes it back.")
            return
        gone = before - len(self.session.queue)
        places = "1 place has" if gone == 1 else f"{gone} places have"
        self.told.emit(f"{pair}: {places} left the list. That says nothing about the page; Ctrl+Z takes it back.")

    def has_seen(self, entry: Entry) -> bool:
        """False, with a remark, if a key came before its place was painted."""
        why = self._why_unseen(entry.id)
        if why:
            self.told.emit(why)
        return not why

    def _nothing_left(self) -> str:
        undecided = self.session.queue.undecided
        if undecided:
            left = "1 is" if undecided == 1 else f"{undecided} are"
            return f"Nothing more among the places that are listed; {left} undecided in all. F lists all again."
        return "Everything is decided. Ctrl+E exports." if len(self.session.queue) else "The texts agree everywhere."

    def _jump(self, entry: Entry | None) -> None:
        self._set_prefixes(likely=False, sic=False)
        if entry is None:
            self.current_changed.emit()
        else:
            self.go_to(entry.id)

    def _set_prefixes(self, *, likely: bool, sic: bool) -> None:
        if (likely, sic) != (self.likely, self.sic):
            self.likely, self.sic = likely, sic
            self.prefixes_changed.emit()

    def _on_queue_changed(self) -> None:
        """The place under review may have left the queue: the one with its words is shown instead."""
        if self._is_deciding:
            return
        if self.current is None:
            former, row = self._last
            entry = self.session.queue.instead_of(former, row) if former else None
            self.go_to(entry.id if entry else None)
        else:
            self._last = self.current, self.row or 0
            self.current_changed.emit()


def _about(done: str, change: str) -> str:
    """What was done, and to which change, as far as that has a name."""
    return f"{done}: {change}" if change else done
