"""Aligns the words of two texts: runs of equal words, and units of words that correspond to each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace

from cableview.collation.alignment.anchors import (
    ANCHOR,
    LEAF,
    Columns,
    Gap,
    Ids,
    Run,
    Words,
    as_gap,
    as_run,
    between,
    chained,
    columns_of,
    common_runs,
    gaps_of,
    is_turned,
    longer_in_b,
    plausible,
    runs_of,
    shifted,
    trimmed,
    unique_runs,
)
from cableview.collation.alignment.displaced_passages import Rest, alone, put_back
from cableview.collation.alignment.gaps import partners
from cableview.collation.alignment.transpositions import SHORTEST, STRAY, Transposed, transposed
from cableview.collation.words.tokens import Tokens


class Passage(NamedTuple):
    """Words found elsewhere in the other text, from the first equal ones to the last, and their alignment."""

    words: Gap
    runs: list[Run]
    units: list[Gap]


class Alignment(msgspec.Struct, frozen=True):
    """`runs` of equal words and `units` of differing ones, each in order; together they cover both texts.

    A unit with one side empty is a run of unpaired words. `passages` say the same at another place; each is part of two
    such units.
    """

    runs: list[Run]
    units: list[Gap]
    passages: Sequence[Passage] = ()


class _Texts(NamedTuple):
    """Two texts with the numbers of their words."""

    a: Tokens
    b: Tokens
    ids_a: Ids
    ids_b: Ids

    def alike(self, at_a: int, at_b: int) -> bool:
        return self.ids_a.item(at_a) == self.ids_b.item(at_b)


class _Around(NamedTuple):
    """A gap of the chain with its number, the passages in it in the first text, and those in it in the second.

    `exchanged` are the words with one passage in place of another, where only what is before them, and what is behind
    them, can be each other's partners.
    """

    number: int
    gap: Gap
    mine: list[Transposed]
    theirs: list[Transposed]
    exchanged: Gap | None


def align_within(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, within: Gap) -> Alignment:
    """Aligns the words of a gap: equal words at its ends, then moved passages, then what lies between sure runs."""
    ends: list[Run] = []
    middle = trimmed(ids_a, ids_b, within, ends)
    left, right = ids_a[middle.a0 : middle.a1], ids_b[middle.b0 : middle.b1]
    gaps = known = None
    if min(len(left), len(right)) >= 2 * SHORTEST:
        chain, others = chained(shifted(unique_runs(left, right, ANCHOR), middle), a.words)
        free = between(middle, chain)
        passages = transposed(ids_a, ids_b, free, others)
        if passages:
            texts = _Texts(a, b, ids_a, ids_b)
            return _cut(a, b, _aligned_around(texts, middle, chain, free, passages, ends))
        if max(len(left), len(right)) > LEAF:
            known, gaps = _sure(chain, free, longer_in_b(free), middle)
    if gaps is None:
        gaps = columns_of([middle])
    runs, units = paired(a.words, b.words, ids_a, ids_b, gaps, known)
    return _cut(a, b, Alignment(sorted([*ends, *runs]), units))


def units_inside(a: Tokens, b: Tokens, ids_a: Ids, ids_b: Ids, words: Gap, passage: Passage | None) -> list[Gap]:
    """The units of words found elsewhere in the other text; `passage` is the known alignment of most of them."""
    if passage is None:
        return align_within(a, b, ids_a, ids_b, words).units
    a0, a1, b0, b1 = passage.words
    edges = Gap(words.a0, a0, words.b0, b0), Gap(a1, words.a1, b1, words.b1)
    before, behind = ([] if gap.empty else align_within(a, b, ids_a, ids_b, gap).units for gap in edges)
    return [*before, *passage.units, *behind]


def paired(
    words_a: Words, words_b: Words, ids_a: Ids, ids_b: Ids, gaps: Columns, known: Columns | None = None
) -> tuple[list[Run], list[Gap]]:
    """The runs, in any order, and the units of an alignment of `gaps`, with `known` as in `common_runs`.

    Words are fetched only where several could be each other's partners.
    """
    found, rest = common_runs(words_a, words_b, ids_a, ids_b, gaps, known)
    runs, rows = runs_of(found), gaps_of(rest)
    size_a, size_b = rest[1] - rest[0], rest[3] - rest[2]
    several: list[int] = ((np.minimum(size_a, size_b) > 0) & (np.maximum(size_a, size_b) > 1)).nonzero()[0].tolist()
    units: list[Gap] = []
    done = 0
    for k in several:
        a0, a1, b0, b1 = rows[k]
        left, right = words_a(a0, a1), words_b(b0, b1)
        units += rows[done:k]
        _settle(partners(left, right), left, right, (a0, b0), runs, units)
        done = k + 1
    return runs, units + rows[done:]


def _sure(chain: Columns, gaps: Columns, longer: Ids, within: Gap) -> tuple[Columns, Columns]:
    """The plausible runs of a chain, with `longer` as in `plausible`, and the gaps between them."""
    runs = plausible(chain, longer)
    return runs, gaps if runs is chain else between(within, runs)


def _aligned_around(
    texts: _Texts, within: Gap, chain: Columns, gaps: Columns, passages: list[Transposed], ends: list[Run]
) -> Alignment:
    """The alignment of what is left when moved passages are taken out, and of each passage by itself.

    `gaps` lie between the runs of the chain; `ends` are the runs around all of these.
    """
    longer = longer_in_b(gaps)
    for (a0, a1, b0, b1), _, (k, m) in passages:
        longer[k] += a1 - a0
        longer[m] -= b1 - b0
    sure, gaps = _sure(chain, gaps, longer, within)
    if sure is not chain:
        passages = [passage.placed(gaps) for passage in passages]
    around = _around(passages, gaps)
    known, others = _laid_among(sure, around, within)
    if np.count_nonzero(others[::2] > others[1::2]):  # runs of one passage share words
        passages = [passage.untangled() for passage in passages]
        around = _around(passages, gaps)
        known, others = _laid_among(sure, around, within)
    runs, units = paired(texts.a.words, texts.b.words, texts.ids_a, texts.ids_b, others, known)
    units, units_inside = _with_rests(texts, around, runs, units)
    runs, runs_inside = _parted(sorted([*ends, *runs]), passages)
    return Alignment(runs, units, list(map(Passage, [p.words for p in passages], runs_inside, units_inside)))


def _around(passages: list[Transposed], gaps: Columns) -> list[_Around]:
    """The gaps that contain passages, in order."""
    inside: dict[int, tuple[list[Transposed], list[Transposed]]] = {k: ([], []) for p in passages for k in p.gaps}
    for passage in passages:
        k, m = passage.gaps
        inside[k][0].append(passage)
        inside[m][1].append(passage)
    around: list[_Around] = []
    for k, (mine, theirs) in sorted(inside.items()):
        gap = as_gap(tuple(gaps[:, k].tolist()))
        around.append(_Around(k, gap, mine, theirs, _exchanged(gap, mine, theirs)))
    return around


def _exchanged(gap: Gap, mine: list[Transposed], theirs: list[Transposed]) -> Gap | None:
    """The words of a gap with one passage in place of another, and those that have none opposite before or behind.

    `None` if there are several passages, or so many such words in both texts that they may be each other's partners.
    """
    if len(mine) != 1 or len(theirs) != 1 or mine[0] is theirs[0]:
        return None
    a0, a1, b0, b1 = gap
    (first_a, end_a, _, _), (_, _, first_b, end_b) = mine[0].words, theirs[0].words
    has_before, has_behind = a0 < first_a and b0 < first_b, end_a < a1 and end_b < b1
    begin_a, begin_b = (first_a, first_b) if has_before else (a0, b0)
    stop_a, stop_b = (end_a, end_b) if has_behind else (a1, b1)
    alone_a, alone_b = first_a - begin_a + stop_a - end_a, first_b - begin_b + stop_b - end_b
    return as_gap((begin_a, stop_a, begin_b, stop_b)) if min(alone_a, alone_b) < STRAY else None


def _laid_among(sure: Columns, around: list[_Around], within: Gap) -> tuple[Columns, Columns]:
    """The sure runs and those of the passages in the order of the first text, and the gaps between them.

    The gaps around a passage are left empty, since nothing there is aligned until the passage is taken out; but where
    one is in place of another, they are what is before and behind both.
    """
    parts: list[Columns] = []
    apart: list[tuple[int, Gap | int]] = []
    done = more = 0
    for k, gap, mine, _, exchanged in around:
        begin = k + more
        for passage in mine:
            parts += (sure[:, done:k], passage.runs)
            done = k
            more += passage.runs.shape[1]
            apart.append((k + more, 0))
        apart.append((begin, 0))
        if exchanged is not None:
            a0, a1, b0, b1 = exchanged
            if gap.a0 < a0:
                apart.append((begin, Gap(gap.a0, a0, gap.b0, b0)))
            if a1 < gap.a1:
                apart.append((k + more, Gap(a1, gap.a1, b1, gap.b1)))
    known = np.concatenate([*parts, sure[:, done:]], axis=1)
    others = between(within, known)
    for k, words in apart:
        others[:, k] = words
    return known, others


def _with_rests(
    texts: _Texts, around: list[_Around], runs: list[Run], units: list[Gap]
) -> tuple[list[Gap], list[list[Gap]]]:
    """The units outside the passages, with those of what passages leave of their gaps, and the units in each passage.

    The runs of what is left are added to `runs`.
    """
    turned = partial(is_turned, texts.a.words, texts.b.words)
    out: list[Gap] = []
    inside: list[list[Gap]] = []
    done = 0
    for _, gap, mine, theirs, exchanged in around:
        first, last = bisect_left(units, (gap.a0,), done), bisect_left(units, (gap.a1 + 1,), done)
        out += units[done:first]
        done = last
        for (a0, a1, _, _), _, _ in mine:
            inside.append(units[bisect_left(units, (a0 + 1,), first) : bisect_left(units, (a1,), first)])
        if exchanged is not None:
            before = units[first : bisect_left(units, (exchanged.a0 + 1,), first)]
            behind = units[bisect_left(units, (exchanged.a1,), first) : last]
            out += _with_unpaired(before, exchanged, behind, turned)
            continue
        left = Rest(gap.a0, gap.a1, [passage.words[:2] for passage in mine])
        right = Rest(gap.b0, gap.b1, sorted([passage.words[2:] for passage in theirs]))
        if len(left) and len(right):
            equal, differing = put_back(*_paired_rest(texts, left, right), left, right, gap, turned, texts.alike)
            runs += equal
        else:
            differing = alone(gap, turned)
        out += _one_passage_each(differing, mine, theirs) if max(len(mine), len(theirs)) > 1 else differing
    return out + units[done:], inside


def _one_passage_each(units: list[Gap], mine: list[Transposed], theirs: list[Transposed]) -> list[Gap]:
    """The units, unpaired words cut where a second passage begins."""
    starts_a, starts_b = [p.words.a0 for p in mine], sorted([p.words.b0 for p in theirs])
    out: list[Gap] = []
    for unit in units:
        a0, a1, b0, b1 = unit
        if not unit.one_sided:
            out.append(unit)
        elif a0 < a1:
            cuts = [at for at in starts_a if a0 <= at < a1][1:]
            out += [Gap(first, last, b0, b1) for first, last in pairwise([a0, *cuts, a1])]
        else:
            cuts = [at for at in starts_b if b0 <= at < b1][1:]
            out += [Gap(a0, a1, first, last) for first, last in pairwise([b0, *cuts, b1])]
    return out


def _with_unpaired(before: list[Gap], words: Gap, behind: list[Gap], turned: Callable[[Gap], bool]) -> list[Gap]:
    """The units before and behind words of both texts that have no partners, with those beside them that have none."""
    a0, a1, b0, b1 = words
    while before and before[-1].one_sided and (before[-1].a1, before[-1].b1) == (a0, b0):
        a0, _, b0, _ = before.pop()
    while behind and behind[0].one_sided and (behind[0].a0, behind[0].b0) == (a1, b1):
        _, a1, _, b1 = behind.pop(0)
    return [*before, *alone(as_gap((a0, a1, b0, b1)), turned), *behind]


def _parted(runs: list[Run], passages: list[Transposed]) -> tuple[list[Run], list[list[Run]]]:
    """The runs outside the passages and those in each passage; all in the order of the first text."""
    outside: list[Run] = []
    inside: list[list[Run]] = []
    done = 0
    for (a0, a1, _, _), *_ in passages:
        first, last = bisect_left(runs, (a0,)), bisect_left(runs, (a1,))
        outside += runs[done:first]
        inside.append(runs[first:last])
        done = last
    return outside + runs[done:], inside


def _paired_rest(texts: _Texts, left: Rest, right: Rest) -> tuple[list[Run], list[Gap]]:
    """As `paired`, for the words of two rests, counted as if contiguous."""
    a, b, ids_a, ids_b = texts
    if max(len(left), len(right)) > LEAF:
        gaps = columns_of([Gap(0, len(left), 0, len(right))])
        return paired(_words_of(a, left), _words_of(b, right), ids_a[left.places()], ids_b[right.places()], gaps)
    mine = [word for stretch in left.stretches for word in a.words(*stretch)]
    theirs = [word for stretch in right.stretches for word in b.words(*stretch)]
    return [], partners(mine, theirs)


def _words_of(text: Tokens, rest: Rest) -> Words:
    return lambda first, last: [word for stretch in rest.of(first, last) for word in text.words(*stretch)]


def _settle(
    found: list[Gap],
    a: Sequence[str] | Ids,
    b: Sequence[str] | Ids,
    at: tuple[int, int],
    runs: list[Run],
    units: list[Gap],
) -> None:
    """Adds equal pairs to `runs` and the others to `units`, joining neighbouring unpaired words.

    `found` pairs the words `a` and `b`, or their numbers, which begin at the places `at` of the texts.
    """
    at_a, at_b = at
    first = len(units)
    for a0, a1, b0, b1 in found:
        if a1 - a0 == 1 == b1 - b0 and a[a0] == b[b0]:
            runs.append(as_run((a0 + at_a, b0 + at_b, 1)))
            continue
        unit = as_gap((a0 + at_a, a1 + at_a, b0 + at_b, b1 + at_b))
        if (a0 == a1 or b0 == b1) and len(units) > first and _continues(units[-1], unit):
            unit = as_gap((units[-1].a0, unit.a1, units.pop().b0, unit.b1))
        units.append(unit)


def _cut(a: Tokens, b: Tokens, alignment: Alignment) -> Alignment:
    """The alignment with its units cut into pieces, none of which spans words that are not compared."""
    if not (1 in a.cut.tobytes() or 1 in b.cut.tobytes()):
        return alignment
    passages = [p._replace(units=_all_cut(a, b, p.units)) for p in alignment.passages]
    return replace(alignment, units=_all_cut(a, b, alignment.units), passages=passages)


def _all_cut(a: Tokens, b: Tokens, units: list[Gap]) -> list[Gap]:
    """The units cut into pieces, which are paired in order; surplus pieces of one side are unpaired."""
    out: list[Gap] = []
    for unit in units:
        mine, theirs = a.pieces(unit.a0, unit.a1), b.pieces(unit.b0, unit.b1)
        mine += [(unit.a1, unit.a1)] * (len(theirs) - len(mine))
        theirs += [(unit.b1, unit.b1)] * (len(mine) - len(theirs))
        out += [Gap(*one, *other) for one, other in zip(mine, theirs, strict=True)]
    return out


def _continues(last: Gap, unit: Gap) -> bool:
    """True when both are unpaired on the same side and adjacent."""
    if (last.a1, last.b1) != (unit.a0, unit.b0):
        return False
    return (last.a0 == last.a1 and unit.a0 == unit.a1) or (last.b0 == last.b1 and unit.b0 == unit.b1)
