"""What names say of which files belong together: one row a pattern."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.collection.file_roles import natural_order
from cableview.collection.folder import items_in
from cableview.collection.pairing import Files, pair
from cableview.errors import FileError

BOX = Path("/archive/box")


def paired(names: str) -> tuple[list[str], set[str]]:
    """Items as `transcript | reference | scans`, and the names left over."""
    pairing = pair([BOX / name for name in names.split()])
    return sorted(shown(item) for item in pairing.items), {path.name for path, _ in pairing.unpaired}


def shown(files: Files) -> str:
    parts = (files.transcript, files.reference, files.scans)
    return " | ".join(" ".join(str(path.relative_to(BOX)) for path in part) for part in parts)


@pytest.mark.parametrize(
    ("names", "items"),
    [
        ("page1.jpg page1.txt", ["page1.txt |  | page1.jpg"]),
        ("page1.jpg page1.md", ["page1.md |  | page1.jpg"]),
        ("PAGE1.JPG page1.txt", ["page1.txt |  | PAGE1.JPG"]),
        ("page1.txt", ["page1.txt |  | "]),
        ("page1.jpg", [" |  | page1.jpg"]),
        ("page1.pdf page1.txt", ["page1.txt |  | page1.pdf"]),
        ("page1.jpg page1.txt page1.ref.txt", ["page1.txt | page1.ref.txt | page1.jpg"]),
        ("page1.txt page1.reference.md", ["page1.txt | page1.reference.md | "]),
        ("page1.txt page1.clean.txt", ["page1.txt | page1.clean.txt | "]),
        ("page1.txt page1.paraphrase.txt", ["page1.txt | page1.paraphrase.txt | "]),
        ("page1.txt page1.Clean.TXT", ["page1.txt | page1.Clean.TXT | "]),
        ("page1.txt page1_clean.txt", ["page1.txt | page1_clean.txt | "]),
        ("page1.txt page1-reference.txt", ["page1.txt | page1-reference.txt | "]),
        ("letter-reference.txt", ["letter-reference.txt |  | "]),
        ("page1.txt page1.txt.pasted.txt", ["page1.txt | page1.txt.pasted.txt | "]),
        ("page1.ocr.txt page1.clean.txt page1.scan.jpg", ["page1.ocr.txt | page1.clean.txt | page1.scan.jpg"]),
        ("transcript.txt reference.txt scan.jpg", ["transcript.txt | reference.txt | scan.jpg"]),
        ("page1.txt reference.txt scan.tif", ["page1.txt | reference.txt | scan.tif"]),
        ("page1.txt page2.txt", ["page1.txt |  | ", "page2.txt |  | "]),
        ("page1.jpg page1.clean.txt", [" | page1.clean.txt | page1.jpg"]),
        (
            "0001.jpg 0001.txt 0002.jpg 0002.txt reference.txt",
            ["0001.txt 0002.txt | reference.txt | 0001.jpg 0002.jpg"],
        ),
        ("0001.txt 0002.txt 0003.txt clean.txt", ["0001.txt 0002.txt 0003.txt | clean.txt | "]),
        ("0001.txt 0002.txt box.ref.txt", ["0001.txt 0002.txt | box.ref.txt | "]),
        ("0001.txt 0002.txt cable.ref.txt", ["0001.txt 0002.txt | cable.ref.txt | "]),
        (
            "letter-1.jpg letter-1.txt letter-2.jpg letter-2.txt letter.ref.txt",
            ["letter-1.txt letter-2.txt | letter.ref.txt | letter-1.jpg letter-2.jpg"],
        ),
        ("page9.txt page10.txt reference.txt", ["page9.txt page10.txt | reference.txt | "]),
        ("0001.txt 0002.txt", ["0001.txt |  | ", "0002.txt |  | "]),
        (
            "0001.txt 0001.ref.txt 0002.txt 0002.ref.txt",
            ["0001.txt | 0001.ref.txt | ", "0002.txt | 0002.ref.txt | "],
        ),
        ("letter.txt letter.jpg letter-2.jpg letter-3.jpg", ["letter.txt |  | letter.jpg letter-2.jpg letter-3.jpg"]),
        ("letter.txt letter_p2.jpg letter_p10.jpg", ["letter.txt |  | letter_p2.jpg letter_p10.jpg"]),
        (
            "letter.txt letter.jpg letter-2.jpg letter-2.txt",
            ["letter-2.txt |  | letter-2.jpg", "letter.txt |  | letter.jpg"],
        ),
        (
            "transcript/page1.txt reference/page1.txt scan/page1.jpg",
            ["transcript/page1.txt | reference/page1.txt | scan/page1.jpg"],
        ),
        ("page1.txt images/page1.jpg", ["page1.txt |  | images/page1.jpg"]),
        ("images/page1.txt images/page1.jpg", ["images/page1.txt |  | images/page1.jpg"]),
        ("page1.txt page1.txt.cableview.json", ["page1.txt |  | "]),
        (".hidden.txt .hidden.ref.txt", [".hidden.txt | .hidden.ref.txt | "]),
    ],
)
def test_files_are_paired_by_names_that_belong_together(names: str, items: list[str]) -> None:
    assert paired(names) == (items, set())


@pytest.mark.parametrize(
    ("names", "layouts"),
    [
        ("page1.jpg page1.txt page1.xml", "page1.xml"),
        ("page1.jpg page1.txt page1.alto.xml", "page1.alto.xml"),
        ("page1.jpg page1.txt page1.page.xml page1.alto.xml", "page1.page.xml"),
        ("page1.jpg page1.hocr", "page1.hocr"),
        ("page1.jpg page1.jpg.xml", "page1.jpg.xml"),
        ("page1.txt alto.xml", "alto.xml"),
        ("letter.txt letter-1.jpg letter-2.jpg letter-2.xml letter-1.xml", "letter-1.xml letter-2.xml"),
        (
            "letter.txt letter.jpg letter-1.hocr letter-10.hocr letter-2.hocr",
            "letter-1.hocr letter-2.hocr letter-10.hocr",
        ),
        ("letter.tif letter-1.xml letter-2.xml", "letter-1.xml letter-2.xml"),
        ("0001.jpg 0001.txt page/0001.xml alto/0001.xml", "page/0001.xml"),
        ("scan/a.jpg text/a.txt layout/a.hocr", "layout/a.hocr"),
        (
            "letter-1.jpg letter-1.txt letter-1.xml letter-2.jpg letter-2.txt letter-2.xml letter.ref.txt",
            "letter-1.xml letter-2.xml",
        ),
    ],
)
def test_layouts_belong_to_the_scan_or_text_of_their_name(names: str, layouts: str) -> None:
    (item,) = pair([BOX / name for name in names.split()]).items
    assert " ".join(str(path.relative_to(BOX)) for path in item.layouts) == layouts


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("page1.txt page1.alto.xml page1.page.xml", {"page1.alto.xml"}),
        ("page1.txt other.xml", {"other.xml"}),
        ("a.txt b.txt alto.xml", {"alto.xml"}),
        ("page1.txt notes.docx", {"notes.docx"}),
        ("page1.ref.txt", {"page1.ref.txt"}),
        ("page1.txt page1.ref.txt page1.clean.txt", {"page1.clean.txt"}),
        ("page1.txt page1.md", {"page1.md"}),
        ("0001.txt 0003.txt reference.txt", {"reference.txt"}),
        ("a.txt b.txt reference.txt", {"reference.txt"}),
        ("a1.txt a2.txt b1.txt b2.txt reference.txt", {"reference.txt"}),
        ("0001.jpg 0001.txt 0002.txt reference.txt", {"reference.txt"}),
        ("page1.txt page1.txt.pasted.txt page1.txt.pasted-2.txt", {"page1.txt.pasted.txt"}),
    ],
)
def test_what_cannot_be_paired_is_reported(names: str, left: set[str]) -> None:
    pairing = pair([BOX / name for name in names.split()])
    assert {path.name for path, _ in pairing.unpaired} == left
    assert all(reason.startswith("is ") for _, reason in pairing.unpaired)


def test_every_file_is_in_the_answer_once() -> None:
    names = "a.jpg a.txt a.md a.ref.txt reference.txt 1.txt 2.txt 2.jpg 3.tif x.xml transcript/a.txt scan.jpg clean.md"
    pairing = pair([BOX / name for name in names.split()])
    found = [path for item in pairing.items for path in item.paths] + [path for path, _ in pairing.unpaired]
    assert sorted(found) == sorted(BOX / name for name in names.split())


def test_numbers_sort_by_value() -> None:
    names = ["p10.txt", "p9.txt", "P1.txt", "p2b.txt", "10.txt", "q.txt"]
    assert [path.name for path in sorted(map(Path, names), key=natural_order)] == [
        *("10.txt", "P1.txt", "p2b.txt", "p9.txt", "p10.txt", "q.txt"),
    ]


def test_folder_is_listed_with_the_folders_beside_each_other(tmp_path: Path) -> None:
    for name in ("transcript/1.txt", "reference/1.txt", "scan/1.png", "2.txt", "other/3.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    for name in (".hidden.txt", "transcript/._1.txt", ".git"):
        (tmp_path / name).write_bytes(b"left behind by a system")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    pairing = items_in(tmp_path)
    assert sorted(item.name for item in pairing.items) == ["1.txt", "2.txt"]
    assert any(item.reference and item.scans for item in pairing.items)
    assert [path.name for path, _ in pairing.unpaired] == ["gone.txt"]


def test_exports_beside_their_text_are_ignored(tmp_path: Path) -> None:
    own = ["letter.txt", "letter.clean.txt", "page.jpg", "page.corrected.txt"]
    exported = ["letter.corrected.txt", "letter.errata.csv", "letter.decisions.csv", "letter.evidence.html"]
    for name in (*own, *exported):
        (tmp_path / name).touch()
    pairing = items_in(tmp_path)
    assert {path.name for item in pairing.items for path in item.paths} == set(own)
    assert not pairing.unpaired


def test_a_path_that_is_not_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name, said in (("gone", "does not exist"), ("file", "cannot be listed: Not a directory")):
        with pytest.raises(FileError, match=said):
            items_in(tmp_path / name)
