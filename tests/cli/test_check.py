"""`check`: what it prints and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cableview, digest_of

KEYS = ["id", "kind", "severity", "group", "transcript", "reference", "from", "suggestion", "decision", "locations"]


def test_json_has_the_documented_form(cableview: Cableview, cable: Path) -> None:
    ran = cableview("check", cable, "--json")
    assert ran.code == 1
    assert set(ran.tree) == {"transcript", "reference", "relation", "discrepancies", "summary"}
    assert set(ran.tree["summary"]) == {"tokens", "agreeing", "by_kind", "suppressed"}
    assert [list(d) for d in ran.tree["discrepancies"]] == [KEYS] * 5


def test_a_passage_says_what_one_side_alone_has(cableview: Cableview, tmp_path: Path) -> None:
    copied = "He left the capital that night. {} The note was not answered."
    (tmp_path / "a.txt").write_text(copied.format("He stated again on Monday that no oil would go to Japan after all."))
    (tmp_path / "b.txt").write_text(copied.format("Once more, on May 3, the export to Japan was ruled out by him."))
    (found,) = cableview("check", tmp_path / "a.txt", tmp_path / "b.txt", "--json").tree["discrepancies"]
    assert found["kind"] == "reworded"
    assert found["reasons"] == ["only the transcript has “monday”, “no”", "only the second text has “may”, “3”"]


def test_spans_refer_to_the_files_and_cover_whole_words(cableview: Cableview, cable: Path) -> None:
    tree = cableview("check", cable, "--json").tree
    for side, path in (("transcript", cable), ("reference", cable.with_name("page1.ref.txt"))):
        text = path.read_text(encoding="utf-8")
        for found in (discrepancy[side] for discrepancy in tree["discrepancies"]):
            assert text[found["start"] : found["end"]] == found["text"] == found["text"].strip()
            assert "source" not in found


def test_code_points_after_a_bom_and_with_crlf_are_counted(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + "𝔄 e\u0301\r\nstated it\r\n".encode())
    (tmp_path / "b.txt").write_bytes("𝔄 e\u0301 states it".encode())
    (found,) = cableview("check", tmp_path / "a.txt", tmp_path / "b.txt", "--json").tree["discrepancies"]
    assert (found["transcript"]["start"], found["transcript"]["end"]) == (6, 12)


def test_harriman_cable_has_exactly_ten_discrepancies(cableview: Cableview, shared_data: Path, tmp_path: Path) -> None:
    page = tmp_path / "archive-page.md"
    page.write_bytes((shared_data / "harriman-1944" / "archive-page.md").read_bytes())
    truth = json.loads((shared_data / "harriman-1944" / "truth.json").read_text(encoding="utf-8"))
    ran = cableview("check", page, "--json")
    assert ran.code == 1
    assert [_expected(found) for found in ran.tree["discrepancies"]] == [_expected(row) for row in truth["expected"]]
    for side in ("transcript", "reference"):
        text = page.read_text(encoding="utf-8")
        spans = [found[side] for found in ran.tree["discrepancies"]]
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def _expected(row: dict[str, object]) -> tuple[object, ...]:
    origin, reference = row.get("from"), row["reference"]
    assert isinstance(reference, dict)
    return row["kind"], row["transcript"], reference if reference["text"] else "", origin


def test_without_a_second_text_it_exits_with_3_and_one_sentence(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_text("Nobody else says so.\n", encoding="utf-8")
    ran = cableview("check", tmp_path / "alone.txt", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert "no second text" in ran.err


def test_equal_texts_exit_with_0(cableview: Cableview, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("All the same.\n", encoding="utf-8")
    assert cableview("check", tmp_path / "a.txt", tmp_path / "b.txt").code == 0


def test_exact_turns_every_rule_off(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he said “no” at\n\nonce", encoding="utf-8")
    (tmp_path / "b.txt").write_text('he said "no" at once', encoding="utf-8")
    texts = (tmp_path / "a.txt", tmp_path / "b.txt")
    assert cableview("check", *texts).code == 0
    assert len(cableview("check", *texts, "--exact", "--json").tree["discrepancies"]) == 1


def test_a_table_is_printed_for_people_to_read(cableview: Cableview, cable: Path) -> None:
    out = cableview("check", cable).out
    assert "5 discrepancies: 5 undecided" in out
    assert "rec1eved" in out
    assert "received" in out


def test_decided_places_are_listed_with_their_decisions(cableview: Cableview, cable: Path) -> None:
    first = cableview("check", cable, "--json").tree["discrepancies"][0]["id"]
    cableview("decide", cable, first, "--verdict", "reference", "--likely", "--note", "faint")
    found = cableview("check", cable, "--json").tree["discrepancies"]
    assert len(found) == 5
    decision = found[0]["decision"]
    assert (decision["verdict"], decision["likely"], decision["note"]) == ("reference", True, "faint")
    assert found[0]["transcript"]["text"] == "stated"
    assert cableview("check", cable, "--json", "--no-sidecar").tree["discrepancies"][0]["decision"] is None


def test_with_everything_decided_it_exits_with_0(cableview: Cableview, cable: Path) -> None:
    for found in cableview("check", cable, "--json").tree["discrepancies"]:
        assert cableview("decide", cable, found["id"], "--verdict", "transcript").code == 0
    assert cableview("check", cable).code == 0


def test_parts_in_several_files_are_distinguished_by_source(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "0001.txt").write_text("the first page stated so", encoding="utf-8")
    (tmp_path / "0002.txt").write_text("the second page deniod it", encoding="utf-8")
    (tmp_path / "reference.txt").write_text("the first page states so the second page denied it", encoding="utf-8")
    tree = cableview("check", tmp_path / "0001.txt", "--json").tree
    spans = [(d["transcript"]["source"], d["transcript"]["start"]) for d in tree["discrepancies"]]
    assert spans == [(0, 15), (1, 16)]
    assert [Path(source["path"]).name for source in tree["transcript"]["sources"]] == ["0001.txt", "0002.txt"]


def test_places_guessed_on_a_scan_are_labelled_as_guesses(cableview: Cableview, cable: Path) -> None:
    from PIL import Image

    Image.new("L", (850, 1100), 255).save(cable.with_suffix(".png"))
    found = cableview("check", cable, "--scan", cable.with_suffix(".png"), "--json").tree["discrepancies"]
    (location,) = found[0]["locations"]
    assert location["method"] == "proportional"
    assert location["confidence"] <= 0.3
    assert location["page"] == 1
    assert 0 <= location["box"][1] < location["box"][3] <= 1100


def test_checking_a_folder_continues_past_a_bad_item_and_names_it(cableview: Cableview, cable: Path) -> None:
    (cable.with_name("page2.txt")).write_bytes(b"\x00\x01\x02" * 50)
    cable.with_name("page2.ref.txt").write_text("fine", encoding="utf-8")
    ran = cableview("check", cable.parent, "--json")
    assert ran.code == 2
    assert len(ran.tree["items"]) == 1
    assert "page2.txt" in ran.err


def test_words_in_csv_are_not_read_as_formulas(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he said =cmd|x then went home again", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he said @sum then went home again", encoding="utf-8")
    out = cableview("check", tmp_path / "a.txt", tmp_path / "b.txt", "--csv").out
    (row,) = csv.DictReader(out.lstrip("\ufeff").splitlines())
    assert (row["transcript"], row["reference"]) == ("'=cmd|x", "'@sum")


def test_html_escapes_text_from_files(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he said <script>alert(1)</script> then went home again", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he said nothing then went home again", encoding="utf-8")
    out = cableview("check", tmp_path / "a.txt", tmp_path / "b.txt", "--html").out
    assert "<script" not in out
    assert "default-src 'none'" in out


def test_the_output_file_is_never_a_source_and_is_not_replaced_unasked(cableview: Cableview, cable: Path) -> None:
    before = digest_of(cable.parent)
    assert cableview("check", cable, "--json", "-o", cable, "--force").code == 2
    assert digest_of(cable.parent) == before
    target = cable.parent / "out.json"
    assert cableview("check", cable, "-o", target).code == 1
    assert len(json.loads(target.read_bytes())["discrepancies"]) == 5
    assert cableview("check", cable, "-o", target).code == 2
    assert cableview("check", cable, "-o", target, "--force").code == 1


def test_checking_writes_nothing(cableview: Cableview, cable: Path) -> None:
    before = digest_of(cable.parent)
    cableview("check", cable)
    assert digest_of(cable.parent) == before


@pytest.mark.parametrize("form", ["--json", "--csv", "--html"])
def test_a_file_name_that_is_not_utf8_can_be_checked(cableview: Cableview, tmp_path: Path, form: str) -> None:
    odd = tmp_path / b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    odd.write_text("he stated it so", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he states it so", encoding="utf-8")
    assert cableview("check", odd, tmp_path / "b.txt", form).code == 1


@pytest.mark.parametrize("content", ["", " \n\t"])
def test_a_text_without_words_is_said_to_have_none(cableview: Cableview, tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text("he states it", encoding="utf-8")
    ran = cableview("check", tmp_path / "a.txt")
    assert ran.code == 2
    assert "a.txt: has no words: there is nothing to compare" in ran.err
