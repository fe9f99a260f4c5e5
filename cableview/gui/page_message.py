"""The message where no page can be shown: a card, with a button for what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton, QWidget

from cableview.gui import page_paint
from cableview.gui.page_geometry import PAD
from cableview.gui.plain_text import plain_tip
from cableview.gui.theme import Theme


class PageMessage(QObject):
    """A card in the middle of `viewport`. `pressed` says that its button was."""

    pressed = Signal()

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._button = QPushButton(viewport)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.clicked.connect(self.pressed)
        self._button.hide()

    def offer(self, remedy: str, title: str, sentence: str) -> None:
        """Puts a button called `remedy` into the card; takes it away where that is empty."""
        self._button.setText(remedy)
        self._button.setVisible(bool(remedy))
        self._viewport.setToolTip(plain_tip(sentence))
        if remedy:
            self._button.adjustSize()
            card = self._card(title, self._fitting(title, sentence))
            place = self._button.rect()
            place.moveCenter(card.center().toPoint())
            place.moveBottom(round(card.bottom()) - PAD)
            self._button.move(place.topLeft())

    def paint(self, painter: QPainter, title: str, sentence: str, theme: Theme) -> None:
        """Draws the card, on a ground that fills the viewport."""
        room = self._viewport.rect()
        painter.fillRect(room, theme.desk)
        words = self._fitting(title, sentence)
        page_paint.message(painter, QRectF(room), title, words, theme, below=self._button_room())

    def _fitting(self, title: str, sentence: str) -> str:
        """The sentence, or nothing where the view is too low for it: it is the tip, too."""
        return sentence if self._card(title, sentence).height() <= self._viewport.height() else ""

    def _card(self, title: str, sentence: str) -> QRectF:
        return page_paint.card(
            QRectF(self._viewport.rect()), title, sentence, self._viewport.font(), self._button_room()
        )

    def _button_room(self) -> int:
        """Pixels of the card that the button takes, 0 where there is none."""
        return 0 if self._button.isHidden() else self._button.height() + PAD
