"""Normalises a text by the active rules, keeping track of the letters that each letter was made from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cableview.collation.rules import all_rules
from cableview.collation.words.graphemes import sign_ends
from cableview.model.span import Span

_DASHES, _DOUBLED = "-\u2010\u2011\u00ad¬", "=\u2e17"
HYPHENS = _DASHES + _DOUBLED
"""Signs at a line's end inside a divided word; some engines write `¬`, old print has `=`."""

# A page that ends inside a word has a line end before or after the page break as well.
LINE_END = r"[ \t]{0,8}(?:(?:\r\n?|\n){0,2}\f(?:\r\n?|\n){0,2}|\r\n?|\n)[ \t]{0,80}"
"""What follows the hyphen of a divided word, up to its other half."""
_LETTER = r"[^\W\d_]"
HYPHENED = rf"[{HYPHENS}](?:(?<=\w[{_DASHES}])|(?<={_LETTER}[{_DOUBLED}]))"
"""A hyphen after a letter or, unless it is `=`, a figure."""
# Begins with the hyphen, which is found faster than a place after a letter. `=` between figures is not a hyphen.
LINE_END_HYPHEN = re.compile(
    rf"[{HYPHENS}](?:(?<=\w[{_DASHES}]){LINE_END}(?=\w)|(?<={_LETTER}[{_DOUBLED}]){LINE_END}(?={_LETTER}))"
)
# Begins with a set of signs, which is found far faster than alternatives.
OVERTYPED = re.compile(r"[xX/mM\-=#*](?:(?<=[xX])[xX]{2,}|(?<=/)/{2,}|(?<=[mM])[mM]{3,}|(?<=[-=#*])[-=#*]{3,})")
"""What a typist types over words to strike them out; it is as long as they are."""
OVERTYPING = frozenset(one + other for signs in ("xX", "/", "mM", "-=#*") for one in signs for other in signs)
"""The first two signs of what is typed over words."""
SIGNS = "".join(sign for sign in map(chr, range(128)) if not sign.isalnum())
"""All ASCII characters that are neither letters nor figures."""
_SOUND = re.compile(r"[^\W_]")
LONG_WORD = 64
"""The length above which a pattern is faster than examining each sign: a line of dots can be one word."""
BREAKS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised `text`: letter k comes from `source[starts[k]:ends[k]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def normalise(text: str, rules: frozenset[str], delimiters: Sequence[Span] = ()) -> Normalised:
    """`text` as `rules` read it; a letter is taken together with its accents."""
    letter = letter_reader(rules)
    skipped = _skipped(text, rules, delimiters)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _pieces(text, rules):
        if start in skipped:
            continue
        source = text[start:end]
        read = _blank_read(source, rules) if source.isspace() else letter(source)
        out.append(read)
        starts += [start] * len(read)
        ends += [end] * len(read)
    return Normalised("".join(out), starts, ends)


@cache
def letter_reader(rules: frozenset[str]) -> Callable[[str], str]:
    """A function that returns a run of non-blanks as `rules` read it."""
    several, table = _in_turn(rules)
    signs = str.maketrans({old: new for old, new in table.items() if len(old) == 1})
    composed, plain = "composition" in rules, "diacritics" in rules
    folded, unpointed = "case" in rules, "punctuation" in rules

    def read(word: str) -> str:
        if OVERTYPED.fullmatch(word):
            return word
        if not word.isascii() and composed:
            word = unicodedata.normalize("NFC", word)
        if several is not None:
            word = several.sub(lambda match: table[match[0]], word)
        if signs:
            word = word.translate(signs) if len(word) <= LONG_WORD else with_replaced(word, signs)
        if plain and not word.isascii():
            word = without_accents(word)
        if folded:
            word = word.replace("İ", "i").casefold()  # `casefold` alone would leave its dot
        if unpointed:
            word = "".join(letter for letter in word if not is_punctuation(letter))
        return word

    return read


@cache
def rewritten_signs(rules: frozenset[str]) -> Sequence[str] | None:
    """The Latin-1 signs, and sequences of such, that `rules` rewrite; `None` where they may rewrite any word.

    Signs beyond Latin-1 may always be rewritten; a word without any is composed already.
    """
    if rules & {"case", "punctuation"}:
        return None
    _, table = _rewriting(rules)
    accented = map(chr, range(0x80, 0x100)) if "diacritics" in rules else ()
    return [*(old for old in table if max(old) <= "\xff"), *accented]


def without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def bare(word: str) -> str:
    """`word` case-folded, without the signs around it."""
    if word.isalnum():
        return word.casefold()
    if word.isascii():
        return word.strip(SIGNS).lower()
    if len(word) > LONG_WORD:
        found = _SOUND.search(word)
        last = found and _SOUND.search(word[::-1])
        return word[found.start() : len(word) - last.start()].casefold() if found and last else ""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return word[start:end].casefold()


@cache
def is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P"


@cache
def _rewriting(rules: frozenset[str]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    table = {old: new for rule in all_rules() if rule.name in rules for old, new in rule.map.items()}
    longest_first = sorted(table, key=len, reverse=True)
    return (re.compile("|".join(map(re.escape, longest_first))) if table else None), table


def _in_turn(rules: frozenset[str]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """As `_rewriting`, but leaving single signs to `str.translate`, which is far faster on a word of signs.

    No sequence of signs is rewritten to one that is rewritten again.
    """
    _, table = _rewriting(rules)
    sequences = sorted([old for old in table if len(old) > 1], key=len, reverse=True)
    return (re.compile("|".join(map(re.escape, sequences))) if sequences else None), table


def with_replaced(word: str, signs: Mapping[int, str]) -> str:
    """As `str.translate`, but sign by sign: a tenth of the time on long words. No replacement is replaced again."""
    for old, new in signs.items():
        word = word.replace(chr(old), new)
    return word


def _skipped(text: str, rules: frozenset[str], delimiters: Sequence[Span]) -> set[int]:
    out: set[int] = set()
    if "markup" in rules:
        for span in delimiters:
            out.update(range(span.start, span.end))
    if "line-end-hyphens" in rules:
        for match in LINE_END_HYPHEN.finditer(text):
            out.update(range(*match.span()))
    return out


def _pieces(text: str, rules: frozenset[str]) -> list[tuple[int, int]]:
    """The ranges read as one: signs with all that is drawn on them, what a rule rewrites, and runs of blanks."""
    pattern, _ = _rewriting(rules)
    rewritten = {match.start(): match.end() for match in pattern.finditer(text)} if pattern else {}
    ends = sign_ends(text)
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = ends[rewritten.get(at, at + 1) - 1]
        if text[at:end].isspace():
            while "blanks" in rules and end < len(text) and text[end : ends[end]].isspace():
                end = ends[end]
        out.append((at, end))
        at = end
    return out


def _blank_read(source: str, rules: frozenset[str]) -> str:
    """A run of blanks, or one blank, as the rules read it."""
    if any(c in BREAKS for c in source):
        if "line-breaks" in rules:
            return " "
        return "\n" if "blanks" in rules else source
    return " " if "blanks" in rules else source
