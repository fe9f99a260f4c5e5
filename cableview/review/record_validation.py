"""Checks that a record fits its texts: it may have been altered by hand or damaged on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from cableview.model.decision import Decision, Place, Quote
from cableview.model.emendation import Emendation
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.change import Act, Annotate, Change, Decide, Emend, Exclude, Reattach, See, Show


def refuse_outside(changes: Sequence[Change], transcript: str, reference: str) -> None:
    """Raises `ValueError` naming a change that refers to a place outside the texts.

    Changes before the last re-attachment refer to other texts, and are not checked.
    """
    lengths = {Sigil.TRANSCRIPT: len(transcript), Sigil.REFERENCE: len(reference)}
    reattached = [k for k, change in enumerate(changes) if any(isinstance(act, Reattach) for act in change.acts)]
    for change in changes[reattached[-1] if reattached else 0 :]:
        for act in change.acts:
            fault = _fault(act, lengths)
            if fault:
                raise ValueError(f"change {change.seq} speaks of {fault}")


def _fault(act: Act, lengths: Mapping[Sigil, int]) -> str:
    match act:
        case Emend(delta):
            return _outside(Sigil.TRANSCRIPT, _ranges((*delta.removed, *delta.added)), lengths)
        case Decide(decision=Decision(place=place)):
            return _misplaced(place, lengths)
        case Annotate(place=Place() as place):
            return _misplaced(place, lengths)
        case Exclude(witness, span):
            return _outside(witness, _ranges([span]), lengths)
        case See(span) | Show(span):
            return _outside(Sigil.TRANSCRIPT, _ranges([span]), lengths)
        case Reattach():
            return _misfit(act, lengths)
        case _:
            return ""


def _misfit(act: Reattach, lengths: Mapping[Sigil, int]) -> str:
    if any(before.end > after.start for before, after in pairwise(act.emendations)):
        return "emendations that overlap"
    faults = (
        _outside(Sigil.TRANSCRIPT, _ranges((*act.emendations, *act.seen, *(s for s, _ in act.shown))), lengths),
        *(_outside(witness, _ranges([span]), lengths) for witness, span in act.exclusions),
        *(_misplaced(kept.place, lengths) for kept in (*act.decisions, *(act.notes or ())) if kept.place is not None),
    )
    return next(filter(None, faults), "")


def _misplaced(place: Place, lengths: Mapping[Sigil, int]) -> str:
    ours = [place.transcript, *([place.origin] if place.origin else [])]
    theirs = _outside(Sigil.REFERENCE, _ranges([place.reference]), lengths)
    return _outside(Sigil.TRANSCRIPT, _ranges(ours), lengths) or theirs


def _ranges(places: Iterable[Emendation | Span | Quote]) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in places]


def _outside(witness: Sigil, ranges: Iterable[tuple[int, int]], lengths: Mapping[Sigil, int]) -> str:
    """The first range that lies outside this witness, in words; "" where there is none."""
    length = lengths.get(witness, 0)
    wrong = next(((start, end) for start, end in ranges if not 0 <= start <= end <= length), None)
    return f"characters {wrong[0]} to {wrong[1]} of a {witness} of {length}" if wrong else ""
