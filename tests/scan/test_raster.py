"""Page images come upright in L or RGB, and what cannot be shown is one sentence."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw

from cableview.errors import ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan import raster
from cableview.scan.images import limits
from cableview.scan.images.decoder import Decoder
from cableview.scan.images.page_decoding import decode_page
from cableview.scan.raster import crop, page_count, page_size, page_sizes, read_page
from tests.scan.made_pdf import pdf_page

WIDTH, HEIGHT = 60, 40


def marked(mode: str = "RGB") -> Image.Image:
    """White, with a black block at the top left."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 15, 11), fill="black")
    return image.convert(mode)


def save(path: Path, image: Image.Image, **options: object) -> PageImage:
    image.save(path, **options)
    return PageImage(path)


def is_marked(image: Image.Image) -> bool:
    grey = image.convert("L")
    near = [grey.getpixel(at) for at in ((4, 4), (12, 9))]
    far = [grey.getpixel(at) for at in ((40, 30), (4, 30), (40, 4))]
    return max(near) < 60 and min(far) > 195


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif", "p.jp2", "p.pdf"])
def test_each_kind_is_read(tmp_path: Path, name: str) -> None:
    page = save(tmp_path / name, marked(), **({"resolution": 300} if name == "p.pdf" else {}))
    assert page_count(page.path) == 1
    assert page_size(page) == (WIDTH, HEIGHT)
    image = read_page(page)
    assert (image.size, image.mode) == ((WIDTH, HEIGHT), "RGB")
    assert is_marked(image)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif"])
def test_page_is_turned_upright(tmp_path: Path, name: str, orientation: int) -> None:
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = marked().transpose(ways[orientation]) if orientation > 1 else marked()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    page = save(tmp_path / name, stored, exif=exif)
    assert page_size(page) == (WIDTH, HEIGHT)
    image = read_page(page)
    assert image.size == (WIDTH, HEIGHT)
    assert is_marked(image)
    assert is_marked(read_page(page, WIDTH * HEIGHT - 1).resize((WIDTH, HEIGHT)))


