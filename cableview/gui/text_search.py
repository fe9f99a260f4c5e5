"""Finds words in the working text: a field above the panels that steps from one passage to the next."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from cableview.collation.words.normalise import HYPHENS, LINE_END
from cableview.gui.plain_text import plain_label
from cableview.model.span import Span
from cableview.review.session import Session

DIVIDED = rf"(?:[{HYPHENS}]{LINE_END})?"
"""A hyphen that continues a word on the next line or page."""
DIVIDED_AT_HYPHEN = f"(?:{LINE_END})?"
"""What may follow a hyphen that the word has anyway."""


def passages(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text`, whatever their case, across line ends and through hyphens there."""
    pattern = r"\s+".join(map(_pattern, words.split()))
    return [Span(*match.span()) for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []


def _pattern(word: str) -> str:
    """An expression for a word, which may be divided after each letter but the last."""
    divided = (re.escape(sign) + (DIVIDED_AT_HYPHEN if sign in HYPHENS else DIVIDED) for sign in word[:-1])
    return "".join(divided) + re.escape(word[-1])


class TextSearch(QWidget):
    """Hidden until it is opened. `found` carries a passage to be shown, `left` the last one found, or `None`.

    `session` gives that of the open item, `caret` where the search begins.
    """

    found = Signal(object)
    left = Signal(object)

    def __init__(
        self, session: Callable[[], Session | None], caret: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._caret = session, caret
        self._start = 0
        self._current: Span | None = None
        self.field, self.count = QLineEdit(), plain_label()
        self.field.setPlaceholderText("Find in the text")
        self.field.setAccessibleName("Find in the text")
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)  # dropped files are handled by the window
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.field, 2)
        row.addWidget(self._button("Previous", "Shift+Enter", lambda: self._step(-1)))
        row.addWidget(self._button("Next", "Enter", lambda: self._step(1)))
        row.addWidget(self.count, 1)
        row.addWidget(self._button("Close", "Esc", self.leave))
        self.hide()

    def _button(self, words: str, key: str, does: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(key)
        button.setAccessibleName(f"{words} passage, key {key}" if words != "Close" else "Close the search")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("is_left_by_escape", True)  # Esc closes the search, and does not end typing
        button.clicked.connect(does)
        return button

    def open(self) -> None:
        """Opens the field, with what was searched for before."""
        self._start = self._caret()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._on_typed()

    def leave(self) -> None:
        """Closes the field; the passage found last is kept in sight."""
        if not self.isHidden():
            self.hide()
            self.left.emit(self._current)

    def close_item(self) -> None:
        """Forgets what was searched for, with the item."""
        self.hide()
        self._current = None
        self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves the search at Esc, whichever of its parts has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _passages(self) -> list[Span]:
        session = self._session()
        return passages(session.text, self.field.text()) if session is not None else []

    def _on_typed(self) -> None:
        """Shows the first passage from where the caret stood."""
        if self.isHidden():
            return
        spans = self._passages()
        self._show(spans, bisect_left(spans, self._start, key=lambda span: span.start))

    def _step(self, by: int) -> None:
        """Shows the passage after or before the one shown; after the last comes the first."""
        spans = self._passages()
        here = self._current.start if self._current else self._start
        after = bisect_left(spans, here + (by > 0), key=lambda span: span.start)
        self._show(spans, after if by > 0 else after - 1)

    def _show(self, spans: Sequence[Span], row: int) -> None:
        self._current = spans[row % len(spans)] if spans else None
        if self._current is None:
            self.count.setText("not in the text" if self.field.text().strip() else "")
            return
        self.count.setText(f"{row % len(spans) + 1} of {len(spans)}")
        self.found.emit(self._current)
