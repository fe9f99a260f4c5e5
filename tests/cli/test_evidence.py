"""The evidence page from the command line: real scans, pieces at each place, and what it rests on."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from cableview.assets import resource_path
from cableview.version import program_version
from tests.cli.conftest import Cableview, digest_of, unstamped


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    folder.mkdir()
    for file in resource_path("sample").glob("cable*"):
        shutil.copy(file, folder)
    return folder / "cable.txt"


def exported(cableview: Cableview, item: Path, *more: str) -> str:
    ran = cableview("export", item, "--to", "html", "-o", "-", *more)
    assert ran.code == 0, ran.err
    return ran.out


def test_each_place_of_the_sample_is_shown_on_the_scan(cableview: Cableview, sample: Path) -> None:
    before = digest_of(sample.parent)
    page = exported(cableview, sample)
    rows = re.findall(r'<tbody id="[0-9a-f]+">.*?</tbody>', page, re.DOTALL)
    shown = [row for row in rows if "<img " in row]
    assert len(rows) == 43
    assert len(shown) > 38
    assert all("<figcaption>Page " in row for row in shown)
    assert all("<img " in row or 'class="none"' in row for row in rows)
    assert len(page) < 16_000 * len(rows)  # a thousand places make 16 MB at the most, which a browser opens
    assert digest_of(sample.parent) == before


def test_the_evidence_names_its_sources_its_time_and_the_program(cableview: Cableview, sample: Path) -> None:
    page = exported(cableview, sample)
    for file in sample.parent.iterdir():
        assert file.name in page
        assert hashlib.sha256(file.read_bytes()).hexdigest() in page
    stamp = re.search(r"<dt>Exported</dt><dd>(\S+) \S+ UTC by ([^<]*)</dd>", page)
    assert stamp
    assert (len(stamp[1]), stamp[2]) == (len("2026-01-01"), program_version())


def test_repeated_evidence_differs_only_in_its_time(cableview: Cableview, sample: Path) -> None:
    first, second = (unstamped(exported(cableview, sample)) for _ in range(2))
    assert first == second
    assert unstamped(cableview("check", sample, "--html").out) == first


def test_evidence_without_pieces_says_in_words_where_places_are(cableview: Cableview, sample: Path) -> None:
    page = exported(cableview, sample, "--no-pieces")
    assert "<img" not in page
    assert "Page 2 · 99% sure, found on the image." in page


def test_evidence_of_a_folder_has_pieces_if_asked_for(cableview: Cableview, sample: Path) -> None:
    assert "<img" not in cableview("check", sample.parent, "--html").out
    page = cableview("check", sample.parent, "--html", "--pieces").out
    assert page.count("<img") > 38
    assert set(re.findall(r'href="#([^"]*)"', page)) == set(re.findall(r'<tbody id="([^"]*)"', page))


def test_a_damaged_page_is_reported_and_the_rest_is_shown(cableview: Cableview, sample: Path) -> None:
    second = sample.parent / "cable-2.jpg"
    second.write_bytes(second.read_bytes()[:2000])
    page = exported(cableview, sample)
    assert "Page 2 cannot be shown: cable-2.jpg" in page
    assert page.count("<img") > 20


def test_pieces_of_an_unreadable_scan_are_left_out_and_reported(cableview: Cableview, sample: Path) -> None:
    for name in ("cable-1.jpg", "cable-2.jpg"):
        (sample.parent / name).write_bytes(b"no image")
    out = sample.parent / "out.html"
    ran = cableview("export", sample, "--to", "html", "-o", out)
    assert ran.code == 0
    assert "Places are left out, since no page of the scan can be read: " in ran.err
    page = out.read_text(encoding="utf-8")
    assert "Page 1 cannot be shown: cable-1.jpg" in page
    assert "Page 2 cannot be shown: cable-2.jpg" in page
    assert "sure, found on" not in page
    assert page.count("<tbody id=") == 43
    checked = cableview("check", sample, "--json")
    assert checked.code == 1
    assert not any(row["locations"] for row in json.loads(checked.out)["discrepancies"])


def test_evidence_without_a_scan_does_not_mention_one(cableview: Cableview, cable: Path) -> None:
    page = exported(cableview, cable)
    assert "<img" not in page
    assert 'class="scan"' not in page


def test_markup_in_files_and_their_names_is_shown_as_text(cableview: Cableview, tmp_path: Path) -> None:
    nasty = '<img src=x onerror="alert(1)">'
    text = tmp_path / "a<b>&c.txt"
    text.write_text(f"one {nasty} two", encoding="utf-8")
    (tmp_path / "other.txt").write_text(f"one {nasty}<script>x</script> two", encoding="utf-8")
    page = cableview("check", text, tmp_path / "other.txt", "--html").out
    assert "<img" not in page
    assert "<script" not in page
    assert "a&lt;b&gt;&amp;c.txt" in page


@pytest.mark.parametrize("option", ["--pieces", "--no-pieces"])
def test_pieces_are_for_html_only(cableview: Cableview, cable: Path, option: str) -> None:
    ran = cableview("export", cable, "--to", "csv", "-o", "-", option)
    assert (ran.code, ran.out, "go with HTML" in ran.err) == (2, "", True)
    assert cableview("check", cable, "--json", option).code == 2
