"""Applies a verdict's replacements to the working text, separately from what others did beside the place."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cableview.model.decision import Place
from cableview.model.emendation import Delta
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.anchor import place_of
from cableview.review.change import Decide
from cableview.review.moved_passages import Passage, Places, grown_words, standing
from cableview.review.verdicts import Replacement


def with_replacements(working: WorkingText, replacements: Sequence[Replacement], place: Span) -> WorkingText:
    """The working text after a verdict's replacements, whose spans are of `working`; `place` is one of the original."""
    for r in sorted(replacements, reverse=True):
        working = working.with_delta(_delta_of(working, r, place))
    return working


def free_place(working: WorkingText, place: Place, reference: str, made: Sequence[Replacement]) -> Place:
    """`place`; if it is empty, the point where words go in separately from others that were taken out beside them."""
    point = place.transcript.span
    arrival = next((r for r in made if r.start == r.end), None)
    if not point.is_empty or arrival is None:
        return place
    at = working.point_at(arrival.start, point.start)
    origin = place.origin.span if place.origin else None
    return (
        place
        if at == point.start
        else place_of(working.original, reference, Span(at, at), place.reference.span, origin)
    )


def left_at(place: Place, after: Places, made: Sequence[Replacement], before: Span) -> str:
    """The text that a verdict left at a place, with what joined onto it; of words put in beside others, these alone.

    `before` is where the place stood before it; after a verdict that changes nothing, the words are still there.
    """
    arrivals = [r.text for r in made if r.start == r.end]
    if place.transcript.span.is_empty and len(arrivals) == 1:
        return arrivals[0]
    working, span = after.working, place.transcript.span
    passage = after.holding(span)
    if passage is not None and passage.travelled and len(made) == 1:
        stands = Span(made[0].start, made[0].start + len(made[0].text))
    elif span.is_empty and not made:
        stands = before
    else:
        stands = after.now(span)
    return grown_words(working.text, stands, working.original, span).of(working.text)


def travelling(moved: Passage | None, before: WorkingText, after: WorkingText) -> list[Decide]:
    """The updated decision on a moved passage inside which something was decided, with what it leaves now.

    Words that others put in at the same point stand before and after it as they did.
    """
    if moved is None or not moved.travelled:
        return []
    place, left = moved.decision.place.transcript.span, moved.decision.left
    was, now = before.to_working(place), after.to_working(place)
    own = standing(was, left, before.text)
    left = after.text[now.start + own.start - was.start : now.end + own.end - was.end]
    return [Decide(moved.decision.id, msgspec.structs.replace(moved.decision, left=left))]


def _delta_of(working: WorkingText, r: Replacement, place: Span) -> Delta:
    """A verdict's change at one spot, separate from what others did beside it."""
    span = Span(r.start, r.end)
    if not r.text and not span.is_empty:
        return working.cut_out(span)
    if span.is_empty and place.is_empty and working.to_working(place).touches(span):
        return working.put_in(place.start, r.text, span.start) or working.replaced(span, r.text, trim=False)
    return working.replaced(span, r.text, trim=False)
