"""The main window: what passes between menus, keys, start page, desk and files."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cableview.collection.pairing import Pairing
from cableview.gui.actions import COMPARE, DECIDE, EDITING, FILE, VIEW, Mode
from cableview.gui.availability import Standing, hindrance
from cableview.gui.banner import Banner, Message, Weight, as_sentence
from cableview.gui.bulk_deciding import BulkDeciding
from cableview.gui.bulk_decision_dialog import Look
from cableview.gui.change_labels import undo_labels
from cableview.gui.desk import LONG_TEXT, Desk
from cableview.gui.desk_actions import DeskActions
from cableview.gui.dialogs import is_accepted, is_confirmed, set_size, show_about
from cableview.gui.doubts_list import DoubtsList
from cableview.gui.draft_saver import DraftKeeper, draft_of
from cableview.gui.engine_choice import ask_for_engine
from cableview.gui.file_actions import FileActions
from cableview.gui.finished_notice import FinishedNotice
from cableview.gui.focus_ring import FocusRing
from cableview.gui.item_dialogs import ItemDialogs
from cableview.gui.item_list import ItemList
from cableview.gui.items import Items, Request, as_paths
from cableview.gui.keys import KeyDispatcher
from cableview.gui.keys_dialog import KeysDialog
from cableview.gui.menus import Menus
from cableview.gui.missing_letters import undrawn_notice
from cableview.gui.place_descriptions import comparison_remarks
from cableview.gui.recent_menu import RecentMenu
from cableview.gui.record_actions import RecordActions
from cableview.gui.rules_dialog import RulesDialog
from cableview.gui.rules_menu import RulesMenu
from cableview.gui.scan_text import ScanText
from cableview.gui.splitters import as_text, from_text
from cableview.gui.start_page import StartPage
from cableview.gui.status import StatusBar
from cableview.gui.text_search import TextSearch
from cableview.gui.theme import Fonts, Theme
from cableview.gui.theme_choice import ThemeChoice
from cableview.model.span import Span
from cableview.review.opening import Opened
from cableview.review.session import Session
from cableview.settings import ItemView, Settings, UserState, rescue_path

SIZE = 1366, 768
COLLATES = frozenset({"undo", "redo", "take-back", "review", "export"})
"""Actions that may have to collate the whole text first."""


class MainWindow(QMainWindow):
    """Shows one item at a time.

    The user's settings and state are passed in, and read back from `settings` and `user_state` on `remembered`.
    """

    remembered = Signal()

    def __init__(self, fonts: Fonts, settings: Settings | None = None, state: UserState | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.user_state = state or UserState()
        self.themes = ThemeChoice(self.settings.theme, fonts, self)
        self.focus_ring = FocusRing(self)
        self.banner = Banner()
        self.start_page = StartPage()
        self.item_list = ItemList()
        self.desk = Desk(fonts, self.settings.text_size or fonts.text_size)
        self.desk_actions = DeskActions(self.desk)
        self.items = Items(self)
        self.items.reviewer = self.settings.reviewer_name
        self.items.fallback_folder = Path(self.settings.sidecar_folder) if self.settings.sidecar_folder else None
        self.sidecar_folder: Path | None = None
        self.files = FileActions(self, self.items, lambda: self.desk.session)
        self.records = RecordActions(self, self.items)
        self.scan_text = ScanText(lambda: self.desk.item, self.files, self)
        self.doubts = DoubtsList(self, self.desk, fonts)
        self.dialogs = ItemDialogs(self, lambda: self.themes.theme)
        self.alike = BulkDeciding(self, lambda: self._look(fonts))
        self.search = TextSearch(lambda: self.desk.session, lambda: self.desk.text.caret)
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.finished = FinishedNotice(self.banner, self.act, lambda: self.item_list.next_undecided is not None)
        self._lay_out()
        self._make_actions()
        self._wire()
        self.keys = KeyDispatcher(self, lambda: self.mode, self.can)
        self.keys.acted.connect(self.act)
        self.keys.released.connect(self.desk_actions.view.release)
        self.keys.told.connect(self.tell)
        self._show_theme(self.themes.theme)
        self._restore_geometry()
        self._show_start()

    def _lay_out(self) -> None:
        self.setWindowTitle("cableview[*]")
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.stack.addWidget(self.start_page)
        self.stack.addWidget(self.item_list)
        self.stack.addWidget(self.desk)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.search)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)

    def _make_actions(self) -> None:
        menus = self.menus = Menus(self)
        menus.acted.connect(self.act)
        self.recent = RecentMenu(menus.menus[FILE], menus.by_id["sample"], lambda: self.user_state.recent)
        self.recent.chosen.connect(lambda paths: self.open_paths(as_paths(paths)))
        self.rules = RulesMenu(menus.menus[COMPARE], lambda: self.desk.session)
        self.rules.switched.connect(self.desk.set_rules)
        self.rules_dialog = RulesDialog(lambda: self.desk.session, self)
        self.rules_dialog.switched.connect(self.desk.set_rules)
        self.rules_dialog.place_chosen.connect(lambda place: self.desk.look_at(place.working, place.reference))
        self.rules_dialog.finished.connect(self.desk.return_to_place)

    def _wire(self) -> None:
        self._wire_items()
        self._wire_desk()
        self._wire_actions()
        self._handlers = self._table()

    def _wire_items(self) -> None:
        """Connects opening, saving and listing items."""
        self.start_page.chosen.connect(self.act)
        self.start_page.recent_chosen.connect(lambda paths: self.open_paths(as_paths(paths)))
        items = self.items
        items.opened.connect(self._on_opened)
        items.closing.connect(self.banner.clear)  # what closing itself has to say is said after that
        items.closing.connect(lambda: self.tell(""))
        items.closing.connect(self._note_progress)
        items.closing.connect(self.desk.close_item)
        items.closing.connect(self.doubts.close)
        items.closing.connect(self.search.close_item)
        items.failed.connect(self._on_open_failed)
        items.listed.connect(self._on_listed)
        items.waiting.connect(self._on_waiting)
        items.arrived.connect(lambda: self.banner.dismiss("waiting"))
        items.save_failed.connect(lambda words: self.warn(words, key="keep"))
        items.saved.connect(self._on_saved)
        self.records.said.connect(self.banner.show_message)
        self.records.outdated.connect(self.close_item)
        self.records.requested.connect(self.open)
        self.records.folder_chosen.connect(self._on_folder_chosen)
        self.item_list.chosen.connect(lambda files: self.open(Request(files.paths, files)))

    def _wire_desk(self) -> None:
        """Connects the signals of the open item's panels."""
        desk = self.desk
        desk.kept.connect(self.items.touched)
        desk.kept.connect(self._show_kept)
        desk.strip.chosen.connect(self.act)
        desk.told.connect(self.tell)
        desk.noticed.connect(self.notice)
        desk.failed.connect(lambda words: self.warn(words, key="unkept"))
        desk.changed.connect(self.refresh)
        desk.text.text_size_changed.connect(self._on_text_size)
        menus = {desk.queue.table: DECIDE, desk.strip: DECIDE, desk.page: VIEW, desk.text: EDITING}
        for widget, title in menus.items():
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(lambda at, w=widget, t=title: self._pop_up(w, t, at))

    def _wire_actions(self) -> None:
        """Connects the signals of files, scans, dialogs and the choice of theme."""
        self.files.requested.connect(self.open)
        self.files.refused.connect(lambda words: self.warn(words, key="open"))
        self.files.told.connect(self.tell)
        self.files.changing.connect(self.desk.name_change)
        for part in (self.scan_text, self.doubts, self.alike, self.dialogs):
            part.told.connect(self.tell)
        self.search.found.connect(self.desk.look_at)
        self.search.left.connect(self._on_search_left)
        self.scan_text.offered.connect(self._offer_reading)
        self.scan_text.begun.connect(self._on_begun)
        self.themes.changed.connect(self._on_theme)

    def _table(self) -> Mapping[str, Callable[[], object]]:
        """The actions that the window handles itself; all others are the desk's."""
        return {
            "quit": self.close,
            "save": self._save,
            "export": self._export,
            "open": self.files.ask_for_files,
            "open-folder": self.files.ask_for_folder,
            "sample": self.files.open_sample,
            "items": self._show_list,
            "next-item": self._open_next,
            "files": self.files.change_files,
            "paste": self.files.paste,
            "encoding": self.files.ask_for_encoding,
            "split-here": self._split_here,
            "relation": self.files.ask_for_relation,
            "language": self.files.ask_for_language,
            "rules": self._show_rules,
            "read-scan": self.scan_text.wanted.emit,
            "doubts": self.doubts.show,
            "engine": self._choose_engine,
            "alike": self._decide_alike,
            "evidence": self._show_evidence,
            "find-text": self.search.open,
            "keys": lambda: is_accepted(KeysDialog(self.themes.theme, self)),
            "about": lambda: show_about(self),
            "close": self.close_item,
            "dark": self.themes.toggle,
        }

    def _pop_up(self, widget: QWidget, title: str, at: QPoint) -> None:
        """Shows a menu of the menu bar where it was requested."""
        self.refresh()
        self.menus.menus[title].popup(widget.mapToGlobal(at))

    # What the window is in

    @property
    def mode(self) -> Mode:
        """What the window shows, which decides what actions there are."""
        if self.stack.currentWidget() is self.desk:
            return self.desk.mode
        return Mode.LIST if self.stack.currentWidget() is self.item_list else Mode.START

    @property
    def _standing(self) -> Standing:
        return Standing(self.mode, self.desk.item, len(self.item_list.model.items))

    def can(self, action: str) -> bool:
        return not hindrance(action, self._standing)

    @property
    def known_actions(self) -> frozenset[str]:
        """What can be done, in whatever mode."""
        return self.desk_actions.names | self._handlers.keys()

    def act(self, action: str) -> None:
        """Carries out an action, wherever it was requested, or tells why that is not possible."""
        hindered = hindrance(action, self._standing)
        if hindered:
            self.tell(hindered)
            return
        with self._busy(action):
            handler = self._handlers.get(action)
            if handler is not None:
                handler()
            else:
                self.desk_actions.act(action)
        self.refresh()

    @contextmanager
    def _busy(self, action: str) -> Generator[None]:
        """Shows a busy pointer where a long text is collated again."""
        session = self.desk.session
        is_slow = session is not None and len(session.text) > LONG_TEXT and action in COLLATES
        if is_slow:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield
        finally:
            if is_slow:
                QGuiApplication.restoreOverrideCursor()

    def refresh(self) -> None:
        """Brings actions and status bar up to date."""
        desk = self.desk
        reviewing = desk.reviewing
        checked = {
            "likely": bool(reviewing and reviewing.likely),
            "sic": bool(reviewing and reviewing.sic),
            "reference-pane": not desk.reference.isHidden(),
            "queue-pane": not desk.queue.isHidden(),
            "dark": self.themes.theme.is_dark,
            "invert": desk.page.state.filters.invert,
            "overlay": desk.on_page.is_overlaid,
            "only-kind": desk.queue.is_filtered,
        }
        now = self._standing
        self.menus.refresh(now.mode, lambda action: not hindrance(action, now), checked, undo_labels(desk.session))
        self._show_kept()
        self.status.show_session(now.mode, desk.session, unkept=self.items.read_only)
        self.finished.follow(desk.session)
        self.rules_dialog.refresh()

    def _show_kept(self) -> None:
        """Marks the title while something is not on the disk; once all is, no message says otherwise."""
        session = self.desk.session
        is_written = session is None or session.kept_seq >= session.last_seq
        self.setWindowModified(not is_written or (session is not None and session.has_unkept_typing))
        if is_written:
            self.banner.dismiss("unkept")

    # Items

    def open_paths(self, paths: Sequence[Path]) -> None:
        self.open(Request(tuple(path.absolute() for path in paths)))

    def open(self, request: Request) -> None:
        """Opens an item or lists a folder, unless the reviewer prefers to stay with changes that are on no disk."""
        if not self._may_let_go():
            return
        self._remember_view()
        if request.sidecar_folder is None:
            request = replace(request, sidecar_folder=self.sidecar_folder)
        self.items.open(request)

    def show_session(self, session: Session, store: DraftKeeper | None = None, view: ItemView | None = None) -> None:
        self.stack.setCurrentWidget(self.desk)
        self.desk.open(session, store, view)
        self.setWindowTitle(f"{session.item.title}[*] - cableview")
        self.refresh()

    def close_item(self) -> None:
        """Closes the item and shows the start page, unless the reviewer prefers to stay."""
        if self._let_go():
            self._show_start()

    def _let_go(self) -> bool:
        """Closes the item; false where the reviewer prefers to stay."""
        if not self._may_let_go():
            return False
        self._remember_view()
        self.items.close()
        return True

    def _may_let_go(self) -> bool:
        """False where the reviewer prefers to stay with changes that are on no disk."""
        count = self.items.unkept()
        if not count:
            return True
        copy = self.items.rescued(rescue_path())
        is_left = is_confirmed(self, self.items.words_on_leaving(count, copy), "Close all the same")
        if copy is not None and not is_left:
            with suppress(OSError):
                copy.unlink()
        return is_left

    def _on_opened(self, opened: Opened) -> None:
        request, view = self.items.request, self.user_state.view_of(opened.session.item.sidecar)
        self.show_session(opened.session, None if opened.read_only else opened.store, view)
        if request is not None:
            self.user_state = self.user_state.with_recent(tuple(str(path) for path in request.paths))
        self.desk.strip.show_kept(opened.last, is_kept=False)
        session = opened.session
        undrawn = undrawn_notice((session.text, session.reference), self.desk.text.font())
        # The journal stays until something is decided, as it may be needed as it is; that it is there is said once.
        known = opened.recovery if opened.recovered_at == view.recovered_at else ""
        for words in (*opened.notices, *comparison_remarks(session), undrawn):
            if words and words != known:
                self.notice(words)
        if opened.read_only:
            self.records.say_read_only(opened.read_only, opened.way_out)
        draft = draft_of(opened.draft)
        if draft is not None and draft.text:
            self.desk.take_up(draft)

    def _on_open_failed(self, request: Request, words: str, undecoded: Path | None) -> None:
        self.user_state = self.user_state.without_recent(tuple(str(path) for path in request.paths))
        self.start_page.show_recent(self.user_state.recent)
        ask = ("Choose its encoding…", lambda: undecoded and self.files.ask_for_encoding_of(undecoded, request))
        self.warn(words, key="open", buttons=[ask] if undecoded else [])

    def _on_waiting(self, name: str) -> None:
        self.notice(f"Opening {name} …", key="waiting", buttons=[("Cancel", self.items.cancel)])

    def _on_folder_chosen(self, folder: str) -> None:
        self.settings = replace(self.settings, sidecar_folder=folder)

    def _on_saved(self) -> None:
        self._remember_view()
        self.banner.dismiss("keep")
        self.tell("Everything is in the record.")

    def _remember_view(self) -> None:
        session, opened = self.desk.session, self.items.open_item
        if session is not None:
            view = replace(self.desk.view(), recovered_at=opened.recovered_at if opened else 0)
            self.user_state = self.user_state.with_view(session.item.sidecar, view)
            self.remembered.emit()

    # Asking

    def _split_here(self) -> None:
        """Moves where the second text of an archive page begins to the caret."""
        here = self.desk.caret_in_original()
        if here is not None:
            self.files.split_at(*here)

    def _show_rules(self) -> None:
        self.rules_dialog.show()
        self.rules_dialog.raise_()
        self.rules_dialog.activateWindow()

    def _offer_reading(self, words: str) -> None:
        self.notice(words, key="ocr", buttons=[("Read the scan", lambda: self.act("read-scan"))])

    def _choose_engine(self) -> None:
        chosen = ask_for_engine(self, self.settings.engine)
        if chosen is not None and chosen != self.settings.engine:
            self.settings = replace(self.settings, engine=chosen)
            self.tell("This takes effect with the next item that is opened.")

    def _on_search_left(self, passage: Span | None) -> None:
        """Puts the caret at the passage that was found last, and returns the focus to the text."""
        if passage is None:
            self.desk.return_to_place()
        else:
            self.desk.text.set_caret(passage.start)
        self.desk.text.setFocus()

    def _on_begun(self) -> None:
        """The transcript was begun with what an engine reads, as was offered."""
        self.desk.text.set_caret(0)
        self.banner.dismiss("ocr")

    def _decide_alike(self) -> None:
        if self.desk.item is not None:
            self.alike.ask(self.desk.item)

    def _look(self, fonts: Fonts) -> Look:
        return Look(self.desk.images, fonts, self.themes.theme, self.desk.page.state.filters)

    def _show_evidence(self) -> None:
        if self.desk.item is not None:
            self.dialogs.show_evidence(self.desk.item, self.desk.strip.crop)

    # A folder of items

    def _on_listed(self, pairing: Pairing, request: Request) -> None:
        self.close_item()
        if not pairing.items:
            self.warn(f"{request.paths[0]}: there is no item in this folder. Choose another folder.", key="open")
            return
        self.user_state = self.user_state.with_recent(tuple(str(path) for path in request.paths))
        self.item_list.show_folder(request.paths[0], pairing)
        self.stack.setCurrentWidget(self.item_list)
        self.setWindowTitle(f"{self.item_list.folder.name}[*] - cableview")
        self.refresh()

    def _note_progress(self) -> None:
        if self.items.open_item is not None:
            self.item_list.note(self.items.open_item.session)

    def _show_list(self) -> None:
        if self._let_go():
            self.stack.setCurrentWidget(self.item_list)
            self.item_list.return_to()
            self.refresh()

    def _open_next(self) -> None:
        if not self.item_list.choose_next():
            self.tell("Nothing is undecided in the other items of this folder.")

    def _show_start(self) -> None:
        self.start_page.show_recent(self.user_state.recent)
        self.stack.setCurrentWidget(self.start_page)
        self.setWindowTitle("cableview[*]")
        self.refresh()

    def _save(self) -> None:
        if self.desk.reviewing is not None:
            self.desk.reviewing.commit_typing()
        self.items.compact()

    def _export(self) -> None:
        if self.desk.item is not None:
            self.dialogs.export(self.desk.item)

    # Saying something

    def tell(self, words: str) -> None:
        """Shows a passing remark."""
        self.status.tell(words)

    def warn(self, words: str, *, key: str = "", buttons: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        """Shows a problem until it is dismissed."""
        self.banner.show_message(Message(as_sentence(words), Weight.PROBLEM, buttons, key))

    def notice(self, words: str, *, key: str = "", buttons: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        """Shows something worth knowing until it is dismissed."""
        self.banner.show_message(Message(as_sentence(words), Weight.NOTICE, buttons, key))

    # Looks

    def _on_theme(self, theme: Theme) -> None:
        self.settings = replace(self.settings, theme=self.themes.name)
        self._show_theme(theme)

    def _show_theme(self, theme: Theme) -> None:
        """Draws everything in the colours of a theme."""
        for part in (self.focus_ring, self.banner, self.start_page, self.item_list, self.desk, self.status):
            part.set_theme(theme)
        self.refresh()

    def _on_text_size(self, size: float) -> None:
        self.settings = replace(self.settings, text_size=round(size))

    # Geometry

    def _restore_geometry(self) -> None:
        set_size(self, *SIZE)
        kept = dict(self.user_state.window or {})
        if "geometry" in kept:
            self.restoreGeometry(from_text(kept["geometry"]))
        self.desk.restore_arrangement(kept)

    def _geometry(self) -> dict[str, str]:
        return {"geometry": as_text(self.saveGeometry())} | self.desk.arrangement()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_let_go():
            event.ignore()
            return
        self._remember_view()
        self.user_state = replace(self.user_state, window=self._geometry())
        self.items.cancel()
        self.items.close()
        self.desk.shut_down()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths)
