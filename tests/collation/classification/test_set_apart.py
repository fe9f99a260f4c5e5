"""What stands opposite words of the other text by chance is set apart from them."""

from __future__ import annotations

import pytest

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.model.discrepancy import Kind

BEFORE = 'He answered that "ministers come and go but the river stays where it is".'
AFTER = "In the capital the price of bread has doubled since August."
SENTENCE = "He begged me to treat this as a personal remark."


def seen(transcript: str, reference: str) -> list[tuple[Kind, str, str]]:
    differences = collate(Text(transcript), Text(reference), default_rules()).differences
    return [(d.kind, d.working.of(transcript), d.reference.of(reference)) for d in differences]


def test_page_number_opposite_a_missing_sentence_is_furniture() -> None:
    transcript = f"{BEFORE}\n\n\f- 2 -\n\n{AFTER}"
    omission, furniture = (Kind.OMISSION, "", SENTENCE), (Kind.FURNITURE, "- 2 -", "")
    assert seen(transcript, f"{BEFORE} {SENTENCE}\n\n{AFTER}") == [omission, furniture]
    assert seen(transcript, f"{BEFORE}\n\n{SENTENCE}\n\n{AFTER}") == [furniture, omission]


def test_page_number_of_the_reference_opposite_an_added_sentence_is_furniture() -> None:
    transcript, reference = f"{BEFORE} {SENTENCE}\n\n{AFTER}", f"{BEFORE}\n\n- 2 -\n\n{AFTER}"
    assert seen(transcript, reference) == [(Kind.ADDITION, SENTENCE, ""), (Kind.FURNITURE, "", "- 2 -")]


def test_a_different_page_number_is_one_difference() -> None:
    [(kind, ours, theirs)] = seen(f"{BEFORE}\n\n- 2 -\n\n{AFTER}", f"{BEFORE}\n\n- 3 -\n\n{AFTER}")
    assert (kind, ours, theirs) == (Kind.NUMBER, "2", "3")


@pytest.mark.parametrize("crosses", ["xxxxxxxxxx", "xxxxxxx", "xxxx"])
def test_overtyping_takes_no_word_from_its_equal(crosses: str) -> None:
    transcript = f"the Minister, Dr. Lindqvist, {crosses} remained in office"
    reference = "the Minister, Dr. Lindquist, remained in office"
    assert seen(transcript, reference) == [
        (Kind.CHARACTER, "Lindqvist,", "Lindquist,"),
        (Kind.STRUCK, crosses, ""),
    ]
