"""Names the difference between two readings: its kind, its severity, and the group of similar ones it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from cableview.collation.alignment.likeness import ALIKE, LONGEST
from cableview.collation.rules import word_list
from cableview.collation.words.normalise import LONG_WORD, SIGNS, bare
from cableview.collation.words.numerals import number_at
from cableview.model.discrepancy import Kind, Severity

SAME = 75
"""Percent of letters that words run together or split must share to count as the same words."""

_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly", "er", "est", "en", "e", "y", "ies", "ied", "'s", "n", "t")
_LIGHT = frozenset((Kind.CASE, Kind.PUNCTUATION, Kind.SPACING, Kind.FURNITURE, Kind.REPETITION))
_CONFUSED = str.maketrans("OolIiSsBZz", "0011155822")

_RUN_OF_FIGURES, _RUN_OF_LETTERS = re.compile(r"\d+"), re.compile(r"[^\W_]+")
_MONEY = "$£€¥"
_ROMAN_FIGURES = "ivxlcdm"
# In small letters only those that are no words of English, German or French.
_ROMAN = re.compile(r"(?=.)(?:M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})|x{0,3}(?:ix|iv|v?i{0,3}))")
# Looking up an enumeration member is slow, and these are looked up for each word.
_SPACING, _NUMBER, _PUNCTUATION = Kind.SPACING, Kind.NUMBER, Kind.PUNCTUATION
_CHARACTER, _WORD, _CASE, _REWORDED = Kind.CHARACTER, Kind.WORD, Kind.CASE, Kind.REWORDED
_WEIGHED_BY_KIND = (Kind.MOVED, Kind.STRUCK)
_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH

Telling = tuple[list[str], list[str]]
"""The words of each side that must not be wrong."""
NOTHING_TELLING: Telling = ([], [])

_MOST_CHANGES = 2_000
"""Letter changes whose description is cached: the same letters are mistaken again and again."""
MOST_SAID = 12
"""Most telling words of one side that are listed."""

Name = tuple[Kind, Severity, str, tuple[str, ...]]
"""The description of a difference: its kind, severity, group and reasons."""

Inside = tuple[bool, bool]
"""For each side, whether its first word is capitalised inside a sentence, where a capital means a name."""


def kind_of_pair(left: list[str], right: list[str], percent: float) -> Kind:
    """The kind of a difference between words opposite each other; neither side is empty.

    `percent` is their likeness.
    """
    if len(left) + len(right) > 2:
        return _kind_of_runs(left, right) if percent >= SAME else _REWORDED
    return _weighed(left[0], right[0], percent)[0]


def _kind_of_runs(left: list[str], right: list[str]) -> Kind:
    """The kind of a difference between several words that are alike when run together."""
    one, other = "".join(left), "".join(right)
    if one == other:
        return _SPACING
    if _is_number_change(one, other, bare(one), bare(other)):
        return _NUMBER
    mine, theirs = (_grave().intersection(map(bare, words)) for words in (left, right))
    return _SPACING if mine == theirs and _figures(one) == _figures(other) else _REWORDED


def _kind_of_words(one: str, other: str, plain: str, opposite: str, percent: float) -> Kind:
    if _run_together(one, other):
        return _SPACING
    if _is_number_change(one, other, plain, opposite):
        return _NUMBER
    mine, theirs = _letters(one), _letters(other)
    if mine == theirs:
        return _PUNCTUATION
    if _differ_in_case(mine, theirs):
        return _CASE
    return _CHARACTER if percent >= ALIKE else _WORD


def _differ_in_case(one: str, other: str) -> bool:
    """True for letters one of which is the other's capital, as are `SS` of `ß` and `I` of `ı`, but not `ss` and `i`."""
    if one.islower() and other.islower():
        return False
    return _small(one) == _small(other)


def _small(letters: str) -> str:
    """Lower case, with `ß` as `ss` and `ı` as `i`, like their capitals. `casefold` would take `ſ` for `s` as well."""
    return letters.replace("İ", "i").lower().replace("ß", "ss").replace("ı", "i")


def of_words(one: str, other: str, percent: float) -> Name:
    """The name of the difference between a word and the one opposite. `percent` is their likeness."""
    kind, severity = _weighed(one, other, percent)
    if kind is _CHARACTER or kind is _PUNCTUATION:
        return _of_letters(kind, severity, one, other)
    return kind, severity, group_key(kind, [one], [other]), ()


def _weighed(one: str, other: str, percent: float) -> tuple[Kind, Severity]:
    both = one + other
    if both.isascii() and both.isalpha():  # the usual case
        return _of_letters_only(one, other, one.lower(), other.lower(), percent)
    plain, opposite = bare(one), bare(other)
    both = plain + opposite
    if both.isascii() and both.isalpha():
        kind, severity = _of_letters_only(one, other, plain, opposite, percent)
        if severity is _MEDIUM and plain != opposite and (one[0] in _MONEY or other[0] in _MONEY):
            return kind, _HIGH
        return kind, severity
    kind = _kind_of_words(one, other, plain, opposite, percent)
    if kind is _CHARACTER or kind is _WORD:
        return kind, _HIGH if _is_grave(one, other, plain, opposite) else _MEDIUM
    return kind, _HIGH if kind is _NUMBER else _LOW


