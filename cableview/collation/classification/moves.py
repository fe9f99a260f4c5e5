"""Finds passages that stand elsewhere in the other text: transposed, or typed between the lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cableview.collation.alignment.align import Passage
from cableview.collation.alignment.anchors import Gap, Ids, unique_runs
from cableview.collation.classification.changed_over import changed_over, turned
from cableview.collation.words.normalise import bare
from cableview.collation.words.tokens import Tokens

NEAR = 60
"""Most words between the two places of a passage typed between the lines."""
LONG_INSERT, LONG_COMPLETED = 16, 32
"""Most words of such a passage, and of both texts at the place where it belongs."""
ENOUGH = 0.7
"""Share of a passage that must recur for it to count as the same passage with slips."""


Gathered = tuple[Ids, Ids, Ids]
"""The concatenated words of several units, their places, and the unit of each."""
Seeds = npt.NDArray[np.int64]
"""Ranges of words that are the same in both texts, one `Gap` per row."""


Range = tuple[int, int]
"""The indices of the first and the last of several units in a row."""
_NOWHERE = Gap(-1, -1, -1, -1)


class Move(NamedTuple):
    """Words `origin` of the working text belong at `unit`."""

    unit: Gap
    origin: tuple[int, int]


class Block(NamedTuple):
    """The words of a passage in both texts, and what is known of their alignment."""

    words: Gap
    passage: Passage | None = None


class Moves(NamedTuple):
    """The `moves` found, and the remaining `units`.

    `places` are both places of each passage, `inner` the passages themselves, inside which words can still differ.
    """

    moves: list[Move]
    units: list[Gap]
    places: list[Gap]
    inner: list[Block]


def moved(
    a: Tokens,
    b: Tokens,
    ids_a: Ids,
    ids_b: Ids,
    units: list[Gap],
    passages: Sequence[Passage],
    is_free: Callable[[int, int], bool],
) -> Moves:
    """The passages that stand elsewhere, including the known `passages`.

    `is_free` is true for a range of words of the working text that is undecided, so may be reported as moved.
    """
    over = _changed_over(ids_a, ids_b, units, is_free)
    if over.moves:
        units = over.units
    uneven = _uneven(units)
    between = _between_lines(a, b, ids_a, ids_b, units, uneven, is_free)
    if between.moves:
        uneven = _uneven(between.units)
    blocks = _blocks(a, b, ids_a, ids_b, between.units, uneven, passages, is_free)
    if not (over.moves or between.moves):  # the usual case
        return blocks
    return Moves(
        [*over.moves, *between.moves, *blocks.moves],
        blocks.units,
        [*over.places, *between.places, *blocks.places],
        [*over.inner, *between.inner, *blocks.inner],
    )


def _changed_over(ids_a: Ids, ids_b: Ids, units: list[Gap], is_free: Callable[[int, int], bool]) -> Moves:
    """Moves of passages that are paired with their neighbours, which begin or end with the same words."""
    moves: list[Move] = []
    places: list[Gap] = []
    inner: list[Block] = []
    taken: set[int] = set()
    for found in changed_over(ids_a, ids_b, units):
        (first, last), unit, place = found.origin, found.unit, found.place
        if is_free(min(first, unit.a0), max(last, unit.a0)):
            moves.append(Move(unit, found.origin))
            places += (unit, place)
            inner.append(Block(Gap(first, last, unit.b0, unit.b1)))
            taken.update(range(found.first, found.last))
    left = [unit for k, unit in enumerate(units) if k not in taken] if taken else units
    return Moves(moves, left, places, inner)


def _between_lines(
    a: Tokens,
    b: Tokens,
    ids_a: Ids,
    ids_b: Ids,
    units: list[Gap],
    uneven: list[int],
    is_free: Callable[[int, int], bool],
) -> Moves:
    """Moves of unpaired words that a nearby unit lacks, usually with a slash at the place where they belong."""
    lone = [k for k in uneven if _is_lone(units[k])]
    wide = _wide(units, uneven) if lone else []
    if not wide:
        return Moves([], units, [], [])
    taken: set[int] = set()
    moves: list[Move] = []
    inner: list[Block] = []
    for k in lone:
        unit = units[k]
        if k in taken or _size(unit) > LONG_INSERT:
            continue
        for first, last in _near(units, wide, k):
            members = range(first, last + 1)
            if k in members or not taken.isdisjoint(members):
                continue
            whole = _hull(units[first], units[last])
            found = _completing(a, b, unit, whole) if _may_complete(ids_a, ids_b, unit, whole) else None
            if found is not None and is_free(*found[0].origin):
                moves.append(found[0])
                inner.append(found[1])
                taken |= {k, *members}
                break
    left = [unit for k, unit in enumerate(units) if k not in taken] if taken else units
    return Moves(moves, left, [units[k] for k in taken], inner)


def _uneven(units: list[Gap]) -> list[int]:
    """Indices of the units with more words in one text than in the other, including all unpaired ones."""
    return [k for k, (a0, a1, b0, b1) in enumerate(units) if a1 - a0 != b1 - b0]


def _is_lone(unit: Gap) -> bool:
    a0, a1, b0, b1 = unit
    return a0 == a1 or b0 == b1


def _wide(units: list[Gap], uneven: list[int]) -> list[Range]:
    """Ranges of units, in order, that words from elsewhere could complete: single ones, and several that adjoin."""
    out = [(k, k) for k in uneven if not _is_lone(units[k]) and _size(units[k]) <= LONG_COMPLETED]
    first = 0
    for k, ((_, a1, _, b1), (a0, _, b0, _)) in enumerate(pairwise([*units, _NOWHERE])):
        if a1 == a0 and b1 == b0:
            continue
        if first < k and _size(_hull(units[first], units[k])) <= LONG_COMPLETED:
            members = units[first : k + 1]
            if not all(map(_is_lone, members)):
                out.append((first, k))
        first = k + 1
    return sorted(out)


def _hull(one: Gap, two: Gap) -> Gap:
    return Gap(one.a0, two.a1, one.b0, two.b1)


def _near(units: list[Gap], wide: list[Range], k: int) -> list[Range]:
    at = bisect_left(wide, (k, k))
    close = [w for w in wide[max(0, at - 6) : at + 6] if _apart(units[w[0]], units[k]) <= NEAR]
    return sorted(close, key=lambda w: abs(w[0] - k))


def _apart(one: Gap, other: Gap) -> int:
    """The number of words between the starts of two units, in the text where it is larger."""
    return max(abs(one.a0 - other.a0), abs(one.b0 - other.b0))


def _may_complete(ids_a: Ids, ids_b: Ids, lone: Gap, unit: Gap) -> bool:
    """True if one of the lone words is in the other text's words of `unit`, too: quick to check, and rare."""
    if lone.a0 < lone.a1:
        words, there = ids_a[lone.a0 : lone.a1], ids_b[unit.b0 : unit.b1]
    else:
        words, there = ids_b[lone.b0 : lone.b1], ids_a[unit.a0 : unit.a1]
    return not set(words.tolist()).isdisjoint(there.tolist())


