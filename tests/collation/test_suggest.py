"""What the page probably reads: which side, how sure, and why."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.suggest import DOUBTFUL, MOST, suggestions
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Difference, Kind, Severity, Suggestion
from cableview.model.span import Span

BEFORE = "The Ambassador called this morning and said that the Government had "
AFTER = " the matter before the meeting on Monday, and that nothing further would be done."


def suggested(working: str, reference: str, **more: object) -> list[Suggestion | None]:
    differences = collate(Text(working), Text(reference), default_rules()).differences
    return suggestions(working, reference, differences, **more)  # type: ignore[arg-type]


def between(ours: str, theirs: str, **more: object) -> Suggestion | None:
    found = suggested(BEFORE + ours + AFTER, BEFORE + theirs + AFTER, **more)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("ours", "theirs", "witness"),
    [
        ("stndied", "studied", "reference"),
        ("foUowed", "followed", "reference"),
        ("bumed", "burned", "reference"),
        ("settled", "settlde", "transcript"),
        ("considered", "cosnidered", "transcript"),
        ("discussed", "discusssed", "transcript"),
        ("delayed", "delated", "transcript"),
        ("stated", "states", "transcript"),
        ("2l4", "214", "reference"),
        ("put", "put put", "transcript"),
        ("handled", "", "transcript"),
    ],
)
def test_the_side_that_an_engine_or_a_typist_did_not_spoil_is_suggested(ours: str, theirs: str, witness: str) -> None:
    found = between(ours, theirs)
    assert found is not None
    assert found.witness == witness
    assert 0.5 < found.confidence <= MOST
    assert found.reasons


def test_a_slip_of_the_reference_is_named_in_words() -> None:
    found = between("authorized", "authoirzed")
    assert found is not None
    assert found.confidence > 0.95
    assert found.reasons[:2] == (
        "`authoirzed` is in no word list and nowhere else in either text",
        "two letters changed over",
    )


def test_an_ocr_confusion_is_named_in_words() -> None:
    found = between("foUowed", "followed")
    assert found is not None
    assert "`ll` read as `U` is a common OCR confusion" in found.reasons


def test_a_typists_slip_in_the_transcript_may_be_on_the_page() -> None:
    found = between("conisdered", "considered")
    assert found is not None
    assert found.witness == "reference"
    assert found.confidence <= DOUBTFUL
    assert found.reasons[-2:] == ("two letters changed over", "perhaps the page's own slip")


def test_a_word_list_alone_is_no_strong_evidence() -> None:
    found = between("xqvzw", "considered")
    assert found is None or found.confidence < 0.8


def test_a_word_that_stands_elsewhere_in_both_texts_says_so() -> None:
    rest = " Tokio is far. From Tokio we heard. In Tokio all is well. They of"
    found = suggested(rest + " Tokio went." + AFTER, rest + " Tikio went." + AFTER)[0]
    assert found is not None
    assert found.witness == "transcript"
    assert "`Tokio` stands 3 times in both texts" in found.reasons


def test_decisions_at_the_same_words_are_followed() -> None:
    without = between("in", "on")
    with_them = between("in", "on", decided=[(("in", "on"), Verdict.REFERENCE)] * 2)
    assert with_them is not None
    assert with_them.witness == "reference"
    assert without is None or without.witness == "transcript" or without.confidence < with_them.confidence
    assert with_them.reasons[0] == "decided so before, with the same words"


def test_verdicts_that_name_neither_side_say_nothing() -> None:
    decided = [(("in", "on"), verdict) for verdict in (Verdict.UNREADABLE, Verdict.IMMATERIAL, Verdict.ABSENT)]
    assert between("in", "on", decided=decided) == between("in", "on")


@pytest.mark.parametrize("kind", [Kind.MOVED, Kind.STRUCK, Kind.FURNITURE, Kind.REWORDED])
def test_nothing_is_said_of_passages(kind: Kind) -> None:
    difference = Difference(kind, Severity.MEDIUM, Span(0, 4), Span(0, 4))
    assert suggestions("word here", "ward here", [difference]) == [None]


def test_nothing_differs_nothing_is_suggested() -> None:
    assert suggestions("one text", "one text", []) == []


def test_a_language_without_a_word_list_still_gets_what_the_texts_say() -> None:
    found = between("foUowed", "followed", language="xx")
    assert found is None or not any("word list" in reason for reason in found.reasons)


SENTENCE = (
    "the embassy received instructions yesterday concerning several shipments which were delayed at the harbor "
    "because certain papers had not been signed by officers responsible for loading and inspection there"
)


def test_slips_planted_into_the_reference_are_found_out() -> None:
    words = SENTENCE.split()
    rng = random.Random(3)
    right = total = 0
    for word in (w for w in words if len(w) > 6):
        at = rng.randrange(1, len(word) - 2)
        slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        reference = " ".join(slip if w == word else w for w in words)
        for found in suggested(" ".join(words), reference):
            total += 1
            right += found is not None and found.witness == "transcript"
    assert total
    assert right / total > 0.95


texts = st.lists(st.text(alphabet="abAB'é-12.,𝔄\u0301\x00", max_size=6), max_size=8).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_any_texts_are_answered_within_bounds(working: str, reference: str) -> None:
    differences = collate(Text(working), Text(reference), default_rules()).differences
    found = suggestions(working, reference, differences)
    assert len(found) == len(differences)
    for one in found:
        if one is not None:
            assert one.witness in ("transcript", "reference")
            assert 0.5 < one.confidence <= MOST
            assert one.reasons
