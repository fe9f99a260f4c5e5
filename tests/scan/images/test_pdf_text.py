"""The text layer of a PDF: its words with their boxes, on a page as it is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.scan.images.decoder import Decoder
from cableview.scan.images.pdf_text import FINENESS, read_text_layer
from tests.scan.made_pdf import HEIGHT, WIDTH, Text, pdf_of_texts, pdf_page

HASTY = """
import sys
from cableview.cli.main import run
from cableview.scan.images import decoder_process
decoder_process.TEXT_SECONDS = 1
run(["_decode"])
"""
"""The decoder, with less patience."""


def test_words_of_the_text_layer_have_their_boxes(tmp_path: Path) -> None:
    page = read_text_layer(PageImage(pdf_of_texts(tmp_path, [("the red fox", 50, 250), ("ran", 50, 200)])))
    assert (page.width, page.height) == (WIDTH * FINENESS, HEIGHT * FINENESS)
    first, second = page.lines
    assert (first.text, second.text) == ("the red fox", "ran")
    the = first.words[0]
    assert the.text == "the"
    assert abs(the.box.left - 50 * FINENESS) < 2 * FINENESS
    assert the.box.top < (HEIGHT - 250) * FINENESS <= the.box.bottom + FINENESS
    assert len(the.glyphs) == 3
    assert all(box.right <= after.left + FINENESS for box, after in zip(the.glyphs, the.glyphs[1:], strict=False))
    assert {round(y) for _, y in first.baseline} == {(HEIGHT - 250) * FINENESS}


def test_words_of_a_turned_page_are_where_they_are_seen(tmp_path: Path) -> None:
    page = read_text_layer(PageImage(pdf_of_texts(tmp_path, [("fox", 50, 250)], rotated=90)))
    assert (page.width, page.height) == (HEIGHT * FINENESS, WIDTH * FINENESS)
    box = page.lines[0].box
    assert box.left >= 245 * FINENESS
    assert box.height > box.width


def test_a_page_without_text_has_no_lines(tmp_path: Path) -> None:
    assert read_text_layer(PageImage(pdf_of_texts(tmp_path, []))).lines == ()


def test_the_text_layer_read_in_the_other_process_is_the_same(tmp_path: Path) -> None:
    texts: list[Text] = [("the red fox", 50, 250), ("ran", 50, 200)]
    page = PageImage(pdf_of_texts(tmp_path, [], texts), 1)
    with Decoder() as decoder:
        assert decoder.text_layer(page) == read_text_layer(page)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of computing")
def test_words_that_have_no_end_are_given_up(tmp_path: Path) -> None:
    """A form that draws itself fifty times, each of which does."""
    page = PageImage(pdf_page(tmp_path / "p.pdf", b"/X Do", form=b"/X Do " * 50))
    with Decoder((sys.executable, "-c", HASTY)) as decoder, pytest.raises(ImageError, match=r"p\.pdf, page 1: .*long"):
        decoder.text_layer(page)