def _completing(a: Tokens, b: Tokens, lone: Gap, unit: Gap) -> tuple[Move, Block] | None:
    """The move and the moved words, if putting the lone words into the shorter side of `unit` completes it."""
    left, right = a.words(unit.a0, unit.a1), b.words(unit.b0, unit.b1)
    a0, a1, b0, b1 = lone
    if a0 < a1:
        place = _fits(left, right, a.words(a0, a1))
        if place is None:
            return None
        b0 = unit.b0 + place
        return Move(unit, (a0, a1)), Block(Gap(a0, a1, b0, b0 + a1 - a0))
    place = _fits(right, left, b.words(b0, b1))
    if place is None:
        return None
    a0 = unit.a0 + place
    words = Gap(a0, a0 + b1 - b0, b0, b1)
    return Move(lone, (words.a0, words.a1)), Block(words)


def _fits(short: list[str], full: list[str], words: list[str]) -> int | None:
    """The index of `words` in `full` if the rest of it is `short`, apart from a slash or blank where they belong.

    Slashes and blanks elsewhere count: `11/2` is not `112`. Where there is a slash, some words may have slips.
    """
    given = " ".join(short)
    for k in range(len(full) - len(words) + 1):
        found = full[k : k + len(words)]
        if found != words and not ("/" in given and _are_alike(found, words)):
            continue
        head, tail = " ".join(full[:k]), " ".join(full[k + len(words) :])
        mark = given[len(head) : len(given) - len(tail)]
        if given != head + mark + tail or mark.strip(" /"):
            continue
        if "/" in mark or (found == words and (mark or not (head and tail))):
            return k
    return None


def _are_alike(words: list[str], others: list[str]) -> bool:
    """True if two in three of the words are the same, apart from the signs around them and their capitals."""
    same = sum((bare(word) or word) == (bare(other) or other) for word, other in zip(words, others, strict=True))
    return 3 * same >= 2 * len(words)


