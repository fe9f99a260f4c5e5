"""The verdicts as buttons with their keys, and beneath each what it would leave."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from cableview.gui.actions import BY_ID, VERDICTS
from cableview.gui.theme import LIGHT, Theme
from cableview.model.decision import Verdict

BENEATH = {
    Verdict.OTHER: "type it",
    Verdict.UNREADABLE: "unchanged",
    Verdict.IMMATERIAL: "no claim",
    Verdict.ABSENT: "not there",
    Verdict.DEFERRED: "later",
}


ROOMY, TIGHT = 8, 4
"""Pixels at a button's edges, with room and without."""


class KeyButton(QPushButton):
    """A button that shows its key as a cap, its words, and a line beneath. A click leaves the focus where it is."""

    def __init__(self, key: str, words: str, beneath: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._words, self._beneath, self._theme = key, words, beneath, LIGHT
        self.is_taken = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{words}, key {key}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_beneath(self, words: str) -> None:
        words = words or " "
        if words != self._beneath:
            self._beneath = words
            self.setAccessibleDescription(words)
            self.update()

    def set_taken(self, on: bool) -> None:
        """Marks the verdict that the place has."""
        if on != self.is_taken:
            self.is_taken = on
            self.update()

    def sizeHint(self) -> QSize:
        width = self._words_width() + self._cap_width() + 28
        return QSize(width + (24 if self._beneath else 0), 46 if self._beneath else 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._words_width() + self._cap_width() + 3 * TIGHT, 22)

    def _words_width(self) -> int:
        return QFontMetrics(self._font(small=False)).horizontalAdvance(self._words) + 1

    def _font(self, *, small: bool):
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * (0.8 if small else 0.9))
        return font

    def _cap_width(self) -> int:
        return max(16, QFontMetrics(self._font(small=False)).horizontalAdvance(self._key) + 8)

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        ink = QColor(self._theme.text if self.isEnabled() else self._theme.disabled)
        pad = ROOMY if self.width() >= self.minimumSizeHint().width() + 12 else TIGHT
        area = QRectF(self.rect()).adjusted(pad, 3, -pad + 1, -3)
        height = area.height() / 2 if self._beneath else area.height()
        cap = QRectF(area.left(), area.top() + (height - 17) / 2, self._cap_width(), 17)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(ink)
        painter.setFont(self._font(small=False))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        gap = min(6, pad)
        label = QRectF(cap.right() + gap, area.top(), area.right() - cap.right() - gap, height)
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._words)
        if self._beneath:
            self._paint_beneath(painter, QRectF(area.left(), area.top() + height, area.width(), height))
        if self.is_taken or self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(QRectF(4, self.height() - 4.5, self.width() - 8, 3), 1.5, 1.5)
        painter.end()

    def _paint_beneath(self, painter: QPainter, area: QRectF) -> None:
        font = self._font(small=True)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted if self.isEnabled() else self._theme.disabled))
        words = QFontMetrics(font).elidedText(self._beneath, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class VerdictBar(QWidget):
    """All verdict buttons in a row, and the two prefixes. `chosen` tells the id of the action."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        self.buttons: dict[Verdict, KeyButton] = {}
        for action, verdict in VERDICTS.items():
            button = self._button(action, BENEATH.get(verdict, " "))
            button.setFixedHeight(46)
            self.buttons[verdict] = button
            row.addWidget(button)
        row.addSpacing(4)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.likely, self.sic = (self._button(action) for action in ("likely", "sic"))
        for toggle, words in ((self.likely, "Likely"), (self.sic, "Sic")):
            toggle.setCheckable(True)
            toggle.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            toggle.setFixedHeight(22)
            toggle._words = words
            column.addWidget(toggle)
        row.addLayout(column, 0)

    def _button(self, action: str, beneath: str = "") -> KeyButton:
        row = BY_ID[action]
        button = KeyButton(row.keys[0], row.plain_text, beneath, self)
        button.setToolTip(row.help)
        button.clicked.connect(lambda: self.chosen.emit(action))
        return button

    def set_theme(self, theme: Theme) -> None:
        for button in (*self.buttons.values(), self.likely, self.sic):
            button.set_theme(theme)

    def set_prefixes(self, *, likely: bool, sic: bool) -> None:
        self.likely.setChecked(likely)
        self.sic.setChecked(sic)

    def show_outcome(self, transcript: str, reference: str, taken: Verdict | None) -> None:
        """What the first two verdicts would leave, and which one the place has."""
        self.buttons[Verdict.TRANSCRIPT].set_beneath(transcript)
        self.buttons[Verdict.REFERENCE].set_beneath(reference)
        for verdict, button in self.buttons.items():
            button.set_taken(verdict is taken)
