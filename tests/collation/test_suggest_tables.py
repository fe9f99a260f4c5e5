"""The word list and the tables of confusions and slips."""

from __future__ import annotations

import re

import pytest

from cableview.collation.channels import channels
from cableview.collation.evidence import family
from cableview.collation.lexicon import lexicon
from cableview.collation.suggest import weights
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span


@pytest.mark.parametrize("word", ["stated", "London", "a", "I", "well-known", "Ambassador's", "ambassador’s"])
def test_words_their_possessives_and_compounds_are_known(word: str) -> None:
    assert lexicon("en").knows(word)


@pytest.mark.parametrize("word", ["authoirzed", "b", "", "\ud800", "well-knwon"])
def test_what_is_no_word_is_not_known(word: str) -> None:
    assert not lexicon("en").knows(word)


def test_pairs_of_words_are_weighed_by_use() -> None:
    words = lexicon("en")
    assert words.pair_frequency("from", "the") > words.pair_frequency("form", "the")
    assert words.pair_frequency("aaron", "and") > 0
    assert words.pair_frequency("zoom", "xyzzy") == 0


def test_a_language_is_named_with_or_without_its_country() -> None:
    assert lexicon("en-GB").knows("stated")
    assert not lexicon("tlh").counts


@pytest.mark.parametrize(
    ("page", "read", "steps"),
    [("followed", "foUowed", ["common"]), ("burn", "bum", ["common"]), ("tall", "ta11", ["common", "common"])],
)
def test_confusions_of_letters_are_found(page: str, read: str, steps: list[str]) -> None:
    assert [step.name for step in channels().confusions.way(page, read).steps] == steps


@pytest.mark.parametrize(
    ("meant", "typed", "name"),
    [
        ("authorized", "authoirzed", "swapped"),
        ("letter", "leter", "single"),
        ("later", "latter", "doubled"),
        ("then", "thrn", "neighbour"),
        ("then", "thn", "lost"),
        ("Then", "then", "shift"),
        ("their", "there", "word"),
        ("stated", "states", "ending"),
    ],
)
def test_slips_of_the_hand_are_named(meant: str, typed: str, name: str) -> None:
    assert [step.name for step in channels().slips.way(meant, typed).steps] == [name]


def test_equal_words_cost_nothing_and_long_strangers_are_given_up() -> None:
    assert channels().slips.way("same", "same").cost == 0
    assert channels().confusions.way("a" * 5000, "b" * 5000).steps == ()


def test_every_family_has_weights() -> None:
    kinds = (Kind.WORD, Kind.CASE, Kind.PUNCTUATION, Kind.SPACING, Kind.NUMBER, Kind.ADDITION, Kind.REPETITION)
    families = {family(Difference(kind, Severity.LOW, Span(0, 1), Span(0, 1))) for kind in kinds}
    assert families <= weights().keys()
    assert all(re.fullmatch(r"[a-z-]+", name) for name in weights())
