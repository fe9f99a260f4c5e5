"""A PNG inflated in a thread of its own reads as with Pillow alone, whole and damaged."""

from __future__ import annotations

import io
import itertools
import threading
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from cableview.scan.images import inflating
from cableview.scan.images.inflating import can_inflate_beside, inflated_beside

SIZE = (701, 903)
CHUNK = 12


def packed(level: int = 6) -> bytes:
    """A page with half its rows noise and half all alike, which inflate a thousandfold."""
    pixels = np.random.default_rng(1).integers(0, 255, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    pixels[SIZE[1] // 2 :] = 200
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=level)
    return file.getvalue()


def with_pixels(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A PNG whose packed pixels are others, in chunks of two bytes and more."""
    parts, pixels, at = [data[:8]], b"", 8
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        whole = data[at : at + size + CHUNK]
        at += size + CHUNK
        if kind == b"IDAT":
            pixels += whole[8:-4]
            continue
        if kind == b"IEND":
            pixels = change(pixels)
            cuts = [0, 1, 2, 900, len(pixels)]
            parts += [_chunk(b"IDAT", pixels[a:b]) for a, b in itertools.pairwise(cuts)]
        parts.append(whole)
    return b"".join(parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def read(data: bytes, *, beside: bool) -> bytes | str:
    """The pixels, or the message about them."""
    with Image.open(io.BytesIO(data)) as image:
        try:
            if beside:
                with inflated_beside(image):
                    image.load()
            else:
                image.load()
        except (OSError, SyntaxError) as error:
            return str(error).partition("(")[0]
        return image.tobytes()


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "cableview-inflate"]


@pytest.mark.parametrize("level", [0, 1, 9])
def test_the_pixels_are_the_same(level: int) -> None:
    data = packed(level)
    assert read(data, beside=True) == read(data, beside=False)
    assert not threads()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda pixels: pixels, id="many chunks"),
        pytest.param(lambda pixels: pixels[:-1] + b"\0", id="wrong sum"),
        pytest.param(lambda pixels: pixels + b"more", id="more behind"),
        pytest.param(lambda pixels: pixels[:-9], id="cut"),
        pytest.param(lambda pixels: pixels[: len(pixels) // 2], id="half"),
        pytest.param(lambda pixels: pixels[: len(pixels) // 2] + b"\xff" * 5000, id="rubbish"),
        pytest.param(lambda pixels: b"\x79" + pixels[1:], id="wrong head"),
        pytest.param(lambda pixels: pixels[:1], id="half a head"),
        pytest.param(lambda _pixels: b"", id="none"),
    ],
)
def test_damaged_data_is_treated_as_by_pillow(change: Callable[[bytes], bytes]) -> None:
    data = with_pixels(packed(), change)
    assert read(data, beside=True) == read(data, beside=False)
    assert not threads()


def test_a_wrong_sum_is_found_wherever_the_last_piece_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_pixels(packed(), lambda pixels: pixels[:-1] + bytes([pixels[-1] ^ 1]))
    assert isinstance(read(data, beside=False), str)
    for blocks in range(1, 9):
        monkeypatch.setattr(inflating, "BLOCKS", blocks)
        assert read(data, beside=True) == read(data, beside=False)


def test_a_file_that_is_cut_anywhere_ends_as_it_does_in_pillow() -> None:
    data = packed()
    for cut in range(60, len(data), len(data) // 25):
        assert read(data[:cut], beside=True) == read(data[:cut], beside=False)
    assert not threads()


def test_highly_compressed_data_is_not_held_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (4000, 4000)).save(blank, "PNG")
    held: list[int] = []
    taken = inflating._Unpacker.read

    def watched(unpacker: inflating._Unpacker, size: int) -> bytes:
        piece = taken(unpacker, size)
        held.append(len(piece))
        return piece

    monkeypatch.setattr(inflating._Unpacker, "read", watched)
    assert read(blank.getvalue(), beside=True) == bytes(3 * 4000 * 4000)
    assert max(held) <= (inflating.BLOCKS + 1) * (1 << 16)


def test_a_read_error_is_raised_where_the_data_is_requested() -> None:
    with Image.open(io.BytesIO(packed())) as image:

        def fail(_size: int) -> bytes:
            raise OSError("the disk is gone")

        image.load_read = fail  # pyright: ignore[reportAttributeAccessIssue]
        with pytest.raises(OSError, match="the disk is gone"), inflated_beside(image):
            image.load()
    assert not threads()


def test_with_one_core_it_is_left_to_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    with Image.open(io.BytesIO(packed())) as image:
        monkeypatch.setattr(inflating, "_cores", lambda: 2)
        assert can_inflate_beside(image)
        monkeypatch.setattr(inflating, "_cores", lambda: 1)
        assert not can_inflate_beside(image)