def _blocks(
    a: Tokens,
    b: Tokens,
    ids_a: Ids,
    ids_b: Ids,
    units: list[Gap],
    uneven: list[int],
    passages: Sequence[Passage],
    is_free: Callable[[int, int], bool],
) -> Moves:
    """Moves of unpaired runs in one text that recur as unpaired runs in the other."""
    mine = [k for k in uneven if units[k].b0 == units[k].b1]
    theirs = [k for k in uneven if units[k].a0 == units[k].a1]
    found = _found_again(a, b, ids_a, ids_b, units, mine, theirs, passages) if mine and theirs else []
    if not found:
        return Moves([], units, [], [])
    moves: list[Move] = []
    inner: list[Block] = []
    places: list[Gap] = []
    rest: dict[int, list[Gap]] = {}
    for k, other, known in found:
        block, mine, theirs = known.words, units[k], units[other]
        if k in rest or other in rest:
            continue
        if block == Gap(*mine[:2], *theirs[2:]) and rest.keys().isdisjoint((k - 1, k + 1, other - 1, other + 1)):
            mine, theirs = turned(ids_a, ids_b, units, k, other)
            if (mine, theirs) != (units[k], units[other]):
                block = Gap(*mine[:2], *theirs[2:])
                known = Block(block)
        if not is_free(block.a0, block.a1):
            continue
        move = Move(Gap(theirs.a0, theirs.a0, block.b0, block.b1), (block.a0, block.a1))
        moves.append(move)
        inner.append(known)
        places += (move.unit, Gap(block.a0, block.a1, mine.b0, mine.b0))
        rest[k] = _left_over(mine, block.a0, block.a1, working=True)
        rest[other] = _left_over(theirs, block.b0, block.b1, working=False)
    out: list[Gap] = []
    for k, unit in enumerate(units):
        out += rest.get(k, [unit])
    return Moves(moves, out, places, inner)


def _share_words(ids_a: Ids, ids_b: Ids, mine: list[Gap], theirs: list[Gap]) -> bool:
    """True if runs of both texts share words; a run of one word can only match another run of one word."""
    lone = {ids_a.item(a0) for a0, a1, _, _ in mine if a1 - a0 == 1}
    if any(ids_b.item(b0) in lone for _, _, b0, b1 in theirs if b1 - b0 == 1):
        return True
    ours = [ids_a[a0:a1] for a0, a1, _, _ in mine if a1 - a0 > 1]
    others = [ids_b[b0:b1] for _, _, b0, b1 in theirs if b1 - b0 > 1]
    few, many = (ours, others) if sum(map(len, ours)) < sum(map(len, others)) else (others, ours)
    words: set[int] = {word for run in few for word in run.tolist()}
    return bool(words) and not all(words.isdisjoint(run.tolist()) for run in many)


def _left_over(unit: Gap, first: int, last: int, *, working: bool) -> list[Gap]:
    if working:
        parts = [Gap(unit.a0, first, unit.b0, unit.b0), Gap(last, unit.a1, unit.b0, unit.b0)]
    else:
        parts = [Gap(unit.a0, unit.a0, unit.b0, first), Gap(unit.a0, unit.a0, last, unit.b1)]
    return [part for part in parts if not part.empty]


def _found_again(
    a: Tokens,
    b: Tokens,
    ids_a: Ids,
    ids_b: Ids,
    units: list[Gap],
    mine: list[int],
    theirs: list[int],
    passages: Sequence[Passage],
) -> list[tuple[int, int, Block]]:
    """Units of the working text and of the reference, and the words they share, the longest first."""
    found = _entire(units, mine, theirs, passages)
    taken = {k for row in found for k in row[:2]}
    mine, theirs = [k for k in mine if k not in taken], [k for k in theirs if k not in taken]
    if _share_words(ids_a, ids_b, [units[k] for k in mine], [units[k] for k in theirs]):
        ours = _gathered(ids_a, mine, [units[k][:2] for k in mine], -1)
        others = _gathered(ids_b, theirs, [units[k][2:] for k in theirs], -2)
        for k, other, seeds in _seeds(ours, others):
            words = _whole(ids_a, ids_b, units[k], units[other], seeds)
            is_same = np.array_equal(ids_a[words.a0 : words.a1], ids_b[words.b0 : words.b1])
            if _is_move(a, units[k], units[other], words, seeds, is_same=is_same):
                found.append((k, other, Block(words)))
    return sorted(found, key=lambda row: (-_size(row[2].words), row[0] + row[1]))


def _size(words: Gap) -> int:
    a0, a1, b0, b1 = words
    return a1 - a0 + b1 - b0


