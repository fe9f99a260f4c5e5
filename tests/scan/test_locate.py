from __future__ import annotations

import math
from pathlib import Path

import pytest
from PIL import Image

from cableview.assets import resource_path
from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.model.location import Method
from cableview.model.span import Span
from cableview.scan.locate import locate_words
from cableview.scan.placing.places import WordPlaces
from tests.scan.typescript import LETTER, Typescript, typed

OTHER = """Dear friend, your parcel came yesterday in good
order. We have eaten the cheese already, and the
children are quarrelling over the pictures. When
will you visit us? The garden is full of roses,
my brother has bought a motor car and is teaching
himself to drive it among the cabbages. Our aunt
sends you her love. The winter was long and cold
but now everybody is well again. Write soon."""


def share_found(places: WordPlaces, drawn: Typescript, *, page: int = 1, skip: int = 0) -> float:
    """Share of the drawn words, from row `skip` on, at whose place a word was found."""
    hits = 0
    for row, (_, left, top, right, bottom) in enumerate(drawn.boxes, skip):
        box = places.boxes[row]
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        hits += places.pages[row] == page and left <= x <= right and top <= y <= bottom
    return hits / len(drawn.boxes)


@pytest.mark.parametrize("kept", [10, 4_000])
@pytest.mark.parametrize(("between", "share"), [("\f", 0.98), (" ", 0.75)])
@pytest.mark.parametrize("bad", [0, 1, 2])
def test_a_damaged_page_is_named_and_the_words_of_the_others_are_found(
    tmp_path: Path, bad: int, between: str, share: float, kept: int
) -> None:
    texts = (LETTER, OTHER, "\n".join(reversed(LETTER.split("\n"))))
    drawn = [typed(tmp_path, text, name=f"{page}.png") for page, text in enumerate(texts, 1)]
    cut = drawn[bad].page.path
    cut.write_bytes(cut.read_bytes()[:kept])
    places = locate_words(between.join(one.flowing for one in drawn), [one.page for one in drawn])
    assert [notice.split(":")[0] for notice in places.notices] == [f"Page {bad + 1} was not searched for words"]
    skip = 0
    for page, one in enumerate(drawn):
        if page != bad:
            assert share_found(places, one, page=page + 1, skip=skip) >= share
        skip += len(one.boxes)
    assert not any(page == bad + 1 and m.names_word for page, m in zip(places.pages, places.methods, strict=True))


def test_pages_of_which_none_can_be_read_are_an_error(tmp_path: Path) -> None:
    drawn = [typed(tmp_path, name=name) for name in ("1.png", "2.png")]
    for one, kept in zip(drawn, (10, 4_000), strict=True):
        one.page.path.write_bytes(one.page.path.read_bytes()[:kept])
    with pytest.raises(ImageError):
        locate_words(LETTER, [one.page for one in drawn])


