from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.scan.locate import locate_words
from cableview.scan.placing.turned_pages import box_turned_back
from tests.scan.typescript import typed

TURNS = (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)


@pytest.mark.parametrize("turn", TURNS)
def test_a_box_is_brought_back_to_where_its_ink_was(turn: Image.Transpose) -> None:
    page = Image.new("L", (70, 40), 255)
    page.paste(0, (5, 9, 30, 12))
    inked = page.transpose(turn).point(lambda value: 255 - value).getbbox()
    assert inked is not None
    assert box_turned_back(Box(*inked), turn, page.size) == Box(5, 9, 30, 12)


@pytest.mark.parametrize("turn", TURNS)
def test_a_page_that_was_scanned_another_way_up_is_read_all_the_same(tmp_path: Path, turn: Image.Transpose) -> None:
    drawn = typed(tmp_path)
    upright = locate_words(drawn.flowing, [drawn.page])
    with Image.open(drawn.page.path) as image:
        size = image.size
        image.transpose(turn).save(tmp_path / "turned.png")
    places = locate_words(drawn.flowing, [PageImage(tmp_path / "turned.png")])
    hits = 0
    for row, box in enumerate(upright.boxes):
        other = box_turned_back(places.boxes[row], turn, size)
        hits += other.left <= (box.left + box.right) / 2 <= other.right and abs(other.top - box.top) < 15
    assert hits >= 0.95 * len(upright)
    assert sum(c >= 0.5 for c in places.confidences) >= 0.9 * len(places)
