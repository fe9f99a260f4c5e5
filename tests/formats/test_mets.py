from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from cableview.collection.folder import items_in
from cableview.collection.open_item import open_item
from cableview.errors import FileError
from cableview.formats.mets import read_mets


def mets(folder: Path, pages: list[list[str]], *, kind: str = "PHYSICAL") -> Path:
    """A list of pages, each with the references of its files."""
    names = [name for page in pages for name in page]
    files = "".join(
        f'<mets:file ID="f{k}"><mets:FLocat xlink:href="{name}"/></mets:file>' for k, name in enumerate(names)
    )
    at = iter(range(len(names)))
    divs = "".join(
        f'<mets:div TYPE="page">{"".join(f"""<mets:fptr FILEID="f{next(at)}"/>""" for _ in page)}</mets:div>'
        for page in pages
    )
    path = folder / "mets.xml"
    path.write_text(
        '<?xml version="1.0"?><mets:mets xmlns:mets="http://www.loc.gov/METS/" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><mets:fileSec><mets:fileGrp>{files}</mets:fileGrp></mets:fileSec>'
        f'<mets:structMap TYPE="{kind}">{divs}</mets:structMap></mets:mets>',
        encoding="utf-8",
    )
    return path


def image(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    Image.new("L", (60, 80), 255).save(path)


def test_pages_are_listed_in_order_with_one_image_and_one_layout_each(tmp_path: Path) -> None:
    for name in ("img/b.png", "img/a.png", "img/a-small.png"):
        image(tmp_path, name)
    for name in ("b.xml", "a.xml", "a.alto.xml"):
        (tmp_path / name).write_text("<alto/>")
    path = mets(tmp_path, [["img/b.png", "b.xml"], ["./img/a.png", "img/a-small.png", "a.xml", "a.alto.xml"]])
    assert [p.name for p in read_mets(path)] == ["b.png", "b.xml", "a.png", "a.xml"]
    item = open_item([path])
    assert [page.path.name for page in item.pages] == ["b.png", "a.png"]
    assert [layout.name for layout in item.layouts] == ["b.xml", "a.xml"]


def test_a_text_given_with_the_list_is_its_transcript(tmp_path: Path) -> None:
    image(tmp_path, "1.png")
    (tmp_path / "letter.txt").write_text("Dear Sir")
    item = open_item([mets(tmp_path, [["1.png"]]), tmp_path / "letter.txt"])
    assert (item.transcript.text, len(item.pages)) == ("Dear Sir", 1)


@pytest.mark.parametrize("name", ["/etc/passwd.png", "../out.png", "http://a.b/c.png", "file:///x.png", "", "a%00.png"])
def test_files_elsewhere_are_not_taken(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="lists no page"):
        read_mets(mets(tmp_path, [[name]]))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"gone\.png, which is not there"):
        open_item([mets(tmp_path, [["gone.png"]])])


def test_a_list_of_chapters_is_no_list_of_pages(tmp_path: Path) -> None:
    image(tmp_path, "1.png")
    with pytest.raises(FileError, match="lists no page"):
        read_mets(mets(tmp_path, [["1.png"]], kind="LOGICAL"))


def test_a_folder_as_libraries_deliver_it_is_the_item_that_its_list_makes(tmp_path: Path) -> None:
    for name in ("OCR-D-IMG/1.png", "OCR-D-IMG/2.png"):
        image(tmp_path, name)
    (tmp_path / "OCR-D-PAGE").mkdir()
    for name in ("OCR-D-PAGE/1.xml", "OCR-D-PAGE/2.xml"):
        (tmp_path / name).write_text("<PcGts/>")
    mets(tmp_path, [["OCR-D-IMG/1.png", "OCR-D-PAGE/1.xml"], ["OCR-D-IMG/2.png", "OCR-D-PAGE/2.xml"]])
    pairing = items_in(tmp_path)
    (files,) = pairing.items
    assert pairing.unpaired == ()
    assert [path.name for path in files.scans] == ["1.png", "2.png"]
    item = open_item([tmp_path])
    assert [page.path.name for page in item.pages] == ["1.png", "2.png"]
    assert [layout.name for layout in item.layouts] == ["1.xml", "2.xml"]


def test_a_list_of_what_is_an_item_by_its_names_makes_no_second_one(tmp_path: Path) -> None:
    image(tmp_path, "letter.png")
    (tmp_path / "letter.txt").write_text("Dear Sir")
    mets(tmp_path, [["letter.png"]])
    pairing = items_in(tmp_path)
    assert [files.name for files in pairing.items] == ["letter.txt"]
    assert [path.name for path, _ in pairing.unpaired] == ["mets.xml"]


def test_of_two_lists_of_the_same_pages_one_is_an_item(tmp_path: Path) -> None:
    image(tmp_path, "OCR-D-IMG/1.png")
    image(tmp_path, "OCR-D-IMG/2.png")
    names = ["OCR-D-IMG/1.png", "OCR-D-IMG/2.png"]
    mets(tmp_path, [[name] for name in names]).rename(tmp_path / "before.xml")
    mets(tmp_path, [names[:1]])
    pairing = items_in(tmp_path)
    assert [[path.name for path in files.scans] for files in pairing.items] == [["1.png", "2.png"]]
    assert [(path.name, reason) for path, reason in pairing.unpaired] == [
        ("mets.xml", "lists files of an item that is here without it")
    ]


def test_a_list_whose_files_are_gone_does_not_keep_others_from_being_listed(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    (tmp_path / "letter.clean.txt").write_text("Dear Sirs")
    mets(tmp_path, [["gone.png"]])
    pairing = items_in(tmp_path)
    assert [files.name for files in pairing.items] == ["letter.txt"]
    assert "gone.png, which is not there" in pairing.unpaired[0][1]