def _of_letters_only(one: str, other: str, plain: str, opposite: str, percent: float) -> tuple[Kind, Severity]:
    """Does the work of `_weighed` faster for words that are ASCII letters apart from signs around them, as most are.

    `plain` and `opposite` are those letters.
    """
    if not -2 < len(one) - len(other) < 2 and _run_together(one, other):
        return _SPACING, _LOW
    if plain == opposite:
        letters = _letters(one), _letters(other)
        if letters[0] == letters[1]:
            return _PUNCTUATION, _LOW
        return (_CASE, _LOW) if _differ_in_case(*letters) else (_CHARACTER, _MEDIUM)
    kind = _CHARACTER if percent >= ALIKE else _WORD
    if _grave().isdisjoint((plain, opposite)):
        is_roman = plain[:1] in _ROMAN_FIGURES and opposite[:1] in _ROMAN_FIGURES and _is_roman(one, other)
        return (_NUMBER, _HIGH) if is_roman else (kind, _MEDIUM)
    numbers = word_list("numbers")
    return _NUMBER if plain in numbers and opposite in numbers else kind, _HIGH


def _run_together(one: str, other: str) -> bool:
    """True if the longer is the shorter run together with a word from the page's edge: `PresidentFOR`, `FOR`."""
    short, full = (one, other) if len(one) < len(other) else (other, one)
    if len(short) < 2 or len(full) < len(short) + 2 or not short.isalpha():
        return False
    if full.endswith(short):
        seam = full[: -len(short)][-1] + short[0]
        return seam[0].islower() and seam[1].isupper() and full[: -len(short)] not in ("Mc", "Mac", "De", "Le", "La")
    return full.startswith(short) and short[-1].islower() and full[len(short)].isupper()


def _is_number_change(one: str, other: str, plain: str, opposite: str) -> bool:
    mine, theirs = _figures(one), _figures(other)
    if mine != theirs:
        if mine and theirs:
            return True
        if mine:
            return _is_misread_as(other, mine, plain) or _is_in_words(opposite, plain)
        return _is_misread_as(one, theirs, opposite) or _is_in_words(plain, opposite)
    numbers = word_list("numbers")
    return plain != opposite and plain in numbers and opposite in numbers


def _is_in_words(word: str, figures: str) -> bool:
    """True for a number in one word, or a sign for a fraction, and one with figures, without signs around them."""
    if word not in word_list("numbers") and word.isalpha():  # as are most, which is quick to check
        return False
    return number_at([word])[0] == 1 == number_at([figures])[0]


def _is_roman(one: str, other: str) -> bool:
    """True if both words are Roman numbers, not both of one letter, which would be initials."""
    one, other = one.strip(SIGNS), other.strip(SIGNS)
    return len(one) + len(other) > 2 and bool(_ROMAN.fullmatch(one) and _ROMAN.fullmatch(other))


def _figures(word: str) -> str:
    if word.isalpha():
        return ""
    return "".join(filter(str.isdecimal, word) if len(word) <= LONG_WORD else _RUN_OF_FIGURES.findall(word))


def _is_misread_as(word: str, figures: str, number: str) -> bool:
    """True if the word has these figures once letters are read as the figures they resemble: `l94I`, `1941`.

    `figures` are those of `number`, and must be at least half of its characters.
    """
    if not number or sum(map(str.isdigit, number)) * 2 < len(number):
        return False
    return _figures(word.translate(_CONFUSED)) == figures


def _letters(word: str) -> str:
    core = word if word.isalnum() else word.strip(SIGNS)
    if core.isalnum():
        return core
    return "".join(filter(str.isalnum, core) if len(core) <= LONG_WORD else _RUN_OF_LETTERS.findall(core))


