"""The words that an engine and both texts read otherwise, in a dialog that stays open beside the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from cableview.collation.suggestion.third_witness import Doubt
from cableview.gui.context_line import context_line
from cableview.gui.crops import crops_of
from cableview.gui.desk import Desk
from cableview.gui.doubts_dialog import DoubtsDialog
from cableview.gui.reading_line import Line
from cableview.gui.theme import Fonts
from cableview.model.span import Span
from cableview.report.place_words import said_of
from cableview.review.third_witness import doubts


class DoubtsList(QObject):
    """Shows the doubts of the item at `desk`, and there the place of the one that is chosen."""

    told = Signal(str)

    def __init__(self, window: QWidget, desk: Desk, fonts: Fonts) -> None:
        super().__init__(window)
        self._window, self._desk, self._fonts = window, desk, fonts
        self.dialog: DoubtsDialog | None = None

    def show(self) -> None:
        """Shows the list, replacing one that is open."""
        item = self._desk.item
        if item is None:
            return
        session, places = item.session, item.places
        found = doubts(session)
        if not found:
            self.told.emit("Nowhere is an engine sure of a reading that both texts lack.")
            return

        def line_of(position: int) -> str:
            return places.name(session.to_working(Span(position, position)).start)

        self.close()
        dialog = self.dialog = DoubtsDialog(found, session.item.transcript.text, line_of, self._fonts, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._show_place)
        dialog.to_edit.connect(lambda doubt: self._edit(doubt.span))
        dialog.finished.connect(self._on_closed)
        dialog.show()
        dialog.table.selectRow(0)

    def close(self) -> None:
        """Closes the list: the item is being released."""
        if self.dialog is not None:
            self.dialog.close()

    def _on_closed(self) -> None:
        self.dialog = None
        if self._desk.item is not None:
            self._desk.return_to_place()

    def _edit(self, original: Span) -> None:
        """Goes to a place of the original transcript to type there; the doubts stay open beside it."""
        item = self._desk.item
        if item is not None:
            self._window.activateWindow()
            self._desk.begin_editing(item.session.to_working(original).start)

    def _show_place(self, doubt: Doubt) -> None:
        """A doubt's place in the text, on the page, and in the strip with its line."""
        desk, item = self._desk, self._desk.item
        if item is None:
            return
        session, places = item.session, item.places
        now = session.to_working(doubt.span)
        read = doubt.reading
        scan = Line("Scan", "", read.text, "", f"{read.engine}, {read.confidence:.0%} sure")
        desk.look_at(now)
        said = "a doubt of the scan   ·   F2: type here"
        lines = (context_line("Both texts", session.text, now), scan)
        desk.strip.show_line(f"Line {places.name(now.start)}", lines, said)
        desk.strip.show_crops(crops_of(places, session.text, now), said_of(places.location(now)))
