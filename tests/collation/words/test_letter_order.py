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
def test_looking_only_at_the_differing_letters_loses_nothing(one: str, other: str) -> None:
    order = letter_order(WORDS)
    assert order.likelier(one, other) == pytest.approx(whole(order, one) - whole(order, other))
    assert order.likelier(one, other) == pytest.approx(-order.likelier(other, one))


def test_probabilities_of_the_next_letter_are_below_one() -> None:
    order = letter_order(WORDS)
    follows_ev = [chance for letters, chance in order.chances.items() if letters.startswith("ev")]
    assert follows_ev
    assert all(UNSEEN < chance < 0 for chance in follows_ev)


def test_of_unlisted_words_the_one_that_looks_like_others_is_likelier() -> None:
    order = lexicon("en").letter_order
    for one, other in (("myselfe", "ruyselfe"), ("wonderfull", "wonderftdl"), ("blowes", "blowea")):
        assert order.likelier(one, other) > 2


def test_without_a_list_no_word_is_likelier() -> None:
    assert Lexicon().letter_order.likelier("myselfe", "ruyself") == 0
