"""The page view: zoom, turning and scrolling, the outlined place, and pages that come late or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cableview.errors import ImageError
from cableview.gui.filters import PLAIN, Filters, filtered
from cableview.gui.page_geometry import Fit, ViewState, way_into_middle
from cableview.gui.page_images import PageImages
from cableview.gui.page_scroll import PAN_STEP
from cableview.gui.page_view import PageView
from cableview.gui.theme import DARK, LIGHT, apply_theme
from cableview.gui.tile_images import image_of
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.location import Location, Method
from tests.gui.made_pages import MadePages

PAGES = tuple(PageImage(Path(f"page{k}.png")) for k in range(1, 6))
WIDTH, HEIGHT = 1000, 1400


def paper(page: PageImage) -> Image.Image:
    """White, with the upper left quarter black, so that turning shows."""
    if page.path.name == "page5.png":
        raise ImageError("is cut off or damaged", path=page.path, advice="Copy it again from its source")
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    image.paste(0, (0, 0, WIDTH // 2, HEIGHT // 2))
    return image


@pytest.fixture
def images(qapp: QApplication) -> Iterator[PageImages]:
    apply_theme(qapp, LIGHT)
    made = PageImages(PAGES, source=MadePages(paper))
    yield made
    made.close()


@pytest.fixture
def view(qtbot: QtBot, images: PageImages) -> PageView:
    made = PageView(images, LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    return made


def at(page: int, left: int, top: int, method: Method = Method.OCR) -> Location:
    return Location(page, Box(left, top, left + 80, top + 24), method, 0.9)


def wheel(view: PageView, turn: int, *, where: QPointF, ctrl: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        where, where, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view.viewport(), event)


def page_colour(view: PageView, x: int, y: int) -> str:
    """The colour drawn at pixel (x, y) of the page."""
    place = view.box_in_view(Box(x, y, x + 1, y + 1)).center().toPoint()
    return view.viewport().grab().toImage().pixelColor(place).name()


def test_page_fits_the_width_until_zoomed(view: PageView) -> None:
    box = view.box_in_view(Box(0, 0, WIDTH, HEIGHT))
    assert box.width() == pytest.approx(view.viewport().width() - 20)
    view.fit(Fit.PAGE)
    box = view.box_in_view(Box(0, 0, WIDTH, HEIGHT))
    assert box.height() == pytest.approx(view.viewport().height() - 20)
    view.set_zoom(1.0)
    assert (view.zoom, view.state.fit) == (1.0, Fit.FREE)


def test_fitted_page_follows_the_size_of_the_view(view: PageView, qtbot: QtBot) -> None:
    before = view.zoom
    with qtbot.waitSignal(view.zoom_changed) as changed:
        view.resize(900, 500)
    assert changed.args == [view.zoom]
    assert view.zoom > before


def test_ctrl_and_wheel_zooms_at_the_pointer(view: PageView) -> None:
    view.show_parts([at(1, 480, 700)])
    box = view.box_in_view(Box(500, 700, 501, 701)).center()
    before = view.zoom
    wheel(view, 120, where=box, ctrl=True)
    assert view.zoom == pytest.approx(before * 1.25)
    after = view.box_in_view(Box(500, 700, 501, 701)).center()
    assert abs(after.x() - box.x()) <= 1.5
    assert abs(after.y() - box.y()) <= 1.5


def test_spreading_two_fingers_zooms_between_them(view: PageView) -> None:
    view.set_zoom(1.0)
    where = QPointF(120, 80)
    held, before = view.image_point(where), view.zoom
    device, over = QPointingDevice.primaryPointingDevice(), QPointF(view.viewport().mapToGlobal(where.toPoint()))
    kind = Qt.NativeGestureType.ZoomNativeGesture
    spread = QNativeGestureEvent(kind, device, 2, where, where, over, 0.25, QPointF())
    QApplication.sendEvent(view.viewport(), spread)
    assert view.zoom == pytest.approx(1.25 * before)
    assert (view.image_point(where) - held).manhattanLength() < 3


def test_home_and_end_go_to_the_top_and_bottom_of_the_page(view: PageView, qtbot: QtBot) -> None:
    view.setFocus()
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_wheel_scrolls_and_drag_pans(view: PageView) -> None:
    view.set_zoom(1.0)
    before = view.box_in_view(Box(0, 0, 1, 1)).topLeft()
    wheel(view, -120, where=QPointF(100, 100))
    assert view.box_in_view(Box(0, 0, 1, 1)).top() == before.y() - 80
    port = view.viewport()
    left = view.box_in_view(Box(0, 0, 1, 1)).left()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(port, QPoint(250, 300))
    QTest.mouseMove(port, QPoint(200, 300))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
    assert view.box_in_view(Box(0, 0, 1, 1)).left() == left - 100


def test_a_click_reports_the_pixel_of_the_page(view: PageView, qtbot: QtBot) -> None:
    view.set_zoom(1.0)
    view.rotate(90)
    box = view.box_in_view(Box(480, 600, 500, 620))
    with qtbot.waitSignal(view.clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert clicked.args is not None
    page, x, y = clicked.args
    assert page == 1
    assert abs(x - 490) <= 2
    assert abs(y - 610) <= 2


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_rotated_page_shows_the_same_pixels_in_place(view: PageView, turns: int) -> None:
    view.fit(Fit.PAGE)
    for _ in range(turns):
        view.rotate(90)
    assert view.state.rotation == turns * 90
    assert page_colour(view, 200, 200) == "#000000"
    assert [page_colour(view, *p) for p in ((800, 200), (200, 1200), (800, 1200))] == ["#ffffff"] * 3
    corner = view.box_in_view(Box(0, 0, 1, 1)).center()
    middle = view.box_in_view(Box(WIDTH // 2, HEIGHT // 2, WIDTH // 2 + 1, HEIGHT // 2 + 1)).center()
    sides = (corner.x() < middle.x(), corner.y() < middle.y())
    assert sides == [(True, True), (False, True), (False, False), (True, False)][turns]


def test_inverting_changes_neither_the_background_nor_the_source(view: PageView, images: PageImages) -> None:
    view.fit(Fit.PAGE)
    view.toggle_invert()
    assert page_colour(view, 200, 200) == "#ffffff"
    assert page_colour(view, 800, 1200) == "#000000"
    assert view.viewport().grab().toImage().pixelColor(6, 250).name() == LIGHT.desk
    picture = images.picture(1)
    assert picture is not None
    assert picture.base.pixelColor(0, 0) == QColor("#000000")
    view.set_state(replace(view.state, filters=PLAIN))
    assert page_colour(view, 200, 200) == "#000000"


def test_contrast_has_steps_with_ends(view: PageView) -> None:
    for _ in range(10):
        view.step_contrast(1)
    assert view.state.filters.contrast == 4
    for _ in range(20):
        view.step_contrast(-1)
    assert view.state.filters.contrast == -2


def test_zoom_and_rotation_persist_across_pages_and_are_restored(
    view: PageView, qtbot: QtBot, images: PageImages
) -> None:
    view.set_zoom(0.8)
    view.rotate(90)
    view.toggle_invert()
    view.browse_by(1)
    assert view.page == 2
    qtbot.waitUntil(lambda: images.picture(2) is not None)
    state = view.state
    assert (state.zoom, state.rotation, state.filters) == (pytest.approx(0.8), 90, Filters(invert=True))
    other = PageView(images, DARK)
    qtbot.addWidget(other)
    other.set_state(state)
    assert (other.zoom, other.state.rotation, other.state.filters) == (state.zoom, 90, state.filters)


def test_place_in_the_middle_does_not_move_the_page(view: PageView) -> None:
    view.set_zoom(1.0)
    view.show_parts([at(1, 400, 700)])
    before = view.box_in_view(Box(0, 0, 1, 1))
    view.show_parts([at(1, 380, 690)])
    assert view.box_in_view(Box(0, 0, 1, 1)) == before
    assert view.zoom == 1.0


def test_a_place_outside_the_middle_is_scrolled_there_by_the_shortest_way(view: PageView) -> None:
    view.set_zoom(1.0)
    view.show_parts([at(1, 400, 400)])
    view.show_parts([at(1, 400, 900)])
    box, height = view.box_in_view(Box(400, 900, 480, 924)), view.viewport().height()
    assert box.bottom() == pytest.approx(height * 0.8, abs=1.5)
    view.show_parts([at(1, 400, 300)])
    assert view.box_in_view(Box(400, 300, 480, 324)).top() == pytest.approx(height * 0.2, abs=1.5)


@pytest.mark.parametrize(
    ("low", "high", "way"),
    [
        (300, 340, 0),  # in the middle
        (180, 240, -20),  # a little too high
        (900, 940, 140),  # below the view
        (-50, 1200, 0),  # a band that is longer than the view, and fills its middle
        (100, 990, 0),  # longer than the middle, but seen as a whole
        (-300, 500, -500),  # a long one of which the beginning is not seen
    ],
)
def test_scrolling_into_the_middle_takes_the_shortest_way(low: float, high: float, way: int) -> None:
    assert way_into_middle(low, high, 1000) == way


def test_a_place_on_another_page_is_shown_once_that_page_is_loaded(
    view: PageView, images: PageImages, qtbot: QtBot
) -> None:
    view.set_zoom(1.0)
    with qtbot.waitSignal(view.page_changed):
        view.show_parts([at(3, 300, 1200)])
    assert view.page == 3
    qtbot.waitUntil(lambda: images.picture(3) is not None)
    assert view.viewport().rect().contains(view.box_in_view(Box(300, 1200, 380, 1224)).toRect())


def test_outline_is_drawn_and_hidden_while_bare(view: PageView) -> None:
    view.set_zoom(1.0)
    view.show_parts([at(1, 100, 100)])
    view.show_parts(())
    without = view.viewport().grab().toImage()
    view.show_parts([at(1, 100, 100)])
    found = view.viewport().grab().toImage()
    view.show_parts([at(1, 100, 100, Method.PROPORTIONAL)])
    guessed = view.viewport().grab().toImage()
    assert found != without
    assert guessed != found
    view.set_bare(True)
    assert view.viewport().grab().toImage() == without
    assert "dashed" in view.accessibleDescription()
    view.show_parts([at(1, 100, 100, Method.GAP)])
    assert "the gap outlined where the word under review would stand" in view.accessibleDescription()


def test_painted_page_is_announced_once_for_each_place(
    view: PageView, images: PageImages, qtbot: QtBot, qapp: QApplication
) -> None:
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    view.viewport().repaint()
    qapp.processEvents()  # that the page was painted at all has been told by now
    with qtbot.waitSignal(view.page_painted) as painted:
        view.show_parts([at(1, 100, 100)])
    assert painted.args == [1]
    with qtbot.assertNotEmitted(view.page_painted, wait=50):
        view.viewport().repaint()


def test_page_that_cannot_be_read_says_why(view: PageView, images: PageImages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(images.failed) as failed:
        view.show_page(5)
    assert failed.args == [5, "page5.png: is cut off or damaged. Copy it again from its source"]
    assert view.accessibleDescription().endswith("is cut off or damaged. Copy it again from its source.")
    view.grab()
    view.browse_by(-1)
    assert view.page == 4


def test_item_without_a_scan_says_so(qtbot: QtBot, images: PageImages) -> None:
    view = PageView(images, DARK)
    qtbot.addWidget(view)
    images.set_pages(())
    assert view.page == 0
    assert view.accessibleDescription().startswith("No scan")
    view.browse_by(1)
    view.step_zoom(1)
    view.fit(Fit.PAGE)
    view.rotate(-90)
    view.pan(0, PAN_STEP)
    view.show_parts([at(1, 0, 0)])
    view.grab()


def test_arrow_keys_scroll_and_other_keys_are_left_to_the_window(view: PageView, qtbot: QtBot) -> None:
    view.set_zoom(1.0)
    top = view.box_in_view(Box(0, 0, 1, 1)).top()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.box_in_view(Box(0, 0, 1, 1)).top() == top - 80
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
    view.keyPressEvent(event)
    assert not event.isAccepted()


def test_view_state_says_which_part_is_looked_at(view: PageView) -> None:
    view.set_zoom(1.0)
    view.show_parts([at(1, 500, 1000)])
    state = view.state
    view.set_state(ViewState(Fit.FREE, 1.0, x=0.3, y=0.3))
    view.set_state(state)
    assert view.state == ViewState(
        Fit.FREE, 1.0, x=pytest.approx(state.x, abs=0.01), y=pytest.approx(state.y, abs=0.01)
    )


class SlowReader:
    """Reads when told to; notes what it was asked for."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.asked: list[str] = []

    def __call__(self, page: PageImage) -> Image.Image:
        self.asked.append(page.path.stem)
        self.gate.wait(5)
        return Image.new("L", (10, 10), 255)


