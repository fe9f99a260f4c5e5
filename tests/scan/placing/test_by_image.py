from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.scan.forced_alignment.read_along import read_along
from cableview.scan.placing.by_image import SURE, characters_of, find_words
from cableview.scan.placing.places import IN_REGION, TRUSTED
from cableview.scan.raster import page_size, read_page
from cableview.scan.segmentation.segment import segment
from tests.scan.typescript import LETTER, Typescript, typed


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


def test_a_word_is_alone_where_none_of_the_text_beside_it_is_on_its_line(tmp_path: Path) -> None:
    text = LETTER + "\n\n                   (484)\n\nYours truly"
    sheet = segment(read_page(typed(tmp_path, text).page))
    found = characters_of(text)
    reading = read_along(found.forms, found.blanks, sheet, len(found.forms), whole=True)
    alone: list[str] = []
    at = 0
    for word in text.split():
        if reading.fit(slice(at, at + len(word))).alone:
            alone.append(word)
        at += len(word) + 1
    assert alone == ["(484)"]


LACKING = ("Quagmire", "jug", "platypus", "whoever")
OTHERS = """Quantities of timber lay about the yard, and few
hands were left to carry it away before winter. A
woman with a basket went from door to door selling
ribbons, thread and pins, but nobody bought any of
them that day. Beyond the mill the road turned off
sharply and followed the brook as far as the weir,
where boys were fishing."""


def found_in(drawn: Typescript, text: str) -> dict[int, Location]:
    """The place found for each word of a text, by its number in it."""
    sheet = segment(read_page(drawn.page))
    letters = len(characters_of(text).forms)
    found = find_words(text, sheet, 1, page_size(drawn.page), letters=letters, whole=True)
    assert found is not None
    return {row: place.location for row, place in enumerate(found.places)}


def middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def test_words_that_the_page_lacks_leave_the_others_their_places(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    words: list[tuple[str, Box | None]] = []
    for row, (word, *edges) in enumerate(drawn.boxes):
        if row % 9 == 4:
            words.append((LACKING[row // 9 % len(LACKING)], None))
        words.append((word, Box(*(round(edge) for edge in edges))))
    found = found_in(drawn, " ".join(word for word, _ in words))
    for row, (word, box) in enumerate(words):
        if box is not None:
            x, y = middle(found[row].box)
            assert found[row].confidence >= TRUSTED, word
            assert box.left <= x <= box.right, word
            assert box.top <= y <= box.bottom, word


def test_hardly_a_word_of_another_text_is_trusted_behind_half_of_the_pages_own(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    half = [word for word, *_ in drawn.boxes[: len(drawn.boxes) // 2]]
    found = found_in(drawn, " ".join([*half, *OTHERS.split()]))
    sure = [row for row, location in found.items() if location.confidence >= TRUSTED]
    assert len([row for row in sure if row < len(half)]) > 0.8 * len(half)
    # "and followed the" is trusted where the page has "and closed the"; by ink and blanks alone 16 words were.
    assert len([row for row in sure if row >= len(half)]) < 0.1 * len(OTHERS.split())


def as_it_is(text: str) -> str:
    return text


@pytest.mark.parametrize("written", [as_it_is, str.lower, str.title])
def test_words_are_found_on_a_page_in_capitals_however_the_transcript_writes_them(
    tmp_path: Path, written: Callable[[str], str]
) -> None:
    drawn = typed(tmp_path, LETTER.upper())
    found = found_in(drawn, written(drawn.flowing))
    assert len(found) == len(drawn.boxes)
    for row, (word, *edges) in enumerate(drawn.boxes):
        assert _is_within(found[row], edges), word


MONTHS = "January February March April May June July August September October"
FIGURES = [
    [month, f"{k * 7919 % 2000 + 100:,}", f"{k * 431 % 40}.{k * 37 % 90 + 10}", ("paid", "owed")[k % 3 == 0]]
    for k, month in enumerate(re.findall(r"\w+", MONTHS), 1)
]
GOODS = [
    ["timber", "sound", "seldom", "wanted"],
    ["barrels", "leaking", "often", "sold"],
    ["ribbons", "faded", "never", "bought"],
    ["candles", "broken", "always", "used"],
    ["baskets", "mended", "seldom", "carried"],
    ["lanterns", "polished", "often", "lit"],
    ["saddles", "worn", "sometimes", "returned"],
]


@pytest.mark.parametrize(
    ("rows", "by_columns", "least"),
    [(FIGURES, False, 0.95), (FIGURES, True, 0.95), (GOODS, False, 0.95), (GOODS, True, 0.95)],
)
def test_the_rows_of_a_typed_table_are_found_in_either_order(
    tmp_path: Path, rows: list[list[str]], by_columns: bool, least: float
) -> None:
    drawn = typed(tmp_path, "\n".join("".join(f"{cell:<22}" for cell in row).rstrip() for row in rows))
    wide = len(rows[0])
    order = list(range(len(drawn.boxes)))
    if by_columns:
        order.sort(key=lambda k: (k % wide, k // wide))
    found = found_in(drawn, "\n".join(drawn.boxes[k][0] for k in order))
    right = [row for row, k in enumerate(order) if _is_within(found[row], drawn.boxes[k][1:])]
    assert right == [row for row, location in found.items() if location.confidence >= TRUSTED]
    assert len(right) >= least * len(order)


def _is_within(location: Location, edges: Sequence[float]) -> bool:
    """True where a trusted place has its middle in a box."""
    x, y = middle(location.box)
    left, top, right, bottom = edges
    return location.confidence >= TRUSTED and left <= x <= right and top <= y <= bottom


def test_hardly_a_word_of_another_text_is_trusted_on_a_page_in_capitals(tmp_path: Path) -> None:
    drawn = typed(tmp_path, LETTER.upper())
    half = [word for word, *_ in drawn.boxes[: len(drawn.boxes) // 2]]
    for text in (OTHERS.upper(), " ".join([*half, *OTHERS.upper().split()])):
        foreign = len(text.split()) - len(OTHERS.split())
        sure = [row for row, location in found_in(drawn, text).items() if location.confidence >= TRUSTED]
        assert len([row for row in sure if row >= foreign]) < 0.1 * len(OTHERS.split())


def test_hardly_a_figure_of_another_table_with_the_same_months_is_trusted(tmp_path: Path) -> None:
    drawn = typed(tmp_path, "\n".join("".join(f"{cell:<22}" for cell in row).rstrip() for row in FIGURES))
    random = Random(5)
    text = re.sub(r"\d", lambda _: str(random.randrange(1, 10)), drawn.text)
    words = text.split()
    sure = [words[row] for row, location in found_in(drawn, text).items() if location.confidence >= TRUSTED]
    figures = [word for word in sure if word[0].isdecimal()]
    assert len(figures) < 0.1 * 2 * len(FIGURES)


def test_a_page_in_small_letters_is_not_taken_for_one_in_capitals_where_it_lacks_half_the_text(tmp_path: Path) -> None:
    words = LETTER.split()
    half = len(words) // 2
    drawn = typed(tmp_path)
    assert not segment(read_page(drawn.page)).few_small
    found = found_in(drawn, " ".join([*words[:half], *OTHERS.split(), *OTHERS.split()]))
    right = [row for row in range(half) if _is_within(found[row], drawn.boxes[row][1:])]
    assert len(right) >= 0.9 * half
    assert not [row for row in range(half + 2, len(found)) if found[row].confidence >= TRUSTED]


@pytest.mark.parametrize("lines", [3, 12])
def test_the_words_of_a_telegram_in_capitals_are_found_even_on_a_slip(tmp_path: Path, lines: int) -> None:
    drawn = typed(tmp_path, "\n".join(LETTER.upper().split("\n")[:lines]))
    found = found_in(drawn, drawn.flowing)
    right = [row for row, (_, *edges) in enumerate(drawn.boxes) if _is_within(found[row], edges)]
    assert len(right) >= 0.95 * len(drawn.boxes)


def test_nothing_is_found_on_an_empty_page() -> None:
    sheet = segment(Image.new("L", (1400, 1800), 230))
    assert not sheet.lines
    for text in (LETTER, "one", ""):
        assert find_words(text, sheet, 1, (1400, 1800), letters=len(text), whole=True) is None


@pytest.mark.parametrize(("two", "at"), [(("Quagmire", "jug"), 4), (("jug", "platypus"), 33), (("of", "whoever"), 19)])
def test_two_words_in_a_row_that_the_page_lacks_leave_the_others_their_places_and_are_no_two_gaps(
    tmp_path: Path, two: tuple[str, str], at: int
) -> None:
    drawn = typed(tmp_path)
    words = [word for word, *_ in drawn.boxes]
    found = found_in(drawn, " ".join([*words[:at], *two, *words[at:]]))
    assert [found[row].method for row in (at, at + 1)].count(Method.GAP) < 2
    true = [Box(*(round(edge) for edge in edges)) for _, *edges in drawn.boxes]
    for row in (*range(at - 1), *range(at + 1, len(words))):
        x, y = middle(found[row + 2 if row >= at else row].box)
        assert true[row].left <= x <= true[row].right, words[row]
        assert true[row].top <= y <= true[row].bottom, words[row]


@pytest.mark.parametrize("seed", range(3))
def test_no_gap_is_surer_than_the_words_beside_it(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    drawn = typed(tmp_path)
    words = [word for word, *_ in drawn.boxes]
    for _ in range(12):
        words.insert(random.randrange(len(words) + 1), random.choice((*LACKING, "of", "unquestionably")))
    found = found_in(drawn, " ".join(words))
    gaps = [row for row, location in found.items() if location.method is Method.GAP]
    assert gaps
    for row in gaps:
        assert found[row].confidence <= min(found[row - 1].confidence, found[row + 1].confidence)
