"""Turns an alignment into differences: moved, struck, furniture, reworded, and the rest by their letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import lt
from typing import NamedTuple

import msgspec
import numpy as np

from cableview.collation.alignment.align import Alignment, units_inside
from cableview.collation.alignment.anchors import Gap, Ids, Run, words_in_a, words_in_b
from cableview.collation.alignment.pins import Barriers
from cableview.collation.classification import naming
from cableview.collation.classification.moves import Block, Move, moved
from cableview.collation.classification.one_sided_passages import eye_skip, is_furniture, passages
from cableview.collation.classification.paraphrases import Part, regrouped, weighed
from cableview.collation.words.normalise import OVERTYPED, OVERTYPING
from cableview.collation.words.tokens import Tokens
from cableview.model.discrepancy import EYE_SKIPPED, Difference, Kind, Severity

# Looking up an enumeration member is slow, and these are looked up for each row.
_ADDITION, _OMISSION, _MOVED, _SPACING = Kind.ADDITION, Kind.OMISSION, Kind.MOVED, Kind.SPACING
_MEDIUM, _HIGH = Severity.MEDIUM, Severity.HIGH
_BY_WORDS = (Kind.ADDITION, Kind.OMISSION, Kind.REWORDED, Kind.STRUCK)
"""Kinds whose reasons name the telling words."""
_TYPED_OVER = frozenset(signs[0] for signs in OVERTYPING)

_Struck = tuple[set[int], set[int]]
"""The words of each text that a mark strikes out."""


class Pair(msgspec.Struct, frozen=True, eq=False):
    """The two texts as compared: their words, and a number for each form."""

    a: Tokens
    b: Tokens
    ids_a: Ids
    ids_b: Ids

    def is_cut(self, gap: Gap) -> bool:
        """True if the range contains, in either text, words that are not compared."""
        return bool(self.a.cut[gap.a0 + 1 : gap.a1].any() or self.b.cut[gap.b0 + 1 : gap.b1].any())


class Found(NamedTuple):
    """Differences, and the words that each covers."""

    units: list[Gap]
    differences: list[Difference]

    def outside(self, hidden: Barriers) -> Found:
        """The differences that `hidden` does not hide."""
        if not hidden.ranges:
            return self
        are_shown = [not hidden.hides(unit) for unit in self.units]
        return Found(list(compress(self.units, are_shown)), list(compress(self.differences, are_shown)))


def classified(
    pair: Pair, alignment: Alignment, decided: Barriers, inside: Barriers, *, exact: bool, spaced: Sequence[Gap] = ()
) -> Found:
    """All differences. `decided` are those in the order of both texts, `inside` those inside moved passages.

    `exact` keeps each unit separate; `spaced` are equal words with different blanks between.
    """
    struck = _struck_out(pair.a), _struck_out(pair.b)
    units = alignment.units
    if struck[0] or struck[1]:
        units = sorted([*units, *_marked(pair, alignment.runs)])
    if exact:
        return _named(pair, _parts(pair, units, struck))
    units = _without_furniture(pair, units)
    moves = moved(pair.a, pair.b, pair.ids_a, pair.ids_b, units, alignment.passages, decided.free_words)
    parts = _parts(pair, moves.units, struck)
    if moves.places:
        parts += [Part(place, _MOVED, firm=True) for place in moves.places]
        parts.sort(key=lambda part: part.unit)
    parts = regrouped(pair.a, pair.b, parts, lambda gap: decided.bars(gap) or pair.is_cut(gap))
    if moves.places:
        parts = [part for part in parts if part.kind is not _MOVED]
    if spaced:
        parts += [Part(unit, _SPACING) for unit in spaced]
    if moves.inner:
        parts += _inside(pair, moves.inner, struck, inside)
    found = _named(pair, parts)
    for move in moves.moves:
        found.units.append(move.unit)
        found.differences.append(_moved(pair, move))
    return found


def moved_blocks(pair: Pair, alignment: Alignment) -> list[Gap]:
    """The words, in both texts, of passages that stand at another place."""
    units, passages = alignment.units, alignment.passages
    found = moved(pair.a, pair.b, pair.ids_a, pair.ids_b, units, passages, lambda _first, _last: True)
    return [block.words for block in found.inner]


def undecided(pair: Pair, found: Found, decided: Barriers) -> list[Difference]:
    """The differences that are not decided yet, in the order of the working text."""
    left = _without_decided(pair, found, decided) if decided.ranges else found.differences
    starts = [difference.working.start for difference in left]
    if all(map(lt, starts, starts[1:])):  # the usual case
        return left
    return sorted(left, key=lambda d: (d.working.start, d.reference.start, d.working.end, d.reference.end))


def _without_decided(pair: Pair, found: Found, decided: Barriers) -> list[Difference]:
    out: list[Difference] = []
    for unit, difference in zip(*found, strict=True):
        if not decided.near(unit):
            out.append(difference)
        elif decided.covers(unit):
            continue
        elif not decided.meets(unit):  # slips in a passage that stands elsewhere lie crosswise to others
            out.append(difference)
        elif unit.a0 == unit.a1 or unit.b0 == unit.b1:
            out += _named(pair, [Part(part, difference.kind) for part in decided.outside(unit)]).differences
    return out


def _struck_out(text: Tokens) -> set[int]:
    return set(text.struck.nonzero()[0].tolist())


def _marked(pair: Pair, runs: list[Run]) -> list[Gap]:
    """Ranges of equal words that are struck out on only one side."""
    a, b = pair.a.struck, pair.b.struck
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
    """The units, with a page number or head in one text separated from the other text's words opposite it."""
    out: list[Gap] = []
    done = 0
    for first, last in _whole_lines(pair, units):
        out += units[done:first]
        out += _set_apart(pair, units[first:last])
        done = last
    return out + units[done:]


