"""Pieces of the scan: the right part of the page, within bounds, and each page read once."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.model.location import Method
from cableview.report import scan_pieces as module
from cableview.report.scan_pieces import PIECE_BYTES, TALLEST, WIDEST, scan_pieces
from cableview.scan.raster import read_page
from tests.report.made_findings import at, finding

SIZE = (600, 800)
BLACK = 60


def written_page(path: Path, *words: tuple[int, int, int, int]) -> PageImage:
    """A white page with a black bar for each word."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in words:
        draw.rectangle((left, top, right - 1, bottom - 1), fill=0)
    image.save(path)
    return PageImage(path)


def picture(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def test_the_frame_is_around_the_word(tmp_path: Path) -> None:
    page = written_page(tmp_path / "a.png", (200, 300, 280, 320))
    (piece,) = scan_pieces([finding("a", at(1, 200, 300, 80))], [page]).of["a"]
    shown = np.asarray(picture(piece.jpeg).convert("L"))
    assert (shown.shape[1], shown.shape[0]) == piece.size
    rows, columns = np.nonzero(shown < BLACK)
    (frame,) = piece.frames
    assert frame.left < columns.min() <= frame.left + 6
    assert frame.right - 6 <= columns.max() < frame.right
    assert frame.top < rows.min() <= frame.top + 5
    assert frame.bottom - 5 <= rows.max() < frame.bottom


def test_a_page_read_at_a_smaller_size_shows_the_same(tmp_path: Path) -> None:
    page = written_page(tmp_path / "a.png", (200, 300, 280, 320))

    def small(image: PageImage, _: int | None) -> Image.Image:
        return read_page(image).reduce(2)

    (piece,) = scan_pieces([finding("a", at(1, 200, 300, 80))], [page], read=small).of["a"]
    columns = np.nonzero((np.asarray(picture(piece.jpeg).convert("L")) < BLACK).any(axis=0))[0]
    assert piece.frames[0].left < columns.min()
    assert columns.max() < piece.frames[0].right


def test_the_lines_around_are_not_cut_in_half(tmp_path: Path) -> None:
    lines = [(50, top, 550, top + 20) for top in (240, 280, 320)]
    page = written_page(tmp_path / "a.png", *lines)
    (piece,) = scan_pieces([finding("a", at(1, 200, 280, 80))], [page]).of["a"]
    inked = np.asarray(picture(piece.jpeg).convert("L")).min(axis=1) < BLACK
    assert not inked[0]
    assert not inked[-1]
    assert np.count_nonzero(np.diff(inked.astype(int)) == 1) == 3


def test_pages_are_read_once_each_in_order(tmp_path: Path) -> None:
    pages = [written_page(tmp_path / f"{k}.png") for k in range(3)]
    read: list[str] = []

    def noted(page: PageImage, limit: int | None) -> Image.Image:
        read.append(page.path.name)
        return read_page(page, limit)

    found = [finding("a", at(2, 50, 50, 40)), finding("b", at(1, 50, 50, 40)), finding("c", at(2, 50, 90, 40))]
    told: list[tuple[int, int]] = []
    pieces = scan_pieces(found, pages, read=noted, told=lambda done, total: told.append((done, total)))
    assert read == ["0.png", "1.png", "2.png"]
    assert set(pieces.of) == {"a", "b", "c"}
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_damaged_page_is_reported_and_the_others_are_shown(tmp_path: Path) -> None:
    good, bad = written_page(tmp_path / "good.png"), tmp_path / "bad.png"
    bad.write_bytes(good.path.read_bytes()[:60])
    found = [finding("a", at(1, 50, 50, 40)), finding("b", at(2, 50, 50, 40))]
    pieces = scan_pieces(found, [PageImage(bad), good])
    assert not pieces.of["a"][0].jpeg
    assert "Page 1 cannot be shown: bad.png" in pieces.of["a"][0].lack
    assert list(pieces.unreadable) == [1]
    assert pieces.of["b"][0].jpeg


def test_a_scan_that_went_away_is_reported(tmp_path: Path) -> None:
    pieces = scan_pieces([finding("a", at(1, 50, 50, 40))], [PageImage(tmp_path / "gone.png")])
    assert "gone.png" in pieces.of["a"][0].lack


def test_a_guess_has_no_piece(tmp_path: Path) -> None:
    page = written_page(tmp_path / "a.png")
    assert not scan_pieces([finding("a", at(1, 50, 50, 400, method=Method.PROPORTIONAL))], [page]).of


@pytest.mark.parametrize(
    ("places", "count"),
    [
        ((at(1, 500, 100, 60), at(1, 40, 130, 50)), 2),  # a word broken at the end of a line
        ((at(1, 50, 100, 500), at(1, 50, 130, 300)), 1),  # a passage of two lines
        ((at(1, 50, 100, 60), at(1, 50, 600, 60)), 2),  # two places far apart, as of a moved passage
        ((at(1, 500, 700, 60), at(2, 40, 30, 50)), 2),  # over the end of a page
        (tuple(at(1, 50, 20 + 150 * k, 60) for k in range(5)), 4),  # of many some, and that there are more
    ],
)
def test_places_near_one_another_are_one_piece(tmp_path: Path, places: tuple[module.Location, ...], count: int) -> None:
    pages = [written_page(tmp_path / f"{k}.png") for k in range(2)]
    pieces = scan_pieces([finding("a", *places)], pages).of["a"]
    assert len(pieces) == count
    if count > module.MOST:
        assert pieces[-1].lack == "It stands at 2 more places, which are not shown"


def test_a_piece_has_no_more_than_its_bytes_whatever_is_on_the_page(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (2000, 1500, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    found = [finding("word", at(1, 300, 300, 200, 40)), finding("page", at(1, 0, 0, 1500, 2000, Method.REGION))]
    for (piece,) in scan_pieces(found, [PageImage(tmp_path / "noise.png")]).of.values():
        assert 0 < len(piece.jpeg) <= PIECE_BYTES
        assert piece.size == picture(piece.jpeg).size
        assert piece.size[0] <= WIDEST
        assert piece.size[1] <= TALLEST


def test_all_pieces_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = written_page(tmp_path / "a.png", (200, 300, 280, 320))
    one = len(scan_pieces([finding("a", at(1, 200, 300, 80))], [page]).of["a"][0].jpeg)
    monkeypatch.setattr(module, "ALL_BYTES", 5 * one // 2)
    pieces = scan_pieces([finding(key, at(1, 200, 300, 80)) for key in "abcd"], [page]).of
    assert [bool(pieces[key][0].jpeg) for key in "abcd"] == [True, True, False, False]
    assert "too large" in pieces["d"][0].lack


def test_a_place_beside_the_page_is_reported(tmp_path: Path) -> None:
    page = written_page(tmp_path / "a.png")
    (piece,) = scan_pieces([finding("a", at(1, 50, 2000, 40))], [page]).of["a"]
    assert piece.lack == "The place is beside the page"


def test_pages_no_longer_wanted_are_not_read(tmp_path: Path) -> None:
    read: list[PageImage] = []

    def noted(page: PageImage, _: int | None) -> Image.Image:
        read.append(page)
        raise ImageError("is damaged", path=page.path)

    pages = [PageImage(tmp_path / str(k)) for k in range(3)]
    scan_pieces([finding("a", at(3, 0, 0, 9))], pages, is_wanted=lambda: not read, read=noted)
    assert len(read) == 1
