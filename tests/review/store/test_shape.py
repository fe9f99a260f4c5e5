"""What a sidecar says of files: names that can always be written, files found again, none opened that should not be."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.errors import SidecarError
from cableview.model.item import Item, PageImage
from cableview.model.span import Span
from cableview.model.witness import Segment, Sigil, Source, Witness
from cableview.review.store.guarded_json import compact, parse
from cableview.review.store.shape import (
    KeptPage,
    KeptSource,
    Shape,
    find_moved,
    found_path,
    kept_path,
    rebased,
    shape_of,
    sidecar_path,
)

HERE = Path("/archive/box 3/transcript")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (HERE / "page1.txt", "page1.txt"),
        (HERE.parent / "scan" / "page 1.jpg", "../scan/page 1.jpg"),
        (HERE / "Überschrift ё.txt", "Überschrift ё.txt"),
        (HERE / "100%.txt", "100%25.txt"),
        (HERE / os.fsdecode(b"caf\xe9.txt"), "caf%E9.txt"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="names of this kind are of POSIX")
def test_paths_are_relative_and_any_name_can_be_recorded(path: Path, kept: str) -> None:
    assert kept_path(path, HERE) == kept
    assert found_path(parse(compact(kept).encode(), HERE), HERE) == path


@pytest.mark.skipif(sys.platform == "win32", reason="names of this kind are of POSIX")
@given(st.binary(min_size=1, max_size=12).filter(lambda b: not {0, 47} & set(b) and b not in (b".", b"..")))
def test_any_file_name_survives_a_round_trip(name: bytes) -> None:
    path = HERE / os.fsdecode(name)
    kept = kept_path(path, HERE)
    if ":" not in kept:
        assert found_path(parse(compact(kept).encode(), HERE), HERE) == path


@pytest.mark.parametrize(
    "kept",
    [
        "/etc/passwd",
        "../../../etc/passwd",
        "..%2F..%2F..%2Fetc/passwd",
        "\\\\server\\share\\a.txt",
        "//server/share/a.txt",
        "%5C%5Cserver/share",
        "https://example.org/a.txt",
        "file:///etc/passwd",
        "",
        "a%00b",
    ],
)
def test_a_sidecar_cannot_cause_arbitrary_files_to_be_opened(kept: str) -> None:
    with pytest.raises(SidecarError):
        found_path(kept, HERE)


def test_files_in_a_folder_the_user_granted_are_opened() -> None:
    assert found_path("../../../scans/a.jpg", HERE, (Path("/scans"),)) == Path("/scans/a.jpg")


def test_a_folder_given_with_dots_is_resolved() -> None:
    crooked = HERE.parent / "elsewhere" / ".." / HERE.name
    assert found_path("a.txt", crooked) == HERE / "a.txt"
    assert found_path("../scans/a.jpg", crooked) == HERE.parent / "scans" / "a.jpg"
    with pytest.raises(SidecarError):
        found_path("../../../etc/passwd", crooked)


def test_the_shape_lists_the_segments_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "2.jpg").write_bytes(b"12345")
    sources = tuple(Source(tmp_path / f"{k}.txt", str(k) * 64, "utf-8", b"", 5) for k in (1, 2))
    segments = (Segment(Span(0, 5), 0, 0), Segment(Span(6, 9), 1, 0), Segment(Span(10, 11), 1, 4))
    witness = Witness(Sigil.TRANSCRIPT, "abcde\fabc\fe", sources, segments)
    pages = (PageImage(tmp_path / "2.jpg", 3), PageImage(tmp_path / "gone.jpg"))
    item = Item(witness, None, pages, sidecar_path(tmp_path / "1.txt"), (("title", "Cable"),))
    shape = shape_of(item)
    assert shape.transcript == (
        KeptSource("1.txt", "1" * 64, "utf-8", ((0, 5, 0),)),
        KeptSource("2.txt", "2" * 64, "utf-8", ((6, 9, 0), (10, 11, 4))),
    )
    assert shape.pages == (KeptPage("2.jpg", 3, "", 5), KeptPage("gone.jpg"))
    assert (shape.reference, shape.relation, shape.title) == ((), None, "Cable")


def test_sidecars_of_equal_names_are_distinguished_in_a_common_folder(tmp_path: Path) -> None:
    assert sidecar_path(HERE / "a.txt").name == "a.txt.cableview.json"
    one, two = (sidecar_path(HERE / box / "a.txt", tmp_path) for box in ("1", "2"))
    assert one != two
    assert one.parent == two.parent == tmp_path
    assert one.name.startswith("a.txt.")


def test_a_shape_can_be_expressed_relative_to_another_folder() -> None:
    shape = Shape(transcript=(KeptSource("a%25.txt", "x"),), pages=(KeptPage("../scan/a.jpg"),))
    there = rebased(shape, HERE, Path("/home/ines/sidecars"))
    assert there.transcript[0].path == "../../../archive/box 3/transcript/a%25.txt"
    assert rebased(there, Path("/home/ines/sidecars"), HERE) == shape


def test_files_renamed_or_moved_are_found_by_their_content(tmp_path: Path) -> None:
    item = tmp_path / "item"
    for name, text in (("item/new name.txt", "transcript"), ("item/sub/ref.txt", "reference"), ("scan/p.jpg", "scan")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (item / "same.txt").write_text("unmoved")
    digest = {text: sha256(text.encode()).hexdigest() for text in ("transcript", "reference", "scan", "unmoved", "x")}
    shape = Shape(
        (KeptSource("old name.txt", digest["transcript"]), KeptSource("same.txt", digest["unmoved"])),
        (KeptSource("ref.txt", digest["reference"]), KeptSource("gone.txt", digest["x"])),
        (KeptPage("p.jpg", 0, digest["scan"]), KeptPage("p.jpg", 1, digest["scan"]), KeptPage("unknown.jpg")),
    )
    assert find_moved(shape, item) == {
        "old name.txt": item / "new name.txt",
        "ref.txt": item / "sub" / "ref.txt",
        "p.jpg": tmp_path / "scan" / "p.jpg",
    }
    assert find_moved(Shape(), tmp_path / "no such folder") == {}


def test_a_text_has_one_record_in_a_folder_for_records_whichever_way_its_own_is_reached(tmp_path: Path) -> None:
    share, link, records = tmp_path / "share", tmp_path / "link", tmp_path / "records"
    share.mkdir()
    records.mkdir()
    link.symlink_to(share)
    kept = sidecar_path(share / "a.txt", records)
    assert sidecar_path(link / "a.txt", records) == kept
    assert sidecar_path(share / "b.txt", records) != kept


@pytest.mark.parametrize("end", ["", ".journal"])
def test_a_record_begun_through_a_link_by_an_earlier_version_is_continued(tmp_path: Path, end: str) -> None:
    share, link, records = tmp_path / "share", tmp_path / "link", tmp_path / "records"
    records.mkdir()
    begun = sidecar_path(link / "a.txt", records)  # there is no link yet
    begun.with_name(begun.name + end).write_text("{}", encoding="utf-8")
    share.mkdir()
    link.symlink_to(share)
    assert sidecar_path(link / "a.txt", records) == begun
    assert sidecar_path(share / "a.txt", records) != begun
