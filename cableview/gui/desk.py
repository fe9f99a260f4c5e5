"""An open item: its panels, and what passes between them and the session."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cableview.gui.actions import Mode
from cableview.gui.draft_saver import DraftKeeper, DraftSaver
from cableview.gui.editor import TextPane
from cableview.gui.items import Draft
from cableview.gui.page_images import PageImages
from cableview.gui.page_places import PagePlaces
from cableview.gui.page_view import PageView
from cableview.gui.panel_arrangement import PanelArrangement
from cableview.gui.panel_layout import view_state
from cableview.gui.place_display import Panels, PlaceDisplay
from cableview.gui.queue_marks import SessionMarks
from cableview.gui.queue_model import QueueModel
from cableview.gui.queue_panel import QueuePanel
from cableview.gui.reading_along import ReadingAlong
from cableview.gui.reviewing import Reviewing
from cableview.gui.scroll_sync import ScrollSync
from cableview.gui.session_bridge import SessionBridge
from cableview.gui.strip import Strip
from cableview.gui.strip_field import FieldUse
from cableview.gui.text_overview import TextOverview
from cableview.gui.theme import LIGHT, Fonts, Theme
from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.model.witness import Witness
from cableview.review.places import Places
from cableview.review.queue import Queue
from cableview.review.session import Session
from cableview.scan.placing.places import WordPlaces
from cableview.settings import ItemView

FOLLOWED_AFTER = 150
"""Milliseconds after which the page follows the caret."""

LONG_TEXT = 60_000
"""Code points above which the text's markup is read when the keys rest, not at each."""

SECOND_TEXT = "second text"
"""What says among the arranged panels whether the second text is shown."""


