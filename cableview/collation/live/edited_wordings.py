"""Tokenises the words around an edit where rules concern words too: phrases, numbers, signs spelt out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from cableview.collation.collate import Collation
from cableview.collation.equality.wordings import Used, Wordings, wordings_of
from cableview.collation.live.chunk import Chunk
from cableview.collation.live.edited_words import Around, WordReader, Words, words_in


def reader_of(collation: Collation) -> WordReader:
    """The reader of words by the rules of a collation."""
    wordings = wordings_of(collation.rules)
    return WordReader(collation) if wordings is None else WordingReader(collation, wordings)


class WordingReader(WordReader):
    """Reads as far as the texts varied their wording of the same meanings when they were collated.

    The first variant wording of a meaning affects both texts everywhere, and is left to a full collation.
    """

    def __init__(self, collation: Collation, wordings: Wordings) -> None:
        super().__init__(collation)
        self._wordings, self._used = wordings, collation.used
        self._decided = collation.decided.ranges
        self.reach = wordings.reach + 1  # the outermost words are read without their neighbours

    def can_read(self, text: str, first: int, last: int) -> bool:
        a = self._a
        low, high = max(0, first - self.reach), min(len(a), last + self.reach)
        if first == last or self._struck.find(1, low, high) >= 0:
            return first == last and not text.split()
        end = a.starts.item(high) if high < len(a) else len(a.text)
        read = self._items(a.text, a.starts.item(low) if low else 0, end, self._edges(low, high))
        if read is None:
            return False
        known = words_in(a, first, last)
        return known == read.part(
            bisect_left(read.starts, known.starts[0]), bisect_right(read.starts, known.starts[-1])
        )

    def _edges(self, low: int, high: int) -> list[int]:
        """The places among words `low` to `high` of the collation across which nothing is read as one."""
        first = bisect_left(self._decided, low, key=lambda p: p.a1)
        last = bisect_right(self._decided, high, key=lambda p: p.a0)
        words = {word for p in self._decided[first:last] for word in (p.a0, p.a1) if word < len(self._a)}
        return [self._a.starts.item(word) for word in sorted(words)]

    def _around(self, chunk: Chunk, text: str, start: int, end: int, growth: int) -> Around | None:
        first, last = self._reached(chunk, start, end)
        words = {word for unit in chunk.units if unit.decided for word in (unit.a0, unit.a1)}
        places = [chunk.place_of(word) for word in sorted(words)]
        edges = [at if at <= start else at + growth for at in places if at <= start or at >= end]
        read = self._items(text, *self._range(chunk, text, first, last, growth), edges)
        if read is None:
            return None
        low, high = 0, len(read.starts)
        if first > 0:
            first += 1
            low = bisect_left(read.starts, chunk.starts[first])
            if low == high or read.starts[low] != chunk.starts[first]:
                return None
        if last < len(chunk.forms):
            last -= 1
            high = bisect_left(read.starts, chunk.starts[last] + growth)
            if high == len(read.starts) or read.starts[high] != chunk.starts[last] + growth:
                return None
        return Around(first, last, read.part(low, high))

    def _items(self, text: str, start: int, end: int, edges: Sequence[int]) -> Words | None:
        """The words of a part of a text, with those joined that are read as one; `None` as described for the class."""
        words = self._words(text, start, end)
        bounds = {0, len(words.forms), *(bisect_left(words.starts, at) for at in edges)}
        stretches = list(pairwise(sorted(bounds)))
        used = self._used_in(words.forms[first:last] for first, last in stretches)
        if used is None:
            return None
        out = Words([], [], [])
        for first, last in stretches:
            for item in self._wordings.items(words.forms[first:last], used):
                out.starts.append(words.starts[first + item.first])
                out.ends.append(words.ends[first + item.last - 1])
                out.forms.append(item.form)
        return out

    def _used_in(self, stretches: Iterable[Sequence[str]]) -> Used | None:
        """The wordings in the texts of the meanings in these words."""
        found: Used = {}
        for forms in stretches:
            self._wordings.note_used(forms, found)
        used = {meaning: self._used.get(meaning, written) for meaning, written in found.items()}
        is_other = any(len(used[m]) == 1 and len(used[m] | written) > 1 for m, written in found.items())
        return None if is_other else used
