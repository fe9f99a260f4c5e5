"""The text of the strip's head about a place, as full as fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cableview.model.decision import STATE_WORDS, VERDICT_WORDS, Verdict
from cableview.model.discrepancy import Severity
from cableview.report.place_words import BUT
from cableview.review.queue import Entry

UNDONE, REDONE = "undone", "done again"
"""Before a colon and what was."""

APART = "  ·  "
WITHIN = " · "
"""Separates the page of a place from its certainty."""
Ways = tuple[str, ...]
"""Alternative wordings, the fullest first."""


@dataclass(frozen=True, slots=True)
class HeadWords:
    """Kind and state of a place, where it was found, and what was saved last.

    `hint` says how to show where it is; it has no shorter form, and is left out before anything else is shortened.
    """

    facts: Ways = ("",)
    where: Ways = ("",)
    kept: Ways = ("",)
    hint: str = ""

    def fitting(self, room: float, width: Callable[[str], float]) -> tuple[str, str, str]:
        """The fullest words that fit into `room`, else the shortest; `width` measures words."""
        for ways in self._shorter():
            if sum(map(width, ways)) <= room:
                return ways
        return self.facts[-1], self.least, self.kept[-1]

    @property
    def least(self) -> str:
        """Only the page of a place, used before a word about how it was found would be cut off."""
        page, dot, _ = self.where[-1].partition(WITHIN)
        return page if dot else ""

    def _shorter(self) -> Iterator[tuple[str, str, str]]:
        """Ever shorter wordings: the least read part is shortened first, the notice of saving to a mere sign last."""
        first, rest = self.kept[:2], self.kept[2:]
        if self.hint:
            yield self.facts[0], f"{self.where[0]}: {self.hint}", first[0]
        for kept in first:
            yield self.facts[0], self.where[0], kept
        for where in self.where[1:]:
            yield self.facts[0], where, first[-1]
        for kept in rest:
            yield self.facts[0], self.where[-1], kept
        for facts in self.facts[1:]:
            yield facts, self.where[-1], self.kept[-1]
        yield self.facts[-1], self.least, self.kept[-1]


def fact_ways(entry: Entry, alike: int) -> Ways:
    """Kind, severity and state of a place, and how many are alike if there are others."""
    more = [f"{alike} alike (A)"] if alike > 1 else []
    words = {Severity.HIGH: ("!! high severity", "!! high", "!!"), Severity.LOW: ("low severity", "low", "")}
    severity = words.get(entry.severity, ("", "", ""))
    said = [APART.join(filter(None, (entry.kind.value, way, state_words(entry), *more))) for way in severity]
    return tuple(dict.fromkeys(said))


def where_ways(words: str) -> Ways:
    """Wordings of where a place is: its certainty comes first, and may omit how it was found, and what was not."""
    sure = words.partition(",")[0]
    return tuple(dict.fromkeys((words, sure, sure.partition(BUT)[0])))


def kept_ways(words: str, *, is_kept: bool) -> Ways:
    """Wordings of the last change; that it is durable can be said without what it was."""
    if not words:
        return ("",)
    if not is_kept:
        return (words, "")
    done, colon, _ = words.partition(": ")
    less = (f"✓ kept: {done}",) if colon and done in (UNDONE, REDONE) else ()
    return (f"✓ kept: {words}", *less, "✓ kept", "✓")


def state_words(entry: Entry) -> str:
    """The state, and for a decision, the verdict and how it was given."""
    decision = entry.decision
    if decision is None or decision.verdict is Verdict.DEFERRED:
        return STATE_WORDS[entry.state]
    parts = [f"{STATE_WORDS[entry.state]}: {VERDICT_WORDS[decision.verdict]}", *decision.prefixes]
    parts += ["by editing"] if decision.by_edit else []
    return ", ".join(parts)
