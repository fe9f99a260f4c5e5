"""Where labels and messages stand on the page: beside what they are of and not on its line, and within the view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cableview.gui.page_message import PageMessage
from cableview.gui.page_paint import card, label_beside

WORDS = QSize(90, 14)


def test_the_label_of_a_line_is_in_the_margin() -> None:
    line = QRectF(150, 200, 400, 20)
    label = label_beside(line, WORDS)
    assert label.right() < line.left()
    assert label.center().y() == line.center().y()


@pytest.mark.parametrize("top", [2.0, 200.0])
def test_the_label_of_a_spot_within_a_line_hides_no_word_of_it(top: float) -> None:
    gap = QRectF(300, top, 12, 20)
    label = label_beside(gap, WORDS)
    assert label.bottom() < gap.top() or label.top() > gap.bottom()
    assert label.left() == gap.left()


def test_without_a_margin_the_label_is_above_the_line() -> None:
    line = QRectF(20, 200, 400, 20)
    assert label_beside(line, WORDS).bottom() < line.top()


def test_a_message_without_room_shows_its_title_and_its_button(qapp: QApplication) -> None:
    view = QWidget()
    shown = PageMessage(view)
    sentence = "/a/long/path/to/the/scan/of/a/letter.jpg: is cut off or damaged. Copy it again from its source."
    for size in ((600, 400), (240, 140)):
        view.resize(*size)
        shown.offer("Try again", "Page 1 cannot be shown", sentence)
        assert view.rect().contains(view.findChild(QPushButton).geometry())
    view.resize(600, 400)
    assert shown._fitting("Page 1 cannot be shown", sentence) == sentence
    view.resize(240, 140)
    assert shown._fitting("Page 1 cannot be shown", sentence) == ""


def test_a_title_that_is_wider_than_the_view_makes_the_card_higher(qapp: QApplication) -> None:
    wide, narrow = (label_height(width) for width in (500.0, 160.0))
    assert narrow > wide


def label_height(width: float) -> float:
    return card(QRectF(0, 0, width, 300), "Page 1 cannot be shown", "", QApplication.font()).height()
