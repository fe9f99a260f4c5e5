"""Says of two readings what sort of difference lies between them, how grave it is, and which others are like it."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from cableview.collation.normalise import bare
from cableview.collation.rules import word_list
from cableview.model.discrepancy import Kind, Severity

ALIKE = 50
"""Percent of letters that two words must share to be each other's partner."""
SAME = 75
"""Percent of letters that words run together or split must share to be the same words."""
LONGEST = 400

_SEAM = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[a-zA-Z]\d|\d[a-zA-Z]{2}")
_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly", "er", "est", "en", "e", "y", "ies", "ied", "'s", "n", "t")
_LIGHT = (Kind.CASE, Kind.PUNCTUATION, Kind.SPACING, Kind.FURNITURE, Kind.REPETITION)
_FIGURE = re.compile(r"\d")
_CONFUSED = str.maketrans("OolIiSsBZz", "0011155822")


def alike(left: str, right: str) -> bool:
    """At least half alike, or one with something run on to it."""
    left, right = left[:LONGEST].casefold(), right[:LONGEST].casefold()
    return fuzz.ratio(left, right) >= ALIKE or (min(len(left), len(right)) >= 3 and _contained(left, right))


def _contained(left: str, right: str) -> bool:
    short, full = (left, right) if len(left) < len(right) else (right, left)
    return full.startswith(short) or full.endswith(short)


def kind_of_pair(left: list[str], right: list[str]) -> Kind:
    """Kind of a difference between words that stand for each other; both sides hold some."""
    one, other = "".join(left), "".join(right)
    folded = one[:LONGEST].casefold(), other[:LONGEST].casefold()
    if len(left) + len(right) > 2:
        return Kind.SPACING if fuzz.ratio(*folded) >= SAME else Kind.REWORDED
    if _run_together(one, other):
        return Kind.SPACING
    if is_number_change(one, other):
        return Kind.NUMBER
    letters = _letters(one), _letters(other)
    if letters[0].casefold() == letters[1].casefold():
        return Kind.CASE if letters[0] != letters[1] else Kind.PUNCTUATION
    return Kind.CHARACTER if fuzz.ratio(*folded) >= ALIKE else Kind.WORD


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


def _telling(words: list[str], bare_words: list[str]) -> list[str]:
    """The words that must not be got wrong: numbers, dates, sums, negations, names."""
    grave = word_list("negations", "months", "days", "numbers", "currencies")
    out: list[str] = []
    for k, (word, plain) in enumerate(zip(words, bare_words, strict=True)):
        named = k > 0 and word[:1].isupper() and not word.isupper() and words[k - 1][-1:] not in ".?!:\"'"
        figured = not plain.isalpha() and any(map(str.isdigit, plain))
        if named or figured or plain in grave or plain.endswith("n't") or word[:1] in "$£€¥":
            out.append(plain or word)
    return out


def one_sided(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """The telling words that only the one and only the other side has."""
    plain_left, plain_right = list(map(bare, left)), list(map(bare, right))
    if plain_left == plain_right and "" not in plain_left:
        return [], []
    mine, theirs = _telling(left, plain_left), _telling(right, plain_right)
    if mine:
        others = set(plain_right)
        mine = [word for word in mine if word not in others]
    if theirs:
        others = set(plain_left)
        theirs = [word for word in theirs if word not in others]
    return mine, theirs


def severity(kind: Kind, left: list[str], right: list[str], *, mid_sentence: bool) -> Severity:
    """How much hangs on it: high for numbers, dates, sums, names and negations, low for what only looks different."""
    if kind in _LIGHT:
        return Severity.LOW
    if kind is Kind.NUMBER:
        return Severity.HIGH
    if kind in (Kind.MOVED, Kind.STRUCK):
        return Severity.MEDIUM
    if any(one_sided(left, right)):
        return Severity.HIGH
    names = mid_sentence and kind in (Kind.CHARACTER, Kind.WORD) and _is_name(left[0]) and _is_name(right[0])
    return Severity.HIGH if names else Severity.MEDIUM


def _is_name(word: str) -> bool:
    """Written with a capital, but not in capitals."""
    return word[:1].isupper() and any(c.islower() for c in word[1:])


def group_key(kind: Kind, left: list[str], right: list[str]) -> str:
    """Equal for differences of one pattern: the same letters for others, or the same words for others."""
    one, other = " ".join(left)[:LONGEST], " ".join(right)[:LONGEST]
    if kind is Kind.CHARACTER or kind is Kind.PUNCTUATION:
        return f"{kind}:{confusion(one, other)}"
    if kind is Kind.CASE:
        return f"{kind}:{one.casefold()}"
    return f"{kind}:{one.casefold()}>{other.casefold()}"


@lru_cache(maxsize=64)  # asked twice of each word: for the group and for the reasons
def confusion(one: str, other: str) -> str:
    """What stands for what: `rn>m`; several places are parted by commas."""
    changes = [op for op in Levenshtein.opcodes(one, other) if op.tag != "equal"]
    return ",".join(f"{one[op.src_start : op.src_end]}>{other[op.dest_start : op.dest_end]}" for op in changes)
