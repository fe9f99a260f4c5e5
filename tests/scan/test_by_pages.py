"""The interval that the bench of the places' confidence prints."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.by_pages import interval


@given(st.lists(st.tuples(st.floats(-1, 1), st.sampled_from("abcd")), min_size=1, max_size=40))
def test_the_interval_is_within_the_values(words: list[tuple[float, str]]) -> None:
    values, pages = [value for value, _ in words], [page for _, page in words]
    least, most = interval(values, pages)
    assert min(values) - 1e-9 <= least <= most <= max(values) + 1e-9


def test_of_one_page_it_is_the_mean_alone() -> None:
    assert interval([0.0, 0.0, 1.0, 1.0], ["a"] * 4) == (0.5, 0.5)


def test_of_independent_words_it_is_twice_the_standard_error_on_either_side() -> None:
    random = Random(7)
    values = [float(random.random() < 0.8) for _ in range(400)]
    least, most = interval(values, [str(k) for k in range(400)])
    error = 1.96 * (0.8 * 0.2 / 400) ** 0.5
    assert most - least == pytest.approx(2 * error, rel=0.15)


def test_it_is_wider_where_words_of_a_page_are_right_or_wrong_together() -> None:
    values = [float(k % 40 >= 8) for k in range(400)]
    by_word = interval(values, [str(k) for k in range(400)])
    by_page = interval(values, [str(k // 8) for k in range(400)])
    assert by_page[1] - by_page[0] > 2 * (by_word[1] - by_word[0])
