"""Layout files and places shown by hand, as the commands tell of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from cableview.cli.main import cli
from cableview.collection.open_item import open_item
from cableview.model.geometry import Box
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.review.opening import open_session

TEXT, REFERENCE = "the red fox stated it\n", "the red fox states it\n"


@pytest.fixture
def item(tmp_path: Path) -> Path:
    Image.new("L", (400, 300), 255).save(tmp_path / "a.png")
    words = "".join(
        f'<String CONTENT="{word}" HPOS="{10 + 60 * k}" VPOS="10" WIDTH="50" HEIGHT="20"/>'
        for k, word in enumerate(TEXT.split())
    )
    line = f'<TextLine HPOS="10" VPOS="10" WIDTH="300" HEIGHT="20">{words}</TextLine>'
    page = f'<Page WIDTH="400" HEIGHT="300"><TextBlock>{line}</TextBlock></Page>'
    (tmp_path / "a.xml").write_text(f"<alto><Layout>{page}</Layout></alto>", encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def location(*arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(cli, ["check", *arguments, "--json"])
    return location_in(json.loads(done.stdout))


def location_in(tree: dict[str, Any]) -> dict[str, object]:
    (discrepancy,) = tree["discrepancies"]
    (found,) = discrepancy["locations"]
    return found


def test_check_takes_places_from_the_layout_of_the_item(item: Path) -> None:
    found = location(str(item))
    assert (found["page"], found["box"], found["method"]) == (1, [190, 10, 240, 30], "layout")


def test_check_of_a_folder_takes_places_from_its_layouts(item: Path) -> None:
    done = CliRunner().invoke(cli, ["check", str(item.parent), "--json", "--jobs", "1"])
    (checked,) = json.loads(done.stdout)["items"]
    assert location_in(checked)["method"] == "layout"


def test_check_reports_places_pointed_out_by_hand(item: Path) -> None:
    opened = open_session(open_item([item]), reviewer="me")
    opened.session.locate_by_hand(Span(12, 18), Spot(1, Box(100, 100, 160, 120)))
    opened.close()
    assert location(str(item)) == {"page": 1, "box": [100, 100, 160, 120], "method": "by hand", "confidence": 1.0}


@pytest.mark.parametrize(
    "spot", [Spot(2, Box(10, 10, 60, 30)), Spot(0, Box(10, 10, 60, 30)), Spot(1, Box(500, 10, 560, 30))]
)
def test_a_place_pointed_out_on_a_missing_page_is_ignored(item: Path, spot: Spot) -> None:
    opened = open_session(open_item([item]), reviewer="me")
    opened.session.locate_by_hand(Span(12, 18), spot)
    opened.close()
    assert location(str(item))["method"] == "layout"


def test_a_layout_that_does_not_fit_is_reported_on_standard_error(item: Path) -> None:
    layout = item.with_name("a.xml")
    text = layout.read_text("utf-8")
    for word, other in zip(TEXT.split(), ("wholly", "other", "words", "stand", "here"), strict=True):
        text = text.replace(f'"{word}"', f'"{other}"')
    layout.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", str(item), "--json"])
    assert "does not fit" in done.stderr
    (discrepancy,) = json.loads(done.stdout)["discrepancies"]
    assert discrepancy["locations"][0]["method"] == "proportional"
