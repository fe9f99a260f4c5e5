"""Engines on the command line: places, readings and doubts, with a Tesseract that says what a test wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.scan.engines import rapid
from tests.cli.conftest import Cableview
from tests.fake_tesseract import install, printing, typed_table
from tests.scan.typescript import LETTER, MARGIN, PITCH, SPACING, Typescript, typed

OTHER = LETTER.replace("fourth", "fourteenth").replace("harbour", "harvest")


@pytest.fixture
def drawn(tmp_path: Path) -> Typescript:
    one = typed(tmp_path)
    (tmp_path / "letter.txt").write_text(LETTER + "\n", encoding="utf-8")
    return one


def as_drawn(text: str = LETTER, sure: float = 96.0) -> str:
    """What a Tesseract prints that reads `text` where the typescript has it; the page is wide enough as it is."""
    rows = [line.replace("\t", " ") for line in text.split("\n")]
    table = typed_table(rows, cell=PITCH, spacing=SPACING, sure=sure)
    return printing(_moved(table, MARGIN - 100))


def _moved(table: str, by: int) -> str:
    out: list[str] = []
    for row in table.split("\n"):
        cells = row.split("\t")
        if cells[0] == "5":
            cells[6], cells[7] = str(int(cells[6]) + by), str(int(cells[7]) + by)
        out.append("\t".join(cells))
    return "\n".join(out)


def located(cableview: Cableview, drawn: Typescript, engine: str):
    return cableview(
        "locate", "--scan", drawn.page.path, drawn.page.path.with_name("letter.txt"), "--engine", engine, "--json"
    )


def test_named_engine_reads_for_places(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, as_drawn())
    ran = located(cableview, drawn, "tesseract")
    assert (ran.code, ran.err) == (0, "")
    assert {word["method"] for word in ran.tree["words"]} == {"ocr"}
    for word, (_, left, top, right, bottom) in zip(ran.tree["words"], drawn.boxes, strict=True):
        x, y = (word["box"][0] + word["box"][2]) / 2, (word["box"][1] + word["box"][3]) / 2
        assert left <= x <= right
        assert top <= y <= bottom


def test_no_engine_is_asked_if_the_image_suffices(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, f"open({str(tmp_path / 'asked')!r}, 'w')", polite=False)
    for engine in ("auto", "none"):
        ran = located(cableview, drawn, engine)
        assert {word["method"] for word in ran.tree["words"]} == {"image"}
    assert not (tmp_path / "asked").exists()


def test_automatic_asks_an_engine_if_the_image_yields_nothing_and_continues_without_one(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("Quite another letter, of which this page shows nothing. " * 12)
    monkeypatch.setattr(rapid, "is_installed", lambda: False)
    install(tmp_path, monkeypatch, "sys.exit('no data')")
    ran = located(cableview, drawn, "auto")
    assert ran.code == 0
    assert "failed with code 1: no data" in ran.err
    assert ran.err.count("\n") == 1
    assert ran.tree["words"]


def test_named_engine_that_fails_is_an_error(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "print('rubbish')")
    ran = located(cableview, drawn, "tesseract")
    assert (ran.code, ran.out) == (2, "")
    assert "something else than a table of words" in ran.err
    assert ran.err.count("\n") == 1


def test_engine_that_is_not_installed_says_how_to_get_it(
    cableview: Cableview, drawn: Typescript, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    ran = located(cableview, drawn, "tesseract")
    assert ran.code == 2
    assert "apt-get install tesseract-ocr" in ran.err


def test_the_reading_of_a_scan_is_written_as_text(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, as_drawn())
    scan = ("read", "--scan", drawn.page.path, "--scan", drawn.page.path)
    assert cableview(*scan).out == f"{LETTER}\n\f{LETTER}\n"
    target = tmp_path / "read.txt"
    assert cableview(*scan, "-o", target).code == 0
    assert target.read_text(encoding="utf-8") == f"{LETTER}\n\f{LETTER}\n"
    again = cableview(*scan, "-o", target)
    assert again.code == 2
    assert "--force" in again.err
    assert cableview(*scan, "-o", drawn.page.path, "--force").code == 2
    assert drawn.page.path.stat().st_size > 1000


def test_language_that_is_not_installed_is_named(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, as_drawn())
    ran = cableview("read", "--scan", drawn.page.path, "--engine", "tesseract", "--language", "tlh")
    assert ran.code == 2
    assert "has no language 'tlh'. Installed are: eng, fra" in ran.err


def test_nothing_is_read_if_no_engine_is_wanted_or_installed(
    cableview: Cableview, drawn: Typescript, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no engine was asked for" in cableview("read", "--scan", drawn.page.path, "--engine", "none").err
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(rapid, "is_installed", lambda: False)
    ran = cableview("read", "--scan", drawn.page.path)
    assert ran.code == 2
    assert "no OCR engine is installed" in ran.err


def check(cableview: Cableview, drawn: Typescript, reference: str, *more: str):
    folder = drawn.page.path.parent
    (folder / "second.txt").write_text(reference + "\n", encoding="utf-8")
    return cableview(
        "check", folder / "letter.txt", folder / "second.txt", "--scan", drawn.page.path, "--no-sidecar", *more
    )


def test_doubts_are_listed_where_both_texts_agree_and_only_if_asked_for(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, as_drawn(OTHER))
    plain = check(cableview, drawn, LETTER, "--json")
    assert "doubts" not in plain.tree
    ran = check(cableview, drawn, LETTER, "--doubts", "--json", "--engine", "tesseract")
    assert ran.code == 0
    found = [(doubt["transcript"]["text"], doubt["scan"]["text"]) for doubt in ran.tree["doubts"]]
    assert found == [("fourth", "fourteenth"), ("harbour.", "harvest.")]
    start, end = (ran.tree["doubts"][0]["transcript"][edge] for edge in ("start", "end"))
    assert LETTER[start:end] == "fourth"
    table = check(cableview, drawn, LETTER, "--doubts", "--engine", "tesseract")
    assert "2 doubts: both texts agree" in table.out
    assert "line 3: harbour.   scan (tesseract): harvest., 0.98" in table.out


def test_a_difference_is_not_a_doubt_and_has_the_reading_of_the_scan(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, as_drawn(OTHER))
    ran = check(cableview, drawn, OTHER.replace("harvest", "harbour"), "--doubts", "--json", "--engine", "tesseract")
    assert ran.code == 1
    (row,) = ran.tree["discrepancies"]
    assert row["scan"] == {"text": "fourteenth", "confidence": 0.982, "engine": "tesseract"}
    assert [doubt["transcript"]["text"] for doubt in ran.tree["doubts"]] == ["harbour."]


def test_doubts_need_a_scan_an_engine_and_one_item(
    cableview: Cableview, drawn: Typescript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "letter.txt"
    (tmp_path / "second.txt").write_text(LETTER)
    bare = cableview("check", letter, tmp_path / "second.txt", "--doubts")
    assert (bare.code, "has no scan" in bare.err) == (2, True)
    assert check(cableview, drawn, LETTER, "--doubts", "--engine", "none").code == 2
    assert check(cableview, drawn, LETTER, "--doubts", "--csv").code == 2
    assert cableview("check", tmp_path, "--doubts").code == 2
    install(tmp_path, monkeypatch, printing(typed_table(["quite another page of a book"])))
    other = check(cableview, drawn, LETTER, "--doubts", "--engine", "tesseract")
    assert "is not this text" in other.err
    assert "0 doubts" in other.out
