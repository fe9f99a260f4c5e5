from __future__ import annotations

from pathlib import Path

import pytest

from cableview.formats.layout_file import read_layout
from cableview.model.geometry import Box
from cableview.model.layout import LayoutPage, LayoutWord


def page_of(tmp_path: Path, body: str, version: str = "2019-07-15") -> LayoutPage:
    path = tmp_path / "page.xml"
    path.write_text(
        f'<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{version}">'
        f'<Page imageFilename="a.tif" imageWidth="800" imageHeight="1000">{body}</Page></PcGts>',
        encoding="utf-8",
    )
    return read_layout(path).pages[0]


def line(text: str, top: int, words: str = "") -> str:
    return (
        f'<TextLine><Coords points="10,{top} 210,{top} 210,{top + 30} 10,{top + 30}"/>'
        f'<Baseline points="10,{top + 25} 210,{top + 27}"/>{words}'
        f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"
    )


def region(name: str, lines: str) -> str:
    return f'<TextRegion id="{name}"><Coords points="0,0 9,9"/>{lines}</TextRegion>'


@pytest.mark.parametrize("version", ["2013-07-15", "2019-07-15"])
def test_words_have_their_boxes_in_every_version(tmp_path: Path, version: str) -> None:
    reading = '<TextEquiv conf="0.7"><Unicode>two</Unicode></TextEquiv>'
    word = f'<Word><Coords points="10,20 60,20 60,50 10,50"/>{reading}</Word>'
    (found,) = page_of(tmp_path, region("r", line("two", 20, word)), version).lines
    assert found.words == (LayoutWord("two", Box(10, 20, 60, 50), 0.7),)
    assert found.baseline == ((10, 45), (210, 47))


def test_a_line_without_words_has_its_text(tmp_path: Path) -> None:
    (found,) = page_of(tmp_path, region("r", line("a whole line", 20))).lines
    assert (found.text, found.words, found.box) == ("a whole line", (), Box(10, 20, 210, 50))


def test_points_may_be_elements_as_in_2010(tmp_path: Path) -> None:
    body = line("old", 20).replace(
        '<Coords points="10,20 210,20 210,50 10,50"/>', '<Coords><Point x="10" y="20"/><Point x="90" y="50"/></Coords>'
    )
    assert page_of(tmp_path, region("r", body), "2010-03-19").lines[0].box == Box(10, 20, 90, 50)


def test_regions_follow_the_reading_order(tmp_path: Path) -> None:
    order = (
        '<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="a"/>'
        '<RegionRefIndexed index="0" regionRef="b"/></OrderedGroup></ReadingOrder>'
    )
    page = page_of(tmp_path, order + region("a", line("second", 20)) + region("b", line("first", 60)))
    assert [found.text for found in page.lines] == ["first", "second"]


def test_the_first_numbered_of_several_readings_counts(tmp_path: Path) -> None:
    body = line("", 20).replace(
        "<TextEquiv><Unicode></Unicode></TextEquiv>",
        '<TextEquiv index="1"><Unicode>worse</Unicode></TextEquiv>'
        '<TextEquiv index="0"><Unicode>best</Unicode></TextEquiv>',
    )
    assert page_of(tmp_path, region("r", body)).lines[0].text == "best"


@pytest.mark.parametrize("coords", ["", "10,20", "a,b c,d", "nan,1 5,9", "10,20 10,20"])
def test_lines_without_extent_are_left_out(tmp_path: Path, coords: str) -> None:
    broken = line("gone", 20).replace("10,20 210,20 210,50 10,50", coords)
    page = page_of(tmp_path, region("r", broken + line("kept", 60)))
    assert [found.text for found in page.lines] == ["kept"]
