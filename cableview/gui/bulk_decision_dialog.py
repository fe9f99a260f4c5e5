"""One verdict for places of one pattern, each shown with its piece of the scan; exceptions are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cableview.gui.actions import BY_ID, VERDICTS
from cableview.gui.crops import Crop
from cableview.gui.dialogs import set_size
from cableview.gui.filters import PLAIN, Filters
from cableview.gui.keys import key_names
from cableview.gui.line_crops import LineCrops
from cableview.gui.page_images import PageImages
from cableview.gui.plain_text import plain_label
from cableview.gui.reading_line import Line
from cableview.gui.readings_view import ReadingsView
from cableview.gui.theme import Fonts, Theme
from cableview.gui.verdict_bar import KeyButton
from cableview.model.decision import Verdict

MOST = 60
"""Places shown at once; the others follow when these are decided."""

CROP_HEIGHT, READINGS_HEIGHT, NAME_WIDTH = 78, 58, 84
WITHOUT_READING = tuple(
    action for action, verdict in VERDICTS.items() if verdict not in (Verdict.OTHER, Verdict.DEFERRED)
)


@dataclass(frozen=True)
class BulkPlace:
    """What is shown for a place: its name, both sentences, its pieces of the scan, and how it was located."""

    id: str
    name: str
    lines: tuple[Line, ...]
    crops: tuple[Crop, ...]
    where: str


@dataclass(frozen=True)
class Look:
    """What rows are drawn with."""

    images: PageImages
    fonts: Fonts
    theme: Theme
    filters: Filters = PLAIN


class BulkDecisionDialog(QDialog):
    """Ticks are set beforehand, but only places that were seen here get the verdict.

    `verdict` and `chosen`, ids in text order, hold the answer once it is accepted.
    """

    def __init__(
        self,
        places: Sequence[BulkPlace],
        more: int,
        look: Look,
        verdicts: Sequence[str],
        parent: QWidget | None = None,
        *,
        said_with: str = "",
    ) -> None:
        """`more` like places are not shown; `verdicts` are ids of actions; `said_with` is likely, sic or both."""
        super().__init__(parent)
        self.setWindowTitle("Decide all alike")
        set_size(self, 860, 640)
        self.verdict: Verdict | None = None
        self.chosen: tuple[str, ...] = ()
        self._more, self._said_with = more, said_with
        self._count = plain_label()
        self.rows = [AlikeRow(place, number, look) for number, place in enumerate(places)]
        self.buttons = {action: self._button(action, look.theme) for action in verdicts}
        self._area = QScrollArea()
        self._lay_out()
        for row in self.rows:
            row.changed.connect(self._on_changed)
            row.entered.connect(self._on_entered)
        self._area.verticalScrollBar().valueChanged.connect(self._on_changed)
        self._on_changed()
        self.rows[0].tick.setFocus()

    def _lay_out(self) -> None:
        said = plain_label(
            "These undecided places differ in the same way. Untick those where the page says otherwise (Space), then "
            "press the key of what it says at the others. It is one change, which Ctrl+Z takes back as a whole."
        )
        said.setWordWrap(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("Places that are alike")
        keys = QHBoxLayout()
        keys.setSpacing(4)
        for button in self.buttons.values():
            keys.addWidget(button)
        cancel = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        cancel.rejected.connect(self.reject)
        keys.addSpacing(12)
        keys.addWidget(cancel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(10)
        whole.addWidget(said)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._count)
        whole.addLayout(keys)

    def _button(self, action: str, theme: Theme) -> KeyButton:
        row = BY_ID[action]
        button = KeyButton(row.keys[0], row.plain_text)
        button.setToolTip(row.help)
        button.setMinimumHeight(30)
        button.setAutoDefault(False)
        button.set_theme(theme)
        button.clicked.connect(lambda: self._decide(action))
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = set(key_names(event))
        action = next((one for one in self.buttons if pressed & set(BY_ID[one].keys)), None)
        if action is None:
            if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # Enter must choose none of the verdicts
                super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._decide(action)

    def _decide(self, action: str) -> None:
        chosen = tuple(row.place.id for row in self.rows if row.counts)
        if chosen:
            self.verdict, self.chosen = VERDICTS[action], chosen
            self.accept()

    def _on_entered(self, row: QWidget) -> None:
        self._area.ensureWidgetVisible(row, 0, 0)

    def _on_changed(self) -> None:
        for row in self.rows:
            row.look(self._area.viewport())
        counted = sum(row.counts for row in self.rows)
        unseen = sum(row.tick.isChecked() and not row.is_seen for row in self.rows)
        how = f", {self._said_with}" if self._said_with else ""
        words = [f"{counted} of {len(self.rows) + self._more} get the verdict{how}"]
        words += [f"{unseen} were not on the screen yet and would stay undecided (Page Down)"] if unseen else []
        words += [f"{self._more} more come when these are decided"] if self._more else []
        self._count.setText("; ".join(words) + ".")
        for button in self.buttons.values():
            button.setEnabled(counted > 0)


class AlikeRow(QFrame):
    """One place. `changed` is emitted when it is ticked or drawn, `entered` when it gets the focus."""

    changed = Signal()
    entered = Signal(QWidget)

    def __init__(self, place: BulkPlace, number: int, look: Look) -> None:
        super().__init__()
        self.place = place
        self.is_seen = False
        self._painted: set[str] = set()
        self.tick = QCheckBox(place.name)
        self.tick.setChecked(True)
        self.tick.setFixedWidth(NAME_WIDTH)
        self.tick.setAccessibleName(f"Line {place.name}")
        self.crop = LineCrops(look.images, self, name=f"alike {number}")
        self.readings = ReadingsView(look.fonts, self)
        for part in (self.crop, self.readings):
            part.set_theme(look.theme)
        self.crop.setFixedHeight(CROP_HEIGHT)
        self.readings.setFixedHeight(READINGS_HEIGHT)
        self.readings.stand_under(self.crop.anchor)
        self.crop.set_filters(look.filters)
        self.crop.show_crops(place.id, place.crops, place.where)
        self.crop.setVisible(bool(place.crops))
        self.crop.setToolTip(place.where)
        self.readings.show_lines(place.id, place.lines)
        self.tick.setAccessibleDescription(f"{self.readings.accessibleDescription()}. {place.where}")
        self.crop.painted.connect(lambda _: self._on_crop_painted())
        self.readings.painted.connect(lambda _: self._on_painted("readings"))
        self.tick.toggled.connect(self.changed)
        self.tick.installEventFilter(self)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.crop)
        column.addWidget(self.readings)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 6, 6, 6)
        whole.setSpacing(8)
        whole.addWidget(self.tick)
        whole.addLayout(column, 1)

    @property
    def counts(self) -> bool:
        """True where the verdict is to be given."""
        return self.is_seen and self.tick.isChecked()

    def look(self, viewport: QWidget) -> None:
        """Counts the place as seen once all of it has been drawn in `viewport`."""
        if self.is_seen or not self.isVisible():
            return
        top = self.mapTo(viewport, self.rect().topLeft()).y()
        is_whole = top >= -1 and top + self.height() <= viewport.height() + 1
        parts = {"readings"} if self.crop.isHidden() else {"readings", "crop"}
        self.is_seen = is_whole and self._painted >= parts

    def _on_crop_painted(self) -> None:
        """A page still being read may be done without by itself, but among many places that is not noticed."""
        if not self.crop.is_reading:
            self._on_painted("crop")

    def _on_painted(self, part: str) -> None:
        if not self.is_seen:
            self._painted.add(part)
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self)
        return super().eventFilter(watched, event)
