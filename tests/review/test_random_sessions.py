"""Whatever a reviewer does in whatever order, the record of it leads to the same text, decisions and rows."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cableview.collation.rules import own_rule
from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.queue import Entry
from cableview.review.remark_index import RemarkIndex
from cableview.review.session import Session
from tests.bench.made_text import misread, prose, wrapped
from tests.review.sessions import Log, item

VERDICTS = st.sampled_from(list(Verdict))
SLIPS = [0.05, 0.3]
PLACE = st.floats(0, 1)
ADDED = st.sampled_from(["", "a", " ", "of the ", "\n", "not ", "no 1941 ", "x y z ", "é", "twenty five", "Unquote "])
RULES = st.sampled_from(["case", "punctuation", "sign-words", "figures", own_rule("of the", "of"), "line-end-hyphens"])


def rows(session: Session) -> list[tuple[str, State, Span, Span, str]]:
    return [(e.id, e.state, e.working, e.reference, e.note) for e in session.queue.entries]


def notes_seen(session: Session) -> set[str]:
    """All that is noted at the rows, or listed beside them."""
    said = [*(entry.note for entry in session.queue.entries), *(note.text for note in session.live.orphaned_notes)]
    return {words for note in said for words in note.split("; ") if words}


class Reviewing(RuleBasedStateMachine):
    @initialize(
        seed=st.integers(0, 500), letters=st.sampled_from([150, 500, 1_200]), slips=st.sampled_from([0.05, 0.3])
    )
    def begin(self, seed: int, letters: int, slips: float) -> None:
        text = prose(letters, seed).replace("\n", " ")
        words = misread(text, seed + 1, slips).split()
        chance = random.Random(seed)
        for _ in range(2):  # words in one text only, and words changed over
            at = chance.randrange(len(words))
            words[at : at + 2] = words[at : at + 2][::-1] + chance.choice([[], ["quite", "alone"]])
        self.item, self.log = item(wrapped(" ".join(words), 60), wrapped(text, 70)), Log()
        self.session = Session(self.item, reviewer="me", keeper=self.log)
        self.noted = set[str]()

    def entry(self, place: float) -> Entry | None:
        self.session.commit_typing()  # rows may be others then
        entries = self.session.queue.entries
        return entries[int(place * (len(entries) - 1))] if entries else None

    @rule(place=PLACE, verdict=VERDICTS, reading=ADDED, note=st.sampled_from([None, "look again"]))
    def decide(self, place: float, verdict: Verdict, reading: str, note: str | None) -> None:
        entry = self.entry(place)
        if entry is not None and entry.state is not State.STALE:
            self.session.decide(entry.id, verdict, reading=reading, note=note)
            if note is not None:
                self.noted = notes_seen(self.session)

    @rule(place=PLACE, verdict=st.sampled_from([Verdict.TRANSCRIPT, Verdict.REFERENCE]))
    def decide_and_defer(self, place: float, verdict: Verdict) -> None:
        entry = self.entry(place)
        if entry is not None and entry.state is not State.STALE:
            self.session.decide(entry.id, verdict)
            self.session.decide(entry.id, Verdict.DEFERRED)

    @rule(place=PLACE)
    def take_back(self, place: float) -> None:
        entry = self.entry(place)
        if entry is not None:
            had = entry.decision is not None
            assert (self.session.take_back(entry.id) is not None) == had

    @rule(place=PLACE, removed=st.integers(0, 12), added=ADDED)
    def edit(self, place: float, removed: int, added: str) -> None:
        start = int(place * len(self.session.text))
        self.session.edit(Span(start, min(len(self.session.text), start + removed)), added)

    @rule(place=PLACE, added=ADDED)
    def type_into_a_place(self, place: float, added: str) -> None:
        entries = self.session.queue.entries
        entry = entries[int(place * (len(entries) - 1))] if entries else None
        if entry is not None:
            at = (entry.working.start + entry.working.end) // 2
            self.session.edit(Span(at, at), added)

    @rule(name=RULES, on=st.booleans())
    def set_rule(self, name: str, *, on: bool) -> None:
        self.session.set_rules({name: on})

    @rule(place=PLACE, size=st.integers(1, 40), on=st.booleans())
    def exclude(self, place: float, size: int, *, on: bool) -> None:
        start = int(place * (len(self.item.transcript.text) - size))
        self.session.exclude(Sigil.TRANSCRIPT, Span(max(0, start), max(0, start) + size), on=on)

    @rule(place=PLACE)
    def annotate(self, place: float) -> None:
        entry = self.entry(place)
        if entry is not None:
            others = [one for one in self.session.queue.entries if one.id != entry.id]
            note = f"noted at {len(self.log.changes)}"
            self.session.annotate(entry.id, note)
            assert self.session.queue.get(entry.id).note == note
            noted = notes_seen(self.session)
            replaced = {"", *entry.note.split("; ")}  # at each row that a deferral is about
            assert {words for one in others for words in one.note.split("; ")} - replaced <= noted
            self.noted = noted

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        self.session.commit_typing()
        before = rows(self.session), self.session.text
        done = 0
        while done < steps and self.session.can_undo:
            self.session.undo()
            done += 1
        for _ in range(done):
            self.session.redo()
        assert (rows(self.session), self.session.text) == before
        for _ in range(done):
            self.session.undo()
        self.noted = notes_seen(self.session)

    @invariant()
    def what_was_noted_is_seen(self) -> None:
        if hasattr(self, "session"):
            seen = notes_seen(self.session)
            assert self.noted <= seen
            self.noted = seen

    @precondition(lambda self: hasattr(self, "session") and not self.session.has_unkept_typing)
    @invariant()
    def the_record_leads_to_the_same(self) -> None:
        again = Session(self.item, reviewer="me", changes=self.log.changes)
        assert again.text == self.session.text
        assert again.state.decisions == self.session.state.decisions
        assert rows(again) == rows(self.session)

    @invariant()
    def names_are_unique_and_what_was_deferred_is_seen(self) -> None:
        if not hasattr(self, "session"):
            return
        entries = self.session.queue.entries
        assert len({e.id for e in entries}) == len(entries)
        open_rows = [e for e in entries if e.state in (State.OPEN, State.DEFERRED)]
        deferred = RemarkIndex(open_rows, self.session.state.book.deferred.values())
        for entry in open_rows:
            assert (entry.state is State.DEFERRED) == bool(deferred.of(entry.id))


Reviewing.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a failing example takes minutes
)
TestReviewing = Reviewing.TestCase
