"""Lists the places that the rules of equality hold equal, from what a collation found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cableview.collation.collate import DIFFERING, HELD, Pairs, Text
from cableview.collation.equality import rule_dividing, rules_holding
from cableview.model.span import Span

_LINE_END = re.compile(r"\r\n|[\r\n]|\f")


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """Words, or what lies between two words, that the texts write differently and a rule holds equal."""

    working: Span
    reference: Span
    rule: str


def held_places(pairs: Pairs, working: Text, reference: Text, rules: frozenset[str]) -> tuple[HeldPlace, ...]:
    """All such places in text order, a row for each rule that a place needs. By rule they are as many as were counted.

    The texts and rules are those that were collated; `rules` with `case`, where one text is all capitals.
    """
    rows = [
        (Span(*row[:2]), Span(*row[2:4]), row[4])
        for row in zip(
            pairs.working_starts.tolist(),
            pairs.working_ends.tolist(),
            pairs.reference_starts.tolist(),
            pairs.reference_ends.tolist(),
            pairs.run.tolist(),
            strict=True,
        )
    ]
    found: list[HeldPlace] = []
    former: dict[int, tuple[Span, Span]] = {}
    for ours, theirs, run in rows:
        if run in former:
            before = former[run]
            gaps = Span(before[0].end, ours.start), Span(before[1].end, theirs.start)
            found += _between(gaps, working, reference, rules)
        if run >= 0:
            former[run] = ours, theirs
        if run != DIFFERING:
            found += _words(ours, theirs, working.text, reference.text, rules, is_run=run != HELD)
    return tuple(sorted(found, key=lambda place: (place.working, place.reference)))


def _words(
    ours: Span, theirs: Span, working: str, reference: str, rules: frozenset[str], *, is_run: bool
) -> Iterator[HeldPlace]:
    one, other = ours.of(working), theirs.of(reference)
    if is_run:
        names: Sequence[str] = rules_holding(one, other, rules) if one != other else ()
    else:
        names = (rule_dividing(one, other, rules),)
    for name in names:
        yield HeldPlace(ours, theirs, name)


def _between(gaps: tuple[Span, Span], working: Text, reference: Text, rules: frozenset[str]) -> Iterator[HeldPlace]:
    """The blanks between two words, if the texts have other ones and nothing that is not compared lies there."""
    ours, theirs = gaps
    one, other = ours.of(working.text), theirs.of(reference.text)
    if (
        one == other
        or any(s.overlaps(ours) for s in working.masked)
        or any(s.overlaps(theirs) for s in reference.masked)
    ):
        return
    breaks = _breaks(one), _breaks(other)
    if breaks[0] != breaks[1]:
        if "line-breaks" in rules:
            yield HeldPlace(ours, theirs, "line-breaks")
    elif not any(breaks) and len(one) != len(other) and "blanks" in rules:
        yield HeldPlace(ours, theirs, "blanks")


def _breaks(gap: str) -> int:
    """Line ends, as words count them: up to two, a form feed for two."""
    return min(2, sum(2 if end == "\f" else 1 for end in _LINE_END.findall(gap)))
