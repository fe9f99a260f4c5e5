from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.layout import LayoutLine, LayoutPage, LayoutRegion, LayoutWord
from cableview.model.location import Location, Method
from cableview.scan.locate import locate_words, misfit_notice
from cableview.scan.placing.by_layout import find_by_layout
from cableview.scan.placing.places import IN_REGION, ON_LINE, Place
from tests.scan.typescript import typed

SIZE = (1000, 500)


def page(*lines: str, words: bool = True, width: float = 1000, height: float = 500) -> LayoutPage:
    """Lines of ten pixels a letter, forty apart."""
    made: list[LayoutLine] = []
    for row, line in enumerate(lines):
        top, at, own = 40 * row, 0, list[LayoutWord]()
        for word in line.split():
            at = line.index(word, at)
            own.append(LayoutWord(word, Box(10 * at, top, 10 * (at + len(word)), top + 30)))
            at += len(word)
        box = Box(0, top, 10 * len(line), top + 30)
        made.append(LayoutLine(line, box, tuple(own) if words else ()))
    return LayoutPage(width, height, (LayoutRegion(tuple(made)),))


def found(text: str, *pages: LayoutPage) -> dict[str, Place]:
    fitted = find_by_layout(text, pages, [SIZE] * len(pages))
    assert not fitted.misfits
    return {text[start : place.span.end]: place for start, place in fitted.places.items()}


def locate_on(text: str, layout: LayoutPage) -> dict[str, Location]:
    """As `locate_words` on a blank page of the size of the layout."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.png")
        Image.new("L", SIZE, 255).save(path)
        places = locate_words(text, [PageImage(path)], layout=[layout])
    return {place.span.of(text): place.location for place in places}


@pytest.mark.parametrize("words", [True, False])
def test_words_stand_where_the_layout_has_them(words: bool) -> None:
    places = found("the red fox ran\nover it", page("the red fox", "ran over it", words=words))
    assert places["fox"].location.box == Box(80, 0, 110, 30)
    assert places["over"].location.box == Box(40, 40, 80, 70)
    assert all(p.location.method is Method.LAYOUT and p.location.confidence >= 0.95 for p in places.values())


def test_misread_words_are_found_by_their_neighbours() -> None:
    places = found("the red fox ran over it", page("the rod f0x ran", "over it"))
    assert places["fox"].location.box == Box(80, 0, 110, 30)
    assert places["fox"].location.confidence < places["ran"].location.confidence


def test_a_word_broken_over_a_line_has_two_places() -> None:
    places = found("an extraordinary day came", page("an extraordi-", "nary day came"))
    place = places["extraordinary"]
    assert place.location.box == Box(30, 0, 130, 30)
    assert place.rest is not None
    assert place.rest.box == Box(0, 40, 40, 70)


def test_pages_of_the_layout_are_those_of_the_scan() -> None:
    places = found("one two three four five six", page("one two three"), page("four five six"))
    assert [places[word].location.page for word in ("three", "four")] == [1, 2]


def test_boxes_are_brought_to_the_size_of_the_scan() -> None:
    places = found("the red fox", page("the red fox", width=500, height=1000))
    assert places["fox"].location.box == Box(160, 0, 220, 15)


def test_boxes_outside_the_page_are_cut_off() -> None:
    far = LayoutLine("one two", Box(0, 0, 2000, 30), (LayoutWord("one", Box(-50, -9, 40, 30)),))
    layout = LayoutPage(1000, 500, (LayoutRegion((far,)),))
    assert found("one", layout)["one"].location.box == Box(0, 0, 40, 30)


def test_a_line_is_followed_along_its_baseline() -> None:
    line = LayoutLine("left right", Box(0, 100, 1000, 230), (), ((0.0, 130.0), (1000.0, 230.0)))
    places = found("left right", LayoutPage(1000, 500, (LayoutRegion((line,)),)))
    assert places["left"].location.box.bottom < places["right"].location.box.top + 30
    assert places["left"].location.box.top < 130 < places["left"].location.box.bottom + 30


def test_the_layout_of_another_text_is_no_help() -> None:
    fitted = find_by_layout("the red fox ran over it", [page("wholly other words stand here")], [SIZE])
    assert (fitted.places, fitted.lines, fitted.misfits) == ({}, (), (1,))


def test_only_the_layout_that_does_not_fit_is_set_aside() -> None:
    first, other, last = page("the red fox ran"), page("wholly different words stand here"), page("to the deep well")
    text = "the red fox ran over the hill and down to the deep well"
    fitted = find_by_layout(text, [first, other, last], [SIZE] * 3)
    assert fitted.misfits == (2,)
    assert {place.location.page for place in fitted.places.values()} == {1, 3}


def test_a_page_without_a_layout_is_no_misfit() -> None:
    fitted = find_by_layout("one two three four five six", [None, page("four five six")], [SIZE] * 2)
    assert (fitted.misfits, {place.location.page for place in fitted.places.values()}) == ((), {2})


def test_part_of_a_word_is_where_its_glyphs_are() -> None:
    glyphs = tuple(Box(left, 0, left + wide, 30) for left, wide in ((0, 40), (40, 10), (50, 10), (60, 40)))
    word = LayoutWord("willow", Box(0, 0, 200, 30), None, (*glyphs, Box(100, 0, 150, 30), Box(150, 0, 200, 30)))
    line = LayoutLine("willow tree", Box(0, 0, 300, 30), (word, LayoutWord("tree", Box(210, 0, 300, 30))))
    places = found("wil low tree", LayoutPage(1000, 500, (LayoutRegion((line,)),)))
    assert places["wil"].location.box == Box(0, 0, 60, 30)
    assert places["low"].location.box == Box(60, 0, 200, 30)


def test_a_word_that_the_layout_lacks_is_on_the_line_between_its_neighbours() -> None:
    lines = page("the red fox ran", "over a small hill")
    places = locate_on("the red quick fox ran over a small hill", lines)
    assert places["quick"] == Location(1, Box(0, 0, 150, 30), Method.LINE, ON_LINE)
    places = locate_on("the red fox ran there over a small hill", lines)
    assert places["there"] == Location(1, Box(0, 0, 170, 70), Method.REGION, IN_REGION)


def test_the_layout_of_another_text_is_set_aside_with_a_notice(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    places = locate_words(drawn.flowing, [drawn.page], layout=[page("wholly other words stand here")])
    assert places.notices == (misfit_notice(1, 1),)
    assert set(places.methods) == {Method.IMAGE}


def test_words_the_layout_lacks_are_found_on_the_image(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    lines = drawn.text.split("\n")
    words = iter(drawn.boxes)
    made: list[LayoutLine] = []
    for line in lines:
        own = [next(words) for _ in line.split()]
        boxed = tuple(LayoutWord(w, Box(round(a), round(b), round(c), round(d))) for w, a, b, c, d in own)
        made.append(LayoutLine(line, boxed[0].box, boxed))
    layout = LayoutPage(0, 0, (LayoutRegion(tuple(made[:6])), LayoutRegion(tuple(made[7:]))))
    places = locate_words(drawn.flowing, [drawn.page], layout=[layout])
    assert len(places) == len(drawn.boxes)
    assert places.methods.count(Method.IMAGE) == len(lines[6].split())
    assert places.notices == ()
