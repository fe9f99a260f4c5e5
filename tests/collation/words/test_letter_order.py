"""How well letters follow each other in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.words.letter_order import UNSEEN, LetterOrder, letter_order
from cableview.collation.words.lexicon import Lexicon, lexicon

WORDS = (b"evening", b"even", b"seven", b"nine", b"vine")
words = st.text("evnisg", max_size=9)


def whole(order: LetterOrder, word: str) -> float:
    """Of all letters of a word."""
    letters = f"  {word} "
    return sum(order.chances.get(letters[k : k + 3], UNSEEN) for k in range(len(letters) - 2))


@given(words, words)
def test_only_what_differs_is_looked_at_and_nothing_else_would_tell_more(one: str, other: str) -> None:
    order = letter_order(WORDS)
    assert order.likelier(one, other) == pytest.approx(whole(order, one) - whole(order, other))
    assert order.likelier(one, other) == pytest.approx(-order.likelier(other, one))


def test_chances_of_what_follows_two_letters_are_no_more_than_certain() -> None:
    order = letter_order(WORDS)
    follows_ev = [chance for letters, chance in order.chances.items() if letters.startswith("ev")]
    assert follows_ev
    assert all(UNSEEN < chance < 0 for chance in follows_ev)


def test_of_words_that_no_list_has_the_one_is_likelier_that_looks_like_others() -> None:
    order = lexicon("en").letter_order
    for one, other in (("myselfe", "ruyselfe"), ("wonderfull", "wonderftdl"), ("blowes", "blowea")):
        assert order.likelier(one, other) > 2


def test_without_a_list_no_word_is_likelier() -> None:
    assert Lexicon().letter_order.likelier("myselfe", "ruyself") == 0
