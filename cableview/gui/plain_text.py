"""Shows text from files and people literally: Qt takes what looks like HTML for it, and would load what it names."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy


def plain_label(words: str = "") -> QLabel:
    """A label that shows every letter as a letter."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class ElidedLabel(QLabel):
    """A label of one line that takes the room it gets, and shows with … that there is more."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = self.contentsRect()
        words = elided(self.text(), self.fontMetrics(), area.width())
        if words != "…":  # an ellipsis alone says nothing
            painter.drawText(area, self.alignment(), words)


def elided(words: str, metrics: QFontMetrics, room: int) -> str:
    """As many of the words as `room` pixels are enough for; what sets two remarks apart does not stand at their end."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    kept = shown.removesuffix("…").rstrip()
    return f"{kept.removesuffix('·').rstrip()} …" if shown != words and kept.endswith("·") else shown


def plain_tip(words: str) -> str:
    """`words` as a tool tip that shows every letter as a letter; tips have no format of their own."""
    return f'<p style="white-space: pre-wrap">{html.escape(words)}</p>' if "<" in words else words
