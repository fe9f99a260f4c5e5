"""Words, and several words, that are held equal: the telegraphic set, numbers, and pairs of the user's own."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Collation, Pin, Text, collate
from cableview.collation.equality.normalised_wordings import read_as
from cableview.collation.equality.wordings import words_read
from cableview.collation.rules import all_rules, all_sets, default_rules, own_rule, parsed_pair, rules_named
from cableview.collation.words.numerals import number_at
from cableview.model.span import Span

TELEGRAPHIC = default_rules() | set(rules_named("telegraphic"))


def run(
    one: str, other: str, *pairs: str, rules: frozenset[str] = TELEGRAPHIC, pins: tuple[Pin, ...] = ()
) -> Collation:
    return collate(Text(one), Text(other), rules | set(map(parsed_pair, pairs)), pins)


def rows(one: str, other: str, *pairs: str, rules: frozenset[str] = TELEGRAPHIC) -> list[tuple[str, str, str]]:
    found = run(one, other, *pairs, rules=rules).differences
    return [(str(d.kind), d.working.of(one), d.reference.of(other)) for d in found]


@pytest.mark.parametrize(
    ("wire", "clean"),
    [
        ("He said Quote we shall go Unquote STOP", 'He said "we shall go."'),
        ("He said Quote we shall go Unquote STOP", "He said “we shall go”."),
        ("It ended STOP PARA Then Stalin spoke STOP", "It ended.\n\nThen Stalin spoke."),
        ("Do not repeat not go", "Do not go"),
        ("Do not rpt not go", "Do not go"),
        ("He is not going repeat not going to Oslo", "He is not going to Oslo"),
        ("Send 25 (repeat 25) men", "Send 25 men"),
        ("Ur telegram to the Dept", "Your telegram to the Department"),
        ("The Secy and the Amb went", "The Secretary and the Ambassador went"),
        ("The FonOff told me", "The Foreign Office told me"),
        ("As in urtel of May", "As in your telegram of May"),
        ("We sent twenty-five on the first", "We sent 25 on the 1st"),
        ("We sent twenty five on the twenty-first", "We sent 25 on the 21st"),
        ("In one thousand nine hundred and forty-four", "In 1944"),
        ("About 5 million of them", "About 5,000,000 of them"),
        ("Only five per cent COMMA he said", "Only 5%, he said"),
        ("To sail Paren not to fly Unparen now", "To sail (not to fly) now"),
        ("He came and SLANT or went", "He came and/or went"),
        ("At 2 POINT 5 knots", "At 2.5 knots"),
        ("Will he go QUERY Yes", "Will he go? Yes"),
        ("SAID STALIN QUOTE I AGREE UNQUOTE STOP HE WAS NOT RPT NOT READY", 'Said Stalin "I agree." He was not ready'),
        ("The Dept. of War said", "The Department of War said"),
        ("As he said STOP", "As he said."),
    ],
)
def test_telegraphic_writing_is_held_equal_to_plain(wire: str, clean: str) -> None:
    assert rows(wire, clean) == []
    assert rows(clean, wire) == []
    assert rows(wire, clean, rules=default_rules()) != []


@pytest.mark.parametrize(
    ("wire", "clean", "row"),
    [
        ("we gone Unquote STOP Now", 'we go." Now', ("character", "gone Unquote STOP", 'go."')),
        ("he said Quote wee go", 'he said "we go', ("character", "Quote wee", '"we')),
        ("sent twenty-five men", "sent 26 men", ("number", "twenty-five", "26")),
        ("to the Dept he went", "to the Legation he went", ("word", "Dept", "Legation")),
        ("and not rpt not STOP Now", "and no. Now", ("character", "not rpt not STOP", "no.")),
    ],
)
def test_slip_beside_words_held_equal_is_found_with_its_words(wire: str, clean: str, row: tuple[str, str, str]) -> None:
    assert rows(wire, clean) == [row]


def test_a_different_word_after_repeat_is_not_a_repetition() -> None:
    assert rows("do now repeat not go", "do not go") == [("addition", "now repeat", "")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("please stop here", "please drop here"), ("a comma here", "a coma here"), ("they quote him", "they note him")],
)
def test_word_in_small_letters_is_not_a_sign(one: str, other: str) -> None:
    assert [len(words.split()) for row in rows(one, other) for words in row[1:]] == [1, 1]


def test_word_written_only_one_way_is_left_as_it_is() -> None:
    assert rows("one men", "ono men") == [("character", "one", "ono")]
    assert rows("the Foreign Office said", "the Foreign Officer said") == [("character", "Office", "Officer")]


def test_rules_are_counted_by_the_places_they_hold_equal() -> None:
    counts = run("Ur tel on the first STOP Not repeat not", "Your telegram on the 1st. Not").suppressed
    assert counts == {"abbreviations": 2, "figures": 1, "sign-words": 1, "repeats": 1}


def test_nothing_is_joined_across_a_decided_place() -> None:
    one, other = "he went STOP Now then", "he went Now then"
    pin = Pin(Span(8, 12), Span(7, 7))
    assert run(one, other, pins=(pin,)).differences == ()


# Pairs of the user's own


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        ("to Tokio, he", "to Tokyo, he", "Tokio=Tokyo"),
        ("to TOKIO he", "to TOKYO he", "Tokio=Tokyo"),
        ("Tokio's port", "Tokyo's port", "Tokio=Tokyo"),
        ('"Tokio" it is', '"Tokyo" it is', "Tokyo=Tokio"),
        ("the Secy of State said", "the Secretary of State said", "Secy of State=Secretary of State"),
        ("the State Department said", "the Department of State said", "State Department = Department of State"),
        ("he can not go", "he cannot go", "can not=cannot"),
        ("the U.S. sent", "the US sent", "U.S.=US"),
        ("a = b", "a - b", "= = -"),
        ("Ur men", "your men", "Ur=your"),
        ("the Marine went", "the marine went", "Marine=marine"),
    ],
)
def test_pair_is_held_equal_and_counted(one: str, other: str, pair: str) -> None:
    assert rows(one, other, pair, rules=default_rules()) == []
    assert rows(other, one, pair, rules=default_rules()) == []
    name = parsed_pair(pair)
    assert run(one, other, pair, rules=default_rules()).suppressed == {name: 1}


def test_pairs_that_share_a_wording_are_one_group() -> None:
    assert (
        rows("Peking and Peiping", "Peping and Peking", "Peking=Peiping", "Peiping=Peping", rules=default_rules()) == []
    )


def test_differing_signs_and_capitals_beside_a_pair_still_differ() -> None:
    assert rows("in Tokio, he", "in Tokyo; he", "Tokio=Tokyo") == [("punctuation", "Tokio,", "Tokyo;")]
    assert rows("in tokio he", "in Tokyo he", "Tokio=Tokyo") == [("case", "tokio", "Tokyo")]


def test_pair_does_not_affect_other_words() -> None:
    assert rows("the Tokioer said", "the Tokyoer said", "Tokio=Tokyo") != []
    assert (
        rows("Secy of War said", "Secretary of War said", "Secy of State=Secretary of State", rules=default_rules())
        != []
    )


@pytest.mark.parametrize("text", ["Tokio", "=", "Tokio=", "=Tokyo", "a=a", "a b=a  b", "a = b = c d", "x" * 201 + "=y"])
def test_an_invalid_pair_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parsed_pair(text)


def test_sets_name_rules_that_exist() -> None:
    names = {rule.name for rule in all_rules()}
    assert all(names.issuperset(one.rules) for one in all_sets())
    assert not names & {one.name for one in all_sets()}


# What holds for all texts

WORDS = st.lists(
    st.sampled_from(
        [
            "Quote",
            "Unquote",
            "STOP",
            "PARA",
            "not",
            "repeat",
            "rpt",
            "(repeat",
            "not)",
            "Ur",
            "your",
            "Dept",
            "Dept.",
            "Department",
            "FonOff",
            "Foreign",
            "Office",
            "Tokio",
            "Tokyo,",
            "twenty",
            "five",
            "25",
            "first",
            "1st",
            "hundred",
            "and",
            "per",
            "cent",
            "%",
            "—",
            "SLANT",
            "POINT",
            "2",
            "ét",
            "“go.”",
            '"',
            "=",
            ",",
            "a",
        ]
    ),
    max_size=14,
).map(" ".join)
OWN = frozenset({own_rule("Tokio", "Tokyo"), own_rule("per cent", "percent"), own_rule("=", "-")})
EVERYTHING = TELEGRAPHIC | OWN


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
@example("Quote", "")
@example("PARA PARA", "STOP")
def test_spans_are_of_whole_words_and_cover_both_texts(one: str, other: str) -> None:
    collation = run(one, other, rules=EVERYTHING)
    for difference in collation.differences:
        for span, text in ((difference.working, one), (difference.reference, other)):
            assert span.of(text) == span.of(text).strip()
            assert span.start in (0, len(text)) or text[span.start - 1] == " " or text[span.start] == " "
    pairs = collation.pairs
    for starts, ends in (
        (pairs.working_starts, pairs.working_ends),
        (pairs.reference_starts, pairs.reference_ends),
    ):
        assert (starts[1:] > starts[:-1]).all()
        assert (starts[1:] >= ends[:-1]).all()


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_a_text_agrees_with_itself(text: str) -> None:
    collation = run(text, text, rules=EVERYTHING)
    assert collation.differences == ()
    assert collation.suppressed == {}


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_normalised_letters_map_to_the_words_they_stand_for(text: str) -> None:
    read = read_as(text, EVERYTHING)
    assert " ".join(read.text.split()) == words_read(text, EVERYTHING)
    assert all(0 <= s <= e <= len(text) for s, e in zip(read.starts, read.ends, strict=True))
    assert list(read.starts) == sorted(read.starts)
    assert list(read.ends) == sorted(read.ends)


def test_a_sign_maps_back_to_the_word_that_stands_for_it() -> None:
    read = read_as("go Unquote STOP", TELEGRAPHIC)
    assert read.text == 'go."'
    assert [(s, e) for s, e in zip(read.starts, read.ends, strict=True)] == [(0, 1), (1, 2), (2, 15), (2, 15)]


@given(st.integers(0, 10**9 - 1))
def test_numbers_in_words_are_read_as_figures(value: int) -> None:
    assert number_at(in_words(value)) == (len(in_words(value)), str(value))


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("one half", "1/2"),
        ("one-half", "1/2"),
        ("½", "1/2"),
        ("1/2", "1/2"),
        ("three quarters", "3/4"),
        ("one third", "1/3"),
        ("two thirds", "2/3"),
        ("five eighths", "5/8"),
        ("two and a half", "2-1/2"),
        ("two and one half", "2-1/2"),
        ("2 1/2", "2-1/2"),
        ("2½", "2-1/2"),
        ("2-1/2", "2-1/2"),
        ("twenty-five and three quarters", "25-3/4"),
        ("twenty third", "23rd"),
        ("one hundred third", "103rd"),
    ],
)
def test_fractions_are_read_as_figures(words: str, figures: str) -> None:
    assert number_at(words.split()) == (len(words.split()), figures)


@given(st.integers(1, 99), st.integers(1, 19))
def test_a_fraction_after_a_number_is_the_same_in_words_and_figures(value: int, over: int) -> None:
    spelt = [*in_words(value), "and", *in_words(over), "sixteenth" if over == 1 else "sixteenths"]
    written = [str(value), f"{over}/16"]
    assert number_at(spelt)[1] == number_at(written)[1] == f"{value}-{over}/16"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He paid one half of the sum.", "He paid 1/2 of the sum."),
        ("They lost two thirds of the oil, all told.", "They lost 2/3 of the oil, all told."),
        ("It took two and a half years.", "It took 2½ years."),
    ],
)
def test_a_fraction_in_words_is_held_equal_to_figures(one: str, other: str) -> None:
    assert rows(one, other) == rows(other, one) == []
    assert rows(one, other, rules=default_rules()) != []


def in_words(value: int) -> list[str]:
    ones = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
    ]
    ones += ["seventeen", "eighteen", "nineteen"]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if value < 20:
        return [ones[value]]
    if value < 100:
        return [tens[value // 10 - 2] + (f"-{ones[value % 10]}" if value % 10 else "")]
    for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= scale:
            rest = value % scale
            return [*in_words(value // scale), name, *(in_words(rest) if rest else [])]
    raise AssertionError(value)


@pytest.mark.parametrize(
    "words", ["hundred", "and", "twenty twenty", "five one", "007", "first-second", "ten-", "one and two", "two half"]
)
def test_words_that_do_not_continue_a_number_are_not_joined_to_it(words: str) -> None:
    count, _ = number_at(words.split())
    assert count <= 1


def test_every_spelling_in_the_table_is_read_as_its_meaning() -> None:
    rule = next(rule for rule in all_rules() if rule.name == "abbreviations")
    rules = default_rules() | {"abbreviations"}
    wrong = [old for old, new in rule.words.items() if words_read(old, rules) != words_read(new, rules)]
    assert wrong == []
    chained = reduce(lambda found, new: found + [new] * (new in rule.words), rule.words.values(), list[str]())
    assert chained == []
