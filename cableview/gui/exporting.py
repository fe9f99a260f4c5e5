"""The window's exports and their destinations; the files themselves are made where the command line makes them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from cableview.collection.sources import sources_beside
from cableview.files import atomic_write, make_folder
from cableview.report.export_targets import CORRECTED, DECISIONS, ERRATA, EVIDENCE, names_apart, own_files, refuse_taken
from cableview.report.exports import all_findings, corrected_files, decisions_file, errata_file, evidence_file, stamped
from cableview.report.finding import Locate, nowhere
from cableview.report.scan_pieces import scan_pieces
from cableview.review.session import Session


class Product(Enum):
    TEXT = "Corrected text"
    DECISIONS = "Decisions, as a table (CSV)"
    ERRATA = "Errata of the second text, as a table (CSV)"
    EVIDENCE = "Evidence for every place, as a page to read or print (HTML)"


@dataclass(frozen=True, slots=True)
class Export:
    """An export to be written. `has_pieces` applies to the evidence, the rest to the corrected text; an empty
    `encoding` means its own."""

    product: Product = Product.TEXT
    is_whole: bool = False
    marks_undecided: bool = False
    unclear: str = "none"
    encoding: str = ""
    has_pieces: bool = True


class StoppedError(Exception):
    """An export was stopped before any of its files was put in place."""


class Stop:
    """A stop that the window requests and the export heeds: no file is put in place then, unless it is too late."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_asked = self._is_late = False

    @property
    def is_asked(self) -> bool:
        return self._is_asked

    def ask(self) -> bool:
        """Requests the stop; false if it is too late and the files will be written."""
        with self._lock:
            self._is_asked = not self._is_late
            return self._is_asked

    def shut(self) -> None:
        """Makes any later request too late. Raises `StoppedError` if a stop was requested."""
        with self._lock:
            if self._is_asked:
                raise StoppedError
            self._is_late = True


def suggested_name(session: Session, product: Product) -> Path:
    """A path beside the transcript with a name other than its own."""
    source = session.item.transcript.sources[0].path
    ending = {
        Product.TEXT: f"{CORRECTED}{source.suffix or '.txt'}",
        Product.DECISIONS: DECISIONS,
        Product.ERRATA: ERRATA,
        Product.EVIDENCE: EVIDENCE,
    }[product]
    return source.with_name(f"{source.stem}{ending}")


def write(
    session: Session,
    export: Export,
    target: Path,
    locate: Locate = nowhere,
    stop: Stop | None = None,
    told: Callable[[int, int], object] = lambda done, total: None,
) -> tuple[Path, ...]:
    """Writes to `target`, or into that folder if there are several files, and returns what was written.

    For the evidence, `locate` says where on the scan a place is; `told` gets how many of how many of its pages were
    read. An existing file is replaced, never a source of an item. Raises `FileError`, `SaveError` or `UsageError`;
    then nothing was written, or only whole files. If told to `stop` before the first is in place, it writes nothing.
    """
    stop = stop or Stop()
    if export.product is Product.TEXT:
        made = corrected_files(
            session,
            whole=export.is_whole,
            mark_undecided=export.marks_undecided,
            encoding=export.encoding,
            unclear=export.unclear,
        )
        data = [content for _, content in made]
        names = names_apart([source for source, _ in made]) if len(made) > 1 else []
    else:
        data, names = [_report(session, export, locate, stop, told)], []
    if stop.is_asked:
        return ()
    if names:
        make_folder(target)
    targets = [target / name for name in names] or [target]
    for path in targets:
        refuse_taken(path, own_files(session.item), sources_beside(path), replace=True)
    try:
        for path, content in zip(targets, data, strict=True):
            atomic_write(path, content, before_replace=stop.shut)
    except StoppedError:
        return ()
    return tuple(targets)


def _report(session: Session, export: Export, locate: Locate, stop: Stop, told: Callable[[int, int], object]) -> bytes:
    if export.product is Product.EVIDENCE:
        found, pages = all_findings(session, locate), session.item.pages
        has_pieces = export.has_pieces and bool(pages)
        pieces = scan_pieces(found, pages, told=told, is_wanted=lambda: not stop.is_asked) if has_pieces else None
        return evidence_file(session, found, pieces=pieces, stamp=stamped(datetime.now(UTC)))
    found = all_findings(session, nowhere)  # the tables give places in the texts, not on the scan
    return decisions_file(session, found) if export.product is Product.DECISIONS else errata_file(session, found)
