"""The verdicts as buttons with their keys, and beneath each what it would leave."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

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
GAP = 3
MOST_ALIKE = len("leaves xx")
"""Letters that what two verdicts would leave may begin with in common; with more, the ends tell them apart."""
FIRST_OF_TWO = (3, 4)
"""How many verdicts stand in the first of two rows: four only where the others need more room than there is."""


class KeyButton(QPushButton):
    """A button that shows its key as a cap, its words, and a line beneath. A click leaves the focus where it is."""

    def __init__(self, key: str, words: str, beneath: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._words, self._beneath, self._theme = key, words, beneath, LIGHT
        self.is_taken = self._is_brief = False
        self.edge = ROOMY
        self._elided = Qt.TextElideMode.ElideRight
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{words}, key {key}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_beneath(self, words: str, elided: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        """Shows `words` beneath, `elided` where there is no room for all of them."""
        words = words or " "
        if (words, elided) != (self._beneath, self._elided):
            self._beneath, self._elided = words, elided
            self.setAccessibleDescription(words)
            self.update()

    def set_tight(self, on: bool) -> None:
        """Leaves less room at the edges; the buttons of a row do so together."""
        self.edge = TIGHT if on else ROOMY
        self.update()

    def set_brief(self, on: bool) -> None:
        """Hides the line beneath, where there is little room."""
        if on != self._is_brief:
            self._is_brief = on
            self.update()

    def set_taken(self, on: bool) -> None:
        """Marks the verdict that the place has."""
        if on != self.is_taken:
            self.is_taken = on
            self.update()

    def sizeHint(self) -> QSize:
        width = self._words_width() + self._cap_width() + 28
        single = self.single_height
        return QSize(width + 24, self.double_height) if self._beneath else QSize(width, single)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._words_width() + self._cap_width() + 3 * TIGHT, self.single_height)

    @property
    def single_height(self) -> int:
        """Pixels for the words alone."""
        return QFontMetrics(self._font(small=False)).height() + 8

    @property
    def double_height(self) -> int:
        """Pixels for the words and the line beneath."""
        return self.single_height + QFontMetrics(self._font(small=True)).height() + 11

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
        area = QRectF(self.rect()).adjusted(self.edge, 3, -self.edge + 1, -3)
        has_beneath = bool(self._beneath) and not self._is_brief
        height = area.height() / 2 if has_beneath else area.height()
        high = QFontMetrics(self._font(small=False)).height() + 3
        cap = QRectF(area.left(), area.top() + (height - high) / 2, self._cap_width(), high)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(ink)
        painter.setFont(self._font(small=False))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        gap = min(6, self.edge)
        label = QRectF(cap.right() + gap, area.top(), area.right() - cap.right() - gap, height)
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._words)
        if has_beneath:
            self._paint_beneath(painter, QRectF(area.left(), area.top() + height, area.width(), height))
        if self.is_taken or self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(QRectF(4, self.height() - 4.5, self.width() - 8, 3), 1.5, 1.5)
        painter.end()

    def _paint_beneath(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self._font(small=True))
        painter.setPen(QColor(self._theme.muted if self.isEnabled() else self._theme.disabled))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.shown_beneath)

    @property
    def shown_beneath(self) -> str:
        """The line beneath, as far as there is room for it."""
        room = self.width() - 2 * self.edge + 1
        return QFontMetrics(self._font(small=True)).elidedText(self._beneath, self._elided, room)


class VerdictBar(QWidget):
    """All verdict buttons in a row, and the two prefixes; in two rows where one is too short for their words.

    `chosen` tells the id of the action.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Verdict, KeyButton] = {}
        for action, verdict in VERDICTS.items():
            self.buttons[verdict] = self._button(action, BENEATH.get(verdict, " "))
        self.likely, self.sic = self._button("likely", words="Likely"), self._button("sic", words="Sic")
        for toggle in (self.likely, self.sic):
            toggle.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _rows(self, width: int) -> tuple[list[KeyButton], list[KeyButton]]:
        """The buttons arranged in two rows of `width` pixels."""
        few, many = (self._split(first) for first in FIRST_OF_TWO)
        return few if max(map(_least, few)) <= width else many

    def _split(self, first: int) -> tuple[list[KeyButton], list[KeyButton]]:
        verdicts = list(self.buttons.values())
        return verdicts[:first], [*verdicts[first:], self.likely, self.sic]

    def sizeHint(self) -> QSize:
        return QSize(self.one_row_width, self._height(is_one=True))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(map(_least, self._rows(0))), self._height(is_one=True))

    def heightForWidth(self, width: int) -> int:
        return self._height(is_one=self._fits_one_row(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_one = self._fits_one_row(self.width())
        first, rest = self._rows(self.width())
        for button in first:
            button.set_brief(False)
        for button in rest:
            button.set_brief(not is_one)
        (self._lay_one_row if is_one else self._lay_two_rows)()

    @property
    def one_row_width(self) -> int:
        """The least width in pixels for all buttons side by side."""
        return _least(list(self.buttons.values())) + 2 * GAP + self._prefix_width()

    def _fits_one_row(self, width: int) -> bool:
        return self.one_row_width <= width

    def _prefix_width(self) -> int:
        return max(self.likely.sizeHint().width(), self.sic.sizeHint().width())

    def _height(self, *, is_one: bool) -> int:
        button = self.likely
        one = max(button.double_height, 2 * button.single_height + 2)
        return one if is_one else button.double_height + self.second_row_height

    @property
    def second_row_height(self) -> int:
        """Pixels of a second row, and of the gap before it."""
        return GAP + self.likely.single_height + 2

    def _lay_one_row(self) -> None:
        prefix, high = self._prefix_width(), self.height()
        _lay(list(self.buttons.values()), QRect(0, 0, self.width() - prefix - 2 * GAP, high))
        half = (high - 2) // 2
        for toggle, top in ((self.likely, 0), (self.sic, high - half)):
            toggle.setGeometry(self.width() - prefix, top, prefix, half)

    def _lay_two_rows(self) -> None:
        first, rest = self._rows(self.width())
        high = first[0].double_height
        _lay(first, QRect(0, 0, self.width(), high))
        _lay(rest, QRect(0, high + GAP, self.width(), self.height() - high - GAP))

    def _button(self, action: str, beneath: str = "", *, words: str = "") -> KeyButton:
        row = BY_ID[action]
        button = KeyButton(row.keys[0], words or row.plain_text, beneath, self)
        button.setAccessibleName(f"{row.plain_text}, key {row.keys[0]}")
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
        """Shows what the first two verdicts would leave, and which one the place has."""
        is_alike = transcript[:MOST_ALIKE] == reference[:MOST_ALIKE]
        elided = Qt.TextElideMode.ElideMiddle if is_alike else Qt.TextElideMode.ElideRight
        self.buttons[Verdict.TRANSCRIPT].set_beneath(transcript, elided)
        self.buttons[Verdict.REFERENCE].set_beneath(reference, elided)
        for verdict, button in self.buttons.items():
            button.set_taken(verdict is taken)


def _least(row: Sequence[KeyButton]) -> int:
    """Pixels in which the words of a row's buttons can be read."""
    return sum(button.minimumSizeHint().width() for button in row) + GAP * (len(row) - 1)


def _lay(row: Sequence[KeyButton], area: QRect) -> None:
    """Lays buttons out side by side, equally wide if there is room; else as wide as their words need, plus a share."""
    needed = [button.minimumSizeHint().width() for button in row]
    room = area.width() - GAP * (len(row) - 1)
    least = [max(needed)] * len(row) if max(needed) * len(row) <= room else needed
    left, spare = area.left(), room - sum(least)
    for k, (button, width) in enumerate(zip(row, least, strict=True)):
        more = spare // (len(row) - k)
        spare -= more
        button.setGeometry(left, area.top(), width + more, area.height())
        left += width + more + GAP
    is_tight = any(button.width() < needs + 2 * ROOMY for button, needs in zip(row, needed, strict=True))
    for button in row:
        button.set_tight(is_tight)
