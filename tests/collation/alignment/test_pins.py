"""Decisions hold: what was decided is not raised again, and nothing else changes."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from cableview.collation.collate import Collation, Pin, Text, collate
from cableview.collation.rules import default_rules
from cableview.formats.markdown import markdown_markup
from cableview.model.discrepancy import Difference, Kind
from cableview.model.span import Span
from tests.collation.classification.cables import PARAGRAPH
from tests.collation.classification.test_kinds import PARAPHRASED

SLIPS = (
    ("called on", "cal1ed on"),
    ("the note.", "the the note."),
    ("no answer", "answer"),
    ("Minister this morning", "Minister yesterday"),
    ("27, 1941,", "21, 1914,"),
    ("In the course of the conversation", "While they were talking"),
    ("islands, which", "islands,which"),
    ("the treaty of Portsmouth", "of Portsmouth the treaty"),
    ("oil for", "oil\n\n- 2 -\n\nSECRET\n\nfor"),
)


def slipped() -> str:
    text = PARAGRAPH
    for old, new in SLIPS:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def run(text: str, other: str, pins: list[Pin], masked: list[Span], *, markdown: bool = False) -> Collation:
    markups = [markdown_markup(t) for t in (text, other)] if markdown else []
    sides = [Text(text, markups[0], tuple(masked)), Text(other, markups[1])] if markups else []
    ours, theirs = sides or [Text(text, masked=tuple(masked)), Text(other)]
    return collate(ours, theirs, default_rules(), pins)


def key(d: Difference, text: str) -> tuple[Kind, str, Span, str]:
    return d.kind, d.working.of(text), d.reference, d.severity


def moved_on(span: Span, after: int, by: int) -> Span:
    return span.shifted(by) if span.start >= after and span.end > after else span


def decide_all(text: str, other: str, seed: int, *, markdown: bool = False) -> int:
    """Decides every difference in a random order for the one text or the other, and looks at the rest each time."""
    chance = random.Random(seed)
    pins: list[Pin] = []
    masked: list[Span] = []
    left = run(text, other, [], [], markdown=markdown).differences
    steps = 0
    while left:
        d = chance.choice(left)
        expected = [key(e, text) for e in left if e is not d]
        start, end = d.working.start, d.working.end
        put = d.working.of(text)
        if d.origin is None and "~~" not in put and chance.random() < 0.5:
            put = d.reference.of(other)
        gap = " " if d.working.is_empty and put else ""
        text = text[:start] + gap + put + text[end:]
        grown = len(gap) + len(put) - (end - start)
        pins = [Pin(moved_on(p.working, end, grown), p.reference) for p in pins]
        masked = [moved_on(m, end, grown) for m in (*masked, *([d.origin] if d.origin else []))]
        pins.append(Pin(Span(start + len(gap), start + len(gap) + len(put)), d.reference))
        left = run(text, other, pins, masked, markdown=markdown).differences
        assert [key(e, text) for e in left] == expected
        steps += 1
    return steps


@pytest.mark.parametrize("seed", range(6))
def test_each_decision_leaves_all_other_differences_unchanged(seed: int) -> None:
    assert decide_all(slipped(), PARAGRAPH, seed) >= len(SLIPS)


@pytest.mark.parametrize("seed", range(3))
def test_decisions_in_a_paraphrase_leave_its_other_sentences_unchanged(seed: int) -> None:
    assert decide_all(PARAPHRASED, PARAGRAPH, seed) == 3


@pytest.mark.parametrize("seed", range(3))
def test_decisions_on_the_harriman_cable_leave_the_others_unchanged(shared_data: Path, seed: int) -> None:
    page = (shared_data / "harriman-1944" / "archive-page.md").read_bytes().decode("utf-8")
    assert decide_all(page[684:3586], page[3586:6073], seed, markdown=True) == 10


def test_crossing_pins_are_not_compared_and_disturb_nothing() -> None:
    one, other = PARAGRAPH.replace("note.", "notc."), PARAGRAPH
    first, last = one.index("Ambassador"), one.index("Portsmouth")
    pins = [
        Pin(Span(first, first + 10), Span(first, first + 10)),
        Pin(Span(last, last + 11), Span(4, 14)),
        Pin(Span(last - 3, last - 1), Span(last - 3, last - 1)),
    ]
    found = run(one, other, pins, []).differences
    assert [(d.working.of(one), d.reference.of(other)) for d in found] == [("notc.", "note."), ("", "Portsmouth,")]


@pytest.mark.parametrize("there", [0, 200, len(PARAGRAPH)])
def test_a_pin_without_words_parts_nothing(there: int) -> None:
    """As where a word was taken out beside a passage that was moved away."""
    one = PARAGRAPH.replace("note.", "notc.")
    at = one.index("Portsmouth") - 1
    expected = run(one, PARAGRAPH, [], []).differences
    assert len(expected) == 1
    assert run(one, PARAGRAPH, [Pin(Span(at, at), Span(there, there))], []).differences == expected


def test_a_pin_that_the_letters_contradict_is_kept() -> None:
    one, other = "he said the the cat sat down", "he said the cat sat down"
    second = one.index("the cat")
    pin = Pin(Span(second, second + 3), Span(8, 11))
    found = run(one, other, [pin], []).differences
    assert [(d.working, d.reference.is_empty) for d in found] == [(Span(8, 11), True)]


@pytest.mark.parametrize("opened", [False, True])
def test_slips_in_a_moved_passage_are_reported_beside_a_decision_between_its_places(*, opened: bool) -> None:
    first, moved = "He came home at last.", "That offer of peace had been refused by the King."
    between = "Nobody was told of it before Tuesday, when the papers printed a short account of all this."
    ours, theirs = f"{first} {between} {moved.replace('offer of', 'ofier oi')}", f"{first} {moved} {between}"
    at, opposite = ours.index("Nobody"), theirs.index("Nobody")
    pin = Pin(Span(at, at + 6), Span(opposite, opposite + 6), open=opened)
    expected = [Kind.MOVED, Kind.CHARACTER, Kind.CHARACTER]
    assert [d.kind for d in run(ours, theirs, [], []).differences] == expected
    assert [d.kind for d in run(ours, theirs, [pin], []).differences] == expected


def test_differences_inside_an_open_pin_are_still_reported() -> None:
    one = PARAGRAPH.replace("Council", "Councii")
    start, end = one.index("He was told"), one.index("In the course")
    pin = Pin(Span(start, end - 1), Span(start, end - 1), open=True)
    found = run(one, PARAGRAPH, [pin], []).differences
    assert [d.working.of(one) for d in found] == ["Councii"]
    assert run(one, PARAGRAPH, [Pin(pin.working, pin.reference)], []).differences == ()


def test_an_open_pin_that_crosses_a_decision_is_ignored() -> None:
    one = PARAGRAPH.replace("Council", "Councii")
    start, end = one.index("He was told"), one.index("In the course")
    decided = Pin(Span(0, 3), Span(end, end + 2))
    later = Pin(Span(start, end - 1), Span(start, end - 1), open=True)
    found = run(one, PARAGRAPH, [decided, later], []).differences
    assert found == run(one, PARAGRAPH, [decided], []).differences
    assert found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a" * 500_000, "1" * 500_000),
        (" " * 500_000, "x"),
        ("a " * 100_000, "a " * 100_001),
        ("a b " * 40_000, "b a " * 40_000),
        ("a-\n" * 100_000, "a-\n" * 100_000 + "b"),
        ("0 1 1 0 " * 20_000, "0 1 0 0 " * 20_000),
    ],
)
def test_no_text_makes_collation_slow(one: str, other: str) -> None:
    started = time.process_time()
    run(one, other, [], [])
    assert time.process_time() - started < 8
