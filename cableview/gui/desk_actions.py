"""What each action does at the desk: to the place under review, to the list, to how text and scan are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from cableview.gui.actions import VERDICTS
from cableview.gui.desk import Desk
from cableview.gui.strip_field import FieldUse
from cableview.model.decision import Verdict
from cableview.model.item import Relation
from cableview.model.witness import Sigil

OF_THE_PLACE = frozenset({*VERDICTS, "likely", "sic", "note", "take-back", "hold-equal", "alike", "evidence"})
"""What is about the place that is reviewed, which therefore has to be before the eyes."""

LINE_STEPS = {"next": 1, "next-any": 1, "previous": -1, "previous-any": -1}
"""What walks from line to line where there are no places to walk through."""


class DeskActions:
    """Carries out actions of the table at `desk`, which has an item open then."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_bare = False
        self.handlers: Mapping[str, Callable[[], object]] = self._table()

    def _table(self) -> Mapping[str, Callable[[], object]]:
        page = self._desk.page
        handlers: dict[str, Callable[[], object]] = {
            "edit": self._desk.begin_editing,
            "review": self._desk.end_editing,
            "exclude": self._exclude,
            "hold-equal": self._hold_equal,
            "find": self._desk.queue.focus_search,
            "note": self._open_note,
            "copy": self._copy,
            "only-kind": self._toggle_kind,
            "seen": self._see,
            "invert": self._filtering(page.toggle_invert),
            "contrast-more": self._filtering(page.more_contrast),
            "contrast-less": self._filtering(page.less_contrast),
            "lighter": self._filtering(page.lighter),
            "darker": self._filtering(page.darker),
            "bare": lambda: self._set_bare(True),
            "reference-pane": lambda: self._desk.show_reference(self._desk.reference.isHidden()),
            "queue-pane": lambda: self._desk.queue.setVisible(self._desk.queue.isHidden()),
            "text-larger": lambda: self._set_text_size(self._desk.text.text_size + 1),
            "text-smaller": lambda: self._set_text_size(self._desk.text.text_size - 1),
        }
        handlers.update(self._desk.on_page.handlers())
        walking = ("next", "previous", "next-any", "previous-any", "back", "likely", "sic", "take-back")
        for action in walking:
            handlers[action] = lambda action=action: self._walk(action)
        for action in ("undo", "redo"):
            handlers[action] = lambda action=action: self._revert(action)
        for action, verdict in VERDICTS.items():
            handlers[action] = lambda verdict=verdict: self._give(verdict)
        return handlers

    def act(self, action: str) -> None:
        """Does what an action says; nothing where it is none of the desk's, or no item is open."""
        handler = self.handlers.get(action)
        if handler is None or self._desk.reviewing is None:
            return
        if action in OF_THE_PLACE and self._desk.strip.place is None:
            self._desk.return_to_place()
        handler()
        self._desk.changed.emit()

    def release(self, action: str) -> None:
        """A held key was let go."""
        if action == "bare":
            self._set_bare(False)

    def _walk(self, action: str) -> None:
        reviewing, reading = self._desk.reviewing, self._desk.reading
        if reviewing is None:
            return
        if reading is not None and self._desk.is_reading_along and action in LINE_STEPS:
            (reading.next if LINE_STEPS[action] > 0 else reading.previous)()
            return
        {
            "next": reviewing.next_undecided,
            "previous": reviewing.previous_undecided,
            "next-any": reviewing.next_any,
            "previous-any": reviewing.previous_any,
            "back": reviewing.back,
            "likely": reviewing.toggle_likely,
            "sic": reviewing.toggle_sic,
            "take-back": reviewing.take_back,
        }[action]()

    def _revert(self, action: str) -> None:
        """Undoes or does again. What is half typed in the strip would be a change of its own: it is left, and said."""
        desk = self._desk
        if desk.reviewing is None:
            return
        typed = desk.strip.drop_field()
        revert = desk.reviewing.undo if action == "undo" else desk.reviewing.redo
        if desk.reading is not None and desk.is_reading_along:
            desk.reading.revert(revert)
        else:
            revert()
        if typed:
            desk.say_dropped(typed)

    def _give(self, verdict: Verdict) -> None:
        """Takes a verdict; `other` is typed first, and of a paraphrase the reference only fills that field."""
        session, reviewing, strip = self._desk.session, self._desk.reviewing, self._desk.strip
        if reviewing is None or session is None:
            return
        only_fills = verdict is Verdict.REFERENCE and session.relation is Relation.PARAPHRASE
        if verdict is not Verdict.OTHER and not only_fills:
            reviewing.decide(verdict)
            return
        entry = reviewing.current
        if entry is None or not strip.is_shown(entry.id):
            self._desk.told.emit("The place was not on the screen yet: press the key again.")
            return
        first, second = entry.working.of(session.text), entry.reference.of(session.reference)
        if entry.decision and entry.decision.verdict is Verdict.OTHER:
            first = entry.decision.reading
        strip.open_field(FieldUse.READING, *((second, first) if only_fills else (first, second)))

    def _open_note(self) -> None:
        entry = self._desk.reviewing.current if self._desk.reviewing else None
        if entry is not None:
            self._desk.strip.open_field(FieldUse.NOTE, entry.note)

    def _toggle_kind(self) -> None:
        """Lists only the kind of the place looked at, or all again where something is left out of the list."""
        reviewing, queue = self._desk.reviewing, self._desk.queue
        entry = reviewing.current if reviewing else None
        if queue.is_filtered:
            queue.list_all()
        elif entry is not None:
            queue.list_only(entry.kind)
            self._desk.told.emit(queue.kind_words(entry.kind))

    def _copy(self) -> None:
        """What is selected where the keys go; of a row of the list, the place and its readings."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPlainTextEdit | QLineEdit):
            focus.copy()
        elif focus is self._desk.queue.table:
            words = self._desk.queue.row_text()
            if words:  # else what somebody copied elsewhere would be gone
                QGuiApplication.clipboard().setText(words)

    def _see(self) -> None:
        if self._desk.reading is not None and self._desk.reviewing is not None:
            self._desk.name_change("line seen")
            self._desk.reading.see()

    def _exclude(self) -> None:
        desk = self._desk
        if desk.session is None or desk.reviewing is None:
            return
        if desk.reference.hasFocus():
            span, sigil = desk.reference.selection, Sigil.REFERENCE
        else:
            span, sigil = desk.session.working.to_original(desk.text.selection), Sigil.TRANSCRIPT
        if span.is_empty:
            desk.told.emit("Select the words that are not to be compared, then press X.")
            return
        desk.reviewing.exclude(sigil, span)

    def _hold_equal(self) -> None:
        if self._desk.reviewing is not None:
            self._desk.leave_field()  # a note has its place, which may be gone then
            self._desk.reviewing.hold_equal()

    def _filtering(self, change: Callable[[], object]) -> Callable[[], None]:
        def changed() -> None:
            change()
            self._desk.strip.crop.set_filters(self._desk.page.state.filters)

        return changed

    def _set_text_size(self, size: float) -> None:
        for pane in (self._desk.text, self._desk.reference):
            pane.set_text_size(size)

    def _set_bare(self, on: bool) -> None:
        if on != self._is_bare:
            self._is_bare = on
            self._desk.page.set_bare(on)
            self._desk.strip.crop.set_bare(on)
