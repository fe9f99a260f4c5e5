"""What each action does at the desk: to the place under review, to the item, to the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from cableview.gui.actions import OF_THE_PLACE, VERDICTS
from cableview.gui.desk import Desk
from cableview.gui.desk_item import DeskItem
from cableview.gui.reading_along import ReadingAlong
from cableview.gui.reviewing import Step
from cableview.gui.strip_field import FieldUse
from cableview.gui.view_actions import ViewActions
from cableview.model.decision import Verdict
from cableview.model.item import Relation
from cableview.model.witness import Sigil
from cableview.review.queue import Queue

WALKS: Mapping[str, tuple[Callable[[ReadingAlong], None], Step]] = {
    "next": (ReadingAlong.next, Queue.next_undecided),
    "next-any": (ReadingAlong.next, Queue.next),
    "previous": (ReadingAlong.previous, Queue.previous_undecided),
    "previous-any": (ReadingAlong.previous, Queue.previous),
}
"""How each step goes along the lines of a text, and through the places of a collation."""

ItemHandler = Callable[[DeskItem], object]


class DeskActions:
    """Carries out actions of the table on the item at `desk`; `view` has those that only affect the view."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.view = ViewActions(desk.page, desk.on_page, desk.strip.crop, (desk.text, desk.reference))
        self._handlers = {
            **{action: _without_item(handler) for action, handler in self._of_panels().items()},
            **self._of_item(),
        }

    @property
    def names(self) -> frozenset[str]:
        """The actions that can be carried out here."""
        return frozenset(self._handlers)

    def act(self, action: str) -> None:
        """Carries out an action; does nothing if it is not the desk's, or no item is open."""
        handler, item = self._handlers.get(action), self._desk.item
        if handler is None or item is None:
            return
        if action in OF_THE_PLACE and self._desk.strip.place is None:
            self._desk.return_to_place()
        handler(item)
        self._desk.changed.emit()

    def _of_panels(self) -> dict[str, Callable[[], object]]:
        """What is done to the panels, whatever item they show."""
        desk = self._desk
        return {
            **self.view.handlers,
            "edit": desk.begin_editing,
            "review": desk.end_editing,
            "find": desk.queue.focus_search,
            "copy": self._copy,
            "reference-pane": lambda: desk.show_reference(desk.reference.isHidden()),
            "queue-pane": lambda: desk.queue.setVisible(desk.queue.isHidden()),
        }

    def _of_item(self) -> dict[str, ItemHandler]:
        """What is done to the item."""
        return {
            "likely": lambda item: item.reviewing.toggle_likely(),
            "sic": lambda item: item.reviewing.toggle_sic(),
            "take-back": lambda item: item.reviewing.take_back(),
            "back": lambda item: item.reviewing.back(),
            "undo": lambda item: self._revert(item, item.reviewing.undo),
            "redo": lambda item: self._revert(item, item.reviewing.redo),
            "exclude": self._exclude,
            "hold-equal": self._hold_equal,
            "note": self._open_note,
            "only-kind": self._toggle_kind,
            "seen": self._see,
            **{action: partial(_walk, action) for action in WALKS},
            **{action: partial(self._give, verdict) for action, verdict in VERDICTS.items()},
        }

    def _revert(self, item: DeskItem, revert: Callable[[], None]) -> None:
        """Undoes or redoes. What is half typed in the strip, a change of its own, is dropped and reported."""
        typed = self._desk.strip.drop_field()
        if item.is_reading_along:
            item.reading.revert(revert)
        else:
            revert()
        if typed:
            self._desk.say_dropped(typed)

    def _give(self, verdict: Verdict, item: DeskItem) -> None:
        """Gives a verdict; `other` is typed first, and in a paraphrase the reference only fills that field."""
        session, strip = item.session, self._desk.strip
        only_fills = verdict is Verdict.REFERENCE and session.relation is Relation.PARAPHRASE
        if verdict is not Verdict.OTHER and not only_fills:
            item.reviewing.decide(verdict)
            return
        entry = item.current
        if entry is None or not item.reviewing.has_seen(entry):
            return
        first, second = entry.working.of(session.text), entry.reference.of(session.reference)
        if entry.decision and entry.decision.verdict is Verdict.OTHER:
            first = entry.decision.reading
        strip.open_field(FieldUse.READING, *((second, first) if only_fills else (first, second)))

    def _open_note(self, item: DeskItem) -> None:
        if item.current is not None:
            self._desk.strip.open_field(FieldUse.NOTE, item.current.note)

    def _toggle_kind(self, item: DeskItem) -> None:
        """Lists only the kind of the place looked at, or all again where something is left out of the list."""
        queue = self._desk.queue
        if queue.is_filtered:
            queue.list_all()
            self._desk.told.emit("All places are listed again.")
        elif item.current is not None:
            queue.list_only(item.current.kind)
            self._desk.told.emit(queue.kind_words(item.current.kind))

    def _copy(self) -> None:
        """Copies the selection of the focused widget; for a row of the list, the place and its readings."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPlainTextEdit | QLineEdit):
            focus.copy()
        elif focus is self._desk.queue.table:
            words = self._desk.queue.row_text()
            if words:  # else what was copied elsewhere would be lost
                QGuiApplication.clipboard().setText(words)

    def _see(self, item: DeskItem) -> None:
        self._desk.name_change("line seen")
        item.reading.see()

    def _exclude(self, item: DeskItem) -> None:
        desk = self._desk
        if desk.reference.hasFocus():
            span, sigil = desk.reference.selection, Sigil.REFERENCE
        else:
            span, sigil = item.session.to_original(desk.text.selection), Sigil.TRANSCRIPT
        if span.is_empty:
            desk.told.emit("Select the words that are not to be compared, then press X.")
            return
        item.reviewing.exclude(sigil, span)

    def _hold_equal(self, item: DeskItem) -> None:
        self._desk.leave_field()  # a note belongs to its place, which may be gone afterwards
        item.reviewing.hold_equal()


def _walk(action: str, item: DeskItem) -> None:
    """Goes to another place, or to another line where there are no places."""
    along_lines, through_places = WALKS[action]
    if item.is_reading_along:
        along_lines(item.reading)
    else:
        item.reviewing.walk(through_places)


def _without_item(handler: Callable[[], object]) -> ItemHandler:
    return lambda _: handler()
