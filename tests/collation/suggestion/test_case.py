"""Which evidence concerns the page, and which only the language."""

from __future__ import annotations

import pytest

from cableview.collation.suggestion.case import Case
from cableview.collation.suggestion.error_channels import channels
from cableview.collation.suggestion.evidence import Texts, evidence, site
from cableview.collation.suggestion.reasons import reasons
from cableview.collation.words.lexicon import lexicon
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span
from cableview.model.witness import Sigil


def case_of(ours: str, theirs: str, **known: float) -> Case:
    texts = Texts(f"xxx {ours} yyy", f"xxx {theirs} yyy")
    spans = Span(4, 4 + len(ours)), Span(4, 4 + len(theirs))
    place = site(Difference(Kind.CHARACTER, Severity.LOW, *spans), texts, channels())
    words = lexicon("en")
    return Case(place, texts, words, evidence(place, texts, words) | known)


@pytest.mark.parametrize("sign", ["same-letters", "shape-here"])
def test_a_sign_of_misreading_in_the_transcript_favours_only_the_reference(sign: str) -> None:
    for witness, (ours, theirs) in {
        Sigil.TRANSCRIPT: ("considered", "cxnsiderqd"),
        Sigil.REFERENCE: ("cxnsiderqd", "considered"),
    }.items():
        assert case_of(ours, theirs).is_of_language(witness)
        assert case_of(ours, theirs, **{sign: 1.0}).is_of_language(witness) is (witness is Sigil.TRANSCRIPT)


@pytest.mark.parametrize(
    ("ours", "theirs", "is_perhaps_on_page", "may_not_be_read_so"),
    [
        ("conisdered", "considered", True, True),
        ("Tou", "You", True, False),
        ("cloae", "close", True, False),
        ("bave", "have", False, False),
    ],
)
def test_a_slip_that_engines_also_make_leaves_its_maker_open(
    ours: str, theirs: str, *, is_perhaps_on_page: bool, may_not_be_read_so: bool
) -> None:
    case = case_of(ours, theirs)
    assert case.is_perhaps_on_page(Sigil.REFERENCE) is is_perhaps_on_page
    assert case.may_not_be_read_so(Sigil.REFERENCE) is may_not_be_read_so


@pytest.mark.parametrize(
    ("ours", "theirs", "is_misread_there"),
    [
        ("stated", "ftated", True),
        ("burned", "brned", False),
        ("considered", "cxnsiderqd", False),
    ],
)
def test_a_reference_read_by_an_engine_is_evidence_of_the_page(
    ours: str, theirs: str, *, is_misread_there: bool
) -> None:
    case = case_of(ours, theirs)
    assert case.is_misread_there(Sigil.TRANSCRIPT) is is_misread_there
    assert not case.is_misread_there(Sigil.REFERENCE)
    if is_misread_there:
        assert not case.is_of_language(Sigil.TRANSCRIPT)
        assert any("read as" in reason for reason in reasons(case, Sigil.TRANSCRIPT))
