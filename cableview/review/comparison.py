"""Collates the texts of a review between its decisions, and names the remaining differences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import msgspec

from cableview.collation.collate import Collation, Pin, Text, collate
from cableview.collation.suggestion.suggest import suggestions
from cableview.collation.suggestion.third_witness import ThirdWitness
from cableview.formats.markup import markup_of
from cableview.model.decision import Decision, Place
from cableview.model.discrepancy import Difference, Severity
from cableview.model.item import Item
from cableview.model.scan_reading import ScanReading
from cableview.model.span import Span
from cableview.model.witness import Markup, Sigil, Syntax
from cableview.review.anchor import discrepancy_ids, place_of
from cableview.review.events import TextChanged
from cableview.review.moved_passages import Passage, Places, places_of, whole_words, words_in
from cableview.review.queue import Entry
from cableview.review.rows import all_later, difference_of, open_row, put_among, start_of
from cableview.review.state import ReviewState
from cableview.review.verdicts import insertion_point

Spans = tuple[Span, Span, Span | None]
"""Of a place: in the transcript, in the reference, and where moved words come from."""

_order = attrgetter("working", "reference")
"""Where a row or a difference stands in the order of the text."""

IN_PASSING = 400
"""Code points of both readings of a place that are compared while somebody types."""


@dataclass(frozen=True)
class Comparison:
    """A full collation, and its undecided discrepancies."""

    collation: Collation
    rows: tuple[Entry, ...]


def compare(
    item: Item, state: ReviewState, *, exact: bool, former: Sequence[Entry] = (), third: ThirdWitness | None = None
) -> Comparison:
    """The collation of the working text with the reference between the decisions, and the differences there.

    `former` rows spare the search for the words around places that still differ.
    """
    if item.reference is None:
        raise ValueError("an item without a reference has nothing to be compared with")
    settled = list(state.book.settled.values())
    places = places_of(state)
    kept = [
        d
        for d in state.decisions.values()
        if not (places.holding(d.place.transcript.span) or (d.is_deferred and d.place.origin))
    ]
    pins = [Pin(places.of(d), d.place.reference.span, open=d.is_deferred) for d in kept]
    origins = [state.working.to_working(d.place.origin.span) for d in settled if d.place.origin]
    ours, theirs = _excluded(state)
    text, reference = state.working.text, item.reference.text
    collation = collate(
        Text(text, _markup(text, item.transcript.syntax, exact=exact), _masks([*origins, *ours])),
        Text(reference, _markup(reference, item.reference.syntax, exact=exact), _masks(theirs)),
        state.rules,
        pins,
        exact=exact,
    )
    rules = state.rules | ({"case"} if collation.all_caps else frozenset[str]())
    inside = [d for p in places.passages for d in _inside(p, places, settled, reference, rules, exact=exact)]
    differences = sorted([*collation.differences, *inside], key=_order)
    known = {_spans(row.place): row.place for row in former}
    rows = _named(item.transcript.text, reference, places, differences, [d.place for d in settled], known)
    return Comparison(collation, _in_order(_suggested(rows, state, reference, settled, third)))


def _suggested(
    rows: Sequence[Entry], state: ReviewState, reference: str, settled: Sequence[Decision], third: ThirdWitness | None
) -> list[Entry]:
    """The rows with suggestions of what the page reads, based also on decisions and an engine's reading."""
    differences = [difference_of(row) for row in rows]
    spans = {
        difference: row.place.transcript.span
        for difference, row in zip(differences, rows, strict=True)
        if row.place.origin is None
    }

    def read(difference: Difference) -> ScanReading | None:
        span = spans.get(difference)
        return None if third is None or span is None else third.reading(span)

    decided = [((d.place.transcript.text, d.place.reference.text), d.verdict) for d in settled]
    found = suggestions(
        state.working.text, reference, differences, decided=decided, language=state.language, third=read
    )
    replace = msgspec.structs.replace
    return [replace(row, suggestion=s) if s else row for row, s in zip(rows, found, strict=True)]


def followed(item: Item, state: ReviewState, rows: Sequence[Entry], new: Sequence[Difference]) -> tuple[Entry, ...]:
    """The rows that stand, and those of `new` differences, about which only a full collation knows more."""
    if item.reference is None or not new:
        return tuple(rows)
    settled = [d.place for d in state.book.settled.values()]
    others = [*settled, *(row.place for row in rows)]
    named = _named(item.transcript.text, item.reference.text, places_of(state), new, settled, {}, others)
    return put_among(rows, named, _order)


