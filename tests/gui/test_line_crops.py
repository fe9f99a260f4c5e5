"""Pieces of the scan in the strip: which, how large, and straight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from cableview.gui.crops import BELONGS, STANDS, Crop, crops_for, crops_of
from cableview.gui.line_crops import (
    BRACKET,
    EVEN,
    LINES,
    SLICE,
    LineCrops,
    Window,
    _slices,
    blank_of,
    straightened,
    window_of,
)
from cableview.gui.theme import LIGHT
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.review.places import Places
from cableview.scan.placing.places import Place, as_columns, gap_between
from cableview.scan.segmentation.page_lines import PageLine
from tests.gui.desk_helpers import TRANSCRIPT, page_image, reviewing_window, session_of, standing

PAGE = QSize(1000, 1400)
TEXT = "one extraordinary day\fcame"


def line(foot: float, page: int = 1) -> PageLine:
    return PageLine(page, 100.0, 900.0, (foot, 0.0, 0.0), 20.0, 5.0)


def located(left: int, right: int, foot: int, page: int = 1, method: Method = Method.IMAGE) -> Location:
    return Location(page, Box(left, foot - 20, right, foot + 5), method, 0.97)


def places_of(text: str, tmp_path: Path, *words: Place, pages: int = 2) -> Places:
    places = Places(text, [PageImage(page_image(tmp_path, f"{k}.png")) for k in range(pages)])
    lines = [line(foot, page) for page in (1, 2) for foot in (100, 150, 200, 250)]
    places.set_words(as_columns(words, (), lines), lambda span: span)
    return places


def test_a_word_broken_over_two_lines_has_two_pieces(tmp_path: Path) -> None:
    word = Place(Span(4, 17), located(800, 900, 150), located(100, 130, 200))
    crops = crops_of(places_of(TEXT, tmp_path, word), TEXT, Span(4, 17))
    assert [crop.parts[0].box.left for crop in crops] == [800, 100]


@pytest.mark.parametrize("text", ["the memo-\nrandum\n", "the memo-\r\n  randum\n", "the memo¬\frandum\n"])
def test_a_word_divided_in_the_text_has_a_piece_for_each_part(tmp_path: Path, text: str) -> None:
    at = text.index("randum")
    words = [Place(Span(4, 9), located(800, 900, 150)), Place(Span(at, at + 6), located(100, 130, 200))]
    crops = crops_of(places_of(text, tmp_path, *words), text, Span(4, at + 6))
    assert [crop.parts[0].box.left for crop in crops] == [800, 100]


def test_a_passage_over_several_lines_has_one_piece_with_all_of_them(tmp_path: Path) -> None:
    words = [Place(Span(0, 3), located(850, 900, 100)), Place(Span(4, 17), located(100, 230, 150))]
    (crop,) = crops_of(places_of(TEXT, tmp_path, *words), TEXT, Span(0, 17))
    assert [part.box.top for part in crop.parts] == [80, 130]


def test_a_passage_over_two_pages_has_a_piece_for_each(tmp_path: Path) -> None:
    words = [Place(Span(18, 21), located(850, 900, 250)), Place(Span(22, 26), located(100, 140, 100, page=2))]
    crops = crops_of(places_of(TEXT, tmp_path, *words), TEXT, Span(18, 26))
    assert [crop.page for crop in crops] == [1, 2]


def test_a_moved_passage_has_pieces_where_it_stands_and_where_it_belongs(qtbot: QtBot, tmp_path: Path) -> None:
    transcript = "In 1941, undertaken by the fleet in October/but later given up by all.\n"
    reference = "In undertaken by the fleet in October 1941, but later given up by all.\n"
    session = session_of(transcript, reference, (page_image(tmp_path),))
    entry = next(e for e in session.queue.entries if e.origin is not None)
    places = Places(transcript, session.item.pages)
    places.set_words(standing(transcript), lambda span: span)
    assert [crop.caption for crop in crops_for(places, transcript, entry)] == [STANDS, BELONGS]


def test_the_line_of_a_word_is_shown_with_its_neighbours_and_the_word_framed(tmp_path: Path) -> None:
    crop = Crop(1, (located(400, 480, 150),), "", line(150), 50.0, 10.0)
    room = QSize(900, 150)
    window = window_of(crop, room, PAGE)
    assert room.height() / window.zoom == LINES * 50
    shown = window.shown(crop.parts[0].box)
    assert abs(shown.center().y() - room.height() / 2) < 10
    assert 0 < shown.left() < shown.right() < room.width()


@pytest.mark.parametrize("height", [106, 120, 150])
def test_lines_before_and_after_are_not_cut_in_half_in_a_low_strip(height: int) -> None:
    """Of 50 pixels of page apart, their letters 20 above the foot and 5 below it."""
    crop = Crop(1, (located(400, 480, 150),), "", line(150), 50.0, 10.0)
    window = window_of(crop, QSize(PAGE.width(), height), PAGE)
    assert window.top <= line(100).foot(440) - 20
    assert window.top + height / window.zoom >= line(200).foot(440) + 5
    assert PAGE.width() * window.zoom >= 0.8 * PAGE.width()


def test_letters_stay_large_if_there_is_no_room_for_neighbouring_lines() -> None:
    crop = Crop(1, (located(400, 480, 150),), "", line(150), 50.0, 10.0)
    assert window_of(crop, QSize(PAGE.width(), 40), PAGE).zoom == pytest.approx(0.8)


def test_text_beside_a_line_is_not_taken_for_the_line_above_it(tmp_path: Path) -> None:
    places = Places(TEXT, [PageImage(page_image(tmp_path))])
    hole = PageLine(1, 20.0, 60.0, (165.0, 0.0, 0.0), 20.0, 5.0)
    lines = [line(100), line(150), hole, line(200)]
    places.set_words(as_columns([Place(Span(0, 3), located(400, 450, 150))], (), lines), lambda span: span)
    (crop,) = crops_of(places, TEXT, Span(0, 3))
    assert crop.spacing == 50.0


def test_a_place_known_only_to_its_line_shows_the_whole_line() -> None:
    crop = Crop(1, (located(100, 900, 150, method=Method.LINE),), "", line(150), 50.0, 10.0)
    shown = window_of(crop, QSize(600, 100), PAGE).shown(crop.parts[0].box)
    assert (shown.left() >= BRACKET, shown.right() <= 600 - BRACKET) == (True, True)


def test_a_sloping_line_is_made_straight() -> None:
    pixels = np.full((200, 400), 255, np.uint8)
    for x in range(400):
        pixels[80 + x // 10 : 84 + x // 10, x] = 0
    image = QImage(pixels.tobytes(), 400, 200, 400, QImage.Format.Format_Grayscale8).copy()
    sloping = PageLine(1, 0.0, 400.0, (84.0, 0.1, 0.0), 20.0, 5.0)
    window = Window(0.0, 60.0, 1.0, sloping, 0.0)
    made = straightened(image, Box(0, 0, 400, 200), window, QSize(400, 60), 1.0)
    dark = [next(y for y in range(60) if made.pixelColor(x, y).lightness() < 128) for x in range(5, 395, 30)]
    assert max(dark) - min(dark) <= 1
    assert (made.width(), made.height()) == (400, 60)


@given(slope=st.floats(-0.1, 0.1), bend=st.floats(-1e-4, 1e-4), width=st.integers(1, 900), scale=st.floats(0.2, 3))
def test_slices_cover_the_piece_and_each_is_level(slope: float, bend: float, width: int, scale: float) -> None:
    bent = PageLine(1, 0.0, 4000.0, (500.0, slope, bend), 20.0, 5.0)
    window = Window(100.0, 400.0, scale, bent, 300.0)
    at = 0
    for start, wide, down in _slices(window, width, scale):
        assert start == at
        at += wide
        for x in range(start, start + wide, SLICE):
            assert abs(window.shift(window.left + (x + SLICE / 2) / scale) * scale - down) <= EVEN
    assert at == width


def test_a_level_line_is_one_slice() -> None:
    assert len(list(_slices(Window(0.0, 0.0, 1.0, line(100)), 900, 1.0))) == 1
    assert len(list(_slices(Window(0.0, 0.0, 1.0), 900, 1.0))) == 1


def test_frame_follows_the_word_where_the_line_is_made_straight() -> None:
    sloping = PageLine(1, 0.0, 1000.0, (100.0, 0.1, 0.0), 20.0, 5.0)
    window = Window(0.0, 60.0, 1.0, sloping, 0.0)
    first, last = (window.shown(sloping.box(x, x + 50)).center().y() for x in (50, 900))
    assert abs(first - last) < 1


def test_readings_are_below_the_letters_of_the_scan_and_as_large(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    window.desk.take_places(standing(TRANSCRIPT))
    strip = window.desk.strip
    qtbot.waitUntil(lambda: strip.crop.anchor() is not None)
    left, letter = strip.crop.anchor() or (0.0, 0.0)
    (crop,) = strip.crop.crops
    window_seen = window_of(crop, strip.crop.size(), QSize(600, 800))
    assert left == window_seen.shown(crop.parts[0].box).left()
    assert letter == 8 * window_seen.zoom


def test_several_pieces_do_not_move_the_readings(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    crop = Crop(1, (located(100, 180, 150),), "", line(150), 50.0, 10.0)
    window.desk.strip.crop.show_crops("x", (crop, crop))
    assert window.desk.strip.crop.anchor() is None


def test_a_tall_passage_is_shown_whole_in_a_low_strip() -> None:
    parts = (
        Location(1, Box(400, 100, 640, 160), Method.IMAGE, 0.9),
        Location(1, Box(800, 180, 1000, 240), Method.IMAGE, 0.9),
    )
    room = QSize(900, 100)
    window = window_of(Crop(1, parts, spacing=40.0), room, PAGE)
    for part in parts:
        shown = window.shown(part.box)
        assert shown.top() >= 0
        assert shown.bottom() <= room.height()


def test_a_passage_across_a_skewed_page_is_shown_whole_with_straightened_lines() -> None:
    skew = PageLine(1, 100.0, 900.0, (140.0, 0.15, 0.0), 20.0, 5.0)
    parts = tuple(Location(1, Box(left, 120, left + 200, 150), Method.IMAGE, 0.9) for left in (100, 700))
    room = QSize(900, 100)
    window = window_of(Crop(1, parts, line=skew, spacing=40.0), room, PAGE)
    tops = sorted(window.shown(part.box).top() for part in parts)
    assert tops[0] >= 0
    assert tops[1] + 30 * window.zoom <= room.height()


@given(st.integers(8, 60), st.integers(2, 200), st.integers(0, 30))
def test_the_frame_of_a_gap_leaves_the_words_beside_it_whole(height: int, blank: int, lower: int) -> None:
    before = Location(1, Box(100, 200, 180, 200 + height), Method.IMAGE, 0.9)
    left, top = 180 + blank, 200 + lower * height // 61
    after = Location(1, Box(left, top, left + 80, top + height), Method.IMAGE, 0.9)
    box = gap_between(before, after).box
    frame = blank_of(QRectF(box.left, box.top, box.width, box.height))
    assert frame.width() > 0
    assert frame.left() >= min(180, box.left + box.width / 4)
    assert frame.right() <= max(left, box.right - box.width / 4)


@pytest.mark.parametrize("method", [Method.GAP, Method.IMAGE, Method.LINE])
def test_a_gap_is_framed_where_it_is_and_a_line_at_the_edges(qtbot: QtBot, tmp_path: Path, method: Method) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    crop, outline = window.desk.strip.crop, QColor(LIGHT.outline)
    qtbot.waitUntil(lambda: window.desk.images.picture(1) is not None)
    crop.show_crops("x", (Crop(1, (located(200, 240, 150, method=method),), "", line(150), 50.0, 10.0),))
    image = crop.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    columns = [x for x, y in points if image.pixelColor(x, y) == outline]
    at_edges = [x for x in columns if x < 15 or x > image.width() - 15]
    assert columns
    assert (len(at_edges) == len(columns)) == (method is Method.LINE)
    assert bool(at_edges) == (method is Method.LINE)


def test_what_a_piece_is_covers_none_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    """A caption stands below: what is above it is drawn as without one in a piece of that height."""
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    qtbot.waitUntil(lambda: window.desk.images.picture(1) is not None)
    crops = LineCrops(window.desk.images)
    qtbot.addWidget(crops)
    piece = Crop(1, (located(200, 240, 150),), STANDS, line(150), 50.0, 10.0)

    def drawn(caption: str, height: int) -> QImage:
        crops.resize(600, height)
        crops.show_crops("x", (replace(piece, caption=caption),))
        return crops.grab().toImage()

    captioned = drawn(STANDS, 120)
    height = next(high for high in range(119, 60, -1) if drawn("", high) == captioned.copy(0, 0, 600, high))
    below = captioned.copy(0, height, 600, 120 - height)
    colours = {below.pixelColor(x, y).name() for x in range(600) for y in range(below.height())}
    assert colours > {LIGHT.desk}


@pytest.mark.parametrize("method", [Method.GAP, Method.IMAGE, Method.LINE])
def test_what_is_framed_is_seen_on_a_dark_scan_too(qtbot: QtBot, tmp_path: Path, method: Method) -> None:
    page = tmp_path / "dark.png"
    Image.new("L", (600, 800), 30).save(page)
    window = reviewing_window(qtbot, session_of(pages=(page,)))
    crop = window.desk.strip.crop
    qtbot.waitUntil(lambda: window.desk.images.picture(1) is not None)
    crop.show_crops("x", (Crop(1, (located(200, 240, 150, method=method),), "", line(150), 50.0, 10.0),))
    framed = crop.grab().toImage()
    crop.set_bare(True)
    bare = crop.grab().toImage()
    points = [(x, y) for x in range(bare.width()) for y in range(bare.height())]
    lighter = [framed.pixelColor(x, y).lightness() for x, y in points if bare.pixelColor(x, y).lightness() == 30]
    assert max(lighter) > 4 * 30
