"""Finds the runs of words that two texts have in common, in order, without ever being quadratic in their length."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

Ids = npt.NDArray[np.int64]
Places = tuple[Ids, Ids]
"""Words of the one text and those of the other at which the same stands."""

ANCHOR = 3
"""Words of the longest sequences that are looked for, such as stand but once in either text."""

LEAF = 24
"""Ranges of up to so many words on either side are left to the comparison of letters."""
WINDOW = 768
"""Words compared at once where no word is unique; each step gives up the last quarter."""

FEW_KEYS = 6_000
"""Keys that are sorted sooner than looked up in a table."""
_SPREAD = np.uint64(0x9E37_79B9_7F4A_7C15)


class Run(NamedTuple):
    """Words `a` to `a + length` of one text equal words `b` to `b + length` of the other."""

    a: int
    b: int
    length: int


class Gap(NamedTuple):
    """Words `a0:a1` of one text stand where the other has `b0:b1`."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def empty(self) -> bool:
        return self.a0 == self.a1 and self.b0 == self.b1


def common_runs(a: Ids, b: Ids, within: Gap, known: Places | None = None) -> tuple[list[Run], list[Gap]]:
    """Runs of equal words in order, and the gaps between them, each without equal words at its ends.

    `known` are the places that `unique_places` gives for sequences of `ANCHOR` words of `within`.
    """
    runs: list[Run] = []
    gaps: list[Gap] = []
    pending = [within]
    while pending:
        gap = trimmed(a, b, pending.pop(), runs)
        a0, a1, b0, b1 = gap
        if a0 == a1 or b0 == b1 or (a1 - a0 <= LEAF and b1 - b0 <= LEAF):
            if a0 < a1 or b0 < b1:
                gaps.append(gap)
            continue
        anchors = _anchors(a, b, gap, known if gap == within else None)
        if not anchors:
            gaps.append(gap)
            continue
        runs += anchors
        pending += _between(gap, anchors)
    runs.sort()
    gaps.sort()
    return runs, gaps


def trimmed(a: Ids, b: Ids, gap: Gap, runs: list[Run]) -> Gap:
    """`gap` without the equal words at both its ends, which are added to `runs`."""
    a0, a1, b0, b1 = gap
    if a0 == a1 or b0 == b1 or (a[a0] != b[b0] and a[a1 - 1] != b[b1 - 1]):
        return gap
    head = _equal_from(a[a0:a1], b[b0:b1])
    if head:
        runs.append(Run(a0, b0, head))
        a0, b0 = a0 + head, b0 + head
    tail = _equal_from(a[a0:a1][::-1], b[b0:b1][::-1])
    if tail:
        a1, b1 = a1 - tail, b1 - tail
        runs.append(Run(a1, b1, tail))
    return Gap(a0, a1, b0, b1)


def _equal_from(a: Ids, b: Ids) -> int:
    limit = min(len(a), len(b))
    at, step = 0, 16
    while at < limit:
        end = min(limit, at + step)
        differ = a[at:end] != b[at:end]
        first = int(differ.argmax())
        if differ[first]:
            return at + first
        at, step = end, step * 4
    return limit


def _between(gap: Gap, anchors: list[Run]) -> list[Gap]:
    out: list[Gap] = []
    a0, b0 = gap.a0, gap.b0
    for a, b, length in [*anchors, Run(gap.a1, gap.b1, 0)]:
        if a0 < a or b0 < b:
            out.append(Gap(a0, a, b0, b))
        a0, b0 = a + length, b + length
    return out


def _anchors(a: Ids, b: Ids, gap: Gap, known: Places | None) -> list[Run]:
    left, right = a[gap.a0 : gap.a1], b[gap.b0 : gap.b1]
    for size in range(ANCHOR, 0, -1):
        places = known if known and size == ANCHOR else unique_places(left, right, size)
        chain = _straight_chain(*places, size, gap)
        if chain is None:
            runs = _plausible(heaviest_chain(joined(*places, size), size - 1), len(left), len(right))
            chain = [Run(a + gap.a0, b + gap.b0, length) for a, b, length in runs]
        if chain:
            return chain
    if min(len(left), len(right)) > LEAF:
        return [Run(r.a + gap.a0, r.b + gap.b0, r.length) for r in _stepwise(left, right)]
    return []


