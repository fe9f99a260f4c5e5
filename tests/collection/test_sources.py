"""Which files are sources of some item, so that no export may replace them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.collection.open_item import open_item
from cableview.collection.sources import sources_beside
from cableview.errors import UsageError
from cableview.gui.exporting import Export, Product, write
from cableview.model.decision import Verdict
from cableview.review.opening import open_session
from cableview.review.session import Session


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"he stated {name}", encoding="utf-8")


def is_source(path: Path) -> bool:
    return path.exists() and any(path.samefile(source) for source in sources_beside(path) if source.exists())


@pytest.mark.parametrize("name", ["b.txt", "b.clean.txt", "c.txt", "c.png", "d.pdf", "e.txt", "scans/f.tif"])
def test_what_pairs_with_another_file_is_a_source(tmp_path: Path, name: str) -> None:
    made(tmp_path, "a.txt", "b.txt", "b.clean.txt", "c.txt", "c.png", "d.pdf", "e.txt", "scans/f.tif")
    (tmp_path / "e.alto.xml").write_text("<alto/>", encoding="utf-8")
    assert is_source(tmp_path / name)


def test_a_second_text_without_its_transcript_is_a_source(tmp_path: Path) -> None:
    made(tmp_path, "a.txt", "b.txt", "c.clean.txt")
    assert is_source(tmp_path / "c.clean.txt")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.corrected.txt", "a.evidence.html", "b.html", "new.txt"])
def test_a_lone_text_and_what_was_exported_is_none(tmp_path: Path, name: str) -> None:
    made(tmp_path, "a.txt", "a.html", "a.corrected.txt", "a.evidence.html", "b.html")
    assert not is_source(tmp_path / name)


def test_texts_exported_into_a_folder_of_their_own_can_be_replaced(tmp_path: Path) -> None:
    made(tmp_path, "page1.txt", "page2.txt", "page3.txt")
    assert not sources_beside(tmp_path / "page2.txt")


@pytest.mark.parametrize("name", ["first.txt", "quite-other.txt"])
def test_what_a_record_names_is_a_source_whatever_its_name(tmp_path: Path, name: str) -> None:
    made(tmp_path, "first.txt", "quite-other.txt")
    assert not is_source(tmp_path / name)
    opened = open_session(open_item([tmp_path / "first.txt", tmp_path / "quite-other.txt"]), reviewer="Ada")
    opened.session.decide(opened.session.queue.entries[0].id, Verdict.REFERENCE)
    opened.close()
    assert is_source(tmp_path / name)


def test_the_text_of_a_record_that_cannot_be_read_is_a_source(tmp_path: Path) -> None:
    made(tmp_path, "a.txt", "b.txt", "b.txt.cableview.json")
    assert is_source(tmp_path / "b.txt")
    assert not is_source(tmp_path / "a.txt")


def test_the_target_of_a_link_is_looked_for_where_it_is(tmp_path: Path) -> None:
    made(tmp_path, "in/b.txt", "in/b.clean.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "in" / "b.txt")
    assert is_source(link)


def test_the_window_does_not_export_over_a_source_of_another_item(tmp_path: Path) -> None:
    made(tmp_path, "a.txt", "a.clean.txt", "b.txt", "b.clean.txt")
    session = Session(open_item([tmp_path / "a.txt"]), reviewer="")
    before = (tmp_path / "b.clean.txt").read_bytes()
    with pytest.raises(UsageError, match="belongs to an item here and is never written"):
        write(session, Export(Product.TEXT), tmp_path / "b.clean.txt")
    assert (tmp_path / "b.clean.txt").read_bytes() == before
