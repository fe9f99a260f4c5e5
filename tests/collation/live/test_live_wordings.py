"""What is known at once after an edit holds under rules for words, too, and is what a full collation says."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cableview.collation.collate import Collation, Pin, Text, collate
from cableview.collation.live.edit_effect import EditEffect
from cableview.collation.live.edit_effects import EditEffects
from cableview.collation.live.live_collation import LiveCollation
from cableview.collation.rules import default_rules, own_rule, rules_named
from cableview.model.discrepancy import Difference
from cableview.model.span import Span
from tests.bench.made_text import prose

WRITINGS = [
    ("Tokio", "Tokyo"),
    ("U.S.", "United States of America"),
    ("not repeat not", "not"),
    ("Quote plainly Unquote", '"plainly"'),
    ("STOP", "."),
    ("PARA", ""),
    ("25", "twenty five"),
    ("2,000", "two thousand"),
    ("Dept", "Department"),
    ("ur", "your"),
    ("Ministry for Foreign Affairs", "Foreign Office"),
]
OWN = [("Tokio", "Tokyo"), ("U.S.", "United States of America"), ("Foreign Office", "Ministry for Foreign Affairs")]
RULES = default_rules() | {*rules_named("telegraphic"), *(own_rule(*pair) for pair in OWN)}


def texts(letters: int, seed: int, share: float = 0.12) -> tuple[str, str]:
    """The same words twice, in which some writings differ, and some words."""
    chance = random.Random(seed)
    ours, theirs = [], []
    for word in prose(letters, seed).split():
        put = chance.choice(WRITINGS) if chance.random() < share else (word, word)
        if chance.random() < 0.5:
            put = put[::-1]
        ours.append(put[0] if chance.random() > 0.03 else f"x{put[0]}")
        theirs.append(put[1])
    return " ".join(filter(None, ours)), " ".join(filter(None, theirs))


class Typed:
    """A text that is typed in, and what differs in it."""

    def __init__(self, ours: str, theirs: str) -> None:
        self.text, self.reference = ours, theirs
        self.settle()

    def settle(self) -> None:
        collation = self.full()
        self.live, self.rows = LiveCollation(collation), list(collation.differences)

    def full(self, pins: tuple[Pin, ...] = ()) -> Collation:
        return collate(Text(self.text), Text(self.reference), RULES, pins)

    def edit(self, start: int, end: int, added: str) -> EditEffect | None:
        self.text = self.text[:start] + added + self.text[end:]
        edited = self.live.edit(Span(start, end), added)
        if edited is not None:
            kept = [EditEffects([edited]).shifted(row) for row in self.rows if not edited.replaces(row)]
            self.rows = sorted([*kept, *edited.differences], key=lambda d: (d.working, d.reference))
        return edited

    def leads(self, rows: Iterable[Difference]) -> bool:
        """True when the text is the reference once each of the rows is taken from that."""
        text = self.text
        for row in sorted(rows, key=lambda d: (d.working, d.reference), reverse=True):
            text = f"{text[: row.working.start]} {row.reference.of(self.reference)} {text[row.working.end :]}"
        return not collate(Text(text), Text(self.reference), RULES).differences

    def flagged(self, rows: Iterable[Difference]) -> set[int]:
        return {at for row in rows for at in range(row.working.start, row.working.end) if not self.text[at].isspace()}

    def words(self) -> list[Span]:
        ends, out = 0, []
        for word in self.text.split():
            start = self.text.index(word, ends)
            ends = start + len(word)
            out.append(Span(start, ends))
        return out


def places(rows: list[Difference] | tuple[Difference, ...]) -> list[tuple[Span, Span]]:
    return [(row.working, row.reference) for row in rows]


@pytest.mark.parametrize("seed", range(6))
def test_slips_typed_among_wordings_are_what_a_full_collation_finds(seed: int) -> None:
    ours, theirs = texts(6_000, seed)
    typed, chance = Typed(ours, theirs), random.Random(seed)
    for _ in range(40):
        word = chance.choice([w for w in typed.words() if len(w) > 4])
        at = chance.randrange(word.start + 1, word.end - 1)
        assert typed.edit(at, at + 1, "#") is not None
    assert typed.flagged(typed.rows) == typed.flagged(typed.full().differences)


@pytest.mark.parametrize(("before", "after"), [(w, t) for w, t in [*WRITINGS, *[(b, a) for a, b in WRITINGS]] if w])
def test_another_wording_is_held_equal_as_soon_as_it_is_typed(before: str, after: str) -> None:
    head, tail = texts(1_500, 1), texts(1_500, 2)
    typed = Typed(*(f"{one} Firstly {before} secondly {other}" for one, other in zip(head, tail, strict=True)))
    at = typed.text.index(" Firstly ") + len(" Firstly ")
    assert typed.edit(at, at + len(before), after) is not None
    assert places(typed.rows) == places(typed.full().differences)


def test_a_spelling_new_to_the_texts_is_left_to_a_full_collation() -> None:
    text = f"{prose(2_000, 3)} He went to Tokio at last."
    typed = Typed(text, text)
    at = text.index("Tokio")
    assert typed.edit(at, at + 5, "Tokyo") is None


ADDED = st.sampled_from([a for pair in WRITINGS for a in pair] + [" ", "q", "no 1941 ", "Unquote ", "repeat ", "five "])


class Wiring(RuleBasedStateMachine):
    """Any edits among wordings: what differs leads to the reference at each moment at which it is known."""

    @initialize(seed=st.integers(0, 400), letters=st.sampled_from([400, 1_500]))
    def begin(self, seed: int, letters: int) -> None:
        self.typed = Typed(*texts(letters, seed))
        self.known = True

    @rule(place=st.floats(0, 1), removed=st.integers(0, 12), added=ADDED)
    def edit_anywhere(self, place: float, removed: int, added: str) -> None:
        start = int(place * len(self.typed.text))
        end = min(len(self.typed.text), start + removed)
        self.known &= self.typed.edit(start, end, added) is not None

    @rule(place=st.floats(0, 1), added=ADDED)
    def replace_a_word(self, place: float, added: str) -> None:
        words = self.typed.words()
        if words:
            word = words[int(place * (len(words) - 1))]
            self.known &= self.typed.edit(word.start, word.end, added) is not None

    @rule(place=st.floats(0, 1))
    def decide(self, place: float) -> None:
        rows = [row for row in self.typed.rows if row.origin is None]
        if rows and self.known:
            row = rows[int(place * (len(rows) - 1))]
            self.typed.live.pin(row.working, row.reference)
            edited = self.typed.live.release(row.working, row.reference)
            self.known = edited is not None

    @rule()
    def rest(self) -> None:
        self.typed.settle()
        self.known = True

    @precondition(lambda self: getattr(self, "known", False) and not any(row.origin for row in self.typed.rows))
    @invariant()
    def the_differences_lead_to_the_reference(self) -> None:
        """As far as those of a full collation do: `2,000 two thousand` is no more told from what it repeats."""
        assert self.typed.leads(self.typed.rows) or not self.typed.leads(self.typed.full().differences)


Wiring.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a failing example takes minutes
)
TestWiring = Wiring.TestCase
