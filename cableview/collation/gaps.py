"""Finds each other's partners among the few words of a gap, by their letters."""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from cableview.collation.anchors import LEAF, Gap

LONGEST = 400
"""Letters of a word that are compared; a line without blanks can be megabytes long."""
MERGED = ((1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
MERGE_COST = 0.6
SKIP_COST = 1.0


def partners(a: list[str], b: list[str]) -> list[Gap]:
    """The words of `a` and `b` in order as pairs of runs that belong together; one side of a pair can be empty."""
    if not a or not b or (len(a) == 1 and len(b) == 1):
        return [Gap(0, len(a), 0, len(b))]
    if max(len(a), len(b)) > 2 * LEAF:
        return _far_apart(a, b)
    return _cheapest([w[:LONGEST] for w in a], [w[:LONGEST] for w in b])


def _cheapest(a: list[str], b: list[str]) -> list[Gap]:
    """Dynamic programme over words: put in and taken out letters are paid, and a blank more or less."""
    rows, columns = len(a), len(b)
    width = columns + 1
    cost = [0.0] * ((rows + 1) * width)
    step: list[tuple[int, int]] = [(0, 0)] * len(cost)
    for i in range(rows + 1):
        for j in range(width):
            if i or j:
                cost[i * width + j], step[i * width + j] = _best_step(a, b, i, j, cost, width)
    out: list[Gap] = []
    i, j = rows, columns
    while i or j:
        p, q = step[i * width + j]
        out.append(Gap(i - p, i, j - q, j))
        i, j = i - p, j - q
    return out[::-1]


def _best_step(
    a: list[str], b: list[str], i: int, j: int, cost: list[float], width: int
) -> tuple[float, tuple[int, int]]:
    at = i * width + j
    best, step = 1e9, (0, 0)
    if i:
        best, step = cost[at - width] + len(a[i - 1]) + SKIP_COST, (1, 0)
    if j and (other := cost[at - 1] + len(b[j - 1]) + SKIP_COST) < best:
        best, step = other, (0, 1)
    if i and j:
        other = cost[at - width - 1] + Indel.distance(a[i - 1], b[j - 1])
        if other <= best:
            best, step = other, (1, 1)
        for p, q in MERGED:
            if p <= i and q <= j:
                before = cost[at - p * width - q] + MERGE_COST + abs(p - q)
                if before < best:
                    other = before + Indel.distance("".join(a[i - p : i]), "".join(b[j - q : j]))
                    if other < best:
                        best, step = other, (p, q)
    return best, step


def _far_apart(a: list[str], b: list[str]) -> list[Gap]:
    """Few words against many: where the few lie among the many, if anywhere."""
    few, many, turned = (a, b, False) if len(a) <= len(b) else (b, a, True)
    found = _placed(few, many) if len(few) <= LEAF else None
    if found is None:
        pairs = [Gap(0, len(few), 0, 0), Gap(len(few), len(few), 0, len(many))]
    else:
        first, last = found
        inner = _cheapest([w[:LONGEST] for w in few], [w[:LONGEST] for w in many[first:last]])
        pairs = [
            *([Gap(0, 0, 0, first)] if first else []),
            *(Gap(g.a0, g.a1, g.b0 + first, g.b1 + first) for g in inner),
            *([Gap(len(few), len(few), last, len(many))] if last < len(many) else []),
        ]
    return [Gap(g.b0, g.b1, g.a0, g.a1) for g in pairs] if turned else pairs


def _placed(few: list[str], many: list[str]) -> tuple[int, int] | None:
    needle, hay = " ".join(few)[:LONGEST], " ".join(many)
    found = fuzz.partial_ratio_alignment(needle, hay[:200_000], score_cutoff=60)
    if found is None:
        return None
    first = hay.count(" ", 0, found.dest_start)
    return first, min(len(many), hay.count(" ", 0, found.dest_end) + 1)
