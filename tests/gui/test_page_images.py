"""Pages arrive from another process, sharper and sharper, and whatever a file does the window keeps running."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cableview.errors import ImageError
from cableview.gui import page_decoding
from cableview.gui.crops import Crop
from cableview.gui.line_crops import LineCrops
from cableview.gui.page_images import PageImages
from cableview.gui.page_view import DAMAGED, PageView
from cableview.gui.theme import LIGHT
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.location import Location, Method
from cableview.scan.images.decoder import Decoder, Look
from cableview.scan.images.pyramid import write
from cableview.scan.images.scratch_file import Shape
from tests.gui.made_pages import MadePages

SIZE = (2100, 2600)
MARK = Box(1500, 2000, 1540, 2030)


def lined(page: PageImage | None = None) -> Image.Image:
    """White with a black mark, and lines too fine for a first look."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    for x in range(0, SIZE[0], 2):
        draw.line((x, 0, x, 400), fill="black")
    draw.rectangle((MARK.left, MARK.top, MARK.right - 1, MARK.bottom - 1), fill="black")
    return image


class Gated(MadePages):
    """Gives a first look, and all the rest on request."""

    def __init__(self) -> None:
        super().__init__(lined)
        self.gate = threading.Event()

    def build(self, page: PageImage, scratch: Path, show: Callable[[Look], None]) -> Shape:
        look = lined().reduce(4)
        show(Look(*SIZE, look.width, look.height, 4, look.tobytes("raw", "RGBX")))
        self.gate.wait(10)
        return super().build(page, scratch, show)

    def close(self) -> None:
        self.gate.set()


@pytest.fixture
def images(qapp: QApplication) -> Iterator[PageImages]:
    """Pages decoded as the program does it."""
    made = PageImages()
    yield made
    made.close()


