"""Asks something in a dialog that is there for one answer alone."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def is_accepted(dialog: QDialog) -> bool:
    """Shows the dialog and waits for the answer, after which it is let go: the window would keep it, and its item."""
    answer = dialog.exec()
    dialog.deleteLater()
    return answer == QDialog.DialogCode.Accepted
