"""What is said of each discrepancy wherever it is listed: its places in the original files and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cableview.model.decision import Decision, Quote, State
from cableview.model.location import Location
from cableview.model.witness import FileSpan, Witness
from cableview.review.queue import Entry

Locate = Callable[[Entry], tuple[Location, ...]]
"""Answers where on the scan a place may stand; nothing where there is no scan."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading and where its words stand in their file."""

    text: str
    at: FileSpan


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the queue in terms of the files it was found in. `origin`: where a moved passage stands now."""

    entry: Entry
    transcript: Found
    reference: Found
    origin: Found | None
    locations: tuple[Location, ...]

    @property
    def decision(self) -> Decision | None:
        return self.entry.decision

    @property
    def is_decided(self) -> bool:
        return self.entry.state is State.DECIDED


def findings(entries: Iterable[Entry], transcript: Witness, reference: Witness, locate: Locate) -> tuple[Finding, ...]:
    """The rows of a queue with their places in the original files, in the queue's order."""
    return tuple(
        Finding(
            entry,
            _found(entry.place.transcript, transcript),
            _found(entry.place.reference, reference),
            None if entry.place.origin is None else _found(entry.place.origin, transcript),
            locate(entry),
        )
        for entry in entries
    )


def nowhere(_: Entry) -> tuple[Location, ...]:
    """Locates nothing: for items without a scan."""
    return ()


def _found(quote: Quote, witness: Witness) -> Found:
    return Found(quote.text, witness.in_file(quote.span))
