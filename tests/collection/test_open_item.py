"""An item made of any files: which file is what, what is reported of it, and where its record is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from cableview.collection import manual_pairings
from cableview.collection.make_item import make_item
from cableview.collection.open_item import files_of, open_item, pasted_reference
from cableview.collection.pairing import Files
from cableview.errors import CableviewError, FileError, ImageError, SaveError, UsageError
from cableview.model.item import Item, PageImage
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK, Syntax
from cableview.review.change import Annotate, Change
from cableview.review.store.shape import shape_of
from cableview.review.store.store import Store

HEADER = "# Cable\n\nCitation: Box 3\nLink: https://example.org/3\n\n"
BODY = "The Ambassador called this morning and stated that his government had decided to withdraw its forces soon.\n\n"
COPY = "The Ambassador called this morning and states that his government had decided to withdraw its forces soon.\n"

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write(name: str, content: str | bytes = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in (".png", ".tif"):
            pages = [Image.new("L", (20, 30)) for _ in range(2 if path.suffix == ".tif" else 1)]
            pages[0].save(path, **({"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}))
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def names(item: Item) -> tuple[list[str], list[str], list[str]]:
    files = files_of(item)
    return ([p.name for p in files.transcript], [p.name for p in files.reference], [p.name for p in files.scans])


def said(item: Item, words: str) -> bool:
    return any(words in notice for notice in item.notices)


def keep(item: Item) -> None:
    """Begins a record of the item, as the first decision does."""
    store = Store.open(item.sidecar, shape_of(item))
    store.append(
        Change(seq=len(store.kept.changes) + 1, at="2026-01-01T00:00:00Z", by="a", acts=(Annotate("x", "seen"),))
    ).result(10)
    store.close()


# What belongs together


@pytest.mark.parametrize("given", ["page1.txt", "page1.png", "page1.txt page1.png", "page1.txt page1.ref.txt", "."])
def test_one_file_stands_for_the_item_beside_it(put: Put, tmp_path: Path, given: str) -> None:
    put("page1.txt", "stated")
    put("page1.ref.txt", "states")
    put("page1.png")
    item = open_item([tmp_path / name for name in given.split()])
    assert names(item) == (["page1.txt"], ["page1.ref.txt"], ["page1.png"])
    assert item.sidecar == tmp_path / "page1.txt.cableview.json"
    assert item.reference is not None
    assert (item.transcript.text, item.reference.text) == ("stated", "states")


def test_files_named_together_are_one_item_whatever_their_names(put: Put) -> None:
    scan, rough, fair = put("img_0412.png"), put("ocr output.txt", "a"), put("fair.txt", "b")
    item = open_item([scan, rough, fair])
    assert names(item) == (["ocr output.txt"], ["fair.txt"], ["img_0412.png"])
    assert said(item, "fair.txt was taken as the second text")
    assert names(open_item([rough], reference=fair, scans=[scan])) == names(item)
    assert names(open_item([put("b.png"), put("c.png")]))[2] == ["b.png", "c.png"]


def test_a_second_text_of_another_name_is_taken_as_it_is_given(put: Put, tmp_path: Path) -> None:
    put("zoo.txt", "he stated so")
    put("t.ref.txt", "he states so")
    item = open_item([tmp_path / "zoo.txt", tmp_path / "t.ref.txt"])
    assert names(item)[:2] == (["zoo.txt"], ["t.ref.txt"])


def test_several_items_cannot_be_opened_as_one(put: Put, tmp_path: Path) -> None:
    for name in ("1.txt", "1.png", "2.txt", "2.png"):
        put(name, "x")
    for paths in ([tmp_path], sorted(tmp_path.iterdir())):
        with pytest.raises(UsageError, match="2 items"):
            open_item(paths)


def test_parts_with_one_reference_are_one_text(put: Put, tmp_path: Path) -> None:
    put("0001.txt", "first\r\n")
    put("0002.txt", "second")
    put("reference.txt", "first second")
    item = open_item([tmp_path / "0002.txt"])
    assert item.transcript.text == f"first\r\n{PART_BREAK}second"
    assert item.transcript.in_file(Span(8, 11)).span == Span(0, 3)
    assert [segment.span for segment in item.transcript.segments] == [Span(0, 7), Span(8, 14)]
    assert item.sidecar.name == "0001.txt.cableview.json"


def test_texts_beside_an_explicit_reference_are_parts(put: Put) -> None:
    texts = [put(name, name) for name in ("recto.txt", "verso.txt", "cover.txt")]
    item = open_item([*texts, put("a.png"), put("b.png")], reference=put("fair.txt", "f"))
    assert names(item) == (["recto.txt", "verso.txt", "cover.txt"], ["fair.txt"], ["a.png", "b.png"])


def test_pages_of_a_tiff_are_pages(put: Put) -> None:
    path = put("letter.tif")
    assert open_item([path]).pages == (PageImage(path, 0), PageImage(path, 1))


def test_layout_is_part_of_the_item_by_its_name_and_refused_alone(put: Put, tmp_path: Path) -> None:
    text = put("page1.txt", "x")
    layout = put("page1.alto.xml", "<alto/>")
    assert open_item([text]).layouts == open_item([tmp_path]).layouts == (layout,)
    with pytest.raises(FileError, match="beside its scan or its text"):
        open_item([layout])


def test_layout_of_another_name_belongs_to_what_it_is_given_with(put: Put) -> None:
    scan, text, layout = put("a.png"), put("a.txt", "x"), put("export.xml", "<?xml version='1.0'?>\n<!-- x --><alto>")
    item = open_item([scan, text, layout])
    assert (item.layouts, names(item)) == ((layout,), (["a.txt"], [], ["a.png"]))


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("a.xml", "<alto/>", True),
        ("a.xml", '<?xml version="1.0"?>\n<!DOCTYPE x>\n<p:PcGts xmlns:p="x"/>', True),
        ("a.xml", '<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"/>', True),
        ("a.xml", "<TEI><text/></TEI>", False),
        ("a.xml", "no markup at all", False),
        ("a.html", "<html><body><div class='ocr_page'></div></body></html>", True),
        ("a.html", "<html><body>A saved page</body></html>", False),
    ],
)
def test_layouts_are_recognised_by_their_content(put: Put, name: str, content: str, is_taken: bool) -> None:
    item = open_item([put("a.txt", "x"), put(name, content)])
    assert bool(item.layouts) is is_taken
    assert said(item, "is not a layout") is not is_taken


def test_layouts_are_kept_in_the_record(put: Put, tmp_path: Path) -> None:
    text, scan, layout = put("a.txt", "x"), put("a.png"), put("other.xml", f"<alto id='{uuid4()}'/>")
    keep(open_item([text, scan, layout]))
    assert open_item([text]).layouts == (layout,)
    layout.unlink()
    assert open_item([text]).layouts == ()


def test_markdown_is_markdown(put: Put) -> None:
    assert open_item([put("a.md", "**x**")]).transcript.syntax is Syntax.MARKDOWN
    assert open_item([put("b.txt", "**x**")]).transcript.syntax is Syntax.PLAIN


# Desk, archive page, encodings


def test_scan_without_text_is_a_typing_desk_and_makes_no_file(put: Put, tmp_path: Path) -> None:
    scan = put("page1.png")
    item = open_item([scan])
    source = item.transcript.sources[0]
    assert (source.path, source.sha256) == (tmp_path / "page1.txt", hashlib.sha256(b"").hexdigest())
    assert (item.transcript.text, item.reference) == ("", None)
    assert item.sidecar.name == "page1.txt.cableview.json"
    assert said(item, "can be typed")
    assert [path.name for path in tmp_path.iterdir()] == ["page1.png"]
    keep(item)
    assert open_item([item.sidecar]).pages == item.pages


@pytest.mark.parametrize("content", ["", " \n", "\u00a0\r\n\t"])
def test_texts_without_words_are_not_called_empty(put: Put, content: str) -> None:
    item = make_item(Files((put("a.txt", content),), (put("b.txt", content),)))
    assert item.reference is None
    assert said(item, "a.txt has no words")
    assert said(item, "b.txt has no words")


def test_archive_page_gives_both_texts_of_one_file(put: Put) -> None:
    page = put("page.md", HEADER + BODY + COPY)
    item = open_item([page])
    assert item.reference is not None
    assert (item.transcript.text, item.reference.text) == (BODY, COPY)
    assert item.transcript.segments[0].start == len(HEADER)
    assert item.reference.segments[0].start == len(HEADER + BODY)
    assert (item.title, dict(item.metadata)["citation"]) == ("Cable", "Box 3")
    line = (HEADER + BODY).count("\n") + 1
    assert said(item, f"page.md holds both texts; the second was found by its words to begin in line {line}: “")
    moved = open_item([page], split=len(HEADER) + 4)
    assert moved.transcript.text == "The "


def test_archive_page_without_second_text_says_so(put: Put) -> None:
    item = open_item([put("page.md", HEADER + BODY)])
    assert item.reference is None
    assert said(item, "no second text was found in page.md")


def test_a_second_text_in_its_own_file_takes_precedence_over_the_one_on_the_page(put: Put) -> None:
    page, other = put("page.md", HEADER + BODY + COPY), put("other.txt", "other")
    item = open_item([page], reference=other)
    assert item.reference is not None
    assert (item.transcript.text, item.reference.text) == (BODY, "other")
    assert said(item, "not used")


def test_saved_page_of_the_archive(shared_data: Path) -> None:
    item = open_item([shared_data / "harriman-1944" / "archive-page.md"])
    assert item.reference is not None
    assert [s.start for s in (*item.transcript.segments, *item.reference.segments)] == [684, 3586]
    assert item.title.startswith("Paraphrase of Outgoing Navy Cable")


def test_guessed_encoding_is_reported_and_can_be_set(put: Put) -> None:
    path = put("a.txt", "Żółć".encode("cp1250"))
    assert said(open_item([path]), "is not UTF-8")
    item = open_item([path], encoding={path: "cp1250"})
    assert item.transcript.text == "Żółć"
    assert said(item, "a.txt is read as cp1250")


# What was done before


def test_record_brings_back_files_that_no_name_puts_together(put: Put) -> None:
    rough, fair, scan = put("rough.txt", "Ż".encode("cp1250")), put("fair.txt", "b"), put("scan7.png")
    first = open_item([rough, fair, scan], encoding={rough: "cp1250"})
    keep(first)
    for path in (rough, first.sidecar):
        again = open_item([path])
        assert names(again) == names(first)
        assert again.transcript == first.transcript


def test_record_keeps_the_split_set_by_hand(put: Put) -> None:
    page = put("page.md", HEADER + BODY + COPY)
    keep(open_item([page], split=len(HEADER) + 4))
    assert open_item([page]).transcript.text == "The "
    page.write_text(HEADER + BODY + COPY + "more", "utf-8")
    assert open_item([page]).transcript.text == BODY


def test_record_is_found_by_digest_when_its_text_was_renamed(put: Put, tmp_path: Path) -> None:
    item = open_item([put("old.txt", "text"), put("fair.txt", "b")])
    keep(item)
    (tmp_path / "old.txt").rename(tmp_path / "new.txt")
    for path in (tmp_path / "new.txt", item.sidecar):
        again = open_item([path])
        assert (names(again), again.sidecar) == ((["new.txt"], ["fair.txt"], []), item.sidecar)


def test_file_that_the_record_names_and_is_gone_is_reported(put: Put, tmp_path: Path) -> None:
    rough = put("rough.txt", "a")
    keep(open_item([rough, put("fair.txt", "a text that is nowhere else")]))
    (tmp_path / "fair.txt").unlink()
    item = open_item([rough])
    assert item.reference is None
    assert said(item, "fair.txt, which the record names, is not there")


def test_pages_after_one_that_is_gone_keep_their_numbers(put: Put, tmp_path: Path) -> None:
    text = put("a.txt", "x")
    for number in (1, 2, 3):
        Image.new("L", (20, 30), number).save(tmp_path / f"a-{number}.png")
    keep(open_item([text]))
    second = (tmp_path / "a-2.png").rename(tmp_path.parent / f"{tmp_path.name}.away")
    for given in (text, tmp_path, tmp_path / "a-1.png"):
        item = open_item([given])
        assert names(item)[2] == ["a-1.png", "a-2.png", "a-3.png"]
        assert said(item, "a-2.png, which the record names, is not there")
    keep(open_item([text]))  # neither is its content forgotten with the next change
    second.rename(tmp_path / "another name.png")
    item = open_item([text])
    assert names(item)[2] == ["a-1.png", "another name.png", "a-3.png"]
    assert not said(item, "is not there")


def test_as_many_scans_in_the_folder_replace_those_of_the_record(put: Put, tmp_path: Path) -> None:
    text, *old = put("a.txt", "x"), put("a-1.png"), put("a-2.png")
    keep(open_item([text]))
    for number, path in enumerate(old, 1):
        path.unlink()
        put(f"a-{number}.tif")
    for given in (text, tmp_path):
        assert names(open_item([given]))[2] == ["a-1.tif", "a-2.tif"]


def test_scans_named_by_hand_stay_those_of_the_record_in_their_order(put: Put) -> None:
    text, *named = put("a.txt", "x"), put("a-2.png"), put("a-1.png"), put("of another name.png")
    for scans in (named[2:], named[:2]):
        keep(open_item([text], scans=scans))
        assert names(open_item([text]))[2] == [path.name for path in scans]


def test_scans_in_the_folder_do_not_stand_for_one_of_another_name_that_is_gone(put: Put, tmp_path: Path) -> None:
    text = put("a.txt", "x")
    for number, name in enumerate(("x.png", "y.png", "a-1.png", "a-2.png"), 1):
        Image.new("L", (21, 30), number).save(tmp_path / name)
    keep(open_item([text], scans=[tmp_path / "x.png", tmp_path / "y.png"]))
    (tmp_path / "y.png").unlink()
    assert names(open_item([text]))[2] == ["x.png", "y.png"]


def test_a_page_added_to_the_folder_is_a_page_of_the_item(put: Put) -> None:
    text, _ = put("a.txt", "x"), put("a-1.png")
    keep(open_item([text]))
    put("a-2.png")
    assert names(open_item([text]))[2] == ["a-1.png", "a-2.png"]


def test_a_blank_page_that_is_gone_is_not_another_blank_page(put: Put, tmp_path: Path) -> None:
    text = put("a.txt", "x")
    for number in (1, 2, 3, 4):
        Image.new("L", (22, 30), 1 if number == 3 else 9).save(tmp_path / f"a-{number}.png")
    keep(open_item([text]))
    (tmp_path / "a-2.png").unlink()
    item = open_item([text])
    assert names(item)[2] == [f"a-{number}.png" for number in (1, 2, 3, 4)]
    assert said(item, "a-2.png, which the record names, is not there")
    for number in (1, 4):
        (tmp_path / f"a-{number}.png").rename(tmp_path / f"renamed {number}.png")
    assert names(open_item([text]))[2] == ["renamed 1.png", "renamed 4.png", "a-3.png", "a-4.png"]


def test_an_item_without_a_page_that_is_gone_is_opened_by_naming_its_files(put: Put) -> None:
    text, first, second = put("a.txt", "x"), put("a-1.png"), put("a-2.png")
    keep(open_item([text]))
    second.unlink()
    accepted = open_item([text], scans=[first])
    assert names(accepted)[2] == ["a-1.png"]
    keep(accepted)
    again = open_item([text])
    assert (names(again)[2], said(again, "is not there")) == (["a-1.png"], False)


def test_damaged_record_does_not_hide_the_files(put: Put) -> None:
    text, sidecar = put("a.txt", "x"), put("a.txt.cableview.json", "{")
    assert open_item([sidecar]).transcript.sources[0].path == text


def test_pairing_by_hand_is_remembered(put: Put, tmp_path: Path) -> None:
    text, scan = put("a.txt", "x"), put("z.png")
    put("a.ref.txt", "by name")
    manual_pairings.remember(Files((text,), (put("other.txt", "by hand"),), (scan,)))
    assert names(open_item([text])) == (["a.txt"], ["other.txt"], ["z.png"])
    (tmp_path / "other.txt").unlink()
    assert names(open_item([text]))[1] == ["a.ref.txt"]


def test_pairings_survive_rubbish_and_odd_names(put: Put, tmp_path: Path) -> None:
    odd = Path(str(tmp_path / "caf\udce9.txt"))
    manual_pairings.remember(Files((odd,), (), ()))
    manual_pairings.remember(Files((odd,), (tmp_path / "b.txt",), ()))
    assert manual_pairings.remembered(odd) == Files((odd,), (tmp_path / "b.txt",), ())
    for rubbish in ("", "[]", '{"pairings": [1]}', '{"pairings": [{"transcript": 1}]}', "[" * 5000):
        manual_pairings.pairings_file().write_text(rubbish, "utf-8")
        assert manual_pairings.remembered(odd) is None


def test_a_state_folder_that_cannot_be_created_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(manual_pairings, "pairings_file", lambda: tmp_path / "file" / "state" / "pairings.json")
    with pytest.raises(SaveError, match="cannot be remembered"):
        manual_pairings.remember(Files((tmp_path / "a.txt",)))


def test_a_sidecar_elsewhere_has_a_name_that_distinguishes_equal_names(put: Put, tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    items = [open_item([put(f"{box}/0001.txt", box)], sidecar_folder=records) for box in ("a", "b")]
    assert {item.sidecar.parent for item in items} == {records}
    assert items[0].sidecar != items[1].sidecar


def test_pasted_text_is_a_file_that_is_paired_by_name(put: Put, tmp_path: Path) -> None:
    text = put("a.txt", "x")
    item = open_item([text])
    paths = [pasted_reference(item, "pasted 𝔄"), pasted_reference(item, "again")]
    assert [path.name for path in paths] == ["a.txt.pasted.txt", "a.txt.pasted-2.txt"]
    assert paths[0].read_text("utf-8") == "pasted 𝔄"
    assert names(open_item([text]))[1] == ["a.txt.pasted-2.txt"]
    with pytest.raises(FileError):
        pasted_reference(item, "\ud800")


# Bad input


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.jpg", b"\xff\xd8\xff\xe0"),
        ("text.jpg", b"The Ambassador called"),
        ("empty.png.jpg", b""),
        ("image.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        ("binary.txt", bytes(range(256))),
        ("notes.docx", b"PK\x03\x04"),
        ("layout.hocr", b"<html/>"),
    ],
)
def test_bad_file_is_one_sentence_and_nothing_changes(put: Put, tmp_path: Path, name: str, content: bytes) -> None:
    path = put(name, content)
    before = path.stat()
    with pytest.raises(FileError) as error:
        open_item([path])
    assert name in str(error.value)
    assert "\n" not in str(error.value)
    assert ([p.name for p in tmp_path.iterdir()], path.stat().st_mtime_ns) == ([name], before.st_mtime_ns)


CUT_OFF = b"\xff\xd8\xff\xe0"
"""The beginning of a JPEG."""


def test_damaged_page_is_reported_and_keeps_its_place_among_the_others(put: Put) -> None:
    scans = [put("a-1.png"), put("a-2.jpg", CUT_OFF), put("a-3.png")]
    item = open_item([put("a.txt", BODY), *scans])
    assert item.pages == tuple(PageImage(scan) for scan in scans)
    assert said(item, "a-2.jpg: is cut off or damaged")
    assert item.transcript.text == BODY


def test_pages_behind_a_file_that_was_damaged_since_keep_their_numbers(put: Put) -> None:
    scans = [put("a-1.tif"), put("a-2.png")]
    text = put("a.txt", BODY)
    whole = open_item([text, *scans])
    keep(whole)
    scans[0].write_bytes(b"II*\0")
    assert open_item([text, *scans]).pages == whole.pages == open_item([text]).pages
    assert len(whole.pages) == 3


def test_damaged_scan_with_a_text_opens_and_alone_does_not(put: Put) -> None:
    scan, text = put("a.jpg", CUT_OFF), put("a.txt", BODY)
    assert open_item([text]).pages == (PageImage(scan),)
    text.unlink()
    with pytest.raises(ImageError, match="cut off"):
        open_item([scan])


def test_files_that_were_paired_open_with_their_record(put: Put) -> None:
    page = put("page.md", HEADER + BODY + COPY)
    keep(open_item([page], split=len(HEADER) + 4))
    assert open_item([page], beside=Files((page,))).transcript.text == "The "


def test_name_that_leaves_no_room_for_a_sidecar_is_read(put: Put) -> None:
    assert open_item([put("n" * 250 + ".txt", "x")]).transcript.text == "x"


@pytest.mark.parametrize(
    "name", ["gone.txt", "gone.png", "gone", "gone.txt.cableview.json", "x/gone.txt", "n" * 300 + ".txt", "a\0.txt"]
)
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as error:
        open_item([tmp_path / name])
    assert name in str(error.value) or "\0" in name


def test_folder_for_a_file_is_named(put: Put, tmp_path: Path) -> None:
    text = put("a.txt", "x")
    (tmp_path / "b.txt").mkdir()
    for action in (
        lambda: open_item([text, tmp_path / "b.txt"]),
        lambda: make_item(Files((text,), (tmp_path / "b.txt",))),
    ):
        with pytest.raises(FileError, match="folder"):
            action()


def test_calls_that_make_no_item_are_refused(put: Put, tmp_path: Path) -> None:
    text = put("sub/a.txt", "x")
    (tmp_path / "nothing").mkdir()
    calls: list[Callable[[], Item]] = [
        lambda: open_item([]),
        lambda: open_item([tmp_path / "nothing"]),
        lambda: make_item(Files()),
        lambda: make_item(Files((text,), (text,))),
    ]
    for call in calls:
        with pytest.raises(CableviewError):
            call()
    with pytest.raises(ImageError):
        make_item(Files((text,), scans=(tmp_path / "gone.png",)))
