"""Real documents that are not part of the project."""

from __future__ import annotations

import json
from pathlib import Path

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.formats.markdown import markdown_markup


def test_harriman_cable_has_exactly_its_ten_discrepancies(shared_data: Path) -> None:
    folder = shared_data / "harriman-1944"
    page = (folder / "archive-page.md").read_bytes().decode("utf-8")
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    start, middle, end = truth["transcript"]["start"], truth["reference"]["start"], truth["reference"]["end"]
    one, other = page[start:middle], page[middle:end]
    result = collate(Text(one, markdown_markup(one)), Text(other, markdown_markup(other)), default_rules())
    found = [
        (
            d.kind,
            (d.working.start + start, d.working.end + start),
            (d.reference.start + middle, d.reference.end + middle) if not d.reference.is_empty else None,
            (d.origin.start + start, d.origin.end + start) if d.origin else None,
        )
        for d in result.differences
    ]
    assert found == [
        (e["kind"], _span(e["transcript"]), _span(e["reference"]), _span(e.get("from"))) for e in truth["expected"]
    ]


def _span(side: dict[str, int] | None) -> tuple[int, int] | None:
    return (side["start"], side["end"]) if side and "start" in side else None


def test_executive_order_shows_every_error_and_nothing_else(shared_data: Path) -> None:
    folder = shared_data / "eo9981"
    human, tesseract = ((folder / name).read_bytes().decode("utf-8") for name in ("human.txt", "tesseract.txt"))
    result = collate(Text(tesseract), Text(human), default_rules())
    assert [(d.working.of(tesseract), d.reference.of(human)) for d in result.differences] == [
        ("PRESIDENT‘'S", "PRESIDENT'S"),
        ("", "THE"),
        ("1,", "1."),
        ("changes", "change"),
        ("President,", "president."),
        ("authorized", "authoirzed"),
    ]
    assert result.agreeing == result.tokens - 5
