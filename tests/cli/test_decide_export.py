"""Deciding and exporting from the command line, from the first discrepancy to the corrected file."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Cableview, digest_of


def ids(cableview: Cableview, *item: Path) -> list[str]:
    return [found["id"] for found in cableview("check", *item, "--json").tree["discrepancies"]]


def test_decide_prints_what_was_recorded_and_what_the_text_now_reads(cableview: Cableview, cable: Path) -> None:
    first, *_ = ids(cableview, cable)
    ran = cableview("decide", cable, first, "--verdict", "reference", "--sic", "--reviewer", "A. Reader")
    assert ran.code == 0
    assert "reference, sic" in ran.out
    assert "there stands: states" in ran.out
    assert "4 of 5 undecided" in ran.out
    assert cableview("check", cable, "--json").tree["discrepancies"][0]["decision"]["by"] == "A. Reader"


def test_the_beginning_of_an_id_is_enough(cableview: Cableview, cable: Path) -> None:
    second = ids(cableview, cable)[1]
    assert second in cableview("decide", cable, second[:5], "--verdict", "absent").out


def test_ids_do_not_change_when_others_are_decided(cableview: Cableview, cable: Path) -> None:
    before = ids(cableview, cable)
    for found in before[:3]:
        cableview("decide", cable, found, "--verdict", "reference")
    assert ids(cableview, cable) == before


def test_a_decision_can_be_taken_back(cableview: Cableview, cable: Path, tmp_path: Path) -> None:
    first, *_ = ids(cableview, cable)
    cableview("decide", cable, first, "--verdict", "reference")
    assert cableview("decide", cable, first, "--verdict", "none").code == 0
    assert cableview("export", cable, "--to", "text", "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out").read_bytes() == cable.read_bytes()
    ran = cableview("decide", cable, first, "--verdict", "none")
    assert (ran.code, "nothing changed" in ran.out) == (0, True)


def test_only_other_takes_a_reading_and_requires_one(cableview: Cableview, cable: Path) -> None:
    first, *_ = ids(cableview, cable)
    before = digest_of(cable.parent)
    assert cableview("decide", cable, first, "--verdict", "other").code == 2
    assert cableview("decide", cable, first, "--verdict", "absent", "--reading", "x").code == 2
    assert digest_of(cable.parent) == before


@pytest.mark.parametrize("verdict", ["deferred", "none"])
@pytest.mark.parametrize("prefix", ["--sic", "--likely"])
def test_a_verdict_that_claims_nothing_is_neither_likely_nor_sic(
    cableview: Cableview, cable: Path, verdict: str, prefix: str
) -> None:
    first, *_ = ids(cableview, cable)
    before = digest_of(cable.parent)
    ran = cableview("decide", cable, first, "--verdict", verdict, prefix)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"{verdict} takes no {prefix}" in ran.err
    assert digest_of(cable.parent) == before


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("He said it.", "Use --verdict reference"),
        ("He quite plainly said it.", "Use --verdict transcript"),
        ("He clearly said it.", "nothing was read"),
    ],
    ids=["addition", "omission", "both"],
)
@pytest.mark.parametrize("reading", ["", " "])
def test_the_error_for_an_empty_reading_names_the_intended_verdict(
    cableview: Cableview, tmp_path: Path, reference: str, wanted: str, reading: str
) -> None:
    (tmp_path / "a.txt").write_text("He plainly said it.", encoding="utf-8")
    (tmp_path / "b.txt").write_text(reference, encoding="utf-8")
    item = tmp_path / "a.txt", tmp_path / "b.txt"
    before = digest_of(tmp_path)
    found = cableview("check", *item, "--json").tree["discrepancies"]
    one = next((d for d in found if not d["reference"]["text"] or not d["transcript"]["text"]), found[0])
    ran = cableview("decide", *item, one["id"], "--verdict", "other", "--reading", reading)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert wanted in ran.err
    assert digest_of(tmp_path) == before


def test_all_verdicts_and_the_export(cableview: Cableview, cable: Path, tmp_path: Path) -> None:
    verdicts = [["transcript"], ["reference"], ["other", "--reading", "13."], ["unreadable"], ["immaterial"]]
    for found, verdict in zip(ids(cableview, cable), verdicts, strict=True):
        assert cableview("decide", cable, found, "--verdict", *verdict).code == 0
    assert cableview("check", cable).code == 0
    ran = cableview("export", cable, "--to", "text", "-o", tmp_path / "out", "--unclear", "query")
    assert (ran.code, ran.err) == (0, "")
    wanted = cable.read_text(encoding="utf-8").replace("rec1eved", "received")
    wanted = wanted.replace("12.", "13.").replace("wether", "wether[?]")
    assert (tmp_path / "out").read_text(encoding="utf-8") == wanted
    assert cableview("export", cable, "--to", "errata", "-o", tmp_path / "errata").code == 0
    with (tmp_path / "errata").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["reference"], row["page reads"]) for row in csv.DictReader(file)]
    assert rows == [("states", "stated"), ("14.", "13.")]


def test_hidden_files_are_opened_if_named(cableview: Cableview, cable: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hidden"
    folder.mkdir()
    item = folder / ".page1.txt", folder / ".page1.ref.txt"
    cable.rename(item[0])
    cable.with_name("page1.ref.txt").rename(item[1])
    assert cableview("check", folder).code == 2
    assert cableview("check", item[0]).code == 3
    first, *_ = ids(cableview, *item)
    assert cableview("decide", *item, first, "--verdict", "reference").code == 0
    assert cableview("check", item[0]).code == 1  # its record names the second text
    assert cableview("export", item[0], "--to", "text", "-o", tmp_path / "out").code == 0
    assert b"Marshal states" in (tmp_path / "out").read_bytes()
    assert cableview("status", item[0]).code == 0


def test_undecided_places_are_counted_and_marked(cableview: Cableview, cable: Path, tmp_path: Path) -> None:
    ran = cableview("export", cable, "--to", "text", "-o", tmp_path / "out", "--mark-undecided")
    assert "5 of 5 are undecided; there both readings stand in [[ ]]" in ran.err
    assert "[[stated | states]]" in (tmp_path / "out").read_text(encoding="utf-8")


TEXT = "He said “café”\r\nand rec1eved it\n\rthe end \r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_export_keeps_encoding_bom_and_line_ends(cableview: Cableview, tmp_path: Path, encoding: str) -> None:
    source, reference = tmp_path / "a.txt", tmp_path / "a.ref.txt"
    source.write_bytes(TEXT.encode(encoding))
    reference.write_text("He said “café” and received it the end", encoding="utf-8")
    assert cableview("export", source, "--to", "text", "-o", tmp_path / "same").code == 0
    assert (tmp_path / "same").read_bytes() == source.read_bytes()
    (only,) = ids(cableview, source)
    cableview("decide", source, only, "--verdict", "reference")
    assert cableview("export", source, "--to", "text", "-o", tmp_path / "new").code == 0
    assert (tmp_path / "new").read_bytes() == TEXT.replace("rec1eved", "received").encode(encoding)
    assert source.read_bytes() == TEXT.encode(encoding)


def test_characters_the_encoding_lacks_are_named_and_utf8_is_offered(cableview: Cableview, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes("Marsza1ek w Café".encode("cp1252"))
    (tmp_path / "a.ref.txt").write_text("Marszałek w Café", encoding="utf-8")
    cableview("decide", source, ids(cableview, source)[0], "--verdict", "reference")
    ran = cableview("export", source, "--to", "text", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "ł (U+0142)" in ran.err
    assert "--encoding utf-8" in ran.err
    assert not (tmp_path / "out").exists()
    assert cableview("export", source, "--to", "text", "-o", tmp_path / "out", "--encoding", "utf-8").code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == "Marszałek w Café"


def test_a_transcript_of_several_files_is_exported_to_as_many(cableview: Cableview, tmp_path: Path) -> None:
    item = tmp_path / "item"
    item.mkdir()
    (item / "0001.txt").write_bytes(b"the first page stated so\r\n")
    (item / "0002.txt").write_bytes("the second page deniod it ü\n".encode("cp1252"))
    (item / "reference.txt").write_text("the first page states so the second page denied it ü", encoding="utf-8")
    for found in ids(cableview, item / "0001.txt"):
        assert cableview("decide", item / "0002.txt", found, "--verdict", "reference").code == 0
    assert cableview("export", item, "--to", "text", "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out" / "0001.txt").read_bytes() == b"the first page states so\r\n"
    assert (tmp_path / "out" / "0002.txt").read_bytes() == "the second page denied it ü\n".encode("cp1252")
    assert cableview("export", item, "--to", "text", "-o", item, "--force").code == 2


def test_an_archive_page_exports_its_transcript_or_the_whole_page(
    cableview: Cableview, shared_data: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_bytes((shared_data / "harriman-1944" / "archive-page.md").read_bytes())
    text = page.read_text(encoding="utf-8")
    (stated,) = (
        d["id"] for d in cableview("check", page, "--json").tree["discrepancies"] if d["transcript"]["text"] == "stated"
    )
    cableview("decide", page, stated, "--verdict", "reference")
    cableview("export", page, "--to", "text", "-o", tmp_path / "part")
    cableview("export", page, "--to", "text", "-o", tmp_path / "whole", "--whole")
    whole = text[:1626] + "states" + text[1632:]
    assert (tmp_path / "whole").read_text(encoding="utf-8") == whole
    assert (tmp_path / "part").read_text(encoding="utf-8") == whole[684:3586]


@pytest.mark.parametrize("all_typed", [True, False])
def test_deciding_by_the_page_exports_what_the_page_reads(
    cableview: Cableview, shared_data: Path, tmp_path: Path, all_typed: bool
) -> None:
    data = shared_data / "eo9981"
    item = tmp_path / "page1.txt"
    shutil.copy(data / "tesseract.txt", item)
    shutil.copy(data / "human.txt", tmp_path / "page1.ref.txt")
    truth = json.loads((data / "truth.json").read_text(encoding="utf-8"))
    slips = {slip["tesseract"]: slip["page"] for slip in truth["tesseract_errors"]}
    for found in cableview("check", item, "--json").tree["discrepancies"]:
        ours = found["transcript"]["text"]
        verdict = ["other", "--reading", slips[ours]] if ours in slips else ["transcript"]
        if not all_typed and slips.get(ours) == found["reference"]["text"]:
            verdict = ["reference"]
        assert cableview("decide", item, found["id"], "--verdict", *verdict).code == 0
    assert cableview("check", item).code == 0
    assert cableview("export", item, "--to", "text", "-o", tmp_path / "out").code == 0
    page = (data / "page-reads.txt").read_text(encoding="utf-8")
    assert (tmp_path / "out").read_text(encoding="utf-8").split() == page.split()


@pytest.mark.parametrize(
    "taken",
    [
        *("other.txt.cableview.json", "other.txt.cableview.json.journal", "other.txt.cableview.json.lock"),
        *("other.txt.cableview.json.journal.aside-1", "other.txt.cableview (conflicted copy).json"),
        "OTHER.TXT.CABLEVIEW.JSON",
    ],
)
@pytest.mark.parametrize("is_linked", [False, True])
def test_the_record_of_another_item_is_not_overwritten(
    cableview: Cableview, tmp_path: Path, taken: str, *, is_linked: bool
) -> None:
    for name, text in (("a.txt", "he stated it"), ("a.ref.txt", "he states it")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    record = tmp_path / taken
    record.write_text("{}", encoding="utf-8")
    target = tmp_path / "link" if is_linked else record
    if is_linked:
        target.symlink_to(record)
    for command in (["check", tmp_path / "a.txt"], ["export", tmp_path / "a.txt", "--to", "text"]):
        ran = cableview(*command, "-o", target, "--force")
        assert ran.code == 2
        assert "is the name of a record of decisions" in ran.err
    assert record.read_text(encoding="utf-8") == "{}"


def test_an_item_with_a_record_is_opened_from_a_folder_below_it(
    cableview: Cableview, cable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cable.parent / "notes").mkdir()
    assert cableview("rules", cable, "--off", "dashes").code == 0
    monkeypatch.chdir(cable.parent / "notes")
    ran = cableview("check", Path("..", cable.name), Path("..", "page1.ref.txt"))
    assert ran.err == ""
    assert ran.code == 1


def test_a_note_on_words_that_no_longer_differ_is_counted_and_listed(cableview: Cableview, cable: Path) -> None:
    rows = cableview("check", cable, "--json").tree["discrepancies"]
    stated = next(row for row in rows if row["transcript"]["text"] == "stated")
    cableview("decide", cable, stated["id"], "--verdict", "deferred", "--note", "see the carbon")
    assert "notes" not in cableview("check", cable, "--json").tree
    cableview("rules", cable, "--equal", "stated=states")
    tree = cableview("check", cable, "--json").tree
    assert len(tree["discrepancies"]) == len(rows) - 1
    assert tree["notes"] == [
        {
            "id": stated["id"],
            "transcript": stated["transcript"],
            "reference": stated["reference"],
            "note": "see the carbon",
        }
    ]
    assert "1 noted where nothing is to be decided" in cableview("status", cable).out
    assert cableview("status", cable, "--json").tree["items"][0]["loose_notes"] == 1


def test_listing_an_untranscribed_scan_names_the_scan(cableview: Cableview, tmp_path: Path) -> None:
    scan = tmp_path / "page.png"
    Image.new("L", (20, 30)).save(scan)
    for form in ("json", "csv", "errata", "html"):
        ran = cableview("export", scan, "--to", form, "-o", tmp_path / "out")
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert f"{scan}: is a scan without a transcript" in ran.err
        assert "cableview read" in ran.err


@pytest.mark.parametrize("command", ["status", "decide", "export"])
def test_decisions_carried_over_to_a_changed_text_are_reported(cableview: Cableview, cable: Path, command: str) -> None:
    first, second, *_ = ids(cableview, cable)
    assert "was changed" not in cableview("decide", cable, first, "--verdict", "reference").err
    cable.write_text("A new head line\n" + cable.read_text(encoding="utf-8"), encoding="utf-8")
    more = {"status": (), "decide": (second, "--verdict", "transcript"), "export": ("--to", "text", "-o", "-")}[command]
    ran = cableview(command, cable, *more)
    assert ran.code == 0
    assert "page1.txt: A text was changed since: 1 of 1 decisions were found again by their words" in ran.err
    assert ("changed since" in cableview("status", cable).err) == (command != "decide")


def test_a_copy_of_the_record_from_another_machine_is_named(cableview: Cableview, cable: Path) -> None:
    first, *_ = ids(cableview, cable)
    cableview("decide", cable, first, "--verdict", "reference")
    name = "page1.txt.cableview (conflicted copy).json"
    shutil.copy(f"{cable}.cableview.json", cable.parent / name)
    assert f"{name} is a copy of the record" in cableview("status", cable).err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mets.xml", '<mets xmlns="http://www.loc.gov/METS/"/>'),
        ("other.xml", '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"/>'),
        ("other.html", '<html><body><div class="ocr_page"/></body></html>'),
        ("pages", '<mets xmlns="http://www.loc.gov/METS/"/>'),
        ("layout.old", '\ufeff\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"/>'),
    ],
)
def test_a_mets_file_or_a_layout_is_not_overwritten(cableview: Cableview, cable: Path, name: str, text: str) -> None:
    there = cable.with_name(name)
    there.write_text(text, encoding="utf-8")
    ran = cableview("export", cable, "--to", "html", "-o", there, "--force")
    assert (ran.code, there.read_text(encoding="utf-8")) == (2, text)
    assert f"{name}: says what is on a scan and is never written. Choose another name" in ran.err


@pytest.mark.parametrize("name", ["other.txt", "other.clean.txt", "other.png"])
@pytest.mark.parametrize("command", [["check", "--json"], ["export", "--to", "text"], ["snapshot"]])
def test_a_source_of_another_item_is_not_written_over(
    cableview: Cableview, cable: Path, name: str, command: list[str]
) -> None:
    for other in ("other.txt", "other.clean.txt", "other.png"):
        cable.with_name(other).write_text("as it was", encoding="utf-8")
    ran = cableview(command[0], cable, *command[1:], "-o", cable.with_name(name), "--force")
    assert (ran.code, cable.with_name(name).read_text(encoding="utf-8")) == (2, "as it was")
    assert f"{name}: belongs to an item here and is never written. Choose another name" in ran.err


def test_the_evidence_can_be_exported_again(cableview: Cableview, cable: Path) -> None:
    page = cable.with_name("page1.evidence.html")
    for more in ((), ("--force",)):
        assert cableview("export", cable, "--to", "html", "-o", page, *more).code == 0
