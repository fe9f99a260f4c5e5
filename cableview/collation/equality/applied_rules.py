"""Counts by rule what the rules held equal, and finds the differing breaks and blanks that no rule holds equal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

import numpy as np

from cableview.collation.alignment.anchors import Gap, Run
from cableview.collation.equality.wordings import wordings_of, words_read
from cableview.collation.rules import all_rules, own_rules, own_sides
from cableview.collation.words.normalise import BREAKS, HYPHENS, LINE_END_HYPHEN, bare, letter_reader
from cableview.collation.words.tokens import LAST_BLANK, Column, Flags, Tokens

DASHES = "‒–—―−"
_DASHES, _BREAKING = frozenset(DASHES), frozenset(BREAKS)
_DIVIDING = re.compile(rf"[{DASHES}{BREAKS}]|--")
_BLANKED_DASH = re.compile(r"(?<!\s)\s?-\s?")
_OTHER_BLANK = re.compile(r"[^\S \n\r\f]+")
"""Tabs, no-break blanks and those of another width: neither the usual blank nor a line end."""
_OTHER_BLANKS = tuple(filter(_OTHER_BLANK.match, map(chr, range(LAST_BLANK + 1))))
_MOST_WRITINGS, _MOST_SETS = 50_000, 8
"""Pairs of spellings, and sets of rules, for which results are cached."""


def suppressed(a: Tokens, b: Tokens, runs: Sequence[Run], rules: frozenset[str]) -> Counter[str]:
    """The number of places that each rule held equal."""
    out: Counter[str] = Counter()
    for x, y in rewritten_words(a, b, runs):
        out.update(rules_holding(a.raw(x), b.raw(y), rules))
    breaks, blanks = _between(a, b, runs)
    if "line-breaks" in rules and (count := int(breaks.sum())):
        out["line-breaks"] += count
    if "blanks" in rules and (count := int(blanks.sum())):
        out["blanks"] += count
    return out


def rewritten_words(a: Tokens, b: Tokens, runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yields pairs of equal words of which at least one is read differently from how it stands in its text."""
    changed_a, changed_b = a.rewritten, b.rewritten
    if changed_a.any() or changed_b.any():
        for run in runs:
            either = changed_a[run.a : run.a + run.length] | changed_b[run.b : run.b + run.length]
            for k in np.flatnonzero(either).tolist():
                yield run.a + k, run.b + k


def differing_blanks(a: Tokens, b: Tokens, runs: Sequence[Run]) -> dict[str, list[tuple[int, int]]]:
    """Pairs of words in runs before which breaks or blanks differ, by the rule that would hold that equal."""
    at_a, at_b = _followers(runs)
    flags = dict(zip(("line-breaks", "blanks"), _between(a, b, runs), strict=True))
    return {rule: list(zip(at_a[f].tolist(), at_b[f].tolist(), strict=True)) for rule, f in flags.items()}


def unequal_gaps(a: Tokens, b: Tokens, runs: Sequence[Run], rules: frozenset[str]) -> list[Gap]:
    """Pairs of neighbouring words between which breaks or blanks differ and no rule holds that equal."""
    if {"line-breaks", "blanks"} <= rules:
        return []
    breaks, blanks = _between(a, b, runs)
    at_a, at_b = _followers(runs)
    unequal = np.zeros(len(breaks), dtype=np.bool_)
    if "line-breaks" not in rules:
        unequal |= breaks
    if "blanks" not in rules:
        unequal |= blanks
    places = np.flatnonzero(unequal)
    return [Gap(x - 1, x + 1, y - 1, y + 1) for x, y in zip(at_a[places].tolist(), at_b[places].tolist(), strict=True)]


def _followers(runs: Sequence[Run]) -> tuple[np.ndarray, np.ndarray]:
    """The words of the runs, in both texts, that follow directly on another in both."""
    at_a, at_b = _words_of_runs(runs)
    follows = np.flatnonzero((np.diff(at_a) == 1) & (np.diff(at_b) == 1)) + 1
    return at_a[follows], at_b[follows]