@pytest.fixture
def slow(qapp: QApplication) -> Iterator[tuple[SlowReader, PageImages]]:
    reader = SlowReader()
    images = PageImages(PAGES, source=MadePages(reader))
    yield reader, images
    reader.gate.set()
    images.close()


def test_superseded_pages_are_never_decoded(slow: tuple[SlowReader, PageImages], qtbot: QtBot) -> None:
    reader, images = slow
    for page in range(1, 5):
        assert images.picture(page) is None
    reader.gate.set()
    qtbot.waitUntil(lambda: images.picture(4) is not None)
    assert "page2" not in reader.asked


def test_answer_for_another_item_is_dropped(slow: tuple[SlowReader, PageImages], qtbot: QtBot) -> None:
    reader, images = slow
    images.picture(1)
    qtbot.waitUntil(lambda: bool(reader.asked))
    images.set_pages((PageImage(Path("other.png")),))
    ready: list[int] = []
    images.ready.connect(ready.append)
    reader.gate.set()
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    assert reader.asked == ["page1", "other"]
    assert ready == [1]


def test_reading_does_not_block_the_window(slow: tuple[SlowReader, PageImages], qtbot: QtBot) -> None:
    _reader, images = slow
    view = PageView(images, LIGHT)
    qtbot.addWidget(view)
    view.show()
    view.grab()
    assert view.accessibleDescription() == "Reading page 1 of 5 …"


