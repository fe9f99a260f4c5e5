"""Follows edits of the working text: what differs around an edit is known at once, whatever the texts' length.

A full collation is laid out in chunks of some words, which are taken up when an edit comes to them. An edit makes out
anew the words that it touches and pairs them with those of the reference that the pairs around it leave. What needs a
view of the whole (moved passages, other wordings, repetition, furniture, suggestions) is the next full collation's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import msgspec
import numpy as np
from rapidfuzz import fuzz

from cableview.collation import naming
from cableview.collation.align import interned, paired
from cableview.collation.anchors import LEAF, Gap
from cableview.collation.collate import Collation
from cableview.collation.equality import rule_dividing
from cableview.collation.gaps import partners
from cableview.collation.likeness import LONGEST, side
from cableview.collation.normalise import LINE_END_HYPHEN, letter_reader
from cableview.collation.pins import Barriers
from cableview.collation.tokens import Column, known_words, tokenise
from cableview.collation.wordings import wordings_of
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span
from cableview.model.witness import Markup

CHUNK = 64
"""Words of a chunk: half as many or half as many again cost the same within the noise of measuring."""
NEAR = 2
"""Equal words between an edit and a differing place up to which both are paired anew together."""

_RUN = re.compile(r"\S+")


class Edited(NamedTuple):
    """What an edit did: `before`, a range of the working text as it was, is `now`, and there differ `differences`."""

    before: Span
    now: Span
    differences: tuple[Difference, ...]

    @property
    def growth(self) -> int:
        return len(self.now) - len(self.before)

    def followed_by(self, later: Edited) -> Edited:
        """This and a later edit as one; what lies between them must have been looked at by either."""
        start, end = min(self.now.start, later.before.start), max(self.now.end, later.before.end)
        kept = [shifted_behind(d, later) for d in self.differences if not later.replaces(d)]
        return Edited(
            Span(start, end - self.growth),
            Span(start, end + later.growth),
            tuple(sorted([*kept, *later.differences], key=lambda d: (d.working, d.reference))),
        )

    def replaces(self, difference: Difference) -> bool:
        """True of a difference, as it was, in whose place stands what `differences` says."""
        return self.before.covers(difference.working)

    def touches(self, later: Edited) -> bool:
        return self.now.touches(later.before)


def shifted_behind(difference: Difference, edited: Edited) -> Difference:
    """A difference outside of the range of an edit, as it stands after it."""

    def after(span: Span) -> Span:
        return span.shifted(edited.growth) if span.start >= edited.before.end else span

    origin = None if difference.origin is None else after(difference.origin)
    return msgspec.structs.replace(difference, working=after(difference.working), origin=origin)


class _Unit(NamedTuple):
    """Words `a0:a1` of a chunk stand where the reference has `b0:b1`. `held`: a rule holds them equal."""

    a0: int
    a1: int
    b0: int
    b1: int
    decided: bool = False
    held: bool = False


@dataclass(slots=True)
class _Chunk:
    """Some words of the working text, with places counted from the chunk's start, and the `units` among them.

    Words between the units equal those of the reference from `b0` to `b1`, which is counted from that text's start.
    """

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    units: list[_Unit]
    b0: int
    b1: int

    def opposite(self, unit: int, word: int) -> int:
        """The word of the reference that an equal `word` in front of unit number `unit` stands for."""
        if unit:
            last = self.units[unit - 1]
            return last.b1 + word - last.a1
        return self.b0 + word

    def place_of(self, word: int) -> int:
        """Where a word begins, or would stand behind the last."""
        return self.starts[word] if word < len(self.starts) else len(self.text)

    def joined(self, other: _Chunk) -> _Chunk:
        """Both as one; `other` follows."""
        at, words = len(self.text), len(self.forms)
        return _Chunk(
            self.text + other.text,
            self.starts + [at + k for k in other.starts],
            self.ends + [at + k for k in other.ends],
            self.forms + other.forms,
            self.units + [_Unit(u.a0 + words, u.a1 + words, *u[2:]) for u in other.units],
            self.b0,
            other.b1,
        )


class LiveCollation:
    """The words of a collation and how they lie side by side, kept up to date through edits of the working text.

    Where words are joined over line ends, excluded or marked up, or rules know whole words, an edit is left to the next
    full collation: `edit` answers `None` for it and for all that come to the same chunk.
    """

    def __init__(self, collation: Collation) -> None:
        self._collation = collation
        pair = collation.pair
        self._a, self._b = pair.a, pair.b
        self._read = letter_reader(collation.rules)
        self._is_worded = wordings_of(collation.rules) is not None
        self._joins = "line-end-hyphens" in collation.rules
        self._known: frozenset[str] | None = None
        self._regrouped = Barriers(tuple(_regrouped(collation)))
        cuts_a, self._cuts_b = _cuts(collation, (*collation.decided.ranges, *self._regrouped.ranges))
        self._cuts_a = cuts_a
        self._starts: Column = self._a.starts[cuts_a] if len(self._a) else np.zeros(1, dtype=np.int64)
        self._starts[0] = 0
        self._size = len(self._a.text)
        self._chunks: list[_Chunk | None] = [None] * len(cuts_a)
        self._loaded = [(k, k + 1) for k in range(len(cuts_a))]
        self._odd = set[int]()

    @property
    def size(self) -> int:
        """Code points of the working text now."""
        return self._size

    def edit(self, span: Span, added: str) -> Edited | None:
        """The working text reads `added` at `span`. Answers what differs there; `None` where that is not known yet."""
        number = self._taken_up(span)
        chunk = self._chunks[number]
        growth = len(added) - len(span)
        at = self._starts.item(number)
        self._starts[number + 1 :] += growth
        self._size += growth
        if chunk is None:
            return None
        if self._is_worded:
            self._give_up(number)
            return None
        change = self._reread(chunk, span.start - at, span.end - at, added)
        units, words = self._repaired(chunk, *change)
        return self._told(chunk, at, units, words, growth)

    def pin(self, working: Span, reference: Span) -> None:
        """These words are decided: no edit beside them pairs them anew. The rest is left to the full collation."""
        number = self._taken_up(working)
        chunk = self._chunks[number]
        if chunk is None:
            return
        at = self._starts.item(number)
        a0, a1 = _touched(chunk, working.start - at, working.end - at)
        b0, b1 = self._b.touched(reference)
        first = bisect_left(chunk.units, a0, key=lambda u: u.a1) if a0 < a1 else bisect_left(chunk.units, (a0, a0, b0))
        last = first
        while last < len(chunk.units) and chunk.units[last].a1 <= a1 and chunk.units[last].b1 <= b1:
            last += 1
        begins = first == last or chunk.units[first].a0 >= a0
        if begins and chunk.opposite(first, a0) == b0 and self._fits(chunk, last, a1, b1):
            chunk.units[first:last] = [_Unit(a0, a1, b0, b1, decided=True)]
        else:
            self._give_up(number)

    def release(self, working: Span, reference: Span) -> Edited | None:
        """These words are no longer decided. Answers as `edit` does."""
        number = self._taken_up(working)
        chunk = self._chunks[number]
        if chunk is None:
            return None
        at = self._starts.item(number)
        theirs = self._b.touched(reference)
        fitting = [k for k, unit in enumerate(chunk.units) if unit.decided and (unit.b0, unit.b1) == theirs]
        if not fitting:
            self._give_up(number)
            return None
        # Paragraphs that only the working text has all stand at one place of the reference.
        k = min(fitting, key=lambda k: abs(at + chunk.place_of(chunk.units[k].a0) - working.start))
        unit = chunk.units[k] = chunk.units[k]._replace(decided=False)
        units, words = self._repaired(chunk, unit.a0, unit.a1, unit.a1 - unit.a0)
        return self._told(chunk, at, units, words, 0)

    def _give_up(self, number: int) -> None:
        """Leaves a chunk to the next full collation."""
        self._chunks[number] = None
        self._odd.add(self._loaded[number][0])

    def _fits(self, chunk: _Chunk, unit: int, word: int, opposite: int) -> bool:
        if unit < len(chunk.units):
            return chunk.units[unit].b0 - chunk.units[unit].a0 == opposite - word
        return chunk.b1 - len(chunk.forms) == opposite - word

    # Chunks

    def _taken_up(self, span: Span) -> int:
        """Number of the chunk that holds `span` and a word on either side of it; what it needs is made one chunk."""
        first = max(0, int(np.searchsorted(self._starts, span.start, "right")) - 1)
        last = max(first, int(np.searchsorted(self._starts, span.end, "right")) - 1)
        while True:
            chunk = self._chunk(first, last)
            if chunk is None:
                self._merge(first, last, None)
                return first
            at = self._starts.item(first)
            a0, a1 = _touched(chunk, span.start - at, span.end - at)
            wider = max(0, first - (a0 <= 1)), min(len(self._chunks) - 1, last + (a1 >= len(chunk.forms) - 1))
            if wider == (first, last):
                self._merge(first, last, chunk)
                return first
            first, last = wider

    def _chunk(self, first: int, last: int) -> _Chunk | None:
        """Chunks `first` to `last` as one; `None` where one of them is left to the full collation."""
        out: _Chunk | None = None
        for number in range(first, last + 1):
            if any(k in self._odd for k in range(*self._loaded[number])):
                return None
            chunk = self._chunks[number] or self._load(number)
            if chunk is None:
                self._odd.add(self._loaded[number][0])
                return None
            self._chunks[number] = chunk
            out = chunk if out is None else out.joined(chunk)
        return out

    def _merge(self, first: int, last: int, chunk: _Chunk | None) -> None:
        self._chunks[first] = chunk
        if first < last:
            self._loaded[first : last + 1] = [(self._loaded[first][0], self._loaded[last][1])]
            del self._chunks[first + 1 : last + 1]
            self._starts = np.delete(self._starts, range(first + 1, last + 1))

    def _load(self, number: int) -> _Chunk | None:
        """A chunk as the full collation left it."""
        first, behind = self._loaded[number]
        a0 = self._cuts_a.item(first)
        a1 = self._cuts_a.item(behind) if behind < len(self._cuts_a) else len(self._a)
        b0 = self._cuts_b.item(first)
        b1 = self._cuts_b.item(behind) if behind < len(self._cuts_b) else len(self._b)
        start = self._a.starts.item(a0) if first else 0
        end = self._a.starts.item(a1) if a1 < len(self._a) else len(self._a.text)
        starts, ends = self._a.starts[a0:a1], self._a.ends[a0:a1]
        text = self._a.text[start:end]
        if len(text.split()) != a1 - a0 or not self._is_plain(a0, a1):
            return None
        units = _units_between(self._collation, self._regrouped, a0, a1 if a1 < len(self._a) else a1 + 1)
        return _Chunk(
            text,
            (starts - start).tolist(),
            (ends - start).tolist(),
            self._a.forms[a0:a1],
            [_Unit(u.a0 - a0, u.a1 - a0, *u[2:]) for u in units],
            b0,
            b1,
        )

    def _is_plain(self, first: int, last: int) -> bool:
        """True where the words are what they are read as by themselves, without marks."""
        if self._a.struck[first:last].any():
            return False
        changed = np.flatnonzero(self._a.rewritten[first:last]) + first
        return all(self._read(self._a.raw(k)) == self._a.forms[k] for k in changed.tolist())

    # Words

    def _reread(self, chunk: _Chunk, start: int, end: int, added: str) -> tuple[int, int, int]:
        """Makes out the words around an edit anew. Answers which changed: from, up to, and how many there are now."""
        growth = len(added) - (end - start)
        first, last = _touched(chunk, start, end)
        first, last = max(0, first - 1), min(len(chunk.forms), last + 1)
        text = chunk.text[:start] + added + chunk.text[end:]
        from_ = chunk.starts[first] if 0 < first < len(chunk.forms) else 0
        to = chunk.ends[last - 1] + growth if 0 < last < len(chunk.forms) else len(text)
        starts, ends, forms = self._words(text, from_, to)
        chunk.text = text
        old = chunk.forms[first:last]
        chunk.forms[first:last] = forms
        chunk.starts[first:] = starts + [k + growth for k in chunk.starts[last:]]
        chunk.ends[first:] = ends + [k + growth for k in chunk.ends[last:]]
        # A word that the edit reaches into counts as changed though it be read as before: its place is another.
        before, behind = bisect_right(ends, start), len(starts) - bisect_left(starts, start + len(added))
        head = 0
        while head < min(before, len(old)) and old[head] == forms[head]:
            head += 1
        tail = 0
        while tail < min(behind, len(old) - head, len(forms) - head) and old[-1 - tail] == forms[-1 - tail]:
            tail += 1
        return first + head, last - tail, len(forms) - head - tail

    def _words(self, text: str, start: int, end: int) -> tuple[list[int], list[int], list[str]]:
        """Starts, ends and forms of the words of a part of a text."""
        part = text[start:end]
        if not part.isascii() or (self._joins and LINE_END_HYPHEN.search(part)):
            return self._words_of_any(part, start)
        starts: list[int] = []
        ends: list[int] = []
        forms: list[str] = []
        for match in _RUN.finditer(part):
            form = self._read(match[0])
            if form:
                starts.append(start + match.start())
                ends.append(start + match.end())
                forms.append(form)
        return starts, ends, forms

    def _words_of_any(self, part: str, start: int) -> tuple[list[int], list[int], list[str]]:
        if self._known is None:
            self._known = known_words(self._a.text, self._b.text) if self._joins else frozenset()
        tokens = tokenise(part, self._collation.rules, Markup(), (), self._known)
        return (tokens.starts + start).tolist(), (tokens.ends + start).tolist(), tokens.forms

    # Pairs

    def _repaired(self, chunk: _Chunk, first: int, last: int, now: int) -> tuple[list[_Unit], tuple[int, int]]:
        """Pairs words anew, of which `first` to `last` became `now` others. Answers the new units and their place."""
        units, growth = chunk.units, now - (last - first)
        low = bisect_left(units, first - NEAR, key=lambda u: u.a1)
        high = bisect_right(units, last + NEAR, key=lambda u: u.a0)
        while low < high and units[low].decided and units[low].a1 <= first and not _is_at(units[low], first, last):
            low += 1
        while low < high and units[high - 1].decided and not _is_at(units[high - 1], first, last):
            high -= 1
        a0 = min(first, units[low].a0) if low < high else first
        a1 = max(last, units[high - 1].a1) if low < high else last
        while low and units[low - 1].a1 >= a0 and not units[low - 1].decided:
            low, a0 = low - 1, units[low - 1].a0
        while high < len(units) and units[high].a0 <= a1 and not units[high].decided:
            high, a1 = high + 1, units[high].a1
        b0 = chunk.opposite(low, a0)
        b1 = chunk.opposite(high, a1) if high else chunk.b0 + a1
        if any(u.decided for u in units[low:high]):  # what was typed into decided words is theirs
            new = [_Unit(a0, a1 + growth, b0, b1, decided=True)]
        else:
            new = self._paired(chunk, a0, a1 + growth, b0, b1)
        behind = units[high:]
        if growth:
            behind = [_Unit(u.a0 + growth, u.a1 + growth, *u[2:]) for u in behind]
        units[low:] = new + behind
        return new, (a0, a1 + growth)

    def _paired(self, chunk: _Chunk, a0: int, a1: int, b0: int, b1: int) -> list[_Unit]:
        mine, theirs = chunk.forms, self._b.forms
        while a0 < a1 and b0 < b1 and mine[a0] == theirs[b0]:
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and mine[a1 - 1] == theirs[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
        if a0 == a1 and b0 == b1:
            return []
        if a0 == a1 or b0 == b1 or a1 - a0 == 1 == b1 - b0:
            return [self._unit(chunk, Gap(a0, a1, b0, b1))]
        left, right = mine[a0:a1], theirs[b0:b1]
        if max(len(left), len(right)) > LEAF:
            found = paired(left, right, *interned(left, right), Gap(0, len(left), 0, len(right)))[1]
        else:
            found = partners(left, right)
        shifted = [Gap(w + a0, x + a0, y + b0, z + b0) for w, x, y, z in found if left[w:x] != right[y:z]]
        return [self._unit(chunk, gap) for gap in _one_sided_joined(shifted)]

    def _unit(self, chunk: _Chunk, gap: Gap) -> _Unit:
        a0, a1, b0, b1 = gap
        held = a0 < a1 and b0 < b1 and self._is_held(chunk, gap)
        return _Unit(a0, a1, b0, b1, held=held)

    def _is_held(self, chunk: _Chunk, gap: Gap) -> bool:
        if not self._collation.rules or gap.a1 - gap.a0 + gap.b1 - gap.b0 >= 12:
            return False
        one = chunk.text[chunk.starts[gap.a0] : chunk.ends[gap.a1 - 1]]
        other = self._b.span(gap.b0, gap.b1).of(self._b.text)
        return bool(rule_dividing(one, other, self._collation.rules))

    # Differences

    def _told(self, chunk: _Chunk, at: int, units: list[_Unit], words: tuple[int, int], growth: int) -> Edited:
        first, last = words
        start = at + (chunk.ends[first - 1] if first else 0)
        end = at + (chunk.starts[last] if last < len(chunk.forms) else len(chunk.text))
        differences = tuple([self._difference(chunk, at, u) for u in units if not (u.decided or u.held)])
        return Edited(Span(start, max(start, end - growth)), Span(start, end), differences)

    def _difference(self, chunk: _Chunk, at: int, unit: _Unit) -> Difference:
        a0, a1, b0, b1 = unit[:4]
        left, right = chunk.forms[a0:a1], self._b.forms[b0:b1]
        if a0 < a1:
            working = Span(at + chunk.starts[a0], at + chunk.ends[a1 - 1])
        else:
            place = at + (chunk.ends[a0 - 1] if a0 else (chunk.starts[0] if chunk.starts else 0))
            working = Span(place, place)
        kind, severity = _named(left, right)
        changes = naming.letters_changed(left, right) if kind is Kind.CHARACTER or kind is Kind.PUNCTUATION else None
        group = naming.group_key(kind, left, right, changes)
        reasons = (changes.said,) if changes and kind is Kind.CHARACTER else ()
        return Difference(kind, severity, working, self._b.span(b0, b1), None, group, reasons)


def _named(left: Sequence[str], right: Sequence[str]) -> tuple[Kind, Severity]:
    mine, theirs = list(left), list(right)
    if not right or not left:
        kind = Kind.OMISSION if right else Kind.ADDITION
        return kind, naming.severity(kind, mine, theirs, naming.one_sided(mine, theirs))
    one, other = side(mine, 0, len(mine)), side(theirs, 0, len(theirs))
    percent = fuzz.ratio(one[:LONGEST].casefold(), other[:LONGEST].casefold())
    if len(left) == 1 == len(right) and naming.are_plain(one, other):
        return naming.of_plain_words(one, other, percent)
    kind = naming.kind_of_pair(mine, theirs, percent)
    return kind, naming.severity(kind, mine, theirs, naming.one_sided(mine, theirs))


def _is_at(unit: _Unit, first: int, last: int) -> bool:
    """True where an edit of words `first` to `last` is one of the unit's words."""
    return unit.a0 < last and first < unit.a1


