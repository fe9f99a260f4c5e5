"""The whole sample from the command line: decided by what the page reads, it exports the page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cableview.assets import resource_path
from tests.cli.conftest import Cableview

Row = dict[str, Any]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_path("sample"), tmp_path / "sample"))


@pytest.fixture
def truth(sample: Path) -> list[Row]:
    return json.loads((sample / "answers" / "truth.json").read_text(encoding="utf-8"))


def test_check_finds_what_was_put_into_the_sample(cableview: Cableview, sample: Path, truth: list[Row]) -> None:
    found = cableview("check", sample / "cable.txt", "--json").tree["discrepancies"]
    assert [_as_told(row) for row in found] == [_as_told(row) for row in truth]


def test_deciding_the_whole_sample_exports_what_the_page_reads(
    cableview: Cableview, sample: Path, truth: list[Row], tmp_path: Path
) -> None:
    item = sample / "cable.txt"
    found = cableview("check", item, "--json").tree["discrepancies"]
    for row, told in zip(found, truth, strict=True):
        likely, sic = ["--likely"] * told["likely"], ["--sic"] * told["sic"]
        reading = ["--reading", told["reading"]] if told["verdict"] == "other" else []
        ran = cableview("decide", item, row["id"], "--verdict", told["verdict"], *reading, *likely, *sic)
        assert (ran.code, ran.err) == (0, "")
    assert cableview("check", item).code == 0
    assert cableview("export", item, "--to", "text", "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out").read_bytes() == (sample / "answers" / "cable.page.txt").read_bytes()


def _as_told(row: Row) -> tuple[object, ...]:
    return row["kind"], row["transcript"], row["reference"]["text"], row["from"]
