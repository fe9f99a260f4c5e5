"""Messages above the panels: a sentence, advice, and buttons; they stay until dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cableview.gui.theme import LIGHT, Theme

MOST_SHOWN = 3


class Weight(Enum):
    """How urgently a message asks for attention."""

    NOTICE = "Notice"
    DONE = "Done"
    PROBLEM = "Problem"


SIGNS = {Weight.NOTICE: "i", Weight.DONE: "✓", Weight.PROBLEM: "!"}


@dataclass(frozen=True)
class Message:
    """A message. `key` names its subject: a newer message on the same subject replaces the older one."""

    text: str
    weight: Weight = Weight.NOTICE
    buttons: Sequence[tuple[str, Callable[[], None]]] = ()
    key: str = ""


class Banner(QWidget):
    """Shows the latest messages: all notices together on one row, each other message on a row of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._messages: list[Message] = []
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages shown now, oldest first."""
        return tuple(self._messages)

    def show_message(self, message: Message) -> None:
        """Shows a message, replacing one with its text or key; the oldest is dropped if there are too many."""

        def is_about_it(former: Message) -> bool:
            return former.text == message.text or bool(message.key and former.key == message.key)

        kept = [former for former in self._messages if not is_about_it(former)]
        while len(kept) >= MOST_SHOWN:  # drop a notice before a problem
            kept.remove(next((former for former in kept if former.weight is Weight.NOTICE), kept[0]))
        self._show([*kept, message])

    def dismiss(self, key: str) -> None:
        """Removes the message about `key`."""
        self._show([message for message in self._messages if message.key != key])

    def clear(self) -> None:
        self._show([])

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for row in self._rows:
            row.set_theme(theme)

    def _show(self, messages: list[Message]) -> None:
        if messages == self._messages:
            return
        self._messages = messages
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        notices = tuple(message for message in messages if message.weight is Weight.NOTICE)
        others = [(message,) for message in messages if message.weight is not Weight.NOTICE]
        self._rows = [self._row(together) for together in (*others, notices) if together]
        self.setVisible(bool(messages))

    def _row(self, messages: tuple[Message, ...]) -> _Row:
        row = _Row(messages, self)
        row.set_theme(self._theme)
        row.close_button.clicked.connect(lambda: self._drop(messages))
        for message, button, handler in row.buttons:
            button.clicked.connect(lambda _=False, said=message, does=handler: self._on_button(said, does))
        self._column.addWidget(row)
        return row

    def _on_button(self, message: Message, handler: Callable[[], None]) -> None:
        self._drop((message,))
        handler()

    def _drop(self, gone: tuple[Message, ...]) -> None:
        self._show([message for message in self._messages if message not in gone])


class _Row(QFrame):
    """Messages of equal weight, in sequence, with the buttons of all."""

    def __init__(self, messages: tuple[Message, ...], parent: QWidget) -> None:
        super().__init__(parent)
        said = "  ".join(message.text for message in messages)
        self._weight = messages[0].weight
        self.setAutoFillBackground(True)
        self.setAccessibleName(f"{self._weight.value}: {said}")
        self._sign = QLabel(SIGNS[self._weight])
        font = self._sign.font()
        font.setBold(True)
        self._sign.setFont(font)
        self._sign.setFixedWidth(2 * QFontMetrics(font).averageCharWidth())  # messages begin one below the other
        words = QLabel(said)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(words, 1)
        self.buttons: list[tuple[Message, QPushButton, Callable[[], None]]] = []
        for message, label, handler in ((one, *button) for one in messages for button in one.buttons):
            button = QPushButton(label)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
            self.buttons.append((message, button, handler))
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setAutoRaise(True)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAccessibleName("Dismiss the message")
        self.close_button.setToolTip("Dismiss")
        row.addWidget(self.close_button)

    def set_theme(self, theme: Theme) -> None:
        palette = QPalette(self.palette())
        is_problem = self._weight is Weight.PROBLEM
        ground = theme.warning_background if is_problem else theme.notice_background
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.text))
        self.setPalette(palette)
        sign = QPalette(palette)
        inks = {Weight.NOTICE: theme.accent, Weight.DONE: theme.decided, Weight.PROBLEM: theme.error}
        sign.setColor(QPalette.ColorRole.WindowText, QColor(inks[self._weight]))
        self._sign.setPalette(sign)


def as_sentence(words: str) -> str:
    """`words` with an initial capital, unless a file's name comes first, and a full stop."""
    words = words[:1].upper() + words[1:] if words.partition(" ")[0].isalpha() else words
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
