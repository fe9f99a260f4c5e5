"""The strip where the reviewer looks: the piece of scan, the readings, and the verdicts with what they would leave."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cableview.gui.crops import Crop
from cableview.gui.head_line import HeadLine
from cableview.gui.line_crops import LineCrops
from cableview.gui.page_images import PageImages
from cableview.gui.plain_text import ElidedLabel, plain_tip
from cableview.gui.reading_line import Line
from cableview.gui.readings_view import ReadingsView
from cableview.gui.splitters import PlainSplitter, layout_text, restore_layout, splitter
from cableview.gui.strip_field import FieldUse, StripField
from cableview.gui.theme import LIGHT, Fonts, Theme
from cableview.gui.verdict_bar import VerdictBar
from cableview.review.queue import Entry

MARGIN, HEIGHT = 8, 276
MOST_READINGS = 0.72
"""Share of the strip, apart from the verdicts, that readings may take from the scan."""


@dataclass(frozen=True, slots=True)
class StripPlace:
    """What the strip shows of a place: both texts and, if an engine read the scan, its reading.

    `would_leave` is what verdicts 1 and 2 would leave, in words, `alike` how many places could be decided together.
    """

    entry: Entry
    number: int
    count: int
    lines: tuple[Line, ...]
    would_leave: tuple[str, str]
    remarks: str = ""
    alike: int = 0


class Strip(QFrame):
    """Shows one place. `chosen` carries an action's id, `recorded` and `noted` what was typed in the field.

    `noted` carries the id of the place first. `abandoned` carries a typed reading that was neither kept nor left with
    Esc: it would be a verdict, unlike a note.
    """

    chosen = Signal(str)
    recorded = Signal(str)
    noted = Signal(str, str)
    abandoned = Signal(str)
    draft_changed = Signal(str)
    field_closed = Signal()

    def __init__(self, images: PageImages, fonts: Fonts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fonts, self._theme = fonts, LIGHT
        self._images = images
        self._place: StripPlace | None = None
        self._is_reviewing = True
        self._is_arranged = False
        self._where = "", ""
        self._painted: dict[str, str] = {}
        self.head = HeadLine(self)
        self._remarks = ElidedLabel()
        self.crop = LineCrops(images, self)
        self.readings = ReadingsView(fonts, self)
        self.bar = VerdictBar(self)
        self.field = StripField(fonts, self)
        self._build()
        self.readings.stand_under(self.crop.anchor)
        self.crop.painted.connect(self._on_crop_painted)
        images.failed.connect(self._show_where)
        self.readings.painted.connect(lambda entry_id: self._painted.update(readings=entry_id))
        self._halves.splitterMoved.connect(self._on_arranged)
        self.bar.chosen.connect(self.chosen)
        self.field.finished.connect(self._on_field_finished)
        self.field.left.connect(self.close_field)
        self.field.typed.connect(self.draft_changed)
        self.setAccessibleName("Place under review")
        self.show_nothing("")

    def _build(self) -> None:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.readings, 1)
        self._remarks.setContentsMargins(10, 0, 10, 2)
        column.addWidget(self._remarks)
        column.addWidget(self.field)
        self._halves = splitter(Qt.Orientation.Vertical, self.crop, below, width=6, kind=PlainSplitter)
        self._halves.setStretchFactor(0, 1)
        self._halves.setStretchFactor(1, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        whole.setSpacing(6)
        whole.addWidget(self.head)
        whole.addWidget(self._halves, 1)
        whole.addWidget(self.bar)
        self.setAutoFillBackground(True)

    # What is shown

    @property
    def place(self) -> StripPlace | None:
        """The place shown; `None` if there is none."""
        return self._place

    def is_shown(self, entry_id: str) -> bool:
        """True once the readings and, if there is a scan, its piece, or why it cannot be seen, have been painted."""
        parts = ("readings",) if self.crop.isHidden() else ("readings", "crop")
        return all(self._painted.get(part) == entry_id for part in parts)

    def why_unseen(self, entry_id: str) -> str:
        """Why a place cannot be decided yet; "" once it has been painted."""
        if self.is_shown(entry_id):
            return ""
        if not self.crop.isHidden() and self.crop.is_reading:
            return "The scan is being read: press the key again once it is there, or said to take long."
        return "The place was not on the screen yet: press the key again."

    def show_place(self, place: StripPlace) -> None:
        """Shows a place; a half-typed note at another is kept."""
        is_new = self._place is None or self._place.entry.id != place.entry.id
        if is_new:
            self._painted.clear()
            note = self.leave_field()
            if note is not None:
                self.noted.emit(*note)
        self._place = place
        self.bar.show()
        self._show_head(place)
        self.readings.show_lines(place.entry.id, place.lines)
        taken = place.entry.decision.verdict if place.entry.decision else None
        self.bar.setEnabled(self._is_reviewing)
        self.bar.show_outcome(*place.would_leave, taken)
        self._remarks.setText(place.remarks)
        self._remarks.setToolTip(plain_tip(place.remarks))
        self._remarks.setVisible(self.field.isHidden())  # its line is kept: scan and readings stay where they are
        self._balance()
        if is_new and QAccessible.isActive():
            words = f"{self.accessibleDescription()}. {self.readings.accessibleDescription()}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_line(self, number: str, lines: tuple[Line, ...], said: str) -> None:
        """Shows a line being read against the page, or also, below it, what an engine reads there."""
        self._place = None
        self._painted.clear()
        self.close_field()
        self.head.show_line(number, said)
        self._remarks.hide()
        self.readings.show_lines("", lines)
        self.bar.hide()

    def show_nothing(self, words: str) -> None:
        """Shows a sentence instead of a place."""
        self._place = None
        self._painted.clear()
        self.close_field()
        self.crop.hide()
        self.bar.hide()
        self.head.clear()
        self._remarks.hide()
        self.readings.show_message(words)
        self.crop.show_crops("", ())

    def show_crops(self, crops: tuple[Crop, ...], words: str, hint: str = "") -> None:
        """Shows pieces of the scan, if there is one.

        `words` say how the place was found, or why there is none, and `hint` how to show it.
        """
        self.crop.setVisible(bool(crops))
        self.crop.show_crops(self._place.entry.id if self._place else "", crops, words)
        self._where = words, hint
        self._show_where()
        self.readings.update()

    @Slot()
    def _show_where(self) -> None:
        """Without a hint where there is no page to point at."""
        words, hint = self._where
        is_lacking = any(self._images.error(crop.page) for crop in self.crop.crops)
        self.head.show_where(words, "" if is_lacking else hint)

    def _on_crop_painted(self, entry_id: str) -> None:
        """Updates the readings, which are aligned under the letters; these may not have been there before."""
        if self._painted.get("crop") != entry_id:
            self._painted.update(crop=entry_id)
            self.readings.update()

    def show_kept(self, words: str, *, is_kept: bool) -> None:
        """Shows the last change, and whether it is durable."""
        self.head.show_kept(words, is_kept=is_kept)

    def set_prefixes(self, *, likely: bool, sic: bool) -> None:
        """Shows which prefixes apply to the next verdict."""
        self.bar.set_prefixes(likely=likely, sic=sic)

    def set_reviewing(self, on: bool) -> None:
        """Enables the verdicts in review only."""
        self._is_reviewing = on
        self.bar.setEnabled(on and self._place is not None)

    def sizeHint(self) -> QSize:
        return QSize(760, HEIGHT)

    @property
    def one_row_width(self) -> int:
        """Width in pixels from which the verdicts need only one row."""
        return self.bar.one_row_width + 2 * MARGIN

    @property
    def second_row_height(self) -> int:
        """Height in pixels of a second row of verdicts."""
        return self.bar.second_row_height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def _balance(self) -> None:
        """Gives the readings what they need, up to a share, and the scan the rest, until the user arranges them."""
        whole = self._halves.height()
        if self._is_arranged or whole <= 0:
            return
        beside = self._remarks.sizeHint().height() if not self._remarks.isHidden() else 0
        below = min(self.readings.wanted_height() + beside, round(whole * MOST_READINGS))
        self._halves.setSizes([whole - below, below])

    def _on_arranged(self) -> None:
        self._is_arranged = True

    def arrangement(self) -> str:
        """How scan and readings share the strip, as text to be saved."""
        return layout_text(self._halves)

    def restore_arrangement(self, kept: str) -> None:
        """Restores how the strip was shared; what the readings need then no longer counts."""
        restore_layout(self._halves, kept)
        self._is_arranged = True

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.strip_background))
        self.setPalette(palette)
        for part in (self.head, self.crop, self.readings, self.bar):
            part.set_theme(theme)
        muted = QPalette(palette)
        muted.setColor(QPalette.ColorRole.WindowText, QColor(theme.muted))
        self._remarks.setPalette(muted)
        if self._place is not None:
            self._show_head(self._place)

    def _show_head(self, place: StripPlace) -> None:
        self.head.show_place(place.entry, f"{place.number} of {place.count}", place.alike)
        self.setAccessibleDescription(self.head.spoken)

    # The field

    @property
    def field_use(self) -> FieldUse | None:
        """What the field is used for; `None` while it is closed."""
        return None if self.field.isHidden() else self.field.use

    def is_writing(self) -> bool:
        """True while a reading or a note is half typed."""
        return self.field_use is not None

    def open_field(self, use: FieldUse, first: str, second: str = "") -> None:
        """Opens the field below the readings with `first` in it; Tab swaps in `second`."""
        self._remarks.hide()
        self.field.open(use, first, second)

    def close_field(self) -> None:
        """Closes the field without recording."""
        if self.field.isHidden():
            return
        self.field.hide()
        self._remarks.setVisible(self._place is not None)
        self.draft_changed.emit("")
        self.field_closed.emit()

    def leave_field(self) -> tuple[str, str] | None:
        """As `close_field`, since another place is shown. Returns the id of the old place and a note that was typed."""
        use, typed = self.field_use, self.field.typed_text()
        self.close_field()
        if not typed or use is None or self._place is None:
            return None
        if use is FieldUse.NOTE:
            return self._place.entry.id, typed
        self.abandoned.emit(typed)
        return None

    def drop_field(self) -> str:
        """As `close_field`; returns what was typed, which is not kept."""
        typed = self.field.typed_text() if self.is_writing() else ""
        self.close_field()
        return typed

    def _on_field_finished(self, text: str) -> None:
        use, place = self.field.use, self._place
        self.close_field()
        if use is FieldUse.READING:
            self.recorded.emit(text)
        elif place is not None:
            self.noted.emit(place.entry.id, text)
