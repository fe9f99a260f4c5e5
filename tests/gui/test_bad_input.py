"""What the window does with files and texts that nobody would want to get."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cableview.gui.banner import as_sentence
from cableview.gui.plain_text import plain_tip
from cableview.gui.window import MainWindow
from tests.gui.desk_helpers import (
    REFERENCE,
    TRANSCRIPT,
    make_window,
    press,
    reviewing_window,
    session_of,
    wait_shown,
)

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


def test_an_item_opened_again_in_its_own_window_goes_on_where_it_stood(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    window = make_window(qtbot)

    def open_it() -> None:
        before = window.desk.session
        window.open_paths([tmp_path / "a.txt"])
        qtbot.waitUntil(lambda: window.desk.session not in (None, before))
        wait_shown(qtbot, window)

    open_it()
    for _ in range(2):
        press(qtbot, window, "1")
        open_it()
        assert window.items.open_item is not None
        assert window.items.open_item.read_only == ""
    session = window.desk.session
    assert session is not None
    assert session.last_seq == 2
    press(qtbot, window, "1")
    qtbot.waitUntil(lambda: session.kept_seq == 3)
    window.close()


def test_a_file_name_keeps_its_letters_at_the_head_of_a_sentence() -> None:
    assert as_sentence("a.txt is empty") == "a.txt is empty."
    assert as_sentence("the second text is empty.") == "The second text is empty."


def test_conflict_over_the_record_is_a_sentence_with_both_ways_out(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.items.conflicted.emit("the sidecar was changed by somebody else since it was read here")
    (message,) = window.banner.messages
    assert message.text == "The sidecar was changed by somebody else since it was read here."
    assert [words for words, _ in message.buttons] == ["Take what is on disk", "Keep mine as a copy…"]


def test_a_text_changed_by_another_program_is_said_and_what_was_decided_goes_along(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    window = make_window(qtbot)
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    press(qtbot, window, "1")
    window.act("save")
    first = window.desk.session
    assert first is not None
    qtbot.waitUntil(lambda: first.kept_seq == 1)
    assert "changed by another program" not in said_in(window)
    path.write_text(f"A new first line.\n{TRANSCRIPT}", encoding="utf-8")
    press(qtbot, window, "2")
    window.act("save")
    qtbot.waitUntil(lambda: "a.txt was changed by another program" in said_in(window))
    message = next(message for message in window.banner.messages if message.key == "sources")
    message.buttons[0][1]()
    qtbot.waitUntil(lambda: window.desk.session not in (None, first))
    wait_shown(qtbot, window)
    again = window.desk.session
    assert again is not None
    assert again.text.startswith("A new first line.\n")
    assert sum(entry.is_decided for entry in again.queue.entries) == 2
    assert "changed by another program" not in said_in(window)
    window.close()


def said_in(window: MainWindow) -> str:
    return " ".join(message.text for message in window.banner.messages)
