"""What the window exports: the corrected text, the decisions, the errata; never over a source or the record."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cableview.errors import FileError, UsageError
from cableview.files import atomic_write, read_text
from cableview.gui.places import Places
from cableview.model.item import Item
from cableview.model.location import Location
from cableview.report.corrected import corrected_parts, encoded, unclear_marks, undecided_marks
from cableview.report.decisions_csv import decisions_csv, source_names
from cableview.report.errata import errata, errata_csv
from cableview.report.finding import Finding, findings
from cableview.review.queue import Entry
from cableview.review.session import Session


class Product(Enum):
    TEXT = "Corrected text"
    DECISIONS = "Decisions, as a table (CSV)"
    ERRATA = "Errata of the second text, as a table (CSV)"


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written. All but `product` and `encoding` tell of the corrected text; no `encoding` is its own."""

    product: Product = Product.TEXT
    is_whole: bool = False
    marks_undecided: bool = False
    unclear: str = "none"
    encoding: str = ""


def suggested_name(session: Session, product: Product) -> Path:
    """A name beside the transcript that is not the transcript's own."""
    source = session.item.transcript.sources[0].path
    ending = {
        Product.TEXT: f".corrected{source.suffix or '.txt'}",
        Product.DECISIONS: ".decisions.csv",
        Product.ERRATA: ".errata.csv",
    }[product]
    return source.with_name(f"{source.stem}{ending}")


def produce(session: Session, export: Export) -> list[bytes]:
    """The files' bytes; several where the transcript came from several. Raises `FileError` or `UsageError`."""
    if export.product is Product.TEXT:
        return _texts(session, export)
    if session.item.reference is None:
        raise UsageError("there is no second text, so there is nothing to list", advice="Export the corrected text")
    found = _findings(session)
    if export.product is Product.DECISIONS:
        return [decisions_csv(found, source_names(session.item.transcript), source_names(session.item.reference))]
    return [errata_csv(errata(found, session.relation), source_names(session.item.reference))]


def write(session: Session, export: Export, target: Path) -> tuple[Path, ...]:
    """Writes to `target`, or into it as a folder where there are several files. Answers what was written.

    Raises `FileError`, `SaveError` or `UsageError`; then nothing was written, or only whole files.
    """
    data = produce(session, export)
    if len(data) == 1:
        targets = [target]
    else:
        target.mkdir(parents=True, exist_ok=True)
        names = [f"{k + 1:04}-{s.path.name}" for k, s in enumerate(session.item.transcript.sources)]
        targets = [target / name for name in names]
    for path in targets:
        _refuse_own(path, session.item)
    for path, content in zip(targets, data, strict=True):
        atomic_write(path, content)
    return tuple(targets)


def _texts(session: Session, export: Export) -> list[bytes]:
    entries = session.queue.entries
    marks = unclear_marks(entries, export.unclear)
    if export.marks_undecided:
        marks += undecided_marks(entries, session.reference)
    made: list[bytes] = []
    for part in corrected_parts(session.item.transcript, session.working, marks):
        whole = read_text(part.source.path, part.source.encoding).text if export.is_whole else None
        try:
            made.append(encoded(part, whole=whole, encoding=export.encoding or None))
        except FileError as error:
            advice = "Choose the encoding utf-8"
            raise FileError(error.message, path=error.path, place=error.place, advice=advice) from error
    return made


def _findings(session: Session) -> tuple[Finding, ...]:
    item = session.item
    assert item.reference is not None
    places = Places(session.text, item.pages)

    def located(entry: Entry) -> tuple[Location, ...]:
        location = places.location(entry.working)
        return () if location is None else (location,)

    return findings(session.queue.entries, item.transcript, item.reference, located)


def _refuse_own(target: Path, item: Item) -> None:
    witnesses = [witness for witness in (item.transcript, item.reference) if witness]
    own = [source.path for witness in witnesses for source in witness.sources]
    journal = item.sidecar.with_name(f"{item.sidecar.name}.journal")
    for path in (*own, *(page.path for page in item.pages), item.sidecar, journal):
        if os.path.realpath(path) == os.path.realpath(target) or (target.exists() and _is_same(path, target)):
            raise UsageError("belongs to the item and is never written", path=target, advice="Choose another name")


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
