"""What the window does with files and texts that nobody would want to get."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cableview.gui.plain import plain_tip
from tests.gui.desk_helpers import press, reviewing_window, session_of

HOSTILE = "<b>he</b> <img src='file:///etc/passwd'> &amp; stated that it was so"


def test_a_text_that_looks_like_html_is_shown_letter_by_letter(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of(HOSTILE, "<i>they</i> <img src='x'> stated that it was so"))
    press(qtbot, window, "1", "d", "k")
    for label in window.findChildren(QLabel):
        assert "<" not in label.text() or label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for widget in window.findChildren(QWidget):
        assert "<b>" not in widget.toolTip()
        assert "<img" not in widget.toolTip()


def test_a_tool_tip_shows_what_looks_like_html() -> None:
    document = QTextDocument()
    document.setHtml(plain_tip("<b>a</b>\n & b"))
    assert document.toPlainText().replace("\u2028", "\n") == "<b>a</b>\n & b"
    assert plain_tip("a & b") == "a & b"
