"""How well the letters of a word follow each other, by a word list: those of `myselfe` better than of `ruyselfe`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import Postfix, Prefix

SAMPLE = 20_000
"""Words of a list that are looked at, from all over it: more tell hardly more, and take longer to read."""
ASSUMED, LETTERS = 0.3, 40
"""How often each letter is taken as seen after any two before there was one, and of how many letters."""
UNSEEN = -7.0
"""Natural logarithm of the chance of a letter after two that it never follows in the list."""


@dataclass(frozen=True)
class LetterOrder:
    """Natural logarithms of the chance of each letter after two others, by all three; a blank is a word's edge."""

    chances: Mapping[str, float]

    def likelier(self, one: str, other: str) -> float:
        """By how much `one` is likelier than `other` to be a word, as a natural logarithm; both in small letters.

        Only the letters that differ, and those that follow them, are looked at: the rest is worth the same.
        """
        head = Prefix.similarity(one, other)
        tail = min(Postfix.similarity(one, other), len(one) - head, len(other) - head)
        return self._chance(one, head, tail) - self._chance(other, head, tail)

    def _chance(self, word: str, head: int, tail: int) -> float:
        letters, chances, total = f"  {word} ", self.chances, 0.0
        for at in range(head, len(word) + 1 - max(0, tail - 1)):
            total += chances.get(letters[at : at + 3], UNSEEN)
        return total


def letter_order(words: Collection[bytes]) -> LetterOrder:
    """The order of letters in `words`, UTF-8."""
    threes: Counter[str] = Counter()
    for word in islice(words, 0, None, len(words) // SAMPLE + 1):
        letters = f"  {word.decode('utf-8', 'replace')} "
        threes.update(map("".join, zip(letters, letters[1:], letters[2:], strict=False)))
    twos: Counter[str] = Counter()
    for three, number in threes.items():
        twos[three[:2]] += number
    return LetterOrder(
        {
            three: math.log((number + ASSUMED) / (twos[three[:2]] + ASSUMED * LETTERS))
            for three, number in threes.items()
        }
    )
