"""Pages that take long to read, or never end: the review goes on without them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cableview.errors import ImageError
from cableview.gui import page_images
from cableview.gui.bulk_decision_dialog import BulkDecisionDialog
from cableview.gui.page_images import PageImages
from cableview.gui.page_view import RETRY, SKIP
from cableview.gui.window import MainWindow
from cableview.model.item import PageImage
from cableview.review.bulk_decision import alike
from cableview.scan.images.decoder import Look
from cableview.scan.images.scratch_file import Shape
from tests.gui.desk_helpers import make_window, page_image, press, reviewing_window, session_of, verdicts
from tests.gui.made_pages import MadePages


class Endless(MadePages):
    """Reads a page until it is stopped, and may show a first look of it."""

    def __init__(self) -> None:
        super().__init__(lambda _: Image.new("L", (8, 8)))
        self._gate = threading.Event()
        self.look: Look | None = None

    def build(self, page: PageImage, scratch: Path, show: Callable[[Look], None]) -> Shape:
        if self.look is not None:
            show(self.look)
        self._gate.wait(60)
        raise ImageError("was stopped", path=page.path)

    def stop(self, scratch: Path) -> None:
        super().stop(scratch)
        self._gate.set()

    def close(self) -> None:
        self._gate.set()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    """What decodes pages in the windows opened after this."""
    source = Endless()
    monkeypatch.setattr(page_images, "Decoder", lambda: source)
    return source


def test_a_verdict_within_a_moment_is_told_that_the_page_is_being_read(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endless: Endless
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 60_000)
    window = make_window(qtbot)
    window.show_session(session_of(pages=(page_image(tmp_path),)))
    qtbot.waitUntil(lambda: window.desk.strip.crop.is_reading)
    QTest.keyClick(window, "1")
    assert window.status.remark.startswith("The scan is being read: press the key again")
    assert not verdicts(window).count("transcript")


def test_a_verdict_does_not_wait_for_a_page_that_takes_long(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endless: Endless
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 100)
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    assert window.desk.strip.crop.is_reading
    press(qtbot, window, "1")
    press(qtbot, window, "1")
    assert verdicts(window)[:2] == ["transcript", "transcript"]
    assert window.desk.strip.crop.is_reading


def alike_on_a_slow_page(qtbot: QtBot, tmp_path: Path) -> tuple[MainWindow, BulkDecisionDialog]:
    """A window, and the dialog on two places alike in it that are painted without their page."""
    ours = "The modem tower.\nA modem tower.\n"
    window = reviewing_window(qtbot, session_of(ours, ours.replace("modem", "modern"), (page_image(tmp_path),)))
    session = window.desk.session
    assert session is not None
    found = alike(session.queue, session.text, session.queue.entries[0])
    dialog = window.alike.dialog(session, window.desk.item.places, found)
    qtbot.addWidget(dialog)
    with qtbot.waitSignals([row.crop.painted for row in dialog.rows]):
        dialog.show()
    return window, dialog


def test_places_on_a_page_that_takes_long_are_not_decided_together(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endless: Endless
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 100)
    window, dialog = alike_on_a_slow_page(qtbot, tmp_path)
    assert not any(row.is_seen for row in dialog.rows)
    window.desk.images.skip(1)
    qtbot.waitUntil(lambda: all(row.is_seen for row in dialog.rows))


def test_places_of_which_only_a_first_look_is_there_are_not_decided_together(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endless: Endless
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 100)
    endless.look = Look(800, 500, 80, 50, 1, bytes(80 * 50))
    window, dialog = alike_on_a_slow_page(qtbot, tmp_path)
    assert window.desk.images.kept(1) is not None
    assert not any(row.is_seen for row in dialog.rows)


def test_a_page_that_is_answered_at_last_is_slow_no_more(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 100)
    source = Endless()
    images = PageImages((PageImage(page_image(tmp_path)),), source=source)
    with qtbot.waitSignal(images.slow):
        images.turn_to(1)
    assert images.is_slow(1)
    with qtbot.waitSignal(images.failed):
        source.close()
    assert not images.is_slow(1)
    images.skip(1)
    assert "was stopped" in images.error(1)
    images.close()


def test_a_page_that_is_asked_for_again_is_waited_for_anew(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 500)
    images = PageImages((PageImage(page_image(tmp_path)),), source=Endless())
    images.turn_to(1)
    first, _ = images._asked[1]
    images.skip(1)
    images.retry(1)
    images._on_slow(first)
    assert not images.is_slow(1)
    images.close()


def test_a_page_that_takes_long_can_be_done_without(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endless: Endless
) -> None:
    monkeypatch.setattr(page_images, "SLOW", 100)
    window = make_window(qtbot)
    path = page_image(tmp_path)
    window.show_session(session_of(pages=(path,)))
    page = window.desk.page
    button = page.viewport().findChild(QPushButton)
    qtbot.waitUntil(button.isVisible)
    assert button.text() == SKIP
    assert f"Reading page 1 of 1 …. {path} takes long" in page.accessibleDescription()
    button.click()
    assert f"Page 1 cannot be shown. {path}, page 1: was not waited for" in page.accessibleDescription()
    assert button.text() == RETRY
    qtbot.waitUntil(lambda: bool(endless.stopped))
    button.click()
    assert page.accessibleDescription() == "Reading page 1 of 1 …"
    qtbot.waitUntil(lambda: "was stopped" in page.accessibleDescription())
