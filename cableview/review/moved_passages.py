"""Decided moves: slips inside a moved passage remain discrepancies of their own, where the words now stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from cableview.model.decision import Decision, Place, Verdict
from cableview.model.span import Span
from cableview.model.working_text import WorkingText
from cableview.review.state import ReviewState

Words = list[Span]
SPLIT = 2
"""The most words by which a passage can become longer or shorter when slips in it are mended."""


@dataclass(frozen=True)
class Passage:
    """The words of a decided move. `now` is where they stand in the working text, `then` in the original.

    `edges` are the ends of `then` at which words of it were put in, which move along.
    """

    decision: Decision
    then: Span
    now: Span
    original: str
    text: str
    edges: frozenset[int] = frozenset()

    @property
    def travelled(self) -> bool:
        return self.decision.verdict is Verdict.REFERENCE

    @cached_property
    def words(self) -> tuple[Words, Words]:
        """The words of the original, and those that now stand in their place."""
        return words_in(self.original, self.then), words_in(self.text, self.now)

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of indexes of corresponding words."""
        ours, theirs = self.words
        then, now = [w.of(self.original) for w in ours], [w.of(self.text) for w in theirs]
        ops = (op for op in Levenshtein.opcodes(then, now) if op.tag in ("equal", "replace"))
        return [(op.src_start + k, op.dest_start + k) for op in ops for k in range(op.src_end - op.src_start)]

    def holds(self, span: Span) -> bool:
        """True for a place of the original inside the passage."""
        return _is_inside(span, self.then) or (self.travelled and span.is_empty and span.start in self.edges)

    def reading(self, place: Span, left: str) -> Span | None:
        """Where `left` stands for a place of the original, if the fewest changes that explain the passage allow it."""
        ours, theirs = self.words
        then, now, wanted = [w.of(self.original) for w in ours], [w.of(self.text) for w in theirs], left.split()
        first = sum(w.end <= place.start for w in ours)
        last = first + sum(w.overlaps(place) for w in ours)
        changes = Levenshtein.distance(then, now)
        elsewhere = changes - Levenshtein.distance(then[first:last], wanted)
        for i in range(max(0, first - changes), min(len(now), first + changes) + 1):
            j = i + len(wanted)
            beside = ((then[:first], now[:i]), (then[last:], now[j:]))
            if now[i:j] == wanted and sum(Levenshtein.distance(*texts) for texts in beside) == elsewhere:
                at = theirs[i - 1].end if i else self.now.start
                return Span(theirs[i].start, theirs[j - 1].end) if wanted else Span(at, at)
        return None

    def reference_of(self, reference: str) -> Span:
        """The span of these words alone in `reference`, without the neighbours that the place of a move may include."""
        span = self.decision.place.reference.span
        if not self.decision.place.transcript.text:
            return span
        return _most_like(self.then.of(self.original), reference, span)


@dataclass(frozen=True)
class Places:
    """Maps places of the original to the working text, including those in moved passages."""

    working: WorkingText
    passages: tuple[Passage, ...] = ()
    put_in: tuple[Decision, ...] = ()
    """Decisions that put words in where none stood."""

    def holding(self, span: Span) -> Passage | None:
        """The moved passage that contains a place of the original."""
        return next((p for p in self.passages if p.holds(span)), None)

    def now(self, span: Span) -> Span:
        passage = self.holding(span)
        if passage is None or not passage.travelled:
            return _with_letters(self.working, span, self.working.to_working(span))
        then, now = passage.words
        return _carried(span, then, now, passage.pairs)

    def of(self, decision: Decision) -> Span:
        """Where the words of a decision now stand, without words that others inserted at the same point."""
        place, text = decision.place, self.working.text
        span = self.now(place.transcript.span)
        if decision.left.strip() or span.is_empty or not place.transcript.span.is_empty:
            return self._found(span, decision)
        others = [d for d in self.put_in if d.place.transcript.span == place.transcript.span and d is not decision]
        rest = span.of(text)
        for other in others:
            rest = rest.replace(other.left.strip(), "", 1)
        if rest.strip():
            return span
        at = span.start if all(d.place.reference.start > place.reference.start for d in others) else span.end
        return Span(at, at)

    def _found(self, span: Span, decision: Decision) -> Span:
        """What a decision left at a span; in a travelled passage more or fewer words may seem to correspond to it."""
        text, left = self.working.text, decision.left
        found = standing(span, left, text)
        passage = self.holding(decision.place.transcript.span)
        if passage is None or not passage.travelled or found.of(text).strip() == left.strip():
            return found
        return passage.reading(decision.place.transcript.span, left) or found

    def original(self, span: Span) -> Span:
        for passage in self.passages:
            if passage.travelled and _is_inside(span, passage.now):
                then, now = passage.words
                there = _carried(span, now, then, [(b, a) for a, b in passage.pairs])
                if passage.holds(there):
                    return there
        return self.working.to_original(span)