def _straight_chain(in_a: Ids, in_b: Ids, size: int, gap: Gap) -> list[Run] | None:
    """What `heaviest_chain` and `_plausible` leave of the runs, where that is all of them; else `None`.

    As it mostly is: no run crosses another or has more than its ends in common with one, and none is far off.
    """
    if not len(in_a):
        return []
    a, b, length = _joined(in_a, in_b, size)
    end_a, end_b = a + length, b + length
    shared = end_b[:-1] - b[1:]
    over = np.maximum(np.maximum(shared, end_a[:-1] - a[1:]), 0)
    if (b[1:] <= b[:-1]).any() or (shared >= size).any() or (over >= length[1:]).any():
        return None
    a[1:] += over
    b[1:] += over
    length[1:] -= over
    aside = np.empty(len(a) + 2, dtype=np.int64)
    aside[0], aside[-1] = 0, (gap.b1 - gap.b0) - (gap.a1 - gap.a0)
    np.subtract(b, a, out=aside[1:-1])
    jumps = np.abs(aside[1:] - aside[:-1])
    if (np.minimum(jumps[1:], jumps[:-1]) > 6 * length * length).any():
        return None
    return list(map(Run, (a + gap.a0).tolist(), (b + gap.b0).tolist(), length.tolist()))


def unique_runs(a: Ids, b: Ids, size: int) -> list[Run]:
    """Runs made of sequences of `size` words that occur once in each text, in the order of `a`."""
    return joined(*unique_places(a, b, size), size)


def unique_places(a: Ids, b: Ids, size: int) -> Places:
    """Where the sequences of `size` words begin that occur once in each text, in the order of `a`."""
    if min(len(a), len(b)) < size:
        return a[:0], b[:0]
    keys_a, keys_b = _keys(a, size), _keys(b, size)
    few = len(keys_a) + len(keys_b) < FEW_KEYS
    in_a, in_b = _once_in_each(keys_a, keys_b) if few else _once_in_each_of_many(keys_a, keys_b)
    by_a = in_a.argsort(kind="stable")  # which is quick with what is mostly in order
    return in_a[by_a], in_b[by_a]


def _once_in_each(keys_a: Ids, keys_b: Ids) -> tuple[Ids, Ids]:
    """Places in either of the keys that both have, once each; in any order."""
    keys = np.concatenate((keys_a, keys_b))
    order = keys.argsort(kind="stable")
    ordered = keys[order]
    new = np.ones(len(keys) + 1, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:-1])
    twice = (new[:-2] & ~new[1:-1] & new[2:]).nonzero()[0]
    in_a, in_b = order[twice], order[twice + 1] - len(keys_a)
    once = ((in_a < len(keys_a)) & (in_b >= 0)).nonzero()[0]
    return in_a[once], in_b[once]


def _once_in_each_of_many(keys_a: Ids, keys_b: Ids) -> tuple[Ids, Ids]:
    """The same without sorting all: what is alone in its slot of a table is compared, only the rest is sorted."""
    bits = max(len(keys_a), len(keys_b)).bit_length() + 1
    slots_a, slots_b = _slots(keys_a, bits), _slots(keys_b, bits)
    last_a, shared_a = _entered(slots_a, bits)
    last_b, shared_b = _entered(slots_b, bits)
    crowded = (shared_a & (last_b >= 0)) | (shared_b & (last_a >= 0))
    alone = np.flatnonzero(~crowded[slots_a] & (last_b[slots_a] >= 0))
    opposite = last_b[slots_a[alone]].astype(np.int64)
    equal = keys_a[alone] == keys_b[opposite]
    rest_a, rest_b = np.flatnonzero(crowded[slots_a]), np.flatnonzero(crowded[slots_b])
    more_a, more_b = _once_in_each(keys_a[rest_a], keys_b[rest_b])
    return np.concatenate((alone[equal], rest_a[more_a])), np.concatenate((opposite[equal], rest_b[more_b]))


def _slots(keys: Ids, bits: int) -> Ids:
    """The slot of each key among 2 ** bits."""
    return ((keys.view(np.uint64) * _SPREAD) >> np.uint64(64 - bits)).astype(np.int64)


