"""Words are equal just where their numbers are, whatever they stand in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.alignment.interning import interned, interned_both, interned_forms
from cableview.collation.rules import default_rules
from cableview.collation.words.tokens import Tokens, tokenise
from cableview.model.witness import Markup

WORDS = st.text(st.sampled_from("abcx\0-¬’éЖ𝔄\ud800"), min_size=1, max_size=20)


def _tokens(words: list[str], rules: frozenset[str] = frozenset()) -> Tokens:
    return tokenise(" ".join(words), rules, Markup())


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_words_of_two_texts_have_the_same_number_if_and_only_if_equal(a: list[str], b: list[str]) -> None:
    left, right = _tokens(a), _tokens(b)
    for one, number in zip(left.forms, interned(left).tolist(), strict=True):
        for other, its_number in zip(right.forms, interned(right).tolist(), strict=True):
            assert (one == other) == (number == its_number)


@given(st.lists(WORDS, max_size=8))
def test_a_number_stands_for_the_form_as_the_rules_read_it(words: list[str]) -> None:
    for rules in (frozenset[str](), default_rules(), frozenset({"case", "punctuation"})):
        text = _tokens(words, rules)
        assert interned(text).tolist() == interned_forms(text.forms).tolist()


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_words_of_two_texts_are_numbered_as_those_of_each_alone(a: list[str], b: list[str]) -> None:
    for rules in (frozenset[str](), default_rules()):
        left, right = _tokens(a, rules), _tokens(b, rules)
        both = interned_both(left, right)
        assert [ids.tolist() for ids in both] == [interned(left).tolist(), interned(right).tolist()]


def test_words_of_long_texts_are_numbered_like_those_of_short_ones() -> None:
    short, long = _tokens(["stated", "“that”"]), _tokens(["stated", "“that”"] * 5_000)
    assert [ids.tolist()[:2] for ids in interned_both(short, long)] == [interned(short).tolist()] * 2


def test_words_that_differ_only_after_their_sixteenth_byte_differ() -> None:
    numbers = interned_forms(["a" * 16, "a" * 17, "a" * 16 + "b", "a" * 900, "a" * 899 + "b", "a" * 900]).tolist()
    assert len(set(numbers)) == 5
    assert numbers[3] == numbers[5]


@pytest.mark.parametrize("size", range(8))
def test_a_control_character_after_a_word_makes_it_a_different_word(size: int) -> None:
    word = "abcdefg"[:size]
    others = [word + "\0" * (7 - size) + chr(sign) for sign in range(32)]
    numbers = interned_forms([word, *others, *(f"cableview{form}" for form in (word, *others))]).tolist()
    assert len(set(numbers)) == 2 * len(others) + 2


def test_multibyte_characters_do_not_shift_the_words_after_them() -> None:
    plain, wide = _tokens(["stated", "that"]), _tokens(["“Жé𝔄”", "stated", "that"])
    assert interned(wide).tolist()[1:] == interned(plain).tolist()
