"""Which letters of two readings differ, for the eye: words that are alike are compared by letters, others whole."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from cableview.model.span import Span

ALIKE = 60.0
MOST_LETTERS = 4000

_WORD = re.compile(r"\S+")


def differing_spans(first: str, second: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans of each that the other does not have."""
    if not first or not second or len(first) + len(second) > MOST_LETTERS:
        return _whole(first), _whole(second)
    ours, theirs = list(_WORD.finditer(first)), list(_WORD.finditer(second))
    if len(ours) == 1 == len(theirs):
        return _letters(first, second)
    left: list[Span] = []
    right: list[Span] = []
    for op in Levenshtein.opcodes([m.group() for m in ours], [m.group() for m in theirs]):
        if op.tag == "equal":
            continue
        a, b = ours[op.src_start : op.src_end], theirs[op.dest_start : op.dest_end]
        for k in range(max(len(a), len(b))):
            one, other = (a[k] if k < len(a) else None), (b[k] if k < len(b) else None)
            marks = _letters(one.group() if one else "", other.group() if other else "")
            left += [span.shifted(one.start()) for span in marks[0]] if one else []
            right += [span.shifted(other.start()) for span in marks[1]] if other else []
    return tuple(left), tuple(right)


def changed_places(first: str, second: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where each differs from the other, also where it lacks what the other has; nothing where they are too long."""
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
