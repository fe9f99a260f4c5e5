"""An open item: its panels, and what passes between them and the session."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cableview.gui.actions import Mode
from cableview.gui.desk_item import DeskItem
from cableview.gui.draft_saver import Draft, DraftKeeper, DraftSaver
from cableview.gui.editor import TextPane
from cableview.gui.page_geometry import view_state
from cableview.gui.page_images import PageImages
from cableview.gui.page_places import PagePlaces
from cableview.gui.page_view import PageView
from cableview.gui.panel_arrangement import PanelArrangement
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
from cableview.review.queue import Entry, Queue
from cableview.review.session import Session
from cableview.scan.placing.places import WordPlaces
from cableview.settings import ItemView

FOLLOWED_AFTER = 150
"""Milliseconds after which the page follows the caret."""

LONG_TEXT = 60_000
"""Code points above which the text's markup is read when typing pauses, not at each key."""

MARKUP_READ_AFTER = 200
"""Milliseconds of such a pause."""

SECOND_TEXT = "second text"
"""Key in the remembered arrangement that says whether the second text is shown."""


class Desk(QWidget):
    """The panels of one item, and the reviewer's actions on it.

    `told` is a passing remark, `failed` and `noticed` are sentences that have to stay, `changed` says that the mode or
    the counts have changed.
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
        self.item: DeskItem | None = None
        self._shows_reference = False
        self._drafting = DraftSaver(self.strip, self._current_id, self)
        self._caret = QTimer(self, interval=FOLLOWED_AFTER, singleShot=True)
        self._caret.timeout.connect(self._follow_caret)
        self._markup = QTimer(self, interval=MARKUP_READ_AFTER, singleShot=True)
        self._markup.timeout.connect(self._show_markup)
        self._stepping = ScrollSync(self.text, self.reference, self)
        self._panels = Panels(self.text, self.reference, self.overview, self.strip, self.on_page, self._stepping)
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
        self.strip.field.refused.connect(self.told)
        self.strip.field_closed.connect(self.text.setFocus)

    # Opening and closing

    @property
    def session(self) -> Session | None:
        return self.item.session if self.item else None

    @property
    def reviewing(self) -> Reviewing | None:
        """The walk through the places of the item on the desk."""
        return self.item.reviewing if self.item else None

    def open(self, session: Session, store: DraftKeeper | None = None, view: ItemView | None = None) -> None:
        """Shows an item. `view` is where the reviewer stood in it."""
        self.close_item()
        view = view or ItemView()
        self.queue.search.clear()
        self._drafting.begin(store)
        item = self._laid_out(session)
        self._fill_panels(item)
        self.item = item
        self._listen(item)
        self._stepping.set_session(session)
        if view.view:
            self.page.set_state(view_state(view.view))
            self.strip.crop.set_filters(self.page.state.filters)
        self._show_standing(item)
        self._take_up_work(item, view)

    def _laid_out(self, session: Session) -> DeskItem:
        """The parts of an item. The list follows the queue before anything that shows a row of it."""
        bridge = SessionBridge(session, self)
        bridge.queue_changed.connect(lambda change: self.model.follow(change, session.queue))
        places = Places(session.text, session.item.pages)
        reviewing = Reviewing(
            session, bridge, self.strip.why_unseen, self.strip.is_writing, self.queue.filter.accepts, self
        )
        reading = ReadingAlong(session, places, self)
        item = DeskItem(session, bridge, places, reviewing, reading, PlaceDisplay(self._panels, session, places))
        item.correct_places()
        return item

    def _fill_panels(self, item: DeskItem) -> None:
        session = item.session
        self.on_page.set_item(session, item.places)
        self.images.set_pages(session.item.pages)
        self.page.setVisible(bool(session.item.pages))
        self.text.set_text(session.text)
        self.text.set_markup(session.markup)
        self._fill_reference(session)
        self.model.set_queue(session.queue, lambda: (session.text, session.reference), item.places.name)

    def _fill_reference(self, session: Session) -> None:
        """Gives the second text to its pane, once the pane is shown: a long one takes its time."""
        if self.reference.length or not self._shows_reference:
            return
        self.reference.set_text(session.reference)
        self.reference.set_markup(session.reference_markup)

    def _listen(self, item: DeskItem) -> None:
        """Connects what the item's session and the walk through it tell."""
        bridge, reviewing, reading = item.bridge, item.reviewing, item.reading
        bridge.text_changed.connect(self._on_text_changed)
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
        reading.moved.connect(item.show_line)
        reading.told.connect(self.told)

    def _show_standing(self, item: DeskItem) -> None:
        """Shows how much of the item is decided, and the panels that have something to show."""
        session = item.session
        self.strip.show_kept("", is_kept=False)
        self._on_compared()
        self.queue.refresh_counts()
        self.queue.list_some()
        self.queue.setVisible(bool(session.reference))
        self.reference.setVisible(self._shows_reference and bool(session.reference))
        self.strip.setVisible(bool(session.text.strip()))

    def _take_up_work(self, item: DeskItem, view: ItemView) -> None:
        """Goes to where the reviewer left off."""
        item.reviewing.start(view.entry)
        if item.is_reading_along:
            item.reading.start()
        if not item.session.text.strip():
            self.begin_editing()
        else:
            self.text.setFocus()

    def close_item(self) -> None:
        """Releases the item and its pixels; what was typed last becomes a change, what is half typed a draft."""
        self._drafting.finish()
        self.text.set_editing(False)
        if self.item is not None:
            self.item.release()
        if self.images.count:
            self.images.set_pages(())
        self.item = None
        self._forget()

    def _forget(self) -> None:
        """Lets no panel hold on to an item: a long one takes hundreds of megabytes."""
        self.on_page.set_item(None, Places("", ()))
        self._stepping.set_session(None)
        self._marks.forget()
        self.model.set_queue(Queue(()), lambda: ("", ""), str)
        for pane in (self.text, self.reference):
            pane.set_text("")

    def take_places(self, found: WordPlaces) -> None:
        """Takes over where the words were found on the scan, and shows the place under review there."""
        item = self.item
        if item is None:
            return
        item.places.set_words(found, item.session.to_original, item.session.to_working)
        self.queue.table.viewport().update()
        self._on_places_changed()
        if found.methods and not any(method.names_word for method in found.methods):
            self.told.emit("None of the words was found on the scan: is it of this text? Places are guessed.")
        for words in found.notices:
            self.noticed.emit(words)

    def note_search(self, on: bool) -> None:
        """Says where a place is only guessed that the words are being looked for on the scan, or no longer."""
        if self.item is not None:
            self.item.showing.is_sought = on
            self._on_places_changed()

    def refresh_scan(self) -> None:
        """There is a third witness: shows what it reads at the place under review."""
        item = self.item
        if item is None or item.current is None or item.reviewing.row is None:
            return
        item.showing.readings(item.current, item.reviewing.row)

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

    def view(self) -> ItemView:
        """Where the reviewer is, to be remembered."""
        return ItemView(self._current_id() or "", max(1, self.page.page), msgspec.to_builtins(self.page.state))

    def _current(self) -> Entry | None:
        """The place under review."""
        return self.item.current if self.item else None

    def _current_id(self) -> str | None:
        entry = self._current()
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
        if self.item is None:
            return None
        session = self.item.session
        if self.reference.hasFocus() and session.item.reference is not None:
            return session.item.reference, self.reference.caret
        caret = self.text.caret
        return session.item.transcript, session.to_original(Span(caret, caret)).start

    # Acting

    def begin_editing(self, position: int | None = None) -> None:
        """Opens the text for typing, at a position or else at the place under review."""
        if self.item is None:
            return
        entry = self.item.current
        self.leave_field()
        self.text.set_editing(True)
        if position is None and entry is not None:
            position = entry.working.start
        if position is not None:
            self.text.set_caret(position)
        self.text.setFocus()
        self.changed.emit()

    def end_editing(self) -> None:
        """Turns what was typed into a change and returns to review."""
        if self.item is not None:
            self.item.reviewing.commit_typing()
        self.text.set_editing(False)
        self.show_place()
        if self.item is not None and self.item.current is not None:
            self.item.showing.outline(self.item.current)
        self.changed.emit()

    def leave_field(self) -> None:
        """Closes the strip's field because something else begins: a note is kept, a reading is reported as dropped."""
        note = self.strip.leave_field()
        if note is not None:
            self._on_noted(*note)

    def say_dropped(self, typed: str) -> None:
        """Reports that what was typed in the strip is not kept."""
        self.told.emit(f"Half typed, and not kept: {typed}")

    def set_theme(self, theme: Theme) -> None:
        """Draws all panels in the colours of another theme."""
        self._theme = theme
        for part in (self.page, self.text, self.overview, self.reference, self.strip, self.queue):
            part.set_theme(theme)
        self.on_page.set_theme(theme)

    def look_at(self, working: Span, reference: Span | None = None) -> None:
        """Shows words of both texts, and where they are on the page, without leaving the place under review."""
        for pane, span in ((self.text, working), (self.reference, reference)):
            if span is not None:
                pane.set_current(span)
                pane.reveal(span)
        self.on_page.show(working, goes_there=True)

    def return_to_place(self) -> None:
        """Shows the place under review again after something else was looked at."""
        self.show_place()
        if self.mode is Mode.REVIEW:
            self.reveal()

    def name_change(self, words: str) -> None:
        """Names the change that is about to be made."""
        if self.item is not None:
            self.item.reviewing.last_words = words

    def set_rules(self, rules: Mapping[str, bool]) -> None:
        """Turns rules of equality on or off, by name."""
        if self.item is not None:
            what = next(iter(rules)) if len(rules) == 1 else f"{len(rules)} rules"
            self.name_change(f"{what} {'on' if all(rules.values()) else 'off'}")
            self.item.session.set_rules(rules)
            self.changed.emit()

    def show_reference(self, on: bool) -> None:
        """Shows the pane of the second text, at the place under review, or hides it; also for the next items."""
        self._shows_reference = on
        if self.item is not None:
            self._fill_reference(self.item.session)
        self.reference.setVisible(on)
        if on:
            self.show_place()
            self.reveal()

    # What the session says

    def _on_text_changed(self, start: int, removed: int, added: str) -> None:
        item = self.item
        if item is None:
            return
        self.text.apply_change(start, removed, added)
        item.places.set_text(item.session.text)
        self.on_page.follow_text(start, removed, len(added))
        self._marks.forget_working()
        if len(item.session.text) <= LONG_TEXT:
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
        if self.item is not None:
            is_kept = self.item.session.kept_seq >= seq
            self.strip.show_kept(self.item.reviewing.last_words, is_kept=is_kept)
        self._marks.forget_working()
        self.overview.refresh()
        self.changed.emit()

    def _on_kept(self, seq: int) -> None:
        if self.item is not None and seq >= self.item.session.last_seq:
            self.strip.show_kept(self.item.reviewing.last_words, is_kept=True)
        self.kept.emit()

    def _show_markup(self) -> None:
        if self.item is not None:
            self.text.set_markup(self.item.session.markup)

    # The place looked at

    def _on_moved(self) -> None:
        self.show_place()
        self.reveal()
        self.changed.emit()

    def show_place(self) -> None:
        if self.item is not None:
            self.queue.show_current(self._current_id())
            self.item.show()

    def _on_places_changed(self) -> None:
        """Shows the place under review where it is now."""
        item = self.item
        if item is None:
            return
        item.correct_places()
        if item.is_reading_along:
            item.show_line()
        elif item.current is not None:
            item.showing.crop(item.current)
        self.on_page.refresh()

    def reveal(self) -> None:
        """Scrolls texts and page to the place under review."""
        if self.item is not None and self.item.current is not None:
            self.item.showing.reveal(self.item.current)

    def _on_word_clicked(self, span: Span) -> None:
        """Puts the caret at a word that was clicked on the page."""
        self.text.set_caret(span.start)
        visible = self.text.visible_span()
        if not visible.covers(span):
            self.text.reveal(span)
        self.text.setFocus()

    def _on_prefixes(self) -> None:
        if self.item is not None:
            self.strip.set_prefixes(likely=self.item.reviewing.likely, sic=self.item.reviewing.sic)

    # What the panels say

    def _on_edited(self, start: int, removed: int, text: str) -> None:
        if self.item is not None:
            self.item.reviewing.type_in(start, removed, text)

    def _on_caret_moved(self, position: int) -> None:
        """A click on a place in the text selects it; while editing, the page follows the caret."""
        if self.item is None:
            return
        if self.mode is Mode.REVIEW and not self.item.is_reading_along:
            self.item.reviewing.look_at(position)
            self.on_page.show(self._span_at(self.item, position))
        elif self.item.session.item.transcript.text.strip():
            self._caret.start()

    def _follow_caret(self) -> None:
        if self.item is not None and self.mode is Mode.EDIT:
            self.on_page.show(self._span_at(self.item, self.text.caret))

    def _span_at(self, item: DeskItem, position: int) -> Span:
        """The word that the caret is in; at a place where something is missing, that place."""
        entry = item.current
        if entry is not None and entry.working == Span(position, position):
            return entry.working
        return item.places.word_at(position)

    def _on_double_clicked(self, position: int) -> None:
        if self.mode is Mode.REVIEW:
            self.begin_editing(position)

    def _on_row_chosen(self, entry_id: str) -> None:
        if self.item is not None:
            self.item.reviewing.go_to(entry_id)

    def _on_overview_chosen(self, position: int) -> None:
        """Goes to the place whose tick was clicked; where there is none, the text is scrolled there."""
        here = Span(position, position)
        entries = self.item.session.queue.entries if self.item else ()
        entry = next((one for one in entries if one.working.start == position and one.state is not State.STALE), None)
        if entry is not None and self.item is not None and self.mode is Mode.REVIEW:
            self.item.reviewing.go_to(entry.id)
        else:
            self.text.reveal(here)

    def _on_recorded(self, reading: str) -> None:
        if self.item is not None:
            self.item.reviewing.decide(Verdict.OTHER, reading)

    def _on_noted(self, entry_id: str, note: str) -> None:
        if self.item is not None:
            self.item.reviewing.annotate(entry_id, note)

    def take_up(self, draft: Draft) -> None:
        """Opens the field again with what was half typed when the program ended."""
        item = self.item
        if item is None:
            return
        entry = item.session.queue.get(draft.at)
        if entry is None or draft.use not in FieldUse.__members__:
            self.told.emit(f"Half typed, at a place that is gone: {draft.text}")
            return
        item.reviewing.go_to(entry.id)
        self._drafting.take_up()
        self.strip.open_field(FieldUse[draft.use], draft.text, entry.reference.of(item.session.reference))
