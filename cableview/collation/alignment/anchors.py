"""Finds the runs of words that two texts share, in order, in less than quadratic time in their length."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

Ids = npt.NDArray[np.int64]
Columns = npt.NDArray[np.int64]
"""Many runs as three rows of an array (`a`, `b`, `length`), or many gaps as four (`a0`, `a1`, `b0`, `b1`)."""
Flags = npt.NDArray[np.bool_]
Words = Callable[[int, int], list[str]]
"""Returns the words from a first up to, but not including, a last."""

ANCHOR = 3
"""Words in the longest sequences searched for that occur only once in each text."""

LEAF = 24
"""Ranges of up to this many words on either side are left to the comparison of letters."""
WINDOW = 768
"""Words compared at once where no word is unique; each step discards the last quarter."""

TELLING = 2
"""Words compared first when putting two stretches of words in order."""
_LIGHTER = 64
"""Bits by which each tie-breaker between chains weighs less; no text is long enough to fill them."""

_SPREAD = np.uint64(0x9E37_79B9_7F4A_7C15)


class Run(NamedTuple):
    """Words `a` to `a + length` of one text equal words `b` to `b + length` of the other."""

    a: int
    b: int
    length: int


class Gap(NamedTuple):
    """Words `a0:a1` of one text are opposite `b0:b1` of the other."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def empty(self) -> bool:
        return self.a0 == self.a1 and self.b0 == self.b1

    @property
    def one_sided(self) -> bool:
        """True where one of the texts has no words."""
        return self.a0 == self.a1 or self.b0 == self.b1


words_in_a, words_in_b = itemgetter(0, 1), itemgetter(2, 3)
"""The range of a gap in either text. `zip(*gaps)` makes so many objects that a full garbage collection is run."""

# Made from a tuple of numbers. There are many, and the constructors of named tuples take three times as long.
_new: Callable[..., Any] = tuple.__new__  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
as_run: Callable[[tuple[int, int, int]], Run] = partial(_new, Run)
as_gap: Callable[[tuple[int, int, int, int]], Gap] = partial(_new, Gap)


def runs_of(columns: Columns) -> list[Run]:
    """The runs that columns hold."""
    return list(map(_new, repeat(Run), zip(*columns.tolist(), strict=True)))


def gaps_of(columns: Columns) -> list[Gap]:
    """The gaps that columns hold."""
    return list(map(_new, repeat(Gap), zip(*columns.tolist(), strict=True)))


def columns_of(rows: Sequence[Sequence[int]]) -> Columns:
    """The columns of one or more runs or gaps."""
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * len(rows[0]))
    return numbers.reshape(len(rows), -1).T


def common_runs(
    words_a: Words, words_b: Words, a: Ids, b: Ids, gaps: Columns, known: Columns | None = None
) -> tuple[Columns, Columns]:
    """Runs of equal words in `gaps`, and what they leave of the gaps, without equal words at its ends.

    `known` are the runs between the gaps, which are included in the result. If the gaps and these are in order, so is
    the result. The words themselves decide between equally good choices, so the order of the texts does not matter.
    """
    ends: list[Run] = []
    runs = [] if known is None else [known]
    small, pending = _by_size(_all_trimmed(a, b, gaps, ends))
    left = [small]
    while pending:
        gap = pending.pop()
        anchors = _anchors(words_a, words_b, a, b, gap)
        if anchors is None:
            left.append(columns_of([gap]))
            continue
        runs.append(anchors)
        small, large = _by_size(_all_trimmed(a, b, between(gap, anchors), ends))
        left.append(small)
        pending += large
    if ends:
        runs.append(columns_of(ends))
    return _in_order(runs, 3), _in_order(left, 4)


def trimmed(a: Ids, b: Ids, gap: Gap, runs: list[Run]) -> Gap:
    """`gap` without the equal words at its ends, which are added to `runs`."""
    a0, a1, b0, b1 = gap
    head = equal_from(a[a0:a1], b[b0:b1])
    if head:
        runs.append(Run(a0, b0, head))
        a0, b0 = a0 + head, b0 + head
    tail = equal_from(a[a0:a1][::-1], b[b0:b1][::-1])
    if tail:
        a1, b1 = a1 - tail, b1 - tail
        runs.append(Run(a1, b1, tail))
    return Gap(a0, a1, b0, b1)


