"""Words that are shown literally, as far as there is room for them."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from cableview.gui.plain_text import elided

REMARKS = "Note: see the carbon   ·   two letters changed over   ·   a known confusion"


def test_words_that_fit_are_whole(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    assert elided(REMARKS, metrics, metrics.horizontalAdvance(REMARKS) + 2) == REMARKS


def test_no_remark_ends_in_a_separator(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    for room in range(metrics.horizontalAdvance("…") + 2, metrics.horizontalAdvance(REMARKS)):
        shown = elided(REMARKS, metrics, room)
        assert shown.endswith("…")
        assert not shown.removesuffix("…").rstrip().endswith("·")
        assert metrics.horizontalAdvance(shown) <= room
