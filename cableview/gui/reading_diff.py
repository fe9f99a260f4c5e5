"""Which letters of two readings differ, for display: similar words are compared by letters, others as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, zip_longest

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from cableview.model.span import Span

ALIKE = 60.0
RUN_TOGETHER = 80.0
"""Per cent of letters in common from which several words are compared as one with fewer on the other side."""
MOST_LETTERS = 4000

_WORD = re.compile(r"\S+")


def differing_spans(first: str, second: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of each that the other lacks."""
    if not first or not second or len(first) + len(second) > MOST_LETTERS:
        return _whole(first), _whole(second)
    ours, theirs = _words(first), _words(second)
    if len(ours) == 1 == len(theirs):
        return _letters(first, second)
    left: list[Span] = []
    right: list[Span] = []
    for one, other in _opposite(first, second, ours, theirs):
        marks = _letters(one.of(first), other.of(second))
        left += [span.shifted(one.start) for span in marks[0]]
        right += [span.shifted(other.start) for span in marks[1]]
    return tuple(left), tuple(right)


def _opposite(first: str, second: str, ours: list[Span], theirs: list[Span]) -> Iterator[tuple[Span, Span]]:
    """What is compared by letters: a word with a word, or all between equal ones where they were run together."""
    steps = Levenshtein.opcodes([word.of(first) for word in ours], [word.of(second) for word in theirs])
    for is_equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        if is_equal:
            continue
        changed = list(group)
        a = ours[changed[0].src_start : changed[-1].src_end]
        b = theirs[changed[0].dest_start : changed[-1].dest_end]
        if len(a) != len(b) and _are_run_together(first, second, a, b):
            yield Span(a[0].start, a[-1].end), Span(b[0].start, b[-1].end)
            continue
        for step in changed:
            a, b = ours[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
            yield from zip_longest(a, b, fillvalue=Span(0, 0))


def _words(reading: str) -> list[Span]:
    return [Span(*word.span()) for word in _WORD.finditer(reading)]


def _are_run_together(first: str, second: str, a: list[Span], b: list[Span]) -> bool:
    """True where the words on one side are those on the other, divided or run together."""
    if not a or not b:
        return False
    return fuzz.ratio(first[a[0].start : a[-1].end], second[b[0].start : b[-1].end]) >= RUN_TOGETHER


def changed_places(first: str, second: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where each differs from the other, including where it lacks something; nothing where they are too long."""
    if not first or not second or len(first) + len(second) > MOST_LETTERS:
        return frozenset(), frozenset()
    changed = [op for op in Levenshtein.opcodes(first, second) if op.tag != "equal"]
    return frozenset(op.src_start for op in changed), frozenset(op.dest_start for op in changed)


def _letters(first: str, second: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    if fuzz.ratio(first, second) < ALIKE:
        return _whole(first), _whole(second)
    left: list[Span] = []
    right: list[Span] = []
    for op in Indel.opcodes(first, second):
        if op.tag != "equal":
            left += [Span(op.src_start, op.src_end)] if op.src_start < op.src_end else []
            right += [Span(op.dest_start, op.dest_end)] if op.dest_start < op.dest_end else []
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),) if text else ()
