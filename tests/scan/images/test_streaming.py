"""What a decoder makes is in the file as it is in memory, however far the one who writes is behind."""

from __future__ import annotations

import errno
import io
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from cableview.errors import ImageError
from cableview.scan.images import colour, streaming
from cableview.scan.images.scratch_file import COLOUR, Shape
from cableview.scan.images.streaming import can_stream, load_through

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is given back on Linux only")

SIZE = (701, 903)


class Slow(io.BytesIO):
    """Takes a few bytes at a time."""

    def write(self, data: object) -> int:
        return super().write(memoryview(data)[:1000])  # pyright: ignore[reportArgumentType]


class Full(io.BytesIO):
    name = "/scratch/1"

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(autouse=True)
def _small_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colour, "_BAND_PIXELS", 20_000)
    monkeypatch.setattr(streaming, "MOST_AHEAD", 400_000)


def noise(rows: int = SIZE[1]) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (rows, SIZE[0], 3), dtype=np.uint8))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("p.png", {}),
        ("p.tif", {}),
        ("p.tif", {"compression": "tiff_lzw"}),
        ("p.jpg", {}),
        ("p.jpg", {"progressive": 1}),
    ],
)
def test_all_pixels_are_in_the_file(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    noise().save(tmp_path / name, **options)
    file, told = Slow(), []
    with Image.open(tmp_path / name) as image:
        assert can_stream(image)
        assert load_through(image, tmp_path / name, Shape(*SIZE, COLOUR), file, lambda _, last: told.append(last))
    with Image.open(tmp_path / name) as image:
        assert file.getvalue() == image.convert("RGB").tobytes("raw", "RGBX")
    assert told == sorted(told)
    assert told[-1] == SIZE[1]


def test_a_full_disk_is_reported_and_the_rest_is_not_decoded(tmp_path: Path) -> None:
    path, rows = tmp_path / "p.png", 4 * SIZE[1]
    noise(rows).save(path)
    with Image.open(path) as image:
        with pytest.raises(ImageError, match=r"p\.png: its pixels .*No space left"):
            load_through(image, path, Shape(SIZE[0], rows, COLOUR), Full(), lambda *_: None)
        assert image.fp.tell() < path.stat().st_size / 2


def test_an_image_that_is_cut_raises_what_pillow_does(tmp_path: Path) -> None:
    noise().save(tmp_path / "p.png")
    data = (tmp_path / "p.png").read_bytes()
    with Image.open(io.BytesIO(data[: len(data) // 2])) as image, pytest.raises(OSError, match="truncated"):
        load_through(image, tmp_path / "p.png", Shape(*SIZE, COLOUR), io.BytesIO(), lambda *_: None)


@pytest.mark.parametrize(
    ("kind", "mode", "info", "tags"),
    [
        ("PNG", "RGB", {"interlace": 1}, {}),
        ("PNG", "L", {}, {}),
        ("TIFF", "RGB", {}, {284: 2}),
        ("TIFF", "RGB", {}, {274: 6}),
        ("JPEG2000", "RGB", {}, {}),
    ],
)
def test_what_is_not_decoded_from_the_top_is_not_followed(
    kind: str, mode: str, info: dict[str, int], tags: dict[int, int]
) -> None:
    assert not can_stream(SimpleNamespace(format=kind, mode=mode, info=info, tag_v2=tags))
