"""Reads numbers written in words or figures: `twenty-five`, `2,000`, `21st`, `two and a half`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice

from cableview.collation.rules import numeral_words

_FIGURES = re.compile(r"\d{1,3}(?:,\d{3})++|\d++", re.ASCII)
_ORDINAL_FIGURES = re.compile(r"(\d{1,15})(?:st|nd|rd|th|d)", re.ASCII)
_FRACTION = re.compile(r"\d{1,2}/\d{1,2}", re.ASCII)
_WITH_SIGN = re.compile(r"(\d{0,3})([¼-¾⅐-⅞])", re.ASCII)
_SCALES = (100, 1_000, 1_000_000, 1_000_000_000)
LONGEST = 12
"""The most words of a number that is searched for."""


def number_at(words: Iterable[str]) -> tuple[int, str]:
    """How many of the `words`, from the first, form a number, and that number in figures; `(0, "")` if none do.

    The words must be in lower case and without signs around them. No more of them are consumed than necessary.
    """
    reading = _Reading()
    found = 0, ""
    for count, word in enumerate(islice(words, LONGEST), 1):
        if not reading.takes(word):
            break
        if reading.is_whole:
            found = count, reading.figures
        if reading.is_ended:
            break
    return found


@cache
def _values() -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]:
    """The values of words for numbers below a hundred, of ordinals, and of multipliers."""
    words = numeral_words()
    small = {word: k for k, word in enumerate(words["units"])}
    ordinals = {word: k for k, word in enumerate(words["ordinals"])}
    for k, word in enumerate(words["tens"]):
        small[word] = ordinals[f"{word[:-1]}ieth"] = 20 + 10 * k
    return small, ordinals, dict(zip(words["scales"], _SCALES, strict=True))


@cache
def _denominators() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The denominators that words stand for, after one and after other numbers."""
    words = numeral_words()
    one = {word: k for k, word in enumerate(words["ordinals"]) if k > 2} | {"half": 2, "quarter": 4}
    return one, {f"{word}s": k for word, k in one.items()} | {"halves": 2}


class _Reading:
    """A number being read word by word. `sum` is the value up to the last scale from a thousand, `group` the rest.

    `over` is the numerator of a fraction that has been announced by `and`.
    """

    def __init__(self) -> None:
        self.sum: int = 0
        self.group: int = 0
        self.last = 10**12
        self.scale = 10**12
        self.over: int = 0
        self.fraction = ""
        self.suffix = ""
        self.is_joined = False
        self.is_empty, self.is_whole, self.is_ended = True, False, False

    @property
    def figures(self) -> str:
        value = self.sum + self.group
        if self.fraction:
            return f"{value}-{self.fraction}" if value else self.fraction
        return f"{value}{self.suffix}"

    def takes(self, word: str) -> bool:
        """Adds a word; false if it does not continue the number."""
        if self.is_ended:
            return False
        if word == "and":
            goes_on, self.is_whole, self.is_joined = self.is_whole, False, True
            return goes_on
        pieces = word.split("-") if "-" in word else [word]
        return len(pieces) <= 3 and all(map(self._takes_one, pieces))

    def _takes_one(self, word: str) -> bool:
        if self.is_ended:
            return False
        if self._takes_fraction(word):
            return True
        small, ordinals, scales = _values()
        is_joined, self.is_joined = self.is_joined, False
        if is_joined and self.last < 100:
            self.over = 1 if word == "a" else small.get(word, 0)
            return 0 < self.over < 20
        if self.over:
            return False
        ordinal = ordinals.get(word)
        if ordinal is None and word.endswith("th") and word[:-2] in scales and not self.is_empty:
            return self._takes_scale(scales[word[:-2]]) and self._end()
        if ordinal is not None:
            return self._takes_small(ordinal) and self._end()
        if word in scales:
            return self._takes_scale(scales[word])
        if word in small:
            return self._takes_small(small[word])
        return self._takes_figures(word)

    def _takes_fraction(self, word: str) -> bool:
        """Adds a fraction in figures, or the denominator of one in words, which ends the number."""
        sign = _WITH_SIGN.fullmatch(word)
        if _FRACTION.fullmatch(word) or (sign and (self.is_empty or not sign[1])):
            if not (self.is_empty or self.is_whole):
                return False
            self.group += int(sign[1] or 0) if sign else 0
            self.fraction = unicodedata.normalize("NFKC", sign[2]).replace("⁄", "/") if sign else word
        else:
            over = self.over or (self.group if self.group == self.last < 20 and not self.sum else 0)
            under = _denominators()[over != 1].get(word)
            if not (over and under):
                return False
            self.group -= 0 if self.over else over
            self.fraction = f"{over}/{under}"
        self.is_empty, self.is_whole, self.is_ended = False, True, True
        return True

    def _end(self) -> bool:
        value = self.sum + self.group
        self.suffix = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        self.is_ended = True
        return True

    def _takes_small(self, value: int) -> bool:
        """Adds a value below a hundred: twenty may precede five, a hundred may precede both, nothing follows five."""
        room = 10 if 20 <= self.last < 100 and self.last % 10 == 0 else 0 if self.last < 100 else 100
        if not self.is_empty and (value >= room or value == 0):
            return False
        self.group += value
        self.last = value
        self.is_empty, self.is_whole = False, True
        return True

    def _takes_scale(self, scale: int) -> bool:
        if self.is_empty or not self.group or scale >= self.scale:
            return False
        if scale == 100:
            if self.group >= 100:
                return False
            self.group *= 100
        else:
            self.sum += self.group * scale
            self.group, self.scale = 0, scale
        self.last = scale
        self.is_whole = True
        return True

    def _takes_figures(self, word: str) -> bool:
        """Begins a number with figures, which `million` may continue; figures after words are another number."""
        if not self.is_empty:
            return False
        ordinal = _ORDINAL_FIGURES.fullmatch(word)
        if ordinal:
            self.group, self.is_empty, self.is_whole = int(ordinal[1]), False, True
            return self._end()
        if not _FIGURES.fullmatch(word) or len(word) > 15 or (word[0] == "0" and len(word) > 1):
            return False
        self.group = int(word.replace(",", ""))
        self.last, self.is_empty, self.is_whole = 1, False, True
        return True