def equal_from(a: Ids, b: Ids) -> int:
    """How many of the first words of two stretches are equal."""
    limit = min(len(a), len(b))
    at, step = 0, 64
    while at < limit:
        end = min(limit, at + step)
        differ = a[at:end] != b[at:end]
        first = int(differ.argmax())
        if differ[first]:
            return at + first
        at, step = end, step * 4
    return limit


def _all_trimmed(a: Ids, b: Ids, gaps: Columns, runs: list[Run]) -> Columns:
    """As `trimmed`, for many gaps, few of which have equal words at their ends."""
    if not (len(a) and len(b)):
        return gaps
    a0: Ids
    b0: Ids
    a0, a1, b0, b1 = gaps
    begin_alike = a.take(a0, mode="clip") == b.take(b0, mode="clip")
    end_alike = a[a1 - 1] == b[b1 - 1]
    some: list[int] = ((begin_alike | end_alike) & (a0 < a1) & (b0 < b1)).nonzero()[0].tolist()
    left = gaps.copy() if some else gaps
    for k in some:
        left[:, k] = trimmed(a, b, Gap(*gaps[:, k].tolist()), runs)
    return left


def _by_size(gaps: Columns) -> tuple[Columns, list[Gap]]:
    """Gaps with no words on one side, or few, and the larger ones; empty gaps are left out."""
    size_a, size_b = gaps[1] - gaps[0], gaps[3] - gaps[2]
    larger = np.maximum(size_a, size_b)
    are_large = (larger > LEAF) & (np.minimum(size_a, size_b) > 0)
    small: Ids = ((larger > 0) > are_large).nonzero()[0]
    large = are_large.nonzero()[0]
    return gaps.take(small, axis=1), gaps_of(gaps[:, large]) if len(large) else []


def between(gap: Gap, anchors: Columns) -> Columns:
    """The gaps before, between and after the anchors of a gap, including empty ones."""
    starts, length = anchors[:2], anchors[2]
    out = np.empty((4, len(length) + 1), dtype=np.int64)
    out[0, 0], out[1, -1], out[2, 0], out[3, -1] = gap
    np.add(starts, length, out=out[::2, 1:])
    out[1::2, :-1] = starts
    return out


def _in_order(parts: list[Columns], rows: int) -> Columns:
    """All columns together, in the order of the first text; a single part is returned as it is."""
    if len(parts) == 1:
        return parts[0]
    columns = np.concatenate(parts, axis=1) if parts else np.empty((rows, 0), dtype=np.int64)
    return np.take(columns, columns[0].argsort(), axis=1)


def _anchors(words_a: Words, words_b: Words, a: Ids, b: Ids, gap: Gap) -> Columns | None:
    """Runs that are sure enough to rely on, in order; `None` if there are none. The gap's first words must differ."""
    left, right = a[gap.a0 : gap.a1], b[gap.b0 : gap.b1]
    for size in range(ANCHOR, 0, -1):
        chain, _ = chained(shifted(unique_runs(left, right, size), gap), words_a)
        runs = plausible(chain, longer_in_b(between(gap, chain)))
        if runs.size:
            return runs
    if min(len(left), len(right)) <= LEAF:
        return None
    if is_turned(words_a, words_b, gap):
        found = [Run(a, b, length) for b, a, length in _stepwise(right, left)]
    else:
        found = _stepwise(left, right)
    return shifted(columns_of(found), gap) if found else None


def is_turned(words_a: Words, words_b: Words, gap: Gap) -> bool:
    """True where the second text's words sort first, which the first few usually decide."""
    a0, a1, b0, b1 = gap
    one, other = words_a(a0, min(a1, a0 + TELLING)), words_b(b0, min(b1, b0 + TELLING))
    return other < one if one != other else words_b(b0, b1) < words_a(a0, a1)


