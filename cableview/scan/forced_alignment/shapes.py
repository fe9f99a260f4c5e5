"""What characters look like on a tape of ink, by their kind, as costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cableview.scan.forced_alignment.tape import BASE, CELL, TOP, Tape

Floats = NDArray[np.float32]

BEFORE_GAP, WITH_HYPHEN = 0.8, 0.3
"""Cost of a word continuing past the end of a line, and where something like a hyphen stands there."""
INK, BLANK_IN_WORD, BLANK = 0.4, 0.2, 0.03
"""Cost of skipping a column of ink; a blank one inside a word; a blank one between words."""
REST, REST_COLUMN = 3.0, 0.07
"""Cost of writing below the last character: at all, and for each column."""
ACROSS = 8.0
"""Cost of a letter that would stand half on one line and half on the next."""
OFF_WIDTH, OFF_GUESSED_WIDTH = 0.2, 0.1
"""Cost per column by which a character is wider or narrower than expected: typed, and in print."""

NEVER = np.float32(1000)

ASCENDING = frozenset("bdfhkltſ0123456789!?()[]/\\\\&§%ßôîâûêéèàùäöü'\"’‘“”«»ij")
DESCENDING = frozenset("gjpqyçſß,;()[]/§Qµ")
LOW = frozenset(".,_…")
HIGH = frozenset("'\"’‘“”`´^°*")
DASHES = frozenset("-–—‐‑=~«»")
NARROW = frozenset("iljtfrI.,;:'!|()[]’‘`1")
WIDE = frozenset("mwMWŒœÆæ—…%&@")


@dataclass(frozen=True)
class Costs:
    """Costs of characters on a tape.

    `letters[symbol]` lists widths with the cost of a character of that width ending at each column (index: columns
    before its end). `in_word` and `between` are the costs of skipping each column, `rest` of all that is left below an
    end.
    """

    columns: int
    letters: tuple[tuple[tuple[int, Floats], ...], ...]
    in_word: Floats
    between: Floats
    rest: Floats

    def of(self, symbol: int) -> Sequence[tuple[int, Floats]]:
        """The cost of a symbol by column, for each width it may have."""
        return self.letters[symbol]


@dataclass(frozen=True)
class Zones:
    """How black each column is, 0 to 1: at the height of small letters, above, below, at the foot, in the middle."""

    body: Floats
    above: Floats
    below: Floats
    foot: Floats
    middle: Floats
    any: Floats


def zones(tape: Tape) -> Zones:
    """How black the zones of a tape are."""
    c = tape.columns
    small = BASE - TOP
    return Zones(
        _black(c[:, TOP + 1 : BASE], 0.3),
        _black(c[:, max(0, TOP - round(0.75 * small)) : TOP - 1], 0.35),
        _black(c[:, BASE + 2 :], 0.3),
        _black(c[:, BASE - round(0.3 * small) : BASE + 1], 0.4),
        _black(c[:, TOP + round(0.35 * small) : BASE - round(0.25 * small)], 0.5),
        _black(c[:, max(0, TOP - round(0.75 * small)) :], 0.18),
    )


def by_kind(tape: Tape, alphabet: Sequence[str]) -> Costs:
    """Costs from the characters' kinds alone, without knowing how this page writes them."""
    found = zones(tape)
    letters = tuple(_of_character(character, tape, found) for character in alphabet)
    return _passing(tape, found, letters)


def _of_character(character: str, tape: Tape, found: Zones) -> tuple[tuple[int, Floats], ...]:
    """The costs of a character by width, on typed and on printed lines with the widths it has there."""
    typed = np.concatenate((tape.typed[:1], tape.typed))
    costs: dict[int, Floats] = {}
    for kind in (True, False):
        here = typed == kind
        if not here.any():
            continue
        for width in widths_of(character, typed=kind):
            cost = _cost(character, tape, found, width, typed=kind)
            costs[width] = np.where(here, cost, costs.get(width, NEVER))
    return tuple(costs.items())


def _cost(character: str, tape: Tape, found: Zones, width: int, *, typed: bool) -> Floats:
    """Cost of a character of `width` columns ending at each edge; a letter never crosses the end of a line."""
    off = abs(width - width_of(character, typed=typed)) * (OFF_WIDTH if typed else OFF_GUESSED_WIDTH)
    cost = _of_kind(character, found, width) + off
    across = 0.0 if character.isspace() else ACROSS * _mean(tape.gaps.astype(np.float32), width)
    return (cost + across).astype(np.float32)