def _whole_lines(pair: Pair, units: list[Gap]) -> list[tuple[int, int]]:
    """Ranges of adjoining units with words of both texts that cover whole lines of at least one text."""
    opens_a, opens_b = _edges_of_lines(pair.a), _edges_of_lines(pair.b)
    out: list[tuple[int, int]] = []
    behind = 0
    for first in [k for k, (a0, _, b0, _) in enumerate(units) if opens_a[a0] or opens_b[b0]]:
        if first < behind or (first and _adjoin(units[first - 1], units[first])):
            continue
        behind = first + 1
        while behind < len(units) and _adjoin(units[behind - 1], units[behind]):
            behind += 1
        (a0, _, b0, _), (_, a1, _, b1) = units[first], units[behind - 1]
        whole = (opens_a[a0] and opens_a[a1]) or (opens_b[b0] and opens_b[b1])
        if whole and a0 < a1 and b0 < b1:
            out.append((first, behind))
    return out


def _adjoin(one: Gap, two: Gap) -> bool:
    _, a1, _, b1 = one
    a0, _, b0, _ = two
    return a1 == a0 and b1 == b0


def _edges_of_lines(text: Tokens) -> bytes:
    """A byte for each word, and for the end of the text: nonzero where a line begins."""
    return b"\1" + text.breaks[1:] + b"\1"


def _set_apart(pair: Pair, chain: list[Gap]) -> list[Gap]:
    a0, a1, b0, b1 = chain[0].a0, chain[-1].a1, chain[0].b0, chain[-1].b1
    mine = is_furniture(pair.a, a0, a1)
    if mine == is_furniture(pair.b, b0, b1):
        return chain
    text, first = (pair.b, b0) if mine else (pair.a, a0)
    begins_paragraph = text.breaks[first] > 1
    if begins_paragraph == (text is pair.b):
        return [Gap(a0, a1, b0, b0), Gap(a1, a1, b0, b1)]
    return [Gap(a0, a0, b0, b1), Gap(a0, a1, b1, b1)]