def _entered(slots: Ids, bits: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """For each slot the last place that has it, or -1, and whether others have it too."""
    places = np.arange(len(slots), dtype=np.int32)
    last = np.full(1 << bits, -1, dtype=np.int32)
    last[slots] = places
    shared = np.zeros(1 << bits, dtype=np.bool_)
    shared[slots[last[slots] != places]] = True
    return last, shared


def _keys(ids: Ids, size: int) -> npt.NDArray[np.int64]:
    """One number for each sequence of `size` words; unequal sequences have unequal numbers but for freak chances."""
    keys = ids[: len(ids) - size + 1].copy()
    for k in range(1, size):
        keys *= 1_000_003
        keys += ids[k : len(ids) - size + 1 + k]
    return keys


def joined(in_a: Ids, in_b: Ids, size: int) -> list[Run]:
    """Unique sequences that follow one another in both texts as one run."""
    if not len(in_a):
        return []
    a, b, length = _joined(in_a, in_b, size)
    return list(map(Run, a.tolist(), b.tolist(), length.tolist()))


def _joined(in_a: Ids, in_b: Ids, size: int) -> tuple[Ids, Ids, Ids]:
    """The same as columns."""
    diagonal = in_b - in_a
    apart = np.ones(len(in_a) + 1, dtype=np.bool_)
    apart[1:-1] = (diagonal[1:] != diagonal[:-1]) | (in_a[1:] - in_a[:-1] > size)
    first, last = apart[:-1].nonzero()[0], apart[1:].nonzero()[0]
    return in_a[first], in_b[first], in_a[last] - in_a[first] + size


def heaviest_chain(runs: list[Run], shared: int) -> list[Run]:
    """Of runs sorted by `a`, those that rise in both texts and hold the most words together.

    A run may begin with the last `shared` words of the one before, and is then shortened.
    """
    if all(one.b + one.length <= other.b + shared < other.b + other.length for one, other in pairwise(runs)):
        return _disentangled(runs)
    ends: list[int] = []
    weights: list[int] = []
    tips: list[int] = []
    before: list[int] = []
    for k, run in enumerate(runs):
        at = bisect_right(ends, run.b + shared) - 1
        before.append(tips[at] if at >= 0 else -1)
        weight = (weights[at] if at >= 0 else 0) + run.length
        end = run.b + run.length
        place = bisect_right(ends, end)
        if place and weights[place - 1] >= weight:
            continue
        drop = place
        while drop < len(ends) and weights[drop] <= weight:
            drop += 1
        if place and ends[place - 1] == end:
            place -= 1
        ends[place:drop], weights[place:drop], tips[place:drop] = [end], [weight], [k]
    chain: list[Run] = []
    at = tips[-1] if tips else -1
    while at >= 0:
        chain.append(runs[at])
        at = before[at]
    return _disentangled(chain[::-1])


def _disentangled(chain: list[Run]) -> list[Run]:
    """Without the words that a run shares with the one before."""
    out: list[Run] = []
    end_a = end_b = 0
    for run in chain:
        a, b, length = run
        over = max(end_a - a, end_b - b)
        if over <= 0:
            out.append(run)
        elif over < length:
            out.append(Run(a + over, b + over, length - over))
        else:
            continue
        end_a, end_b = a + length, b + length
    return out


def _plausible(chain: list[Run], length_a: int, length_b: int) -> list[Run]:
    """Without lone words far from where their neighbours say they should be: those are chance."""
    if not chain:
        return []
    out: list[Run] = []
    before = 0
    for run, following in pairwise([*chain, Run(length_a, length_b, 0)]):
        here = run.b - run.a
        jump = min(abs(here - before), abs(following.b - following.a - here))
        if jump <= 6 * run.length * run.length:
            out.append(run)
            before = here
    return out


def _stepwise(a: Ids, b: Ids) -> list[Run]:
    """Runs found a window at a time, for texts in which every word comes often."""
    out: list[Run] = []
    at_a = at_b = 0
    while at_a < len(a) and at_b < len(b):
        window_a, window_b = a[at_a : at_a + WINDOW].tolist(), b[at_b : at_b + WINDOW].tolist()
        whole = at_a + WINDOW >= len(a) and at_b + WINDOW >= len(b)
        found = [
            Run(at_a + op.src_start, at_b + op.dest_start, op.src_end - op.src_start)
            for op in Levenshtein.opcodes(window_a, window_b)
            if op.tag == "equal"
        ]
        if whole:
            out += found
            break
        limit_a, limit_b = at_a + WINDOW * 3 // 4, at_b + WINDOW * 3 // 4
        kept = [run for run in found if run.a < limit_a and run.b < limit_b]
        out += kept
        if kept:
            at_a, at_b = kept[-1].a + kept[-1].length, kept[-1].b + kept[-1].length
        else:
            at_a, at_b = at_a + WINDOW // 2, at_b + WINDOW // 2
    return out
