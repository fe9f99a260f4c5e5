"""A page laid down in a scratch file is the page as it is read, with pictures of it each half as large."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw

from cableview.errors import ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.images import colour, pyramid
from cableview.scan.images.page_decoding import decode_page
from cableview.scan.images.scratch_file import Level, ScratchFile, Shape
from cableview.scan.images.tiles import SIDE, TileKey, TileStore, tiles_over

WIDTH, HEIGHT = 130, 90


def drawn(mode: str = "RGB", size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Slopes in all three colours, with a black block at the top left."""
    bands = [Image.linear_gradient("L").rotate(turn).resize(size) for turn in (0, 90, 180)]
    image = Image.merge("RGB", bands)
    ImageDraw.Draw(image).rectangle((0, 0, 15, 11), fill="black")
    return image.convert(mode)


def build(page: PageImage, scratch: Path) -> Shape:
    return pyramid.build(page, scratch, lambda _: None, lambda *_: None)


def picture(file: ScratchFile, number: int = 0) -> Image.Image:
    """A level of a scratch file."""
    level = file.shape.levels()[number]
    pixels = bytes(file.read(number, Box(0, 0, level.width, level.height)))
    grey = file.shape.channels == 1
    return Image.frombytes("L" if grey else "RGB", (level.width, level.height), pixels, "raw", "L" if grey else "RGBX")


