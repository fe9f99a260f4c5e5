"""Makes differences of an alignment: moved, struck, furniture, said differently, and the rest by their letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cableview.collation import naming
from cableview.collation.align import Alignment, align_within
from cableview.collation.anchors import Gap, Ids, Run
from cableview.collation.moved import Move, moved
from cableview.collation.normalise import OVERTYPED
from cableview.collation.passages import eye_skip, is_furniture, passages
from cableview.collation.pins import Barriers
from cableview.collation.reworded import Part, regrouped
from cableview.collation.tokens import Tokens
from cableview.model.discrepancy import Difference, Kind, Severity


@dataclass(frozen=True)
class Pair:
    """The two texts as they are compared: their words, and a number for each form."""

    a: Tokens
    b: Tokens
    ids_a: Ids
    ids_b: Ids

    def is_cut(self, gap: Gap) -> bool:
        """True when words that are not compared lie inside the range in either text."""
        return bool(self.a.cut[gap.a0 + 1 : gap.a1].any() or self.b.cut[gap.b0 + 1 : gap.b1].any())


@dataclass(frozen=True, slots=True)
class Found:
    """A difference and the words it covers."""

    unit: Gap
    difference: Difference


def classified(
    pair: Pair, alignment: Alignment, decided: Barriers, *, exact: bool, spaced: Sequence[Gap] = ()
) -> list[Found]:
    """Every difference. `exact` keeps each unit by itself; `spaced` are equal words with other blanks between them."""
    units = sorted([*alignment.units, *_marked(pair, alignment.runs)])
    if exact:
        return [_named(pair, part) for unit in units for part in _parts(pair, unit)]
    units = _without_furniture(pair, units)
    moves = moved(pair.a, pair.b, pair.ids_a, pair.ids_b, units, decided.free_words)
    parts = [part for unit in moves.units for part in _parts(pair, unit)]
    parts += [Part(place, Kind.MOVED, firm=True) for place in moves.places]
    parts = regrouped(
        pair.a, pair.b, sorted(parts, key=lambda part: part.unit), lambda gap: decided.bars(gap) or pair.is_cut(gap)
    )
    found = [_named(pair, part) for part in parts if part.kind is not Kind.MOVED]
    found += [_named(pair, Part(unit, Kind.SPACING)) for unit in spaced]
    found += [_moved(pair, move) for move in moves.moves]
    return found + [row for block in moves.inner for row in _inside(pair, block)]


def moved_blocks(pair: Pair, alignment: Alignment) -> list[Gap]:
    """Words of the one text and of the other of passages that stand at another place."""
    return moved(pair.a, pair.b, pair.ids_a, pair.ids_b, alignment.units, lambda _first, _last: True).inner


def undecided(pair: Pair, found: list[Found], decided: Barriers) -> list[Difference]:
    """What is not decided yet, in the order of the working text."""
    out: list[Difference] = []
    for row in found:
        if decided.covers(row.unit):
            continue
        if not decided.bars(row.unit):
            out.append(row.difference)
        elif row.unit.a0 == row.unit.a1 or row.unit.b0 == row.unit.b1:
            kind = row.difference.kind
            out += [_named(pair, Part(unit, kind)).difference for unit in decided.outside(row.unit)]
    return sorted(out, key=lambda d: (d.working.start, d.reference.start, d.working.end, d.reference.end))


def _marked(pair: Pair, runs: list[Run]) -> list[Gap]:
    """Equal words of which one side is struck out and the other is not."""
    a, b = pair.a.struck, pair.b.struck
    if not (a.any() or b.any()):
        return []
    out: list[Gap] = []
    for run in runs:
        differ = np.flatnonzero(a[run.a : run.a + run.length] != b[run.b : run.b + run.length]).tolist()
        for k in differ:
            if out and (out[-1].a1, out[-1].b1) == (run.a + k, run.b + k):
                out[-1] = Gap(out[-1].a0, run.a + k + 1, out[-1].b0, run.b + k + 1)
            else:
                out.append(Gap(run.a + k, run.a + k + 1, run.b + k, run.b + k + 1))
    return out


def _without_furniture(pair: Pair, units: list[Gap]) -> list[Gap]:
    """The units, where a page number or head stands in one text opposite words of the other, set apart from them."""
    chains: list[list[Gap]] = []
    for unit in units:
        if chains and (chains[-1][-1].a1, chains[-1][-1].b1) == (unit.a0, unit.b0):
            chains[-1].append(unit)
        else:
            chains.append([unit])
    return [unit for chain in chains for unit in _set_apart(pair, chain)]


def _set_apart(pair: Pair, chain: list[Gap]) -> list[Gap]:
    a0, a1, b0, b1 = chain[0].a0, chain[-1].a1, chain[0].b0, chain[-1].b1
    if a0 == a1 or b0 == b1:
        return chain
    mine = is_furniture(pair.a, a0, a1)
    if mine == is_furniture(pair.b, b0, b1):
        return chain
    text, first = (pair.b, b0) if mine else (pair.a, a0)
    begins_paragraph = text.breaks[first] > 1
    if begins_paragraph == (text is pair.b):
        return [Gap(a0, a1, b0, b0), Gap(a1, a1, b0, b1)]
    return [Gap(a0, a0, b0, b1), Gap(a0, a1, b1, b1)]


def _parts(pair: Pair, unit: Gap) -> list[Part]:
    """The unit with the kind that does not depend on its neighbours; runs without partner cut where they change."""
    if _is_struck(pair, unit):
        return [Part(unit, Kind.STRUCK, firm=True)]
    if unit.a0 < unit.a1 and unit.b0 < unit.b1:
        return [Part(unit)]
    a, b = pair.a, pair.b
    at_head, at_foot = _edges(pair, unit)
    if unit.a0 < unit.a1:
        cut = passages(a, unit.a0, unit.a1, at_head=at_head, at_foot=at_foot)
        rows = [(Gap(p.first, p.last, unit.b0, unit.b0), p.kind) for p in cut]
    else:
        cut = passages(b, unit.b0, unit.b1, at_head=at_head, at_foot=at_foot)
        rows = [(Gap(unit.a0, unit.a0, p.first, p.last), p.kind) for p in cut]
    return [Part(gap, kind, firm=kind is not None) for gap, kind in rows]


def _edges(pair: Pair, unit: Gap) -> tuple[bool, bool]:
    """Whether the run stands before all of the other text, or behind it."""
    if unit.a0 < unit.a1:
        return unit.b0 == 0 and unit.a0 == 0, unit.b0 == len(pair.b) and unit.a1 == len(pair.a)
    return unit.a0 == 0 and unit.b0 == 0, unit.a0 == len(pair.a) and unit.b1 == len(pair.b)


def _is_struck(pair: Pair, unit: Gap) -> bool:
    return _all_struck(pair.a, unit.a0, unit.a1) or _all_struck(pair.b, unit.b0, unit.b1)


def _all_struck(text: Tokens, first: int, last: int) -> bool:
    for k in range(first, last):
        if not (OVERTYPED.fullmatch(text.forms[k]) or text.struck[k]):
            return False
    return first < last


def _named(pair: Pair, part: Part) -> Found:
    unit = part.unit
    left, right = pair.a.forms[unit.a0 : unit.a1], pair.b.forms[unit.b0 : unit.b1]
    kind = part.kind or _kind(left, right)
    difference = Difference(
        kind,
        naming.severity(kind, left, right, mid_sentence=_is_mid_sentence(pair.a, unit.a0)),
        pair.a.span(unit.a0, unit.a1),
        pair.b.span(unit.b0, unit.b1),
        None,
        naming.group_key(kind, left, right),
        _reasons(pair, unit, kind, left, right),
    )
    return Found(unit, difference)


def _kind(left: list[str], right: list[str]) -> Kind:
    if not right:
        return Kind.ADDITION
    return naming.kind_of_pair(left, right) if left else Kind.OMISSION


def _is_mid_sentence(text: Tokens, k: int) -> bool:
    """True for a word whose capital means a name; `Mr.` and `Lt.` end no sentence."""
    if not 0 < k < len(text) or text.breaks[k] > 1:
        return False
    before = text.forms[k - 1]
    return before[-1] not in ".?!:\"'" or (before[-1] == "." and before[0].isupper() and len(before) <= 4)


def _reasons(pair: Pair, unit: Gap, kind: Kind, left: list[str], right: list[str]) -> tuple[str, ...]:
    out: list[str] = []
    if kind in (Kind.ADDITION, Kind.OMISSION):
        text, first, last = (pair.a, unit.a0, unit.a1) if left else (pair.b, unit.b0, unit.b1)
        words = eye_skip(text, first, last)
        if words:
            out.append(f"the eye may have skipped from one “{words}” to the next")
    if kind is Kind.CHARACTER:
        out.append(_letters_said(left, right))
    if kind in (Kind.ADDITION, Kind.OMISSION, Kind.REWORDED, Kind.STRUCK):
        mine, theirs = naming.one_sided(left, right)
        out += [f"only the transcript has {', '.join(mine)}"] if mine else []
        out += [f"only the reference has {', '.join(theirs)}"] if theirs else []
    return tuple(out)


def _letters_said(left: list[str], right: list[str]) -> str:
    changes = naming.confusion("".join(left), "".join(right)).split(",")
    return "; ".join(_change_said(*change.split(">", 1)) for change in changes[:4] if ">" in change)


def _change_said(old: str, new: str) -> str:
    if not new:
        return f"“{old}” is only in the transcript"
    return f"“{old}” for “{new}”" if old else f"“{new}” is only in the reference"


def _moved(pair: Pair, move: Move) -> Found:
    unit, (first, last) = move
    words = pair.a.forms[first:last]
    difference = Difference(
        Kind.MOVED,
        Severity.MEDIUM,
        pair.a.span(unit.a0, unit.a1),
        pair.b.span(unit.b0, unit.b1),
        pair.a.span(first, last),
        naming.group_key(Kind.MOVED, words, []),
        (_move_said(words, typed_between="/" in "".join(pair.a.forms[unit.a0 : unit.a1])),),
    )
    return Found(unit, difference)


def _move_said(words: list[str], *, typed_between: bool) -> str:
    shown = " ".join(words if len(words) <= 8 else [*words[:4], "…", *words[-3:]])
    where = "a slash marks where it belongs" if typed_between else "it stands elsewhere in the transcript"
    return f"“{shown}”: {where}"


def _inside(pair: Pair, block: Gap) -> list[Found]:
    """Slips inside a moved passage, each a difference of its own."""
    if pair.a.forms[block.a0 : block.a1] == pair.b.forms[block.b0 : block.b1]:
        return []
    inner = align_within(pair.a, pair.b, pair.ids_a, pair.ids_b, block)
    return [_named(pair, replace(part, firm=True)) for unit in inner.units for part in _parts(pair, unit)]
