"""Opening as a user does it, and everything that can be wrong with what is opened."""

from __future__ import annotations

import gc
import os
import shutil
import weakref
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QPushButton,
    QSplitter,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cableview.assets import resource_path
from cableview.collection.pairing import Files
from cableview.gui.actions import Mode
from cableview.gui.items import Request
from cableview.gui.open_dialog import OpenDialog
from cableview.gui.queue_model import Column
from cableview.gui.window import MainWindow
from cableview.memory import is_set_aside
from cableview.review.live_queue import AT_ONCE
from cableview.review.store.store import read_kept
from cableview.settings import UserState
from tests.gui.desk_helpers import (
    PATIENCE,
    TRANSCRIPT,
    item_in,
    make_window,
    open_item_at,
    press,
    verdicts,
    wait_shown,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An item with scan, transcript and second text."""
    return item_in(tmp_path).parent


def opened(qtbot: QtBot, *paths: Path, window: MainWindow | None = None) -> MainWindow:
    window = window or make_window(qtbot)
    open_item_at(qtbot, window, *paths)
    return window


def refused(qtbot: QtBot, *paths: Path) -> str:
    """The message that opening ends in."""
    window = make_window(qtbot)
    window.open_paths(paths)
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    assert window.mode is Mode.START
    return window.banner.messages[0].text


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_looking_at_an_item_writes_nothing(qtbot: QtBot, folder: Path) -> None:
    before = contents(folder)
    window = opened(qtbot, folder / "page1.txt")
    press(qtbot, window, "j", "k", "3", Qt.Key.Key_Escape)
    window.close()
    assert contents(folder) == before


def test_earlier_work_is_restored_and_can_be_undone(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    press(qtbot, window, "2", "1")
    text = window.desk.session.text if window.desk.session else ""
    window.close()
    window = opened(qtbot, folder / "page1.txt")
    assert window.desk.session is not None
    assert window.desk.session.text == text
    assert window.desk.strip.head.kept.text().startswith("decided last")
    assert window.banner.messages == ()
    press(qtbot, window, "z", "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.session.text == TRANSCRIPT


def test_a_change_is_shown_as_kept_only_once_it_is(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    press(qtbot, window, "1")
    kept = window.desk.strip.head.kept
    qtbot.waitUntil(lambda: "✓ kept" in kept.text())
    assert "stated → transcript" in kept.text()


def test_failed_save_is_shown_and_never_reported_as_kept(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, folder / "page1.txt")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    press(qtbot, window, "1")
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    assert "✓ kept" not in window.desk.strip.head.kept.text()
    assert window.isWindowModified()
    monkeypatch.undo()
    press(qtbot, window, "1")  # with the next change the former is tried again
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert window.banner.messages == ()


def test_a_half_typed_reading_is_restored(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    press(qtbot, window, "j", "3")
    window.desk.strip.field.edit.setText("half")
    window.desk.strip.field.typed.emit("half")
    window.close()
    window = opened(qtbot, folder / "page1.txt")
    assert window.desk.strip.field.edit.text() == "half"
    assert window.desk.strip.field_use is not None
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[1].is_decided


def test_the_place_under_review_is_restored(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    press(qtbot, window, "j", "j")
    window.desk.page.step_zoom(1)
    zoom = window.desk.page.state.zoom
    window.close()
    again = opened(qtbot, folder / "page1.txt", window=make_window(qtbot, state=window.user_state))
    assert again.desk.reviewing is not None
    assert again.desk.reviewing.row == 2
    assert again.desk.page.state.zoom == zoom


def test_a_missing_file_is_reported_in_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    assert "nowhere.txt" in refused(qtbot, tmp_path / "nowhere.txt")


def test_a_binary_file_as_text_is_reported_in_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("L", (6, 8), 230).save(tmp_path / "x.png")
    path = tmp_path / "page.txt"
    path.write_bytes((tmp_path / "x.png").read_bytes())
    assert "page.txt" in refused(qtbot, path)


def test_unreadable_record_is_named_and_left_alone(qtbot: QtBot, folder: Path) -> None:
    record = folder / "page1.txt.cableview.json"
    record.write_bytes(b"{ this is no record")
    assert "page1.txt.cableview.json" in refused(qtbot, folder / "page1.txt")
    assert record.read_bytes() == b"{ this is no record"


def test_cut_image_is_reported_on_the_page_and_in_the_strip(qtbot: QtBot, folder: Path) -> None:
    Image.effect_noise((600, 800), 90).save(folder / "page1.png")
    data = (folder / "page1.png").read_bytes()
    (folder / "page1.png").write_bytes(data[: len(data) // 2])
    window = opened(qtbot, folder / "page1.txt")
    qtbot.waitUntil(lambda: bool(window.desk.images.error(1)))
    press(qtbot, window, "1")
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].is_decided


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder_is_reported_before_any_work(qtbot: QtBot, folder: Path) -> None:
    folder.chmod(0o500)
    try:
        window = opened(qtbot, folder / "page1.txt")
        assert any("kept" in message.text for message in window.banner.messages)
    finally:
        folder.chmod(0o700)


def test_a_record_changed_by_another_is_not_overwritten(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    record = folder / "page1.txt.cableview.json"
    press(qtbot, window, "1")
    press(qtbot, window, "s", modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(record.exists)
    theirs = record.read_bytes().replace(b"transcript", b"transcript", 1) + b"\n"
    record.write_bytes(theirs)
    press(qtbot, window, "2")
    press(qtbot, window, "s", modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    assert record.read_bytes() == theirs
    assert "Take what is on disk" in [b.text() for b in window.banner.findChildren(QPushButton)]


def test_nothing_is_decided_between_giving_up_a_record_and_reading_the_other(qtbot: QtBot, folder: Path) -> None:
    """It would follow from the record that was given up: with the same number it was taken into the other."""
    window = opened(qtbot, folder / "page1.txt")
    record = folder / "page1.txt.cableview.json"
    press(qtbot, window, "1")
    press(qtbot, window, "s", modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(record.exists)
    record.write_bytes(record.read_bytes().replace(b'"verdict":"transcript"', b'"verdict":"unreadable"'))
    press(qtbot, window, "2")
    press(qtbot, window, "s", modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    (reload,) = [b for b in window.banner.findChildren(QPushButton) if b.text() == "Take what is on disk"]
    reload.click()
    press(qtbot, window, "1", "2")
    qtbot.waitUntil(lambda: window.desk.session is not None)
    assert verdicts(window)[:2] == ["unreadable", ""]
    assert window.desk.session is not None
    assert window.desk.session.last_seq == 1
    window.close()
    assert len(read_kept(record).changes) == 1


def test_item_open_elsewhere_is_read_only_until_it_is_closed_there(qtbot: QtBot, folder: Path) -> None:
    first = opened(qtbot, folder / "page1.txt")
    press(qtbot, first, "1")
    qtbot.waitUntil(lambda: "✓ kept" in first.desk.strip.head.kept.text())
    second = opened(qtbot, folder / "page1.txt")
    words = [message.text for message in second.banner.messages]
    assert any("Nothing you do here will be kept" in text for text in words), words
    (offered,) = [b for b in second.banner.findChildren(QPushButton) if b.isVisible()]
    assert second.status.mode == "REVIEW · NOT KEPT"  # even when the message is dismissed
    assert offered.text() == "Try again"  # while it is open in the other, nothing takes it over
    first.close()
    offered.click()
    qtbot.waitUntil(lambda: second.items.open_item is not None and not second.items.open_item.read_only)
    assert second.banner.messages == ()
    assert second.status.mode == "REVIEW"


def test_item_that_seems_open_on_another_machine_can_be_taken_over(qtbot: QtBot, folder: Path) -> None:
    lock = folder / "page1.txt.cableview.json.lock"
    lock.write_text('{"host":"reading-room-2","pid":4,"user":"ines"}', encoding="utf-8")
    window = opened(qtbot, folder / "page1.txt")
    (offered,) = [b for b in window.banner.findChildren(QPushButton) if b.isVisible()]
    assert offered.text() == "Open it here all the same"


def place_names(window: MainWindow) -> list[str]:
    model = window.desk.model
    return [model.index(row, Column.PLACE).data() for row in range(model.rowCount())]


def test_a_page_that_is_gone_is_named_and_the_places_keep_their_names(qtbot: QtBot, tmp_path: Path) -> None:
    sample = Path(shutil.copytree(resource_path("sample"), tmp_path / "sample"))
    window = opened(qtbot, sample / "cable.txt")
    press(qtbot, window, "1")
    named = place_names(window)
    window.act("close")
    (sample / "cable-2.jpg").unlink()
    open_item_at(qtbot, window, sample / "cable.txt")
    assert any("cable-2.jpg, which the record names, is not there" in one.text for one in window.banner.messages)
    assert place_names(window) == named


def test_that_the_program_did_not_end_well_is_said_once_to_who_only_looks(qtbot: QtBot, folder: Path) -> None:
    def said() -> bool:
        return any("did not end well" in message.text for message in window.banner.messages)

    writing = opened(qtbot, folder / "page1.txt")
    window = make_window(qtbot)
    crashed = folder.parent / "crashed"
    for key in ("1", "2"):
        press(qtbot, writing, key)
        qtbot.waitUntil(lambda: "✓ kept" in writing.desk.strip.head.kept.text())
        shutil.copytree(folder, crashed, ignore=shutil.ignore_patterns("*.lock"), dirs_exist_ok=True)
        journal = (crashed / "page1.txt.cableview.json.journal").read_bytes()
        for is_new in (True, False, False):
            open_item_at(qtbot, window, crashed / "page1.txt")
            assert said() is is_new
            window.act("close")
        assert (crashed / "page1.txt.cableview.json.journal").read_bytes() == journal


def test_a_closed_item_is_released_from_memory(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    session = weakref.ref(window.desk.session)
    press(qtbot, window, "1")
    window.act("close")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert session() is None


def test_a_long_item_is_hidden_from_the_garbage_collector_until_closed(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.txt").write_text("so it is said in the land " * (AT_ONCE // 20), encoding="utf-8")
        (tmp_path / f"{name}.ref.txt").write_text("so it was said in the land " * (AT_ONCE // 20), encoding="utf-8")
    (tmp_path / "short.txt").write_text("so it is", encoding="utf-8")
    window = opened(qtbot, tmp_path / "one.txt")
    qtbot.waitUntil(is_set_aside, timeout=PATIENCE)
    session = weakref.ref(window.desk.session)
    for name in ("other", "short"):
        window.open_paths((tmp_path / f"{name}.txt",))
        qtbot.waitUntil(lambda former=session: former() is None, timeout=PATIENCE)
        session = weakref.ref(window.desk.session)
        qtbot.waitUntil(lambda name=name: is_set_aside() is (name == "other"), timeout=PATIENCE)


def test_what_was_said_of_an_item_goes_with_it(qtbot: QtBot, folder: Path) -> None:
    (folder / "other.txt").write_text(TRANSCRIPT, encoding="utf-8")
    window = opened(qtbot, folder / "page1.txt")
    former = window.desk.session
    window.tell("Everything is decided.")
    window.open_paths((folder / "other.txt",))
    qtbot.waitUntil(lambda: window.desk.session not in (None, former), timeout=PATIENCE)
    assert window.status.remark == ""


def test_error_message_can_be_dismissed_from_the_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(qtbot)
    window.open_paths((tmp_path / "nowhere.txt",))
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    button = next(b for b in window.banner.findChildren(QToolButton) if b.toolTip() == "Dismiss")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert window.banner.messages == ()


def test_dropped_files_are_opened(qtbot: QtBot, folder: Path) -> None:
    window = make_window(qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / name)) for name in ("page1.png", "page1.txt")])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    assert window.desk.images.count == 1


@pytest.mark.parametrize("where", ["search", "field", "text", "page", "list"])
def test_files_can_be_dropped_anywhere_without_being_typed_into_a_field(qtbot: QtBot, folder: Path, where: str) -> None:
    window = opened(qtbot, folder / "page1.txt")
    desk = window.desk
    press(qtbot, window, "n")
    (folder / "other.txt").write_text("Other words.", encoding="utf-8")
    url = QUrl.fromLocalFile(str(folder / "other.txt"))
    data = QMimeData()
    data.setUrls([url])
    data.setText(url.toString())  # as files are given by most that they are dragged from
    target = {
        "search": desk.queue.search,
        "field": desk.strip.field.edit,
        "text": desk.text.viewport(),
        "page": desk.page.viewport(),
        "list": desk.queue.table.viewport(),
    }[where]
    at, none, left = target.rect().center(), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(target, QDragEnterEvent(at, Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, left, none))
    assert (desk.queue.search.text(), desk.strip.field.edit.text()) == ("", "")
    qtbot.waitUntil(lambda: desk.session is not None and desk.session.text == "Other words.")


def test_recent_items_are_offered_and_opened(qtbot: QtBot, folder: Path) -> None:
    state = UserState(recent=((str(folder / "page1.txt"),),))
    window = make_window(qtbot, state=state)
    assert window.start_page.recent.count() == 1
    window.start_page.recent.itemActivated.emit(window.start_page.recent.item(0))
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    press(qtbot, window, "w", modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.mode is Mode.START


def test_items_put_together_by_hand_are_found_again(qtbot: QtBot, tmp_path: Path) -> None:
    text, other = tmp_path / "a.txt", tmp_path / "quite-different.txt"
    text.write_text("These are the words.", encoding="utf-8")
    other.write_text("These were the words.", encoding="utf-8")
    window = make_window(qtbot)
    dialog = OpenDialog(window, Files((text,), (other,)))
    assert dialog.is_by_hand
    window.files.take(dialog)
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    window.close()
    again = opened(qtbot, text)
    assert again.desk.session is not None
    assert again.desk.session.reference == "These were the words."


def test_several_scans_are_named_in_their_order_whatever_their_folder(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = OpenDialog(
        make_window(qtbot), Files((tmp_path / "a.txt",), scans=(tmp_path / "2.png", tmp_path / "1.png"))
    )
    dialog.show()
    assert dialog.scan.names.text() == "2 files, in this order: 2.png, 1.png"
    assert dialog.scan.names.isVisible()
    assert dialog.scan.edit.accessibleDescription() == dialog.scan.names.text()
    assert [button.accessibleName() for button in dialog.scan.edit.findChildren(QToolButton)] == ["Clear scan"]
    assert dialog.transcript.names.isHidden()
    dialog.scan.edit.setText(str(tmp_path / "1.png"))
    assert dialog.scan.names.isHidden()


def test_second_text_can_be_pasted(qtbot: QtBot, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("These are the words.", encoding="utf-8")
    window = make_window(qtbot)
    dialog = OpenDialog(window, Files((text,)))
    dialog.pasted.setPlainText("These were the words.")
    window.files.take(dialog)
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    assert window.desk.session is not None
    assert window.desk.session.reference == "These were the words."
    assert text.read_text(encoding="utf-8") == "These are the words."


def test_a_text_without_a_second_one_is_proofread_by_lines(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("First line\n\nSecond line\nThird line\n", encoding="utf-8")
    window = opened(qtbot, path)
    assert window.desk.item.reading is not None
    press(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert window.desk.session is not None
    assert sorted(span.of(window.desk.session.text) for span in window.desk.session.state.seen) == [
        "First line",
        "Second line",
    ]
    assert window.desk.item.reading.line.of(window.desk.session.text) == "Third line"
    press(qtbot, window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(window.desk.session.state.seen) == 1
    assert window.desk.item.reading.line.of(window.desk.session.text) == "Second line"
    press(qtbot, window, "k")
    press(qtbot, window, "y", modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.item.reading.line.of(window.desk.session.text) == "Second line"


def test_undo_of_typing_while_proofreading_goes_to_its_line(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("First line\n\nSecond line\nThird line\n", encoding="utf-8")
    window = opened(qtbot, path)
    desk = window.desk
    assert desk.item.reading is not None
    assert desk.session is not None
    desk.begin_editing(desk.session.text.index("Third"))
    press(qtbot, window, "x", Qt.Key.Key_Escape)
    assert "xThird" in desk.session.text
    press(qtbot, window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.item.reading.line.of(desk.session.text) == "Third line"


def test_scan_without_transcript_is_a_typing_desk(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("L", (600, 800), 230).save(tmp_path / "page.png")
    window = opened(qtbot, tmp_path / "page.png")
    assert window.mode is Mode.EDIT
    qtbot.keyClicks(window.desk.text, "SECRET 12")
    assert window.desk.session is not None
    assert window.desk.session.text == "SECRET 12"


def test_encoding_can_be_changed(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Übergabe".encode("cp1252"))
    (tmp_path / "a.clean.txt").write_text("Übergabe.", encoding="utf-8")
    window = make_window(qtbot)
    window.open(Request((path,), encoding={path: "cp1252"}))
    qtbot.waitUntil(lambda: window.desk.session is not None)
    wait_shown(qtbot, window)
    assert window.desk.session is not None
    assert window.desk.session.text == "Übergabe"
    assert "cp1252" in window.status.encoding.text()


def test_opening_an_item_can_be_cancelled(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    go_on = threading.Event()
    monkeypatch.setattr(Request, "item", lambda _: go_on.wait(20))
    window = make_window(qtbot)
    window.open_paths((folder / "page1.txt",))
    qtbot.waitUntil(lambda: bool(window.banner.messages), timeout=PATIENCE)
    button = next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Cancel")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    go_on.set()
    assert window.banner.messages == ()
    assert window.mode is Mode.START


def test_the_pixels_of_a_page_are_released_with_its_item(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    images = window.desk.images
    qtbot.waitUntil(lambda: images.picture(1) is not None and images.picture(1).file is not None)
    picture = images.picture(1)
    window.close_item()
    assert picture is not None
    assert picture.file is not None
    assert picture.file.is_closed
    opened(qtbot, folder / "page1.txt", window=window)
    qtbot.waitUntil(lambda: images.picture(1) is not None)


def test_rules_are_switched_for_the_item_with_their_counts(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    session = window.desk.session
    assert session is not None
    window.rules.refresh()
    assert window.rules.actions["line-breaks"].isChecked()
    before = len(session.queue)
    window.rules.actions["case"].trigger()
    assert "case" in session.rules
    press(qtbot, window, "z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert "case" not in session.rules
    assert len(session.queue) == before


def around(panel: QWidget) -> QSplitter:
    splitter = panel.parentWidget()
    assert isinstance(splitter, QSplitter)
    return splitter


def test_panels_are_restored_as_they_were_left(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    panels = around(window.desk.strip)
    panels.setSizes([100, 500])
    left = panels.sizes()
    window.close()
    again = opened(qtbot, folder / "page1.txt", window=make_window(qtbot, state=window.user_state))
    assert around(again.desk.strip).sizes() == pytest.approx(left, abs=40)


def test_window_fits_a_small_screen(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder / "page1.txt")
    window.act("reference-pane")
    hint = window.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 614  # 768 pixels at 125 %


def test_text_in_an_unknown_encoding_is_opened_in_a_chosen_one(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript = folder / "page1.txt"
    transcript.write_bytes(b"\xff\xfeso it was sai")  # begins like UTF-16, and is not
    window = make_window(qtbot)
    window.open_paths([transcript])
    qtbot.waitUntil(lambda: bool(window.banner.messages))
    assert window.banner.messages[0].text.endswith("Choose its encoding.")
    asked: list[str] = []

    def answer(_parent: object, _title: str, words: str, names: list[str], *_: object) -> tuple[str, bool]:
        asked.append(words)
        return next(name for name in names if "437" in name), True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    (button,) = [b for b in window.banner.findChildren(QPushButton) if b.isVisible()]
    button.click()
    qtbot.waitUntil(lambda: window.desk.session is not None)
    assert asked == ["Read page1.txt as:"]
    assert window.desk.session is not None
    assert window.desk.session.item.transcript.sources[0].encoding == "cp437"