def _words_of_runs(runs: Sequence[Run]) -> tuple[Column, Column]:
    """All words of the runs, in both texts."""
    lengths = np.array([run.length for run in runs], dtype=np.int64)
    offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    first_a = np.repeat(np.array([run.a for run in runs], dtype=np.int64), lengths)
    first_b = np.repeat(np.array([run.b for run in runs], dtype=np.int64), lengths)
    return first_a + offsets, first_b + offsets


def _between(a: Tokens, b: Tokens, runs: Sequence[Run]) -> tuple[Flags, Flags]:
    """For each word that follows another: whether the line ends before it differ, and whether the blanks do."""
    at_a, at_b = _followers(runs)
    uncut = ~(a.cut[at_a] | b.cut[at_b])
    breaks_a, breaks_b = np.frombuffer(a.breaks, dtype=np.uint8)[at_a], np.frombuffer(b.breaks, dtype=np.uint8)[at_b]
    breaks = (breaks_a != breaks_b) & uncut
    wide_a, wide_b = a.starts[at_a] - a.ends[at_a - 1], b.starts[at_b] - b.ends[at_b - 1]
    in_line = uncut & (breaks_a == 0) & (breaks_b == 0)
    blanks = (wide_a != wide_b) & in_line
    others = _behind_other_blanks(a)[at_a] | _behind_other_blanks(b)[at_b]
    for k in np.flatnonzero(others & in_line & ~blanks).tolist():
        blanks[k] = are_blanks_unequal(a.blanks(at_a.item(k)), b.blanks(at_b.item(k)))
    return breaks, blanks


def _behind_other_blanks(text: Tokens) -> Flags:
    """For each word, whether a blank other than the usual one stands between it and the word before."""
    out = np.zeros(len(text) + 1, dtype=np.bool_)
    if any(blank in text.text for blank in _OTHER_BLANKS):
        places = [found.start() for found in _OTHER_BLANK.finditer(text.text)]
        out[text.starts.searchsorted(places)] = True
    return out[:-1]


def are_blanks_unequal(one: str, other: str) -> bool:
    """True if the blanks between two words are of other kinds or another number."""
    return len(one) != len(other) or (one != other and bool(_OTHER_BLANK.search(one + other)))


def breaks_in(blanks: str) -> int:
    """The number of line ends between two words, as `Tokens.breaks` counts them."""
    return min(2, blanks.count("\n") + blanks.count("\r") - blanks.count("\r\n") + 2 * blanks.count("\f"))


@lru_cache(_MOST_WRITINGS)
def rules_holding(one: str, other: str, rules: frozenset[str]) -> tuple[str, ...]:
    """The rules without which two spellings of a word would differ."""
    if one == other:
        return ()
    rules = _bearing_on(one, other, rules)
    out: list[str] = []
    divided = [_is_divided(word) for word in (one, other)]
    if any(divided):
        if "line-end-hyphens" in rules and one.split() != other.split():
            out.append("line-end-hyphens")
        one, other = (_undivided(word) for word in (one, other))
    read = _reader(rules)
    own = [name for name in own_rules(rules) if _concerns(name, one, other)]
    if read(one) != read(other):
        one, other = f"{one} a", f"{other} a"  # the full stop of an abbreviation is recognised by what follows
    if read(one) != read(other):
        return tuple(out) if any(divided) else (*out, *(own[:1] or _repeating(one, other, rules) or ["markup"]))
    names = [*(rule.name for rule in all_rules() if rule.name in rules), *own]
    for name in names:
        fewer = _reader(rules - {name})
        if fewer(one) != fewer(other):
            out.append(name)
    if not out and one != other:
        out += [name for name in names if _reader(frozenset((name,)))(one) != one][:1]
    return tuple(out)


def _repeating(one: str, other: str, rules: frozenset[str]) -> list[str]:
    """The rule by which `mail repeat by air mail` is `mail`: the words it repeats begin before it."""
    if len(one.split()) == len(other.split()):
        return []
    words = {bare(word).casefold() for word in f"{one} {other}".split()}
    return [rule.name for rule in all_rules() if rule.name in rules and not words.isdisjoint(rule.repeating)]