def width_of(character: str, *, typed: bool) -> float:
    """The expected width of a character, in columns."""
    if typed or character.isspace():
        return CELL if typed else CELL * 0.8
    if character in NARROW:
        return 0.62 * CELL
    if character in WIDE:
        return 1.6 * CELL
    return 1.35 * CELL if character.isupper() else 1.05 * CELL


def widths_of(character: str, *, typed: bool) -> range:
    """The widths in columns that a character may have, around the usual one."""
    if typed:
        return range(CELL - 1, CELL + 2)
    middle = round(width_of(character, typed=False))
    return range(max(1, middle - 1), middle + 3 if middle > CELL else middle + 2)


def _of_kind(character: str, found: Zones, width: int) -> NDArray[Any]:
    """Cost of a character of `width` columns that ends at each column; index 0 is the tape's start."""
    ink = _mean(found.any, width)
    if character.isspace():
        return np.minimum(1.2 * ink / 0.5, 1.6)
    body, above, below = _mean(found.body, width), _mean(found.above, width), _mean(found.below, width)
    if character in HIGH:
        return 0.5 * (1 - above) + 0.8 * body + 0.4 * below
    if character in LOW:
        return 0.4 * (1 - np.minimum(1, 2 * _mean(found.foot, width))) + 0.8 * _mean(found.middle, width) + 0.6 * above
    if character in DASHES:
        return 0.6 * (1 - _mean(found.middle, width)) + 0.5 * _mean(found.foot, width) + 0.5 * above
    cost = 1.1 * (1 - np.minimum(1, body / 0.6))
    cost += 0.45 * _unlike(above, expected=character in ASCENDING or character.isupper())
    return cost + 0.35 * _unlike(below, expected=character in DESCENDING)


def _unlike(share: Floats, *, expected: bool) -> NDArray[Any]:
    return 1 - np.minimum(1, share / 0.35) if expected else np.minimum(1, share / 0.45)


def _passing(tape: Tape, found: Zones, letters: tuple[tuple[tuple[int, Floats], ...], ...]) -> Costs:
    blank = found.any < 0.12
    between = np.where(blank, BLANK, INK * np.minimum(1, found.any / 0.5)).astype(np.float32)
    in_word = np.where(blank, BLANK_IN_WORD, INK).astype(np.float32)
    between[tape.gaps] = 0
    in_word[tape.gaps] = BEFORE_GAP / CELL
    _let_hyphens_pass(tape, found, in_word)
    below = np.cumsum((found.any > 0.12)[::-1])[::-1]
    ink_below = np.concatenate((below, [0])).astype(np.float32)
    rest = np.where(ink_below > 0, REST + REST_COLUMN * ink_below, 0).astype(np.float32)
    return Costs(len(tape), letters, in_word, between, np.minimum(rest, ink_below * np.float32(INK)))


def _let_hyphens_pass(tape: Tape, found: Zones, in_word: Floats) -> None:
    """Makes it cheap for a word to continue past a line whose last cell holds something like a hyphen."""
    starts = np.nonzero(tape.gaps & ~np.concatenate(([False], tape.gaps[:-1])))[0]
    for end in starts:
        for width in (CELL, CELL + 1):
            cell = slice(max(0, end - width), end)
            if found.middle[cell].mean() > 0.25 and max(found.above[cell].mean(), found.foot[cell].mean()) < 0.25:
                in_word[cell] = 0.1 / width
                in_word[end : end + CELL] = WITH_HYPHEN / CELL
                break


def _black(part: Floats, full: float) -> Floats:
    return np.minimum(1, part.mean(axis=1) / full).astype(np.float32)


def _mean(columns: Floats, width: int) -> Floats:
    """Mean over the `width` columns before each end; the first ends have fewer columns and cost the same as none."""
    sums = np.concatenate((np.zeros(1), np.cumsum(columns, dtype=np.float64)))
    means = np.zeros(len(sums), dtype=np.float32)
    means[width:] = (sums[width:] - sums[:-width]) / width
    return means