def _inside(
    passage: Passage, places: Places, settled: Sequence[Decision], reference: str, rules: frozenset[str], *, exact: bool
) -> list[Difference]:
    """The differences inside a moved passage that was decided as a whole."""
    theirs = passage.reference_of(reference)
    pins = [
        Pin(places.of(d).shifted(-passage.now.start), d.place.reference.span.shifted(-theirs.start))
        for d in settled
        if places.holding(d.place.transcript.span) is passage and theirs.covers(d.place.reference.span)
    ]
    words = Text(passage.now.of(passage.text))
    found = collate(words, Text(theirs.of(reference)), rules, pins, exact=exact).differences
    at, there = passage.now.start, theirs.start
    return [
        msgspec.structs.replace(d, working=d.working.shifted(at), reference=d.reference.shifted(there))
        for d in found
        if d.origin is None and not (d.working.is_empty and d.working.start in (0, len(words.text)))
    ]


def carried(rows: Sequence[Entry], events: Sequence[TextChanged]) -> Sequence[Entry]:
    """Rows shifted by changes of the text elsewhere; those before the changes are the same objects.

    They are in text order. Most of tens of thousands stand before or after all changes, which is determined without
    looking at each change.
    """
    if not events:
        return rows
    growths = [len(event.added) - event.removed for event in events]
    before = min(event.start for event in events)
    behind = max(event.start + event.removed for event in events) - sum(growth for growth in growths if growth < 0)

    last = bisect_left(rows, behind, key=start_of)
    head, between = list[Entry](), list[Entry]()
    for row in rows[:last]:
        is_before = row.origin is None and row.working.end < before
        (head if is_before else between).append(row if is_before else _shifted(row, events))
    tail = [_shifted(row, events) if row.origin else row for row in all_later(rows[last:], sum(growths))]
    return put_among((*head, *tail), between, _order)


def still_differing(
    item: Item, state: ReviewState, rows: Sequence[Entry], typed: Sequence[TextChanged], last: Collation, *, exact: bool
) -> Sequence[Entry]:
    """The carried rows without those in typed text that now read as the reference does there.

    This goes by the rules of the last collation. Rows that were typed in and still differ keep the words that grew.
    """
    if item.reference is None or not typed:
        return rows
    reach, reference = _reach(typed), item.reference.text
    places = places_of(state)
    out: list[Entry] = []
    for row in rows:
        if row.origin is None and row.working.touches(reach):
            now = whole_words(state.working.text, places.now(row.place.transcript.span))
            if _is_read_alike(
                now.of(state.working.text), row.place.reference.span.of(reference), last.rules, exact=exact
            ):
                continue
            if not row.place.transcript.span.is_empty:
                row = msgspec.structs.replace(row, working=now)
        out.append(row)
    return _in_order(out)


def _reach(events: Sequence[TextChanged]) -> Span:
    """The span, in the text after them, of the events' insertions and everything between these."""
    reach = Span(events[0].start, events[0].start)
    for event in events:
        reach = _after(reach, event).hull(Span(event.start, event.start + len(event.added)))
    return reach


def _is_read_alike(ours: str, theirs: str, rules: frozenset[str], *, exact: bool) -> bool:
    """Whether two readings are equal by the rules; false if they are too long to compare in passing."""
    if len(ours) + len(theirs) > IN_PASSING:
        return False
    return not collate(Text(ours), Text(theirs), rules, exact=exact).differences


def brought_back(rows: Sequence[Entry], ended: Sequence[Decision], state: ReviewState) -> Sequence[Entry]:
    """The rows with the differences at decisions that no longer stand, as far as their records tell."""
    if not ended:
        return rows
    known, places = {row.id for row in rows}, places_of(state)
    return put_among(rows, [_undecided_again(d, places) for d in ended if d.id not in known], _order)


def _undecided_again(decision: Decision, places: Places) -> Entry:
    place, origin = decision.place, decision.place.origin
    moved = None if origin is None else places.working.to_working(origin.span)
    severity = Severity(decision.severity)
    difference = Difference(decision.kind, severity, places.of(decision), place.reference.span, moved)
    return open_row(decision.id, difference, place)


def _in_order(rows: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(rows, key=_order))


