"""Splits a text into words, stored as columns: where each starts and ends, and how the rules read it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from cableview.collation.words.graphemes import blanks_of_signs
from cableview.collation.words.normalise import HYPHENS, LINE_END_HYPHEN, bare, letter_reader, rewritten_signs
from cableview.model.span import Span
from cableview.model.witness import MarkKind, Markup

Column = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]
Range = tuple[int, int]
"""A half-open range of words."""
Seam = tuple[str, str]
"""Two pieces of a word with a line end between them."""

STRUCK_KINDS = (MarkKind.STRUCK, MarkKind.OVERTYPED)
LAST_BLANK = 0x3000
_LAST_CONTROL = 0x20
"""The highest code point of line ends and of the blanks that may precede them."""
_FIRST_FIGURE = ord("0")
"""The lowest code point of a letter or figure."""
_LINE_ENDS = "\n\r\f"
_MOST_TABLES = 64
"""Sets of signs for which a table is cached."""
_MANY = 12
"""The number of words from which it is faster to read all together than one by one."""
_NO_WORDS: frozenset[str] = frozenset()
_UP_TO_TWO = np.arange(3, dtype=np.uint8)


class Tokens(msgspec.Struct, frozen=True, dict=True, eq=False):
    """The words of one text, in order. Word k is `text[starts[k]:ends[k]]`, `forms[k]` is how the rules read it.

    `listed` are the forms if known; otherwise they are as in the text, except those in `read`, by place. Few are ever
    needed of two texts that agree. `plain`: the words are exactly the text's runs of non-blanks.

    `breaks[k]` counts the line ends between word k and the one before it (0, 1, or 2 for the end of a paragraph).
    `struck[k]`: the word is struck out; `rewritten[k]`: its form differs from the text; `cut[k]`: words that are not
    compared lie between it and the word before. `hyphens` are `hyphens_at_ends`, empty if no rule joins divided words.

    A frozen dataclass of so many columns takes 1.7 µs more to make; a page is compared in a few hundred.
    """

    text: str
    starts: Column
    ends: Column
    listed: list[str] | None
    struck: Flags
    rewritten: Flags
    cut: Flags
    hyphens: Sequence[int]
    read: Mapping[int, str] = {}
    plain: bool = False

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def forms(self) -> list[str]:
        """The forms of all words. For a few, `form` or `words` is faster."""
        if self.listed is not None:
            return self.listed
        every = np.arange(len(self))
        forms = self.text.split() if self.plain else self.raws(every, every + 1)
        for k, form in self.read.items():
            forms[k] = form
        return forms

    def form(self, k: int) -> str:
        if self.listed is not None:
            return self.listed[k]
        return self.read[k] if k in self.read else self.raw(k)

    def rewritten_forms(self) -> tuple[list[int], list[str]]:
        """The places of the words that are not read as written, in any order, and their forms."""
        if self.listed is None:
            return list(self.read), list(self.read.values())
        places: list[int] = self.rewritten.nonzero()[0].tolist()
        return places, [self.listed[k] for k in places]

    def words(self, first: int, last: int) -> list[str]:
        """The forms `first` up to `last`."""
        if self.plain and first < last:
            words = self.text[self.starts.item(first) : self.ends.item(last - 1)].split()
        elif self.listed is not None:
            return self.listed[first:last]
        elif last - first < _MANY:
            return [self.form(k) for k in range(first, last)]
        else:
            words = self.raws(np.arange(first, last), np.arange(first + 1, last + 1))
        if self.read:
            k = self._rewritten.find(1, first, last)
            while k >= 0:
                words[k - first] = self.read[k]
                k = self._rewritten.find(1, k + 1, last)
        return words

    @cached_property
    def _rewritten(self) -> bytes:
        """`rewritten` as bytes, in which the next rewritten word is found quickly."""
        return self.rewritten.tobytes()

    def run_together(self, ranges: Iterable[Range], most: int) -> list[str]:
        """The forms of each range, `most` at most, as one word; empty for an empty range."""
        # Single numbers are read faster from an array's buffer than from the array.
        text, starts, ends, rewritten = self.text, self.starts.data, self.ends.data, self.rewritten.data
        return [
            text[starts[first] : ends[first]]
            if last - first == 1 and not rewritten[first]
            else "".join(self.words(first, min(last, first + most)))
            for first, last in ranges
        ]

    @cached_property
    def breaks(self) -> bytes:
        lines = _line_ends(self.text)
        behind = self.starts.searchsorted(lines, "right")
        if not self.plain and len(self):  # some may be inside a divided word
            behind = behind[(behind == 0) | (lines >= self.ends[behind - 1])]
        counts = np.bincount(behind, minlength=len(self))[: len(self)]
        return _UP_TO_TWO.take(counts, mode="clip").tobytes()

    def raw(self, k: int) -> str:
        return self.text[self.starts.item(k) : self.ends.item(k)]

    def blanks(self, k: int) -> str:
        """The text between word k and the one before it."""
        return self.text[self.ends.item(k - 1) : self.starts.item(k)]

    def raws(self, first: Column, last: Column) -> list[str]:
        """The text of each range of words `first` up to `last`, none of which may be empty."""
        places = zip(self.starts[first].tolist(), self.ends[last - 1].tolist(), strict=True)
        return [self.text[start:end] for start, end in places]

    def span(self, first: int, last: int) -> Span:
        """The span of words `first` up to `last`; if there are none, an empty one after the word before `first`."""
        if first < last:
            return Span(self.starts.item(first), self.ends.item(last - 1))
        at = self.ends.item(first - 1) if first > 0 else (self.starts.item(0) if len(self) else 0)
        return Span(at, at)

    def spans(self, ranges: Iterable[Range]) -> list[Span]:
        """As `span`, for many ranges at a time."""
        starts, ends = self.starts.data, self.ends.data
        return [
            Span(starts[first], ends[last - 1]) if first < last else self.span(first, last) for first, last in ranges
        ]

    def pieces(self, first: int, last: int) -> list[tuple[int, int]]:
        """The ranges of words `first` up to `last`, cut where words that are not compared lie between them."""
        if first == last:
            return []
        edges = [first, *(np.flatnonzero(self.cut[first + 1 : last]) + first + 1).tolist(), last]
        return list(pairwise(edges))

    def touched(self, span: Span) -> tuple[int, int]:
        """The range of words that share a letter with `span`; for an empty span, the empty range at its place.

        An empty span inside a word counts as before it, so that a span after it still includes the word.
        """
        if span.is_empty:
            at = int(np.searchsorted(self.ends, span.start, "right"))
            return at, at
        return touched(self.starts, self.ends, span)


def _words_of(points: Points) -> tuple[Column, Column, bool]:
    """Starts and ends of the runs of non-blanks, and whether none contains a blank that is part of a sign."""
    blank, plain = _are_blanks(points)
    edges = (blank[1:] != blank[:-1]).nonzero()[0]
    return edges[::2], edges[1::2], plain


def _are_blanks(points: Points) -> tuple[Flags, bool]:
    """True for each blank, and before and after the text; and whether code points alone determine the blanks."""
    if points.dtype == np.uint8:
        flags = b"\1" + points.tobytes().translate(_BLANK_BYTES) + b"\1"
        return np.frombuffer(flags, dtype=np.bool_), True
    blank = np.ones(len(points) + 2, dtype=np.bool_)
    np.take(_BLANKS, points, mode="clip", out=blank[1:-1])
    of_signs = blanks_of_signs(points, blank[1:-1])
    blank[1:-1][of_signs] = False
    return blank, not len(of_signs)


@lru_cache(_MOST_TABLES)
def _table_of(signs: str) -> Flags:
    """A table that flags `signs`, which are Latin-1, and with its last entry everything beyond Latin-1."""
    table = np.zeros(257, dtype=np.bool_)
    table[[*map(ord, signs), 256]] = True
    return table


def _told(points: Points, table: Flags) -> Flags:
    """The table's entry for each character, and its last entry for characters beyond its end."""
    if points.dtype == np.uint8:
        return np.frombuffer(points.tobytes().translate(table[:256].tobytes()), dtype=np.bool_)
    return np.take(table, points, mode="clip")