def test_cached_pages_stay_within_the_bound(qapp: QApplication, qtbot: QtBot) -> None:
    images = PageImages(PAGES, source=MadePages(paper))
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    one = images.kept_bytes
    images.close()
    images = PageImages(PAGES, source=MadePages(paper), max_bytes=one * 3)
    for page in (1, 2, 3, 4):
        qtbot.waitUntil(lambda page=page: images.picture(page) is not None)
        assert images.kept_bytes <= one * 3
    assert images.kept_bytes >= 2 * one
    images.close()


def test_a_failing_reader_is_reported_in_a_sentence(qapp: QApplication, qtbot: QtBot) -> None:
    def broken(page: PageImage) -> Image.Image:
        raise RuntimeError("decoder gave up")

    images = PageImages(PAGES, source=MadePages(broken))
    with qtbot.waitSignal(images.failed):
        images.picture(1)
    assert images.error(1) == "page1.png: this page cannot be read (decoder gave up)"
    images.close()


@pytest.mark.parametrize("scale", [0.25, 0.5, 1.0, 2.0])
def test_crop_has_the_size_asked_for(images: PageImages, qtbot: QtBot, scale: float) -> None:
    qtbot.waitUntil(lambda: images.crop(1, Box(400, 600, 600, 700), scale) is not None)
    crop = images.crop(1, Box(400, 600, 600, 700), scale)
    assert crop is not None
    assert (crop.width(), crop.height()) == (200 * scale, 100 * scale)
    assert crop.pixelColor(2, 2).name() == "#000000"
    assert crop.pixelColor(crop.width() - 3, 2).name() == "#ffffff"
    inverted = images.crop(1, Box(400, 600, 600, 700), scale, Filters(invert=True))
    assert inverted is not None
    assert inverted.pixelColor(2, 2).name() == "#ffffff"


