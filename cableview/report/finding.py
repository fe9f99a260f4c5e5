"""Describes a discrepancy as every list does: its places in the original files and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cableview.model.decision import Decision, Quote, State
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.model.witness import FileSpan, Witness
from cableview.review.queue import Entry

Locate = Callable[[Entry], tuple[Location, ...]]
"""Returns where on the scan a place may be, its parts in reading order; empty if there is no scan."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading and the place of its words in their file."""

    text: str
    at: FileSpan


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the queue in terms of its files. `origin` is where a moved passage stands now."""

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


def quoted(quote: Quote, witness: Witness) -> Found:
    """A quote from a witness with its place in the file."""
    return Found(quote.text, witness.in_file(quote.span))


def found_at(span: Span, witness: Witness) -> Found:
    """What a witness reads at a span of its text."""
    return Found(span.of(witness.text), witness.in_file(span))


def nowhere(_: Entry) -> tuple[Location, ...]:
    """No locations, for items without a scan."""
    return ()


def _finding(entry: Entry, transcript: Witness, reference: Witness, locate: Locate) -> Finding:
    place = entry.place
    if entry.state is State.STALE:
        return Finding(entry, _lost(place.transcript, transcript), _lost(place.reference, reference), None, ())
    origin = None if place.origin is None else quoted(place.origin, transcript)
    return Finding(
        entry, quoted(place.transcript, transcript), quoted(place.reference, reference), origin, locate(entry)
    )


def _lost(quote: Quote, witness: Witness) -> Found:
    """A reading whose words are gone: its span is empty, at the end of the text."""
    end = len(witness.text)
    return Found(quote.text, witness.in_file(Span(end, end)))
