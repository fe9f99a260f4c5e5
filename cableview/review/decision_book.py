"""The decisions of a review by their names, and those kinds of them that are asked for at each change."""

from __future__ import annotations

from collections.abc import Iterable

from cableview.model.decision import Decision


class DecisionBook:
    """Decisions in the order in which they were taken, of which a long text has tens of thousands.

    `settled` ones stand for their place, `deferred` ones leave it a live discrepancy. `displacing` ones are settled and
    have a part in where places stand: they move a passage, or put words in where none stood.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all: dict[str, Decision] = {}
        self.settled: dict[str, Decision] = {}
        self.deferred: dict[str, Decision] = {}
        self.displacing: dict[str, Decision] = {}
        for decision in decisions:
            self.put(decision.id, decision)

    def put(self, name: str, decision: Decision) -> None:
        """Takes a decision in; in the place of one of its name, which is not taken out before, it keeps its turn."""
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
