"""No offset falls into what is one sign to the reader, in whatever script."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Text, collate
from cableview.collation.rules import all_rules, default_rules
from cableview.collation.words.graphemes import extends, sign_ends
from cableview.collation.words.normalise import normalise
from cableview.collation.words.tokens import tokenise
from cableview.model.span import Span
from cableview.model.witness import Markup
from cableview.review.verdicts import Kind, Scene, Verdict, effect

SIGNS = (
    *("a", "e\u0301", "s\u0323\u0307", "ﬁ", "“", "--", "-\n", " ", " \u0301", "\u00a0\u0302", "\r\n", "\n", "\u2028"),
    *("👩\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "🇫🇷", "🇩🇪", "🏴\U000e0067\U000e0062\U000e007f", "1\ufe0f\u20e3"),
    *(
        "\u1112\u1161\u11ab",
        "한",
        "\u1100",
        "क्षि",
        "க்ஷ",
        "நி",
        "ത്ര",
        "กำ",
        "ຳ",
        "ｶﾞ",
        "\u0600",
        "\u0600 1",
        "\u200d",
        "𝔄",
    ),
)
TEXTS = st.lists(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cn"]), max_size=24).map("".join)
RULES = st.sets(st.sampled_from([rule.name for rule in all_rules()])).map(frozenset)


def boundaries(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("a\r\nb")
def test_graphemes_end_where_unicode_says(text: str) -> None:
    assert {0, *sign_ends(text)} == boundaries(text)


@pytest.mark.parametrize("sign", ["👩\u200d👩\u200d👧", "🇫🇷", "\u1112\u1161\u11ab", "क्षि", "❤\ufe0f", "e\u0301\u0323"])
def test_sign_of_several_code_points_is_read_as_one(sign: str) -> None:
    read = normalise(f"a{sign}b", default_rules() - {"composition"})
    assert set(zip(read.starts, read.ends, strict=True)) == {(0, 1), (1, 1 + len(sign)), (1 + len(sign), 2 + len(sign))}


def test_flags_in_a_row_are_cut_between_countries() -> None:
    read = normalise("🇫🇷🇩🇪", default_rules())
    assert list(read.starts) == [0, 0, 2, 2]


@settings(max_examples=300, deadline=None)
@given(TEXTS, RULES)
@example("x\u0600 y", frozenset())
def test_normalised_letters_come_from_whole_signs(text: str, rules: frozenset[str]) -> None:
    read = normalise(text, rules)
    assert {*read.starts, *read.ends} <= boundaries(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("a \u0301b")
@example("a\u0600 b")
@example("\u2028\u0301")
def test_words_begin_and_end_with_whole_signs(text: str) -> None:
    words = tokenise(text, frozenset(), Markup())
    assert {*words.starts.tolist(), *words.ends.tolist()} <= boundaries(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, RULES, st.booleans())
@example("क्षि a", "क्षा a", default_rules(), False)
def test_discrepancies_hold_whole_signs(one: str, other: str, rules: frozenset[str], exact: bool) -> None:
    edges = boundaries(one), boundaries(other)
    collation = collate(Text(one), Text(other), rules, exact=exact)
    for difference in collation.differences:
        for span, inside in ((difference.working, edges[0]), (difference.reference, edges[1])):
            assert {span.start, span.end} <= inside
        if difference.origin:
            assert {difference.origin.start, difference.origin.end} <= edges[0]
    pairs = collation.pairs
    assert {*pairs.working_starts.tolist(), *pairs.working_ends.tolist()} <= edges[0]
    assert {*pairs.reference_starts.tolist(), *pairs.reference_ends.tolist()} <= edges[1]


WORDS = st.lists(st.sampled_from([sign for sign in SIGNS if not sign.isspace()]), min_size=1, max_size=6).map("".join)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
@example("क्षि", "क्षा")
def test_taking_over_a_reading_cuts_no_sign(one: str, other: str) -> None:
    scene = Scene(one, other, Kind.WORD, Span(0, len(one)), Span(0, len(other)), rules=default_rules())
    for made in effect(scene, Verdict.REFERENCE):
        assert {made.start, made.end} <= boundaries(one)


def test_characters_that_extend_a_blank_are_those_of_unicode() -> None:
    for point in range(0x300, 0x110000):
        letter = chr(point)
        if unicodedata.category(letter) not in ("Cn", "Cs") and len(regex.findall(r"\X", f" {letter}")) == 1:
            assert extends(letter), f"U+{point:04X}"
