"""Where labels stand on the page: beside what they are of, and not on its line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize

from cableview.gui.page_paint import label_beside

WORDS = QSize(90, 14)


def test_beside_a_line_the_label_stands_in_the_margin() -> None:
    line = QRectF(150, 200, 400, 20)
    label = label_beside(line, WORDS)
    assert label.right() < line.left()
    assert label.center().y() == line.center().y()


@pytest.mark.parametrize("top", [2.0, 200.0])
def test_beside_a_spot_within_a_line_the_label_hides_no_word_of_that_line(top: float) -> None:
    gap = QRectF(300, top, 12, 20)
    label = label_beside(gap, WORDS)
    assert label.bottom() < gap.top() or label.top() > gap.bottom()
    assert label.left() == gap.left()


def test_where_there_is_no_margin_the_label_stands_above() -> None:
    line = QRectF(20, 200, 400, 20)
    assert label_beside(line, WORDS).bottom() < line.top()
