"""Says of two readings what sort of difference lies between them, how grave it is, and which others are like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cableview.collation.likeness import ALIKE, LONGEST
from cableview.collation.normalise import bare
from cableview.collation.rules import word_list
from cableview.model.discrepancy import Kind, Severity

SAME = 75
"""Percent of letters that words run together or split must share to be the same words."""

_SEAM = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[a-zA-Z]\d|\d[a-zA-Z]{2}")
_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly", "er", "est", "en", "e", "y", "ies", "ied", "'s", "n", "t")
_LIGHT = (Kind.CASE, Kind.PUNCTUATION, Kind.SPACING, Kind.FURNITURE, Kind.REPETITION)
_FIGURE = re.compile(r"\d")
_CONFUSED = str.maketrans("OolIiSsBZz", "0011155822")

Telling = tuple[list[str], list[str]]
"""The words of either side on which much hangs."""
NOTHING_TELLING: Telling = ([], [])

MOST_SAID = 12
"""Telling words of one side that are named."""

Inside = tuple[bool, bool]
"""Whether the first word of either side stands inside a sentence, where a capital means a name."""


class Changes(NamedTuple):
    """What stands for what in two readings, letters of the one before those of the other."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def said(self) -> str:
        """The first few for a reader."""
        return "; ".join([_change_said(*pair) for pair in self.pairs[:4]])

    @property
    def key(self) -> str:
        """`rn>m`; several places are parted by commas."""
        return ",".join([f"{old}>{new}" for old, new in self.pairs])


def kind_of_pair(left: list[str], right: list[str], percent: float) -> Kind:
    """Kind of a difference between words that stand for each other; both sides hold some.

    `percent` is their likeness.
    """
    if len(left) + len(right) > 2:
        return Kind.SPACING if percent >= SAME else Kind.REWORDED
    one, other = left[0], right[0]
    if _run_together(one, other):
        return Kind.SPACING
    if is_number_change(one, other):
        return Kind.NUMBER
    letters = _letters(one), _letters(other)
    if letters[0].casefold() == letters[1].casefold():
        return Kind.CASE if letters[0] != letters[1] else Kind.PUNCTUATION
    return Kind.CHARACTER if percent >= ALIKE else Kind.WORD


def are_plain(one: str, other: str) -> bool:
    """True for two words of small letters of the basic alphabet, as most are. They can be little else than that."""
    both = one + other
    return both.isascii() and both.isalpha() and both.islower()


def of_plain_words(one: str, other: str, percent: float) -> tuple[Kind, Severity]:
    """What `kind_of_pair` and `severity` say of two plain words, with less work."""
    if one in word_list("numbers") and other in word_list("numbers"):
        return Kind.NUMBER, Severity.HIGH
    kind = Kind.CHARACTER if percent >= ALIKE else Kind.WORD
    return kind, Severity.HIGH if one in _grave() or other in _grave() else Severity.MEDIUM


def _run_together(one: str, other: str) -> bool:
    """True when the longer is the shorter and a word of the page's edge run on to it: `PresidentFOR`, `FOR`."""
    short, full = (one, other) if len(one) < len(other) else (other, one)
    if len(short) < 2 or len(full) < len(short) + 2 or not short.isalpha():
        return False
    if full.endswith(short):
        seam = full[: -len(short)][-1] + short[0]
        return seam[0].islower() and seam[1].isupper() and full[: -len(short)] not in ("Mc", "Mac", "De", "Le", "La")
    return full.startswith(short) and short[-1].islower() and full[len(short)].isupper()


def is_number_change(one: str, other: str) -> bool:
    figures = _figures(one), _figures(other)
    if figures[0] != figures[1]:
        return (bool(_FIGURE.search(one)) and bool(_FIGURE.search(other))) or _figure_misread(one, other)
    words = bare(one), bare(other)
    return words[0] != words[1] and all(w in word_list("numbers") for w in words)


def _figures(word: str) -> str:
    return "".join(_FIGURE.findall(word))


def _figure_misread(one: str, other: str) -> bool:
    """One is a number that the other would be with letters read as the figures they look like: `l94I`, `1941`."""
    numeric = one if _FIGURE.search(one) else other
    core = bare(numeric)
    read = (other if numeric is one else one).translate(_CONFUSED)
    return bool(core) and sum(c.isdigit() for c in core) * 2 >= len(core) and _figures(read) == _figures(numeric)


def _letters(word: str) -> str:
    return word if word.isalnum() else "".join(filter(str.isalnum, word))