class Desk(QWidget):
    """The panels of one item, and the reviewer's actions on it.

    `told` is a passing remark, `failed` and `noticed` are sentences that have to stay, `changed` says that mode or
    counts are other.
    """

    told = Signal(str)
    failed = Signal(str)
    noticed = Signal(str)
    changed = Signal()
    kept = Signal()

    def __init__(self, fonts: Fonts, text_size: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._marks = SessionMarks(lambda: self.session)
        self.images = PageImages(parent=self)
        self.page = PageView(self.images, LIGHT)
        self.on_page = PagePlaces(self.page, self.images, LIGHT, self)
        self.text = TextPane(LIGHT, fonts.mono_font(text_size), name="Working text")
        self.text.setProperty("is_working_text", True)
        self.overview = TextOverview(self.text, self._marks.ticks)
        self.text.add_beside(self.overview)
        self.reference = TextPane(LIGHT, fonts.mono_font(text_size), name="Second text", editable=False)
        self.strip = Strip(self.images, fonts)
        self.model = QueueModel(self)
        self.queue = QueuePanel(self.model)
        self.session: Session | None = None
        self.reviewing: Reviewing | None = None
        self.reading: ReadingAlong | None = None
        self.places = Places("", ())
        self._bridge: SessionBridge | None = None
        self._shows_reference = False
        self._drafting = DraftSaver(self.strip, self._current_id, self)
        self._caret = QTimer(self, interval=FOLLOWED_AFTER, singleShot=True)
        self._caret.timeout.connect(self._follow_caret)
        self._markup = QTimer(self, interval=200, singleShot=True)
        self._markup.timeout.connect(self._show_markup)
        self._stepping = ScrollSync(self.text, self.reference, self)
        self._panels = Panels(self.text, self.reference, self.overview, self.strip, self.on_page, self._stepping)
        self._showing: PlaceDisplay | None = None
        panes = (self.page, self.text, self.reference)
        self._arrangement = PanelArrangement(self, panes, self.strip, self.queue)
        self.reference.hide()
        self._wire()

    def _wire(self) -> None:
        self.on_page.chosen.connect(self._on_word_clicked)
        self.on_page.told.connect(self.told)
        self.on_page.keeping.connect(lambda: self.name_change("place on the page"))
        self.text.set_marks(self._marks.touching)
        self.reference.set_marks(self._marks.touching_reference)
        self.text.caret_moved.connect(self._on_caret_moved)
        self.text.edited.connect(self._on_edited)
        self.text.editing_changed.connect(lambda on: self.strip.set_reviewing(not on))
        self.text.double_clicked.connect(self._on_double_clicked)
        self.overview.chosen.connect(self._on_overview_chosen)
        self.queue.chosen.connect(self._on_row_chosen)
        self.queue.left.connect(self.text.setFocus)
        self.queue.narrowed.connect(self.changed)
        self.strip.recorded.connect(self._on_recorded)
        self.strip.noted.connect(self._on_noted)
        self.strip.abandoned.connect(self.say_dropped)
        self.strip.field_closed.connect(self.text.setFocus)

    # Opening and closing

    def open(self, session: Session, store: DraftKeeper | None = None, view: ItemView | None = None) -> None:
        """Shows an item. `view` is where the reviewer stood in it."""
        self.close_item()
        view = view or ItemView()
        self.session = session
        self.queue.search.clear()
        self._drafting.begin(store)
        bridge = self._bridge = SessionBridge(session, self)
        self._show_item(session, bridge)
        self._begin_review(session, bridge)
        self._stepping.set_session(session)
        if view.view:
            self.page.set_state(view_state(view.view))
            self.strip.crop.set_filters(self.page.state.filters)
        self._show_standing(session)
        self._take_up_work(session, view)

    def _show_item(self, session: Session, bridge: SessionBridge) -> None:
        """Fills the panels with what the item holds."""
        self.places = Places(session.text, session.item.pages)
        self.places.correct(session.item.transcript.text, session.state.shown)
        self._showing = PlaceDisplay(self._panels, session, self.places)
        self.on_page.set_item(session, self.places)
        self.images.set_pages(session.item.pages)
        self.page.setVisible(bool(session.item.pages))
        self.text.set_text(session.text)
        self._show_markup()
        self._fill_reference()
        self.model.set_queue(session.queue, lambda: (session.text, session.reference), self.places.name)
        bridge.text_changed.connect(self._on_text_changed)
        bridge.queue_changed.connect(lambda change: self.model.follow(change, session.queue))

    def _fill_reference(self) -> None:
        """Gives the second text to its pane, once the pane is shown: a long one takes its time."""
        session = self.session
        if session is None or self.reference.length or not self._shows_reference:
            return
        self.reference.set_text(session.reference)
        self.reference.set_markup(session.reference_markup)

    def _begin_review(self, session: Session, bridge: SessionBridge) -> None:
        """What walks through the places, or along the lines, and what is heard of it and of the session."""
        reviewing = self.reviewing = Reviewing(
            session, bridge, self.strip.is_shown, self.strip.is_writing, self.queue.filter.accepts, self
        )
        bridge.queue_changed.connect(self._on_compared)
        bridge.comparison_changed.connect(self._on_compared)
        bridge.places_changed.connect(self._on_places_changed)
        bridge.change_appended.connect(self._on_appended)
        bridge.change_kept.connect(self._on_kept)
        bridge.keep_failed.connect(self.failed)
        reviewing.moved.connect(self._on_moved)
        reviewing.current_changed.connect(self.show_place)
        reviewing.prefixes_changed.connect(self._on_prefixes)
        reviewing.told.connect(self.told)
        reviewing.unplaced.connect(self.noticed)
        reading = self.reading = ReadingAlong(session, self.places, self)
        reading.moved.connect(self._on_line_moved)
        reading.told.connect(self.told)

    def _show_standing(self, session: Session) -> None:
        """Shows how far the item is decided, and the panels that it has something for."""
        self.strip.show_kept("", is_kept=False)
        self._on_compared()
        self.queue.refresh_counts()
        self.queue.list_some()
        self.queue.setVisible(bool(session.reference))
        self.reference.setVisible(self._shows_reference and bool(session.reference))
        self.strip.setVisible(bool(session.text.strip()))

    def _take_up_work(self, session: Session, view: ItemView) -> None:
        """Goes to where the reviewer stood."""
        if self.reviewing is not None:
            self.reviewing.start(view.entry)
        if self.reading is not None and self.is_reading_along:
            self.reading.start()
        if not session.text.strip():
            self.begin_editing()
        else:
            self.text.setFocus()

    def close_item(self) -> None:
        """Lets go of the item and of its pixels; what was typed last becomes a change, what is half typed a draft."""
        self._drafting.finish()
        self.text.set_editing(False)
        if self.reviewing is not None:
            self.reviewing.commit_typing()
            self.reviewing.deleteLater()
        if self.reading is not None:
            self.reading.deleteLater()
        if self._bridge is not None:
            self._bridge.close()
            self._bridge.deleteLater()
        if self.images.count:
            self.images.set_pages(())
        self.session = self.reviewing = self.reading = self._bridge = self._showing = None
        self._forget()

    def _forget(self) -> None:
        """Has no panel keep hold of an item: a long one takes hundreds of megabytes."""
        self.places = Places("", ())
        self.on_page.set_item(None, self.places)
        self._stepping.set_session(None)
        self._marks.forget()
        self.model.set_queue(Queue(()), lambda: ("", ""), str)
        for pane in (self.text, self.reference):
            pane.set_text("")

    def take_places(self, found: WordPlaces) -> None:
        """Takes over where the words of the transcript were found on the scan, and shows the place looked at there."""
        session = self.session
        if session is None:
            return
        self.places.set_words(found, session.to_original, session.to_working)
        self.queue.table.viewport().update()
        self._on_places_changed()
        for words in found.notices:
            self.noticed.emit(words)

    def refresh_scan(self) -> None:
        """The third witness was heard: shows what it reads at the place looked at."""
        entry, row = (self.reviewing.current, self.reviewing.row) if self.reviewing else (None, None)
        if self._showing is not None and entry is not None and row is not None:
            self._showing.readings(entry, row)

    def shut_down(self) -> None:
        """Ends the workers; the desk cannot be used after this."""
        self.close_item()
        self.images.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrangement.fit()

    @property
    def mode(self) -> Mode:
        """Whether the text is typed in or places are reviewed."""
        return Mode.EDIT if self.text.is_editing else Mode.REVIEW

    @property
    def is_reading_along(self) -> bool:
        """True where there is nothing to compare with, so that lines are seen rather than places decided."""
        return self.session is not None and not self.session.reference and bool(self.session.text.strip())

    def view(self) -> ItemView:
        """Where the reviewer stands, to be remembered."""
        return ItemView(self._current_id() or "", max(1, self.page.page), msgspec.to_builtins(self.page.state))

    def _current_id(self) -> str | None:
        entry = self.reviewing.current if self.reviewing else None
        return entry.id if entry else None

    def arrangement(self) -> dict[str, str]:
        """How the panels are arranged, by their names, as text to be remembered."""
        return self._arrangement.as_texts() | {SECOND_TEXT: "shown" if self._shows_reference else "hidden"}

    def restore_arrangement(self, kept: Mapping[str, str]) -> None:
        """Arranges the panels as they were, those that `kept` tells of."""
        self._arrangement.restore(kept)
        self._shows_reference = kept.get(SECOND_TEXT) == "shown"

    def caret_in_original(self) -> tuple[Witness, int] | None:
        """The witness whose text has the focus, by default the transcript, and where in its original the caret is."""
        if self.session is None:
            return None
        item = self.session.item
        if self.reference.hasFocus() and item.reference is not None:
            return item.reference, self.reference.caret
        caret = self.text.caret
        return item.transcript, self.session.to_original(Span(caret, caret)).start

    # Acting

    def begin_editing(self, position: int | None = None) -> None:
        """Opens the text for typing, at a position, else at the place that is reviewed."""
        if self.session is None:
            return
        entry = self.reviewing.current if self.reviewing else None
        self.leave_field()
        self.text.set_editing(True)
        if position is None and entry is not None:
            position = entry.working.start
        if position is not None:
            self.text.set_caret(position)
        self.text.setFocus()
        self.changed.emit()

    def end_editing(self) -> None:
        """Takes what was typed as a change, and goes on reviewing."""
        if self.reviewing is not None:
            self.reviewing.commit_typing()
        self.text.set_editing(False)
        self.show_place()
        self.changed.emit()

    def leave_field(self) -> None:
        """Closes the strip's field because something else begins: a note is kept, a reading is said."""
        note = self.strip.leave_field()
        if note is not None:
            self._on_noted(*note)

    def say_dropped(self, typed: str) -> None:
        """Says that what was typed in the strip is not kept."""
        self.told.emit(f"Half typed, and not kept: {typed}")

    def set_theme(self, theme: Theme) -> None:
        """Draws all panels in the colours of another theme."""
        self._theme = theme
        for part in (self.page, self.text, self.overview, self.reference, self.strip, self.queue):
            part.set_theme(theme)
        self.on_page.set_theme(theme)

    def look_at(self, working: Span, reference: Span | None = None) -> None:
        """Shows words of both texts, and where they stand on the page, beside the place that is reviewed."""
        for pane, span in ((self.text, working), (self.reference, reference)):
            if span is not None:
                pane.set_current(span)
                pane.reveal(span)
        self.on_page.show(working, goes_there=True)

    def return_to_place(self) -> None:
        """Shows the place that is reviewed again where something beside it was looked at."""
        self.show_place()
        if self.mode is Mode.REVIEW:
            self.reveal()

    def name_change(self, words: str) -> None:
        """Says what the change is that is about to be made."""
        if self.reviewing is not None:
            self.reviewing.last_words = words

    def set_rules(self, rules: Mapping[str, bool]) -> None:
        """Has rules of equality hold, or hold no more, by name."""
        if self.session is not None and self.reviewing is not None:
            what = next(iter(rules)) if len(rules) == 1 else f"{len(rules)} rules"
            self.name_change(f"{what} {'on' if all(rules.values()) else 'off'}")
            self.session.set_rules(rules)
            self.changed.emit()

    def show_reference(self, on: bool) -> None:
        """Shows the pane of the second text, at the place that is reviewed, or hides it; also of the next items."""
        self._shows_reference = on
        self._fill_reference()
        self.reference.setVisible(on)
        if on:
            self.show_place()
            self.reveal()

    # What the session says

    def _on_text_changed(self, start: int, removed: int, added: str) -> None:
        if self.session is None:
            return
        self.text.apply_change(start, removed, added)
        self.places.set_text(self.session.text)
        self._marks.forget_working()
        if len(self.session.text) <= LONG_TEXT:
            self._show_markup()
        else:
            self._markup.start()

    def _on_compared(self) -> None:
        self._marks.forget()
        self.overview.refresh()
        self._stepping.refresh()
        self.text.refresh_marks()
        self.reference.refresh_marks()
        self.changed.emit()

    def _on_appended(self, seq: int) -> None:
        words = self.reviewing.last_words if self.reviewing else ""
        self.strip.show_kept(words, is_kept=self.session is not None and self.session.kept_seq >= seq)
        self._marks.forget_working()
        self.overview.refresh()
        self.changed.emit()

    def _on_kept(self, seq: int) -> None:
        if self.session is not None and self.reviewing is not None and seq >= self.session.last_seq:
            self.strip.show_kept(self.reviewing.last_words, is_kept=True)
        self.kept.emit()

    def _show_markup(self) -> None:
        if self.session is not None:
            self.text.set_markup(self.session.markup)

    # The place looked at

    def _on_moved(self) -> None:
        self.show_place()
        self.reveal()
        self.changed.emit()

    def show_place(self) -> None:
        """Shows the place that is reviewed."""
        if self._showing is None or self.reviewing is None:
            return
        entry, row = self.reviewing.current, self.reviewing.row
        self.queue.show_current(entry.id if entry else None)
        if entry is None and self.is_reading_along:
            if self.reading is not None:
                self.reading.refresh()
        elif entry is None or row is None:
            self._showing.nothing()
        else:
            self._showing.place(entry, row)

    def _on_places_changed(self) -> None:
        """Shows the place looked at where it is now."""
        if self.session is None:
            return
        self.places.correct(self.session.item.transcript.text, self.session.state.shown)
        entry = self.reviewing.current if self.reviewing else None
        if self.is_reading_along:
            self._on_line_moved()
        elif entry is not None and self._showing is not None:
            self._showing.crop(entry)
        self.on_page.refresh()

    def _on_line_moved(self) -> None:
        if self._showing is not None and self.reading is not None:
            self._showing.line(self.reading.line, is_seen=self.reading.is_seen)

    def reveal(self) -> None:
        """Scrolls texts and page to the place that is reviewed."""
        entry = self.reviewing.current if self.reviewing else None
        if entry is not None and self._showing is not None:
            self._showing.reveal(entry)

    def _on_word_clicked(self, span: Span) -> None:
        """A word that was clicked on the page has the caret."""
        self.text.set_caret(span.start)
        visible = self.text.visible_span()
        if not visible.covers(span):
            self.text.reveal(span)
        self.text.setFocus()

    def _on_prefixes(self) -> None:
        if self.reviewing is not None:
            self.strip.set_prefixes(likely=self.reviewing.likely, sic=self.reviewing.sic)

    # What the panels say

    def _on_edited(self, start: int, removed: int, text: str) -> None:
        if self.reviewing is not None:
            self.reviewing.type_in(start, removed, text)

    def _on_caret_moved(self, position: int) -> None:
        """A click on a place in the text looks at it; while editing the page follows the caret."""
        if self.session is None or self.reviewing is None:
            return
        if self.mode is Mode.REVIEW and not self.is_reading_along:
            self.reviewing.look_at(position)
            self.on_page.show(self._span_at(position))
        elif self.session.item.transcript.text.strip():
            self._caret.start()

    def _follow_caret(self) -> None:
        if self.session is not None and self.mode is Mode.EDIT:
            self.on_page.show(self._span_at(self.text.caret))

    def _span_at(self, position: int) -> Span:
        """The word that the caret is in; at a place where something is missing, that place."""
        entry = self.reviewing.current if self.reviewing else None
        if entry is not None and entry.working == Span(position, position):
            return entry.working
        return self.places.word_at(position)

    def _on_double_clicked(self, position: int) -> None:
        if self.mode is Mode.REVIEW:
            self.begin_editing(position)

    def _on_row_chosen(self, entry_id: str) -> None:
        if self.reviewing is not None:
            self.reviewing.go_to(entry_id)

    def _on_overview_chosen(self, position: int) -> None:
        """Goes to the place whose tick was clicked; where there is none, the text is scrolled there."""
        here = Span(position, position)
        entries = self.session.queue.entries if self.session else ()
        entry = next((one for one in entries if one.working.start == position and one.state is not State.STALE), None)
        if entry is not None and self.reviewing is not None and self.mode is Mode.REVIEW:
            self.reviewing.go_to(entry.id)
        else:
            self.text.reveal(here)

    def _on_recorded(self, reading: str) -> None:
        if self.reviewing is not None:
            self.reviewing.decide(Verdict.OTHER, reading)

    def _on_noted(self, entry_id: str, note: str) -> None:
        if self.reviewing is not None:
            self.reviewing.annotate(entry_id, note)

    def take_up(self, draft: Draft) -> None:
        """Opens the field again with what was half typed when the program ended."""
        if self.reviewing is None or self.session is None:
            return
        entry = self.session.queue.get(draft.at)
        if entry is None or draft.use not in FieldUse.__members__:
            self.told.emit(f"Half typed, at a place that is gone: {draft.text}")
            return
        self.reviewing.go_to(entry.id)
        self._drafting.take_up()
        self.strip.open_field(FieldUse[draft.use], draft.text, entry.reference.of(self.session.reference))
