"""Undoes in the working text what a decision, or typing over it, made of its place."""

from __future__ import annotations

from cableview.model.decision import Decision, State
from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span
from cableview.model.working_text import delta_between
from cableview.review.moved_passages import Places
from cableview.review.queue import Entry
from cableview.review.verdicts import CHANGES_TEXT


def restoring_delta(entry: Entry, places: Places) -> Delta:
    """The delta that restores the transcript's text at the place of an entry."""
    decision, working = entry.decision, places.working
    if decision is None or decision.verdict not in CHANGES_TEXT or entry.state is State.STALE:
        return Delta()
    place, *origins = entry.place.transcript_spans
    if _is_beside_others(decision, place, places):
        alone = working.with_delta(_without_others(decision, entry.place.transcript.text, places))
        cut = tuple(e for e in alone.emendations if any(_took_out(e, span, working.original) for span in origins))
        return delta_between(working, alone.with_delta(Delta(removed=cut)))
    belongs = _touches if decision.by_edit else _belongs
    near = sorted({e for span in (place, *origins) for e in working.touching(span)})
    return Delta(
        removed=tuple(
            e for e in near if belongs(e, place) or any(_took_out(e, span, working.original) for span in origins)
        )
    )


def _without_others(decision: Decision, was: str, places: Places) -> Delta:
    """The delta that restores a place and keeps the words inserted beside it."""
    now, working = places.of(decision), places.working
    if was:
        return working.replaced(now, was if not now.is_empty else f" {was}", trim=False)
    return working.cut_out(now) if not now.is_empty else Delta()


def _is_beside_others(decision: Decision, point: Span, places: Places) -> bool:
    """True when the decision's change shares an emendation with other inserted words."""
    if decision.by_edit:
        return False
    moved = places.holding(point)
    if moved is not None:
        return moved.travelled
    alike = next((e for e in places.working.emendations if point.is_empty and e.span == point), None)
    return alike is not None and alike.text.strip() != decision.left.strip()


def _belongs(emendation: Emendation, span: Span) -> bool:
    """True when an emendation lies at a place: inside, over it, or an insertion where the place is empty."""
    return emendation.span.overlaps(span) or (span.is_empty and emendation.span == span)


def _took_out(emendation: Emendation, origin: Span, original: str) -> bool:
    """True when an emendation is part of what took moved words out of their origin.

    Where their first or last word had been emended before, the blank beside it was taken out by itself.
    """
    is_blank = not emendation.text and emendation.span.of(original).isspace()
    return _belongs(emendation, origin) or (is_blank and emendation.span.touches(origin))


def _touches(emendation: Emendation, span: Span) -> bool:
    """The same for typing, which may begin or end at an empty place."""
    return _belongs(emendation, span) or (span.is_empty and emendation.span.touches(span))