def test_words_of_a_typescript_are_found_without_reading_it(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    places = locate_words(drawn.flowing, [drawn.page])
    assert [drawn.flowing[p.span.start : p.span.end] for p in places] == [word for word, *_ in drawn.boxes]
    assert share_found(places, drawn) >= 0.98
    assert set(places.methods) == {Method.IMAGE}
    assert sum(c >= 0.5 for c in places.confidences) >= 0.95 * len(places)


@pytest.mark.parametrize("turned", [-2.0, 3.0])
def test_a_skewed_page_is_read_along_its_lines(tmp_path: Path, turned: float) -> None:
    drawn = typed(tmp_path, turned=turned)
    places = locate_words(drawn.flowing, [drawn.page])
    with Image.open(drawn.page.path) as image:
        middle = image.width / 2, image.height / 2
    angle = math.radians(-turned)
    hits = 0
    for row, (_, left, top, right, bottom) in enumerate(drawn.boxes):
        x, y = (left + right) / 2 - middle[0], (top + bottom) / 2 - middle[1]
        x, y = (
            middle[0] + x * math.cos(angle) - y * math.sin(angle),
            middle[1] + x * math.sin(angle) + y * math.cos(angle),
        )
        box = places.boxes[row]
        hits += box.left - 5 <= x <= box.right + 5 and box.top - 10 <= y <= box.bottom + 10
    assert hits >= 0.95 * len(drawn.boxes)


def test_a_black_border_does_not_matter(tmp_path: Path) -> None:
    drawn = typed(tmp_path, border=60)
    assert share_found(locate_words(drawn.flowing, [drawn.page]), drawn) >= 0.98


def test_a_line_that_the_text_lacks_is_skipped(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    lines = LETTER.split("\n")
    places = locate_words(" ".join(lines[:4] + lines[5:]), [drawn.page])
    gone = len(" ".join(lines[:4]).split()), len(lines[4].split())
    kept = Typescript(drawn.page, "", drawn.boxes[: gone[0]] + drawn.boxes[gone[0] + gone[1] :])
    assert share_found(places, kept) >= 0.97


def test_a_line_that_the_page_lacks_is_not_trusted(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    lines = LETTER.split("\n")
    foreign = "Nothing of this kind stands anywhere on the page"
    places = locate_words(" ".join([*lines[:5], foreign, *lines[5:]]), [drawn.page])
    first = len(" ".join(lines[:5]).split())
    rest = Typescript(drawn.page, "", drawn.boxes[first:])
    assert share_found(places, rest, skip=first + len(foreign.split())) >= 0.95


@pytest.mark.parametrize("added", ["ee", "grain", "unquestionably"])
def test_a_word_that_the_page_lacks_is_shown_as_the_gap_where_it_would_stand(tmp_path: Path, added: str) -> None:
    drawn = typed(tmp_path)
    text = drawn.flowing.replace("one present", f"one {added} present")
    places = locate_words(text, [drawn.page])
    at = text.index(f" {added} ") + 1
    row = list(places.starts).index(at)
    before, gap, after = (places.place(k).location for k in (row - 1, row, row + 1))
    assert gap.method is Method.GAP
    assert gap.confidence < min(before.confidence, after.confidence)
    assert before.box.left < gap.box.left < before.box.right
    assert after.box.left < gap.box.right < after.box.right
    others = [method for k, method in enumerate(places.methods) if k != row]
    assert Method.GAP not in others


def test_words_of_another_page_are_not_claimed(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    places = locate_words(" ".join((OTHER + " " + OTHER[:180]).split()), [drawn.page])
    assert sum(c >= 0.5 for c in places.confidences) <= 0.1 * len(places)


def test_a_word_broken_over_a_line_has_two_places(tmp_path: Path) -> None:
    drawn = typed(tmp_path, LETTER.replace("the report of", "the extraordi-\nnary report of"))
    text = drawn.flowing.replace("extraordi- nary", "extraordinary")
    at = text.index("extraordinary")
    place = locate_words(text, [drawn.page]).within(Span(at, at + 3))[0]
    assert place.rest is not None
    assert sorted([place.location.box.top < place.rest.box.top, place.location.box.left > place.rest.box.left]) == [
        1,
        1,
    ]


@pytest.mark.parametrize("between", ["\f", " ", "\n- 2 -\n"])
def test_a_text_is_spread_over_its_pages(tmp_path: Path, between: str) -> None:
    one, two = typed(tmp_path), typed(tmp_path, OTHER, name="second.png")
    text = f"{one.flowing}{between}{two.flowing}"
    places = locate_words(text, [one.page, two.page])
    heads = len(between.split())
    assert share_found(places, one) >= 0.95
    assert share_found(places, two, page=2, skip=len(one.boxes) + heads) >= 0.95


def test_what_stands_far_off_on_the_row_or_beside_the_page_is_no_part_of_a_word() -> None:
    """The sample has a word between the lines that the transcript lacks, and holes punched in the margin."""
    sample = resource_path("sample")
    text = (sample / "cable.txt").read_text(encoding="utf-8")
    places = locate_words(text, [PageImage(sample / name) for name in ("cable-1.jpg", "cable-2.jpg")])
    assert not places.rests


@pytest.mark.parametrize("foot", ["", "\n\n                    - 1 -"])
@pytest.mark.parametrize(("begins", "ends"), [("gov-", "ernment"), ("sec-", "retary"), ("in-", "habitants")])
def test_a_word_that_continues_overleaf_has_a_place_on_both_pages(
    tmp_path: Path, begins: str, ends: str, foot: str
) -> None:
    one = typed(tmp_path, f"{LETTER} {begins}{foot}")
    two = typed(tmp_path, f"{ends} {OTHER}", name="second.png")
    word = begins.removesuffix("-") + ends
    before = " ".join(LETTER.split()) + " "
    places = locate_words(f"{before}{word} {' '.join(OTHER.split())}", [one.page, two.page])
    parts = places.parts(Span(len(before), len(before) + len(word)))
    assert [part.page for part in parts] == [1, 2]
    for part, drawn in zip(parts, (one, two), strict=True):
        left, top, right, bottom = next(box for name, *box in drawn.boxes if name in (begins, ends))
        assert left < (part.box.left + part.box.right) / 2 < right
        assert top < (part.box.top + part.box.bottom) / 2 < bottom
    assert share_found(places, two, page=2, skip=len(LETTER.split())) >= 0.95


@pytest.mark.parametrize("kept", [10, 4_000])
def test_a_word_whose_end_is_on_a_damaged_page_stands_where_it_begins(tmp_path: Path, kept: int) -> None:
    one, two = typed(tmp_path, f"{LETTER} gov-"), typed(tmp_path, f"ernment {OTHER}", name="second.png")
    two.page.path.write_bytes(two.page.path.read_bytes()[:kept])
    before = " ".join(LETTER.split()) + " "
    places = locate_words(f"{before}government {' '.join(OTHER.split())}", [one.page, two.page])
    (part,) = places.parts(Span(len(before), len(before) + len("government")))
    assert (part.page, part.method) == (1, Method.IMAGE)


def test_a_page_that_ends_with_a_word_divides_none(tmp_path: Path) -> None:
    one, two = typed(tmp_path, LETTER + "\n\n                    - 1 -"), typed(tmp_path, OTHER, name="second.png")
    places = locate_words(f"{one.text.split('- 1 -')[0]} {two.flowing}", [one.page, two.page])
    assert not places.rests


def test_a_blank_page_leaves_guesses(tmp_path: Path) -> None:
    Image.new("L", (800, 1000), 230).save(tmp_path / "blank.png")
    places = locate_words("some words here", [PageImage(tmp_path / "blank.png")])
    assert [p.location.method for p in places] == [Method.PROPORTIONAL] * 3
    assert max(places.confidences) < 0.5


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
def test_images_that_are_no_pages_leave_guesses(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.effect_noise(size, 80).save(tmp_path / "odd.png")
    places = locate_words("some words here", [PageImage(tmp_path / "odd.png")])
    assert len(places) == 3
    assert max(places.confidences) < 0.5


@pytest.mark.parametrize("text", ["", " \n ", "a"])
def test_very_little_text_is_not_a_failure(tmp_path: Path, text: str) -> None:
    assert len(locate_words(text, [typed(tmp_path).page])) == len(text.split())


def test_without_pages_there_are_no_places() -> None:
    assert len(locate_words("some words", [])) == 0


def test_an_empty_span_has_the_words_on_either_side(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    places = locate_words(drawn.flowing, [drawn.page])
    for at in (3, 4):
        assert [p.span.of(drawn.flowing) for p in places.within(Span(at, at))] == ["The", "committee"]
    assert [p.span.of(drawn.flowing) for p in places.within(Span(1, 6))] == ["The", "committee"]


def test_real_typescript_is_found_word_by_word(shared_data: Path) -> None:
    text = (shared_data / "eo9981" / "page-reads.txt").read_text(encoding="utf-8")
    places = locate_words(text, [PageImage(shared_data / "eo9981" / "scan.jpg")])
    assert sum(c >= 0.9 for c in places.confidences) >= 0.95 * len(places)


def test_far_more_text_than_a_page_holds_is_not_laid_on_it(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    places = locate_words(drawn.flowing * 40, [drawn.page])
    assert set(places.methods) == {Method.PROPORTIONAL}
    assert max(places.confidences) < 0.5
