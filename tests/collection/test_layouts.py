"""What files say of where words stand on the pages of an item."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cableview.collection.layouts import layout_in
from cableview.collection.word_places import find_words, pages_shown
from cableview.errors import FileError
from cableview.model.item import PageImage
from cableview.model.location import Method
from tests.scan.made_pdf import pdf_of_texts

WORDS = ("the red fox", 50, 250)


def test_a_pdf_without_text_is_not_a_layout(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no text layer"):
        layout_in(pdf_of_texts(tmp_path, [], []))


def test_a_pdf_is_a_layout_of_all_its_pages(tmp_path: Path) -> None:
    layout = layout_in(pdf_of_texts(tmp_path, [WORDS], [], [("ran away", 50, 100)]))
    assert [[line.text for line in page.lines] for page in layout.pages] == [["the red fox"], [], ["ran away"]]


def test_a_file_that_is_not_really_a_pdf_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(FileError, match=r"scan\.pdf: is not a PDF that can be read"):
        layout_in(path)
    shown, notices = pages_shown([PageImage(path, 0)], ())
    assert shown == [None]
    assert "is not a PDF that can be read" in notices[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "scan.pdf")
    with pytest.raises(FileError, match="not a regular file"):
        layout_in(tmp_path / "scan.pdf")


def test_the_text_layer_of_the_scan_places_words_at_300_dpi(tmp_path: Path) -> None:
    path = pdf_of_texts(tmp_path, [WORDS], [("ran away", 50, 100)])
    text = "the red fox ran away"
    words = find_words(text, [PageImage(path, 0), PageImage(path, 1)])
    found = {place.span.of(text): place.location for place in words}
    assert {one.method for one in found.values()} == {Method.LAYOUT}
    assert (found["the"].page, found["ran"].page) == (1, 2)
    assert abs(found["ran"].box.left - 50 * 300 / 72) < 10
    assert abs(found["ran"].box.bottom - 200 * 300 / 72) < 10
