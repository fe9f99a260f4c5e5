"""The head of the strip: state and number of a place, what it is, where it was found, and what was saved last."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from cableview.gui.plain_text import ElidedLabel, plain_label, plain_tip
from cableview.gui.state_shapes import state_icon
from cableview.gui.strip_head import APART, HeadWords, Ways, fact_ways, kept_ways, where_ways
from cableview.gui.theme import LIGHT, Theme
from cableview.review.queue import Entry

ICON, GAP, EDGE, INDENT = 16, 8, 12, 20
"""Pixels: of the state's shape, between labels, at both ends, before where the place was found."""


class HeadLine(QWidget):
    """One line of labels, each of which says less rather than cut off a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._words = HeadWords()
        self.icon, self.number = QLabel(), plain_label()
        self.facts, self.where, self.kept = (ElidedLabel() for _ in range(3))
        self._lay_out()

    def _lay_out(self) -> None:
        self.icon.setFixedWidth(ICON)
        bold = QFont(self.font())
        bold.setBold(True)
        self.number.setFont(bold)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.setSpacing(GAP)
        self.where.setContentsMargins(INDENT, 0, 0, 0)
        for label in (self.icon, self.number, self.facts, self.where, self.kept):
            row.addWidget(label)
        row.setStretch(4, 1)
        for label in (self.facts, self.where):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.kept.hide()
        held = self.kept.sizePolicy()
        held.setRetainSizeWhenHidden(True)  # its room beside the other two is reserved
        self.kept.setSizePolicy(held)
        self.kept.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def spoken(self) -> str:
        """What a screen reader says about the place: its number and all its facts."""
        return f"{self.number.text()}, {', '.join(self._words.facts[0].split(APART))}"

    def show_place(self, entry: Entry, number: str, alike: int) -> None:
        """Shows a place of the queue; `number` as it is written, `alike` how many could be decided with it."""
        self.icon.setPixmap(state_icon(entry.state, self._theme).pixmap(ICON))
        self.number.setText(number)
        self._say(facts=fact_ways(entry, alike))
        self.facts.setToolTip(plain_tip(", ".join(entry.reasons)))

    def show_line(self, number: str, said: str) -> None:
        """Shows a line being read against the page."""
        self.icon.setPixmap(QPixmap())
        self.number.setText(number)
        self._say(facts=(said,))

    def clear(self) -> None:
        """Shows no place; what was saved last stays."""
        self.number.clear()
        self._say(facts=("",), where=("",))
        self.icon.setPixmap(QPixmap())

    def show_where(self, words: str, hint: str = "") -> None:
        """Shows how the place was found on the scan, or why it was not, and with enough room how to show it."""
        self._words = replace(self._words, hint=hint)
        self._say(where=where_ways(words))
        self.where.setToolTip(plain_tip(": ".join(filter(None, (words, hint)))))

    def show_kept(self, words: str, *, is_kept: bool) -> None:
        """Shows the last change, and whether it is durable."""
        ways = kept_ways(words, is_kept=is_kept)
        self._say(kept=ways)
        self.kept.setVisible(bool(words))
        self.kept.setToolTip(plain_tip(ways[0]))

    def set_theme(self, theme: Theme) -> None:
        """Sets the colours of the quieter labels, and of the icon of the next place shown."""
        self._theme = theme
        muted = QPalette(self.palette())
        muted.setColor(QPalette.ColorRole.WindowText, QColor(theme.muted))
        for label in (self.where, self.kept):
            label.setPalette(muted)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # else the window would grow for words that can be shorter

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _say(self, **ways: Ways) -> None:
        """Changes what is said as `facts`, `where` or `kept`."""
        self._words = replace(self._words, **ways)
        self._fit()

    def _fit(self) -> None:
        """Shortens the words rather than cut one off; a screen reader hears all of them."""
        room = self.width() - ICON - self.number.sizeHint().width() - INDENT - 4 * GAP - 2 * EDGE
        labels, full = (self.facts, self.where, self.kept), (self._words.facts, self._words.where, self._words.kept)
        words = self._words.fitting(room, lambda said: self.fontMetrics().horizontalAdvance(said) + 2)
        for label, said, ways in zip(labels, words, full, strict=True):
            label.setText(said)
            label.setAccessibleName(ways[0])
        # Its size hint is still the former one; and state and kind are not cut off in favour of what is beside them.
        self.facts.setMinimumWidth(min(self.fontMetrics().horizontalAdvance(words[0]) + 2, max(0, room)))
