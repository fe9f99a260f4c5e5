"""Collates a working text with the reference: finds, names and weighs every place where they read differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from string import ascii_lowercase, ascii_uppercase

import msgspec
import numpy as np
from msgspec.structs import replace

from cableview.collation.alignment.align import Alignment, align_within
from cableview.collation.alignment.anchors import Gap
from cableview.collation.alignment.interning import interned_both
from cableview.collation.alignment.likeness import ALIKE, are_partners, likeness_of, sides
from cableview.collation.alignment.pins import Barriers, Pin, align_between, barriers, rising, split_off, with_open
from cableview.collation.classification.differences import Pair, classified, moved_blocks, undecided
from cableview.collation.equality.applied_rules import may_divide, rule_dividing, suppressed, unequal_gaps
from cableview.collation.equality.divided_words import put_together
from cableview.collation.equality.wordings import Used, held_words
from cableview.collation.words.tokens import Column, KnownWords, Tokens, tokenise
from cableview.model.discrepancy import Difference
from cableview.model.item import Relation
from cableview.model.span import Span
from cableview.model.witness import Markup

__all__ = ["Collation", "Pairs", "Pin", "Text", "collate"]

COPY, VARIANT = 0.9, 0.6
"""The rates of agreement from which the texts are proposed as copies, or as variants, of each other."""
FEWEST_CAPITALS = 20
_SMALL, _CAPITAL = ascii_lowercase.encode(), ascii_uppercase.encode()


class Text(msgspec.Struct, frozen=True):
    """One side of a collation. `masked` spans are not compared: excluded ranges, origins of decided moves."""

    text: str
    markup: Markup = Markup()
    masked: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Pairs:
    """Words of both texts that correspond to each other, as columns of spans, in order of the working text."""

    working_starts: Column
    working_ends: Column
    reference_starts: Column
    reference_ends: Column


class Collation(msgspec.Struct, frozen=True, dict=True, eq=False):
    """The result of a comparison. Derived values that are not always needed are computed on first use.

    `all_caps`: one text is in capitals, so case was ignored. `pair` and `alignment` are the words and their alignment,
    `held` the units that a rule holds equal, `decided` the ranges of the pins, `units` what differences cover, decided
    or not, `rules` those applied, `used` how the texts write the wordings that these know.
    """

    differences: tuple[Difference, ...]
    all_caps: bool
    pair: Pair
    alignment: Alignment
    held: Mapping[Gap, str]
    decided: Barriers
    units: Sequence[Gap]
    rules: frozenset[str]
    used: Used

    @property
    def tokens(self) -> int:
        """The number of words of the working text that were compared."""
        return len(self.pair.a)

    @property
    def agreeing(self) -> int:
        """The number of these words that have an equal partner."""
        held = sum(unit.a1 - unit.a0 for unit in self.held)
        return sum(run.length for run in self.alignment.runs) + held

    def prepare(self) -> None:
        """Computes the derived values in advance, so that no caller waits: they take much of a comparison's time."""
        _ = self.suppressed, self.pairs, self.relation

    @cached_property
    def suppressed(self) -> Mapping[str, int]:
        """The number of places that each rule held equal."""
        counts = suppressed(self.pair.a, self.pair.b, self.alignment.runs, self.rules)
        return dict(counts + _places(self.held))

    @cached_property
    def pairs(self) -> Pairs:
        return _pairs(self.pair.a, self.pair.b, self.alignment)

    @cached_property
    def relation(self) -> Relation:
        return _relation(self.pair.a, self.pair.b, self.alignment)