@pytest.mark.parametrize(
    ("mode", "name", "shown"),
    [
        ("1", "p.tif", "L"),
        ("1", "p.png", "L"),
        ("L", "p.jpg", "L"),
        ("P", "p.png", "RGB"),
        ("CMYK", "p.jpg", "RGB"),
        ("CMYK", "p.tif", "RGB"),
        ("YCbCr", "p.tif", "RGB"),
        ("LAB", "p.tif", "RGB"),
        ("LA", "p.png", "L"),
        ("RGBA", "p.png", "RGB"),
        ("I;16", "p.png", "L"),
        ("I;16", "p.tif", "L"),
        ("F", "p.tif", "L"),
    ],
)
def test_each_mode_becomes_grey_or_colour(tmp_path: Path, mode: str, name: str, shown: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.asarray(marked("L")).astype(np.uint16) * 257)
    elif mode == "LAB":
        image = ImageCms.profileToProfile(
            marked(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    else:
        image = marked(mode)
    read = read_page(save(tmp_path / name, image))
    assert read.mode == shown
    assert is_marked(read)


def test_bilevel_fax_pages_of_a_tiff_are_counted_and_read(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [Image.new("1", (50, 30 + number), 1) for number in range(3)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4")
    assert page_count(path) == 3
    assert [page_size(PageImage(path, frame)) for frame in range(3)] == [(50, 30), (50, 31), (50, 32)]
    assert read_page(PageImage(path, 2)).size == (50, 32)
    with pytest.raises(ImageError, match="3 pages"):
        read_page(PageImage(path, 3))
    with pytest.raises(ImageError, match="3 pages"):
        page_size(PageImage(path, 9))


def test_twelve_bits_in_sixteen_are_not_black(tmp_path: Path) -> None:
    image = Image.fromarray(np.asarray(marked("L")).astype(np.uint16) * 16)
    assert is_marked(read_page(save(tmp_path / "p.png", image)))


def test_transparent_paper_is_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert read_page(save(tmp_path / "p.png", image)).getpixel((5, 5)) == (255, 255, 255)
    palette = Image.new("P", (20, 20), 0)
    assert read_page(save(tmp_path / "q.png", palette, transparency=0)).getpixel((5, 5)) == (255, 255, 255)


def test_colour_profile_is_followed_and_a_broken_one_ignored(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, srgb.replace(b"sRGB", b"what"), b"rubbish" * 40):
        assert is_marked(read_page(save(tmp_path / "p.jpg", marked(), icc_profile=profile)))


def test_preview_is_no_larger_than_asked(tmp_path: Path) -> None:
    for name in ("p.jpg", "p.png", "p.pdf"):
        page = save(tmp_path / name, Image.new("L", (1600, 1200), 200))
        small = read_page(page, 10_000)
        assert small.width * small.height <= 10_000
        assert abs(small.width / small.height - 4 / 3) < 0.05


def test_pdf_pages_are_measured_at_300_dpi(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (612, 792 + number * 72), "white") for number in range(2)]
    pages[0].save(tmp_path / "d.pdf", save_all=True, append_images=pages[1:], resolution=72)
    path = tmp_path / "d.pdf"
    assert page_count(path) == 2
    assert page_size(PageImage(path, 1)) == (2550, 3600)
    assert read_page(PageImage(path)).size == (2550, 3300)
    with pytest.raises(ImageError, match="2 pages"):
        page_size(PageImage(path, 2))


def test_crop_lies_on_the_page(tmp_path: Path) -> None:
    page = save(tmp_path / "p.png", marked())
    assert crop(page, Box(10, 5, 30, 25)).size == (20, 20)
    assert crop(page, Box(-10, -10, 30, 500)).size == (30, HEIGHT)
    assert crop(page, Box(900, 900, 950, 950)).size == (1, 1)


def test_threads_read_at_the_same_time(tmp_path: Path) -> None:
    """PDFium would crash the process."""
    pages = [save(tmp_path / name, marked(), resolution=300) for name in ("a.pdf", "b.pdf", "c.jpg", "d.png")]
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(decode_page, pages * 8))
    assert all(is_marked(image) for image in images)


# Bad input


def refused(action: Callable[[], object], path: Path, said: str = ".") -> None:
    with pytest.raises(ImageError, match=said) as error:
        action()
    line = str(error.value)
    assert path.name in line
    assert "\n" not in line


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif", "p.jp2", "p.pdf"])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.02, 0.3, 0.9])
def test_cut_image_is_refused_or_whole(tmp_path: Path, name: str, share: float) -> None:
    """A PDF reader repairs what it can: there only what is shown must be a page."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    page = save(tmp_path / name, noise)
    data = page.path.read_bytes()
    page.path.write_bytes(data[: int(len(data) * share)])
    if name == "p.pdf":
        try:
            assert read_page(page).mode == "RGB"
        except ImageError:
            return
    else:
        refused(lambda: read_page(page), page.path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_damaged_bytes_never_raise_anything_else(tmp_path: Path, kind: str) -> None:
    chance = np.random.default_rng(2)
    buffer = io.BytesIO()
    marked().resize((200, 150)).save(buffer, kind, **({"compression": "tiff_lzw"} if kind == "TIFF" else {}))
    data = buffer.getvalue()
    page = PageImage(tmp_path / "p")
    for _ in range(150):
        damaged = bytearray(data)
        for at in chance.integers(0, len(data), 6):
            damaged[at] = chance.integers(0, 256)
        page.path.write_bytes(damaged)
        for action in (lambda: page_count(page.path), lambda: page_size(page), lambda: read_page(page)):
            with contextlib.suppress(ImageError):
                action()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"The Ambassador called this morning and stated", "not an image"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"PK\x03\x04 docx", "office document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not an image"),
        (b"%PDF-1.4 but no more", "PDF"),
    ],
)
def test_a_file_that_is_not_a_page_image_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "page.jpg"
    path.write_bytes(data)
    for action in (lambda: page_count(path), lambda: page_size(PageImage(path)), lambda: read_page(PageImage(path))):
        refused(action, path, said)


def test_missing_folder_and_pipe_are_named(tmp_path: Path) -> None:
    refused(lambda: read_page(PageImage(tmp_path / "gone.jpg")), tmp_path / "gone.jpg", "does not exist")
    refused(lambda: page_count(tmp_path), tmp_path, "folder")
    os.mkfifo(tmp_path / "pipe.png")
    refused(lambda: page_size(PageImage(tmp_path / "pipe.png")), tmp_path / "pipe.png", "pipe")


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is large and holds nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_huge_page_is_refused_with_figures_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PageImage(tmp_path / "huge.png")
    page.path.write_bytes(png_header(30_000, 30_000))
    assert page_size(page) == (30_000, 30_000)
    refused(lambda: read_page(page), page.path, "900 megapixels are more than the 400")
    monkeypatch.setattr(limits, "memory", lambda: 64 * 2**20)
    refused(
        lambda: read_page(save(tmp_path / "m.png", Image.new("L", (4096, 4097)))), page.path.with_name("m.png"), "MB"
    )


def test_large_page_below_the_limit_raises_no_warning(tmp_path: Path) -> None:
    page = save(tmp_path / "a3.png", Image.new("1", (10_000, 9_500), 1))
    assert read_page(page, 100_000).mode == "L"


def chained_tiff(folder: Path, frames: int) -> Path:
    """A TIFF of so many pages that share their ten by ten pixels."""
    entries = [(256, 10), (257, 10), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 10), (279, 100)]
    size = 2 + 12 * len(entries) + 4
    head = b"II*\0" + struct.pack("<I", 108) + b"\x80" * 100
    ifds = [
        struct.pack("<H", len(entries))
        + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
        + struct.pack("<I", 108 + size * (k + 1) if k < frames - 1 else 0)
        for k in range(frames)
    ]
    path = folder / "chain.tif"
    path.write_bytes(head + b"".join(ifds))
    return path


def test_frames_are_counted_only_as_far_as_they_may_be(tmp_path: Path) -> None:
    assert page_count(chained_tiff(tmp_path, 3)) == 3
    assert read_page(PageImage(tmp_path / "chain.tif", 2)).size == (10, 10)
    many = chained_tiff(tmp_path, 40_000)
    started = time.monotonic()
    refused(lambda: page_count(many), many, "more than 10000 pages")
    assert time.monotonic() - started < 10


def test_a_pdf_page_smaller_than_a_pixel_is_one(tmp_path: Path) -> None:
    page = PageImage(pdf_page(tmp_path / "p.pdf", b"", box=b"0 0 0.001 0.001"))
    assert page_sizes([page]) == [(1, 1)]
    assert read_page(page).size == (1, 1)


@pytest.mark.parametrize(("extra", "is_apart"), [(0, False), (200, True)])
def test_a_jpeg_with_endless_passes_is_decoded_in_its_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: int, is_apart: bool
) -> None:
    page = save(tmp_path / "p.jpg", marked(), progressive=True)
    data = page.path.read_bytes()
    last_pass = data[data.rindex(b"\xff\xda") : -2]
    page.path.write_bytes(data[:-2] + last_pass * extra + data[-2:])
    asked: list[PageImage] = []

    class Apart(Decoder):
        def read(self, page: PageImage, max_pixels: int | None) -> Image.Image:
            asked.append(page)
            return decode_page(page, max_pixels)

    monkeypatch.setattr(raster, "Decoder", Apart)
    assert is_marked(read_page(page))
    assert bool(asked) is is_apart
