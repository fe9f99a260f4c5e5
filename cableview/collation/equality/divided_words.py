"""Joins words divided by a page break, where the rest of the word stands after the next page's head.

For example `estab-`, then `- 2 -` and `SECRET` on separate lines, then `lishment`. Within one text this cannot be
distinguished from a line ending with a hyphen; where the other text has the whole word in that place, it is certain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from cableview.collation.alignment.anchors import Gap
from cableview.collation.words.furniture import is_possible
from cableview.collation.words.normalise import HYPHENED, HYPHENS
from cableview.collation.words.tokens import Tokens

MOST_LINES = 8
"""Most lines of a head between the halves."""
_AT_LINE_END = re.compile(rf"{HYPHENED}[ \t]{{0,8}}[\n\r\f]")


def put_together(a: Tokens, b: Tokens, units: list[Gap]) -> tuple[list[Gap], list[Gap]]:
    """The units, and those that are halves of a divided word: the first paired with the whole, the other unpaired."""
    units, halves = _on_one_side(a, b, units)
    if not _hyphened(b):
        return units, halves
    mirrored, others = _on_one_side(b, a, [_mirror(unit) for unit in units])
    return [_mirror(unit) for unit in mirrored], [*halves, *map(_mirror, others)]


def _mirror(unit: Gap) -> Gap:
    return Gap(unit.b0, unit.b1, unit.a0, unit.a1)


def _on_one_side(a: Tokens, b: Tokens, units: list[Gap]) -> tuple[list[Gap], list[Gap]]:
    """The same for the words that the first text divides."""
    out, halves = units, list[Gap]()
    for k in _hyphened(a):
        if _unit_with(out, k) is None:
            continue
        for m in _may_go_on(a, k):
            made = _joined_at(a, b, out, k, m)
            if made is not None:
                out, pair = made
                halves += pair
                break
    return out, halves


def _hyphened(text: Tokens) -> list[int]:
    """Indices of words that end with a hyphen at a line's end and were not joined with the next."""
    hyphens = text.hyphens
    if not (hyphens and len(text)):
        return []
    words = np.searchsorted(text.starts, hyphens, "right") - 1
    last: list[int] = ((words >= 0) & (text.ends[words] == np.add(hyphens, 1))).nonzero()[0].tolist()
    return [words.item(k) for k in last if _AT_LINE_END.match(text.text, hyphens[k])]


def _may_go_on(text: Tokens, k: int) -> Iterator[int]:
    """Yields words after word `k` that begin a line, with only possible page furniture between."""
    at = k + 1
    for _ in range(MOST_LINES):
        if at >= len(text) or text.breaks[at] == 0:
            return
        yield at
        end = at + 1
        while end < len(text) and text.breaks[end] == 0:
            end += 1
        if not is_possible(text, at, end):
            return
        at = end


def _joined_at(a: Tokens, b: Tokens, units: list[Gap], k: int, m: int) -> tuple[list[Gap], list[Gap]] | None:
    """The units with words `k` and `m` as halves of a word of the other text, and the halves; `None` if it has none."""
    first, last = _unit_with(units, k), _unit_with(units, m)
    if first is None or last is None or not _adjoin(units[first : last + 1]):
        return None
    stem = a.form(k).rstrip(HYPHENS)
    wholes = (stem + a.form(m), f"{stem}-{a.form(m)}")
    b0, b1 = units[first].b0, units[last].b1
    j = next((j for j in range(b0, b1) if b.form(j) in wholes), None)
    if j is None:
        return None
    around = Gap(units[first].a0, k, b0, j), Gap(m + 1, units[last].a1, j + 1, b1)
    if not all(_is_plain(a, b, gap) for gap in around):
        return None
    halves = [Gap(k, k + 1, j, j + 1), Gap(m, m + 1, j + 1, j + 1)]
    made = [around[0], halves[0], Gap(k + 1, m, j + 1, j + 1), halves[1], around[1]]
    return [*units[:first], *(gap for gap in made if not gap.empty), *units[last + 1 :]], halves


def _unit_with(units: list[Gap], k: int) -> int | None:
    """The index of the unit containing word `k` of the first text."""
    at = bisect_right(units, k, key=lambda unit: unit.a0) - 1
    return at if at >= 0 and k < units[at].a1 else None


def _adjoin(units: list[Gap]) -> bool:
    return all((one.a1, one.b1) == (two.a0, two.b0) for one, two in pairwise(units))


def _is_plain(a: Tokens, b: Tokens, gap: Gap) -> bool:
    """True for a range that is a unit as it stands: unpaired words, or one word for another."""
    sizes = gap.a1 - gap.a0, gap.b1 - gap.b0
    return 0 in sizes or (sizes == (1, 1) and a.form(gap.a0) != b.form(gap.b0))
