"""The user's own copy of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.assets import resource_path
from cableview.collection.folder import items_in
from cableview.collection.sample import sample_copy
from cableview.errors import FileError


def test_copy_is_one_item_without_the_answers(tmp_path: Path) -> None:
    folder = sample_copy(tmp_path / "data")
    assert len(items_in(folder).items) == 1
    assert not (folder / "answers").exists()
    assert (folder / "cable.txt").read_bytes() == resource_path("sample", "cable.txt").read_bytes()


def test_an_earlier_copy_is_not_overwritten(tmp_path: Path) -> None:
    folder = sample_copy(tmp_path)
    (folder / "cable.txt").write_text("worked on", encoding="utf-8")
    assert sample_copy(tmp_path) == folder
    assert (folder / "cable.txt").read_text(encoding="utf-8") == "worked on"


def test_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(FileError, match="the sample cannot be copied here"):
        sample_copy(tmp_path / "file")
