"""What every list says about a discrepancy: its places in the original files and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cableview.model.decision import Decision, Quote, State
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.model.witness import FileSpan, Witness
from cableview.review.queue import Entry

Locate = Callable[[Entry], tuple[Location, ...]]
"""Gives where on the scan a place may stand, its parts in the order of reading; nothing where there is no scan."""


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
    return tuple(_finding(entry, transcript, reference, locate) for entry in entries)


def nowhere(_: Entry) -> tuple[Location, ...]:
    """Locates nothing: for items without a scan."""
    return ()


def _finding(entry: Entry, transcript: Witness, reference: Witness, locate: Locate) -> Finding:
    place = entry.place
    if entry.state is State.STALE:
        return Finding(entry, _lost(place.transcript, transcript), _lost(place.reference, reference), None, ())
    origin = None if place.origin is None else _found(place.origin, transcript)
    return Finding(
        entry, _found(place.transcript, transcript), _found(place.reference, reference), origin, locate(entry)
    )


def _found(quote: Quote, witness: Witness) -> Found:
    return Found(quote.text, witness.in_file(quote.span))


def _lost(quote: Quote, witness: Witness) -> Found:
    """For words that are gone: an empty place at the end."""
    end = len(witness.text)
    return Found(quote.text, witness.in_file(Span(end, end)))
