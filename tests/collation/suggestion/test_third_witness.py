"""The third witness: what an engine reads at a place, and where it doubts both texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.suggestion.third_witness import DOUBTFUL, NO_WORD, ThirdWitness, known_by
from cableview.formats.layout_file import read_layout
from cableview.model.item import PageImage
from cableview.model.scan_reading import ScanReading, ScanText
from cableview.model.span import Span
from cableview.scan.engines.choice import engine_named, installed
from cableview.scan.engines.engine import EngineName, Reading
from cableview.scan.engines.reading import read_scan

TRANSCRIPT = (
    "The Ambassador stated that on the 12th of October\nthe the delegation had ar-\nrived in Moscow. He was not\n"
    "receved by the president.\n"
)


def scan(text: str, sure: float = 0.95, unsure: tuple[str, ...] = ()) -> ScanText:
    words = list(re.finditer(r"\S+", text))
    confidences = [0.4 if word.group() in unsure else sure for word in words]
    return ScanText("tesseract", text, [w.start() for w in words], [w.end() for w in words], confidences)


READ = (
    "The Ambassador states that on the\n13th of October the delegation had arrived in Moscow, He was\n"
    "not received by the President.\n"
)


def at(words: str, text: str = TRANSCRIPT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("stated", "states"),
        ("12th", "13th"),
        ("receved", "received"),
        ("president.", "President."),
        ("ar-\nrived", "arrived"),
        ("Moscow.", "Moscow,"),
        ("stated that on the 12th", "states that on the 13th"),
        ("delegation", "delegation"),
    ],
)
def test_the_reading_is_what_the_engine_has_at_the_place(words: str, read: str) -> None:
    assert ThirdWitness(TRANSCRIPT, scan(READ)).reading(at(words)) == ScanReading(read, 0.95, "tesseract")


def test_a_word_missed_by_the_engine_has_an_empty_reading() -> None:
    reading = ThirdWitness(TRANSCRIPT, scan(READ)).reading(at("the the"))
    assert reading is not None
    assert reading.text == "the"
    only = ThirdWitness("one big two three four", scan("one two three four")).reading(Span(4, 7))
    assert only == ScanReading("", round(NO_WORD * 0.95, 3), "tesseract")


def test_a_word_only_the_engine_sees_is_its_reading_at_an_empty_place() -> None:
    witness = ThirdWitness("one two three four", scan("one two big three four"))
    assert witness.reading(Span(8, 8)) == ScanReading("big", 0.95, "tesseract")
    assert witness.reading(Span(4, 4)) == ScanReading("", round(NO_WORD * 0.95, 3), "tesseract")


def test_reading_is_no_surer_than_its_least_sure_word() -> None:
    witness = ThirdWitness(TRANSCRIPT, scan(READ, unsure=("13th",)))
    reading = witness.reading(at("the 12th of"))
    assert reading is not None
    assert reading.confidence == 0.4


def test_a_place_among_words_lost_by_the_engine_has_no_reading() -> None:
    read = "one two three four five six seven eight nine ten"
    text = "one two three four five lost words here and there six seven eight nine ten"
    assert ThirdWitness(text, scan(read)).reading(at("words", text)) is None


def test_an_engine_that_read_another_text_has_no_readings() -> None:
    witness = ThirdWitness(TRANSCRIPT, scan("quite other words stand here on this page of another book"))
    assert not witness.fits
    assert witness.reading(at("stated")) is None
    assert witness.doubts([], lambda _: True) == []


def doubted(settled: list[Span], is_known: Callable[[str], bool] = lambda _: True, **how: object) -> list[str]:
    witness = ThirdWitness(TRANSCRIPT, scan(READ, **how))
    return [doubt.span.of(TRANSCRIPT).strip() for doubt in witness.doubts(settled, is_known)]


def test_doubts_are_places_where_the_engine_is_sure_of_other_words() -> None:
    found = doubted([])
    assert found[:2] == ["stated", "12th"]
    assert "receved" in found
    assert "Moscow." not in found


def test_places_already_in_the_list_are_not_doubts() -> None:
    assert "stated" not in doubted([at("stated")])
    assert "12th" in doubted([at("stated")])


def test_an_unsure_engine_raises_no_doubts() -> None:
    assert doubted([], sure=DOUBTFUL - 0.01) == []


def test_a_non_word_is_not_a_doubt() -> None:
    assert doubted([], known_by([TRANSCRIPT])) == ["stated", "12th", "receved", "president."]
    assert doubted([], lambda word: word == "received") == ["12th", "receved"]


def test_words_of_the_texts_and_of_a_language_are_known() -> None:
    is_known = known_by(["The Zylinderkopf of the 12th is for the president, and was not with the others in that room"])
    assert is_known("zylinderkopf,")
    assert is_known("received.")
    assert is_known("the president's")
    assert not is_known("dangor")
    assert not is_known("|")


def readings_of_eo9981(folder: Path) -> list[Reading]:
    pages = [PageImage(folder / "scan.jpg")]
    text = (folder / "human.txt").read_text(encoding="utf-8")
    return [read_scan(pages, engine_named(name), text=text) for name in installed()]


def test_engines_read_a_real_page_correctly_where_the_human_erred(shared_data: Path) -> None:
    folder = shared_data / "eo9981"
    human = (folder / "human.txt").read_text(encoding="utf-8")
    page = (folder / "page-reads.txt").read_text(encoding="utf-8")
    errors = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["human_errors"]
    if not installed():
        pytest.skip("neither tesseract nor the extra [ocr] is installed")
    for reading in readings_of_eo9981(folder):
        witness = ThirdWitness(human, reading.scan_text())
        found = collate(Text(human), Text(page), default_rules()).differences
        assert len(found) == len(errors)
        for difference in found:
            read = witness.reading(difference.working)
            assert read is not None, (reading.engine, difference)
            assert read.text == difference.reference.of(page).strip(), reading.engine


def test_layout_of_a_real_page_is_a_witness_too(shared_data: Path) -> None:
    folder = shared_data / "eo9981"
    human = (folder / "human.txt").read_text(encoding="utf-8")
    layout = read_layout(folder / "tesseract5.alto.xml")
    witness = ThirdWitness(human, Reading(EngineName.TESSERACT, "5.3", "eng", layout).scan_text())
    reading = witness.reading(at("authoirzed", human))
    assert reading is not None
    assert reading.text == "authorized"