def _parts(pair: Pair, units: list[Gap], struck: _Struck) -> list[Part]:
    """The units with any kind that does not depend on neighbours; unpaired runs are cut where their kind changes."""
    parts = weighed(pair.a, pair.b, units)
    out: list[Part] = []
    done = 0
    for k in _perhaps_known(parts, struck):
        a0, a1, b0, b1 = unit = units[k]
        out += parts[done:k]
        done = k + 1
        if (a0 < a1 and _is_struck(pair.a, a0, a1, struck[0])) or (b0 < b1 and _is_struck(pair.b, b0, b1, struck[1])):
            out.append(Part(unit, Kind.STRUCK, firm=True, percent=parts[k].percent))
        elif a0 == a1 or b0 == b1:
            out += _one_sided_parts(pair, unit)
        else:
            out.append(parts[k])
    return out + parts[done:]


def _perhaps_known(parts: list[Part], struck: _Struck) -> list[int]:
    """Indices of parts whose kind may be settled already: unpaired, or with a first word that may be struck out."""
    struck_a, struck_b = struck
    has_marks = bool(struck_a or struck_b)
    return [
        k
        for k, part in enumerate(parts)
        if not (part.left and part.right)
        or (part.left[0] in _TYPED_OVER or part.right[0] in _TYPED_OVER)
        or (has_marks and (part.unit.a0 in struck_a or part.unit.b0 in struck_b))
    ]


def _is_struck(text: Tokens, first: int, last: int, marked: set[int]) -> bool:
    """True if all words are struck out, by a mark or by overtyping; the first word usually settles it."""
    if first not in marked and text.form(first)[:2] not in OVERTYPING:
        return False
    return all(k in marked or OVERTYPED.fullmatch(text.form(k)) for k in range(first, last))


def _one_sided_parts(pair: Pair, unit: Gap) -> list[Part]:
    a0, a1, b0, b1 = unit
    at_head, at_foot = _edges(pair, unit)
    if a0 < a1:
        cut = passages(pair.a, a0, a1, at_head=at_head, at_foot=at_foot)
        return [Part(Gap(p.first, p.last, b0, b0), p.kind, p.kind is not None, percent=0.0) for p in cut]
    cut = passages(pair.b, b0, b1, at_head=at_head, at_foot=at_foot)
    return [Part(Gap(a0, a0, p.first, p.last), p.kind, p.kind is not None, percent=0.0) for p in cut]


def _edges(pair: Pair, unit: Gap) -> tuple[bool, bool]:
    """Whether an unpaired run stands before all of the other text, and whether it stands after all of it."""
    if unit.a0 < unit.a1:
        return unit.b0 == 0 and unit.a0 == 0, unit.b0 == len(pair.b) and unit.a1 == len(pair.a)
    return unit.a0 == 0 and unit.b0 == 0, unit.a0 == len(pair.a) and unit.b1 == len(pair.b)


def _named(pair: Pair, parts: list[Part]) -> Found:
    units = [part.unit for part in parts]
    names = [
        _name_of_words(pair, part) if a1 - a0 == 1 == b1 - b0 and part.kind is None else _name_of_runs(pair, part)
        for part, (a0, a1, b0, b1) in zip(parts, units, strict=True)
    ]
    working, reference = pair.a.spans(map(words_in_a, units)), pair.b.spans(map(words_in_b, units))
    differences = [
        Difference(kind, severity, mine, theirs, None, group, reasons)
        for (kind, severity, group, reasons), mine, theirs in zip(names, working, reference, strict=True)
    ]
    return Found(units, differences)


def _name_of_words(pair: Pair, part: Part) -> naming.Name:
    """The name of a part that is one word for another and has no kind yet."""
    left, right = part.left, part.right
    name = naming.of_words(left, right, part.percent)
    # The second test is a shortcut.
    if name[1] is _MEDIUM and left[0].isupper() and naming.are_names(left, right):
        a0, _, b0, _ = part.unit
        if _is_mid_sentence(pair.a, a0) or _is_mid_sentence(pair.b, b0):
            kind, _, group, reasons = name
            return kind, _HIGH, group, reasons
    return name