def is_inflection(one: str, other: str) -> bool:
    """True if the words differ only in their endings, as in a rewording: not a slip of a letter."""
    one, other = bare(one), bare(other)
    same = next((k for k, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return same >= 3 and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def _telling(words: list[str], others: frozenset[str], *, inside: bool) -> Iterator[str]:
    """The words, except `others`, that must not be wrong: numbers, dates, sums, negations, names.

    With `inside`, the first word is inside a sentence, so that its capital means a name too.
    """
    grave = _grave()
    for k, word in enumerate(words):
        if word.isascii() and word.islower() and word[0] not in _MONEY:  # the usual case
            plain = word if word.isalpha() else word.strip(SIGNS)
            if plain.isalpha():
                if plain in grave and plain not in others:
                    yield plain
                continue
        plain = bare(word)
        follows = words[k - 1][-1:] not in ".?!:\"'" if k else inside
        named = follows and word[:1].isupper() and not word.isupper()
        if (named or _tells(word, plain)) and (plain or word) not in others:
            yield plain or word


def _tells(word: str, plain: str) -> bool:
    """True for a number, date, sum or negation; `plain` is the word without the signs around it."""
    if plain in _grave() or word[:1] in _MONEY or plain.endswith("n't"):
        return True
    return not plain.isalpha() and (any(map(str.isdigit, plain)) or _is_compound_of(plain, _grave()))


@cache
def _grave() -> frozenset[str]:
    return word_list("negations", "months", "days", "numbers", "currencies")


def _is_compound_of(plain: str, grave: frozenset[str]) -> bool:
    """True for `forty-two`."""
    return "-" in plain and all(part in grave for part in plain.split("-"))


def one_sided(left: list[str], right: list[str], inside: Inside = (False, False)) -> Telling:
    """The first telling words that only one side has, for each side; at most `MOST_SAID` plus one."""
    if not right:
        return _first_telling(left, frozenset(), inside=inside[0]), []
    if not left:
        return [], _first_telling(right, frozenset(), inside=inside[1])
    mine, theirs = list(map(bare, left)), list(map(bare, right))
    if mine == theirs and "" not in mine:
        return [], []
    return (
        _first_telling(left, frozenset(theirs), inside=inside[0]),
        _first_telling(right, frozenset(mine), inside=inside[1]),
    )


def _first_telling(words: list[str], others: frozenset[str], *, inside: bool) -> list[str]:
    return list(islice(_telling(words, others, inside=inside), MOST_SAID + 1))


def severity(kind: Kind, left: list[str], right: list[str], telling: Telling) -> Severity:
    """The severity: high for numbers, dates, sums, names and negations, low for what only looks different.

    `telling` are the telling words that only one side has, in a row that is not one word for another.
    """
    if kind in _LIGHT:
        return _LOW
    if kind is _NUMBER:
        return _HIGH
    if kind in _WEIGHED_BY_KIND:
        return _MEDIUM
    if len(left) == 1 == len(right):
        grave = _is_grave(left[0], right[0], bare(left[0]), bare(right[0]))
    else:
        grave = any(telling)
    return _HIGH if grave else _MEDIUM


def _is_grave(one: str, other: str, plain: str, opposite: str) -> bool:
    """True if either of two different words is a number, date, sum or negation."""
    return (plain != opposite or not plain) and (_tells(one, plain) or _tells(other, opposite))


def are_names(one: str, other: str) -> bool:
    """True if both words are names, provided they do not begin a sentence."""
    return one[:1].isupper() and other[:1].isupper() and _has_small_letters(one) and _has_small_letters(other)


def _has_small_letters(word: str) -> bool:
    return any(map(str.islower, word[1:]))


def group_key(kind: Kind, left: list[str], right: list[str]) -> str:
    """The key of a group of differences with one pattern: the same words for the same others."""
    one, other = " ".join(left[:LONGEST])[:LONGEST].casefold(), " ".join(right[:LONGEST])[:LONGEST].casefold()
    # An f-string would call the enumeration's formatting, which is slow.
    return kind + ":" + (one if kind is _CASE else f"{one}>{other}")


def _of_letters(kind: Kind, severity: Severity, one: str, other: str) -> Name:
    """A name whose group is of words in which the same letters replace others, and whose reason is those letters.

    The group is `character:rn>m`; several places are separated by commas.
    """
    head = Prefix.similarity(one, other)
    one, other = one[head:LONGEST], other[head:LONGEST]
    tail = Postfix.similarity(one, other)
    return _of_change(kind, severity, one[: len(one) - tail], other[: len(other) - tail])


@lru_cache(_MOST_CHANGES)
def _of_change(kind: Kind, severity: Severity, old: str, new: str) -> Name:
    """The name for the letters between the common prefix and suffix."""
    changes = _letters_changed(old, new)
    key = ",".join([f"{before}>{after}" for before, after in changes])
    said = "; ".join([_change_said(before, after) for before, after in changes[:4]])
    return kind, severity, f"{kind}:{key}", (said,) if kind is _CHARACTER else ()


def _letters_changed(one: str, other: str) -> list[tuple[str, str]]:
    """The pairs of letters in which two readings differ."""
    changes: list[tuple[str, int, int, int, int]] = Levenshtein.opcodes(one, other).as_list()  # pyright: ignore[reportAssignmentType]
    return [(one[a0:a1], other[b0:b1]) for tag, a0, a1, b0, b1 in changes if tag != "equal"]


def _change_said(old: str, new: str) -> str:
    if not new:
        return f"“{old}” is only in the transcript"
    return f"“{old}” for “{new}”" if old else f"“{new}” is only in the second text"
