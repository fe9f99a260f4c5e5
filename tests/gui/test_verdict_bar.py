"""The verdicts as buttons: in one row or two, each with its words whole, in whatever size the window is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cableview.gui.export_dialog import ExportDialog
from cableview.gui.open_dialog import OpenDialog
from cableview.gui.theme import LARGEST_UI, UI_POINT_SIZE, load_fonts
from cableview.gui.verdict_bar import KeyButton, VerdictBar
from cableview.gui.window import MainWindow
from cableview.model.decision import Verdict
from cableview.settings import Settings
from tests.gui.desk_helpers import press, session_of, wait_shown


def all_of(bar: VerdictBar) -> list[KeyButton]:
    return [*bar.buttons.values(), bar.likely, bar.sic]


def laid(qtbot: QtBot, width: int) -> VerdictBar:
    bar = VerdictBar()
    qtbot.addWidget(bar)
    bar.resize(width, bar.heightForWidth(width))
    bar.show()
    return bar


@pytest.mark.parametrize("share", [0.1, 0.8, 1.0, 1.7])
def test_all_buttons_are_in_the_bar_without_overlap_or_cut_off_words(qtbot: QtBot, share: float) -> None:
    sizes = VerdictBar()
    bar = laid(qtbot, max(round(sizes.one_row_width * share), sizes.minimumSizeHint().width()))
    places = [QRect(button.geometry()) for button in all_of(bar)]
    assert all(bar.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for k, a in enumerate(places) for b in places[:k])
    assert all(button.width() >= button.minimumSizeHint().width() for button in all_of(bar))
    assert all(button.height() >= button.single_height for button in all_of(bar))


def test_the_results_of_two_verdicts_are_shown_in_two_rows_too(qtbot: QtBot) -> None:
    bar = laid(qtbot, VerdictBar().one_row_width - 1)
    first = {verdict for verdict, button in bar.buttons.items() if button.y() == 0}
    assert first == {Verdict.TRANSCRIPT, Verdict.REFERENCE, Verdict.OTHER}
    assert bar.buttons[Verdict.REFERENCE].height() == bar.buttons[Verdict.REFERENCE].double_height
    assert bar.heightForWidth(bar.width()) > bar.heightForWidth(bar.width() + 1)


def test_four_verdicts_come_first_where_the_others_need_the_room(qtbot: QtBot) -> None:
    bar = laid(qtbot, VerdictBar().minimumSizeHint().width())
    first = {verdict for verdict, button in bar.buttons.items() if button.y() == 0}
    assert first == {Verdict.TRANSCRIPT, Verdict.REFERENCE, Verdict.OTHER, Verdict.UNREADABLE}


def test_the_window_is_no_wider_than_900_pixels_in_large_letters(qtbot: QtBot, large: MainWindow) -> None:
    large.setFont(load_fonts().ui_font(15.0))
    assert large.minimumSizeHint().width() <= 900


@pytest.mark.parametrize(("system", "ours"), [(9.0, UI_POINT_SIZE), (16.0, 16.0), (40.0, LARGEST_UI), (-1.0, 10.0)])
def test_the_window_uses_the_systems_text_size(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, system: float, ours: float
) -> None:
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    if system > 0:
        font.setPointSizeF(system)
    else:
        font.setPixelSize(14)
    monkeypatch.setattr("cableview.gui.theme.QFontDatabase.systemFont", lambda _: font)
    fonts = load_fonts()
    assert fonts.ui_font().pointSizeF() == ours
    assert fonts.ui_font(9.0).pointSizeF() == pytest.approx(0.9 * ours)


@pytest.fixture
def large(qtbot: QtBot, qapp: QApplication):
    """A window of 1024 by 700 in a system that writes in 16 points."""
    usual = qapp.font()
    window = MainWindow(replace(load_fonts(), ui_size=16.0), Settings(theme="light"))
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    window.show_session(session_of())
    wait_shown(qtbot, window)
    yield window
    window.close()
    qapp.setFont(usual)


def test_a_window_in_large_letters_fits_a_small_screen(qtbot: QtBot, large: MainWindow) -> None:
    assert (large.width(), large.height()) == (1024, 700)
    bar, strip = large.desk.strip.bar, large.desk.strip
    assert all(button.width() >= button.minimumSizeHint().width() for button in all_of(bar))
    assert all(bar.rect().contains(button.geometry()) for button in all_of(bar))
    assert strip.readings.height() >= strip.readings.minimumSizeHint().height()
    press(qtbot, large, "1")
    assert strip.head.facts.contentsRect().width() >= strip.head.facts.fontMetrics().horizontalAdvance(
        strip.head.facts.text()
    )


def test_places_and_filters_are_not_cut_off_in_large_letters(large: MainWindow) -> None:
    queue = large.desk.queue
    metrics = queue.table.fontMetrics()
    assert queue.table.columnWidth(1) > metrics.horizontalAdvance("12:34")
    filters = [button for button in queue.findChildren(QToolButton) if button.menu()]
    assert filters
    for button in filters:
        assert button.width() >= button.minimumSizeHint().width()


def test_dialogs_cut_off_no_label_in_large_letters(qtbot: QtBot, large: MainWindow) -> None:
    assert large.desk.session is not None
    export, files = ExportDialog(large.desk.session, large), OpenDialog(large)
    for dialog in (export, files):
        qtbot.addWidget(dialog)
        dialog.resize(100, 100)  # no narrower than what is written in it
        dialog.show()
        assert dialog.width() <= 1024
    labels = [label for label in export.findChildren(QLabel) if not label.wordWrap()]
    for part in (*export.findChildren(QAbstractButton), *labels):
        assert part.width() >= part.sizeHint().width()
    for slot in (files.scan, files.transcript, files.reference, files.layout_file):
        hint = slot.edit.fontMetrics().horizontalAdvance(slot.edit.placeholderText())
        assert slot.edit.contentsRect().width() > hint


def test_menus_fit_a_small_screen_in_large_letters(large: MainWindow) -> None:
    assert {title for title, menu in large.menus.menus.items() if menu.sizeHint().height() > 700} == set()


def test_the_start_page_is_not_cut_off_in_large_letters(large: MainWindow) -> None:
    large.close_item()
    page = large.start_page
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("more", [0, 60, 400])
def test_buttons_in_a_row_have_equal_padding(qtbot: QtBot, more: int) -> None:
    bar = laid(qtbot, VerdictBar().one_row_width + more)
    assert len({button.edge for button in bar.buttons.values()}) == 1


@pytest.mark.parametrize(
    ("transcript", "reference"), [("leaves internationally", "leaves internationals"), ("leaves one", "leaves another")]
)
def test_the_results_of_two_verdicts_are_distinguishable_in_a_narrow_bar(
    qtbot: QtBot, transcript: str, reference: str
) -> None:
    bar = laid(qtbot, VerdictBar().one_row_width)
    bar.show_outcome(transcript, reference, None)
    shown = [bar.buttons[verdict].shown_beneath for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE)]
    assert shown[0] != shown[1]
    assert all(
        words.startswith("leaves") and words[-1] == whole[-1]
        for words, whole in zip(shown, (transcript, reference), strict=True)
    )
