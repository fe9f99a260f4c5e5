"""Lists the errata of the reference: where the page was found to read differently from the clean text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cableview.model.decision import Verdict
from cableview.model.discrepancy import Kind
from cableview.model.item import Relation
from cableview.report.csv_table import csv_bytes
from cableview.report.decisions_csv import certainty, page_reads
from cableview.report.finding import Finding

HEADER = (
    *("number", "id", "kind", "file", "start", "end", "before", "reference", "page reads"),
    *("certainty", "after", "note", "by", "at"),
)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A slip of the reference. `reads` is what the page reads there; empty if the words are not on the page."""

    finding: Finding
    reads: str


def errata(findings: Iterable[Finding], relation: Relation, *, furniture: bool = False) -> tuple[Erratum, ...]:
    """The places decided with certainty against the reference, except the page's own slips.

    Page heads and the like, which a clean text omits on purpose, are included only with `furniture`. Rewordings in a
    paraphrase are not slips.
    """
    return tuple(
        Erratum(finding, page_reads(finding))
        for finding in findings
        if _is_erratum(finding, relation) and (furniture or finding.entry.kind is not Kind.FURNITURE)
    )


def errata_csv(found: Iterable[Erratum], reference_files: list[str]) -> bytes:
    """The errata as CSV; the file names are in the order of the reference's sources."""
    return csv_bytes(HEADER, ((k, *_row(erratum, reference_files)) for k, erratum in enumerate(found, start=1)))


def _is_erratum(finding: Finding, relation: Relation) -> bool:
    decision = finding.decision
    if decision is None or not finding.is_decided or decision.likely or decision.sic:
        return False
    if relation is Relation.PARAPHRASE and finding.entry.kind is Kind.REWORDED:
        return False
    return decision.verdict in (Verdict.TRANSCRIPT, Verdict.OTHER)


def _row(erratum: Erratum, files: list[str]) -> tuple[object, ...]:
    finding = erratum.finding
    entry, decision, at = finding.entry, finding.decision, finding.reference.at
    return (
        entry.id,
        str(entry.kind),
        files[at.source] if at.source < len(files) else "",
        at.span.start,
        at.span.end,
        entry.place.reference_before,
        finding.reference.text,
        erratum.reads,
        certainty(finding),
        entry.place.reference_after,
        decision.note if decision else "",
        decision.by if decision else "",
        decision.at if decision else "",
    )
