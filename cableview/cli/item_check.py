"""Compares the texts of one item as `check` was asked to, alone or as part of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cableview import files
from cableview.cli.check_messages import CheckRequest
from cableview.cli.doubts import hear_scan
from cableview.cli.evidence_pieces import pieces_of
from cableview.cli.items import session_for_reading
from cableview.cli.locator import locator
from cableview.cli.main import BAD, NOTHING_TO_COMPARE
from cableview.errors import CableviewError, FileError
from cableview.model.item import Item
from cableview.report.exports import all_findings
from cableview.report.finding import Finding, nowhere
from cableview.report.piece import Pieces
from cableview.review.session import Session

GIVE_REFERENCE = "Name it after the transcript"


@dataclass(frozen=True)
class Checked:
    """An item's session and what was found; `held`: what the rules hold equal is listed too.

    `notices` are sentences about what was skipped while places were searched for. `pieces` and `stamp` are for the
    evidence page.
    """

    session: Session
    findings: tuple[Finding, ...]
    held: bool = False
    notices: tuple[str, ...] = ()
    pieces: Pieces | None = None
    stamp: str = ""


class NoReferenceError(CableviewError):
    """An item has no second text."""


def lack_of(item: Item, named: Path | None = None) -> CableviewError | None:
    """What is missing for a comparison, or `None`; `named` is the reference that was requested."""
    path = item.transcript.sources[0].path
    if item.pages and not files.exists(path):
        advice = "Begin one in the window, or with: cableview read"
        return FileError("is a scan without a transcript", path=item.pages[0].path, advice=advice)
    if not item.transcript.text.strip():
        return FileError("has no words: there is nothing to compare", path=path, advice="Choose another file")
    if item.reference is None and named is not None:
        return FileError("has no words: there is nothing to compare with", path=named, advice="Choose another file")
    if item.reference is None:
        return NoReferenceError("there is no second text to compare it with", path=path, advice=GIVE_REFERENCE)
    return None


def code_of(failure: CableviewError) -> int:
    """The exit code for a failure of one item."""
    return NOTHING_TO_COMPARE if isinstance(failure, NoReferenceError) else BAD


def checked(item: Item, request: CheckRequest, *, announced: bool = True) -> Checked:
    """The item compared; with `announced` false, no message says that this takes a while."""
    session = session_for_reading(item, exact=request.exact, use_record=request.use_record, announced=announced)
    if request.rules:
        session.set_rules(dict(request.rules))
    if request.language is not None:
        session.set_language(request.language)
    if request.hears:
        hear_scan(session, request.hears)
    session.live.collate_pending()
    notices: list[str] = []
    located = locator(session, notices.append) if request.form != "text" else nowhere  # the table shows no places
    found = all_findings(session, located)
    pieces = pieces_of(session, found, announced=announced) if request.pieces else None
    return Checked(session, found, request.held, tuple(notices), pieces, request.stamp)