def _touched(chunk: _Chunk, start: int, end: int) -> tuple[int, int]:
    """Words of a chunk that share a letter or an edge with a range of its text."""
    first = bisect_left(chunk.ends, start)
    return first, max(first, bisect_right(chunk.starts, end))


def _one_sided_joined(units: list[Gap]) -> list[Gap]:
    """Neighbouring words without partner on the same side as one unit."""
    out: list[Gap] = []
    for unit in units:
        last = out[-1] if out else None
        alone = unit.a0 == unit.a1 or unit.b0 == unit.b1
        if last is not None and alone and (last.a1, last.b1) == (unit.a0, unit.b0):
            empty = last.a0 == last.a1, last.b0 == last.b1
            if any(empty) and empty == (unit.a0 == unit.a1, unit.b0 == unit.b1):
                out[-1] = Gap(last.a0, unit.a1, last.b0, unit.b1)
                continue
        out.append(unit)
    return out


def _regrouped(collation: Collation) -> list[Gap]:
    """What differences cover that are no units of the alignment: several as one, or parts of one."""
    known = set(collation.alignment.units)
    return sorted({unit for unit in collation.units if unit not in known})


def _units_between(collation: Collation, regrouped: Barriers, first: int, last: int) -> list[_Unit]:
    """The units that begin at words `first` up to `last`, in order; with what is decided or held equal."""
    decided, held = collation.decided, collation.held
    units = [_Unit(*u, held=u in held) for u in _beginning(collation.alignment.units, first, last)]
    for others, is_decided in ((regrouped, False), (decided, True)):
        put = _beginning(others.ranges, first, last)
        if put:
            kept = [u for u in units if all(_is_apart(u, p) for p in others.near(Gap(*u[:4])))]
            units = sorted([*kept, *(_Unit(*p, decided=is_decided) for p in put)])
    return units


