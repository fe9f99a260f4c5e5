from __future__ import annotations

from pathlib import Path

import pytest

from cableview.errors import FileError
from cableview.formats.layout_file import read_layout
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutWord

V4 = "http://www.loc.gov/standards/alto/ns-v4#"


def alto(tmp_path: Path, lines: str, *, namespace: str = V4, page: str = 'WIDTH="800" HEIGHT="1000"') -> Path:
    path = tmp_path / "page.xml"
    path.write_text(
        f'<?xml version="1.0"?><alto xmlns="{namespace}"><Description><sourceImageInformation>'
        f"<fileName>a.jpg</fileName></sourceImageInformation></Description><Layout><Page {page}><PrintSpace>"
        f"<TextBlock>{lines}</TextBlock>"
        "</PrintSpace></Page></Layout></alto>",
        encoding="utf-8",
    )
    return path


def only_line(path: Path) -> LayoutLine:
    (line,) = read_layout(path).pages[0].lines
    return line


WORDS = """<TextLine HPOS="10" VPOS="20" WIDTH="200" HEIGHT="30">
  <String CONTENT="two" HPOS="10" VPOS="20" WIDTH="60" HEIGHT="30" WC="0.5"/><SP WIDTH="10" HPOS="70" VPOS="20"/>
  <String CONTENT="wor" HPOS="80" VPOS="20" WIDTH="130" HEIGHT="30"/><HYP CONTENT="-"/></TextLine>"""


BOMB = '<!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa">'
BOMB += "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"


@pytest.mark.parametrize("namespace", [V4, "http://www.loc.gov/standards/alto/ns-v2#", ""])
def test_words_have_their_boxes_in_every_version(tmp_path: Path, namespace: str) -> None:
    line = only_line(alto(tmp_path, WORDS, namespace=namespace))
    assert line.text == "two wor-"
    assert line.words == (
        LayoutWord("two", Box(10, 20, 70, 50), 0.5),
        LayoutWord("wor-", Box(80, 20, 210, 50), None),
    )


def test_a_string_for_a_whole_line_is_a_line_without_words(tmp_path: Path) -> None:
    line = only_line(
        alto(
            tmp_path,
            '<TextLine BASELINE="10 40 110 44"><Shape><Polygon POINTS="10 20 110 24 110 54 10 50"/></Shape>'
            '<String CONTENT="a whole line"/></TextLine>',
        )
    )
    assert (line.words, line.box, line.baseline) == ((), Box(10, 20, 110, 54), ((10, 40), (110, 44)))


def test_one_height_as_baseline_holds_for_the_whole_line(tmp_path: Path) -> None:
    line = only_line(alto(tmp_path, WORDS.replace('HEIGHT="30">', 'HEIGHT="30" BASELINE="44">', 1)))
    assert line.baseline == ((10, 44), (210, 44))


@pytest.mark.parametrize(
    "size", ['HPOS="-5" WIDTH="0"', 'HPOS="NaN" WIDTH="5"', 'HPOS="1" WIDTH="-3"', 'HPOS="1e99" WIDTH="5"', ""]
)
def test_a_word_without_a_usable_box_leaves_its_line(tmp_path: Path, size: str) -> None:
    line = only_line(alto(tmp_path, WORDS.replace('HPOS="10" VPOS="20" WIDTH="60"', f'{size} VPOS="20"')))
    assert (line.text, line.words) == ("two wor-", ())


def test_page_size_and_image_are_kept(tmp_path: Path) -> None:
    page = read_layout(alto(tmp_path, WORDS)).pages[0]
    assert (page.width, page.height, page.image) == (800, 1000, "a.jpg")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not well-formed XML"),
        ("<alto><Layout>", "line 1"),
        ("<mets/>", "begins with <mets>"),
        ("<alto/>", "does not say where"),
        ("\0\1\2", "not well-formed XML"),
        ("a" * 3000, "not well-formed XML"),
    ],
)
def test_a_file_that_is_not_a_layout_is_refused_in_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "bad.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=says) as caught:
        read_layout(path)
    assert "bad.xml" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<alto>\n  <Layout></alto>", "line 2, column 18: is not well-formed XML (Opening and ending tag mismatch"),
        ("<a>" * 300, "line 1, column 771: is not well-formed XML (Excessive depth in document: 256). Export"),
        (BOMB + "<alto>&j;</alto>", "is not well-formed XML (Maximum entity amplification factor exceeded). Export"),
        ('<alto a="&#xD800;">', "is not well-formed XML (invalid Char value 55296). Export"),
        (f'<alto a="{"x" * 11_000_000}">', "(Resource limit exceeded: Buffer size limit exceeded). Export"),
        ("<alto>\n</alt", "is not well-formed XML (expected '>'). Export"),
    ],
)
def test_a_fault_is_named_once_with_its_place_and_no_words_for_programmers(
    tmp_path: Path, content: str, fault: str
) -> None:
    path = tmp_path / "bad.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_layout(path)
    said = str(caught.value)
    assert fault in said
    assert said.count("column") == 1
    assert "xml" not in said.replace("bad.xml", "")


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    declared = f'<!DOCTYPE alto [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY a "aaaaaaaaaa">'
    declared += (
        "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"
    )
    path = alto(tmp_path, WORDS)
    text = path.read_text(encoding="utf-8").replace("?><alto", f"?>{declared}<alto")
    path.write_text(text.replace("<fileName>a.jpg", "<fileName>&x;&j;"), encoding="utf-8")
    with pytest.raises(FileError) as refused:
        read_layout(path)
    assert "SECRET" not in str(refused.value)


def test_real_files_have_all_their_lines(shared_data: Path) -> None:
    counts = {
        path.name: [len(page.lines) for page in read_layout(path).pages]
        for path in sorted(shared_data.glob("kant-1784/OCR-D-GT-*/*.xml"))
    }
    assert counts == {
        "PAGE_0017_ALTO.xml": [24],
        "PAGE_0020_ALTO.xml": [31],
        "PAGE_0017_PAGE.xml": [24],
        "PAGE_0020_PAGE.xml": [31],
    }
