"""Turning the pages of a scan: which one is shown, another by its number, and keys where there is but one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from cableview.gui.page_geometry import Fit
from cableview.gui.window import MainWindow
from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from tests.gui.desk_helpers import TRANSCRIPT, page_image, press, reviewing_window, session_of

CTRL = Qt.KeyboardModifier.ControlModifier


def window_on(qtbot: QtBot, folder: Path, pages: int) -> MainWindow:
    images = tuple(page_image(folder, f"{n}.png") for n in range(pages))
    return reviewing_window(qtbot, session_of(pages=images))


def test_the_number_of_the_page_is_shown_if_there_are_several(qtbot: QtBot, tmp_path: Path) -> None:
    window = window_on(qtbot, tmp_path, 3)
    number = window.desk.on_page.number
    assert (number.isVisible(), number.text()) == (True, "1 of 3")
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert number.text() == "2 of 3"
    viewport = window.desk.page.viewport()
    window.resize(1600, 900)
    assert viewport.rect().contains(number.geometry())
    assert viewport.rect().bottomRight().x() - number.geometry().right() < 20


def test_the_page_number_hides_no_outlined_place(qtbot: QtBot, tmp_path: Path) -> None:
    window = window_on(qtbot, tmp_path, 2)
    page, number = window.desk.page, window.desk.on_page.number
    qtbot.waitUntil(lambda: window.desk.images.picture(1) is not None)
    page.fit(Fit.PAGE)
    size = page.viewport().size()
    width, height = window.desk.item.places.size_of(1)

    def show(left: float, top: float, right: float, bottom: float) -> None:
        box = Box(round(left * width), round(top * height), round(right * width), round(bottom * height))
        page.show_parts((Location(1, box, Method.IMAGE, 0.9),), follow=False)

    for page_part in ((0.0, 0.5, 1.0, 1.0), (0.0, 0.0, 1.0, 0.5)):
        show(*page_part)
        outlined = page.box_in_view(page.parts[0].box).toAlignedRect()
        qtbot.waitUntil(lambda outlined=outlined: not number.geometry().intersects(outlined))
        assert page.viewport().rect().contains(number.geometry())
    show(0.0, 0.0, 1.0, 1.0)
    qtbot.waitUntil(lambda: size.width() - number.geometry().right() < 20 > size.height() - number.geometry().bottom())
    assert page.viewport().size() == size


def test_one_page_needs_no_number(qtbot: QtBot, tmp_path: Path) -> None:
    window = window_on(qtbot, tmp_path, 1)
    assert not window.desk.on_page.number.isVisible()
    assert not window.can("page-go")


@pytest.mark.parametrize("by_key", [True, False])
def test_a_page_can_be_reached_by_its_number(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, by_key: bool
) -> None:
    window = window_on(qtbot, tmp_path, 12)
    asked: list[tuple[object, ...]] = []

    def answer(*question: object) -> tuple[int, bool]:
        asked.append(question[3:])
        return 11, True

    monkeypatch.setattr(QInputDialog, "getInt", answer)
    if by_key:
        press(qtbot, window, "g", modifier=CTRL)
    else:
        qtbot.mouseClick(window.desk.on_page.number, Qt.MouseButton.LeftButton)
    assert asked == [(1, 1, 12)]
    assert window.desk.page.page == 11
    press(qtbot, window, "j")
    assert window.desk.page.page == 1  # the page follows again from the next place


def test_page_keys_scroll_the_text_if_there_is_one_page(qtbot: QtBot) -> None:
    text = "\n".join(f"{TRANSCRIPT.splitlines()[0]} {k}" for k in range(200)) + "\n"
    window = reviewing_window(qtbot, session_of(text, text.replace("stated", "states", 1)))
    window.desk.text.setFocus()
    before = window.desk.text.verticalScrollBar().value()
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert window.desk.text.verticalScrollBar().value() > before