def shifted(runs: Columns, gap: Gap) -> Columns:
    """Shifts runs, in place, from positions within `gap` to positions in the whole texts."""
    runs[0] += gap.a0
    runs[1] += gap.b0
    return runs


def unique_runs(a: Ids, b: Ids, size: int) -> Columns:
    """Runs made of sequences of `size` words that occur once in each text, in the order of `a`."""
    if min(len(a), len(b)) < size:
        return np.empty((3, 0), dtype=np.int64)
    return _joined(*_unique_places(a, b, size), size)


def _unique_places(a: Ids, b: Ids, size: int) -> tuple[Ids, Ids]:
    """The places in both texts of sequences of `size` words that occur once in each, in the order of `a`."""
    behind = len(a) - size + 1
    keys = _keys(a, b, size)
    place = np.uint64((1 << len(keys).bit_length()) - 1)
    # The upper bits of each key with its place below them: sorting numbers is far faster than sorting places by key.
    ordered = keys & ~place
    ordered |= np.arange(len(keys), dtype=np.uint64)
    ordered.sort()
    same = np.zeros(len(keys) + 1, dtype=np.bool_)
    np.less_equal(ordered[1:] ^ ordered[:-1], place, out=same[1:-1])
    twice = (same[1:-1] > (same[:-2] | same[2:])).nonzero()[0]
    ordered &= place
    places = ordered.view(np.int64)
    first, second = places[twice], places[1:][twice]
    # Where each sequence that occurs exactly twice occurs again: in `b` if unique in both texts.
    again = np.zeros(len(keys), dtype=np.int64)
    again[first] = second
    in_a = (again[:behind] >= behind).nonzero()[0]
    in_b = again[in_a]
    equal = keys[in_a] == keys[in_b]
    return in_a[equal], in_b[equal] - behind


def _keys(a: Ids, b: Ids, size: int) -> npt.NDArray[np.uint64]:
    """One number for each sequence of `size` words, of the first text and then of the second.

    Unequal sequences have unequal numbers, barring freak collisions.
    """
    words = np.concatenate((a, b)).view(np.uint64)
    count = len(words) - size + 1
    keys = words[:count] * _SPREAD
    for k in range(1, size):
        keys += words[k : count + k]
        keys *= _SPREAD
    within = len(a) - size + 1  # after these come those that begin in one text and end in the other
    return np.concatenate((keys[:within], keys[len(a) :]))


def _joined(in_a: Ids, in_b: Ids, size: int) -> Columns:
    """The runs made by joining unique sequences that follow one another in both texts."""
    if not len(in_a):
        return np.empty((3, 0), dtype=np.int64)
    diagonal = in_b - in_a
    apart = np.empty(len(in_a) + 1, dtype=np.bool_)
    apart[0] = apart[-1] = True
    np.not_equal(diagonal[1:], diagonal[:-1], out=apart[1:-1])
    apart[1:-1] |= in_a[1:] - in_a[:-1] > size
    first, last = apart[:-1].nonzero()[0], apart[1:].nonzero()[0]
    starts = in_a[first]
    return np.concatenate((starts, in_b[first], in_a[last] - starts + size)).reshape(3, -1)


def chained(runs: Columns, words: Words) -> tuple[Columns, Columns]:
    """The unique runs that rise in both texts and together hold the most words, without overlaps; and the others.

    `words` are those of the text in whose order the runs are.
    """
    if not np.count_nonzero(runs[1, 1:] < runs[1, :-1]):
        return disentangled(runs), runs[:, :0]
    chosen = _heaviest_chain(runs, words)
    return disentangled(runs.compress(chosen, axis=1)), runs.compress(~chosen, axis=1)