def _beginning(gaps: Sequence[Gap], first: int, last: int) -> Sequence[Gap]:
    return gaps[bisect_left(gaps, (first,)) : bisect_left(gaps, (last,))]


def _is_apart(unit: _Unit, pin: Gap) -> bool:
    return (unit.a1 <= pin.a0 and unit.b1 <= pin.b0) or (pin.a1 <= unit.a0 and pin.b1 <= unit.b0)


def _cuts(collation: Collation, whole: Sequence[Gap]) -> tuple[Column, Column]:
    """Words of both texts at which chunks begin: inside of runs of equal words, but in none of the `whole` ranges."""
    size = len(collation.pair.a)
    runs = [run for run in collation.alignment.runs if run[2] > 1]
    start = np.zeros(1, dtype=np.int64)
    if size <= CHUNK or not runs:
        return start, start
    table = np.fromiter(chain.from_iterable(runs), dtype=np.int64, count=3 * len(runs)).reshape(-1, 3)
    first_a, first_b, length = table[:, 0], table[:, 1], table[:, 2]
    wanted = np.arange(CHUNK, size, CHUNK)
    of = np.searchsorted(first_a, wanted, "right") - 1
    inside = (of >= 0) & (wanted > first_a[of]) & (wanted < first_a[of] + length[of])
    of = np.where(inside, of, np.minimum(of + 1, len(runs) - 1))
    at = np.where(inside, wanted - first_a[of], np.maximum(1, length[of] // 2))
    cuts_a, cuts_b = first_a[of] + at, first_b[of] + at
    kept = np.ones(len(cuts_a), dtype=np.bool_)
    kept[1:] = (cuts_a[1:] > cuts_a[:-1]) & (cuts_b[1:] > cuts_b[:-1])
    for low, high, _, _ in whole:
        kept[np.searchsorted(cuts_a, low, "right") : np.searchsorted(cuts_a, high, "left")] = False
    return np.concatenate((start, cuts_a[kept])), np.concatenate((start, cuts_b[kept]))
