"""Estimating where on the scan something is, from its place in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.location import Method
from cableview.model.span import Span
from cableview.scan.placing import estimate
from cableview.scan.placing.estimate import estimated_location, page_breaks

SIZE = (600, 1000)


def test_form_feeds_begin_pages() -> None:
    breaks = page_breaks("one\ftwo\fthree", 3)
    assert [breaks.page_of(at) for at in (0, 3, 4, 8)] == [1, 1, 2, 3]


def test_page_heads_begin_pages_where_their_number_fits() -> None:
    text = "First page.\n\n- 2 -\nSecond page.\n\n- 3 -\nThird."
    assert page_breaks(text, 3).page_of(text.index("Second")) == 2
    assert page_breaks(text, 3).page_of(text.index("Third")) == 3


def test_pages_are_even_where_nothing_tells_them_apart() -> None:
    text = "word word word\n" * 100
    assert page_breaks(text, 2).page_of(0) == 1
    assert page_breaks(text, 2).page_of(len(text) - 1) == 2


def test_later_text_is_estimated_lower_on_the_page() -> None:
    text = "\n".join(f"line {k}" for k in range(50))
    tops = [estimated_location(text, Span(at, at), [SIZE]) for at in (0, 100, 200, 300)]
    found = [location.box.top for location in tops if location]
    assert found == sorted(found)
    assert len(set(found)) == 4


def test_long_lines_count_as_the_lines_they_were_typed_in() -> None:
    text = "x " * 1000 + "\nend"
    location = estimated_location(text, Span(1000, 1003), [SIZE])
    assert location is not None
    assert 400 < (location.box.top + location.box.bottom) / 2 < 600


def test_where_a_page_can_not_have_so_many_lines_its_letters_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million of lines were measured for each place that was looked at, a second each time."""
    text = "\n" * 3 * estimate.MOST_LINES

    def measure(_: str) -> float:
        pytest.fail("a line was measured")

    monkeypatch.setattr(estimate, "_height", measure)
    for share in (0, 0.25, 1):
        location = estimated_location(text, Span(at := round(len(text) * share), at), [SIZE])
        assert location is not None
        assert location.box.top <= 60 + 880 * share <= location.box.bottom


def test_without_pages_there_is_no_guess() -> None:
    assert estimated_location("text", Span(0, 2), []) is None


@given(st.text("ab \n\r\f-2", max_size=300), st.integers(0, 300), st.integers(0, 20), st.integers(1, 4))
def test_a_guess_lies_on_its_page_and_is_labelled_as_one(text: str, start: int, length: int, pages: int) -> None:
    start = min(start, len(text))
    location = estimated_location(text, Span(start, min(start + length, len(text))), [SIZE] * pages)
    assert location is not None
    assert 1 <= location.page <= pages
    assert 0 <= location.box.left < location.box.right <= SIZE[0]
    assert 0 <= location.box.top < location.box.bottom <= SIZE[1]
    assert location.method is Method.PROPORTIONAL
    assert location.confidence < 0.5
