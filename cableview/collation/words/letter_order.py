"""Rates how plausible the order of a word's letters is by a word list: `myselfe` is likelier than `ruyselfe`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import Postfix, Prefix

SAMPLE = 20_000
"""Words sampled from all over a list: more would hardly improve the result, and take longer to read."""
ASSUMED, LETTERS = 0.3, 40
"""The count assumed in advance for each letter after any two, and the assumed size of the alphabet."""
UNSEEN = -7.0
"""Natural logarithm of the probability of a letter after two that it never follows in the list."""


@dataclass(frozen=True)
class LetterOrder:
    """Natural logarithms of the probability of each letter after two others, by all three; a blank is a word's edge."""

    chances: Mapping[str, float]

    def likelier(self, one: str, other: str) -> float:
        """How much likelier `one` is than `other` to be a word, as a natural logarithm; both must be in lower case.

        Only the letters that differ and those that follow them are examined: the rest contributes the same to both.
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
    """The order of letters in `words`, which are UTF-8."""
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
