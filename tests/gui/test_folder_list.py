"""The list of a folder's items: what it counts and claims, and the way through it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from cableview.collection.folder import items_in
from cableview.gui.actions import Mode
from cableview.gui.tasks import Task
from tests.gui.desk_helpers import TRANSCRIPT, item_in, make_window, press, wait_shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one item of scan, transcript and second text."""
    return item_in(tmp_path).parent


def test_folder_of_items_is_listed_and_gone_through(qtbot: QtBot, folder: Path) -> None:
    (folder / "page2.txt").write_text("Other words.", encoding="utf-8")
    (folder / "page2.clean.txt").write_text("Other word.", encoding="utf-8")
    window = make_window(qtbot)
    window.open_paths((folder,))
    qtbot.waitUntil(lambda: window.mode is Mode.LIST)
    model = window.item_list.model
    qtbot.waitUntil(lambda: all(model.progress(row) for row in range(model.rowCount())))
    assert [model.index(row, 0).data() for row in range(2)] == ["page1.txt", "page2.txt"]
    assert "1 of 1 undecided" in model.index(1, 3).data()
    assert window.item_list.left_out.isHidden()
    qtbot.keyClick(window.item_list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    first = window.desk.session
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.desk.session is not None and window.desk.session is not first)
    wait_shown(qtbot, window)
    assert window.desk.session is not None
    assert window.desk.session.text == "Other words."
    press(qtbot, window, "1")
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.mode is Mode.LIST
    qtbot.waitUntil(lambda: model.index(1, 3).data() == "all decided")


@pytest.mark.parametrize("is_up_and_down", [False, True])
def test_items_finished_one_after_another_are_listed_as_done_and_skipped(
    qtbot: QtBot, tmp_path: Path, *, is_up_and_down: bool
) -> None:
    for number in range(3):
        (tmp_path / f"page{number}.txt").write_text("Other words.", encoding="utf-8")
        (tmp_path / f"page{number}.clean.txt").write_text("Other word.", encoding="utf-8")
    window = make_window(qtbot)
    window.open_paths((tmp_path / ".." / tmp_path.name if is_up_and_down else tmp_path,))
    qtbot.waitUntil(lambda: window.mode is Mode.LIST)
    model = window.item_list.model
    qtbot.waitUntil(lambda: all(model.progress(row) for row in range(3)))
    qtbot.keyClick(window.item_list.table, Qt.Key.Key_Return)
    for row in range(3):
        qtbot.waitUntil(lambda: window.desk.session is not None and window.desk.session.queue.undecided == 1)
        wait_shown(qtbot, window)
        press(qtbot, window, "1")
        qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert row < 2 or window.status.remark == "Nothing is undecided in the other items of this folder."
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert [model.index(row, 3).data() for row in range(3)] == ["all decided"] * 3


def test_counting_interrupted_by_an_item_resumes_when_the_list_is_shown_again(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "page2.txt").write_text("Other words.", encoding="utf-8")
    (folder / "page2.clean.txt").write_text("Other word.", encoding="utf-8")
    window = make_window(qtbot)
    with monkeypatch.context() as patch:
        patch.setattr(Task, "start", lambda task: None)  # nothing is counted yet
        window.item_list.show_folder(folder, items_in(folder))
        window.item_list._stop()
    window.stack.setCurrentWidget(window.item_list)
    qtbot.keyClick(window.item_list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.session is not None)
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    model = window.item_list.model
    qtbot.waitUntil(lambda: all(model.progress(row) for row in range(2)))
    assert window.item_list.title.text().endswith("places undecided")


def test_the_list_does_not_mark_items_without_comparison_as_done(qtbot: QtBot, folder: Path) -> None:
    (folder / "alone.txt").write_text("Nothing to compare with.", encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "broken.clean.txt").write_text("It cannot be read.", encoding="utf-8")
    window = make_window(qtbot)
    window.open_paths((folder,))
    model = window.item_list.model
    qtbot.waitUntil(lambda: model.rowCount() == 3 and all(model.progress(row) for row in range(3)))
    alone, broken, page = (model.progress(row) for row in range(3))
    assert alone is not None
    assert alone.sign is None
    assert broken is not None
    assert broken.words().startswith("cannot be opened: broken.txt, byte")  # the folder is known
    assert broken.error in model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert page is not None
    table = window.item_list.table
    widths = [table.columnWidth(column) for column in range(4)]
    assert sum(widths) == table.viewport().width()
    assert widths[3] == max(widths)  # which says why
    title = window.item_list.title.text()
    assert title == f"{folder.name}: 3 items, {page.undecided} places undecided"


def test_names_are_shown_in_full_where_there_is_room(qtbot: QtBot, folder: Path) -> None:
    for suffix in (".txt", ".clean.txt"):
        (folder / f"letter-of-the-ambassador-1943-11-17{suffix}").write_text(TRANSCRIPT, encoding="utf-8")
    window = make_window(qtbot)
    window.open_paths((folder,))
    table = window.item_list.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    wanted = [table.sizeHintForColumn(column) for column in range(3)]
    assert all(table.columnWidth(column) > wanted[column] for column in range(3))
    window.resize(720, 600)
    qtbot.waitUntil(lambda: table.columnWidth(0) < wanted[0])
    assert table.columnWidth(1) > wanted[1]  # a short one is not cut off for long ones


def test_names_that_are_too_long_for_the_list_keep_their_ends(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    table = window.item_list.table
    option = QStyleOptionViewItem()
    for column, side in ((0, Qt.TextElideMode.ElideMiddle), (3, Qt.TextElideMode.ElideRight)):
        index = table.model().index(0, column)
        option.textElideMode = Qt.TextElideMode.ElideRight
        delegate = table.itemDelegateForColumn(column) or table.itemDelegate()
        assert isinstance(delegate, QStyledItemDelegate)
        delegate.initStyleOption(option, index)
        assert option.textElideMode is side


def test_files_left_out_are_all_listed_and_leave_the_room_to_the_items(qtbot: QtBot, folder: Path) -> None:
    (folder / "page2.txt").write_text("Other words.", encoding="utf-8")
    for number in range(90):
        (folder / f"notes-{number}.xyz").write_bytes(b"?")
    window = make_window(qtbot)
    window.open_paths((folder,))
    qtbot.waitUntil(lambda: window.mode is Mode.LIST)
    listed = window.item_list
    said = listed.left_out.toPlainText().splitlines()
    assert len(said) == 90
    assert said[0].startswith("notes-0.xyz is neither a text nor an image")
    qtbot.waitUntil(lambda: listed.table.height() > 4 * listed.left_out.height() > 0)
    QTest.keyClick(listed.table, Qt.Key.Key_Tab)
    assert listed.left_out.hasFocus()
