"""Readings are cached by what was read and how, within limits, and nothing depends on it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from cableview.errors import ImageError
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.layout import LayoutPage, LayoutRegion, LayoutWord
from cableview.scan.engines.cache import PageKey, ReadingCache
from cableview.scan.engines.engine import EngineName, line_of
from cableview.scan.engines.reading import read_scan

KEY = PageKey("f" * 64, 0, "tesseract", "5.3.0", "eng")


def page(text: str = "word") -> LayoutPage:
    words = (LayoutWord(text, Box(1, 2, 30, 40), 0.5), LayoutWord("über", Box(40, 2, 60, 40), None))
    return LayoutPage(100, 200, (LayoutRegion((line_of(words),)),))


def test_a_cached_page_is_returned_unchanged(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path / "deep" / "er")
    assert cache.get(KEY) is None
    cache.put(KEY, page())
    assert cache.get(KEY) == page()


@pytest.mark.parametrize(
    "other", [{"frame": 1}, {"engine": "x"}, {"version": "6"}, {"language": "fra"}, {"sha256": "0"}]
)
def test_a_page_read_with_other_options_is_another_entry(tmp_path: Path, other: dict[str, object]) -> None:
    cache = ReadingCache(tmp_path)
    cache.put(KEY, page())
    assert cache.get(replace(KEY, **other)) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: b"",
        lambda data: b"\xff\x00" * 50,
        lambda data: b"[]",
        lambda data: b'{"key": 1}',
        lambda data: data.replace(b'"width":100', b'"width":"wide"'),
        lambda data: data.replace(b"[[[", b"[[7,["),
        lambda data: data.replace(b"[1,2,30,40", b"[1,2,3").replace(b'"word",1,2,30,40', b'"word",1,2,0,0'),
        lambda data: b"[" * 100_000,
        lambda data: data.replace(b"5.3.0", b"5.4.0"),
    ],
)
def test_damaged_entry_is_read_again(tmp_path: Path, damage) -> None:
    cache = ReadingCache(tmp_path)
    cache.put(KEY, page())
    path = tmp_path / KEY.name
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(KEY) is None
    cache.put(KEY, page("again"))
    assert cache.get(KEY) == page("again")


def test_the_least_recently_used_entries_are_removed_first(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path)
    keys = [replace(KEY, frame=frame) for frame in range(6)]
    for age, key in enumerate(keys):
        cache.put(key, page())
        os.utime(tmp_path / key.name, (1000 + age, 1000 + age))
    size = (tmp_path / KEY.name).stat().st_size
    assert cache.get(keys[0]) is not None  # used now
    small = ReadingCache(tmp_path, most_bytes=3 * size + size // 2)
    small.put(replace(KEY, frame=9), page())
    left = [key.frame for key in [*keys, replace(KEY, frame=9)] if cache.get(key) is not None]
    assert left == [0, 5, 9]


def test_a_folder_that_cannot_be_written_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ReadingCache(tmp_path / "file" / "readings")
    cache.put(KEY, page())
    assert cache.get(KEY) is None


class Counting:
    """An engine that reads the same on each page, and counts."""

    name, version, languages = EngineName.TESSERACT, "1", ("eng", "fra")

    def __init__(self) -> None:
        self.read_in: list[str] = []

    def read(self, image: Image.Image, language: str) -> LayoutPage:
        self.read_in.append(language)
        return page()


def test_page_is_read_once_and_again_when_the_image_is_another(tmp_path: Path) -> None:
    image = tmp_path / "page.png"
    Image.new("L", (30, 40), 200).save(image)
    engine, cache = Counting(), ReadingCache(tmp_path / "cache")
    told: list[tuple[int, int]] = []
    for _ in range(2):
        reading = read_scan(
            [PageImage(image)], engine, language="eng", cache=cache, progress=lambda *at: told.append(at)
        )
        assert reading.layout.pages == (page(),)
    assert engine.read_in == ["eng"]
    assert told == [(1, 1), (1, 1)]
    Image.new("L", (30, 40), 100).save(image)
    read_scan([PageImage(image)], engine, language="eng", cache=cache)
    assert engine.read_in == ["eng", "eng"]


def test_the_language_is_detected_from_the_text(tmp_path: Path) -> None:
    image = tmp_path / "page.png"
    Image.new("L", (30, 40), 200).save(image)
    engine = Counting()
    read_scan([PageImage(image)], engine, text="Les pages de la lettre et du livre que nous avons sur la table")
    read_scan([PageImage(image)], engine, text="The pages of the letter and the book that we have on the table")
    read_scan([PageImage(image)], engine)
    assert engine.read_in == ["fra", "eng", "eng+fra"]


def test_image_that_is_missing_is_an_error_of_the_image(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="does not exist"):
        read_scan([PageImage(tmp_path / "none.png")], Counting(), cache=ReadingCache(tmp_path))