def _entire(
    units: list[Gap], mine: list[int], theirs: list[int], passages: Sequence[Passage]
) -> list[tuple[int, int, Block]]:
    """Units that are, apart from a few words, passages known to stand elsewhere."""
    if not passages:
        return []
    firsts = [units[k].a0 for k in mine], [units[k].b0 for k in theirs]
    out: list[tuple[int, int, Block]] = []
    for passage in passages:
        a0, a1, b0, b1 = passage.words
        at, opposite = bisect_right(firsts[0], a0) - 1, bisect_right(firsts[1], b0) - 1
        if at >= 0 and opposite >= 0:
            k, other = mine[at], theirs[opposite]
            words = Gap(*units[k][:2], *units[other][2:])
            few, many = min(a1 - a0, b1 - b0), max(words.a1 - words.a0, words.b1 - words.b0)
            if a1 <= words.a1 and b1 <= words.b1 and few >= ENOUGH * many:
                out.append((k, other, Block(words, passage)))
    return out


def _seeds(ours: Gathered, theirs: Gathered) -> list[tuple[int, int, Seeds]]:
    """Pairs of units and the ranges they share, in the order found: those with the longest sequences first."""
    words_a, at_a, of_a = _shared(ours, theirs[0])
    words_b, at_b, of_b = _shared(theirs, words_a)
    run_a, run_b, length = np.concatenate([unique_runs(words_a, words_b, size) for size in (3, 2, 1)], axis=1)
    first_a, first_b = at_a[run_a], at_b[run_b]
    seeds = np.column_stack((first_a, first_a + length, first_b, first_b + length))
    unit_a, unit_b = of_a[run_a], of_b[run_b]
    order = np.lexsort((unit_b, unit_a))
    by_pair = unit_a[order], unit_b[order]
    edges = [0, *(np.flatnonzero((np.diff(by_pair[0]) != 0) | (np.diff(by_pair[1]) != 0)) + 1).tolist(), len(order)]
    groups = sorted(order[first:last].tolist() for first, last in pairwise(edges) if first < last)
    return [(unit_a.item(group[0]), unit_b.item(group[0]), seeds[group]) for group in groups]


def _gathered(ids: Ids, units: list[int], ranges: list[tuple[int, int]], separator: int) -> Gathered:
    """The words of the units' ranges, each range followed by a separator that equals no other."""
    first, last = np.array(ranges, dtype=np.int64).reshape(-1, 2).T
    sizes = last - first + 1
    ends = np.cumsum(sizes) - 1
    at = np.arange(int(sizes.sum())) + np.repeat(last - ends, sizes)
    at[ends] = 0
    words = ids[at]
    words[ends] = separator - 2 * np.arange(len(ends))
    return words, at, np.repeat(units, sizes)


def _shared(gathered: Gathered, others: Ids) -> Gathered:
    """The words that are also among the others, each stretch followed by one word that is not, to end it."""
    shared = np.isin(gathered[0], others)
    shared[1:] |= shared[:-1].copy()
    words, at, of = gathered
    return words[shared], at[shared], of[shared]


def _whole(ids_a: Ids, ids_b: Ids, left: Gap, right: Gap, seeds: Seeds) -> Gap:
    """The words from the first seed to the last, with equal words around; the whole of both runs if most is found."""
    (a0, _, b0, _), (_, a1, _, b1) = seeds.min(axis=0).tolist(), seeds.max(axis=0).tolist()
    while a0 > left.a0 and b0 > right.b0 and ids_a[a0 - 1] == ids_b[b0 - 1]:
        a0, b0 = a0 - 1, b0 - 1
    while a1 < left.a1 and b1 < right.b1 and ids_a[a1] == ids_b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    if (a1 - a0) >= ENOUGH * (left.a1 - left.a0) and (b1 - b0) >= ENOUGH * (right.b1 - right.b0):
        return Gap(left.a0, left.a1, right.b0, right.b1)
    return Gap(a0, a1, b0, b1)


def _is_move(a: Tokens, left: Gap, right: Gap, block: Gap, seeds: Seeds, *, is_same: bool) -> bool:
    """True if enough of the block is the same in both texts. `is_same` says that all of it is."""
    size = max(block.a1 - block.a0, block.b1 - block.b0)
    equal = size if is_same else min(_covered(block.a0, seeds[:, :2]), _covered(block.b0, seeds[:, 2:]))
    if equal < size * ENOUGH:
        return False
    if size >= 4:
        return True
    if equal < size or block != Gap(left.a0, left.a1, right.b0, right.b1):
        return False
    distance = _apart(left, right)
    letters = sum(map(len, a.words(block.a0, block.a1)))
    return distance <= 2 or (distance <= 3 and letters > 1) or (distance <= NEAR and letters >= 4)


def _covered(first: int, ranges: Seeds) -> int:
    """The number of words from `first` on that are in one of the ranges."""
    covered = np.zeros(int(ranges.max()) - first, dtype=np.bool_)
    for start, end in ranges.tolist():
        covered[start - first : end - first] = True
    return int(np.count_nonzero(covered))
