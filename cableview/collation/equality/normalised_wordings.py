"""Reads text as the rules read it, whole words included, and keeps where each letter came from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cableview.collation.equality.wordings import wordings_of
from cableview.collation.words.normalise import Normalised, normalise
from cableview.model.span import Span


def read_as(text: str, rules: frozenset[str], delimiters: Sequence[Span] = ()) -> Normalised:
    """`text` as `rules` read it. Whatever replaces several letters, or words, is traced to all of them."""
    letters = normalise(text, rules, delimiters)
    wordings = wordings_of(rules)
    if wordings is None:
        return letters
    read = letters.text
    words = [list(group) for blank, group in groupby(range(len(read)), lambda k: read[k].isspace()) if not blank]
    forms = ["".join(letters.text[k] for k in word) for word in words]
    out: list[tuple[str, int, int]] = []
    behind = 0
    for item in wordings.items(forms):
        first, last = words[item.first], words[item.last - 1]
        out += [(letters.text[k], letters.starts[k], letters.ends[k]) for k in range(behind, first[0])]
        behind = last[-1] + 1
        out += _laid_out(item.form, letters, first, last)
    out += [(letters.text[k], letters.starts[k], letters.ends[k]) for k in range(behind, len(letters.text))]
    return Normalised("".join(c for c, _, _ in out), [start for _, start, _ in out], [end for _, _, end in out])


def _laid_out(form: str, letters: Normalised, first: Sequence[int], last: Sequence[int]) -> list[tuple[str, int, int]]:
    """The letters of a word as read: unchanged ones at either end keep their places, the rest share all between."""
    head = _same(form, "".join(letters.text[k] for k in first))
    tail = 0 if head == len(form) else _same(form[head:][::-1], "".join(letters.text[k] for k in last)[::-1])
    if first == last:
        tail = min(tail, len(first) - head)
    out = [(letters.text[k], letters.starts[k], letters.ends[k]) for k in first[:head]]
    inside = form[head : len(form) - tail]
    start = letters.ends[first[head - 1]] if head else letters.starts[first[0]]
    end = letters.starts[last[len(last) - tail]] if tail else letters.ends[last[-1]]
    if inside:
        out += [(letter, start, end) for letter in inside]
    return out + [(letters.text[k], letters.starts[k], letters.ends[k]) for k in last[len(last) - tail :]]


def _same(one: str, other: str) -> int:
    """The length of the common beginning, without cutting a word of either."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    while count and _inside(one, count) | _inside(other, count):
        count -= 1
    return count


def _inside(word: str, at: int) -> bool:
    return 0 < at < len(word) and word[at - 1].isalnum() and word[at].isalnum()
