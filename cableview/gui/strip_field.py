"""The line below the readings in which a reading or a note is typed."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from cableview.gui.offsets import utf16_length
from cableview.gui.theme import Fonts

ROOM = 24
"""Letters of the field that must be in sight before the keys beside it are named."""

MOST_LETTERS = 100_000
"""The most that may be typed beyond the longer reading: a chapter. A million took the window's thread half a second."""
TOO_LONG = f"Not put in: it is longer than the {MOST_LETTERS:,} letters that this field takes."


class FieldUse(Enum):
    """What the field is used to type; the value is its label."""

    READING = "The page says"
    NOTE = "Note"


class StripField(QWidget):
    """One line to type a reading or a note in: Enter accepts it, Esc leaves, Tab swaps in the second reading.

    A note has nothing to swap: Tab moves on as from any field, and accepts the note as Enter does, since half-typed
    text would otherwise be left neither kept nor dropped. `refused` says why what was pasted is not put in.
    """

    finished = Signal(str)
    left = Signal()
    typed = Signal(str)
    refused = Signal(str)

    def __init__(self, fonts: Fonts, parent: QWidget) -> None:
        super().__init__(parent)
        self.use = FieldUse.READING
        self._readings = ("", "")
        self._ways = ("",)
        self._label, self._help = QLabel(), QLabel()
        self.edit = QLineEdit()
        self.edit.setAcceptDrops(False)  # dropped files are handled by the window
        self.edit.setFont(fonts.mono_font(14))
        self.edit.installEventFilter(self)
        self._accepted = ""
        self._is_too_long = False
        self.edit.inputRejected.connect(self._on_too_long)
        self.edit.textEdited.connect(self._on_edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self.edit, 1)
        row.addWidget(self._help)
        self.hide()

    def open(self, use: FieldUse, first: str, second: str) -> None:
        self.use, self._readings = use, (first, second)
        self._label.setText(f"{use.value}:")
        swap = ("Tab: second text",) if use is FieldUse.READING else ()
        keys = ("Enter: keep", *swap, "Esc: leave")
        self._ways = ("    ".join(keys), "    ".join((keys[0], keys[-1])), "")
        self._name_keys()
        self.edit.setAccessibleName(use.value)
        self.edit.setMaxLength(max(map(utf16_length, self._readings)) + MOST_LETTERS)
        self._put(first)
        self.edit.setToolTip(self._ways[0])
        self.show()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # else the window would grow for what can be left out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_keys()

    def _name_keys(self) -> None:
        """Names the keys beside the field as far as that leaves room to type."""
        needed = self._label.sizeHint().width() + self.edit.fontMetrics().horizontalAdvance("x" * ROOM)
        room, wide = self.width() - needed, self._help.fontMetrics().horizontalAdvance
        self._help.setText(next((words for words in self._ways if wide(words) <= room), ""))
        self._help.setVisible(bool(self._help.text()))

    def typed_text(self) -> str:
        """What was typed; empty if it is still what the field was opened with."""
        return "" if self.edit.text() in self._readings else self.edit.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._took(event)
        return super().eventFilter(watched, event)

    def _put(self, text: str) -> None:
        self.edit.setText(text)
        self._accepted = self.edit.text()

    def _on_too_long(self) -> None:
        """Waits until Qt has put in as much as there is room for: part of it would be a reading that nobody meant."""
        self._is_too_long = True
        QTimer.singleShot(0, self, self._refuse)

    def _on_edited(self, text: str) -> None:
        if not self._is_too_long:
            self._accepted = text
            self.typed.emit(text)

    def _refuse(self) -> None:
        """Takes out what was put in of an input that is too long."""
        if self._is_too_long:
            self._is_too_long = False
            if self.edit.text() != self._accepted:
                self.edit.undo()
            self.refused.emit(TOO_LONG)

    def _took(self, event: QKeyEvent) -> bool:
        self._refuse()  # a key may come before
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self.finished.emit(self.edit.text())
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab if self.use is FieldUse.NOTE:
                self.finished.emit(self.edit.text())
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                first, second = self._readings
                self._put(first if self.edit.text() == second else second)
                self.edit.selectAll()
                self.typed.emit(self.edit.text())
            case _:
                return False
        return True
