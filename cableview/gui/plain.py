"""Words of files and people as they stand: Qt takes for HTML what looks like it, and would load what that names."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(words: str = "") -> QLabel:
    """A label that shows every letter as a letter."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain_tip(words: str) -> str:
    """`words` as a tool tip that shows every letter as a letter; tips have no format of their own."""
    return f'<p style="white-space: pre-wrap">{html.escape(words)}</p>' if "<" in words else words
