from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from cableview.collation.classification.naming import of_words, one_sided
from cableview.model.discrepancy import Kind, Severity

WORDS = st.text("abAB1.'\u00e9-", min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ("he did not, come", ["not"]),
        ("“not” here", ["not"]),
        ("it cost $five or five.", ["five", "five"]),
        ("they don't, ever", ["don't"]),
        ("at 3rd. forty-two; x1", ["3rd", "forty-two", "x1"]),
        ("met Smith. Then SMITH", ["smith"]),
        ("_ -- ... plain (words)", []),
    ],
)
def test_words_that_matter_most_are_named(words: str, telling: list[str]) -> None:
    assert one_sided(words.split(), []) == (telling, [])
    assert one_sided([], words.split()) == ([], telling)


def test_words_on_both_sides_are_not_named() -> None:
    assert one_sided(["it", "was", "not,", "five"], ["not", "so", "(five)"]) == ([], [])


@given(WORDS, WORDS)
def test_confused_letters_are_those_that_must_be_changed(one: str, other: str) -> None:
    kind, _, group, _ = of_words(one, other, 80)
    if kind is Kind.CHARACTER:
        edits = [e for e in Levenshtein.opcodes(one, other) if e.tag != "equal"]
        changes = [f"{one[e.src_start : e.src_end]}>{other[e.dest_start : e.dest_end]}" for e in edits]
        assert group == f"character:{','.join(changes)}"


@pytest.mark.parametrize(
    ("one", "other", "kind", "severity"),
    [
        ("word.", "word,", Kind.PUNCTUATION, Severity.LOW),
        ("(Word)", "word", Kind.CASE, Severity.LOW),
        ("753'", "753", Kind.PUNCTUATION, Severity.LOW),
        ("l94I", "1941", Kind.NUMBER, Severity.HIGH),
        ("0f", "of", Kind.NUMBER, Severity.HIGH),
        ("wh1st", "whist", Kind.CHARACTER, Severity.HIGH),
        ("five", "nine", Kind.NUMBER, Severity.HIGH),
        ("12", "twelve", Kind.NUMBER, Severity.HIGH),
        ("½", "1/2", Kind.NUMBER, Severity.HIGH),
        ("12", "ships", Kind.WORD, Severity.HIGH),
        ("IV", "VI", Kind.NUMBER, Severity.HIGH),
        ("xiv.", "xvi.", Kind.NUMBER, Severity.HIGH),
        ("I", "V", Kind.CHARACTER, Severity.MEDIUM),
        ("MILD", "MILL", Kind.CHARACTER, Severity.MEDIUM),
        ("dass", "daß", Kind.CHARACTER, Severity.MEDIUM),
        ("STRASSE", "Straße", Kind.CASE, Severity.LOW),
        ("İSTANBUL", "istanbul", Kind.CASE, Severity.LOW),
        ("ILIK", "ılık", Kind.CASE, Severity.LOW),
        ("ilik", "ılık", Kind.CHARACTER, Severity.MEDIUM),
        ("PresidentFOR", "FOR", Kind.SPACING, Severity.LOW),
        ("$cash", "cast", Kind.CHARACTER, Severity.HIGH),
        ("word", "ward", Kind.CHARACTER, Severity.MEDIUM),
    ],
)
def test_a_pair_of_words_is_named_by_its_letters(one: str, other: str, kind: Kind, severity: Severity) -> None:
    percent = 0 if kind is Kind.WORD else 80
    assert of_words(one, other, percent)[:2] == (kind, severity)