def _reader(rules: frozenset[str]) -> Callable[[str], str]:
    return letter_reader(rules) if wordings_of(rules) is None else partial(words_read, rules=rules)


def _bearing_on(one: str, other: str, rules: frozenset[str]) -> frozenset[str]:
    """The rules without the user's own pairs for other words: a set can have thousands, and is read once per rule.

    Pairs with a word in common are kept together, since their wordings are all held equal.
    """
    by_word = _own_by_word(rules)
    if not by_word:
        return rules
    read = letter_reader(rules)
    pending = [plain for word in f"{one} {other}".split() for form in (word, read(word)) for plain in _plain(form)]
    seen: set[str] = set()
    bearing: set[str] = set()
    while pending:
        word = pending.pop()
        if word not in seen:
            seen.add(word)
            names = by_word.get(word, ())
            bearing.update(names)
            pending += [plain for name in names for plain in _words_of_pair(name, rules)]
    return _of_program(rules) | bearing


@lru_cache(_MOST_SETS)
def _of_program(rules: frozenset[str]) -> frozenset[str]:
    return rules - frozenset(own_rules(rules))


@lru_cache(_MOST_SETS)
def _own_by_word(rules: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The user's own pairs, by the words in them."""
    out: dict[str, list[str]] = {}
    for name in own_rules(rules):
        for word in _words_of_pair(name, rules):
            out.setdefault(word, []).append(name)
    return out


def _words_of_pair(own: str, rules: frozenset[str]) -> set[str]:
    """The words of both sides of a pair, as written and as the rules read their letters."""
    read = letter_reader(rules)
    words = [word for side in own_sides(own) or () for word in side.split()]
    return {plain for word in words for form in (word, read(word)) for plain in _plain(form)}


def _concerns(own: str, one: str, other: str) -> bool:
    """True if both spellings contain words of one of the user's own pairs."""
    held = {plain for side in own_sides(own) or () for word in side.split() for plain in _plain(word)}
    return all(any(held & _plain(word) for word in words.split()) for words in (one, other))


def _plain(word: str) -> set[str]:
    """A word as it stands, without the signs around it, and also without a possessive ending."""
    return {word, bare(word), bare(word).removesuffix("'s").removesuffix("’s")} - {""}


def _is_divided(word: str) -> bool:
    return not _BREAKING.isdisjoint(word)


def _undivided(word: str) -> str:
    pieces = word.split()
    return "".join(piece.rstrip(HYPHENS) for piece in pieces[:-1]) + pieces[-1]


def may_divide(text: Tokens) -> bool:
    """False if the text has neither dashes nor divided words; of two such texts `rule_dividing` holds nothing equal."""
    return bool(text.hyphens) or "--" in text.text or any(dash in text.text for dash in DASHES)


def rule_dividing(one: str, other: str, rules: frozenset[str]) -> str:
    """The rule that holds equal what differs only in division at a dash or line end; "" if there is none."""
    both = f"{one}\0{other}"
    if not _DIVIDING.search(both):
        return ""
    read = letter_reader(rules)
    dashed = not _DASHES.isdisjoint(both) or "--" in both
    if dashed and {"dashes", "blanks"} <= rules and _undashed(read(one)) == _undashed(read(other)):
        return "dashes"
    divided = "line-end-hyphens" in rules and (_is_divided(one) or _is_divided(other))
    if divided and LINE_END_HYPHEN.search(both):
        # A hyphen elsewhere in the word counts.
        whole, hyphened = ([read(LINE_END_HYPHEN.sub(sign, word)) for word in (one, other)] for sign in ("", "-"))
        return "line-end-hyphens" if {whole[0], hyphened[0]} & {whole[1], hyphened[1]} else ""
    return ""


def _undashed(words: str) -> str:
    return words if words.split() == [words] else _BLANKED_DASH.sub("-", words)