def code_points(text: str) -> Points:
    """The code points of a text, in one byte each where the text allows it."""
    try:
        return np.frombuffer(text.encode("latin-1"), dtype=np.uint8)
    except UnicodeEncodeError:
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def touched(starts: Column, ends: Column, span: Span) -> tuple[int, int]:
    """The half-open range of words that share a letter with a span."""
    return int(ends.searchsorted(span.start, "right")), int(starts.searchsorted(span.end, "left"))


def hyphens_at_ends(text: str) -> list[int]:
    """Places of the hyphens that may divide words: after a letter or figure, before a blank or a line end."""
    signs = [ord(sign) for sign in HYPHENS if sign in text]
    if not signs or not any(end in text for end in _LINE_ENDS):
        return []
    points = code_points(text)
    inside = points[1:-1]
    is_hyphen = inside == signs[0]
    for sign in signs[1:]:
        is_hyphen |= inside == sign
    places = is_hyphen.nonzero()[0] + 1
    places = places[points[places + 1] <= _LAST_CONTROL]
    return places[points[places - 1] >= _FIRST_FIGURE].tolist()


class KnownWords:
    """The words of the given texts, by which divided words are joined; collected on first use."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def __contains__(self, word: object) -> bool:
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(bare(word) for text in self._texts for word in set(text.split()))


def tokenise(
    text: str,
    rules: frozenset[str],
    markup: Markup,
    omitted: Sequence[Span] = (),
    known: Container[str] = _NO_WORDS,
) -> Tokens:
    """The words of `text` outside `omitted`.

    Whether a word divided at a line's end has a hyphen is decided by the `known` words.
    """
    words = _Words(text, rules)
    if "line-end-hyphens" in rules:
        words.join_divided(known)
    if "markup" in rules:
        words.unmark(markup.delimiters)
    for span in omitted:
        words.omit(span)
    return words.tokens(markup if "markup" in rules else Markup())


class _Words:
    """The words of a text while they are being tokenised."""

    def __init__(self, text: str, rules: frozenset[str]) -> None:
        self.text = text
        self.points = code_points(text)
        self.starts, self.ends, self.plain = _words_of(self.points)
        self.reader = letter_reader(rules)
        self.read: dict[int, str] = {}
        self.rewritten = np.zeros(len(self.starts), dtype=np.bool_)
        self.dropped: set[int] = set()
        self.omitted: Flags | None = None
        self.hyphens: Sequence[int] = ()
        if rules:
            self._rewrite(rules)

    def form(self, k: int) -> str:
        return self.read[k] if k in self.read else self.text[self.starts.item(k) : self.ends.item(k)]

    def _rewrite(self, rules: frozenset[str]) -> None:
        """Records the words that the rules read differently, with their forms."""
        signs = rewritten_signs(rules)
        places = range(len(self.starts)) if signs is None else self._with_signs(signs)
        if not places:
            return
        words = self._written(places)
        read = {word: form for word in set(words) if (form := self.reader(word)) != word}
        if read:
            self.read = {k: read[word] for k, word in zip(places, words, strict=True) if word in read}
            self.rewritten[list(self.read)] = True

    def _written(self, places: Sequence[int]) -> list[str]:
        """The words at the given places, as written."""
        if self.plain and 2 * len(places) > len(self.starts):  # as for non-Latin alphabets
            words = self.text.split()
            return words if len(places) == len(words) else [words[k] for k in places]
        return [self.text[self.starts.item(k) : self.ends.item(k)] for k in places]

    def _with_signs(self, signs: Sequence[str]) -> list[int]:
        """The words that may contain one of `signs`, which are Latin-1, and those with a sign beyond Latin-1."""
        # One character is found far faster than two.
        first = "".join([sign[0] for sign in signs if sign[0] in self.text and sign in self.text])
        if self.points.dtype == np.uint8 and not first:
            return []
        places = _told(self.points, _table_of(first)).nonzero()[0]
        held = np.zeros(len(self.starts) + 1, dtype=np.bool_)
        held[self.starts.searchsorted(places, "right")] = True
        return held[1:].nonzero()[0].tolist()

    def join_divided(self, known: Container[str]) -> None:
        """Joins words that a hyphen divides at a line's end."""
        self.hyphens = hyphens_at_ends(self.text)
        places = [at for at in self.hyphens if LINE_END_HYPHEN.match(self.text, at)]
        if not places:
            return
        followers: list[int] = np.searchsorted(self.starts, places, "right").tolist()
        divided: dict[int, list[str]] = {}
        first = last = -1
        for k in followers:
            if k - 1 != last:
                first = k - 1
                divided[first] = [self.form(first)]
            last = k
            divided[first].append(self.form(k))
        self.dropped.update(followers)
        seams = _seams(divided.values(), known)
        for first, pieces in divided.items():
            self.read[first] = _joined(pieces, seams)
            self.rewritten[first] = True
            self.ends[first] = self.ends[first + len(pieces) - 1]

    def unmark(self, delimiters: Sequence[Span]) -> None:
        """Removes the delimiters of markup from the words that contain any."""
        affected: dict[int, list[Span]] = {}
        for span in delimiters:
            for k in range(*touched(self.starts, self.ends, span)):
                affected.setdefault(k, []).append(span)
        for k, spans in affected.items():
            if k not in self.dropped:
                self.rewritten[k] = True
                self.read[k] = self._without(int(self.starts[k]), int(self.ends[k]), spans)

    def _without(self, start: int, end: int, spans: list[Span]) -> str:
        parts: list[str] = []
        for span in spans:
            parts.append(self.text[start : max(start, span.start)])
            start = max(start, span.end)
        parts.append(self.text[start:end])
        pieces = [self.reader(piece) for piece in "".join(parts).split()]
        return _joined(pieces, _seams([pieces], _NO_WORDS))

    def omit(self, span: Span) -> None:
        if not span.is_empty:
            first, last = touched(self.starts, self.ends, span)
            if self.omitted is None:
                self.omitted = np.zeros(len(self.starts), dtype=np.bool_)
            self.omitted[first:last] = True

    def tokens(self, markup: Markup) -> Tokens:
        starts, ends, rewritten, read, plain = self.starts, self.ends, self.rewritten, self.read, self.plain
        self.dropped.update([k for k, form in read.items() if not form])
        cut = np.zeros(len(starts), dtype=np.bool_)
        if self.dropped or self.omitted is not None:
            keep = self._kept()
            plain = plain and bool(keep.all())
            places = np.cumsum(keep) - 1
            read = {places.item(k): form for k, form in read.items() if keep[k]}
            starts, ends, rewritten, cut = starts[keep], ends[keep], rewritten[keep], cut[keep]
            if self.omitted is not None:
                cut = np.diff(np.cumsum(self.omitted)[keep], prepend=0) > 0
        struck = _struck(starts, ends, markup)
        return Tokens(self.text, starts, ends, None, struck, rewritten, cut, self.hyphens, read, plain)

    def _kept(self) -> Flags:
        keep = np.ones(len(self.starts), dtype=np.bool_) if self.omitted is None else ~self.omitted
        keep[list(self.dropped)] = False
        return keep


