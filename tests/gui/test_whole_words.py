"""Texts cut to the room there is."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from cableview.gui.whole_words import NOTHING, one_line


@given(st.text("ab \n\u2003", max_size=60), st.integers(3, 12))
def test_one_line_is_the_words_with_a_blank_between_cut_in_the_middle(words: str, limit: int) -> None:
    whole = " ".join(words.split())
    line = one_line(words, limit)
    if len(whole) <= limit:
        assert line == (whole or NOTHING)
    else:
        head, tail = line.split(" … ")
        assert whole.startswith(head)
        assert whole.endswith(tail)
        assert limit - 2 <= len(head) + len(tail) <= limit + 1


def test_a_book_is_put_on_one_line_without_splitting_all_of_it() -> None:
    """A reading of five million letters was split for each row at each paint."""
    book = "word and other " * 20_000
    tracemalloc.start()
    try:
        line = one_line(book)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert line == "word and other word and other word and o … other word and other"
    assert peak < 3 * len(book)
