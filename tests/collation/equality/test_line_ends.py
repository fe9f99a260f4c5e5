"""Words that line ends and page breaks divide: a small part of what `tests/bench/line_ends.py` measures, and cases."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.collate import Collation, Text, collate
from cableview.collation.equality.applied_rules import may_divide, rule_dividing
from cableview.collation.rules import default_rules
from cableview.collation.words.tokens import tokenise
from cableview.model.discrepancy import Kind
from cableview.model.witness import Markup
from tests.bench.line_ends import Layout, judged, layouts, made_pages

LAYOUTS = list(layouts())
BEFORE = "The Minister told the Ambassador on Monday that the"
BEHIND = "of the new commission had been put off till the spring and would not be raised again."


@cache
def pages() -> list[list[str]]:
    return made_pages(3)


@pytest.mark.parametrize(("layout", "other"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_after_rewrapping_exactly_the_planted_slips_are_found(layout: Layout, other: Layout) -> None:
    for k, words in enumerate(pages()):
        counts = judged(words, layout, other, 7 * k)
        assert counts.planted > 10
        assert (counts.lost, counts.false) == (0, 0), counts.examples
        assert counts.same <= 1
        assert counts.exact >= counts.planted - 2
        assert counts.heads_named >= counts.heads - 1


def run(transcript: str, reference: str) -> Collation:
    return collate(Text(transcript), Text(reference), default_rules())


def seen(transcript: str, reference: str) -> list[tuple[Kind, str, str]]:
    differences = run(transcript, reference).differences
    return [(d.kind, d.working.of(transcript), d.reference.of(reference)) for d in differences]


@pytest.mark.parametrize(
    "divided",
    [
        "establish-\nment",
        "establish=\nment",
        "establish\u2e17\nment",
        "establish¬\r\nment",
        "establish\u00ad\n    ment",
        "establish-\n\fment",
        "establish-\f\nment",
        "establish-\r\n\r\n\f\r\nment",
        "establish-\n\nment",
    ],
)
def test_divided_word_is_the_whole_word(divided: str) -> None:
    result = run(f"{BEFORE} {divided} {BEHIND}", f"{BEFORE} establishment {BEHIND}")
    assert result.differences == ()
    assert result.suppressed["line-end-hyphens"] == 1
    assert result.agreeing >= result.tokens - 1


@given(st.tuples(*[st.text("aB1-=¬—\u00ad \t\n\r\f", max_size=8)] * 2))
def test_no_rule_holds_words_equal_that_no_dash_or_line_end_divides(texts: tuple[str, str]) -> None:
    if not any(may_divide(tokenise(text, default_rules(), Markup())) for text in texts):
        assert rule_dividing(*texts, default_rules()) == ""


def test_hyphens_where_two_readings_meet_are_no_dash() -> None:
    assert rule_dividing("-a -", "- a-", default_rules()) == ""
    assert rule_dividing("a -- b", "a--b", default_rules()) == "dashes"


@pytest.mark.parametrize("head", ["- 2 -", "- 3 -\n\nSECRET", "SECRET\n- 4 -\nFebruary 3, 1944.", "\f- 2 -"])
@pytest.mark.parametrize(
    ("stem", "rest"), [("establish-", "ment"), ("co-", "operation"), ("Anglo-", "American"), ("1941-", "42")]
)
def test_a_running_head_inside_a_word_is_the_only_difference(head: str, stem: str, rest: str) -> None:
    whole = stem + rest if stem != "establish-" else "establishment"
    one = f"{BEFORE} {stem}\n\n{head}\n\n{rest} {BEHIND}"
    other = f"{BEFORE} {whole} {BEHIND}"
    assert seen(one, other) == [(Kind.FURNITURE, head.strip(), "")]
    assert seen(other, one) == [(Kind.FURNITURE, "", head.strip())]
    assert run(one, other).suppressed["line-end-hyphens"] == 1


def test_slip_in_a_word_around_a_running_head_is_not_held_equal() -> None:
    one = f"{BEFORE} estab-\n\n- 2 -\n\nlishmont {BEHIND}"
    found = seen(one, f"{BEFORE} establishment {BEHIND}")
    assert any("lishmont" in ours for _, ours, _ in found)
    assert any("establishment" in theirs for _, _, theirs in found)


def test_slips_beside_a_word_around_a_running_head_are_separate() -> None:
    one = f"{BEFORE} estab-\n\n- 2 -\n\nlishment of ihe new commission had been put off."
    found = seen(one, f"{BEFORE} establishment of the new commission had been put off.")
    assert found == [(Kind.FURNITURE, "- 2 -", ""), (Kind.CHARACTER, "ihe", "the")]


@pytest.mark.parametrize(
    ("transcript", "reference"),
    [
        ("to-\ngether", "to gether"),
        ("to gether", "to-\ngether"),
        ("of-\nthe", "of the"),
        ("to\ngether", "together"),
        ("total=\n500", "total 500"),
        ("tog-ether", "to-\ngether"),
        ("estab-\n\n- 2 -\n\nlishment", "estab lishment"),
    ],
)
def test_split_or_joined_words_are_not_hidden_by_a_line_end(transcript: str, reference: str) -> None:
    assert seen(f"{BEFORE} {transcript} {BEHIND}", f"{BEFORE} {reference} {BEHIND}")


def test_a_compound_keeps_its_hyphen_even_if_the_text_also_has_it_in_one_word() -> None:
    one, other = (f"{BEFORE} {word} and another churchman {BEHIND}" for word in ("church-\nman", "church-man"))
    assert seen(one, other) == seen(other, one) == []


def test_equals_sign_between_figures_is_not_a_hyphen() -> None:
    assert [ours for _, ours, _ in seen(f"{BEFORE} 12=\n500 {BEHIND}", f"{BEFORE} 12500 {BEHIND}")] == ["12=\n500"]


def test_hyphens_at_the_ends_of_many_paragraphs_are_each_looked_at_once() -> None:
    text = "and so on-\n\n" * 20_000
    assert run(text, text.replace("so", "sa", 1)).differences
