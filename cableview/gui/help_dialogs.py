"""The dialogs of the Help menu."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from cableview.gui.dialogs import is_accepted
from cableview.gui.keys_dialog import KeysDialog
from cableview.gui.theme import Theme
from cableview.version import program_version

ABOUT = (
    "<b>{program}</b><p>Settle, word by word, what a scanned page says.</p>"
    "<p>The sources are never written; every decision is kept in a record beside the transcript.</p>"
)


def show_keys(theme: Theme, parent: QWidget) -> None:
    """Shows all keys."""
    is_accepted(KeysDialog(theme, parent))


def show_about(parent: QWidget) -> None:
    """Shows what the program is, and its version."""
    QMessageBox.about(parent, "About cableview", ABOUT.format(program=program_version()))
