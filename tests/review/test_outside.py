"""Text files that other programs change while an item is open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from cableview.collection.open_item import open_item
from cableview.review.outside import TextFiles


def item_in(folder: Path) -> tuple[Path, TextFiles]:
    path = folder / "a.txt"
    path.write_text("he stated so", encoding="utf-8")
    (folder / "a.ref.txt").write_text("he states so", encoding="utf-8")
    return path, TextFiles(open_item([path]))


def test_a_changed_text_is_reported_once_and_again_when_it_is_back_and_changes_again(tmp_path: Path) -> None:
    path, files = item_in(tmp_path)
    assert files.news() == ()
    path.write_text("he states so", encoding="utf-8")
    assert files.news() == ("a.txt was changed by another program since it was opened here",)
    assert files.news() == ()
    path.write_text("he stated so", encoding="utf-8")
    assert files.news() == ()
    path.write_text("she stated so", encoding="utf-8")
    assert len(files.news()) == 1


def test_the_second_text_is_watched_too(tmp_path: Path) -> None:
    path, files = item_in(tmp_path)
    path.with_name("a.ref.txt").unlink()
    assert files.news() == ("a.ref.txt is no longer where it was opened from",)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made another way")
@pytest.mark.parametrize("instead", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_a_text_replaced_by_something_that_is_no_file_is_reported_as_gone(
    tmp_path: Path, instead: Callable[[Path], None]
) -> None:
    path, files = item_in(tmp_path)
    path.unlink()
    instead(path)
    assert files.news() == ("a.txt is no longer where it was opened from",)


def test_a_file_only_touched_or_saved_again_is_not_reported(tmp_path: Path) -> None:
    path, files = item_in(tmp_path)
    os.utime(path, (1, 1))
    copy = tmp_path / "copy"
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    assert files.news() == ()


def test_a_change_is_noticed_even_if_the_file_has_its_old_time(tmp_path: Path) -> None:
    path, files = item_in(tmp_path)
    assert files.news() == ()
    before = path.stat()
    path.write_text("he states so", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert len(files.news()) == 1


def test_a_text_yet_to_be_written_is_not_reported_missing(tmp_path: Path) -> None:
    Image.new("L", (60, 80), 255).save(tmp_path / "a.png")
    assert TextFiles(open_item([tmp_path / "a.png"])).news() == ()