def shown(qtbot: QtBot, images: PageImages) -> PageView:
    view = PageView(images, LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    return view


def wait_sharp(qtbot: QtBot, view: PageView, images: PageImages) -> None:
    def is_sharp() -> bool:
        view.viewport().repaint()
        return images.picture(view.page) is not None and not images.is_busy

    qtbot.waitUntil(is_sharp, timeout=20_000)


def greys(view: PageView) -> set[int]:
    """Values seen in the middle of the view."""
    image = view.viewport().grab().toImage()
    return {image.pixelColor(x, 100).red() for x in range(100, 400)}


def test_a_coarse_view_is_painted_and_becomes_sharp(qtbot: QtBot, qapp: QApplication) -> None:
    source = Gated()
    images = PageImages([PageImage(Path("p.png"))], source=source)
    view = shown(qtbot, images)
    with qtbot.waitSignal(view.page_painted):
        view.set_zoom(1.0)
    assert view.box_in_view(Box(0, 0, *SIZE)).size().toSize().toTuple() == SIZE
    assert max(greys(view)) - min(greys(view)) < 20
    with qtbot.waitSignal(view.page_sharpened):
        source.gate.set()
    assert greys(view) == {0, 255}
    images.close()


def test_a_place_is_reported_as_shown_only_when_sharp(qtbot: QtBot, qapp: QApplication) -> None:
    source = Gated()
    images = PageImages([PageImage(Path("p.png"))], source=source)
    crop = LineCrops(images)
    qtbot.addWidget(crop)
    crop.resize(400, 130)
    crop.show()
    told: list[str] = []
    crop.painted.connect(told.append)
    with qtbot.waitSignal(images.ready):
        crop.show_crops("a", (Crop(1, (Location(1, MARK, Method.OCR, 0.9),)),))
        crop.grab()
    assert crop.grab().toImage().pixelColor(200, 65).red() < 200
    assert told == []
    with qtbot.waitSignal(crop.painted):
        source.gate.set()
    assert set(told) == {"a"}
    images.close()


@pytest.mark.parametrize("zoom", [0.2, 0.37, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("turn", [0, 1])
def test_a_view_shows_the_right_part_of_the_page(qtbot: QtBot, qapp: QApplication, zoom: float, turn: int) -> None:
    images = PageImages([PageImage(Path("p.png"))], source=MadePages(lined))
    view = shown(qtbot, images)
    wait_sharp(qtbot, view, images)
    for _ in range(turn):
        view.rotate(90)
    view.set_zoom(zoom)
    view.show_parts([Location(1, MARK, Method.OCR, 0.9)])
    view.set_bare(True)
    wait_sharp(qtbot, view, images)
    image = view.viewport().grab().toImage()
    mark = view.box_in_view(MARK)
    inside, outside = mark.adjusted(2, 2, -3, -3), mark.adjusted(-3, -3, 2, 2)
    for point in (inside.topLeft(), inside.bottomRight(), inside.center()):
        assert image.pixelColor(point.toPoint()).red() < 80
    for point in (outside.topLeft(), outside.bottomRight()):
        assert image.pixelColor(point.toPoint()).red() > 180
    images.close()


def test_a_part_across_tiles_has_no_seams(qtbot: QtBot, qapp: QApplication) -> None:
    images = PageImages([PageImage(Path("p.png"))], source=MadePages(lined))
    part = Box(400, 350, 1200, 450)
    qtbot.waitUntil(lambda: images.crop(1, part, 1.0) is not None)
    crop = images.crop(1, part, 1.0)
    assert crop is not None
    expected = np.asarray(lined().convert("L").crop((400, 350, 1200, 450)))
    for y in (0, 49, 52, 99):
        assert [crop.pixelColor(x, y).red() for x in range(crop.width())] == expected[y].tolist()
    images.close()


def test_tiles_several_views_lack_are_cut_and_announced_together(qtbot: QtBot, qapp: QApplication) -> None:
    """Each time that there is more of a page the strip and the view are painted again."""
    images = PageImages([PageImage(Path("p.png"))], source=MadePages(lined))
    qtbot.waitUntil(lambda: images.turn_to(1) is not None and not images.is_busy)
    told: list[int] = []
    images.ready.connect(told.append)
    parts = {"view": Box(0, 0, 900, 900), "strip 0": Box(1200, 1500, 2000, 1700)}
    for user, part in parts.items():
        piece = images.piece(1, part, 1.0, user)
        assert piece is not None
        assert not piece.is_sharp
    qtbot.waitUntil(lambda: not images.is_busy)
    assert told == [1]
    for user, part in parts.items():
        piece = images.piece(1, part, 1.0, user)
        assert piece is not None
        assert piece.is_sharp
    images.close()


def test_tiles_requested_while_the_images_close_are_dropped(qtbot: QtBot, qapp: QApplication) -> None:
    images = PageImages([PageImage(Path("p.png"))], source=MadePages(lined))
    qtbot.waitUntil(lambda: images.turn_to(1) is not None and not images.is_busy)
    told: list[int] = []
    images.piece(1, Box(0, 0, 900, 900), 1.0, "view")
    assert images.is_busy
    images.ready.connect(told.append)
    images.close()
    qapp.processEvents()
    assert told == []


def test_a_decoding_page_that_is_no_longer_wanted_is_stopped_and_closed(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_decoding, "PATIENCE", 10)
    source = Gated()
    images = PageImages([PageImage(Path(f"{number}.png")) for number in range(3)], source=source)
    images.picture(1)
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    images.set_pages([PageImage(Path("other.png"))])
    qtbot.waitUntil(lambda: len(source.stopped) == 1)
    source.gate.set()
    qtbot.waitUntil(lambda: images.picture(1) is not None and not images.is_busy)
    assert images.error(1) == ""
    images.close()


def test_a_page_left_at_its_coarse_view_is_decoded_when_viewed_again(qtbot: QtBot, qapp: QApplication) -> None:
    source = Gated()
    images = PageImages([PageImage(Path(f"{number}.png")) for number in (1, 2)], source=source)
    qtbot.waitUntil(lambda: images.turn_to(1) is not None)
    images.turn_to(2)
    source.gate.set()
    qtbot.waitUntil(lambda: images.turn_to(2) is not None and not images.is_busy)

    def is_whole() -> bool:
        picture = images.turn_to(1)
        return picture is not None and picture.file is not None

    qtbot.waitUntil(is_whole)
    images.close()


def test_the_next_page_is_fetched_if_there_is_room(qtbot: QtBot, qapp: QApplication) -> None:
    for room, fetched in ((10, {"1", "2"}), (1, {"1"})):
        asked: list[str] = []

        def drawn(page: PageImage, asked: list[str] = asked) -> Image.Image:
            asked.append(page.path.stem)
            return lined()

        size = Shape(*SIZE, 4).size * 2
        pages = [PageImage(Path(f"{number}.png")) for number in (1, 2, 3)]
        images = PageImages(pages, source=MadePages(drawn), max_bytes=size * room)
        images.turn_to(1)
        qtbot.waitUntil(lambda images=images: images.turn_to(1) is not None)
        qtbot.waitUntil(lambda asked=asked, fetched=fetched: set(asked) == fetched)
        images.close()
        assert set(asked) == fetched


def test_many_pieces_on_as_many_pages_come_in_turn_within_the_bound(qtbot: QtBot, qapp: QApplication) -> None:
    count = 6
    source = MadePages(lined)
    one = 5 * Shape(*SIZE, 4).size // 4  # and what is shown of it in memory, and a fifth for tiles
    images = PageImages([PageImage(Path(f"{n}.png")) for n in range(count)], source=source, max_bytes=5 * one // 2)
    most: list[int] = []
    images.ready.connect(lambda _: most.append(images.kept_bytes))
    rows: list[LineCrops] = []
    sharp: set[str] = set()
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    for number in range(1, count + 1):
        row = LineCrops(images, name=f"row {number}")
        row.setFixedHeight(60)
        row.show_crops(str(number), (Crop(number, (Location(number, MARK, Method.LAYOUT, 1.0),)),))
        row.painted.connect(sharp.add)
        column.addWidget(row)
        rows.append(row)
    holder.show()
    qtbot.waitUntil(lambda: len(sharp) == count, timeout=20_000)
    assert max(most) <= 5 * one // 2
    assert sum(picture.file is not None for picture in images._kept.values()) < count
    assert len(set(source.built)) == count
    assert len(source.built) < 2 * count, "hardly any is decoded twice"
    sharp.clear()
    for row in rows:
        row.repaint()
    assert len(sharp) == count, "what was sharp stays so, though its page was let go of"
    images.close()


def test_an_evicted_page_is_shown_at_once_on_return(qtbot: QtBot, qapp: QApplication) -> None:
    source = MadePages(lined)
    bound = Shape(*SIZE, 4).size * 5 // 2
    images = PageImages([PageImage(Path(f"{n}.png")) for n in range(4)], source=source, max_bytes=bound)

    def is_there(page: int) -> bool:
        picture = images.kept(page)
        return picture is not None and picture.file is not None

    for page in (1, 2, 3, 4):
        images.turn_to(page)
        qtbot.waitUntil(lambda page=page: is_there(page))
        assert images.kept_bytes <= bound
    back = images.turn_to(1)
    assert back is not None
    assert (back.size.toTuple(), back.file, back.base.isNull()) == (SIZE, None, False)
    qtbot.waitUntil(lambda: is_there(1))
    images.close()


# Files that do harm


def test_turning_the_pages_of_a_long_tiff_keeps_within_the_bound(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "many.tif"
    pages = [Image.new("1", (300, 400), number % 2) for number in range(500)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4")
    bound = 3 * 2**20
    images = PageImages([PageImage(path, number) for number in range(500)], max_bytes=bound)
    view = shown(qtbot, images)
    for number in [*range(1, 21), *range(480, 501)]:
        view.show_page(number)
        with qtbot.waitSignal(view.page_sharpened, timeout=20_000):
            view.viewport().update()
        assert images.kept_bytes <= bound
        assert greys(view) >= {0 if number % 2 else 255}
    images.close()


CRASHES_AT_THE_FIRST_PAGE = """
import os, signal
from cableview.cli.main import run
from cableview.scan.images import decoder_process

def build(page, *rest):
    if page.path.name == "1.png":
        os.kill(os.getpid(), signal.SIGSEGV)
    return real(page, *rest)

real, decoder_process.build = decoder_process.build, build
run(["_decode"])
"""


def damaged(folder: Path) -> dict[str, Path]:
    image = Image.effect_noise((300, 300), 90)
    files: dict[str, Path] = {}
    for name in ("p.jpg", "p.png", "p.tif", "p.jp2"):
        path = files[name] = folder / name
        image.save(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    bomb = files["bomb.png"] = folder / "bomb.png"
    Image.new("1", (30_000, 30_000)).save(bomb)
    return files


def test_each_damaged_page_is_reported_and_the_next_one_is_shown(
    qtbot: QtBot, images: PageImages, tmp_path: Path
) -> None:
    files = damaged(tmp_path)
    good = tmp_path / "good.png"
    Image.new("L", (300, 300), 255).save(good)
    view = shown(qtbot, images)
    images.set_pages([PageImage(path) for path in (*files.values(), good)])
    for number, path in enumerate(files.values(), 1):
        view.show_page(number)
        qtbot.waitUntil(lambda number=number: bool(images.error(number)), timeout=20_000)
        assert path.name in view.accessibleDescription()
        assert ("megapixels" if path.name == "bomb.png" else "cut off or damaged") in view.accessibleDescription()
    with qtbot.waitSignal(view.page_sharpened, timeout=20_000):
        view.show_page(len(files) + 1)


def test_a_page_that_crashes_the_decoder_is_reported_and_the_next_one_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    for number in (1, 2):
        Image.new("L", (300, 300), 255).save(tmp_path / f"{number}.png")
    decoder = Decoder((sys.executable, "-c", CRASHES_AT_THE_FIRST_PAGE))
    images = PageImages([PageImage(tmp_path / "1.png"), PageImage(tmp_path / "2.png")], source=decoder)
    view = shown(qtbot, images)
    qtbot.waitUntil(lambda: bool(images.error(1)), timeout=20_000)
    assert "made the decoder crash" in images.error(1)
    assert "1.png" in view.accessibleDescription()
    with qtbot.waitSignal(view.page_sharpened, timeout=20_000):
        view.browse_by(1)
    images.close()


def test_a_replaced_file_is_read_again_and_a_deleted_one_stays_shown(
    qtbot: QtBot, images: PageImages, tmp_path: Path
) -> None:
    path = tmp_path / "p.png"
    Image.new("L", (300, 300), 255).save(path)
    view = shown(qtbot, images)
    with qtbot.waitSignal(view.page_sharpened, timeout=20_000):
        images.set_pages([PageImage(path)])
    path.unlink()
    images.turn_to(1)
    view.grab()
    assert greys(view) == {255}
    Image.new("L", (400, 200), 0).save(path)

    def is_other() -> bool:
        picture = images.turn_to(1)
        return picture is not None and picture.size.toTuple() == (400, 200)

    qtbot.waitUntil(is_other, timeout=20_000)
    path.write_bytes(b"no more an image")
    qtbot.waitUntil(lambda: images.turn_to(1) is None and bool(images.error(1)), timeout=20_000)
    assert "not an image" in view.accessibleDescription()


class Damaging(MadePages):
    """Says of the first page that parts of it could not be decoded."""

    def build(self, page: PageImage, scratch: Path, show: Callable[[Look], None]) -> Shape:
        return replace(super().build(page, scratch, show), is_damaged=page.path.stem == "1")


def test_a_partly_damaged_page_is_shown_and_reported(qtbot: QtBot, qapp: QApplication) -> None:
    pages = [PageImage(Path("1.png")), PageImage(Path("2.png"))]
    images = PageImages(pages, source=Damaging(lambda _: Image.new("L", (900, 1200), 255)))
    view = shown(qtbot, images)
    wait_sharp(qtbot, view, images)
    assert DAMAGED in view.accessibleDescription()
    said = view.viewport().grab().toImage()
    view.set_bare(True)
    assert view.viewport().grab().toImage() != said
    view.set_bare(False)
    view.browse_by(1)
    wait_sharp(qtbot, view, images)
    assert DAMAGED not in view.accessibleDescription()
    images.close()


def test_a_page_that_failed_can_be_tried_again(qtbot: QtBot, qapp: QApplication) -> None:
    is_broken = [True]

    def drawn(page: PageImage) -> Image.Image:
        if is_broken[0]:
            raise ImageError("takes too long to decode and was given up", path=page.path)
        return lined()

    images = PageImages([PageImage(Path("p.png"))], source=MadePages(drawn))
    view = shown(qtbot, images)
    button = view.findChild(QPushButton)
    assert button is not None
    qtbot.waitUntil(lambda: bool(images.error(1)))
    assert button.isVisible()
    assert view.viewport().rect().contains(button.geometry())
    button.click()
    assert not button.isVisible()
    qtbot.waitUntil(lambda: bool(images.error(1)))
    assert button.isVisible()
    is_broken[0] = False
    QTest.keyClick(button, Qt.Key.Key_Space)
    wait_sharp(qtbot, view, images)
    assert not button.isVisible()
    images.close()


def test_a_failing_scratch_file_is_reported(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    images = PageImages([PageImage(Path("p.png"))], source=MadePages(lined))
    qtbot.waitUntil(lambda: images.picture(1) is not None)
    picture = images.picture(1)
    assert picture is not None
    assert picture.file is not None

    def fails(*_: object) -> bytearray:
        raise OSError("input/output error")

    monkeypatch.setattr(type(picture.file), "read", fails)
    with qtbot.waitSignal(images.failed):
        images.piece(1, Box(0, 0, 900, 900), 1.0, "view")
    assert "Open the item again" in images.error(1)
    images.close()


def test_closing_leaves_nothing_on_the_disk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "p.png"
    Image.new("L", (300, 300), 255).save(path)
    images = PageImages([PageImage(path)])
    qtbot.waitUntil(lambda: images.picture(1) is not None, timeout=20_000)
    images.close()
    assert list(tmp_path.iterdir()) == [path]


def test_a_page_written_by_a_reader_is_as_drawn(tmp_path: Path) -> None:
    shape = write(Image.new("L", (20, 10), 7), tmp_path / "s", Path("p"))
    assert (tmp_path / "s").read_bytes() == bytes([7]) * 200
    assert shape == Shape(20, 10, 1)
