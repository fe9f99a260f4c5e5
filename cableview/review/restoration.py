"""Undoes in the working text what a decision, or typing over it, made of its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from cableview.model.decision import Decision, State, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span
from cableview.model.working_text import WorkingText, delta_between
from cableview.review.moved_passages import Passage, Places, words_in
from cableview.review.queue import Entry
from cableview.review.verdict_placement import with_replacements
from cableview.review.verdicts import CHANGES_TEXT, Scene, effect

Reading = tuple[Span, str]
"""A span of the original, and what the working text is to read there."""


def restoring_delta(entry: Entry, places: Places, settled: Iterable[Decision]) -> Delta:
    """The delta that restores the transcript's text at the place of an entry.

    The words of a moved passage go back as they now read: what was decided or typed inside it stays. `settled` are the
    decisions, among which are those inside it.
    """
    decision, working = entry.decision, places.working
    if decision is None or decision.verdict not in CHANGES_TEXT or entry.state is State.STALE:
        return Delta()
    delta = _restoring(entry, decision, places)
    moved = next((p for p in places.passages if p.travelled and p.decision.id == decision.id), None)
    if moved is None:
        return delta
    restored = working.with_delta(delta)
    for span, text in _mended(moved, places, settled):
        restored = _reading(restored, span, text)
    return delta_between(working, restored)


def _restoring(entry: Entry, decision: Decision, places: Places) -> Delta:
    """The delta that undoes what was made of an entry's place, and of the words taken from elsewhere for it."""
    working = places.working
    place, *origins = entry.place.transcript_spans
    if decision.verdict is not Verdict.REFERENCE:
        origins.clear()
    if _is_beside_others(decision, place, places):
        alone = working.with_delta(_without_others(decision, entry.place.transcript.text, places))
        cut = sorted({e for span in origins for e in _taken_out(span, alone)})
        return delta_between(working, alone.with_delta(Delta(removed=tuple(cut))))
    belongs = _touches if decision.by_edit else _belongs
    made = {e for e in working.touching(place) if belongs(e, place)}
    gone = origins if decision.left.strip() or decision.by_edit or place.is_empty else [place, *origins]
    made.update(e for span in gone for e in _taken_out(span, working))
    return Delta(removed=tuple(sorted(made)))


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


def _taken_out(origin: Span, working: WorkingText) -> list[Emendation]:
    """The emendations that took moved or deleted words out.

    Where their first or last word had been emended before, or words beside them deleted, the blank there was taken out
    by itself.
    """

    def is_blank(e: Emendation) -> bool:
        return e.span.of(working.original).isspace()

    reach = origin
    while True:
        deletions = [e for e in working.touching(reach) if not e.text]
        gone = [reach, *(e.span for e in deletions if not is_blank(e))]
        grown = Span(min(gone).start, max(span.end for span in gone))
        if grown == reach:
            blanks = filter(is_blank, deletions)
            return [*{*blanks, *(e for e in working.touching(origin) if _belongs(e, origin))}]
        reach = grown


def _touches(emendation: Emendation, span: Span) -> bool:
    """The same for typing, which may begin or end at an empty place."""
    return _belongs(emendation, span) or (span.is_empty and emendation.span.touches(span))


def _mended(moved: Passage, places: Places, settled: Iterable[Decision]) -> list[Reading]:
    """Where a moved passage reads otherwise than in the original: its decided places, and words typed between them."""
    inside = [d for d in settled if moved.holds(d.place.transcript.span)]
    inside.sort(key=lambda decision: decision.place.transcript.start)
    out: list[Reading] = []
    then, now = moved.then.start, moved.now.start
    for decision in inside:
        span, stands = decision.place.transcript.span, places.of(decision)
        if span.start < then or stands.start < now:
            continue  # within another
        out += _typed(moved, Span(then, span.start), Span(now, stands.start))
        out.append((span, stands.of(moved.text).strip()))
        then, now = span.end, stands.end
    out += _typed(moved, Span(then, moved.then.end), Span(now, moved.now.end))
    return [(span, text) for span, text in out if span.of(moved.original).split() != text.split()]


def _typed(moved: Passage, then: Span, now: Span) -> list[Reading]:
    """The words that differ between a part of the original passage and what now stands in its place."""
    ours, theirs = words_in(moved.original, then), words_in(moved.text, now)
    ops = Levenshtein.opcodes([w.of(moved.original) for w in ours], [w.of(moved.text) for w in theirs])
    return [
        (
            _stretch(ours, op.src_start, op.src_end, then.start),
            _stretch(theirs, op.dest_start, op.dest_end, now.start).of(moved.text),
        )
        for op in ops
        if op.tag != "equal"
    ]


def _stretch(words: Sequence[Span], first: int, last: int, start: int) -> Span:
    """The span of words `first` up to `last`; if there are none, the end of the word before them, or `start`."""
    if first == last:
        at = words[first - 1].end if first else start
        return Span(at, at)
    return Span(words[first].start, words[last - 1].end)


def _reading(working: WorkingText, span: Span, text: str) -> WorkingText:
    """The working text with `text` at a span of the original."""
    scene = Scene(working.text, "", Kind.WORD, working.to_working(span), Span(0, 0))
    return with_replacements(working, effect(scene, Verdict.OTHER, text), span)