def places_in(working: WorkingText, decisions: Iterable[Decision]) -> Places:
    """The places of a working text, given the moves among its `decisions`; only displacing decisions matter."""
    settled = list(decisions)
    put_in = tuple(d for d in settled if d.place.transcript.span.is_empty and d.left.strip())
    moves = [decision for decision in settled if decision.place.origin]
    if not moves:  # the usual case
        return Places(working, put_in=put_in)
    at_points = defaultdict[int, list[Span]](list)
    for decision in put_in:
        at_points[decision.place.transcript.start].append(decision.place.reference.span)
    found = (_passage(working, move, at_points) for move in moves)
    return Places(working, tuple(p for p in found if p is not None), put_in)


def places_of(state: ReviewState) -> Places:
    """The `Places` of a state's working text."""
    return places_in(state.working, state.book.displacing.values())


def _with_letters(working: WorkingText, place: Span, now: Span) -> Span:
    """`now` with the letters that were typed onto the word at its beginning or end."""
    if place.is_empty or now.is_empty:
        return now
    start, end = now.start, now.end
    for e in working.touching(place):
        if e.start == e.end == place.start:
            start -= len(e.text.split()[-1]) if e.text.strip() and not e.text[-1].isspace() else 0
        elif e.start == e.end == place.end:
            end += len(e.text.split()[0]) if e.text.strip() and not e.text[0].isspace() else 0
    return Span(start, end)


def whole_words(text: str, span: Span) -> Span:
    """`span` extended, unless empty, to the whole runs of non-blanks at its ends."""
    start, end = span.start, span.end
    if start == end:
        return span
    while start > 0 and not text[start].isspace() and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end - 1].isspace() and not text[end].isspace():
        end += 1
    return Span(start, end)


def grown_words(text: str, span: Span, original: str, place: Span) -> Span:
    """`span` extended by what it has grown together with at its ends, where `place` stood free in the original."""
    whole = whole_words(text, span)
    start = span.start if _joined(original, place.start) else whole.start
    end = span.end if _joined(original, place.end) else whole.end
    return Span(start, end)


def _joined(text: str, at: int) -> bool:
    """True when letters stand on both sides of `at`."""
    return 0 < at < len(text) and not text[at - 1].isspace() and not text[at].isspace()


def standing(span: Span, left: str, text: str) -> Span:
    """The part of `span` of `text` with the words that a decision left there, when others were inserted beside them."""
    here = span.of(text)
    if left and here != left and here.count(left) == 1:
        start = span.start + here.index(left)
        return Span(start, start + len(left))
    return span


def _passage(working: WorkingText, decision: Decision, put_in: Mapping[int, list[Span]]) -> Passage | None:
    origin = decision.place.origin
    if origin is None or decision.verdict in (Verdict.OTHER, Verdict.DEFERRED):
        return None
    travelled = decision.verdict is Verdict.REFERENCE
    now = working.to_working(decision.place.transcript.span if travelled else origin.span)
    if travelled:
        now = standing(now, decision.left, working.text)
        if decision.place.transcript.text.strip():
            now = _most_like(origin.span.of(working.original), working.text, now)
    if not now.of(working.text).strip():
        return None
    edges = _edges(decision.place, origin.span, put_in)
    return Passage(decision, origin.span, now, working.original, working.text, edges)


def _edges(place: Place, then: Span, put_in: Mapping[int, list[Span]]) -> frozenset[int]:
    """The ends of a passage at which decisions put in words that are part of it in the reference.

    `put_in` has the reference's spans of such words by the point of the original.
    """
    theirs = place.reference.span
    return frozenset(at for at in (then.start, then.end) if any(map(theirs.covers, put_in.get(at, ()))))


def _most_like(passage: str, text: str, span: Span) -> Span:
    """The run of words in `span` of `text` that is most like a moved passage: without the neighbours at its place.

    Slips may have run some of its words together or split them.
    """
    sought, words = " ".join(passage.split()), words_in(text, span)
    size = len(passage.split())
    lengths = sorted(range(max(1, size - SPLIT), size + SPLIT + 1), key=lambda length: abs(length - size))
    runs = (Span(words[k].start, words[k + n - 1].end) for n in lengths for k in range(len(words) - n + 1))
    return max(runs, key=lambda run: fuzz.ratio(" ".join(run.of(text).split()), sought), default=span)


def _is_inside(span: Span, passage: Span) -> bool:
    if span.is_empty:
        return passage.start < span.start < passage.end
    return passage.covers(span) and span != passage


def words_in(text: str, span: Span) -> Words:
    """The runs of non-blanks in a span of a text."""
    return [Span(*m.span()) for m in re.compile(r"\S+").finditer(text, span.start, span.end)]


def _carried(span: Span, here: Words, there: Words, pairs: Sequence[tuple[int, int]]) -> Span:
    """The span on the other side of the words of `span`, or of the gap between two words."""
    images = [there[b] for a, b in pairs if here[a].overlaps(span)]
    if images:
        return Span(images[0].start, images[-1].end)
    last = max((b for a, b in pairs if here[a].end <= span.start), default=-1)
    following = min((b for a, b in pairs if here[a].start >= span.end), default=len(there))
    between = there[last + 1 : following] if span.is_empty else []
    if between:
        return Span(between[0].start, between[-1].end)
    at = there[last].end if last >= 0 else there[0].start if there else span.start
    return Span(at, at)
