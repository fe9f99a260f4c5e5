"""Places in the text by page and line, and on the scan as far as they were found."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from cableview.gui.desk import Desk
from cableview.gui.line_crops import window_of
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.location import Location, Method, Spot
from cableview.model.span import Span
from cableview.review.places import Places
from cableview.scan.placing.places import TRUSTED, Place, as_columns
from tests.gui.desk_helpers import page_image, press, reviewing_window, session_of

TEXT = "one two\r\nthree\n\nfour\ffive six"


def located(*words: tuple[int, int, int, float]):
    """Words at `start`, `end` on a page, each 100 pixels right of the one before, found with a confidence."""
    return as_columns(
        [
            Place(Span(start, end), Location(page, Box(100 * k, 50, 100 * k + 80, 70), Method.IMAGE, sure))
            for k, (start, end, page, sure) in enumerate(words)
        ]
    )


def shown_on(desk: Desk) -> Location | None:
    """The place that is outlined on the page and framed in the strip."""
    (crop,) = desk.strip.crop.crops
    outlined = next(iter(desk.page.parts), None)
    assert crop.parts[0] == outlined
    return outlined


def test_places_are_named_by_line_and_by_page_where_there_are_several(tmp_path: Path) -> None:
    pages = (PageImage(page_image(tmp_path)), PageImage(page_image(tmp_path, "2.png")))
    places = Places(TEXT, pages)
    assert [places.name(TEXT.index(word)) for word in ("one", "three", "four", "five")] == ["1:1", "1:2", "1:4", "2:1"]
    assert Places("one\ntwo", ()).name(5) == "2"


def test_a_place_pointed_out_on_a_missing_page_is_ignored(tmp_path: Path) -> None:
    places = Places(TEXT, (PageImage(page_image(tmp_path)),))
    for page in (0, 2):
        places.correct(TEXT, {Span(0, 3): Spot(page, Box(10, 10, 40, 30))})
        found = places.location(Span(0, 3))
        assert (found and (found.page, found.method)) == (1, Method.PROPORTIONAL)


def test_blank_lines_are_skipped() -> None:
    places = Places(TEXT, ())
    assert places.line_at(3).of(TEXT) == "one two"
    after = places.line_after(TEXT.index("three"))
    assert after is not None
    assert after.of(TEXT) == "four"
    before = places.line_before(after.start)
    assert before is not None
    assert before.of(TEXT) == "three"
    assert places.line_before(0) is None
    assert places.line_after(TEXT.index("five")) is None


def test_found_words_are_shown_with_their_hull_and_lowest_confidence(tmp_path: Path) -> None:
    places = Places("one two three", (PageImage(page_image(tmp_path)),))
    places.set_words(located((0, 3, 1, 0.99), (4, 7, 1, 0.8), (8, 13, 1, 0.9)), lambda span: span)
    found = places.location(Span(0, 7))
    assert found == Location(1, Box(0, 50, 180, 70), Method.IMAGE, 0.8)


def test_an_unsure_place_is_replaced_by_a_guess(tmp_path: Path) -> None:
    places = Places("one two", (PageImage(page_image(tmp_path)),))
    places.set_words(located((0, 3, 1, TRUSTED - 0.1), (4, 7, 1, 0.9)), lambda span: span)
    found = places.location(Span(0, 3))
    assert found is not None
    assert found.method is Method.PROPORTIONAL


def test_a_scan_that_cannot_be_measured_still_has_places(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no image")
    places = Places("one two", (PageImage(tmp_path / "broken.png"),))
    found = places.location(Span(0, 3))
    assert found is not None
    assert found.page == 1


def test_found_place_is_shown_in_the_strip_and_outlined_on_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    session = session_of(pages=(page_image(tmp_path),))
    window = reviewing_window(qtbot, session)
    first = session.queue.entries[0].working
    window.desk.take_places(located((first.start, first.end, 1, 0.97)))
    words = [label.text() for label in window.desk.strip.findChildren(type(window.desk.strip.head.where))]
    assert any("97%" in text for text in words)
    press(qtbot, window, "1")
    assert session.queue.entries[0].is_decided
    assert window.desk.page.parts


def test_the_strip_shows_found_words_and_an_unsure_place_stays_a_guess(qtbot: QtBot, tmp_path: Path) -> None:
    session = session_of(pages=(page_image(tmp_path),))
    window = reviewing_window(qtbot, session)
    desk = window.desk
    first, second = (session.queue.entries[k].working for k in (0, 1))
    desk.take_places(located((first.start, first.end, 1, 0.97), (second.start, second.end, 1, TRUSTED - 0.1)))
    assert shown_on(desk) == Location(1, Box(0, 50, 80, 70), Method.IMAGE, 0.97)
    (crop,) = desk.strip.crop.crops
    window_seen = window_of(crop, QSize(600, 100), QSize(600, 800))
    seen = window_seen.shown(Box(0, 50, 80, 70))
    assert (window_seen.left, seen.top() >= 0, seen.bottom() <= 100) == (0, True, True)
    assert "97% sure, found on the image" in desk.strip.head.where.text()
    press(qtbot, window, Qt.Key.Key_F3)
    guessed = shown_on(desk)
    assert guessed is not None
    assert guessed.method is Method.PROPORTIONAL
    assert "guessed" in desk.strip.head.where.text()
    assert "%" not in desk.strip.head.where.text()
