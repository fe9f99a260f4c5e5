"""Finds passages that stand elsewhere in the other text: changed over, or typed between the lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cableview.collation.anchors import Gap, Ids, unique_runs
from cableview.collation.tokens import Tokens

NEAR = 60
"""Words between the two places of a passage that is typed between the lines."""
LONG_INSERT = 16
ENOUGH = 0.7
"""Share of a passage that must be found again for it to be the same passage with slips."""


class Move(NamedTuple):
    """Words `origin` of the working text belong at `unit`; `slips` differ inside the passage."""

    unit: Gap
    origin: tuple[int, int]


@dataclass(frozen=True)
class Moves:
    """`moves` found, and the units that are left.

    `places` are both places of each passage, `inner` the passages themselves, in which words can still differ.
    """

    moves: list[Move]
    units: list[Gap]
    places: list[Gap]
    inner: list[Gap]


def moved(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, units: list[Gap], is_free: Callable[[int, int], bool]) -> Moves:
    """`is_free` tells of a range of words of the working text that it is not decided and can be said to be moved."""
    between = _between_lines(a, b, units, is_free)
    blocks = _blocks(a, b, ids_a, ids_b, between.units, is_free)
    return Moves(
        [*between.moves, *blocks.moves],
        blocks.units,
        [*between.places, *blocks.places],
        [*between.inner, *blocks.inner],
    )


def _between_lines(a: Tokens, b: Tokens, units: list[Gap], is_free: Callable[[int, int], bool]) -> Moves:
    """Words without partner that a unit near by lacks, mostly with a slash at the place where they belong."""
    taken: set[int] = set()
    moves: list[Move] = []
    wide = [k for k, (a0, a1, b0, b1) in enumerate(units) if a0 < a1 and b0 < b1 and a1 - a0 != b1 - b0]
    lone = [(k, unit) for k, unit in enumerate(units) if unit.a0 == unit.a1 or unit.b0 == unit.b1]
    for k, unit in lone:
        if unit.a1 - unit.a0 + unit.b1 - unit.b0 > LONG_INSERT:
            continue
        for other in _near(units, wide, k):
            if other in taken:
                continue
            move = _completing(a, b, unit, units[other])
            if move is not None and is_free(*move.origin):
                moves.append(move)
                taken |= {k, other}
                break
    left = [unit for k, unit in enumerate(units) if k not in taken] if taken else units
    return Moves(moves, left, [units[k] for k in taken], [])


def _near(units: list[Gap], wide: list[int], k: int) -> list[int]:
    at = bisect_left(wide, k)
    close = [w for w in wide[max(0, at - 6) : at + 6] if abs(units[w].a0 - units[k].a0) <= NEAR]
    return sorted(close, key=lambda w: abs(w - k))


def _completing(a: Tokens, b: Tokens, lone: Gap, unit: Gap) -> Move | None:
    """The move when the lone words, put into the shorter side of `unit`, make it the longer one."""
    left, right = a.forms[unit.a0 : unit.a1], b.forms[unit.b0 : unit.b1]
    if lone.a0 < lone.a1:
        words = a.forms[lone.a0 : lone.a1]
        if _fits(left, right, words) is None:
            return None
        return Move(unit, (lone.a0, lone.a1))
    words = b.forms[lone.b0 : lone.b1]
    place = _fits(right, left, words)
    if place is None:
        return None
    return Move(lone, (unit.a0 + place, unit.a0 + place + len(words)))


def _fits(short: list[str], full: list[str], words: list[str]) -> int | None:
    """Place of `words` in `full` when the rest of it is `short`, but for blanks and insertion marks."""
    bare = "".join(short).replace("/", "")
    for k in range(len(full) - len(words) + 1):
        if full[k : k + len(words)] == words:
            rest = "".join([*full[:k], *full[k + len(words) :]]).replace("/", "")
            if rest == bare:
                return k
    return None


def _blocks(
    a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, units: list[Gap], is_free: Callable[[int, int], bool]
) -> Moves:
    """Runs without partner in one text that come again as runs without partner in the other."""
    mine = [k for k, (_, _, b0, b1) in enumerate(units) if b0 == b1]
    theirs = [k for k, (a0, a1, _, _) in enumerate(units) if a0 == a1]
    if not _share_words(a.forms, b.forms, [units[k] for k in mine], [units[k] for k in theirs]):
        return Moves([], units, [], [])
    moves: list[Move] = []
    inner: list[Gap] = []
    places: list[Gap] = []
    rest: dict[int, list[Gap]] = {}
    for k, other, block in _found_again(a, b, ids_a, ids_b, units, mine, theirs):
        if k in rest or other in rest or not is_free(block.a0, block.a1):
            continue
        move = Move(Gap(units[other].a0, units[other].a0, block.b0, block.b1), (block.a0, block.a1))
        moves.append(move)
        inner.append(block)
        places += (move.unit, Gap(block.a0, block.a1, units[k].b0, units[k].b0))
        rest[k] = _left_over(units[k], block.a0, block.a1, working=True)
        rest[other] = _left_over(units[other], block.b0, block.b1, working=False)
    out: list[Gap] = []
    for k, unit in enumerate(units):
        out += rest.get(k, [unit])
    return Moves(moves, out, places, inner)


def _share_words(a: list[str], b: list[str], mine: list[Gap], theirs: list[Gap]) -> bool:
    words = {word for unit in mine for word in a[unit.a0 : unit.a1]}
    return bool(words) and any(not words.isdisjoint(b[unit.b0 : unit.b1]) for unit in theirs)


def _left_over(unit: Gap, first: int, last: int, *, working: bool) -> list[Gap]:
    if working:
        parts = [Gap(unit.a0, first, unit.b0, unit.b0), Gap(last, unit.a1, unit.b0, unit.b0)]
    else:
        parts = [Gap(unit.a0, unit.a0, unit.b0, first), Gap(unit.a0, unit.a0, last, unit.b1)]
    return [part for part in parts if not part.empty]


def _found_again(
    a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, units: list[Gap], mine: list[int], theirs: list[int]
) -> list[tuple[int, int, Gap]]:
    """Unit of the working text, unit of the reference and the words they share, the longest first."""
    words_a, at_a, of_a = _gathered(ids_a, [(k, units[k].a0, units[k].a1) for k in mine], -1)
    words_b, at_b, of_b = _gathered(ids_b, [(k, units[k].b0, units[k].b1) for k in theirs], -2)
    seeds: dict[tuple[int, int], list[Gap]] = {}
    for size in (3, 2, 1):
        for run in unique_runs(words_a, words_b, size):
            k, other = int(of_a[run.a]), int(of_b[run.b])
            place_a, place_b = int(at_a[run.a]), int(at_b[run.b])
            seed = Gap(place_a, place_a + run.length, place_b, place_b + run.length)
            seeds.setdefault((k, other), []).append(seed)
    found = [(k, other, _whole(ids_a, ids_b, units[k], units[other], found)) for (k, other), found in seeds.items()]
    kept = [row for row in found if _is_move(a, b, units[row[0]], units[row[1]], row[2], seeds[row[0], row[1]])]
    return sorted(kept, key=lambda row: row[2].a0 - row[2].a1)


def _gathered(ids: Ids, ranges: list[tuple[int, int, int]], separator: int) -> tuple[Ids, Ids, Ids]:
    """The words of several ranges one after another, with their places and the units they are of."""
    places = [np.append(np.arange(first, last), -1) for _, first, last in ranges]
    at = np.concatenate(places)
    words = np.where(at >= 0, ids[at], separator)
    of = np.repeat([k for k, _, _ in ranges], [last - first + 1 for _, first, last in ranges])
    # A separator must never be equal to another.
    gaps = np.flatnonzero(at < 0)
    words[gaps] = separator - 2 * np.arange(len(gaps))
    return words, at, of


def _whole(ids_a: Ids, ids_b: Ids, left: Gap, right: Gap, seeds: list[Gap]) -> Gap:
    """The words from the first seed to the last, with the equal words around, and all of a run that is mostly found."""
    a0, a1 = min(s.a0 for s in seeds), max(s.a1 for s in seeds)
    b0, b1 = min(s.b0 for s in seeds), max(s.b1 for s in seeds)
    while a0 > left.a0 and b0 > right.b0 and ids_a[a0 - 1] == ids_b[b0 - 1]:
        a0, b0 = a0 - 1, b0 - 1
    while a1 < left.a1 and b1 < right.b1 and ids_a[a1] == ids_b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    if (a1 - a0) >= ENOUGH * (left.a1 - left.a0) and (b1 - b0) >= ENOUGH * (right.b1 - right.b0):
        return Gap(left.a0, left.a1, right.b0, right.b1)
    return Gap(a0, a1, b0, b1)


def _is_move(a: Tokens, b: Tokens, left: Gap, right: Gap, block: Gap, seeds: list[Gap]) -> bool:
    covered = np.zeros(block.a1 - block.a0, dtype=np.bool_)
    for seed in seeds:
        covered[seed.a0 - block.a0 : seed.a1 - block.a0] = True
    size, equal = max(block.a1 - block.a0, block.b1 - block.b0), int(covered.sum())
    if a.forms[block.a0 : block.a1] == b.forms[block.b0 : block.b1]:
        equal = size
    if equal < size * ENOUGH:
        return False
    distance = abs(left.a0 - right.a0)
    if size >= 4:
        return True
    entire = block == Gap(left.a0, left.a1, right.b0, right.b1)
    letters = sum(map(len, a.forms[block.a0 : block.a1]))
    if not entire or equal < size:
        return False
    return distance <= 2 or (distance <= 3 and letters > 1) or (distance <= NEAR and letters >= 4)
