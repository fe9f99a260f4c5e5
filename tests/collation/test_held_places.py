"""What the rules hold equal is listed place by place, as many as are counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Pin, Text, collate
from cableview.collation.equality.applied_rules import rules_holding
from cableview.collation.held_places import held_places
from cableview.collation.rules import all_rules, default_rules, own_rule
from cableview.model.span import Span

EVERYTHING = frozenset(rule.name for rule in all_rules()) - {"punctuation"}
OWN = frozenset({own_rule("Tokio", "Tokyo"), own_rule("per cent", "percent")})
PLAIN = "the The Tokio Tokyo, Quote “we go.” go Unquote STOP not repeat — -- Establish 25 twenty-five Ur your xxxx ﬁn"
WORDS = st.lists(st.sampled_from([*PLAIN.split(), "Estab-\nlish", "fi n\u0301", "per cent", "percent"]), max_size=16)
BLANKS = st.lists(
    st.sampled_from((" ", "  ", "\n", "\r\n", "\n\n", "\f", " \t", "\t", "\xa0", "\u2003")), min_size=16, max_size=16
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "".join(word + blank for word, blank in zip(draw(WORDS), draw(BLANKS), strict=False))


def listed(one: str, other: str, rules: frozenset[str]) -> list[tuple[str, str, str]]:
    found = held_places(collate(Text(one), Text(other), rules))
    return [(place.rule, place.working.of(one), place.reference.of(other)) for place in found]


@settings(max_examples=300, deadline=None)
@given(texts(), texts(), st.sampled_from((default_rules(), EVERYTHING | OWN, default_rules() | OWN, frozenset())))
@example("a\n--\nb", "a -- b", default_rules())
def test_the_places_listed_are_as_many_as_counted(one: str, other: str, rules: frozenset[str]) -> None:
    collation = collate(Text(one), Text(other), rules)
    assert Counter(place.rule for place in held_places(collation)) == Counter(collation.suppressed)


@settings(max_examples=100, deadline=None)
@given(texts(), texts(), st.integers(0, 40), st.integers(1, 30))
def test_nothing_is_listed_across_excluded_text(one: str, other: str, at: int, length: int) -> None:
    start = min(at, len(one))
    masked = Span(start, min(len(one), start + length))
    assume(masked.of(one).strip())  # words are left out, not the blanks between them
    collation = collate(Text(one, masked=(masked,)), Text(other), EVERYTHING)
    found = held_places(collation)
    assert Counter(place.rule for place in found) == Counter(collation.suppressed)
    assert not any(place.working.overlaps(masked) and place.rule == "blanks" for place in found)


@pytest.mark.parametrize(
    ("one", "other", "row"),
    [
        ("said “no” to", 'said "no" to', ("quotes", "“no”", '"no"')),
        ("he said\nno", "he said no", ("line-breaks", "\n", " ")),
        ("he  said", "he said", ("blanks", "  ", " ")),
        ("he\xa0said", "he said", ("blanks", "\xa0", " ")),
        ("he\tsaid  no", "he\u2003said  no", ("blanks", "\t", "\u2003")),
        ("Estab-\nlish it", "Establish it", ("line-end-hyphens", "Estab-\nlish", "Establish")),
        ("in Tokio, he", "in Tokyo, he", ("Tokio = Tokyo", "Tokio,", "Tokyo,")),
    ],
)
def test_place_is_listed_with_the_words_of_both_texts(one: str, other: str, row: tuple[str, str, str]) -> None:
    assert listed(one, other, default_rules() | OWN) == [row]


def test_blank_between_words_that_were_paired_one_by_one_is_listed() -> None:
    one, other = "the Tokio talks  of the Dept were long", "the Tokyo talks of the Department were lung"
    assert listed(one, other, default_rules()) == [("blanks", "  ", " ")]


def test_decided_place_is_not_listed() -> None:
    one, other = "a Stalin said no", "a Stallin said no"
    pin = Pin(Span(2, 8), Span(2, 9))
    assert held_places(collate(Text(one), Text(other), default_rules(), [pin])) == ()


@pytest.mark.parametrize(
    ("one", "other"), [("Tokio", "Tokyo"), ("Tokio's", "Tokei's"), ("Tokio,", "Tokyo,"), ("one7", "other7")]
)
def test_pairs_of_other_words_do_not_change_which_rule_holds_a_place_equal(one: str, other: str) -> None:
    few = default_rules() | {own_rule("Tokio", "Tokyo"), own_rule("Tokyo", "Tokei"), own_rule("one7", "other7")}
    many = few | {own_rule(f"one{k}", f"other{k}") for k in range(50)}
    assert rules_holding(one, other, many) == rules_holding(one, other, few)


def test_a_place_is_counted_for_its_own_pair_among_many() -> None:
    many = default_rules() | {own_rule(f"one{k}", f"other{k}") for k in range(50)}
    assert rules_holding("one7", "other7", many) == ("one7 = other7",)
