"""Dialogs that exist for a single answer, and what is true of all dialogs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from cableview.version import program_version

ABOUT = (
    "<b>{program}</b><p>Settle, word by word, what a scanned page says.</p>"
    "<p>The sources are never written; every decision is kept in a record beside the transcript.</p>"
)


TITLE = 40
"""Pixels of the screen for the title of a window."""


def set_size(window: QWidget, width: int, height: int) -> None:
    """Sets the first size of a window or dialog, within its screen: what is at its end would be out of reach."""
    screen = (window.parentWidget() or window).screen().availableSize()
    window.resize(QSize(width, height).boundedTo(screen - QSize(0, TITLE)))


def is_accepted(dialog: QDialog) -> bool:
    """Shows the dialog, waits for the answer and deletes it: the window would keep it, and with it the item."""
    answer = dialog.exec()
    dialog.deleteLater()
    return answer == QDialog.DialogCode.Accepted


def is_confirmed(parent: QWidget, question: str, deed: str) -> bool:
    """Asks before something that cannot be undone; Enter and Esc change nothing."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    stay = box.addButton("Stay here", QMessageBox.ButtonRole.RejectRole)
    go = box.addButton(deed, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is go


def show_about(parent: QWidget) -> None:
    QMessageBox.about(parent, "About cableview", ABOUT.format(program=program_version()))