def test_crop_beside_the_page_is_null(images: PageImages, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    crop = images.crop(1, Box(2000, 0, 2100, 50), 1.0)
    assert crop is not None
    assert crop.isNull()


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_odd_widths_keep_their_rows_straight(qapp: QApplication, mode: str) -> None:
    source = Image.new(mode, (13, 7), "white")
    source.paste("black", (0, 0, 1, 7))
    image = image_of(source.tobytes("raw", "L" if mode == "L" else "RGBX"), 13, 7, 1 if mode == "L" else 4)
    assert [image.pixelColor(0, y).name() for y in range(7)] == ["#000000"] * 7
    assert [image.pixelColor(1, y).name() for y in range(7)] == ["#ffffff"] * 7


def test_filters_darken_faint_ink_and_lighten_paper(qapp: QApplication) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, QColor(130, 130, 130))
    image.setPixelColor(1, 0, QColor(190, 190, 190))
    shown = filtered(image, Filters(contrast=3))
    assert shown.pixelColor(0, 0).lightness() < 100
    assert shown.pixelColor(1, 0).lightness() > 250
    assert filtered(image, Filters()) is image


def test_darkening_first_lets_contrast_bring_out_faint_ink(qapp: QApplication) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, QColor(205, 205, 205))
    image.setPixelColor(1, 0, QColor(235, 235, 235))

    def apart(filters: Filters) -> int:
        ink, paper = (filtered(image, filters).pixelColor(x, 0).lightness() for x in (0, 1))
        return paper - ink

    assert apart(Filters(contrast=3)) == 0
    assert apart(Filters(contrast=3, brightness=-4)) > 80


def test_scan_is_lighter_and_darker_in_steps_with_ends(view: PageView) -> None:
    for _ in range(20):
        view.step_brightness(-1)
    assert view.state.filters.brightness == -6
    for _ in range(20):
        view.step_brightness(1)
    assert view.state.filters.brightness == 6


def test_real_scan_is_shown(shared_data: Path, qtbot: QtBot) -> None:
    images = PageImages([PageImage(shared_data / "eo9981" / "scan.jpg")])
    with qtbot.waitSignal(images.ready):
        images.picture(1)
    picture = images.picture(1)
    assert picture is not None
    assert picture.size.width() > 700
    images.close()
