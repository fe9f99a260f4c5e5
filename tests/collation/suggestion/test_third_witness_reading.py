"""What an engine reads on the scan, as a further piece of evidence."""

from __future__ import annotations

import pytest

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.suggestion.suggest import DOUBTFUL, MOST, NEARLY, suggestions
from cableview.model.discrepancy import Suggestion
from cableview.model.scan_reading import ScanReading

BEFORE = "The Ambassador called this morning and said that the Government had "
AFTER = " the matter before the meeting on Monday, and that nothing further would be done."


def between(ours: str, theirs: str, said: str | None = None, sure: float = 0.95) -> Suggestion | None:
    working, reference = BEFORE + ours + AFTER, BEFORE + theirs + AFTER
    differences = collate(Text(working), Text(reference), default_rules()).differences
    assert len(differences) == 1
    reading = None if said is None else ScanReading(said, sure, "made")
    return suggestions(working, reference, differences, third={differences[0]: reading}.get)[0]


def share(found: Suggestion | None, witness: str) -> float:
    """Confidence that `witness` is right."""
    return 0.5 if found is None else found.confidence if found.witness == witness else 1 - found.confidence


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("stated", "states"), ("settled", "setled"), ("1,400", "1,800"), ("sent", "put"), ("moved", "Moved"), ("now", "")],
)
@pytest.mark.parametrize("witness", ["transcript", "reference"])
def test_the_side_that_agrees_with_the_scan_gains(ours: str, theirs: str, witness: str) -> None:
    said = ours if witness == "transcript" else theirs
    assert share(between(ours, theirs, said), witness) > share(between(ours, theirs), witness) - 0.001


@pytest.mark.parametrize(("ours", "theirs"), [("settled", "settled,"), ("settled;", "settled,")])
def test_a_mark_that_the_scan_reads_as_one_text_is_hardly_doubted(ours: str, theirs: str) -> None:
    assert share(between(ours, theirs, theirs), "reference") > DOUBTFUL
    assert share(between(ours, theirs, ours), "transcript") > DOUBTFUL


@pytest.mark.parametrize("said", ["gov-\nernment", "government"])
def test_a_word_that_the_scan_divides_at_a_line_end_is_read_like_a_whole_one(said: str) -> None:
    whole = between("government", "goverment", "government")
    assert whole is not None
    assert whole.reasons[0] == "the scan reads `government`"
    assert between("gov-\nernment", "goverment", said) == whole


def test_what_the_scan_reads_is_stated_first() -> None:
    found = between("state", "stated", "stated,")
    assert found is not None
    assert (found.witness, found.reasons[0]) == ("reference", "the scan reads `stated,`")


def test_an_empty_reading_where_one_text_has_a_word_is_stated() -> None:
    found = between("now", "", "")
    assert found is None or "the scan has nothing there" in " ".join(found.reasons)


def test_a_reading_against_the_suggestion_is_stated_too() -> None:
    found = between("stndied", "studied", "stndied")
    assert found is not None
    assert found.witness == "reference"
    assert "but the scan reads `stndied`" in found.reasons


def test_a_reading_that_matches_neither_names_the_nearer_side() -> None:
    found = between("obtained", "secured", "obtaincd")
    assert found is not None
    assert found.witness == "transcript"
    assert "the scan reads `obtaincd`, nearer to `obtained`" in found.reasons


def test_the_same_misreading_by_two_engines_is_weak() -> None:
    """`b` for `h` is what any engine may make of it; `p` for `h` is not."""
    easy = share(between("bis", "his", "bis"), "transcript") - share(between("bis", "his"), "transcript")
    assert share(between("bis", "his", "bis"), "reference") > 0.5
    assert easy < 0.3


def test_an_unsure_reading_counts_less() -> None:
    sure, unsure = (share(between("obtained", "secured", "secured", c), "reference") for c in (0.95, 0.4))
    assert sure >= unsure > share(between("obtained", "secured"), "reference")


def test_the_pages_own_slip_is_settled_by_the_scan() -> None:
    mended = between("conisdered", "considered", "considered")
    assert mended is not None
    assert mended.witness == "reference"
    assert mended.confidence > DOUBTFUL
    assert not any("own slip" in reason for reason in mended.reasons)
    kept = between("conisdered", "considered", "conisdered")
    assert kept is not None
    assert kept.witness == "transcript"
    assert "the scan reads `conisdered`" in kept.reasons


@pytest.mark.parametrize("misread", ["consldered", "considcred"])
def test_a_reading_nearer_to_one_side_settles_the_pages_own_slip_too(misread: str) -> None:
    """Where the engine misreads another letter, it has seen the others."""
    found = between("conisdered", "considered", misread)
    assert found is not None
    assert found.witness == "reference"
    assert found.confidence > DOUBTFUL
    assert not any("own slip" in reason for reason in found.reasons)


def test_figures_that_the_scan_reads_as_well_may_be_sure() -> None:
    alone, read = between("3,300", "8,800"), between("3,300", "8,800", "8,800", 0.98)
    assert alone is None or alone.confidence <= NEARLY
    assert read is not None
    assert (read.witness, read.confidence > NEARLY) == ("reference", True)


def test_a_word_list_supported_by_the_scan_may_exceed_its_own_bound() -> None:
    found = between("xqvzw", "considered", "considered")
    assert found is not None
    assert found.witness == "reference"
    assert DOUBTFUL < found.confidence <= MOST


def test_a_scan_without_a_reading_changes_nothing() -> None:
    assert between("stated", "states", None) == between("stated", "states")
