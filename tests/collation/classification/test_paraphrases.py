"""Paraphrases stay one row a sentence, say what only one side has, and still show the slips in them."""

from __future__ import annotations

import re
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.classification.ocr_misreadings import is_misread
from cableview.collation.collate import Collation, Text, collate
from cableview.collation.rules import default_rules
from cableview.model.discrepancy import Difference, Kind
from cableview.model.item import Relation
from tests.bench.made_text import prose
from tests.collation.classification.paraphrases import PARAPHRASES, Paraphrase

SENTENCE_END = re.compile(r"[.?!](?= [A-Z]|$)")
WORDS = prose(900, 5).split()
pairs = pytest.mark.parametrize("pair", PARAPHRASES, ids=[pair.name for pair in PARAPHRASES])


def run(transcript: str, reference: str) -> Collation:
    return collate(Text(transcript), Text(reference), default_rules())


def told(differences: tuple[Difference, ...], side: str) -> set[str]:
    """All that only that side is said to have."""
    begin = f"only the {side} has "
    said = [reason.removeprefix(begin) for d in differences for reason in d.reasons if reason.startswith(begin)]
    return {word for words in said for word in re.findall(r"“([^”]*)”", words)}


def sentences(text: str) -> int:
    return len(SENTENCE_END.findall(text))


def slips_shown(pair: Paraphrase) -> list[str]:
    """The misread words that are a difference of their own, opposite the word that they are."""
    found = [
        (d.working.of(pair.misread), d.reference.of(pair.cable)) for d in run(pair.misread, pair.cable).differences
    ]
    out: list[str] = []
    for word, misread in pair.slips:
        changed = [(m, w) for m, w in zip(misread.split(), word.split(), strict=True) if m != w]
        ((wrong, right),) = changed
        stem = right.rstrip(",.").removesuffix("'s")
        if any(ours.strip(",.;") == wrong.strip(",.;") and theirs.startswith(stem) for ours, theirs in found):
            out.append(misread)
    return out


@pairs
def test_a_paraphrase_has_at_most_one_row_a_sentence(pair: Paraphrase) -> None:
    result = run(pair.paraphrase, pair.cable)
    assert result.relation is Relation.PARAPHRASE
    assert {d.kind for d in result.differences} == {Kind.REWORDED}
    assert len(result.differences) <= max(sentences(pair.paraphrase), sentences(pair.cable))


@pairs
def test_with_the_texts_swapped_a_moved_word_may_have_a_row_of_its_own(pair: Paraphrase) -> None:
    result = run(pair.cable, pair.paraphrase)
    apart = [d.kind for d in result.differences if d.kind is not Kind.REWORDED]
    assert apart in ([], [Kind.MOVED])
    assert len(result.differences) <= sentences(pair.cable) + 3 * len(apart)


@pairs
def test_pages_have_the_length_of_a_cable_paragraph(pair: Paraphrase) -> None:
    assert all(100 <= len(text.split()) <= 180 for text in (pair.cable, pair.paraphrase))


@pairs
def test_statements_on_only_one_side_are_listed(pair: Paraphrase) -> None:
    differences = run(pair.paraphrase, pair.cable).differences
    assert set(pair.ours) <= told(differences, "transcript")
    assert set(pair.theirs) <= told(differences, "second text")


@pairs
def test_slips_in_a_paraphrase_are_shown_beside_the_word_they_stand_for(pair: Paraphrase) -> None:
    shown = slips_shown(pair)
    assert len(shown) >= len(pair.slips) - 1
    rows = [d for d in run(pair.misread, pair.cable).differences if d.kind is Kind.REWORDED]
    assert len(rows) <= sentences(pair.cable) + len(shown)


def test_nearly_all_slips_in_paraphrases_are_shown() -> None:
    shown = sum(len(slips_shown(pair)) for pair in PARAPHRASES)
    assert shown >= 0.85 * sum(len(pair.slips) for pair in PARAPHRASES)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Portsrnouth,", "Portsmouth", True),
        ("Govemor", "Governor", True),
        ("Councii's", "Council", True),
        ("hankers", "bankers", True),
        ("miils", "mills", True),
        ("45,000", "40,000", True),
        ("1944.", "1941", True),
        ("could", "would", False),
        ("these", "those", False),
        ("preferred", "professed", False),
        ("gardening", "garden", False),
        ("objection", "objected", False),
        ("dismissal", "dismissed", False),
        ("Sarrat's", "Sarrat,", False),
        ("1941", "l94l", False),
        ("23", "28", False),
        ("", "", False),
    ],
)
def test_a_misread_word_is_distinguished_from_a_different_word(one: str, other: str, expected: bool) -> None:
    assert is_misread(one, other) is is_misread(other, one) is expected


def test_a_copy_with_a_few_different_words_is_not_a_paraphrase() -> None:
    pair = PARAPHRASES[0]
    changed = pair.cable.replace("at noon and left with him", "at midday, leaving with him").replace("figure", "f1gure")
    kinds = [d.kind for d in run(changed, pair.cable).differences]
    assert kinds == [Kind.REWORDED, Kind.CHARACTER]


def test_numbers_that_differ_among_the_same_words_are_not_a_rewording() -> None:
    cable = "He was not able to see him on 12 and so sent 300 in gold to Kerim at Lille by 4 or 5 of May."
    result = run(cable, "He was able to see him on 21 and sent 800 in gold to Kerim at Lille by 6 or 9 of May.")
    said = [(d.kind, d.working.of(cable)) for d in result.differences]
    numbers = [(Kind.NUMBER, number) for number in ("12", "300", "4", "5")]
    assert said == [(Kind.ADDITION, "not"), numbers[0], (Kind.ADDITION, "so"), *numbers[1:]]


def test_differing_numbers_in_a_rewording_have_a_row_of_their_own() -> None:
    letter = "He said in the note that he could not see him on 12 of May but that a letter went to Ames by post."
    wire = "He told us he was able to see him on 21 of May and that the note went off to Ames on that day."
    for one, other in ((letter, wire), (wire, letter)):
        assert [d.kind for d in run(one, other).differences] == [Kind.REWORDED, Kind.NUMBER, Kind.REWORDED]


@given(st.randoms(use_true_random=False), st.integers(3, 8))
def test_no_reworded_sentence_is_missed(random: Random, changes: int) -> None:
    changed = list(WORDS)
    first = random.randrange(len(WORDS))
    for _ in range(changes):
        at = random.randrange(first, first + 10)
        others = random.sample(["so", "zebra.", "Quite", "and", "mulch"], random.randrange(3))
        changed[at : at + random.randrange(3)] = others
    transcript, reference = " ".join(changed), " ".join(WORDS)
    found = run(transcript, reference).differences
    with patch("cableview.collation.classification.paraphrases._may_be_reworded", return_value=True):
        assert run(transcript, reference).differences == found