def is_inflection(one: str, other: str) -> bool:
    """True when the words differ in their endings only, as another way of saying it does: not a slip of a letter."""
    one, other = bare(one), bare(other)
    same = next((k for k, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return same >= 3 and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def is_slip(one: str, other: str) -> bool:
    """True for words a letter or two apart, such as a typist or an OCR engine makes of one another."""
    distance = Levenshtein.distance(one[:LONGEST], other[:LONGEST])
    return distance <= max(1, min(3, max(len(one), len(other)) // 3)) and not is_inflection(one, other)


def _telling(words: list[str], others: frozenset[str], *, inside: bool) -> Iterator[str]:
    """The words but for `others` that must not be got wrong: numbers, dates, sums, negations, names.

    `inside` a sentence a capital means a name also at the first of the words.
    """
    grave = _grave()
    for k, word in enumerate(words):
        if word.isascii() and word.isalpha() and word.islower():  # as most are
            if word in grave and word not in others:
                yield word
            continue
        plain = bare(word)
        follows = words[k - 1][-1:] not in ".?!:\"'" if k else inside
        named = follows and word[:1].isupper() and not word.isupper()
        if (named or _tells(word, plain)) and (plain or word) not in others:
            yield plain or word


def _tells(word: str, plain: str) -> bool:
    """True for a number, date, sum or negation; `plain` is the word without the signs around it."""
    if plain in _grave() or word[:1] in "$£€¥" or plain.endswith("n't"):
        return True
    return not plain.isalpha() and (any(map(str.isdigit, plain)) or _is_compound_of(plain, _grave()))


def _grave() -> frozenset[str]:
    return word_list("negations", "months", "days", "numbers", "currencies")


def _is_compound_of(plain: str, grave: frozenset[str]) -> bool:
    """True for `forty-two`."""
    return "-" in plain and all(part in grave for part in plain.split("-"))


def one_sided(left: list[str], right: list[str], inside: Inside = (False, False)) -> Telling:
    """The first telling words that only the one and only the other side has; one more than `MOST_SAID` at most."""
    plain_left, plain_right = (list(map(bare, side)) if left and right else [] for side in (left, right))
    if plain_left == plain_right and left and right and "" not in plain_left:
        return [], []
    mine = _telling(left, frozenset(plain_right), inside=inside[0])
    theirs = _telling(right, frozenset(plain_left), inside=inside[1])
    return list(islice(mine, MOST_SAID + 1)), list(islice(theirs, MOST_SAID + 1))


def severity(kind: Kind, left: list[str], right: list[str], telling: Telling) -> Severity:
    """How much hangs on it: high for numbers, dates, sums, names and negations, low for what only looks different.

    `telling` are the words that only one side has, of a row that is more than one word for one.
    """
    if kind in _LIGHT:
        return Severity.LOW
    if kind is Kind.NUMBER:
        return Severity.HIGH
    if kind is Kind.MOVED or kind is Kind.STRUCK:
        return Severity.MEDIUM
    if len(left) == 1 == len(right):
        plain = bare(left[0]), bare(right[0])
        tells = _tells(left[0], plain[0]) or _tells(right[0], plain[1])
        grave = tells and (plain[0] != plain[1] or not plain[0])
    else:
        grave = any(telling)
    return Severity.HIGH if grave else Severity.MEDIUM


def are_names(kind: Kind, left: list[str], right: list[str]) -> bool:
    """True for words that are names on both sides, where they do not begin a sentence."""
    return kind in (Kind.CHARACTER, Kind.WORD) and _is_name(left[0]) and _is_name(right[0])


def _is_name(word: str) -> bool:
    """Written with a capital, but not in capitals."""
    return word[:1].isupper() and any(c.islower() for c in word[1:])


def group_key(kind: Kind, left: list[str], right: list[str], changes: Changes | None = None) -> str:
    """Equal for differences of one pattern: the same letters for others, or the same words for others."""
    if changes is not None:
        return kind + ":" + changes.key  # an f-string asks the enumeration, which is slow
    one, other = " ".join(left)[:LONGEST].casefold(), " ".join(right)[:LONGEST].casefold()
    return kind + ":" + (one if kind is Kind.CASE else f"{one}>{other}")


def letters_changed(left: list[str], right: list[str]) -> Changes:
    """The letters of two readings that differ."""
    one, other = " ".join(left)[:LONGEST], " ".join(right)[:LONGEST]
    changes: list[tuple[str, int, int, int, int]] = Levenshtein.opcodes(one, other).as_list()  # pyright: ignore[reportAssignmentType]
    return Changes(tuple([(one[a0:a1], other[b0:b1]) for tag, a0, a1, b0, b1 in changes if tag != "equal"]))


def _change_said(old: str, new: str) -> str:
    if not new:
        return f"“{old}” is only in the transcript"
    return f"“{old}” for “{new}”" if old else f"“{new}” is only in the second text"
