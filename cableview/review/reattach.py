"""Finds what was recorded again in texts that were changed outside, by its words and the words around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from cableview.model.decision import Decision, Note, Place, Quote
from cableview.model.emendation import Emendation
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.model.working_text import WorkingText
from cableview.review.anchor import Anchor, place_of
from cableview.review.anchor_search import Sought, found_spans, sought_anchor, sought_ends, sought_quote
from cableview.review.change import Change, Reattach
from cableview.review.state import History, ReviewState
from cableview.review.store.shape import Shape
from cableview.review.store.store import Kept

_ENOUGH_FOR_DONE = 80.0
"""Per cent of likeness around an emendation that the new text seems to have already: to be wrong would lose it."""
_NEAR = 4
"""Decided places before an emendation that are looked at; they do not overlap, but for moved passages."""


_Left = tuple[Place, str]
"""A place, and what a decision left there in the working text; "" where there was none."""


@dataclass(frozen=True)
class Standing:
    """What held for the old files, in their offsets. `anchors` give the text at spans that have no quote."""

    emendations: tuple[Emendation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    stale: tuple[Decision, ...] = ()
    exclusions: tuple[tuple[Sigil, Span], ...] = ()
    seen: tuple[Span, ...] = ()
    shown: tuple[tuple[Span, Spot], ...] = ()
    notes: tuple[Note, ...] = ()
    anchors: tuple[Anchor, ...] = ()


def standing_of(state: ReviewState, anchors: Sequence[Anchor]) -> Standing:
    """What holds in `state`, which follows from changes whose anchors the store recorded.

    Later notes on a stale decision become its own note, as its words may be found again.
    """
    return Standing(
        state.working.emendations,
        tuple(state.decisions.values()),
        tuple(msgspec.structs.replace(d, note=state.note_of_stale(d)) for d in state.stale.values()),
        tuple(sorted(state.exclusions)),
        tuple(sorted(state.seen)),
        tuple(sorted(state.shown.items(), key=lambda one: one[0])),
        tuple(note for note in state.notes.values() if note.id not in state.stale),
        tuple(anchors),
    )


def carried_over(kept: Kept, now: Shape, transcript: str, reference: str, *, by: str, at: str) -> Change | None:
    """The change that carries work over to texts changed outside; `None` when they are the same.

    It follows `kept.changes`, and the store must get it before any other. Raises `ValueError` if those are
    inconsistent.
    """
    if not kept.changes or kept.shape.same_texts(now):
        return None
    history = History(ReviewState(WorkingText(transcript), frozenset()))
    for change in kept.changes:
        history.replay(change)
    act = reattach(standing_of(history.state, kept.anchors), transcript, reference)
    return Change(seq=len(kept.changes) + 1, at=at, by=by, acts=(act,))


def reattach(old: Standing, transcript: str, reference: str) -> Reattach:
    """All that held, at its places in the new texts; what has none is listed as stale or lost, never dropped.

    A decision moves when its reading is found in both texts (or, in the transcript, what it left there: the corrected
    text may have been saved over the old one). Its emendations move with it, others by their own anchors; one already
    present in the new text is dropped. Ranges whose ends are not found are no longer excluded or seen, words that are
    not found no longer shown. A note whose words are not found loses its place.
    """
    anchors = {(a.witness, a.start, a.end): a for a in old.anchors}
    decided = [(d.place, d.left) for d in (*old.decisions, *old.stale)]
    placed = [note for note in old.notes if note.place is not None]
    kept = [*decided, *((note.place, "") for note in placed if note.place is not None)]
    places = _found_places(kept, transcript, reference)
    moved = [
        msgspec.structs.replace(d, place=places[k]) for k, d in enumerate((*old.decisions, *old.stale)) if k in places
    ]
    stale = [d for k, d in enumerate((*old.decisions, *old.stale)) if k not in places]
    pairs = [(d.place, places[k]) for k, d in enumerate(old.decisions) if k in places]
    found, lost = _moved_emendations(old.emendations, anchors, pairs, transcript)
    texts = {Sigil.TRANSCRIPT: transcript, Sigil.REFERENCE: reference}
    exclusions = [
        (sigil, span)
        for sigil, text in texts.items()
        for span in _found_ranges((s for w, s in old.exclusions if w == sigil), sigil, anchors, text)
    ]
    seen = _found_ranges(old.seen, Sigil.TRANSCRIPT, anchors, transcript)
    shown = _found_shown(old.shown, anchors, transcript)
    noted = {note.id: places.get(len(decided) + k) for k, note in enumerate(placed)}
    return Reattach(
        tuple(found),
        tuple(moved),
        tuple(stale),
        tuple(exclusions),
        tuple(seen),
        tuple(lost),
        tuple(shown),
        tuple(msgspec.structs.replace(note, place=noted.get(note.id)) for note in old.notes),
    )


def _found_places(kept: Sequence[_Left], transcript: str, reference: str) -> dict[int, Place]:
    """The new places, by index, of those that have one."""
    was = [place for place, _ in kept]
    ours = _found_readings(kept, transcript)
    theirs = found_spans(reference, [sought_quote(p.reference, p.reference_before, p.reference_after) for p in was])
    movers = [k for k, place in enumerate(was) if place.origin is not None]
    origins = dict(zip(movers, _found_origins([was[k] for k in movers], transcript), strict=True))
    places: dict[int, Place] = {}
    for k, (t, r) in enumerate(zip(ours, theirs, strict=True)):
        if t is not None and r is not None and (k not in origins or origins[k] is not None):
            places[k] = place_of(transcript, reference, t, r, origins.get(k))
    return places


def _found_readings(kept: Sequence[_Left], transcript: str) -> list[Span | None]:
    spans = found_spans(transcript, [sought_quote(p.transcript, p.before, p.after) for p, _ in kept])
    missing = [k for k, span in enumerate(spans) if span is None and kept[k][1].strip()]
    left = [
        sought_quote(msgspec.structs.replace(place.transcript, text=text), place.before, place.after)
        for place, text in (kept[k] for k in missing)
    ]
    for k, span in zip(missing, found_spans(transcript, left), strict=True):
        spans[k] = span
    return spans


def _found_origins(places: Sequence[Place], transcript: str) -> list[Span | None]:
    """Where moved passages stand. They have no context of their own, so their words must occur exactly once."""
    return found_spans(transcript, [sought_quote(p.origin) for p in places if p.origin is not None])


def _moved_emendations(
    emendations: Sequence[Emendation],
    anchors: Mapping[tuple[Sigil, int, int], Anchor],
    pairs: Sequence[tuple[Place, Place]],
    transcript: str,
) -> tuple[list[Emendation], list[Emendation]]:
    """The emendations at their new places, and those that found none."""
    known = [anchors.get((Sigil.TRANSCRIPT, e.start, e.end)) for e in emendations]
    own = _found([_whole(anchor) if anchor else () for anchor in known], transcript)
    for k, (e, anchor) in enumerate(zip(emendations, known, strict=True)):
        span = own[k]
        if anchor is not None and anchor.tail and span is not None and len(span) != e.end - e.start:
            own[k] = None  # something was changed between the two ends
    put = [replace(a, text=e.text, tail="") if a else None for e, a in zip(emendations, known, strict=True)]
    done = _found([(sought_anchor(a),) if a else () for a in put], transcript, enough=_ENOUGH_FOR_DONE)
    quotes = _quotes(pairs)
    moved: list[Emendation] = []
    lost: list[Emendation] = []
    for k, e in enumerate(emendations):
        span = _moved_along(e, known[k], quotes, transcript) or own[k]
        if span is not None:
            moved.append(Emendation(span.start, span.end, e.text))
        elif done[k] is None or not e.text.strip():
            lost.append(e)
    return _apart(moved, lost, transcript)


def _apart(
    moved: Sequence[Emendation], lost: Sequence[Emendation], transcript: str
) -> tuple[list[Emendation], list[Emendation]]:
    """The emendations sorted, non-overlapping, each changing something, with at most one insertion per point."""
    kept: list[Emendation] = []
    more = list(lost)
    for e in sorted(moved):
        if kept and (kept[-1].end > e.start or kept[-1].span == e.span):
            more.append(e)
        elif e.span.of(transcript) != e.text:
            kept.append(e)
    return kept, more


def _moved_along(e: Emendation, anchor: Anchor | None, quotes: Sequence[tuple[Quote, Quote]], text: str) -> Span | None:
    """Where `e` moves with the decision it belongs to, if the text there is the same."""
    upto = bisect_right(quotes, e.start + 1, key=lambda pair: pair[0].start)
    for was, now in quotes[max(0, upto - _NEAR) : upto]:
        # Removing a word removes an adjoining blank as well.
        is_near = was.start - 1 <= e.start and e.end <= was.end + 1 and was.text == now.text
        start = now.start + e.start - was.start
        if is_near and start >= 0:
            span = Span(start, start + e.end - e.start)
            is_same = not anchor.tail and span.of(text) == anchor.text if anchor else was.span.covers(e.span)
            if is_same:
                return span
    return None


def _quotes(pairs: Sequence[tuple[Place, Place]]) -> list[tuple[Quote, Quote]]:
    """The old and the new quote of each decided place of the transcript, in order."""
    quotes = [(old.transcript, new.transcript) for old, new in pairs]
    quotes += [(old.origin, new.origin) for old, new in pairs if old.origin is not None and new.origin is not None]
    return sorted(quotes, key=lambda pair: pair[0].start)


def _found_ranges(
    spans: Iterable[Span], sigil: Sigil, anchors: Mapping[tuple[Sigil, int, int], Anchor], text: str
) -> list[Span]:
    """The new ranges of those whose beginning and end are found, in this order."""
    known = (anchors.get((sigil, span.start, span.end)) for span in spans)
    return [span for span in _found([sought_ends(a) for a in known if a], text) if span is not None]


def _found_shown(
    shown: Sequence[tuple[Span, Spot]], anchors: Mapping[tuple[Sigil, int, int], Anchor], text: str
) -> list[tuple[Span, Spot]]:
    """Places shown on the page, at their words found again; where two are now one word, the later."""
    known = [anchors.get((Sigil.TRANSCRIPT, span.start, span.end)) for span, _ in shown]
    spans = _found([_whole(anchor) if anchor else () for anchor in known], text)
    return list({span: spot for span, (_, spot) in zip(spans, shown, strict=True) if span is not None}.items())


def _whole(anchor: Anchor) -> tuple[Sought, ...]:
    return sought_ends(anchor) if anchor.tail else (sought_anchor(anchor),)


def _found(parts: Sequence[tuple[Sought, ...]], text: str, enough: float = 0.0) -> list[Span | None]:
    """The span of each from its first part to its last; `None` if a part is not found or they are out of order."""
    flat = iter(found_spans(text, [sought for each in parts for sought in each], enough))
    answers: list[Span | None] = []
    for each in parts:
        spans = [next(flat) for _ in each]
        first, last = (spans[0], spans[-1]) if spans else (None, None)
        is_found = first is not None and last is not None and first.start <= last.end
        answers.append(Span(first.start, last.end) if is_found and first and last else None)
    return answers