def collate(
    working: Text, reference: Text, rules: frozenset[str], pins: Sequence[Pin] = (), *, exact: bool = False
) -> Collation:
    """Finds every difference between the texts that `pins` do not decide, in the order of the working text.

    `exact` compares runs of non-blanks literally: no rule applies, markup is text, line breaks and blanks are ignored.
    """
    all_caps = not exact and "case" not in rules and _is_all_caps(working.text, reference.text)
    if exact:
        rules = frozenset()
    elif all_caps:
        rules |= {"case"}
    pair, used = _pair(working, reference, rules, pins, ())
    alignment = _aligned(pair)
    decided = hidden = Barriers()
    if pins:
        cuts, hidden, crossing = _cuts(pair, alignment, pins, exact=exact)
        if crossing:
            pair, used = _pair(working, reference, rules, pins, crossing)
            alignment = _aligned(pair)
        decided = barriers(pair.a, pair.b, cuts)
        alignment = align_between(pair.a, pair.b, pair.ids_a, pair.ids_b, alignment, decided)
    alignment, held = _with_halves(pair, alignment)
    held |= _held(pair, _without(alignment.units, held), rules)
    differing = replace(alignment, units=_without(alignment.units, held)) if held else alignment
    spaced = [] if exact else unequal_gaps(pair.a, pair.b, alignment.runs, rules)
    found = classified(pair, differing, decided, hidden, exact=exact, spaced=spaced)
    differences = undecided(pair, found.outside(hidden), decided)
    return Collation(tuple(differences), all_caps, pair, alignment, held, decided, found.units, rules, used)


def _pair(
    working: Text, reference: Text, rules: frozenset[str], pins: Sequence[Pin], crossing: Sequence[Pin]
) -> tuple[Pair, Used]:
    """The words of both texts as `held_words` reads them, without masked ones and `crossing` pins, and its `Used`."""
    known = KnownWords(working.text, reference.text)
    omitted = [*working.masked, *[p.working for p in crossing]]
    a = tokenise(working.text, rules, working.markup, omitted, known)
    omitted = [*reference.masked, *[p.reference for p in crossing]]
    b = tokenise(reference.text, rules, reference.markup, omitted, known)
    a, b, used = held_words(a, b, rules, pins)
    return Pair(a, b, *interned_both(a, b)), used


def _aligned(pair: Pair) -> Alignment:
    return align_within(pair.a, pair.b, pair.ids_a, pair.ids_b, Gap(0, len(pair.a), 0, len(pair.b)))


def _cuts(
    pair: Pair, alignment: Alignment, pins: Sequence[Pin], *, exact: bool
) -> tuple[list[Pin], Barriers, list[Pin]]:
    """Pins that cut both texts in order, the places decided inside moved passages, and pins that cross the others."""
    blocks = [] if exact else moved_blocks(pair, alignment)
    outside, hidden = split_off(pair.a, pair.b, [pin for pin in pins if not pin.open], blocks)
    cuts, crossing = rising([pin for pin in outside if not pin.is_empty])
    return with_open(cuts, split_off(pair.a, pair.b, [pin for pin in pins if pin.open], blocks)[0]), hidden, crossing


def _without(units: list[Gap], held: Mapping[Gap, str]) -> list[Gap]:
    return [unit for unit in units if unit not in held] if held else units


def _with_halves(pair: Pair, alignment: Alignment) -> tuple[Alignment, dict[Gap, str]]:
    """The alignment with words divided by page breaks joined, and the units that are their halves."""
    if not (pair.a.hyphens or pair.b.hyphens):
        return alignment, {}
    units, halves = put_together(pair.a, pair.b, alignment.units)
    return (replace(alignment, units=units) if halves else alignment), dict.fromkeys(halves, "line-end-hyphens")


def _places(held: Mapping[Gap, str]) -> Counter[str]:
    """The number of places that each rule held equal; only one half of a divided word has a partner."""
    return Counter(rule for unit, rule in held.items() if unit.a0 < unit.a1 and unit.b0 < unit.b1)


def _held(pair: Pair, units: list[Gap], rules: frozenset[str]) -> dict[Gap, str]:
    """The units that a rule holds equal although their words are divided differently, with that rule."""
    out: dict[Gap, str] = {}
    may_be_held = rules and (may_divide(pair.a) or may_divide(pair.b))
    for unit in _of_few_words(pair, units) if may_be_held else ():
        one = pair.a.text[pair.a.starts.item(unit.a0) : pair.a.ends.item(unit.a1 - 1)]
        other = pair.b.text[pair.b.starts.item(unit.b0) : pair.b.ends.item(unit.b1 - 1)]
        rule = rule_dividing(one, other, rules)
        if rule and not _is_part_struck(pair, unit):
            out[unit] = rule
    return out


