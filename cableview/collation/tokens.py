"""Splits a text into words, held as columns: where each starts and ends, and how the rules read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cableview.collation.normalise import LINE_END_HYPHEN, letter_reader
from cableview.model.span import Span
from cableview.model.witness import Markup, MarkKind

type_ints = npt.NDArray[np.int64]
STRUCK_KINDS = (MarkKind.STRUCK, MarkKind.OVERTYPED)


@dataclass(frozen=True)
class Tokens:
    """The words of one text in order. Word k is `text[starts[k]:ends[k]]`, `forms[k]` as the rules read it.

    `breaks[k]` counts the line ends before word k since the word before it (0, 1, or 2 for a paragraph's end).
    `struck[k]` is true for what is struck out.
    """

    text: str
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    forms: list[str]
    breaks: npt.NDArray[np.int64]
    struck: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.forms)

    def raw(self, k: int) -> str:
        return self.text[self.starts[k] : self.ends[k]]

    def span(self, first: int, last: int) -> Span:
        """Of words `first` up to `last`; where there is none, the empty place before word `first`."""
        if first < last:
            return Span(int(self.starts[first]), int(self.ends[last - 1]))
        at = int(self.ends[first - 1]) if first > 0 else (int(self.starts[0]) if len(self) else 0)
        return Span(at, at)


def words_of(text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Starts and ends of the runs of non-blanks."""
    points = code_points(text)
    solid = np.empty(len(points) + 2, dtype=np.int8)
    solid[0] = solid[-1] = 0
    solid[1:-1] = ~_blank(points)
    edges = np.diff(solid)
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def code_points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _blanks() -> npt.NDArray[np.bool_]:
    table = np.zeros(0x3002, dtype=np.bool_)
    table[[c for c in range(0x3001) if chr(c).isspace()]] = True
    return table


_BLANKS = _blanks()


def _blank(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    return _BLANKS[np.minimum(points, 0x3001)]


def tokenise(
    text: str,
    rules: frozenset[str],
    markup: Markup,
    omitted: Sequence[Span] = (),
    *,
    known: frozenset[str] = frozenset(),
) -> Tokens:
    """The words of `text` outside `omitted`. `known` are words of both texts: how a divided word is joined depends on them."""
    starts, ends = words_of(text)
    raw = text.split()
    read = letter_reader(rules)
    cache: dict[str, str] = {}
    forms: list[str] = []
    for word in raw:
        form = cache.get(word)
        if form is None:
            form = cache[word] = read(word)
        forms.append(form)
    keep = np.ones(len(forms), dtype=np.bool_)
    if "line-end-hyphens" in rules:
        _join_divided(text, starts, ends, forms, keep, read, known)
    if "markup" in rules:
        _strip_delimiters(text, starts, ends, forms, keep, read, markup)
    for span in omitted:
        first, last = _touched(starts, ends, span)
        keep[first:last] = False
    keep &= np.fromiter(map(bool, forms), dtype=np.bool_, count=len(forms))
    if not keep.all():
        chosen = np.flatnonzero(keep)
        starts, ends, forms = starts[chosen], ends[chosen], [forms[k] for k in chosen.tolist()]
    return Tokens(text, starts, ends, forms, _breaks(text, starts), _struck(starts, ends, markup, rules))


def _touched(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], span: Span) -> tuple[int, int]:
    """Range of the words that share a letter with `span`."""
    if span.is_empty:
        return 0, 0
    return int(np.searchsorted(ends, span.start, "right")), int(np.searchsorted(starts, span.end, "left"))


def _join_divided(
    text: str,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    forms: list[str],
    keep: npt.NDArray[np.bool_],
    read: object,
    known: frozenset[str],
) -> None:
    """Makes one word of what a hyphen divides at a line's end."""
    places = [match.start() for match in LINE_END_HYPHEN.finditer(text)]
    for place, k in zip(places, (np.searchsorted(starts, places, "right") - 1).tolist(), strict=True):
        if k + 1 >= len(forms):
            continue
        first = k
        while not keep[first]:
            first -= 1
        head, tail = forms[first], forms[k + 1]
        joined, hyphened = head[:-1] + tail, head + tail
        forms[first] = hyphened if hyphened in known and joined not in known else joined
        ends[first] = ends[k + 1]
        keep[k + 1] = False
        forms[k + 1] = forms[first]


def _strip_delimiters(
    text: str,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    forms: list[str],
    keep: npt.NDArray[np.bool_],
    read: object,
    markup: Markup,
) -> None:
    """Takes the signs of the syntax out of the words that hold some."""
    affected: dict[int, list[Span]] = {}
    for span in markup.delimiters:
        first, last = _touched(starts, ends, span)
        for k in range(first, last):
            affected.setdefault(k, []).append(span)
    for k, spans in affected.items():
        if not keep[k]:
            continue
        start, end = int(starts[k]), int(ends[k])
        letters = "".join(text[p] for p in range(start, end) if not any(span.start <= p < span.end for span in spans))
        forms[k] = "".join(read(part) for part in letters.split())  # type: ignore[operator]


def _breaks(text: str, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    lines = _line_ends(text)
    before = np.searchsorted(lines, starts, "left")
    counts = np.diff(before, prepend=0)
    return np.minimum(counts, 2)


def _line_ends(text: str) -> npt.NDArray[np.int64]:
    points = code_points(text)
    feed = (points == 10) | (points == 12)
    carriage = points == 13
    carriage[:-1] &= points[1:] != 10
    return np.flatnonzero(feed | carriage)


def _struck(
    starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], markup: Markup, rules: frozenset[str]
) -> npt.NDArray[np.bool_]:
    """A word is struck when all of it but its punctuation is; one that is struck in part is not."""
    out = np.zeros(len(starts), dtype=np.bool_)
    if "markup" not in rules:
        return out
    for mark in markup.marks:
        if mark.kind in STRUCK_KINDS:
            first, last = _touched(starts, ends, mark.span)
            out[first:last] = True
    return out
