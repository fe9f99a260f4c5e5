"""`check --doubts`: has an engine read the scan, and lists where it is sure of a reading that neither text has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cableview.cli.engines import read_with
from cableview.cli.main import say
from cableview.errors import UsageError

if TYPE_CHECKING:
    from cableview.collation.suggestion.third_witness import Doubt
    from cableview.model.scan_reading import ScanReading
    from cableview.report.finding import Finding
    from cableview.review.session import Session


def hear_scan(session: Session, choice: str) -> None:
    """Has an engine read the item's pages for the session. Raises `UsageError` if there is none."""
    from cableview.review.third_witness import third_witness
    from cableview.scan.engines.choice import chosen

    path = session.item.transcript.sources[0].path
    if not session.item.pages:
        raise UsageError("has no scan that an engine could read", path=path, advice="Name it with --scan")
    engine = chosen(choice)
    if engine is None:
        advice = "Install tesseract-ocr, or the extra: pip install 'cableview[ocr]'"
        raise UsageError("doubts come from an OCR engine, and none is installed or wanted", advice=advice)
    text, language = session.item.transcript.text, session.state.language
    reading = read_with(engine, session.item.pages, text, language)
    session.live.set_third_witness(third_witness(session.item, reading.scan_text()))
    session.live.collate_pending()
    if session.live.third is not None and not session.live.third.fits:
        say(f"{path.name}: what {engine} reads on the scan is not this text; it says nothing of it")


def with_doubts(tree: dict[str, Any], session: Session, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """The JSON of a check with the engine's reading at each discrepancy, and a list of its doubts."""
    from cableview.review.third_witness import doubts, reading_at

    readings = [reading_at(session, finding.entry) for finding in findings]
    rows = [{**row, "scan": _scan_tree(r)} for row, r in zip(tree["discrepancies"], readings, strict=True)]
    return {**tree, "discrepancies": rows, "doubts": [_doubt_tree(session, doubt) for doubt in doubts(session)]}


def doubt_lines(session: Session) -> list[str]:
    from cableview.cli.terminal_tables import shown
    from cableview.report.summary import counted
    from cableview.review.third_witness import doubts

    found = doubts(session)
    text = session.item.transcript.text
    lines = [f"{counted(len(found), 'doubt')}: both texts agree, and the scan is read otherwise"]
    for doubt in found:
        line = text.count("\n", 0, doubt.span.start) + 1
        ours = shown(doubt.span.of(text)) or "nothing"
        read = shown(doubt.reading.text) or "nothing"
        lines.append(f"  line {line}: {ours}   scan ({doubt.reading.engine}): {read}, {doubt.reading.confidence:.2f}")
    return lines


def _doubt_tree(session: Session, doubt: Doubt) -> dict[str, Any]:
    from cableview.report.check_json import found_tree
    from cableview.report.finding import found_at

    witness = session.item.transcript
    words = found_tree(found_at(doubt.span, witness), with_source=len(witness.sources) > 1)
    return {"kind": str(doubt.kind), "transcript": words, "scan": _scan_tree(doubt.reading)}


def _scan_tree(reading: ScanReading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {"text": reading.text, "confidence": reading.confidence, "engine": reading.engine}