def _shifted(row: Entry, events: Sequence[TextChanged]) -> Entry:
    working, origin = row.working, row.origin
    for event in events:
        working = _after(working, event)
        origin = None if origin is None else _after(origin, event)
    if (working, origin) == (row.working, row.origin):
        return row
    return msgspec.structs.replace(row, working=working, origin=origin)


def _after(span: Span, event: TextChanged) -> Span:
    return span.after_change(event.start, event.removed, len(event.added))


def _named(
    original: str,
    reference: str,
    places: Places,
    differences: Iterable[Difference],
    decided: Sequence[Place],
    known: Mapping[Spans, Place],
    others: Sequence[Place] | None = None,
) -> list[Entry]:
    """The rows of differences, with their ids; an omission has its place where its words would be inserted.

    `others` are the places that count for the ids, by default those `decided`.
    """
    working, placed = places.working, list[tuple[Difference, Place]]()
    for difference in _divided_by_holes(differences, places):
        if difference.working.is_empty and difference.origin is None:
            point = insertion_point(working.text, difference.working, reference, difference.reference)
            difference = msgspec.structs.replace(difference, working=point)
        ours = _apart(difference, whole_words(original, places.original(difference.working)), decided)
        origin = None if difference.origin is None else working.to_original(difference.origin)
        place = known.get((ours, difference.reference, origin))
        place = place or place_of(original, reference, ours, difference.reference, origin)
        if placed and _spans(placed[-1][1]) == _spans(place):
            placed[-1] = (_as_one(placed[-1][0], difference), place)
        else:
            placed.append((difference, place))
    ids = discrepancy_ids([place for _, place in placed], decided if others is None else others)
    return [open_row(key, difference, place) for key, (difference, place) in zip(ids, placed, strict=True)]


def _divided_by_holes(differences: Iterable[Difference], places: Places) -> Iterator[Difference]:
    """The differences, with surplus words before and after a passage that was moved away as two of them.

    One decision on both would have the passage in its place too, and taking back the move would undo it.
    """
    holes = sorted(places.working.to_working(p.then).end for p in places.passages if p.travelled)
    text = places.working.text
    for difference in differences:
        span = difference.working
        inside = [] if difference.origin or not difference.reference.is_empty else holes
        edges = [span.start, *(at for at in inside if span.start < at < span.end), span.end]
        parts = [words for part in map(Span, edges, edges[1:]) if (words := words_in(text, part))]
        if len(parts) < 2:
            yield difference
            continue
        for words in parts:
            yield msgspec.structs.replace(difference, working=Span(words[0].start, words[-1].end))


def _as_one(first: Difference, last: Difference) -> Difference:
    """Two differences at one place of both originals, such as typed paragraphs, as one: it is decided once."""
    severity = min(first.severity, last.severity, key=list(Severity).index)
    working = Span(first.working.start, max(first.working.end, last.working.end))
    reasons = tuple(dict.fromkeys((*first.reasons, *last.reasons)))
    return msgspec.structs.replace(first, working=working, severity=severity, reasons=reasons)


def _spans(place: Place) -> Spans:
    return place.transcript.span, place.reference.span, place.origin.span if place.origin else None


def _apart(difference: Difference, ours: Span, decided: Sequence[Place]) -> Span:
    """`ours`; for missing words where others were taken out, the end of those on its side in the reference.

    Where a decision moved words away, it is their start: what is put in there stays when the move is taken back.
    """
    if ours.is_empty or not difference.working.is_empty:
        return ours
    moved = [p.origin.start for p in decided if p.origin and ours.covers(p.origin.span)]
    taken = [p for p in decided if p.transcript.span.overlaps(ours)]
    if not (moved or taken):
        return ours
    ends = [p.transcript.end for p in taken if p.reference.end <= difference.reference.start]
    at = min(moved) if moved else max(ends) if ends else min(p.transcript.start for p in taken)
    return Span(at, at)


def _markup(text: str, syntax: Syntax, *, exact: bool) -> Markup:
    return Markup() if exact else markup_of(text, syntax)


def _excluded(state: ReviewState) -> tuple[list[Span], list[Span]]:
    ours = [state.working.to_working(s) for sigil, s in state.exclusions if sigil is Sigil.TRANSCRIPT]
    return ours, [s for sigil, s in state.exclusions if sigil is Sigil.REFERENCE]


def _masks(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(s for s in spans if not s.is_empty))
