"""Shows the evidence at a place in full, to be read and to be copied, the piece of the scan with it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from cableview.gui.dialogs import set_size
from cableview.gui.evidence import Fact, as_text
from cableview.gui.theme import Theme

WIDTH, EDGE = 760, 16


class EvidenceDialog(QDialog):
    """`title` names item and place; `picture` is the piece of the scan, null where there is none."""

    def __init__(
        self, title: str, facts: tuple[Fact, ...], picture: QPixmap, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Everything at this place")
        set_size(self, WIDTH, 580)
        self._title, self._facts, self._picture = title, facts, picture
        self.page = QTextBrowser()
        self.page.setAccessibleName(self.windowTitle())
        self.page.document().setDocumentMargin(12)
        self.page.setHtml(facts_html(facts, theme))
        piece = QLabel()
        piece.setPixmap(_narrowed(picture, WIDTH - 2 * EDGE))
        piece.setAccessibleName("Piece of the scan")
        piece.setMinimumWidth(1)
        piece.setVisible(not picture.isNull())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.words, self.piece = QPushButton("&Copy the words"), QPushButton("Copy the &picture")
        self.piece.setVisible(not picture.isNull())
        for button, copies in ((self.words, self.copy_words), (self.piece, self.copy_picture)):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(copies)
        buttons.rejected.connect(self.reject)
        self.page.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(10)
        column.addWidget(piece)
        column.addWidget(self.page, 1)
        column.addWidget(buttons)
        self.page.setFocus()

    def copy_words(self) -> None:
        """Puts all facts on the clipboard."""
        QGuiApplication.clipboard().setText(as_text(self._title, self._facts))

    def copy_picture(self) -> None:
        """Puts the piece of the scan on the clipboard, as it is shown."""
        QGuiApplication.clipboard().setPixmap(self._picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copying means all where nothing is selected, where the page would do nothing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_copy = event.matches(QKeySequence.StandardKey.Copy)
            if is_copy and not self.page.textCursor().hasSelection():
                self.copy_words()
                return True
        return super().eventFilter(watched, event)


def _narrowed(picture: QPixmap, width: int) -> QPixmap:
    """A picture no wider than `width` pixels of the window, whole."""
    ratio = picture.devicePixelRatio()
    if picture.width() <= width * ratio:
        return picture
    return picture.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)


def facts_html(facts: tuple[Fact, ...], theme: Theme) -> str:
    rows = (
        f"<tr><td width='20%' style='color:{theme.muted}'>{escape(fact.about)}</td>"
        f"<td>{'<br>'.join(escape(line) for line in fact.words.splitlines())}</td></tr>"
        for fact in facts
    )
    return f"<table cellpadding='4' width='100%'>{''.join(rows)}</table>"
