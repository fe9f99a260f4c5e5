"""What a reviewer can do with an engine's reading: begin a text with it, compare with it, go through its doubts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from cableview.collation.suggestion.third_witness import Doubt
from cableview.collection.open_item import files_of
from cableview.gui.context_line import context_line
from cableview.gui.crops import crops_of
from cableview.gui.desk import Desk
from cableview.gui.doubts_dialog import DoubtsDialog
from cableview.gui.engine_choice import ask_for_engine
from cableview.gui.file_actions import FileActions
from cableview.gui.reading_line import Line
from cableview.gui.theme import Fonts
from cableview.model.span import Span
from cableview.report.place_words import said_of
from cableview.review.third_witness import doubts
from cableview.scan.engines.choice import installed


class ScanActions(QObject):
    """`reading_wanted` says that the scan is to be read for its text, which is then given to `take_text`.

    `offered` is a sentence that offers that, `taken` says that the offer was taken up.
    """

    reading_wanted = Signal()
    offered = Signal(str)
    taken = Signal()
    told = Signal(str)

    def __init__(self, window: QWidget, desk: Desk, files: FileActions, fonts: Fonts) -> None:
        super().__init__(window)
        self._window, self._desk, self._files, self._fonts = window, desk, files, fonts
        self.doubts: DoubtsDialog | None = None

    @property
    def can_read(self) -> bool:
        """True where a text is missing that a reading could stand for."""
        session = self._desk.session
        return session is not None and bool(session.item.pages) and not (session.text.strip() and session.reference)

    def offer(self) -> None:
        """Where a text is missing and there is an engine, says that it could read one. It never does by itself."""
        session, engines = self._desk.session, installed()
        if session is None or not engines or not self.can_read:
            return
        if session.text.strip():
            self.offered.emit(f"{engines[0]} can read the scan for a text to compare with.")
        else:
            self.offered.emit(f"The text can be begun with what {engines[0]} reads on the scan.")

    def take_text(self, text: str, engine: str) -> None:
        """What an engine read, as it was asked for: the first transcript, or else the second text."""
        session = self._desk.session
        if session is None:
            return
        if not text.strip():
            self.told.emit(f"{engine} reads nothing on this scan.")
        elif not session.text.strip():
            self._begin_with(text, engine)
        elif not session.reference:
            self._files.open_with_pasted(replace(files_of(session.item), reference=()), text, f"scan-{engine}")

    def _begin_with(self, text: str, engine: str) -> None:
        """One change, as if it were typed: it is kept and can be undone like one."""
        session, reviewing = self._desk.session, self._desk.reviewing
        if session is None or reviewing is None:
            return
        reviewing.commit_typing()
        reviewing.last_words = f"begun with what {engine} reads"
        session.edit(Span(0, len(session.text)), text)
        session.commit_typing()
        self._desk.text.set_caret(0)
        self.taken.emit()
        self.told.emit(f"This is what {engine} reads. Put it right against the page; Ctrl+Z takes it out again.")

    def show_doubts(self) -> None:
        """Shows the list of words that engine and transcript read otherwise."""
        session = self._desk.session
        if session is None:
            return
        found = doubts(session)
        if not found:
            self.told.emit("Nowhere is an engine sure of another reading than both texts.")
            return

        def line_of(position: int) -> str:
            return self._desk.places.name(session.to_working(Span(position, position)).start)

        self.close_doubts()
        dialog = self.doubts = DoubtsDialog(found, session.item.transcript.text, line_of, self._fonts, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._show)
        dialog.to_edit.connect(lambda doubt: self._edit(doubt.span))
        dialog.finished.connect(self._on_doubts_closed)
        dialog.show()
        dialog.table.selectRow(0)

    def close_doubts(self) -> None:
        """The item is let go, and its doubts with it."""
        if self.doubts is not None:
            self.doubts.close()

    def ask_for_engine(self, now: str) -> str:
        """Which engine reads the scans, from the next item on."""
        chosen = ask_for_engine(self._window, now)
        if chosen is None or chosen == now:
            return now
        self.told.emit("This holds from the next item that is opened.")
        return chosen

    def _on_doubts_closed(self) -> None:
        self.doubts = None
        if self._desk.session is not None:
            self._desk.return_to_place()

    def _edit(self, original: Span) -> None:
        """Goes to a place of the original transcript to type there; the doubts stay open beside it."""
        session = self._desk.session
        if session is not None:
            self._window.activateWindow()
            self._desk.begin_editing(session.to_working(original).start)

    def _show(self, doubt: Doubt) -> None:
        """A doubt's place in the text, on the page, and in the strip with its line."""
        desk, session = self._desk, self._desk.session
        if session is None:
            return
        now = session.to_working(doubt.span)
        read = doubt.reading
        scan = Line("Scan", "", read.text, "", f"{read.engine}, {read.confidence:.0%} sure")
        desk.look_at(now)
        said = "a doubt of the scan   ·   F2: type here"
        lines = (context_line("Both texts", session.text, now), scan)
        desk.strip.show_line(f"Line {desk.places.name(now.start)}", lines, said)
        desk.strip.show_crops(crops_of(desk.places, session.text, now), said_of(desk.places.location(now)))
