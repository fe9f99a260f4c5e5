"""An item of two short texts, a keeper for its session, and how its rows are named in tests."""

from __future__ import annotations

import re
from concurrent.futures import Future
from pathlib import Path

from cableview.files import DecodedText, read_text
from cableview.model.item import Item
from cableview.model.scan_reading import ScanText
from cableview.model.span import Span
from cableview.model.witness import Segment, Sigil, Source, Witness
from cableview.review.change import Change, from_tree, to_tree
from cableview.review.queue import Entry
from cableview.review.session import Session
from cableview.review.store.shape import sidecar_path
from cableview.review.third_witness import third_witness

OURS = """Last night the Minister stated that his
goverment would not accept the offer of 3 March.
He added very that the Consul had not been told.
"""

THEIRS = """Last night the Minister states that his government would accept the offer of 13 March. \
He added that the Consul had not been told."""

MOVED_OURS = (
    "more\nre-open\nwould the Moscow\ntuat Harriman ofhe's\nof he's\nStalin treaty 13 Consul Ambassador\n\nhe of\n"
)
MOVED_THEIRS = "more of he's Stalin treaty 13 re-open would Moscow that Harriman Consul\nAmbassador he of\n"
"""A text of which much has moved."""

OLD = "He stated that on the first of Octber he would come to the capital.\nHe said no more.\n"
CLEAN = "He states that on the first of October he would come to the capital.\nHe said nothing.\n"


def witness(sigil: Sigil, text: str, name: str) -> Witness:
    return witness_in(sigil, DecodedText(text, Source(Path("/nowhere") / name, "0" * 64, "utf-8", b"", len(text))))


def item(ours: str = OURS, theirs: str | None = THEIRS) -> Item:
    reference = None if theirs is None else witness(Sigil.REFERENCE, theirs, "a.ref.txt")
    return Item(witness(Sigil.TRANSCRIPT, ours, "a.txt"), reference, (), Path("/nowhere/a.txt.cableview.json"))


def put_texts(folder: Path) -> Item:
    """An item of two texts in a folder, `OLD` and `CLEAN`."""
    (folder / "a.txt").write_text(OLD, encoding="utf-8")
    (folder / "a.ref.txt").write_text(CLEAN, encoding="utf-8")
    return item_in(folder)


def item_in(folder: Path) -> Item:
    """The item of the texts in a folder as they are now."""
    transcript, reference = (read_text(folder / name) for name in ("a.txt", "a.ref.txt"))
    texts = witness_in(Sigil.TRANSCRIPT, transcript), witness_in(Sigil.REFERENCE, reference)
    return Item(*texts, (), sidecar_path(transcript.source.path))


def witness_in(sigil: Sigil, read: DecodedText) -> Witness:
    return Witness(sigil, read.text, (read.source,), (Segment(Span(0, len(read.text)), 0, 0),))


def heard(one: Session, read: str, sure: float = 0.97) -> Session:
    words = list(re.finditer(r"\S+", read))
    scan = ScanText("tesseract", read, [w.start() for w in words], [w.end() for w in words], [sure] * len(words))
    one.live.set_third_witness(third_witness(one.item, scan))
    return one


class Log:
    """A keeper that holds what it is given; durable at once, or failing."""

    def __init__(self, error: Exception | None = None) -> None:
        self.changes: list[Change] = []
        self.error = error

    def append(self, change: Change) -> Future[None]:
        future: Future[None] = Future()
        self.changes.append(from_tree(to_tree(change)))
        if self.error:
            future.set_exception(self.error)
        else:
            future.set_result(None)
        return future


def entry(session: Session, standing: str) -> Entry:
    """The row of the words that stand in the original transcript."""
    return next(e for e in session.queue.entries if e.place.transcript.text == standing)


def words(session: Session) -> list[tuple[str, str]]:
    """Both readings of each row, as they stand now."""
    return [(e.working.of(session.text), e.reference.of(session.reference)) for e in session.queue.entries]
