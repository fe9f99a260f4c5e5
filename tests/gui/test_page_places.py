"""What passes between the page and the words, by clicks and keys as a reviewer would."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cableview.gui.crops import STANDS
from cableview.gui.desk import Desk
from cableview.gui.filters import Filters
from cableview.gui.page_geometry import READ_WELL, WIDEST_PLACE, Fit, enlargement
from cableview.gui.page_scroll import PAN_STEP
from cableview.gui.place_overlay import SMALL
from cableview.gui.window import MainWindow
from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from tests.gui.desk_helpers import CELL, SPACING, TRANSCRIPT, page_image, press, reviewing_window, session_of, standing

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    window.desk.take_places(standing(TRANSCRIPT))
    qtbot.waitUntil(lambda: window.desk.images.picture(1) is not None)
    window.desk.page.fit(Fit.PAGE)
    return window


def click(desk: Desk, box: Box, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Clicks on the page in the middle of a box of the scan."""
    at = desk.page.box_in_view(box).center().toPoint()
    QTest.mouseClick(desk.page.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def box_of(desk: Desk, word: str) -> Box:
    start = TRANSCRIPT.index(word)
    (location,) = desk.item.places.parts(Span(start, start + len(word)))
    return location.box


def outlined(desk: Desk) -> Location:
    return desk.page.parts[0]


def test_a_click_on_a_word_of_the_page_puts_the_caret_there(window: MainWindow) -> None:
    click(window.desk, box_of(window.desk, "Moscow"))
    assert window.desk.text.caret == TRANSCRIPT.index("Moscow")
    assert outlined(window.desk).box == box_of(window.desk, "Moscow.")


def test_a_click_on_a_place_brings_it_under_review(window: MainWindow) -> None:
    click(window.desk, box_of(window.desk, "receved"))
    place = window.desk.strip.place
    assert place is not None
    assert place.lines[0].reading == "receved"


def test_a_click_beside_all_words_does_nothing(window: MainWindow) -> None:
    before = window.desk.text.caret
    click(window.desk, Box(300, 700, 320, 720))
    assert window.desk.text.caret == before


def test_ctrl_click_records_where_the_outlined_word_stands(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    assert desk.session is not None
    was = outlined(desk)
    wanted = box_of(desk, "Moscow")
    click(desk, wanted, CTRL)
    (span,) = desk.session.state.shown
    assert span.of(TRANSCRIPT) == "stated"
    now = outlined(desk)
    assert (now.method, now.confidence) == (Method.HAND, 1.0)
    assert (now.box.top, now.box.bottom) == (wanted.top, wanted.bottom)
    assert now.box.left <= (wanted.left + wanted.right) / 2 <= now.box.right
    assert "shown by hand" in desk.strip.head.where.text()
    assert desk.strip.crop.crops[0].parts == (now,)
    press(qtbot, window, Qt.Key.Key_Z, modifier=CTRL)
    assert outlined(desk) == was
    assert desk.session.state.shown == {}


def test_zooming_to_a_place_requests_no_page(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page view has requested it, and drops it when it turns to another; a request of its own would stay."""
    wishes: list[object] = []
    monkeypatch.setattr(window.desk.images, "want", lambda pages, user: wishes.append(user))
    window.desk.on_page.zoom_to_place()
    assert "crop" not in wishes


def test_words_after_one_pointed_out_are_placed_from_there(window: MainWindow) -> None:
    desk = window.desk
    click(desk, box_of(desk, "ill"), CTRL)
    start = TRANSCRIPT.index("that")
    (after,) = desk.item.places.parts(Span(start, start + 4))
    assert after.method is Method.LAID
    assert after.box.top == box_of(desk, "stated").top


@pytest.mark.parametrize(
    ("key", "moved"),
    [
        (Qt.Key.Key_Down, (0, SPACING)),
        (Qt.Key.Key_Right, (CELL * len("stated "), 0)),
        (Qt.Key.Key_Left, (-CELL * len("Ambassador "), 0)),
    ],
)
def test_keys_record_where_the_outlined_word_stands(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, moved: tuple[int, int]
) -> None:
    before = outlined(window.desk).box
    press(qtbot, window, key, modifier=CTRL | Qt.KeyboardModifier.AltModifier)
    after = outlined(window.desk)
    assert after.method is Method.HAND
    assert after.box.top - before.top == moved[1]
    if not moved[1]:
        assert after.box.left - before.left == moved[0]


def test_an_omission_that_is_pointed_out_is_as_wide_as_the_missing_word(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    assert desk.session is not None
    omission = next(e for e in desk.session.queue.entries if e.working.is_empty)
    assert desk.reviewing is not None
    desk.reviewing.go_to(omission.id)
    click(desk, Box(300, 500, 320, 520), CTRL)
    ((span, spot),) = desk.session.state.shown.items()
    assert span.is_empty
    missing = omission.reference.of(desk.session.reference).split()[0]
    assert spot.box.width == pytest.approx(CELL * len(missing), abs=2)


def test_browsing_pauses_following_until_the_next_place(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    desk.page.set_zoom(1.0)
    desk.page.set_zoom(3.0)
    press(qtbot, window, "j", "k")
    QTest.mouseClick(desk.page.viewport(), Qt.MouseButton.MiddleButton)
    desk.page.pan(0, PAN_STEP)
    browsed = desk.page.verticalScrollBar().value()
    desk.text.set_caret(TRANSCRIPT.index("Monday"))
    assert desk.page.verticalScrollBar().value() == browsed
    assert outlined(desk).box == box_of(desk, "Monday")
    press(qtbot, window, "j")
    box = desk.page.box_in_view(outlined(desk).box)
    assert desk.page.viewport().rect().contains(box.center().toPoint())
    assert desk.page.verticalScrollBar().value() != browsed


def test_all_lines_and_words_are_drawn_on_a_key_and_hidden_by_space(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk

    def colour_of(word: str) -> int:
        corner = desk.page.box_in_view(box_of(desk, word)).topLeft().toPoint() + QPoint(0, 3)
        return desk.page.viewport().grab().toImage().pixel(corner)

    plain = colour_of("Monday")
    press(qtbot, window, "o")
    assert window.menus.by_id["overlay"].isChecked()
    assert colour_of("Monday") != plain
    QTest.keyPress(window.focusWidget(), Qt.Key.Key_Space)
    assert colour_of("Monday") == plain
    QTest.keyRelease(window.focusWidget(), Qt.Key.Key_Space)
    press(qtbot, window, "o")
    assert colour_of("Monday") == plain


def test_small_words_are_tinted_rather_than_hidden_by_frames(window: MainWindow, qtbot: QtBot) -> None:
    page = window.desk.page

    def seen() -> QImage:
        return page.viewport().grab(page.box_in_view(box_of(window.desk, "Monday")).toRect()).toImage()

    def strongest_change() -> int:
        press(qtbot, window, "o")
        drawn = seen()
        press(qtbot, window, "o")
        plain = seen()
        spots = [(x, y) for x in range(plain.width()) for y in range(plain.height())]
        return max(abs(plain.pixelColor(*spot).green() - drawn.pixelColor(*spot).green()) for spot in spots)

    page.set_zoom(SMALL / 2 / box_of(window.desk, "Monday").height)
    assert 0 < strongest_change() < 64
    page.set_zoom(2 * SMALL / box_of(window.desk, "Monday").height)
    assert strongest_change() > 64


def test_the_page_outlines_where_a_moved_passage_stands_and_where_it_belongs(qtbot: QtBot, tmp_path: Path) -> None:
    transcript = "In 1941, undertaken by the fleet in October/but\nlater given up by all.\n"
    reference = "In undertaken by the fleet in October 1941, but later given up by all.\n"
    window = reviewing_window(qtbot, session_of(transcript, reference, (page_image(tmp_path),)))
    desk = window.desk
    desk.take_places(standing(transcript))
    entry = desk.reviewing.current if desk.reviewing else None
    assert entry is not None
    assert entry.origin is not None
    press(qtbot, window, "j")
    desk.return_to_place()
    stands, belongs = desk.item.places.parts(entry.origin), desk.item.places.parts(entry.working)
    assert desk.page.parts == (*stands, *belongs)
    assert outlined(desk) == stands[0]
    desk.text.set_caret(transcript.index("given"))
    assert [part.box for part in desk.page.parts] == [
        desk.item.places.parts(desk.item.places.word_at(desk.text.caret))[0].box
    ]


def test_the_page_labels_where_a_moved_passage_stands(qtbot: QtBot, tmp_path: Path) -> None:
    transcript = "In 1941, undertaken by the fleet in October/but later given up by all of thom.\n"
    reference = "In undertaken by the fleet in October 1941, but later given up by all of them.\n"
    window = reviewing_window(qtbot, session_of(transcript, reference, (page_image(tmp_path),)))
    desk = window.desk
    desk.take_places(standing(transcript))
    told: list[tuple[int, str]] = []
    for _ in range(2):
        told.append((len(desk.page.parts), desk.page.caption))
        with_caption = desk.page.grab().toImage()
        desk.page.show_parts(desk.page.parts, follow=False)
        assert (desk.page.grab().toImage() != with_caption) == bool(told[-1][1])
        press(qtbot, window, Qt.Key.Key_F3)
    assert told == [(2, STANDS), (1, "")]


def test_z_enlarges_the_place_and_pressed_again_restores_the_view(qtbot: QtBot, window: MainWindow) -> None:
    page = window.desk.page
    before = page.state
    press(qtbot, window, "z")
    shown = page.box_in_view(outlined(window.desk).box)
    assert shown.height() == pytest.approx(READ_WELL)
    assert page.viewport().rect().contains(shown.toRect())
    press(qtbot, window, "j")  # the next place is seen as large
    assert page.box_in_view(outlined(window.desk).box).height() == pytest.approx(READ_WELL)
    press(qtbot, window, "b", "z")
    qtbot.waitUntil(lambda: page.zoom == before.zoom)  # once the bar at the foot of the page is gone
    assert page.state.fit is before.fit
    assert page.state.filters == window.desk.strip.crop.filters == Filters(contrast=1)


def test_z_zooms_to_the_place_again_after_zooming_by_hand(qtbot: QtBot, window: MainWindow) -> None:
    page = window.desk.page
    press(qtbot, window, "z")
    page.step_zoom(-1)
    between = page.zoom
    press(qtbot, window, "z")
    assert page.box_in_view(outlined(window.desk).box).height() == pytest.approx(READ_WELL)
    press(qtbot, window, "z")
    assert page.zoom == pytest.approx(between)


def test_a_long_place_is_no_wider_than_the_view() -> None:
    assert enlargement(QRectF(0, 0, 900, 10), QSize(400, 300)) == pytest.approx(400 * WIDEST_PLACE / 900)


def words_outlined(window: MainWindow) -> Box:
    return outlined(window.desk).box


def test_the_page_outlines_the_same_word_when_the_text_before_it_changes(window: MainWindow, qtbot: QtBot) -> None:
    """Otherwise Ctrl+click would save the place of another word."""
    desk, session = window.desk, window.desk.session
    assert session is not None
    click(desk, box_of(desk, "Moscow"))
    at = box_of(desk, "Moscow.")
    session.edit(Span(0, 0), "Typed before it. ")
    session.commit_typing()
    desk.on_page.refresh()
    assert words_outlined(window) == at
    window.act("undo")
    desk.text.set_caret(0)
    click(desk, box_of(desk, "Moscow"))
    session.edit(Span(0, 3), "")
    desk.on_page.refresh()
    assert words_outlined(window) == at
    click(desk, box_of(desk, "receved"), CTRL)
    (shown,) = session.state.shown
    assert shown.of(TRANSCRIPT) == "Moscow."


def test_undoing_what_was_typed_outlines_the_place_that_the_strip_shows(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    for _ in range(20):
        press(qtbot, window, "1")
    assert desk.session is not None
    assert desk.session.queue.undecided == 0
    before = words_outlined(window)
    window.act("edit")
    QTest.keyClicks(desk.text, "More ")
    QTest.keyClick(desk.text, Qt.Key.Key_Escape)
    window.act("undo")
    assert words_outlined(window) == before


def test_after_editing_elsewhere_the_page_outlines_the_place_that_is_reviewed(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.desk
    before = words_outlined(window)
    desk.begin_editing(TRANSCRIPT.index("Moscow"))
    qtbot.waitUntil(lambda: words_outlined(window) == box_of(desk, "Moscow."))
    QTest.keyClick(desk.text, Qt.Key.Key_Escape)
    assert words_outlined(window) == before
