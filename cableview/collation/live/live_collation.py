"""Follows edits of the working text: the differences around an edit are known at once, however long the texts.

A full collation is divided into chunks of a few words, which are loaded when an edit reaches them. An edit tokenises
the words that it touches again, and pairs them with those of the reference that the pairs around it leave free. What
needs a view of the whole (moved passages, other wordings, repetition, furniture, suggestions) is left to the next full
collation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import takewhile

from rapidfuzz import fuzz

from cableview.collation.alignment.align import Words, paired
from cableview.collation.alignment.anchors import LEAF, Gap, columns_of
from cableview.collation.alignment.gaps import partners
from cableview.collation.alignment.interning import interned_forms
from cableview.collation.alignment.likeness import LONGEST
from cableview.collation.classification import naming
from cableview.collation.collate import Collation
from cableview.collation.equality.applied_rules import are_blanks_unequal, breaks_in, rule_dividing
from cableview.collation.live.chunk import Chunk, Unit
from cableview.collation.live.chunks import Chunks
from cableview.collation.live.edit_effect import EditEffect
from cableview.model.discrepancy import Difference, Kind
from cableview.model.span import Span

NEAR = 2
"""Equal words between an edit and a differing place up to which both are paired anew together."""


class LiveCollation:
    """The words of a collation and their alignment, kept up to date through edits of the working text.

    Where words are excluded or marked up, or a spelling is introduced that affects the texts elsewhere, an edit is left
    to the next full collation: `edit` returns `None` for it and for all others in the same chunk.
    """

    def __init__(self, collation: Collation, *, exact: bool = False) -> None:
        """`exact` must be as the texts were collated."""
        self._rules = collation.rules
        self._tells_blanks = not exact and not collation.rules >= {"line-breaks", "blanks"}
        self._b = collation.pair.b
        self._chunks = Chunks(collation)
        self._size = len(collation.pair.a.text)

    @property
    def size(self) -> int:
        """The present length of the working text in code points."""
        return self._size

    def edit(self, span: Span, added: str) -> EditEffect | None:
        """Replaces `span` of the working text by `added`. Returns what differs there; `None` while that is not
        known."""
        number = self._chunks.take_up(span)
        chunk, at = self._chunks[number], self._chunks.start(number)
        growth = len(added) - len(span)
        self._chunks.grow(number, growth)
        self._size += growth
        if chunk is None:
            return None
        changed = self._chunks.reader.reread(chunk, span.start - at, span.end - at, added)
        if changed is None:
            self._chunks.give_up(number)
            return None
        return self._effect_on(chunk, at, self._repaired(chunk, *changed), growth)

    def pin(self, working: Span, reference: Span) -> EditEffect | None:
        """Marks these words as decided: no edit beside them pairs them again. Returns as `edit` does.

        Where that is impossible, the differences elsewhere are known all the same.
        """
        number = self._chunks.take_up(working)
        chunk = self._chunks[number]
        if chunk is None:
            return None
        at = self._chunks.start(number)
        a0, a1 = chunk.touched(working.start - at, working.end - at)
        b0, b1 = self._b.touched(reference)
        first = bisect_left(chunk.units, a0, key=lambda u: u.a1)
        while first < len(chunk.units) and chunk.units[first].a1 <= a0 and chunk.units[first].b1 <= b0:
            first += 1  # neighbours in front
        last = first
        while last < len(chunk.units) and chunk.units[last].a1 <= a1 and chunk.units[last].b1 <= b1:
            last += 1
        begins = first == last or chunk.units[first].a0 >= a0
        if not (begins and chunk.opposite(first, a0) == b0 and self._fits(chunk, last, a1, b1)):
            self._chunks.give_up(number)
            return None
        chunk.units[first:last] = [Unit(a0, a1, b0, b1, decided=True)]
        return self._effect_on(chunk, at, chunk.widened(a0, a1), 0)

    def release(self, working: Span, reference: Span) -> EditEffect | None:
        """Marks these words as no longer decided. Returns as `edit` does."""
        number = self._chunks.take_up(working)
        chunk = self._chunks[number]
        if chunk is None:
            return None
        at = self._chunks.start(number)
        theirs = self._b.touched(reference)
        fitting = [k for k, unit in enumerate(chunk.units) if unit.decided and (unit.b0, unit.b1) == theirs]
        if not fitting:
            self._chunks.give_up(number)
            return None
        # Paragraphs that only the working text has are all at one place of the reference.
        k = min(fitting, key=lambda k: abs(at + chunk.place_of(chunk.units[k].a0) - working.start))
        unit = chunk.units[k] = chunk.units[k]._replace(decided=False)
        return self._effect_on(chunk, at, self._repaired(chunk, unit.a0, unit.a1, unit.a1 - unit.a0), 0)

    def _fits(self, chunk: Chunk, unit: int, word: int, opposite: int) -> bool:
        if unit < len(chunk.units):
            return chunk.units[unit].b0 - chunk.units[unit].a0 == opposite - word
        return chunk.b1 - len(chunk.forms) == opposite - word

    # Pairs

    def _repaired(self, chunk: Chunk, first: int, last: int, now: int) -> tuple[int, int]:
        """Pairs words again after `first` to `last` became `now` words. Returns the range of words examined."""
        units, growth = chunk.units, now - (last - first)
        reached = bisect_right(units, first, key=lambda u: u.a1), bisect_left(units, last, key=lambda u: u.a0)
        is_decided = any(unit.decided for unit in units[slice(*reached)])  # typing inside decided words is theirs
        low, high = reached if is_decided else _free_around(units, first, last)
        a0 = min(first, units[low].a0) if low < high else first
        a1 = max(last, units[high - 1].a1) if low < high else last
        while not is_decided and low and units[low - 1].a1 >= a0 and not _stays(units[low - 1], first, last):
            low, a0 = low - 1, units[low - 1].a0
        while not is_decided and high < len(units) and units[high].a0 <= a1 and not _stays(units[high], first, last):
            high, a1 = high + 1, units[high].a1
        b0 = chunk.opposite(low, a0)
        b1 = chunk.opposite(high, a1) if high else chunk.b0 + a1
        if is_decided:
            new = [Unit(a0, a1 + growth, b0, b1, decided=True)]
        else:
            new = self._paired(chunk, a0, a1 + growth, b0, b1)
        behind = units[high:]
        if growth:
            behind = [Unit(u.a0 + growth, u.a1 + growth, *u[2:]) for u in behind]
        units[low:] = new + behind
        chunk.grow_others(a0, a1, growth)
        return chunk.widened(a0, a1 + growth)

    def _paired(self, chunk: Chunk, a0: int, a1: int, b0: int, b1: int) -> list[Unit]:
        mine, theirs = chunk.forms, self._b
        while a0 < a1 and b0 < b1 and mine[a0] == theirs.form(b0):
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and mine[a1 - 1] == theirs.form(b1 - 1):
            a1, b1 = a1 - 1, b1 - 1
        if a0 == a1 and b0 == b1:
            return []
        if a0 == a1 or b0 == b1 or a1 - a0 == 1 == b1 - b0:
            return [self._unit(chunk, Gap(a0, a1, b0, b1))]
        left, right = mine[a0:a1], theirs.words(b0, b1)
        if max(len(left), len(right)) > LEAF:
            ids = interned_forms(left), interned_forms(right)
            gaps = columns_of([Gap(0, len(left), 0, len(right))])
            found = paired(_words_of(left), _words_of(right), *ids, gaps)[1]
        else:
            found = partners(left, right)
        shifted = [Gap(w + a0, x + a0, y + b0, z + b0) for w, x, y, z in found if left[w:x] != right[y:z]]
        return [self._unit(chunk, gap) for gap in _one_sided_joined(shifted)]

    def _unit(self, chunk: Chunk, gap: Gap) -> Unit:
        a0, a1, b0, b1 = gap
        held = a0 < a1 and b0 < b1 and self._is_held(chunk, gap)
        return Unit(a0, a1, b0, b1, held=held)

    def _is_held(self, chunk: Chunk, gap: Gap) -> bool:
        if not self._rules or gap.a1 - gap.a0 + gap.b1 - gap.b0 >= 12:
            return False
        one = chunk.text[chunk.starts[gap.a0] : chunk.ends[gap.a1 - 1]]
        other = self._b.span(gap.b0, gap.b1).of(self._b.text)
        return bool(rule_dividing(one, other, self._rules))

    # Differences

    def _effect_on(self, chunk: Chunk, at: int, words: tuple[int, int], growth: int) -> EditEffect:
        """The differences in a range of words and at its edges, replacing all reported there before."""
        first, last = words if not self._tells_blanks else self._with_neighbours(chunk, *words)
        start = at + (chunk.ends[first - 1] if first else 0)
        end = at + (chunk.starts[last] if last < len(chunk.forms) else len(chunk.text))
        units = chunk.units[bisect_left(chunk.units, first, key=lambda u: u.a0) :]
        told = takewhile(lambda u: u.a1 <= last, units)
        differences = [self._difference(chunk, at, u) for u in told if not (u.decided or u.held)]
        if self._tells_blanks:
            differences = sorted([*differences, *self._blanks(chunk, at, *words)], key=_order)
        return EditEffect(Span(start, max(start, end - growth)), Span(start, end), tuple(differences))

    def _with_neighbours(self, chunk: Chunk, first: int, last: int) -> tuple[int, int]:
        """Words `first` to `last` with the equal word on either side, which may share a run of blanks with them."""
        before = first > 0 and chunk.is_equal(first - 1)
        behind = last < len(chunk.forms) and chunk.is_equal(last)
        return first - before, last + behind

    def _blanks(self, chunk: Chunk, at: int, first: int, last: int) -> list[Difference]:
        """Differences of blanks between equal words, among words `first` to `last` and on both sides of them."""
        pairs = [(word - 1, word + 1, self._opposite(chunk, word)) for word in range(max(1, first), last + 1)]
        return [
            self._difference(chunk, at, Unit(a0, a1, opposite - 1, opposite + 1))
            for a0, a1, opposite in pairs
            if opposite and self._are_blanks_unequal(chunk, a0 + 1, opposite)
        ]

    def _opposite(self, chunk: Chunk, word: int) -> int:
        """The word of the reference opposite a word that is equal in both, as is the one before it; 0 for none."""
        behind = bisect_right(chunk.units, word - 1, key=lambda u: u.a1)
        is_free = word < len(chunk.forms) and (behind == len(chunk.units) or chunk.units[behind].a0 > word)
        return chunk.opposite(behind, word) if is_free else 0

    def _are_blanks_unequal(self, chunk: Chunk, word: int, opposite: int) -> bool:
        if self._b.cut[opposite]:
            return False
        between = chunk.text[chunk.ends[word - 1] : chunk.starts[word]]
        beside = self._b.blanks(opposite)
        breaks = breaks_in(between), breaks_in(beside)
        if breaks[0] != breaks[1]:
            return "line-breaks" not in self._rules
        return "blanks" not in self._rules and not any(breaks) and are_blanks_unequal(between, beside)

    def _difference(self, chunk: Chunk, at: int, unit: Unit) -> Difference:
        a0, a1, b0, b1 = unit[:4]
        left, right = chunk.forms[a0:a1], self._b.words(b0, b1)
        if a0 < a1:
            working = Span(at + chunk.starts[a0], at + chunk.ends[a1 - 1])
        else:
            place = at + (chunk.ends[a0 - 1] if a0 else (chunk.starts[0] if chunk.starts else 0))
            working = Span(place, place)
        kind, severity, group, reasons = _named(left, right)
        return Difference(kind, severity, working, self._b.span(b0, b1), None, group, reasons)


def _order(difference: Difference) -> tuple[Span, Span]:
    return difference.working, difference.reference


def _named(left: Sequence[str], right: Sequence[str]) -> naming.Name:
    mine, theirs = list(left), list(right)
    one, other = "".join(mine), "".join(theirs)
    percent = fuzz.ratio(one[:LONGEST].casefold(), other[:LONGEST].casefold())
    if len(left) == 1 == len(right):
        return naming.of_words(one, other, percent)
    kind = naming.kind_of_pair(mine, theirs, percent) if one and other else Kind.OMISSION if other else Kind.ADDITION
    severity = naming.severity(kind, mine, theirs, naming.one_sided(mine, theirs))
    return kind, severity, naming.group_key(kind, mine, theirs), ()


def _free_around(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """The range of units near words `first` to `last`, up to those that stay as they are."""
    low = bisect_left(units, first - NEAR, key=lambda u: u.a1)
    high = bisect_right(units, last + NEAR, key=lambda u: u.a0)
    staying = [k for k in range(low, high) if _stays(units[k], first, last)]
    before = [k for k in staying if units[k].a1 <= first]
    behind = [k for k in staying if units[k].a1 > first]
    return before[-1] + 1 if before else low, behind[0] if behind else high


def _stays(unit: Unit, first: int, last: int) -> bool:
    """True for a unit that changes to words `first` to `last` leave alone: decided, or held equal by a rule.

    Only a full collation can join the halves of a word divided by a page break.
    """
    return unit.decided or (unit.held and (unit.a1 <= first or unit.a0 >= last))


def _words_of(forms: list[str]) -> Words:
    return lambda first, last: forms[first:last]


def _one_sided_joined(units: list[Gap]) -> list[Gap]:
    """The units, with neighbouring unpaired words on the same side joined."""
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
