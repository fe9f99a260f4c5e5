"""Finds passages changed over that begin or end with the same words, which pair them with each other instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from cableview.collation.alignment.anchors import Gap, Ids

LONGEST = 80
"""Most words, in one text, of two passages changed over."""
LEAST = 2
"""Fewest words that are different in each of them."""
AROUND = 8
"""Most units on either side that two units with the same words crosswise are part of one pair of passages with."""
MOST_SHIFTED = 12
"""Most words by which a passage is shifted."""
_NOWHERE = Gap(-1, -1, -1, -1)


class ChangedOver(NamedTuple):
    """Two neighbouring passages in the other order, the shorter of which counts as moved.

    The units from `first` up to `last` are what differs. Words `origin` of the working text belong at `unit`; `place`
    is where they stand now.
    """

    first: int
    last: int
    origin: tuple[int, int]
    unit: Gap
    place: Gap


def changed_over(ids_a: Ids, ids_b: Ids, units: Sequence[Gap]) -> Iterator[ChangedOver]:
    """The passages changed over, in order; no two of them share units."""
    if not _may_be(units):
        return
    ours, theirs = ids_a.item, ids_b.item
    firsts = {(ours(a0), theirs(b0)): k for k, (a0, a1, b0, b1) in enumerate(units) if a0 < a1 and b0 < b1}
    crossing = firsts.keys() & [(y, x) for x, y in firsts]
    done = 0
    for k, other in sorted((firsts[x, y], firsts[y, x]) for x, y in crossing):
        if done <= k < other and units[other].a1 - units[k].a0 <= LONGEST:
            found = _around(ids_a, ids_b, units, range(done, k + 1), other)
            if found is not None:
                done = found.last
                yield found


def _may_be(units: Sequence[Gap]) -> bool:
    """False, as for most texts, unless several words in a row differ at two places."""
    several = [
        True
        for (a0, a1, b0, b1), (behind, _, opposite, _) in pairwise([*units, _NOWHERE])
        if (a1 == behind and b1 == opposite) or (a1 - a0 > 1 < b1 - b0)
    ]
    return len(several) > 1


def _around(ids_a: Ids, ids_b: Ids, units: Sequence[Gap], begins: range, end: int) -> ChangedOver | None:
    """Passages that differ in the units from one of the last of `begins` to `end`, or to one soon after."""
    for first in reversed(begins[-AROUND:]):
        for last in range(end + 1, min(len(units), end + AROUND) + 1):
            (a0, _, b0, _), (_, a1, _, b1) = units[first], units[last - 1]
            if LEAST < a1 - a0 == b1 - b0 <= LONGEST:
                ahead, behind = _beside(ids_a, ids_b, units, first, last, a1 - a0)
                found = _parted(ids_a, ids_b, Gap(a0, a1, b0, b1), ahead, behind)
                if found is not None:
                    return ChangedOver(first, last, *found)
    return None


def _parted(
    ids_a: Ids, ids_b: Ids, words: Gap, ahead: list[int], behind: list[int]
) -> tuple[tuple[int, int], Gap, Gap] | None:
    """Where the moved passage stands, where it belongs, and the place it leaves.

    The words are `x shared y` in one text and `y shared x` in the other. The first of the shared ones end the passages,
    so stand behind the words too; the rest begin the passages, so stand ahead of them.
    """
    a0, a1, b0, b1 = words
    ours: list[int] = ids_a[a0:a1].tolist()
    theirs: list[int] = ids_b[b0:b1].tolist()
    if sorted(ours) != sorted(theirs):
        return None
    size = len(ours)
    for x in range(LEAST, size - LEAST + 1):
        if ours[:x] != theirs[size - x :]:
            continue
        for y in range(size - x, LEAST - 1, -1):
            shared = ours[x : size - y]
            if ours[size - y :] != theirs[:y] or shared != theirs[y : size - x]:
                continue
            for m in range(len(shared) + 1):
                n = len(shared) - m
                if behind[:m] == shared[:m] and n <= len(ahead) and ahead[len(ahead) - n :] == shared[m:]:
                    return _moved(Gap(a0 - n, a1 + m, b0 - n, b1 + m), n + x + m, n + y + m)
    return None


def _moved(words: Gap, first: int, second: int) -> tuple[tuple[int, int], Gap, Gap]:
    """The same for two passages of these lengths, which are the other way round in the reference."""
    a0, a1, b0, b1 = words
    if second <= first:
        return (a1 - second, a1), Gap(a0, a0, b0, b0 + second), Gap(a1 - second, a1, b1, b1)
    return (a0, a0 + first), Gap(a1, a1, b1 - first, b1), Gap(a0, a0 + first, b0, b0)


def turned(ids_a: Ids, ids_b: Ids, units: Sequence[Gap], k: int, other: int) -> tuple[Gap, Gap]:
    """Units `k` and `other`, unpaired words of the working text and of the reference that are said to be the same.

    One that ends with words that stand before it too could as well begin with them, and the other way round. They are
    shifted so that both begin and end alike, as `the red` and `red the` do not.
    """
    mine, theirs = units[k], units[other]
    here, there = (_beside(ids_a, ids_b, units, at, at + 1, MOST_SHIFTED) for at in (k, other))
    ways = list(product(_shifts(ids_a, *mine[:2], *here), _shifts(ids_b, *theirs[2:], *there)))
    if len(ways) == 1:  # the usual case
        return mine, theirs

    def alike(way: tuple[int, int]) -> int:
        one, two = _shifted(mine, way[0]), _shifted(theirs, way[1])
        words: list[int] = ids_a[one.a0 : one.a1].tolist()
        others: list[int] = ids_b[two.b0 : two.b1].tolist()
        return Prefix.similarity(words, others) + Postfix.similarity(words, others)

    by, opposite = max(ways, key=alike)  # among equals the first, which is no shift
    return _shifted(mine, by), _shifted(theirs, opposite)


def _shifts(ids: Ids, first: int, last: int, ahead: list[int], behind: list[int]) -> list[int]:
    """By how much unpaired words can be shifted over the equal ones beside them, so that those read as before."""
    words: list[int] = ids[first:last].tolist()
    back, on = Postfix.similarity(ahead, words), Prefix.similarity(behind, words)
    return [0, *range(-1, -back - 1, -1), *range(1, on + 1)]


def _beside(
    ids_a: Ids, ids_b: Ids, units: Sequence[Gap], first: int, last: int, most: int
) -> tuple[list[int], list[int]]:
    """The words directly before and behind units `first` up to `last` that are the same in both texts."""
    (a0, _, b0, _), (_, a1, _, b1) = units[first], units[last - 1]
    before = min(most, b0, a0 - (units[first - 1].a1 if first else 0))
    after = min(most, (units[last].a0 if last < len(units) else len(ids_a)) - a1)
    ahead: list[int] = ids_a[a0 - before : a0].tolist()
    behind: list[int] = ids_a[a1 : a1 + after].tolist()
    alike = Postfix.similarity(ahead, ids_b[b0 - before : b0].tolist())
    return ahead[before - alike :], behind[: Prefix.similarity(behind, ids_b[b1 : b1 + after].tolist())]


def _shifted(unit: Gap, by: int) -> Gap:
    return Gap(unit.a0 + by, unit.a1 + by, unit.b0 + by, unit.b1 + by)
