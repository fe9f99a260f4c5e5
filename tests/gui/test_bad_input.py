"""What the window does with files and texts that nobody would want to get."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cableview.errors import SaveError
from cableview.files import atomic_write
from cableview.gui.banner import as_sentence
from cableview.gui.dialogs import is_confirmed
from cableview.gui.plain_text import plain_tip
from cableview.gui.window import MainWindow
from cableview.review.store.store import read_kept
from cableview.settings import rescue_path
from tests.gui.desk_helpers import (
    REFERENCE,
    TRANSCRIPT,
    make_window,
    open_item_at,
    page_image,
    press,
    reviewing_window,
    session_of,
    wait_shown,
)

HOSTILE = "<b>he</b> <img src='file:///etc/passwd'> &amp; stated that it was so"


def test_text_that_looks_like_html_is_shown_literally(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of(HOSTILE, "<i>they</i> <img src='x'> stated that it was so"))
    press(qtbot, window, "1", "d", "k")
    for label in window.findChildren(QLabel):
        assert "<" not in label.text() or label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for widget in window.findChildren(QWidget):
        assert "<b>" not in widget.toolTip()
        assert "<img" not in widget.toolTip()


def test_text_that_looks_like_html_is_shown_literally_in_a_tool_tip() -> None:
    document = QTextDocument()
    document.setHtml(plain_tip("<b>a</b>\n & b"))
    assert document.toPlainText().replace("\u2028", "\n") == "<b>a</b>\n & b"
    assert plain_tip("a & b") == "a & b"


def test_an_item_reopened_in_its_own_window_continues_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    window = make_window(qtbot)
    open_item_at(qtbot, window, tmp_path / "a.txt")
    for _ in range(2):
        press(qtbot, window, "1")
        open_item_at(qtbot, window, tmp_path / "a.txt")
        assert window.items.open_item is not None
        assert window.items.open_item.read_only == ""
    session = window.desk.session
    assert session is not None
    assert session.last_seq == 2
    press(qtbot, window, "1")
    qtbot.waitUntil(lambda: session.kept_seq == 3)
    window.close()


def test_a_damaged_page_is_reported_in_place_and_the_rest_is_usable(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    (tmp_path / "a-1.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    page_image(tmp_path, "a-2.png")
    window = make_window(qtbot)
    open_item_at(qtbot, window, tmp_path / "a.txt")
    assert "a-1.jpg: is cut off or damaged" in said_in(window)
    page, where = window.desk.page, window.desk.strip.head.where
    page.show_page(1)
    qtbot.waitUntil(lambda: "cut off or damaged" in page.accessibleDescription())
    assert where.text() == "Page 1 · guessed from the text"  # there is nothing to click on
    assert "a-1.jpg: is cut off or damaged" in page.viewport().toolTip()
    page.show_page(2)
    qtbot.waitUntil(lambda: page.accessibleDescription().startswith("Page 2 of 2"))
    press(qtbot, window, "1")
    session = window.desk.session
    assert session is not None
    qtbot.waitUntil(lambda: session.kept_seq == 1)
    window.close()


def test_a_file_name_is_not_capitalised_at_the_start_of_a_sentence() -> None:
    assert as_sentence("a.txt is empty") == "a.txt is empty."
    assert as_sentence("the second text is empty.") == "The second text is empty."


def test_that_a_record_could_not_be_saved_is_said_until_it_is_saved(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.items.save_failed.emit("a.txt.cableview.json: cannot be saved: No space left on device")
    assert "No space left" in said_in(window)
    window.items.saved.emit()
    assert said_in(window) == ""


def test_a_conflict_over_the_record_offers_both_remedies(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.items.conflicted.emit("the record was changed by somebody else since it was read here")
    (message,) = window.banner.messages
    assert message.text == "The record was changed by somebody else since it was read here."
    assert [words for words, _ in message.buttons] == ["Take what is on disk", "Keep mine as a copy…"]


def test_decisions_are_carried_over_when_another_program_changes_a_text(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    window = make_window(qtbot)
    open_item_at(qtbot, window, path)
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


@pytest.mark.parametrize("leaving", ["close", "open_other", "close_item"])
def test_closing_asks_before_discarding_changes_on_no_disk(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leaving: str
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TRANSCRIPT, encoding="utf-8")
        (tmp_path / f"{name}.ref.txt").write_text(REFERENCE, encoding="utf-8")
    window = make_window(qtbot)
    open_item_at(qtbot, window, tmp_path / "a.txt")
    leave = {
        "close": window.close,
        "open_other": lambda: window.open_paths([tmp_path / "b.txt"]),
        "close_item": window.close_item,
    }[leaving]
    asked: list[str] = []

    def answered(_parent: QWidget, question: str, _deed: str) -> bool:
        asked.append(question)
        return False

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cableview.gui.window.is_confirmed", answered)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        press(qtbot, window, "1", "2")
        leave()
        session = window.desk.session
        assert session is not None
        assert (window.isVisible(), session.kept_seq, session.last_seq) == (True, 0, 2)
        assert asked == ["2 changes are not on the disk, and will be gone. " + ROOM]
    leave()
    qtbot.waitUntil(lambda: window.desk.session is not session or not window.isVisible())
    assert len(asked) == 1
    assert len(read_kept(tmp_path / "a.txt.cableview.json").changes) == 2
    window.close()


def test_changes_closed_nevertheless_are_in_a_copy_of_the_record(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "item"
    folder.mkdir()
    (folder / "a.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (folder / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    window = make_window(qtbot)
    session = open_item_at(qtbot, window, folder / "a.txt")
    press(qtbot, window, "1")
    qtbot.waitUntil(lambda: session.kept_seq == 1)
    answers = [False, True]
    asked: list[str] = []

    def answered(_parent: QWidget, question: str, _deed: str) -> bool:
        asked.append(question)
        assert len(list(rescue_path().iterdir())) == 1
        return answers.pop(0)

    def full_there(path: Path, data: bytes, **options: Any) -> None:
        if folder in path.parents:
            raise SaveError("cannot be saved: No space left on device", path=path)
        atomic_write(path, data, **options)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cableview.gui.window.is_confirmed", answered)
    with monkeypatch.context() as disk:
        for module in ("writer", "journal"):
            disk.setattr(f"cableview.review.store.{module}.atomic_write", full_there)
        disk.setattr("cableview.review.store.journal._sync", full)
        press(qtbot, window, "2", "1")
        window.close_item()
        assert window.desk.session is session
        assert not list(rescue_path().iterdir())
        window.close_item()
    assert (answers, session.kept_seq) == ([], 1)
    (copy,) = rescue_path().iterdir()
    sidecar = folder / "a.txt.cableview.json"
    assert f"A copy that has all is {copy}; later, put it in the place of {sidecar}." in asked[1]
    copy.replace(sidecar)
    assert len(read_kept(sidecar).changes) == 3
    window.close()


def test_enter_and_escape_both_choose_to_stay(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    for key, expected in ((Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False), (None, True)):

        def answer(key: Qt.Key | None = key) -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            if key is None:
                next(button for button in box.buttons() if button.text() == "Close it").click()
            else:
                qtbot.keyClick(box, key)

        QTimer.singleShot(0, answer)
        assert is_confirmed(window, "<b>Gone</b>", "Close it") == expected


ROOM = "Make room there, or see that it can be reached."
