"""The decisions of a review by name, with the subsets that every change needs."""

from __future__ import annotations

from collections.abc import Iterable

from cableview.model.decision import Decision


class DecisionBook:
    """Decisions in the order in which they were taken; a long text has tens of thousands.

    `settled` ones represent their place in the queue, `deferred` ones leave it a live discrepancy. `displacing` ones
    are settled and affect where places are: they move a passage, or insert words where there were none.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all: dict[str, Decision] = {}
        self.settled: dict[str, Decision] = {}
        self.deferred: dict[str, Decision] = {}
        self.displacing: dict[str, Decision] = {}
        for decision in decisions:
            self.put(decision.id, decision)

    def put(self, name: str, decision: Decision) -> None:
        """Adds a decision; one that replaces another of its name, not taken out before, keeps its turn."""
        self.all[name] = decision
        sets = self.settled, self.deferred, self.displacing
        for kind, is_of_it in zip(sets, _kinds(decision), strict=True):
            if is_of_it:
                kind[name] = decision
            else:
                kind.pop(name, None)

    def take_out(self, name: str) -> None:
        for kind in (self.all, self.settled, self.deferred, self.displacing):
            kind.pop(name, None)

    def copied(self) -> DecisionBook:
        copy = DecisionBook()
        copy.all, copy.settled = dict(self.all), dict(self.settled)
        copy.deferred, copy.displacing = dict(self.deferred), dict(self.displacing)
        return copy


def _kinds(decision: Decision) -> tuple[bool, bool, bool]:
    is_settled, place = not decision.is_deferred, decision.place
    puts_in = place.transcript.span.is_empty and bool(decision.left.strip())
    return is_settled, not is_settled, is_settled and (place.origin is not None or puts_in)
