"""Where spans are drawn on a line: under their own letters, whichever way these run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from cableview.gui.text_boxes import BlockInView
from cableview.gui.theme import load_fonts
from cableview.model.span import Span

HEBREW = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"


def boxes(text: str, part: str) -> list[tuple[float, float]]:
    """Left and right of each box of `part`, in a window that is wide enough for one line."""
    document = QTextDocument()
    document.setDefaultFont(load_fonts().mono_font())
    document.setPlainText(text)
    document.setTextWidth(2000)
    document.documentLayout().documentSize()  # lays it out
    view = BlockInView(document.firstBlock(), QRectF(0, 0, 2000, 40), 0, text)
    start = text.index(part)
    return [(box.left(), box.right()) for box in view.boxes(Span(start, start + len(part)))]


@pytest.mark.parametrize("word", ["this", "is", "mixed", "1943"])
def test_words_in_a_right_to_left_line_are_as_wide_as_alone(qapp: QApplication, word: str) -> None:
    (box,) = boxes(f"{HEBREW} this is mixed 1943 {HEBREW}.", word)
    (alone,) = boxes(word, word)
    assert box[1] - box[0] == pytest.approx(alone[1] - alone[0], abs=0.5)


def test_words_of_one_direction_are_in_its_order_among_those_of_the_other(qapp: QApplication) -> None:
    text = f"{HEBREW} this is mixed {HEBREW[::-1]}."
    (this,), (mixed,) = boxes(text, "this"), boxes(text, "mixed")
    (first,), (last,) = boxes(text, HEBREW), boxes(text, HEBREW[::-1])
    assert last[1] <= this[0] < this[1] < mixed[0] < mixed[1] <= first[0]


def test_a_span_over_both_directions_has_a_box_for_each_stretch(qapp: QApplication) -> None:
    text = f"{HEBREW} this is mixed {HEBREW}."
    two = boxes(text, f"{HEBREW[5:]} this")
    assert len(two) == 2
    assert two[0][1] < two[1][0]
    assert len(boxes(text, f"{HEBREW} this is mixed {HEBREW}.")) == 1


def test_a_line_of_one_direction_has_one_box(qapp: QApplication) -> None:
    assert len(boxes("a plain line of text", "plain line")) == 1
    assert len(boxes(HEBREW, HEBREW)) == 1
