from __future__ import annotations

from pathlib import Path

from cableview.scan.by_image import SURE, find_words
from cableview.scan.places import IN_REGION
from cableview.scan.raster import page_size, read_page
from cableview.scan.segment import segment
from tests.scan.typescript import LETTER, typed


def test_lines_shown_for_a_word_that_is_not_sure_claim_no_more_than_a_region(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    words = LETTER.split()
    half = len(words) // 2
    text = " ".join(words[:half] + ["mmmm", "ggg", "lllllllll"] * 12 + words[half:])
    sheet = segment(read_page(drawn.page))
    found = find_words(text, sheet, 1, page_size(drawn.page), letters=len(text), whole=True)
    assert found is not None
    unsure = [place.location.confidence for place in found.places if place.location.confidence < SURE]
    assert unsure
    assert max(unsure) <= IN_REGION