def _of_few_words(pair: Pair, units: list[Gap]) -> list[Gap]:
    """The units of few words on both sides, except pairs of single words read as written: their letters differ."""
    read_a, read_b = pair.a.rewritten.tobytes(), pair.b.rewritten.tobytes()
    return [
        unit
        for unit in units
        for a0, a1, b0, b1 in [unit]
        if (words := (a1 - a0) * (b1 - b0)) and (words > 1 or read_a[a0] or read_b[b0]) and a1 - a0 + b1 - b0 < 12
    ]


def _is_part_struck(pair: Pair, unit: Gap) -> bool:
    return bool(pair.a.struck[unit.a0 : unit.a1].any() or pair.b.struck[unit.b0 : unit.b1].any())


def _is_all_caps(one: str, other: str) -> bool:
    """True if one of the texts is in capitals and the other is not."""
    if _has_small_letters(one) and _has_small_letters(other):
        return False  # like most texts
    fewer, more = sorted(map(_share_of_capitals, (one, other)))
    return more > 0.9 and 0 <= fewer < 0.6


def _has_small_letters(text: str) -> bool:
    """True if more than one in ten of all characters is a small letter, which the beginning usually shows."""
    beginning = text[: len(text) // 5]
    return 10 * _letters_of(_SMALL, beginning) > len(text) or 10 * _letters_of(_SMALL, text) > len(text)


def _letters_of(alphabet: bytes, text: str) -> int:
    """The number of characters that belong to an alphabet of ASCII letters."""
    signs = text.encode("ascii", "ignore")
    return len(signs) - len(signs.translate(None, alphabet))


def _share_of_capitals(text: str) -> float:
    """The share of letters that are capitals; -1 if there are too few to say."""
    capitals, small = _letters_of(_CAPITAL, text), _letters_of(_SMALL, text)
    return capitals / (capitals + small) if capitals + small >= FEWEST_CAPITALS else -1


def _relation(a: Tokens, b: Tokens, alignment: Alignment) -> Relation:
    """The relation proposed by the share of equal words among those placed in both texts.

    A block that only one text has counts for little.
    """
    agreeing = float(sum([run.length for run in alignment.runs]))
    words = agreeing
    paired: list[Gap] = []
    for unit in alignment.units:
        a0, a1, b0, b1 = unit
        few, many = (a1 - a0, b1 - b0) if a1 - a0 < b1 - b0 else (b1 - b0, a1 - a0)
        if few:
            paired.append(unit)
            words += max(few, min(many, 12))
        else:
            words += min(many, 3)
    lefts, rights = sides(a, b, paired)
    percents = likeness_of(lefts, rights)
    for (a0, a1, b0, b1), left, right, percent in zip(paired, lefts, rights, percents, strict=True):
        if percent >= ALIKE or are_partners(left, right, percent):
            agreeing += 0.8 * max(a1 - a0, b1 - b0)
    rate = agreeing / words if words else 1.0
    return Relation.COPY if rate >= COPY else Relation.VARIANT if rate >= VARIANT else Relation.PARAPHRASE


def _pairs(a: Tokens, b: Tokens, alignment: Alignment) -> Pairs:
    units = [unit for unit in alignment.units if unit.a0 < unit.a1 and unit.b0 < unit.b1]
    lengths = np.array([run.length for run in alignment.runs], dtype=np.int64)
    offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    a0 = np.repeat(np.array([run.a for run in alignment.runs], dtype=np.int64), lengths) + offsets
    b0 = np.repeat(np.array([run.b for run in alignment.runs], dtype=np.int64), lengths) + offsets
    table = np.fromiter(chain.from_iterable(units), dtype=np.int64, count=4 * len(units)).reshape(-1, 4)
    first_a, first_b = np.concatenate((a0, table[:, 0])), np.concatenate((b0, table[:, 2]))
    last_a, last_b = np.concatenate((a0, table[:, 1] - 1)), np.concatenate((b0, table[:, 3] - 1))
    order = np.argsort(first_a, kind="stable")
    return Pairs(a.starts[first_a[order]], a.ends[last_a[order]], b.starts[first_b[order]], b.ends[last_b[order]])
