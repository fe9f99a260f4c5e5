"""Searches a text for words that stood in another version of it, using the words around them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from cableview.model.decision import Quote
from cableview.model.span import Span
from cableview.review.anchor import CONTEXT, Anchor, words_after, words_before

_ENOUGH = 50.0
"""Per cent of likeness that the words around must have, when they are not the same."""
_ENOUGH_FOR_NOTHING = 75.0
"""The same, for a point between two words."""
_AHEAD = 15.0
"""Per cent by which the best place must be ahead of the next."""
_MANY = 2000
"""Places of equal words above which only those with one equal word beside them are looked at."""
_EDGE = 4
"""Words that the beginning and the end of a range are known by."""


@dataclass(frozen=True, slots=True)
class Sought:
    """`text` that stood at `start`, between the words `before` and `after`, composed; `None` if these are not known.

    `lead` and `trail` are the parts of words directly adjoining it. `blank_before` and `blank_after` say that a blank
    adjoined it, `None` that this is unknown.
    """

    start: int
    text: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    lead: str = ""
    trail: str = ""
    blank_before: bool | None = None
    blank_after: bool | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """The words to look for, letters composed: a text saved again may write the accents of its letters apart."""
        is_wordless = not (self.text.strip() or self._is_inside)
        return () if is_wordless else tuple(_composed(self.lead + self.text.strip() + self.trail).split())

    @property
    def _is_inside(self) -> bool:
        return bool(self.lead or self.trail) and not self.text


def sought_quote(quote: Quote, before: str | None = None, after: str | None = None) -> Sought:
    """What to search for, given whole words or a point between two."""
    return Sought(quote.start, quote.text, _words(before), _words(after))


def sought_anchor(anchor: Anchor) -> Sought:
    """What to search for, given a range that may begin or end inside a word, whose rest is then sought as well."""
    before, after = anchor.before.split(), anchor.after.split()
    lead = trail = ""
    if before and not anchor.before[-1].isspace() and not anchor.text[:1].isspace():
        lead = before.pop()
    if after and not anchor.after[0].isspace() and not anchor.text[-1:].isspace():
        trail = after.pop(0)
    blanks = anchor.before[-1:].isspace(), anchor.after[:1].isspace()
    around = tuple(map(_composed, before)), tuple(map(_composed, after))
    return Sought(anchor.start, anchor.text, *around, lead, trail, *blanks)


def sought_ends(anchor: Anchor) -> tuple[Sought, ...]:
    """The beginning and the end of a range, or all of a short one, to search for."""
    words = list(re.finditer(r"\S+", anchor.text))
    if len(words) <= _EDGE and not anchor.tail:
        return (sought_anchor(anchor),)
    closing = list(re.finditer(r"\S+", anchor.tail or anchor.text))
    if min(len(words), len(closing)) <= _EDGE:
        return ()  # without blanks there are no words to go by
    head = anchor.text[: words[_EDGE - 1].end()]
    tail = (anchor.tail or anchor.text)[closing[-_EDGE].start() :]
    following = tuple(_composed(word[0]) for word in words[_EDGE : _EDGE + CONTEXT])
    preceding = tuple(_composed(word[0]) for word in closing[-_EDGE - CONTEXT : -_EDGE])
    first = sought_anchor(replace(anchor, text=head))
    last = sought_anchor(replace(anchor, text=tail, start=anchor.end - len(tail)))
    return (
        replace(first, after=following, trail="", blank_after=True),
        replace(last, before=preceding, lead="", blank_before=True),
    )


def found_spans(text: str, soughts: Sequence[Sought], enough: float = 0.0) -> list[Span | None]:
    """Where each of `soughts` stands in `text`: at its old place if all there is as it was, else where its words stand
    between the same words, else between similar ones. `None` where it is nowhere or cannot be told from others; equal
    candidates are told apart by lying between the neighbours. `enough` may require more likeness than usual.
    """
    index = _Index(text)
    candidates = [index.candidates(sought, enough) for sought in soughts]
    order = sorted(range(len(soughts)), key=lambda k: soughts[k].start)
    certain = [(k, candidates[k][0]) for k in order if len(candidates[k]) == 1]
    # A neighbour that is itself out of order was moved, and says nothing.
    steady = _rising([span.start for _, span in certain])
    olds = [soughts[certain[n][0]].start for n in steady]
    news = [certain[n][1] for n in steady]
    answers: list[Span | None] = [None] * len(soughts)
    for k, spans in enumerate(candidates):
        if len(spans) > 1:
            at = bisect_left(olds, soughts[k].start)
            low = news[at - 1].end if at else 0
            high = news[at].start if at < len(news) else len(text)
            spans = [span for span in spans if low <= span.start and span.end <= high]
        answers[k] = spans[0] if len(spans) == 1 else None
    return answers


class _Index:
    """The runs of non-blanks of a text, letters composed: their places, and the places of each."""

    def __init__(self, text: str) -> None:
        self.text = text
        runs = [match.span() for match in re.finditer(r"\S+", text)]
        self.starts = [start for start, _ in runs]
        self.ends = [end for _, end in runs]
        self.words = [_composed(text[start:end]) for start, end in runs]
        self.places: dict[str, list[int]] = {}
        for k, word in enumerate(self.words):
            self.places.setdefault(word, []).append(k)

    def candidates(self, sought: Sought, enough: float) -> list[Span]:
        """Candidate places: one if that is clear, several that are equally good, or none."""
        if (here := self._here(sought)) is not None:
            return [here]
        key = sought.key
        places = self._occurrences(sought, key)
        same = [at for at in places if self._is_same_around(sought, at, at + len(key))]
        if spans := [span for at in same if (span := self._span(sought, key, at)) is not None]:
            return spans
        scored = [
            (self._likeness(sought, at, at + len(key)), span)
            for at in places
            if (span := self._span(sought, key, at)) is not None
        ]
        enough = max(enough, _ENOUGH if key else _ENOUGH_FOR_NOTHING)
        best = max((likeness for likeness, _ in scored), default=0.0)
        return [span for likeness, span in scored if likeness >= max(enough, best - _AHEAD)]

    def _here(self, sought: Sought) -> Span | None:
        """Its old place, if everything there is as it was."""
        span = Span(sought.start, sought.start + len(sought.text))
        if span.of(self.text) != sought.text or span.end > len(self.text):
            return None
        before = None if sought.before is None else " ".join(filter(None, (*sought.before, sought.lead)))
        after = None if sought.after is None else " ".join(filter(None, (sought.trail, *sought.after)))
        if before is not None and _composed(before) != _composed(words_before(self.text, span.start)):
            return None
        return span if after is None or _composed(after) == _composed(words_after(self.text, span.end)) else None

    def _occurrences(self, sought: Sought, key: tuple[str, ...]) -> list[int]:
        """Indexes of the words at which `key` begins; for an empty key, of the words that it may precede."""
        if not key:
            after = self.places.get(sought.after[0], []) if sought.after else [len(self.words)]
            before = [k + 1 for k in self.places.get(sought.before[-1], [])] if sought.before else [0]
            return sorted({*after, *before})
        rarest = min(range(len(key)), key=lambda k: len(self.places.get(key[k], ())))
        found = (at - rarest for at in self.places.get(key[rarest], ()))
        places = [at for at in found if at >= 0 and tuple(self.words[at : at + len(key)]) == key]
        if len(places) <= _MANY:
            return places
        return [at for at in places if self._has_equal_neighbour(sought, at, at + len(key))]

    def _has_equal_neighbour(self, sought: Sought, at: int, end: int) -> bool:
        before, after = sought.before, sought.after
        return bool(
            (before and at and self.words[at - 1] == before[-1])
            or (after and end < len(self.words) and self.words[end] == after[0])
        )

    def _is_same_around(self, sought: Sought, at: int, end: int) -> bool:
        before, after = sought.before or (), sought.after or ()
        ours = self.words[max(0, at - len(before)) : at], self.words[end : end + len(after)]
        return (tuple(ours[0]), tuple(ours[1])) == (before, after)

    def _likeness(self, sought: Sought, at: int, end: int) -> float:
        """Likeness of the known words around, in per cent."""
        before, after = sought.before or (), sought.after or ()
        sides = [_alike(before, self.words[max(0, at - len(before)) : at])] if before else []
        sides += [_alike(after, self.words[end : end + len(after)])] if after else []
        return sum(sides) / len(sides) if sides else 100.0

    def _span(self, sought: Sought, key: tuple[str, ...], at: int) -> Span | None:
        """The place of `sought` when its key begins at the word `at`."""
        gap_before = self.ends[at - 1] if at else 0
        if not key:
            gap_after = self.starts[at] if at < len(self.starts) else len(self.text)
            return self._in_gap(sought, gap_before, gap_after)
        last = at + len(key) - 1
        lead = _length_of(sought.lead, self.text[self.starts[at] : self.ends[at]], is_end=False)
        trail = _length_of(sought.trail, self.text[self.starts[last] : self.ends[last]], is_end=True)
        if lead is None or trail is None:
            return None
        start, end = self.starts[at] + lead, self.ends[last] - trail
        gap_after = self.starts[last + 1] if last + 1 < len(self.starts) else len(self.text)
        blanks = sought.text[: len(sought.text) - len(sought.text.lstrip())] if sought.text.strip() else ""
        if blanks:
            start = start - len(blanks) if sought.blank_before else gap_before
        blanks = sought.text[len(sought.text.rstrip()) :] if sought.text.strip() else ""
        if blanks:
            end = end + len(blanks) if sought.blank_after else gap_after
        return Span(start, end) if gap_before <= start <= end <= gap_after else None

    def _in_gap(self, sought: Sought, start: int, end: int) -> Span | None:
        """The span of a point or of blanks between two words."""
        if not sought.text:
            at = end if sought.blank_before and not sought.blank_after else start
            return Span(at, at)
        if sought.blank_before:
            start = max(start, end - len(sought.text))
        elif sought.blank_after:
            end = min(end, start + len(sought.text))
        return Span(start, end) if start < end else None


def _words(context: str | None) -> tuple[str, ...] | None:
    return None if context is None else tuple(_composed(context).split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _length_of(part: str, run: str, *, is_end: bool) -> int | None:
    """How much of the beginning or the end of `run` is `part`, with its letters composed or not; `None` if neither."""
    for length in dict.fromkeys(map(len, (part, _composed(part), unicodedata.normalize("NFD", part)))):
        there = run[len(run) - length :] if is_end else run[:length]
        if length <= len(run) and _composed(there) == _composed(part):
            return length
    return None


def _alike(sought: tuple[str, ...], there: list[str]) -> float:
    return ratio(" ".join(sought), " ".join(there))


def _rising(values: list[int]) -> list[int]:
    """Indexes of a longest increasing subsequence of `values`."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for k, value in enumerate(values):
        at = bisect_left(tails, value)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [k]
    chain: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = previous[at]
    return chain[::-1]
