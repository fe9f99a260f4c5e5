"""The bench of places runs with every method: no other test does, and it takes too long to be run at each change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cableview.model.location import Method
from cableview.scan.engines.engine import EngineName
from tests import fake_tesseract
from tests.bench.locate import ByEngine, answers, by_image, by_layout, figures, said
from tests.bench.true_pages import TruePage, TrueWord, made_pages, transcript


@pytest.fixture
def page(tmp_path: Path) -> TruePage:
    """A drawn page with an ALTO file of its words."""
    drawn = made_pages(tmp_path)[0]
    layout = tmp_path / "page.xml"
    layout.write_text(_alto([word for line in drawn.lines for word in line]), encoding="utf-8")
    return replace(drawn, layout=layout)


def _alto(words: list[TrueWord]) -> str:
    strings = "".join(
        f'<TextLine><String CONTENT="{word.text}" HPOS="{word.box.left}" VPOS="{word.box.top}"'
        f' WIDTH="{word.box.width}" HEIGHT="{word.box.height}"/></TextLine>'
        for word in words
        if word.box is not None
    )
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="1740" HEIGHT="1020"><PrintSpace>'
        f"<TextBlock>{strings}</TextBlock></PrintSpace></Page></Layout></alto>"
    )


def _table(page: TruePage) -> str:
    """What a Tesseract prints that reads every word."""
    boxed = [(n, k, word) for n, line in enumerate(page.lines, 1) for k, word in enumerate(line, 1)]
    rows = [
        f"5\t1\t1\t1\t{n}\t{k}\t{word.box.left}\t{word.box.top}\t{word.box.width}\t{word.box.height}\t95\t{word.text}"
        for n, k, word in boxed
        if word.box is not None
    ]
    return "\n".join((fake_tesseract.HEADER, *rows)) + "\n"


def test_words_are_found_by_the_image_a_layout_and_an_engine(
    page: TruePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_tesseract.install(tmp_path, monkeypatch, fake_tesseract.printing(_table(page)))
    for method in (by_image, by_layout, ByEngine(EngineName.TESSERACT)):
        found = figures(answers(page, "none", method, flowing=True))
        assert found["words"] == sum(map(len, page.lines))
        assert found["in box"] > 0.9
        row = {"method": "m", "set": "s", "damage": "none", "seconds a page": 0.0, **found}
        assert said(row).startswith("m ")


def test_each_method_uses_its_source(page: TruePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract.install(tmp_path, monkeypatch, fake_tesseract.printing(_table(page)))
    text, _ = transcript(page.lines)
    assert set(by_layout(text, page).methods) == {Method.LAYOUT}
    assert Method.OCR in ByEngine(EngineName.TESSERACT)(text, page).methods
