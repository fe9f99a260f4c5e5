"""The commands that open or draw the window, as far as they go without one; locate, status and the selftest."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from cableview.assets import resource_path
from cableview.cli import selftest_command
from tests.cli.conftest import Cableview, digest_of
from tests.cli.processes import ROOT, start


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_path("sample"), tmp_path / "sample"))


def test_a_snapshot_has_the_size_asked_for_and_changes_nothing(sample: Path, tmp_path: Path) -> None:
    before = digest_of(sample)
    done = start("snapshot", sample / "cable.txt", "-o", tmp_path / "s.png", "--size", "1024x700", "--scale", "2")
    assert (done.returncode, done.stderr) == (0, b"")
    with Image.open(tmp_path / "s.png") as picture:
        assert picture.size == (2048, 1400)
    assert digest_of(sample) == before


@pytest.mark.parametrize("target", ["cable-1.jpg", "cable.txt", "cable.clean.txt"])
@pytest.mark.parametrize("whole_folder", [True, False])
def test_a_source_is_not_overwritten_even_with_force(
    cableview: Cableview, sample: Path, target: str, whole_folder: bool
) -> None:
    before = digest_of(sample)
    item = sample if whole_folder else sample / "cable.txt"
    for command in (["snapshot"], ["check", "--json"], ["export", "--to", "text"], ["export", "--to", "csv"]):
        ran = cableview(*command, item, "-o", sample / target, "--force")
        assert ran.code == 2
        assert target in ran.err
    assert digest_of(sample) == before


def test_a_bad_item_in_a_folder_is_not_overwritten(cableview: Cableview, sample: Path) -> None:
    (sample / "page7.txt").write_bytes(b"\0\0\0")
    before = digest_of(sample)
    assert cableview("check", sample, "--json", "-o", sample / "page7.txt", "--force").code == 2
    assert digest_of(sample) == before


@pytest.mark.parametrize("size", ["big", "0x0", "10x", "99999x99999"])
def test_an_invalid_size_is_refused(cableview: Cableview, sample: Path, tmp_path: Path, size: str) -> None:
    ran = cableview("snapshot", sample, "-o", tmp_path / "s.png", "--size", size)
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_locate_finds_every_word_on_its_page(cableview: Cableview, sample: Path) -> None:
    scans = [argument for k in (1, 2) for argument in ("--scan", sample / f"cable-{k}.jpg")]
    tree = cableview("locate", sample / "cable.txt", *scans, "--json").tree
    text = (sample / "cable.txt").read_text(encoding="utf-8")
    assert [word["text"] for word in tree["words"]] == text.split()
    assert all(text[word["start"] : word["end"]] == word["text"] for word in tree["words"])
    assert {word["text"] for word in tree["words"] if word["method"] == "gap"} == {"ee"}  # an engine's; not on the page
    assert {word["method"] for word in tree["words"]} == {"image", "gap"}
    assert sum(word["confidence"] >= 0.5 for word in tree["words"]) >= 0.95 * len(tree["words"])
    assert {word["page"] for word in tree["words"]} == {1, 2}


def test_locate_finds_words_on_the_other_pages_if_one_is_cut_off(cableview: Cableview, sample: Path) -> None:
    cut = sample / "cable-1.jpg"
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    ran = cableview("locate", sample / "cable.txt", "--scan", cut, "--scan", sample / "cable-2.jpg", "--engine", "none")
    assert ran.code == 0
    assert ran.err.count("\n") == 1
    assert "Page 1 was not searched for words: " in ran.err
    assert "cable-1.jpg: is cut off or damaged" in ran.err
    found = [word for word in ran.tree["words"] if word["method"] == "image"]
    assert {word["page"] for word in found} == {2}
    assert sum(word["confidence"] >= 0.5 for word in found) >= 0.9 * len(found) > 20


def test_status_counts_an_item_and_a_folder(cableview: Cableview, cable: Path) -> None:
    first = cableview("check", cable, "--json").tree["discrepancies"][0]["id"]
    cableview("decide", cable, first, "--verdict", "absent", "--reviewer", "A. Reader")
    ran = cableview("status", cable)
    assert "4 open, 1 decided of 5" in ran.out
    assert "A. Reader" in ran.out
    shutil.copy(cable, cable.with_name("page2.txt"))
    shutil.copy(cable.with_name("page1.ref.txt"), cable.with_name("page2.ref.txt"))
    tree = cableview("status", cable.parent, "--json").tree
    assert [(item["item"], item["undecided"]) for item in tree["items"]] == [("page1.txt", 4), ("page2.txt", 5)]


def test_the_selftest_passes(cableview: Cableview) -> None:
    ran = cableview("selftest")
    assert (ran.code, ran.err) == (0, "")
    assert "FAIL" not in ran.out


def test_the_selftest_tries_all_libraries_that_are_required() -> None:
    required = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w-]+", one)[0].lower().replace("-", "_") for one in required}  # pyright: ignore[reportOptionalSubscript]
    assert {name.lower() for name in selftest_command._PARTS} == (names - {"pyside6_essentials", "pillow"}) | {"pil"}


def test_the_selftest_names_what_is_missing(cableview: Cableview, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*parts: str) -> Path:
        raise FileNotFoundError(f"resources/{'/'.join(parts)} is missing")

    monkeypatch.setattr("cableview.cli.selftest_command.resource_path", missing)
    ran = cableview("selftest")
    assert ran.code == 1
    assert "resources/data/rules.toml is missing" in ran.out