def _heaviest_chain(runs: Columns, words: Words) -> Flags:
    b = runs[1]
    # Runs with none beginning between them in either text are chosen together or not at all.
    order = b.argsort(kind="stable")  # faster, as most are in order
    apart = np.empty(len(b), dtype=np.bool_)
    apart[0] = True
    np.not_equal(order[1:] - order[:-1], 1, out=apart[1:])
    begins = order.compress(apart)
    by_place = begins.argsort()
    ranks: list[int] = by_place.tolist()
    begins = begins[by_place]
    counts: list[int] = np.add.reduceat(runs[2], begins).tolist()
    first: list[int] = begins.tolist()
    chain, is_only = _heaviest(ranks, counts)
    if not is_only:
        chain, _ = _heaviest(ranks, _weights(runs, first, counts, words))
    chosen = np.zeros(len(b), dtype=np.bool_)
    ends = [*first[1:], len(b)]
    for k in chain:
        chosen[first[k] : ends[k]] = True
    return chosen


def _weights(runs: Columns, first: list[int], counts: list[int], words: Words) -> list[int]:
    """Weights of the groups of runs that begin with `first`, such that no two chains of different words weigh the same.

    The number of words (`counts`) counts most, then how many names and figures begin the group: these are surer.
    """
    begins: list[list[int]] = runs[::2, first].T.tolist()
    out: list[int] = []
    for count, (start, size) in zip(counts, begins, strict=True):
        named = words(start, start + min(size, ANCHOR))
        sure = sum([not word[0].islower() for word in named])
        # Unlike the hash of the words, this number is the same in every process.
        number = crc32(" ".join(named).encode("utf-8", "surrogatepass"))
        out.append((((count << _LIGHTER) + sure) << _LIGHTER) + number)
    return out


def _heaviest(ranks: list[int], weights: list[int]) -> tuple[list[int], bool]:
    """The indices with rising ranks that weigh most together, and whether no two ways ever weighed the same."""
    is_only = True
    sums: list[int] = []
    before: list[int] = []
    ends: list[int] = []
    tips: list[int] = []
    for k, rank in enumerate(ranks):
        place = bisect_right(ends, rank)
        last = tips[place - 1] if place else -1
        total = weights[k] + sums[last] if place else weights[k]
        drop = place
        while drop < len(ends) and (weight := sums[tips[drop]]) <= total:
            is_only = is_only and weight < total
            drop += 1
        before.append(last)
        sums.append(total)
        ends[place:drop], tips[place:drop] = (rank,), (k,)
    chain: list[int] = []
    at = tips[-1] if tips else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1], is_only


def disentangled(chain: Columns) -> Columns:
    """Removes, in place, the words each run shares with the one before: not all, as its sequences are unique."""
    over = chain[:2, :-1] + chain[2, :-1] - chain[:2, 1:]
    if np.count_nonzero(over > 0):
        over = np.maximum(0, np.maximum(*over))
        chain[:2, 1:] += over
        chain[2, 1:] -= over
    return chain


def longer_in_b(gaps: Columns) -> Ids:
    """How many more words each gap has in the second text than in the first."""
    return gaps[3] - gaps[2] - (gaps[1] - gaps[0])


def plausible(chain: Columns, longer: Ids) -> Columns:
    """The runs without short ones far from where their neighbours imply: those match by chance.

    `longer` is how many more words the gaps before, between and after the runs have in the second text.
    """
    length = chain[2]
    jumps = np.abs(longer)
    room = 6 * length * length
    far: list[int] = (np.minimum(jumps[1:], jumps[:-1]) > room).nonzero()[0].tolist()
    if not far:
        return chain
    aside = np.concatenate(((0,), longer.cumsum()))
    kept = np.ones(len(length), dtype=np.bool_)
    looked_at = 0
    for k in far:
        if k < looked_at:
            continue
        # A run that is left out does not count as a neighbour of the next.
        before = aside[k]
        while k < len(length) and min(abs(aside[k + 1] - before), jumps[k + 1]) > room[k]:
            kept[k] = False
            k += 1
        looked_at = k + 1
    return chain.compress(kept, axis=1)


def _stepwise(a: Ids, b: Ids) -> list[Run]:
    """Runs found a window at a time, for texts in which every word is frequent."""
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
