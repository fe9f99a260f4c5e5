"""What the shapes of letters say for the words of a text, on tapes with known contents."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.scan.forced_alignment.read_along import PASSAGE, Reading
from tests.scan.forced_alignment.test_omission import WRITTEN, read_on


def in_shapes(words: list[str], evidence: list[float]) -> tuple[Reading, list[slice]]:
    """The words as they are written, the letters of each with the same evidence."""
    reading, own = read_on(words, words)
    of_letters = np.full(len(reading.held), np.nan, dtype=np.float32)
    for word, says in zip(own, evidence, strict=True):
        of_letters[word] = says
    return replace(reading, evidence=of_letters), own


def passages(reading: Reading, own: list[slice]) -> list[float]:
    shapes = [reading.fit(word).shapes for word in own]
    return [found.passage for found in shapes if found is not None]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([-2.0, 0.5, 3.0, float("nan")]), min_size=9, max_size=9))
def test_the_shapes_of_a_passage_are_those_of_all_letters_around_a_word_but_its_own(evidence: list[float]) -> None:
    reading, own = in_shapes(WRITTEN, evidence)
    for k, passage in enumerate(passages(reading, own)):
        others = [(len(WRITTEN[i]), says) for i, says in enumerate(evidence) if i != k and not np.isnan(says)]
        letters = sum(count for count, _ in others)
        assert passage == pytest.approx(sum(count * says for count, says in others) / max(1, letters), abs=1e-6)


def test_a_passage_reaches_so_many_words_before_and_after() -> None:
    words = ["on"] * (2 * PASSAGE + 3)
    at = PASSAGE + 1
    reading, own = in_shapes(words, [1.0 if k == at else 0.0 for k in range(len(words))])
    found = passages(reading, own)
    assert [k for k, passage in enumerate(found) if passage > 0] == [k for k in range(1, len(words) - 1) if k != at]


def test_words_of_the_other_half_of_a_text_that_is_another_page_s_say_ever_less_of_a_word() -> None:
    words = ["mole"] * (3 * PASSAGE)
    half = len(words) // 2
    reading, own = in_shapes(words, [2.0] * half + [-2.0] * half)
    found = passages(reading, own)
    assert found[0] == pytest.approx(2.0)
    assert found[-1] == pytest.approx(-2.0)
    assert all(before >= after - 1e-6 for before, after in pairwise(found[PASSAGE:half]))
