"""A large page is looked at before it is decoded whole, where its file allows that, and the look shows that page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, TiffImagePlugin

from cableview.scan.images import first_look
from cableview.scan.images.colour import plain
from cableview.scan.images.first_look import Look, early_look

SIZE = (600, 900)


@pytest.fixture(autouse=True)
def _small_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a small page a look that is a sixth as wide."""
    monkeypatch.setattr(first_look, "DRAFT_PIXELS", SIZE[0] * SIZE[1] // 36)


def drawn(mode: str = "RGB") -> Image.Image:
    """Slopes in all colours; in mode 1 broad stripes."""
    bands = [Image.linear_gradient("L").rotate(turn).resize(SIZE) for turn in (0, 90, 180)]
    if mode == "1":
        return bands[0].point(lambda value: 255 if value // 64 % 2 else 0).convert("1")
    return Image.merge("RGB", bands).convert(mode)


def saved(path: Path, image: Image.Image, compression: str | None, rows: int = 1, turn: int = 1) -> Path:
    """A TIFF in strips of so many rows."""
    given = {TiffImagePlugin.ROWSPERSTRIP: rows, ExifTags.Base.Orientation.value: turn}
    strip = rows * ((image.width + 7) // 8 if image.mode == "1" else image.width * len(image.getbands()))
    before, TiffImagePlugin.STRIP_SIZE = TiffImagePlugin.STRIP_SIZE, strip
    try:
        image.save(path, compression=compression, tiffinfo=given)
    finally:
        TiffImagePlugin.STRIP_SIZE = before
    return path


def look_at(path: Path) -> Image.Image | None:
    with Image.open(path) as image:
        return early_look(image)


def difference(look: Image.Image, whole: Image.Image) -> float:
    expected = plain(whole).resize(look.size, Image.Resampling.BOX)
    assert look.mode == expected.mode
    return float(np.abs(np.asarray(look).astype(int) - np.asarray(expected)).mean())


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_a_tiff_in_strips_is_looked_at_through_some_of_them(tmp_path: Path, mode: str, compression: str | None) -> None:
    path = saved(tmp_path / "p.tif", drawn(mode), compression)
    look = look_at(path)
    assert look is not None
    assert look.size == (100, 150)
    with Image.open(path) as whole:
        assert difference(look, whole) < (12 if mode in ("1", "P") else 5)


def test_fax_pages_in_strips_are_looked_at(tmp_path: Path) -> None:
    look = look_at(saved(tmp_path / "p.tif", drawn("1"), "group4"))
    assert look is not None
    assert difference(look, drawn("1")) < 12


def test_strips_that_are_not_needed_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "p.tif", drawn(), "tiff_lzw")
    read: list[int] = []
    strip = first_look._strip
    monkeypatch.setattr(first_look, "_strip", lambda *at: (read.append(at[1]), strip(*at))[1])
    assert look_at(path) is not None
    assert len(set(read)) == 150


def test_a_tiff_that_is_not_compressed_is_read_row_by_row(tmp_path: Path) -> None:
    look = look_at(saved(tmp_path / "p.tif", drawn(), None, rows=900))
    assert look is not None
    assert difference(look, drawn()) < 5


def test_without_a_saving_there_is_no_early_view(tmp_path: Path) -> None:
    assert look_at(saved(tmp_path / "thick.tif", drawn(), "tiff_lzw", rows=64)) is None
    assert look_at(saved(tmp_path / "turned.tif", drawn(), "tiff_lzw", turn=6)) is None
    deep = Image.fromarray(np.asarray(drawn("L")).astype(np.uint16) * 16)
    deep.save(tmp_path / "deep.tif")
    assert look_at(tmp_path / "deep.tif") is None
    drawn().save(tmp_path / "p.png")
    assert look_at(tmp_path / "p.png") is None


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_tiff_that_is_cut_is_not_looked_at_early(tmp_path: Path, share: float) -> None:
    """Nor is it refused here: that is for him who reads all of it."""
    image = Image.effect_noise(SIZE, 60)
    path = saved(tmp_path / "p.tif", image, None)
    data = path.read_bytes()
    with Image.open(path) as opened:
        strips = opened.tag_v2[TiffImagePlugin.STRIPOFFSETS]
        offsets = tuple(offset + round(len(data) * (1 - share)) for offset in strips)
        opened.tag_v2[TiffImagePlugin.STRIPOFFSETS] = offsets
        assert early_look(opened) is None


@pytest.mark.parametrize("count", [0, 10**6])
def test_strips_that_say_they_are_as_large_as_the_file_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    path = saved(tmp_path / "p.tif", drawn(), "tiff_lzw")
    with path.open("ab") as file:
        file.truncate(2 * 10**6)
    monkeypatch.setattr(first_look, "_strip", lambda *_: pytest.fail("a strip was read"))
    with Image.open(path) as opened:
        opened.tag_v2[TiffImagePlugin.STRIPOFFSETS] = (8,) * SIZE[1]
        opened.tag_v2[TiffImagePlugin.STRIPBYTECOUNTS] = (count,) * SIZE[1]
        assert early_look(opened) is None


@pytest.mark.parametrize("factor", [2, 5, 6, 7])
def test_a_look_is_taken_in_any_pieces_each_of_which_is_gone_then(factor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "DRAFT_PIXELS", SIZE[0] * SIZE[1] // factor**2)
    looks: list[Image.Image] = []
    for ends in ([900], [100, 351, 900], [*range(13, 900, 13), 900], range(1, 901)):
        whole = drawn().convert("RGBX")
        look = Look(*SIZE, "RGBX")
        for end in ends:
            look.take(whole, end)
            whole.paste("black", (0, 0, SIZE[0], end))
        looks.append(look.image())
    assert all(look.tobytes() == looks[0].tobytes() for look in looks)
    assert difference(looks[0], drawn()) < 3
