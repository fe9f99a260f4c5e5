from __future__ import annotations

from pathlib import Path

import pytest

from cableview.formats.layout_file import read_layout
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine

NAMESPACES = (
    "http://www.abbyy.com/FineReader_xml/FineReader6-schema-v1.xml",
    "http://www.abbyy.com/FineReader_xml/FineReader8-schema-v2.xml",
    "http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml",
)


def letters(text: str, left: int, top: int = 20, confidence: str = "90") -> str:
    """One `charParams` a letter, ten pixels each; blanks have none, as some versions write them."""
    return "".join(
        "<charParams> </charParams>"
        if letter == " "
        else f'<charParams l="{left + 10 * k}" t="{top}" r="{left + 10 * k + 9}" b="{top + 20}" '
        f'charConfidence="{confidence}">{letter}</charParams>'
        for k, letter in enumerate(text)
    )


def lines_of(tmp_path: Path, lines: str, namespace: str = NAMESPACES[-1], block: str = "") -> tuple[LayoutLine, ...]:
    path = tmp_path / "page.xml"
    text = f"<text><par>{lines}</par></text>"
    held = block.format(text=text) if block else f'<block blockType="Text" l="0" t="0" r="1" b="1">{text}</block>'
    page = f'<page width="800" height="600" resolution="300">{held}</page>'
    path.write_text(f'<?xml version="1.0"?><document xmlns="{namespace}">{page}</document>', encoding="utf-8")
    (page_of,) = read_layout(path).pages
    assert (page_of.width, page_of.height) == (800, 600)
    return page_of.lines


def line(inner: str, box: str = 'l="10" t="18" r="200" b="42" baseline="38"') -> str:
    return f'<line {box}><formatting lang="EnglishUnitedStates">{inner}</formatting></line>'


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_letters_between_blanks_are_words_with_the_box_of_each_letter(tmp_path: Path, namespace: str) -> None:
    (found,) = lines_of(tmp_path, line(letters("two  wo", 10)), namespace)
    assert (found.text, found.box, found.baseline) == ("two wo", Box(10, 18, 200, 42), ((10.0, 38.0), (200.0, 38.0)))
    assert [(word.text, word.box) for word in found.words] == [
        ("two", Box(10, 20, 39, 40)),
        ("wo", Box(60, 20, 79, 40)),
    ]
    assert found.words[0].glyphs == (Box(10, 20, 19, 40), Box(20, 20, 29, 40), Box(30, 20, 39, 40))
    assert found.words[0].confidence == pytest.approx(0.9)


def test_a_word_may_continue_across_a_change_of_font(tmp_path: Path) -> None:
    two = f"{letters('bo', 10)}</formatting><formatting bold='1'>{letters('th', 30)}"
    (found,) = lines_of(tmp_path, line(two))
    assert [word.text for word in found.words] == ["both"]


def test_lines_without_letters_are_lines_without_words(tmp_path: Path) -> None:
    (found,) = lines_of(tmp_path, line("only the line"))
    assert (found.text, found.words) == ("only the line", ())


def test_what_a_letter_might_have_been_is_not_its_text(tmp_path: Path) -> None:
    variants = "<charRecVariants><charRecVariant charConfidence='20'>c</charRecVariant></charRecVariants>"
    inner = f'<charParams l="10" t="20" r="19" b="40">{variants}e</charParams>'
    (found,) = lines_of(tmp_path, line(inner))
    assert found.text == "e"


def test_soft_hyphen_at_the_end_of_a_line_is_a_hyphen(tmp_path: Path) -> None:
    (found,) = lines_of(tmp_path, line(letters("memo\u00ac", 10)))
    assert found.words[0].text == "memo-"


def test_cells_of_a_table_are_read(tmp_path: Path) -> None:
    table = '<block blockType="Table"><row><cell>{text}</cell></row></block>'
    (found,) = lines_of(tmp_path, line(letters("sum", 10)), block=table)
    assert found.text == "sum"


@pytest.mark.parametrize("confidence", ["-1", "255", "", "x"])
def test_an_invalid_confidence_counts_as_none(tmp_path: Path, confidence: str) -> None:
    (found,) = lines_of(tmp_path, line(letters("sum", 10, confidence=confidence)))
    assert found.words[0].confidence is None


@pytest.mark.parametrize("box", ['l="x" t="1" r="5" b="9"', 'l="9" t="1" r="5" b="9"', 'l="NaN" t="1" r="5" b="9"'])
def test_a_line_with_a_bad_box_has_that_of_its_words(tmp_path: Path, box: str) -> None:
    (found,) = lines_of(tmp_path, line(letters("sum", 10), box))
    assert (found.box, found.baseline) == (Box(10, 20, 39, 40), ())


def test_a_letter_without_a_box_leaves_the_line_without_words(tmp_path: Path) -> None:
    inner = f"{letters('su', 10)}<charParams>m</charParams>"
    (found,) = lines_of(tmp_path, line(inner))
    assert (found.text, found.words) == ("sum", ())
