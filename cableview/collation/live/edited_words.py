"""Tokenises the words around an edit as a full collation would, by rules that concern letters only."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cableview.collation.collate import Collation
from cableview.collation.live.chunk import Chunk
from cableview.collation.words.normalise import LINE_END_HYPHEN, letter_reader
from cableview.collation.words.tokens import KnownWords, Tokens, tokenise
from cableview.model.witness import Markup

_RUN = re.compile(r"\S+")
_Row = tuple[int, int, str]


class Words(NamedTuple):
    """Words in order: the start and end of each, and its form by the rules."""

    starts: list[int]
    ends: list[int]
    forms: list[str]

    def part(self, first: int, last: int) -> Words:
        return Words(self.starts[first:last], self.ends[first:last], self.forms[first:last])


class Around(NamedTuple):
    """Words `first` to `last` of a chunk become `words`, with places in its new text."""

    first: int
    last: int
    words: Words


class WordReader:
    """Reads parts of the working text of a collation. `reach` is how many words around an edit it may read again."""

    reach = 1

    def __init__(self, collation: Collation) -> None:
        self._rules = collation.rules
        self._a, self._b = collation.pair.a, collation.pair.b
        self._read = letter_reader(self._rules)
        self._joins = "line-end-hyphens" in self._rules
        self._known = KnownWords(self._a.text, self._b.text)
        # As bytes: the few flags of a chunk, long unused, are searched in a tenth of the time numpy takes.
        self._struck, self._rewritten = self._a.struck.tobytes(), self._a.rewritten.tobytes()

    def can_read(self, text: str, first: int, last: int) -> bool:
        """True where words `first` to `last` of the collation, all of `text`, are read the same without markup."""
        a = self._a
        if self._struck.find(1, first, last) >= 0:
            return False
        is_whole = a.plain or len(text.split()) == last - first
        if is_whole and all(self._read(a.raw(k)) == a.form(k) for k in _places(self._rewritten, first, last)):
            return True
        start = a.starts.item(first) if first else 0
        read = self._words(a.text, start, start + len(text))
        return read == words_in(a, first, last)

    def reread(self, chunk: Chunk, start: int, end: int, added: str) -> tuple[int, int, int] | None:
        """Reads the words of a chunk after `added` has replaced `start` to `end` of its text.

        Returns which words changed (first, end) and how many there are now; `None` where the chunk alone does not tell.
        """
        growth = len(added) - (end - start)
        text = chunk.text[:start] + added + chunk.text[end:]
        around = self._around(chunk, text, start, end, growth)
        if around is None:
            return None
        first, last, (starts, ends, forms) = around
        old = _rows(chunk.starts[first:last], chunk.ends[first:last], chunk.forms[first:last])
        now = _rows(starts, ends, forms)
        chunk.text = text
        chunk.forms[first:last] = forms
        chunk.starts[first:] = starts + [k + growth for k in chunk.starts[last:]]
        chunk.ends[first:] = ends + [k + growth for k in chunk.ends[last:]]
        # A word that the edit reaches into counts as changed even if read as before: its place has changed.
        before, behind = bisect_right(ends, start), len(starts) - bisect_left(starts, start + len(added))
        head = 0
        while head < min(before, len(old)) and old[head] == now[head]:
            head += 1
        tail = 0
        while tail < min(behind, len(old) - head, len(now) - head) and old[-1 - tail] == _back(now[-1 - tail], growth):
            tail += 1
        return first + head, last - tail, len(forms) - head - tail

    def _around(self, chunk: Chunk, text: str, start: int, end: int, growth: int) -> Around | None:
        """The words around an edit in the new `text` of a chunk."""
        first, last = self._reached(chunk, start, end)
        return Around(first, last, self._words(text, *self._range(chunk, text, first, last, growth)))

    def _reached(self, chunk: Chunk, start: int, end: int) -> tuple[int, int]:
        first, last = chunk.touched(start, end)
        return max(0, first - self.reach), min(len(chunk.forms), last + self.reach)

    @staticmethod
    def _range(chunk: Chunk, text: str, first: int, last: int, growth: int) -> tuple[int, int]:
        """The range of words `first` to `last` of a chunk in its new `text`, with the blanks at its ends."""
        start = chunk.starts[first] if 0 < first < len(chunk.forms) else 0
        return start, chunk.ends[last - 1] + growth if 0 < last < len(chunk.forms) else len(text)

    def _words(self, text: str, start: int, end: int) -> Words:
        part = text[start:end]
        if not part.isascii() or (self._joins and LINE_END_HYPHEN.search(part)):
            return self._words_of_any(part, start)
        words = Words([], [], [])
        for match in _RUN.finditer(part):
            form = self._read(match[0])
            if form:
                words.starts.append(start + match.start())
                words.ends.append(start + match.end())
                words.forms.append(form)
        return words

    def _words_of_any(self, part: str, start: int) -> Words:
        tokens = tokenise(part, self._rules, Markup(), (), self._known)
        return Words((tokens.starts + start).tolist(), (tokens.ends + start).tolist(), tokens.forms)


def _places(flags: bytes, first: int, last: int) -> Iterator[int]:
    """The places from `first` up to `last` that are flagged."""
    at = flags.find(1, first, last)
    while at >= 0:
        yield at
        at = flags.find(1, at + 1, last)


def words_in(tokens: Tokens, first: int, last: int) -> Words:
    """Words `first` to `last` of a text."""
    return Words(tokens.starts[first:last].tolist(), tokens.ends[first:last].tolist(), tokens.words(first, last))


def _rows(starts: Sequence[int], ends: Sequence[int], forms: Sequence[str]) -> list[_Row]:
    return list(zip(starts, ends, forms, strict=True))


def _back(row: _Row, growth: int) -> _Row:
    start, end, form = row
    return start - growth, end - growth, form
