"""An item of two short texts, a keeper for its session, and how its rows are named in tests."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from cableview.model.item import Item
from cableview.model.span import Span
from cableview.model.witness import Segment, Sigil, Source, Witness
from cableview.review.change import Change, from_tree, to_tree
from cableview.review.queue import Entry
from cableview.review.session import Session

OURS = """Last night the Minister stated that his
goverment would not accept the offer of 3 March.
He added very that the Consul had not been told.
"""

THEIRS = """Last night the Minister states that his government would accept the offer of 13 March. \
He added that the Consul had not been told."""


def witness(sigil: Sigil, text: str, name: str) -> Witness:
    source = Source(Path("/nowhere") / name, "0" * 64, "utf-8", b"", len(text))
    return Witness(sigil, text, (source,), (Segment(Span(0, len(text)), 0, 0),))


def item(ours: str = OURS, theirs: str | None = THEIRS) -> Item:
    reference = None if theirs is None else witness(Sigil.REFERENCE, theirs, "a.ref.txt")
    return Item(witness(Sigil.TRANSCRIPT, ours, "a.txt"), reference, (), Path("/nowhere/a.txt.cableview.json"))


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
