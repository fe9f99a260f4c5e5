"""Makes an item a section of the evidence page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cableview.collation.rules import suppressed_words
from cableview.errors import FileError
from cableview.files import sha256_of
from cableview.model.item import Item
from cableview.report.finding import Finding
from cableview.report.html import Section, SourceFile
from cableview.report.orphaned_notes import orphaned_note_line, orphaned_notes
from cableview.report.piece import Pieces
from cableview.report.summary import states_line
from cableview.review.session import Session


def section_of(session: Session, found: Sequence[Finding], *, pieces: Pieces | None = None, stamp: str = "") -> Section:
    """The section: what was compared, how much is decided and what is held equal, above the rows.

    `stamp` says when and with which program it was exported. Reads the scan's files once for their digests.
    """
    item = session.item
    facts = [("Found", states_line(session.queue.entries))]
    if item.reference:
        facts.append(("Taken as", f"a {session.relation}"))
    suppressed = suppressed_words(session.live.suppressed)
    facts += [("Held equal", suppressed.removeprefix("held equal: "))] if suppressed else []
    facts += [("Exported", stamp)] if stamp else []
    notices = tuple(map(orphaned_note_line, orphaned_notes(session)))
    return Section(item.title, tuple(facts), tuple(found), notices, _files(item), bool(item.pages), pieces)


def _files(item: Item) -> tuple[SourceFile, ...]:
    files = [SourceFile("Transcript", source.path.name, source.sha256) for source in item.transcript.sources]
    if item.reference:
        files += [SourceFile("Second text", source.path.name, source.sha256) for source in item.reference.sources]
    files += [_digested("Scan", path) for path in dict.fromkeys(page.path for page in item.pages)]
    return (*files, *(_digested("Layout", path) for path in item.layouts))


def _digested(role: str, path: Path) -> SourceFile:
    try:
        return SourceFile(role, path.name, sha256_of(path))
    except FileError as error:
        return SourceFile(role, path.name, f"not known: {error.message}")