def _joined(pieces: list[str], seams: Mapping[Seam, str]) -> str:
    """A divided word joined into one."""
    return "".join([*map(seams.__getitem__, pairwise(pieces)), *pieces[-1:]])


def _seams(rows: Iterable[list[str]], known: Container[str]) -> Mapping[Seam, str]:
    """For each two consecutive pieces of divided words, the first as it is joined, with the hyphen or without."""
    return {seam: _before(*seam, known) for seam in set(chain.from_iterable(map(pairwise, rows)))}


def _before(head: str, tail: str, known: Container[str]) -> str:
    stem = head.rstrip(HYPHENS)
    return f"{stem}-" if _has_hyphen(stem, tail, known) else stem


def _has_hyphen(stem: str, tail: str, known: Container[str]) -> bool:
    """True if the word is unknown without a hyphen, and is known with one or would run figures or a name together."""
    if not stem or not tail or bare(stem + tail) in known:
        return False
    return bare(f"{stem}-{tail}") in known or stem[-1].isdigit() or (stem[-1].islower() and tail[0].isupper())


def _line_ends(text: str) -> Column:
    """The places of line ends; CR LF is one line end, a form feed ends a paragraph and counts twice."""
    points = code_points(text)
    ends = points == 10
    if "\r" in text:
        carriages = (points == 13).nonzero()[0]
        followed = np.append(points, [0])[carriages + 1] == 10
        ends[carriages[~followed]] = True
    places = ends.nonzero()[0]
    if "\f" not in text:
        return places
    feeds = (points == 12).nonzero()[0]
    return np.sort(np.concatenate((places, feeds, feeds)))


def _struck(starts: Column, ends: Column, markup: Markup) -> Flags:
    out = np.zeros(len(starts), dtype=np.bool_)
    for mark in markup.marks:
        if mark.kind in STRUCK_KINDS and not mark.span.is_empty:
            first, last = touched(starts, ends, mark.span)
            out[first:last] = True
    return out


def _blanks() -> Flags:
    table = np.zeros(LAST_BLANK + 2, dtype=np.bool_)
    table[[c for c in range(LAST_BLANK + 1) if chr(c).isspace()]] = True
    return table


_BLANKS = _blanks()
_BLANK_BYTES = _BLANKS[:256].tobytes()
