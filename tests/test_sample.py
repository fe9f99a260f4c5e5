"""The sample: made from its master, holding every kind of difference, and settled by its own answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cableview.assets import resource_path
from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collection.folder import items_in
from cableview.collection.open_item import open_item
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Kind
from cableview.model.item import Item
from cableview.review.session import Session

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = resource_path("sample")
MAKER = ROOT / "packaging" / "make_sample.py"

Row = dict[str, Any]


def read(name: str) -> str:
    return (SAMPLE / name).read_bytes().decode("utf-8")


@pytest.fixture
def truth() -> list[Row]:
    return json.loads(read("answers/truth.json"))


@pytest.fixture
def item(tmp_path: Path) -> Item:
    for name in ("cable.txt", "cable.clean.txt", "cable-1.jpg", "cable-2.jpg"):
        (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
    return open_item([tmp_path / "cable.txt"])


def spans(row: Row) -> tuple[tuple[int, int], ...]:
    return tuple((row[side]["start"], row[side]["end"]) for side in ("transcript", "reference"))


def test_texts_are_what_the_master_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(MAKER), "--texts-only", str(tmp_path)], check=True)
    for name in ("cable.txt", "cable.clean.txt", "answers/cable.page.txt", "answers/truth.json"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


def test_answers_quote_the_texts(truth: list[Row]) -> None:
    texts = {"transcript": read("cable.txt"), "reference": read("cable.clean.txt"), "from": read("cable.txt")}
    for row in truth:
        for side, text in texts.items():
            if row[side]:
                assert text[row[side]["start"] : row[side]["end"]] == row[side]["text"]


def test_there_are_thirty_differences_of_every_kind_and_every_verdict(truth: list[Row]) -> None:
    assert len(truth) >= 30
    assert {row["kind"] for row in truth} == set(Kind)
    assert {row["verdict"] for row in truth} == set(Verdict) - {Verdict.DEFERRED}
    assert any(row["sic"] for row in truth)
    assert any(row["likely"] for row in truth)


def test_pages_are_scans_of_a_size_that_can_be_shipped() -> None:
    for number in (1, 2):
        path = SAMPLE / f"cable-{number}.jpg"
        with Image.open(path) as image:
            assert image.size == (1240, 1754)
        assert path.stat().st_size < 400_000


def test_folder_opens_as_one_item() -> None:
    pairing = items_in(SAMPLE)
    assert [files.name for files in pairing.items] == ["cable.txt"]
    assert [path.name for path in pairing.items[0].scans] == ["cable-1.jpg", "cable-2.jpg"]
    assert [path.name for path in pairing.items[0].reference] == ["cable.clean.txt"]
    assert not pairing.unpaired


def test_collation_finds_what_the_answers_say_and_nothing_else(truth: list[Row]) -> None:
    transcript, reference = read("cable.txt"), read("cable.clean.txt")
    found = collate(Text(transcript), Text(reference), default_rules()).differences
    answers = [(row["kind"], *spans(row)) for row in truth]
    assert [(d.kind, (d.working.start, d.working.end), (d.reference.start, d.reference.end)) for d in found] == answers


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "from the end"])
def test_deciding_each_place_by_the_page_leaves_what_the_page_reads(
    item: Item, truth: list[Row], *, backwards: bool
) -> None:
    session = Session(item, reviewer="A. Reader")
    ids = {
        (entry.place.transcript.span.start, entry.place.reference.span.start, entry.kind): entry.id
        for entry in session.queue.entries
    }
    for row in reversed(truth) if backwards else truth:
        (start, _), (reference, _) = spans(row)
        entry_id = ids[start, reference, Kind(row["kind"])]
        session.decide(entry_id, Verdict(row["verdict"]), reading=row["reading"], likely=row["likely"], sic=row["sic"])
    assert session.queue.undecided == 0
    assert session.text == read("answers/cable.page.txt")