@pytest.fixture(autouse=True)
def _small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small page has several bands and is treated as a large one."""
    monkeypatch.setattr(colour, "_BAND_PIXELS", 2000)
    monkeypatch.setattr(pyramid, "_SMALL", 1000)


def assert_is_as_read(page: PageImage, scratch: Path) -> None:
    file = ScratchFile(scratch, build(page, scratch))
    read = decode_page(page)
    laid = picture(file)
    assert (laid.mode, laid.size) == (read.mode, read.size)
    assert np.abs(np.asarray(laid).astype(int) - np.asarray(read)).max() <= 1
    file.close()


@pytest.mark.parametrize(
    ("mode", "name", "options"),
    [
        ("1", "p.tif", {"compression": "group4"}),
        ("1", "p.png", {}),
        ("L", "p.jpg", {}),
        ("L", "p.tif", {"compression": "tiff_lzw"}),
        ("RGB", "p.png", {}),
        ("RGB", "p.jpg", {"progressive": True}),
        ("RGB", "p.tif", {}),
        ("RGB", "p.tif", {"compression": "tiff_adobe_deflate"}),
        ("RGB", "p.tif", {"compression": "jpeg"}),
        ("RGB", "p.jp2", {}),
        ("L", "p.jp2", {}),
        ("P", "p.png", {}),
        ("P", "p.tif", {}),
        ("CMYK", "p.jpg", {}),
        ("CMYK", "p.tif", {"compression": "tiff_lzw"}),
        ("LAB", "p.tif", {}),
        ("LA", "p.png", {}),
        ("RGBA", "p.png", {}),
        ("RGBA", "p.tif", {}),
        ("I;16", "p.png", {}),
        ("I;16", "p.tif", {}),
        ("F", "p.tif", {}),
        ("RGB", "p.pdf", {"resolution": 300}),
    ],
)
def test_each_mode_is_stored_as_it_is_read(tmp_path: Path, mode: str, name: str, options: dict[str, object]) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.asarray(drawn("L")).astype(np.uint16) * 16)
    elif mode == "LAB":
        profiles = (ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"))
        image = ImageCms.profileToProfile(drawn(), *profiles, outputMode="LAB")
    else:
        image = drawn(mode)
    image.save(tmp_path / name, **options)
    assert_is_as_read(PageImage(tmp_path / name), tmp_path / "scratch")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif"])
def test_a_page_is_stored_upright(tmp_path: Path, name: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    drawn().save(tmp_path / name, exif=exif)
    assert_is_as_read(PageImage(tmp_path / name), tmp_path / "scratch")


def test_a_large_turned_jpeg_is_looked_at_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    drawn(size=(2600, 2000)).save(tmp_path / "p.jpg", exif=exif)
    looks: list[tuple[tuple[int, int], Image.Image]] = []
    pyramid.build(PageImage(tmp_path / "p.jpg"), tmp_path / "s", lambda _: None, lambda *look: looks.append(look))
    ((size, look),) = looks
    assert size == (2000, 2600)
    whole = decode_page(PageImage(tmp_path / "p.jpg")).resize(look.size)
    assert np.abs(np.asarray(look).astype(int) - np.asarray(whole)).mean() < 4


def test_colour_profile_is_followed_in_each_band(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"sRGB", b"what")
    for name in ("p.jpg", "p.tif", "p.png"):
        drawn().save(tmp_path / name, icc_profile=profile)
        assert_is_as_read(PageImage(tmp_path / name), tmp_path / "scratch")


def test_a_frame_of_a_tiff_is_stored(tmp_path: Path) -> None:
    pages = [drawn("1"), drawn(size=(90, 130)), drawn("L")]
    pages[0].save(tmp_path / "p.tif", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    for frame in range(3):
        assert_is_as_read(PageImage(tmp_path / "p.tif", frame), tmp_path / "scratch")


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_page_without_pixels_is_not_shown_black(tmp_path: Path, mode: str) -> None:
    drawn(mode).save(tmp_path / "p.png")
    data = (tmp_path / "p.png").read_bytes()
    (tmp_path / "p.png").write_bytes(data[: data.index(b"IDAT") - 4] + data[data.index(b"IEND") - 4 :])
    with pytest.raises(ImageError, match=r"p\.png: is cut off or damaged"):
        build(PageImage(tmp_path / "p.png"), tmp_path / "scratch")


def test_levels_are_half_as_large_each_and_show_the_same(tmp_path: Path) -> None:
    image = drawn(size=(1701, 1903))
    image.save(tmp_path / "p.png")
    file = ScratchFile(tmp_path / "s", build(PageImage(tmp_path / "p.png"), tmp_path / "s"))
    assert [(level.width, level.height) for level in file.shape.levels()] == [(1701, 1903), (851, 952), (426, 476)]
    for number in (1, 2):
        expected = image.reduce(2**number)
        laid = picture(file, number)
        assert np.abs(np.asarray(laid).astype(int) - np.asarray(expected)).max() <= 2
    file.close()


@pytest.mark.parametrize(("name", "options"), [("p.png", {"compress_level": 1}), ("p.tif", {}), ("p.jpg", {})])
def test_memory_is_given_back_while_a_page_is_decoded(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    """Not the whole page is held at any time, though the decoder wrote it into one piece of memory."""
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is looked at in /proc")
    import subprocess
    import sys

    Image.new("RGB", (9000, 8000), "white").save(tmp_path / name, **options)
    program = (
        "import re, sys\nfrom pathlib import Path\nfrom cableview.scan.images import pyramid\n"
        "from cableview.model.item import PageImage\n"
        "peak = lambda: int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "before = peak()\n"
        "pyramid.build(PageImage(Path(sys.argv[1])), Path(sys.argv[2]), lambda _: None, lambda *_: None)\n"
        "print((peak() - before) // 1024)"
    )
    command = [sys.executable, "-c", program, tmp_path / name, tmp_path / "s"]
    used = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert used < 9000 * 8000 * 4 / 2**20 / 2


# The scratch file and its tiles


def test_scratch_file_is_gone_from_the_folder_and_read_all_the_same(tmp_path: Path) -> None:
    drawn("L").save(tmp_path / "p.png")
    file = ScratchFile(tmp_path / "s", build(PageImage(tmp_path / "p.png"), tmp_path / "s"))
    assert not (tmp_path / "s").exists()
    part = Image.frombytes("L", (30, 20), bytes(file.read(0, Box(5, 7, 35, 27))))
    assert part.tobytes() == drawn("L").crop((5, 7, 35, 27)).tobytes()
    file.close()
    assert file.is_closed
    with pytest.raises(OSError, match="closed"):
        file.read(0, Box(0, 0, 1, 1))


def test_a_scratch_file_that_was_cut_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(bytes(50))
    file = ScratchFile(tmp_path / "s", Shape(10, 10, 1))
    assert len(file.read(0, Box(0, 0, 10, 5))) == 50
    with pytest.raises(OSError, match="cut off"):
        file.read(0, Box(0, 0, 10, 6))
    file.close()


@pytest.mark.parametrize(("scale", "level"), [(4.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.26, 1), (0.25, 2), (0.01, 3)])
def test_level_is_as_fine_as_what_is_shown(scale: float, level: int) -> None:
    assert Shape(4000, 6000, 1).level_for(scale) == level


def test_tiles_cover_a_part_and_no_more() -> None:
    level = Level(0, 1100, 700)
    keys = tiles_over(3, 0, Box(500, 0, 1100, 513))
    assert [(key.column, key.row) for key in keys] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    assert keys[-1].box(level) == Box(2 * SIDE, SIDE, 1100, 700)
    assert [(key.column, key.row) for key in tiles_over(3, 0, Box(512, 0, 1024, 512))] == [(1, 0)]
    assert tiles_over(3, 0, Box(5, 5, 5, 9)) == []


def test_tiles_are_kept_within_the_bound_the_ones_asked_for_last() -> None:
    store: TileStore[bytes] = TileStore(30, len)
    keys = [TileKey(1, 0, column, 0) for column in range(5)]
    for key in keys[:3]:
        store.put([(key, bytes(10))])
    assert store.get(keys[0])
    store.put([(keys[3], bytes(10))])
    assert [key.column for key in keys if store.get(key)] == [0, 2, 3]
    assert store.kept_bytes == 30
    store.put([(keys[4], bytes(40))], in_use=[keys[0], keys[4]])
    assert [key.column for key in keys if store.get(key)] == [0, 4]
    store.drop_page(1)
    assert store.kept_bytes == 0
