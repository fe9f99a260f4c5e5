"""Edits joined to one value lead to what they lead to one by one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.live.edit_effect import EditEffect
from cableview.collation.live.edit_effects import EditEffects, joined
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span
from cableview.review.anchor import place_of
from cableview.review.incremental import left_standing
from cableview.review.queue import Entry
from cableview.review.rows import open_row

TEXTS = st.text("ab*", max_size=40)
"""Each asterisk stands for a place that differs."""
EDITS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8), st.text("ab*", max_size=6)), max_size=14)


def differences(text: str, start: int = 0) -> tuple[Difference, ...]:
    stars = (start + k for k, letter in enumerate(text) if letter == "*")
    return tuple(Difference(Kind.WORD, Severity.HIGH, Span(k, k + 1), Span(0, 0)) for k in stars)


def edited(text: str, edits: list[tuple[int, int, str]]) -> tuple[str, list[EditEffect]]:
    """The text after edits, and what each did."""
    effects: list[EditEffect] = []
    for place, length, put in edits:
        start = min(place, len(text))
        end = min(start + length, len(text))
        effects.append(EditEffect(Span(start, end), Span(start, start + len(put)), differences(put, start)))
        text = text[:start] + put + text[end:]
    return text, effects


def rows(text: str) -> list[Entry]:
    place = place_of(text, "", Span(0, 0), Span(0, 0))
    return [open_row(str(k), d, place) for k, d in enumerate(differences(text))]


@given(TEXTS, EDITS)
def test_kept_and_new_rows_are_all_differences_after_an_edit(text, edits):
    after, made = edited(text, edits)
    effects = joined(made)
    stood = [row.working for row in left_standing(rows(text), effects)]
    new = [d.working for effect in effects.effects for d in effect.differences]
    assert sorted([*stood, *new]) == [d.working for d in differences(after)]
    assert len({*stood, *new}) == len(stood) + len(new)


@given(TEXTS, EDITS)
def test_joined_effects_are_ordered_disjoint_and_span_the_texts_before_and_after(text, edits):
    after, made = edited(text, edits)
    effects = joined(made).effects
    for one, other in pairwise(effects):
        assert one.before.end < other.before.start
        assert one.now.end < other.now.start
    ends = [(0, 0), *((e.before.end, e.now.end) for e in effects)]
    begins = [*((e.before.start, e.now.start) for e in effects), (len(text), len(after))]
    for (was, now), (until, then) in zip(ends, begins, strict=True):
        assert text[was:until] == after[now:then]


@given(TEXTS, EDITS, EDITS, EDITS)
def test_joining_is_associative(text, one, two, three):
    after, first = edited(text, one)
    then, second = edited(after, two)
    a, b, c = joined(first), joined(second), joined(edited(then, three)[1])
    assert a.followed_by(b).followed_by(c).effects == a.followed_by(b.followed_by(c)).effects


def test_rows_before_all_edits_are_the_same_objects():
    text = "*a*" + "b" * 20 + "*"
    former = rows(text)
    now = left_standing(former, EditEffects(edited(text, [(10, 2, "aaaa")])[1]))
    assert now[0] is former[0]
    assert now[1] is former[1]
    assert now[2].working == Span(25, 26)
