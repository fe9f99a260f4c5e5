"""Finds long passages that stand at another place in the other text, so that they do not disturb the rest."""

from __future__ import annotations

import numpy as np

from cableview.collation.anchors import Columns, Flags, Gap, Ids, Run, runs_of

SHORTEST = 8
"""Words of a passage that is looked for before anything else is aligned."""
STRAY = 4
"""Words of the runs that it is made of."""
APART = 12
"""Words between two runs of one passage."""


def transposed(a: Ids, b: Ids, chain: Columns, others: Columns) -> list[Gap]:
    """Passages as ranges of `a` and the ranges of `b` that say the same, away from the order of the texts.

    `chain` and `others` are the runs made of sequences of `ANCHOR` words that occur once in each text.
    """
    strays = runs_of(others[:, others[2] >= STRAY])
    if not strays:
        return []
    taken_a, taken_b = _covered(runs_of(chain), len(a), len(b))
    passages: list[Gap] = []
    for group in sorted(_grouped(strays, taken_a, taken_b), key=lambda g: -sum(run.length for run in g)):
        passage = _trimmed(_hull(group), taken_a, taken_b)
        if sum(run.length for run in group) * 2 >= passage.a1 - passage.a0 >= SHORTEST:
            if taken_a[passage.a0 : passage.a1].any() or taken_b[passage.b0 : passage.b1].any():
                continue
            passage = _extended(a, b, passage, taken_a, taken_b)
            taken_a[passage.a0 : passage.a1] = taken_b[passage.b0 : passage.b1] = True
            passages.append(passage)
    return passages


def _covered(chain: list[Run], size_a: int, size_b: int) -> tuple[Flags, Flags]:
    taken_a, taken_b = np.zeros(size_a, dtype=np.bool_), np.zeros(size_b, dtype=np.bool_)
    for run in chain:
        taken_a[run.a : run.a + run.length] = True
        taken_b[run.b : run.b + run.length] = True
    return taken_a, taken_b


def _grouped(strays: list[Run], taken_a: Flags, taken_b: Flags) -> list[list[Run]]:
    """Strays that follow one another in both texts with nothing of the rest between them."""
    groups: list[list[Run]] = []
    for run in strays:
        last = groups[-1][-1] if groups else None
        if last is not None and _follows(last, run, taken_a, taken_b):
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _follows(last: Run, run: Run, taken_a: Flags, taken_b: Flags) -> bool:
    end_a, end_b = last.a + last.length, last.b + last.length
    if not (-2 <= run.a - end_a <= APART and -2 <= run.b - end_b <= APART):
        return False
    return not (taken_a[end_a : run.a].any() or taken_b[end_b : run.b].any())


def _hull(group: list[Run]) -> Gap:
    last = group[-1]
    return Gap(group[0].a, last.a + last.length, group[0].b, last.b + last.length)


def _trimmed(passage: Gap, taken_a: Flags, taken_b: Flags) -> Gap:
    """Without the two words at either end that a neighbouring run can share."""
    a0, a1, b0, b1 = passage
    for _ in range(2):
        if a0 < a1 and b0 < b1 and (taken_a[a0] or taken_b[b0]):
            a0, b0 = a0 + 1, b0 + 1
        if a0 < a1 and b0 < b1 and (taken_a[a1 - 1] or taken_b[b1 - 1]):
            a1, b1 = a1 - 1, b1 - 1
    return Gap(a0, a1, b0, b1)


def _extended(a: Ids, b: Ids, passage: Gap, taken_a: Flags, taken_b: Flags) -> Gap:
    a0, a1, b0, b1 = passage
    while a0 and b0 and a[a0 - 1] == b[b0 - 1] and not (taken_a[a0 - 1] or taken_b[b0 - 1]):
        a0, b0 = a0 - 1, b0 - 1
    while a1 < len(a) and b1 < len(b) and a[a1] == b[b1] and not (taken_a[a1] or taken_b[b1]):
        a1, b1 = a1 + 1, b1 + 1
    return Gap(a0, a1, b0, b1)
