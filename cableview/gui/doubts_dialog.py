"""The list of places where both texts agree and the scan is read otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cableview.collation.suggestion.third_witness import DOUBTFUL, MOST_WORDS, Doubt
from cableview.gui.dialogs import set_size
from cableview.gui.plain_text import plain_label, plain_tip
from cableview.gui.row_delegates import set_up_table
from cableview.gui.theme import Fonts
from cableview.gui.whole_words import one_line

COLUMNS = ("Line", "Both texts", "The scan, as read", "Sure")
READING_SIZE = 11


class DoubtsDialog(QDialog):
    """`chosen` tells the doubt whose place is to be shown, `to_edit` the one to type at. Nothing is decided here."""

    chosen = Signal(object)
    to_edit = Signal(object)

    def __init__(
        self,
        doubts: Sequence[Doubt],
        text: str,
        line_of: Callable[[int], str],
        fonts: Fonts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Doubts of the scan")
        set_size(self, 640, 420)
        self._doubts = tuple(doubts)
        engine = doubts[0].reading.engine if doubts else ""
        said = (
            f"Here both texts agree, and {engine} is at least {DOUBTFUL:.0%} sure of another reading of up to "
            f"{MOST_WORDS} known words. Punctuation and blanks are not listed. Both texts may share an error, or the "
            "engine may be wrong: only the page can say. The strip shows the place you choose; F2 lets you type there."
        )
        label = plain_label()
        label.setText(said)
        label.setWordWrap(True)
        self.table = self._table(text, line_of, fonts)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.table.setFocus()

    def _table(self, text: str, line_of: Callable[[int], str], fonts: Fonts) -> QTableWidget:
        table = QTableWidget(len(self._doubts), len(COLUMNS))
        table.setAccessibleName(self.windowTitle())
        table.setHorizontalHeaderLabels(COLUMNS)
        header = set_up_table(table, max(24, table.fontMetrics().height() + 9))
        for row, doubt in enumerate(self._doubts):
            ours, read = one_line(doubt.span.of(text)), one_line(doubt.reading.text)
            cells = (line_of(doubt.span.start), ours, read, f"{doubt.reading.confidence:.0%}")
            for at, words in enumerate(cells):
                item = QTableWidgetItem(words)
                if at in (1, 2):
                    item.setFont(fonts.mono_font(max(READING_SIZE, fonts.ui_size)))
                    item.setToolTip(plain_tip(words))
                table.setItem(row, at, item)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for at in (1, 2):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._on_selected)
        table.itemDoubleClicked.connect(lambda _: self._edit())
        return table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit()
        else:
            super().keyPressEvent(event)

    def _edit(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._doubts):
            self.to_edit.emit(self._doubts[row])

    def _on_selected(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._doubts):
            self.chosen.emit(self._doubts[row])
