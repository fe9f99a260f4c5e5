"""Messages above the panels: a sentence, what to do, and buttons; they stay until dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cableview.gui.theme import LIGHT, Theme

MOST_SHOWN = 3


class Weight(Enum):
    NOTICE = "Notice"
    PROBLEM = "Problem"


@dataclass(frozen=True)
class Message:
    """`key` names what it is about: a newer message about the same takes the place of the older."""

    text: str
    weight: Weight = Weight.NOTICE
    buttons: Sequence[tuple[str, Callable[[], None]]] = ()
    key: str = ""


class Banner(QWidget):
    """Shows the latest messages, one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._shown: list[tuple[Message, _Row]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(message for message, _ in self._shown)

    def show_message(self, message: Message) -> None:
        for former, row in tuple(self._shown):
            if former.text == message.text or (message.key and former.key == message.key):
                self._drop(row)
        while len(self._shown) >= MOST_SHOWN:
            self._drop(self._shown[0][1])
        row = _Row(message, self)
        row.set_theme(self._theme)
        row.close_button.clicked.connect(lambda: self._drop(row))
        for button, handler in row.buttons:
            button.clicked.connect(lambda _=False, handler=handler: self._on_button(row, handler))
        self._shown.append((message, row))
        self._column.addWidget(row)
        self.show()

    def dismiss(self, key: str) -> None:
        """Takes away what was said about `key`."""
        for message, row in tuple(self._shown):
            if message.key == key:
                self._drop(row)

    def clear(self) -> None:
        for _, row in tuple(self._shown):
            self._drop(row)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for _, row in self._shown:
            row.set_theme(theme)

    def _on_button(self, row: _Row, handler: Callable[[], None]) -> None:
        self._drop(row)
        handler()

    def _drop(self, row: _Row) -> None:
        self._shown = [(message, other) for message, other in self._shown if other is not row]
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._shown))


class _Row(QFrame):
    def __init__(self, message: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self._message = message
        self.setAutoFillBackground(True)
        self.setAccessibleName(f"{message.weight.value}: {message.text}")
        self._sign = QLabel("!" if message.weight is Weight.PROBLEM else "i")
        font = self._sign.font()
        font.setBold(True)
        self._sign.setFont(font)
        words = QLabel(message.text)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(words, 1)
        self.buttons: list[tuple[QPushButton, Callable[[], None]]] = []
        for label, handler in message.buttons:
            button = QPushButton(label)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
            self.buttons.append((button, handler))
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setAutoRaise(True)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAccessibleName("Dismiss the message")
        self.close_button.setToolTip("Dismiss")
        row.addWidget(self.close_button)

    def set_theme(self, theme: Theme) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.warning_background))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.text))
        self.setPalette(palette)
        sign = QPalette(palette)
        is_problem = self._message.weight is Weight.PROBLEM
        sign.setColor(QPalette.ColorRole.WindowText, QColor(theme.error if is_problem else theme.accent))
        self._sign.setPalette(sign)