def _name_of_runs(pair: Pair, part: Part) -> naming.Name:
    """The name of a part that is not one word for another, or has its kind already."""
    unit = a0, a1, b0, b1 = part.unit
    left, right = pair.a.words(a0, a1), pair.b.words(b0, b1)
    kind = part.kind or _kind(left, right, part.percent)
    telling, reasons = naming.NOTHING_TELLING, ()
    if kind in _BY_WORDS:
        telling = naming.one_sided(left, right, _inside_sentences(pair, unit))
        reasons = _reasons(pair, unit, kind, telling)
    return kind, naming.severity(kind, left, right, telling), naming.group_key(kind, left, right), reasons


def _kind(left: list[str], right: list[str], percent: float) -> Kind:
    if not right:
        return _ADDITION
    if not left:
        return _OMISSION
    return naming.kind_of_pair(left, right, percent)


def _inside_sentences(pair: Pair, unit: Gap) -> naming.Inside:
    return _is_name_inside(pair.a, unit.a0, unit.a1), _is_name_inside(pair.b, unit.b0, unit.b1)


def _is_name_inside(text: Tokens, first: int, last: int) -> bool:
    return first < last and text.form(first)[0].isupper() and _is_mid_sentence(text, first)


def _is_mid_sentence(text: Tokens, k: int) -> bool:
    """True for a word whose capital would mean a name; `Mr.` and `Lt.` do not end a sentence."""
    if not 0 < k < len(text) or text.breaks[k] > 1:
        return False
    before = text.form(k - 1)
    return before[-1] not in ".?!:\"'" or (before[-1] == "." and before[0].isupper() and len(before) <= 4)


def _reasons(pair: Pair, unit: Gap, kind: Kind, telling: naming.Telling) -> tuple[str, ...]:
    out: list[str] = []
    if kind in (_ADDITION, _OMISSION):
        is_ours = unit.a0 < unit.a1
        text, first, last = (pair.a, unit.a0, unit.a1) if is_ours else (pair.b, unit.b0, unit.b1)
        words = eye_skip(text, first, last)
        if words:
            out.append(f"{EYE_SKIPPED} from one “{words}” to the next")
    mine, theirs = telling
    out += [f"only the transcript has {_listed(mine)}"] if mine else []
    out += [f"only the second text has {_listed(theirs)}"] if theirs else []
    return tuple(out)


def _listed(words: list[str]) -> str:
    said = ", ".join(f"“{word}”" for word in words[: naming.MOST_SAID])
    return said + (" and more" if len(words) > naming.MOST_SAID else "")


def _moved(pair: Pair, move: Move) -> Difference:
    unit, (first, last) = move
    words = pair.a.words(first, last)
    return Difference(
        Kind.MOVED,
        Severity.MEDIUM,
        pair.a.span(unit.a0, unit.a1),
        pair.b.span(unit.b0, unit.b1),
        pair.a.span(first, last),
        naming.group_key(Kind.MOVED, words, []),
        (_move_said(words, typed_between="/" in "".join(pair.a.words(unit.a0, unit.a1))),),
    )


def _move_said(words: list[str], *, typed_between: bool) -> str:
    shown = " ".join(words if len(words) <= 8 else [*words[:4], "…", *words[-3:]])
    where = "a slash marks where it belongs" if typed_between else "it stands elsewhere in the transcript"
    return f"“{shown}”: {where}"


def _inside(pair: Pair, blocks: list[Block], struck: _Struck, decided: Barriers) -> list[Part]:
    """Slips inside moved passages, each as a separate difference, between the places decided there."""
    units: list[Gap] = []
    for words, passage in blocks:
        for part in decided.parts(words):
            if not np.array_equal(pair.ids_a[part.a0 : part.a1], pair.ids_b[part.b0 : part.b1]):
                known = passage if part == words else None
                units += units_inside(pair.a, pair.b, pair.ids_a, pair.ids_b, part, known)
    return _parts(pair, units, struck)
