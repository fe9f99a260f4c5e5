"""Produces the exports of an item under review, as the bytes of files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from cableview.errors import FileError, UsageError
from cableview.files import exists, read_text
from cableview.model.item import Item
from cableview.model.witness import Source
from cableview.report.check_json import check_tree, json_bytes
from cableview.report.corrected import Part, corrected_parts, encoded, unclear_marks, undecided_marks
from cableview.report.decisions_csv import decisions_csv, source_names
from cableview.report.errata import errata, errata_csv
from cableview.report.finding import Finding, Locate, findings
from cableview.report.html import html_page
from cableview.report.orphaned_notes import orphaned_notes
from cableview.report.piece import Pieces
from cableview.report.sections import section_of
from cableview.review.session import Session
from cableview.version import program_version


def corrected_files(
    session: Session, *, whole: bool = False, mark_undecided: bool = False, encoding: str = "", unclear: str = "none"
) -> list[tuple[Source, bytes]]:
    """The corrected text as the files it came from; with `whole`, an entire archive page with its transcript replaced.

    `unclear` is a form for `unclear_marks`; an empty `encoding` means each file's own. Raises `FileError`,
    `UsageError`.
    """
    marks = unclear_marks(session.queue.entries, unclear)
    if mark_undecided:
        marks += undecided_marks(session.queue.entries, session.reference)
    parts = corrected_parts(session.item.transcript, session.working, marks)
    return [(part.source, _bytes_of(part, whole=whole, encoding=encoding)) for part in parts]


def all_findings(session: Session, locate: Locate) -> tuple[Finding, ...]:
    """The rows of the queue in terms of the original files. Raises `UsageError` if there is no second text."""
    if session.item.reference is None:
        raise _nothing_to_list(session.item)
    return findings(session.queue.entries, session.item.transcript, session.item.reference, locate)


def _nothing_to_list(item: Item) -> UsageError:
    """The error for an item without a second text; names the scan if the transcript's file does not exist yet."""
    path = item.transcript.sources[0].path
    if item.pages and not exists(path):
        advice = "Begin one in the window, or with: cableview read"
        return UsageError("is a scan without a transcript: nothing to list", path=item.pages[0].path, advice=advice)
    what = "there is no second text, so there is nothing to list"
    return UsageError(what, path=path, advice="Export the corrected text")


def decisions_file(session: Session, found: Sequence[Finding]) -> bytes:
    """All rows with their decisions, and the notes without a row, as CSV."""
    names = source_names(session.item.transcript), source_names(session.item.reference)
    return decisions_csv(found, *names, orphaned_notes(session))


def errata_file(session: Session, found: Sequence[Finding], *, furniture: bool = False) -> bytes:
    """The slips of the second text as CSV; includes page furniture only with `furniture`."""
    slips = errata(found, session.relation, furniture=furniture)
    return errata_csv(slips, source_names(session.item.reference))


def evidence_file(
    session: Session, found: Sequence[Finding], *, pieces: Pieces | None = None, stamp: str = ""
) -> bytes:
    """Both texts and all decisions as one HTML page, with `pieces` of the scan. `stamp`: see `stamped`."""
    return html_page([section_of(session, found, pieces=pieces, stamp=stamp)])


def stamped(now: datetime) -> str:
    """The time of an export and the program that made it, as text."""
    return f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC by {program_version()}"


def check_file(session: Session, found: Sequence[Finding]) -> bytes:
    """The output of `check --json` for the item."""
    return json_bytes(check_tree(session, tuple(found)))


def _text_around(source: Source) -> str:
    """The whole text of a part's file, to which its spans refer. Raises `FileError` if the file has changed."""
    there = read_text(source.path, source.encoding)
    if there.source.sha256 != source.sha256:
        reason = "was changed since it was opened, so that the transcript cannot be put back into it"
        raise FileError(reason, path=source.path, advice="Open the item again")
    return there.text


def _bytes_of(part: Part, *, whole: bool, encoding: str) -> bytes:
    text = _text_around(part.source) if whole else None
    try:
        return encoded(part, whole=text, encoding=encoding or None)
    except FileError as error:
        advice = "Choose the encoding utf-8 (--encoding utf-8)"
        raise FileError(error.message, path=error.path, place=error.place, advice=advice) from error
