"""Tabulates all discrepancies, decided or not, with what was found on the page."""

from __future__ import annotations

from collections.abc import Iterable

from cableview.model.decision import State
from cableview.model.witness import Witness
from cableview.report.csv_table import csv_bytes
from cableview.report.finding import Finding, Found
from cableview.report.orphaned_notes import NOTE_ONLY, OrphanedNote

HEADER = (
    *("number", "id", "kind", "severity", "state", "verdict", "page reads", "certainty", "sic"),
    *("transcript", "transcript file", "transcript start", "transcript end"),
    *("reference", "reference file", "reference start", "reference end"),
    *("from", "from start", "from end", "before", "after", "note", "by edit", "by", "at"),
)

Row = tuple[object, ...]


def decision_rows(findings: Iterable[Finding], transcript_files: list[str], reference_files: list[str]) -> list[Row]:
    """One row per discrepancy, under `HEADER`. Undecided ones have a state, but no reading of the page."""
    return [
        (number, *_row(finding, transcript_files, reference_files)) for number, finding in enumerate(findings, start=1)
    ]


def decisions_csv(
    findings: Iterable[Finding],
    transcript_files: list[str],
    reference_files: list[str],
    notes: Iterable[OrphanedNote] = (),
) -> bytes:
    """The table as CSV, with `notes` last. The file names are in the order of the witnesses' sources."""
    rows = decision_rows(findings, transcript_files, reference_files)
    numbered = enumerate(notes, start=len(rows) + 1)
    return csv_bytes(HEADER, [*rows, *((k, *_note_row(one, transcript_files, reference_files)) for k, one in numbered)])


def page_reads(finding: Finding) -> str:
    """What the page was found to read; empty if no decision says so."""
    decision = finding.decision
    if decision is None or not finding.is_decided or decision.verdict not in CLAIMS:
        return ""
    return " ".join(decision.left.split())


def source_names(witness: Witness | None) -> list[str]:
    """The names of a witness's files, in the order indexed by a finding's `source`."""
    return [source.path.name for source in witness.sources] if witness else []


CLAIMS = frozenset({"transcript", "reference", "other"})
"""Verdicts that say what the page reads."""


def _row(finding: Finding, transcript_files: list[str], reference_files: list[str]) -> Row:
    entry, decision = finding.entry, finding.decision
    return (
        entry.id,
        str(entry.kind),
        str(entry.severity),
        str(entry.state),
        str(decision.verdict) if decision else "",
        page_reads(finding),
        certainty(finding),
        "sic" if decision and decision.sic else "",
        *_place(finding.transcript, transcript_files),
        *_place(finding.reference, reference_files),
        *(_origin(finding.origin)),
        entry.place.before,
        entry.place.after,
        entry.note,
        "yes" if decision and decision.by_edit else "",
        decision.by if decision else "",
        decision.at if decision else "",
    )


def _note_row(one: OrphanedNote, transcript_files: list[str], reference_files: list[str]) -> Row:
    """The row of a note where there is nothing to decide; it has no reading of the page."""
    nowhere: Row = ("", "", "", "")
    place = one.note.place
    known: dict[str, object] = dict.fromkeys(HEADER[1:], "")
    known |= {"id": one.note.id, "state": NOTE_ONLY, "note": one.note.text}
    known |= {"before": place.before, "after": place.after} if place else {}
    names = ("", " file", " start", " end")
    for side, found, files in (
        ("transcript", one.transcript, transcript_files),
        ("reference", one.reference, reference_files),
    ):
        values = _place(found, files) if found else nowhere
        known |= dict(zip((side + name for name in names), values, strict=True))
    return tuple(known.values())


def certainty(finding: Finding) -> str:
    """How certain a decision is, and whether the words themselves were not looked at; empty if there is none."""
    decision = finding.decision
    if decision is None or finding.entry.state is State.DEFERRED:
        return ""
    sure = "likely" if decision.likely else "sure"
    return f"{sure}, extent only" if decision.is_extent_only else sure


def _place(found: Found, files: list[str]) -> Row:
    name = files[found.at.source] if found.at.source < len(files) else ""
    return found.text, name, found.at.span.start, found.at.span.end


def _origin(found: Found | None) -> Row:
    return ("", "", "") if found is None else (found.text, found.at.span.start, found.at.span.end)
