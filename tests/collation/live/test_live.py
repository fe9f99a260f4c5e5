"""What is known at once after an edit is sound, and equals a full collation for plain slips."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cableview.collation.collate import Collation, Pin, Text, collate
from cableview.collation.live.chunks import CHUNK
from cableview.collation.live.edit_effect import EditEffect
from cableview.collation.live.edit_effects import EditEffects, joined
from cableview.collation.live.live_collation import LiveCollation
from cableview.collation.rules import default_rules, rules_named
from cableview.collation.words.tokens import KnownWords, tokenise
from cableview.model.discrepancy import Difference, Kind
from cableview.model.span import Span
from cableview.model.witness import Mark, MarkKind, Markup
from tests.bench.made_text import misread, prose, wrapped

RULES = default_rules()


def full(text: str, reference: str, pins: list[Pin] | None = None, rules: frozenset[str] = RULES) -> Collation:
    return collate(Text(text), Text(reference), rules, pins or [])


def after(rows: list[Difference], edited: EditEffect) -> list[Difference]:
    kept = [EditEffects([edited]).shifted(row) for row in rows if not edited.replaces(row)]
    return sorted([*kept, *edited.differences], key=lambda d: (d.working, d.reference))


def forms(text: str) -> list[str]:
    return tokenise(text, RULES, Markup()).forms


def settled(text: str, rows: list[Difference], reference: str) -> str:
    """`text` with every difference decided for the reference."""
    for row in sorted(rows, key=lambda d: (d.working, d.reference), reverse=True):
        put = row.reference.of(reference)
        text = f"{text[: row.working.start]} {put} {text[row.working.end :]}"
    return text


class Desk:
    """A text, its reference and the rows, kept up to date as a session does it."""

    def __init__(self, text: str, reference: str, rules: frozenset[str] = RULES) -> None:
        self.text, self.reference, self.rules = text, reference, rules
        self.settle()

    def settle(self) -> None:
        collation = self.whole()
        self.live = LiveCollation(collation)
        self.rows = list(collation.differences)
        self.had_moves = any(row.origin for row in self.rows)

    def whole(self) -> Collation:
        return full(self.text, self.reference, rules=self.rules)

    def edit(self, start: int, end: int, added: str) -> EditEffect | None:
        edited = self.live.edit(Span(start, end), added)
        self.text = self.text[:start] + added + self.text[end:]
        if edited is not None:
            self.rows = after(self.rows, edited)
        return edited

    def words(self) -> Iterator[tuple[int, int]]:
        at = 0
        for word in self.text.split():
            at = self.text.index(word, at)
            yield at, at + len(word)
            at += len(word)


def pages(letters: int, seed: int) -> Desk:
    text = prose(letters, seed).replace("\n", " ")
    return Desk(wrapped(misread(text, seed + 1, 0.04)), wrapped(text))


def divided(text: str) -> str:
    """Every ninth word, if it is long, with a hyphen and a line's end in its middle."""
    words = text.split()
    long = [k for k in range(0, len(words), 9) if len(words[k]) > 5 and words[k].isalpha()]
    for k in long:
        words[k] = f"{words[k][:3]}-\n{words[k][3:]}"
    return " ".join(words)


def changed_over(text: str, count: int, chance: random.Random) -> str:
    """With some runs of words put elsewhere."""
    words = text.split(" ")
    for _ in range(count):
        at, size = chance.randrange(len(words)), chance.randrange(3, 15)
        run, words[at : at + size] = words[at : at + size], []
        to = chance.randrange(len(words) + 1)
        words[to:to] = run
    return " ".join(words)


def is_of_blanks(row: Difference, desk: Desk) -> bool:
    """True of two equal words, be one divided, with other blanks between them, which may be in another row too."""
    texts = row.working.of(desk.text), row.reference.of(desk.reference)
    one, other = (text.replace("-\n", "").split() for text in texts)
    return row.kind is Kind.SPACING and len(one) == 2 and one == other


def spans(row: Difference) -> tuple[Span, Span]:
    return row.working, row.reference


ADDED = st.sampled_from(
    ["", "a", " ", "-\n", "of the ", "\n", "q", "and, ", "no 1941 ", "x y z ", "é", "“", "\xa0", "a\tb", "long " * 40]
)


class Typing(RuleBasedStateMachine):
    """Any edits anywhere: what differs reproduces the reference at each moment, with or without rests."""

    @initialize(
        seed=st.integers(0, 400),
        letters=st.sampled_from([400, 2_000, 6_000]),
        is_divided=st.booleans(),
        moves=st.integers(0, 3),
        without=st.sampled_from([set[str](), {"blanks"}, {"line-breaks"}, {"blanks", "line-breaks"}]),
    )
    def begin(self, seed: int, letters: int, *, is_divided: bool, moves: int, without: set[str]) -> None:
        desk = pages(letters, seed)
        text = changed_over(divided(desk.text) if is_divided else desk.text, moves, random.Random(seed))
        self.desk = Desk(text, desk.reference, RULES - without)
        self.known = True

    @rule(place=st.floats(0, 1), removed=st.integers(0, 12), added=ADDED)
    def edit_anywhere(self, place: float, removed: int, added: str) -> None:
        start = int(place * len(self.desk.text))
        end = min(len(self.desk.text), start + removed)
        self.known &= self.desk.edit(start, end, added) is not None

    @rule(place=st.floats(0, 1), added=ADDED)
    def replace_a_word(self, place: float, added: str) -> None:
        words = list(self.desk.words())
        if words:
            start, end = words[int(place * (len(words) - 1))]
            self.known &= self.desk.edit(start, end, added) is not None

    @rule(place=st.floats(0, 1), width=st.floats(0, 0.5))
    def take_out_a_passage(self, place: float, width: float) -> None:
        start = int(place * len(self.desk.text))
        end = min(len(self.desk.text), start + int(width * len(self.desk.text)))
        self.known &= self.desk.edit(start, end, "") is not None

    @rule()
    def rest(self) -> None:
        self.desk.settle()
        self.known = True

    @invariant()
    def has_the_size(self) -> None:
        if hasattr(self, "desk"):
            assert self.desk.live.size == len(self.desk.text)

    @precondition(lambda self: getattr(self, "known", False))
    @invariant()
    def rows_stand_at_words_of_their_own(self) -> None:
        desk = self.desk
        words = tokenise(desk.text, desk.rules, Markup(), (), KnownWords(desk.text, desk.reference))
        edges = {0, *words.starts.tolist(), *words.ends.tolist()}
        assert all({row.working.start, row.working.end} <= edges for row in desk.rows)
        rows = [row for row in desk.rows if not is_of_blanks(row, desk)]
        assert all(one.working.end <= other.working.start for one, other in pairwise(rows))

    @precondition(lambda self: getattr(self, "known", False) and self.desk.rules != RULES and self.is_plain())
    @invariant()
    def blanks_differ_as_a_full_collation_says(self) -> None:
        desk = self.desk
        found = desk.whole().differences
        if [spans(row) for row in found if not is_of_blanks(row, desk)] == [
            spans(row) for row in desk.rows if not is_of_blanks(row, desk)
        ]:
            assert [spans(row) for row in desk.rows] == [spans(row) for row in found]

    @precondition(lambda self: getattr(self, "known", False) and self.is_plain() and self.desk.rules == RULES)
    @invariant()
    def the_differences_lead_to_the_reference(self) -> None:
        desk = self.desk
        assert forms(settled(desk.text, desk.rows, desk.reference)) == forms(desk.reference)

    def is_plain(self) -> bool:
        """Passages that a full collation calls moved stand at two places, also once one of them was edited."""
        return not self.desk.had_moves


Typing.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ),  # a failing example is told as it came: to shrink it takes minutes
)
TestTyping = Typing.TestCase


@pytest.mark.parametrize("seed", range(4))
def test_slips_typed_one_by_one_are_what_a_full_collation_finds(seed: int) -> None:
    text = prose(12_000, seed).replace("\n", " ")
    desk = Desk(text, text)
    chance = random.Random(seed)
    for _ in range(60):
        words = [w for w in desk.words() if w[1] - w[0] > 5]
        start, end = chance.choice(words)
        at = chance.randrange(start + 1, end - 1)
        edited = desk.edit(at, at + 1, "#")
        assert edited is not None
        assert len(edited.now) < 60
    found = full(desk.text, text).differences
    assert [(d.kind, d.working, d.reference) for d in desk.rows] == [(d.kind, d.working, d.reference) for d in found]


@pytest.mark.parametrize("seed", range(3))
def test_slips_typed_among_words_divided_at_line_ends_are_found_at_once(seed: int) -> None:
    text = prose(9_000, seed).replace("\n", " ")
    desk, chance = Desk(divided(text), text), random.Random(seed)
    for _ in range(40):
        start, end = chance.choice([w for w in desk.words() if w[1] - w[0] > 4])
        at = chance.randrange(start + 1, end - 1)
        assert desk.edit(at, at + 1, "#") is not None
    found = full(desk.text, text).differences
    assert [(d.kind, d.working, d.reference) for d in desk.rows] == [(d.kind, d.working, d.reference) for d in found]


def test_a_long_text_is_loaded_only_around_the_edit() -> None:
    desk = pages(60_000, 5)
    middle = desk.text.index(" ", len(desk.text) // 2) + 1
    assert desk.edit(middle, middle, "not ") is not None
    assert sum(chunk is not None for chunk in desk.live._chunks) <= 3


@pytest.mark.parametrize("rules", [RULES, RULES | {*rules_named("telegraphic")}], ids=["letters", "words"])
@pytest.mark.parametrize("kind", ["struck", "delimited", "masked"])
def test_an_edit_beside_marked_up_or_excluded_words_waits_for_a_full_collation(
    kind: str, rules: frozenset[str]
) -> None:
    """Their text alone does not tell how they are read; elsewhere what is typed is known at once."""
    text = reference = prose(6_000, 5).replace(" ", " \ufb01nds ", 150)  # a ligature, which is read by itself
    start = text.index(" ", 1_000) + 1
    word = Span(start, text.index(" ", start))
    markup = Markup()
    masked: tuple[Span, ...] = ()
    if kind == "struck":
        markup = Markup(marks=(Mark(MarkKind.STRUCK, word),))
    elif kind == "delimited":
        text = f"{text[: word.start]}[{word.of(text)}]{text[word.end :]}"
        markup = Markup(delimiters=(Span(word.start, word.start + 1), Span(word.end + 1, word.end + 2)))
    else:
        masked = (word,)
    live = LiveCollation(collate(Text(text, markup, masked), Text(reference), rules))
    behind = text.index(" ", word.end + 2) + 1
    assert live.edit(Span(behind, behind), "once ") is None
    far = text.index(" ", 4_000) + 1
    assert live.edit(Span(far, far), "once ") is not None


def test_words_typed_back_leave_nothing_to_settle() -> None:
    desk = pages(4_000, 9)
    rows = list(desk.rows)
    start, end = list(desk.words())[300]
    word = desk.text[start:end]
    desk.edit(start, end, "")
    desk.edit(start, start, word)
    assert [(d.kind, d.working, d.reference) for d in desk.rows] == [(d.kind, d.working, d.reference) for d in rows]


def test_blanks_beside_an_edit_are_reported_where_blanks_differ_everywhere() -> None:
    words = prose(30_000, 5).split()
    desk = Desk("  ".join(words), " ".join(words), RULES - {"blanks"})
    assert len(desk.rows) > 4_000
    for start, end, added in (
        (9_000, 9_001, "q"),
        (100, 101, "q w "),
        (0, 0, "x "),
        (20_000, 20_030, ""),
        (5_000, 5_000, " "),
    ):
        edited = desk.edit(start, end, added)
        assert edited is not None
        assert len(edited.differences) < 20
    assert [spans(row) for row in desk.rows] == [spans(row) for row in desk.whole().differences]


def test_words_beside_a_pin_are_paired_without_it() -> None:
    reference = "he said that the council met in the evening and stated its views on the treaty at length"
    text = reference.replace("council met", "counci1 rnet")
    pin = text.index("counci1")
    collation = full(text, reference, [Pin(Span(pin, pin + 7), Span(pin, pin + 7))])
    live = LiveCollation(collation)
    at = text.index("rnet")
    edited = live.edit(Span(at, at + 4), "mct")
    assert edited is not None
    assert [(d.working, d.reference.of(reference)) for d in edited.differences] == [(Span(at, at + 3), "met")]


def test_a_word_that_is_decided_later_is_not_raised_again() -> None:
    reference = "he said that the council met in the evening and stated its views on the treaty at length"
    text = reference.replace("council", "counci1")
    live = LiveCollation(full(text, reference))
    at = text.index("counci1")
    live.pin(Span(at, at + 7), Span(at, at + 7))
    edited = live.edit(Span(at + 8, at + 11), "rnet")
    assert edited is not None
    assert [d.reference.of(reference) for d in edited.differences] == ["met"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("council", "counci1", Kind.CHARACTER),
        ("1941", "1914", Kind.NUMBER),
        ("the council", "thecouncil", Kind.SPACING),
        ("council", "Council", Kind.CASE),
        ("evening,", "evening", Kind.PUNCTUATION),
        ("council", "window", Kind.WORD),
        (" evening,", "", Kind.OMISSION),
        ("council", "council too", Kind.ADDITION),
    ],
)
def test_kinds_are_known_at_once(old: str, new: str, kind: Kind) -> None:
    reference = "he said in 1941 that the council met in the evening, and stated its views on the treaty"
    live = LiveCollation(full(reference, reference))
    at = reference.index(old)
    edited = live.edit(Span(at, at + len(old)), new)
    assert edited is not None
    assert [d.kind for d in edited.differences] == [kind]


def test_edits_in_one_place_have_one_effect() -> None:
    desk = pages(3_000, 4)
    before = list(desk.rows)
    at = desk.text.index(" ", 1_500) + 1
    edits = [desk.live.edit(Span(at + k, at + k), letter) for k, letter in enumerate("notx")]
    (one,) = joined([edit for edit in edits if edit is not None]).effects
    desk.text = f"{desk.text[:at]}notx{desk.text[at:]}"
    assert forms(settled(desk.text, after(before, one), desk.reference)) == forms(desk.reference)


def test_rows_beside_a_word_read_as_before_stay_in_place() -> None:
    text = "He said that within the day there cume notbing more of it."
    desk = Desk(text, "He said that within the day there came nothing more of it.")
    at = text.index("ere cume")
    assert desk.edit(at, at, "-\n") is not None
    assert [row.working.of(desk.text) for row in desk.rows] == ["cume", "notbing"]


def test_only_the_one_named_of_several_decided_paragraphs_is_released() -> None:
    reference = "he said that the council met in the evening.\n\nthe treaty was read at length and then signed by all"
    first, second = "A paragraph that stands here alone.", "And another one behind it."
    at = reference.index("the treaty")
    text = f"{reference[:at]}{first}\n\n{second}\n\n{reference[at:]}"
    rows = full(text, reference).differences
    assert [row.working.of(text) for row in rows] == [first, second]
    live = LiveCollation(full(text, reference, [Pin(row.working, row.reference) for row in rows]))
    edited = live.release(rows[1].working, rows[1].reference)
    assert edited is not None
    assert [d.working.of(text) for d in edited.differences] == [second]


MOVED = "nine of the delegates had left the hall before noon"
LEFT = "We have seen the list. They came at six and went home again soon after."


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (f"{MOVED.replace('hall', 'ball')} {LEFT}", f"{LEFT} {MOVED}"),
        (f"{LEFT} so they said {MOVED} but nobody knew", f"{MOVED} {LEFT}"),
    ],
    ids=["with a slip inside", "with words on either side"],
)
def test_an_edit_anywhere_is_followed_beside_a_moved_passage(text: str, reference: str) -> None:
    text, reference = (f"The meeting began. {part} It ended late." for part in (text, reference))
    assert any(row.origin for row in full(text, reference).differences)
    for start, _ in Desk(text, reference).words():
        desk = Desk(text, reference)
        assert desk.edit(start, start + 1, "q") is not None
        edges = {edge for word in desk.words() for edge in word} | {0}
        assert all({row.working.start, row.working.end} <= edges for row in desk.rows)


@pytest.mark.parametrize("decided", ["so they said", "but nobody knew"])
def test_words_that_a_decision_leaves_beside_a_passage_stay_unpaired(decided: str) -> None:
    text = f"The meeting began. {LEFT} so they said {MOVED} but nobody knew It ended late."
    reference = f"The meeting began. {MOVED} {LEFT} It ended late."
    row = next(row for row in full(text, reference).differences if row.working.of(text) == decided)
    pins = [Pin(row.working, row.reference)]
    for start, word in ((text.index(word), word) for word in ("meeting", "soon", "ended", "late")):
        collation = full(text, reference, pins)
        edited = LiveCollation(collation).edit(Span(start, start + 1), "q")
        assert edited is not None
        typed = f"{text[:start]}q{text[start + 1 :]}"
        rows = after(list(collation.differences), edited)
        said = [(row.working.of(typed).rstrip("."), row.reference.of(reference).rstrip(".")) for row in rows]
        assert (f"q{word[1:]}", word) in said


def test_a_moved_passage_is_no_move_once_it_is_typed_in() -> None:
    text, reference = (f"The meeting began. {part} It ended late." for part in (f"{MOVED} {LEFT}", f"{LEFT} {MOVED}"))
    desk = Desk(text, reference)
    at = next(row.origin.start for row in desk.rows if row.origin) + 3
    assert desk.edit(at, at, "q") is not None
    assert not any(row.origin for row in desk.rows)
    assert any(row.working.start <= at < row.working.end for row in desk.rows)


@pytest.mark.parametrize(("rule", "blank"), [("blanks", "  "), ("blanks", "\xa0"), ("line-breaks", "\n")])
def test_blanks_that_no_rule_holds_equal_are_reported_beside_an_edit(rule: str, blank: str) -> None:
    reference = "he said that the council met in the evening and stated its views"
    text = reference.replace(" ", blank)
    desk = Desk(text, reference, RULES - {rule})
    assert len(desk.rows) == len(reference.split()) - 1
    for start, end, added in ((text.index("council"), text.index("council") + 1, "K"), (14, 14, " "), (2, 3, "x ")):
        assert desk.edit(start, end, added) is not None
        assert [spans(row) for row in desk.rows] == [spans(row) for row in desk.whole().differences]


def test_a_row_partly_touched_by_an_edit_is_withdrawn_as_a_whole() -> None:
    """Beside a moved passage, rows differ from the units of the alignment."""
    reference = "not 1941 Stalin not signed. not of cable agreement the good good the signed. of said agreement cable"
    chance = random.Random(5)
    for _ in range(60):
        desk = Desk(changed_over(reference, 3, chance), reference)
        at = chance.randrange(len(desk.text))
        if desk.edit(at, at + 1, "q") is None:
            continue
        rows = [row for row in desk.rows if row.origin is None]
        assert all(one.working.end <= other.working.start for one, other in pairwise(rows))
        words = tokenise(desk.text, RULES, Markup())
        edges = {0, *words.starts.tolist(), *words.ends.tolist()}
        assert all({row.working.start, row.working.end} <= edges for row in desk.rows)


def test_chunks_hold_every_word_once_even_if_a_long_run_begins_at_a_boundary() -> None:
    words = [f"word{k}" for k in range(3 * CHUNK + 20)]
    text = " ".join([*words[: CHUNK - 1], "other", *words[CHUNK : 3 * CHUNK + 5], "beside", *words[3 * CHUNK + 6 :]])
    desk = Desk(text, " ".join(words))
    desk.live._chunks.take_up(Span(0, len(text)))
    chunk = desk.live._chunks[0]
    assert chunk is not None
    assert chunk.forms == text.split()


@pytest.mark.parametrize("typed", ["the mission", "now"])
def test_a_word_divided_by_a_page_break_stays_whole_beside_an_edit(typed: str) -> None:
    text = "They met the estab-\n\n- 2 -\n\nlishment of the union at length and left the city"
    desk = Desk(text, text.replace("estab-\n\n- 2 -\n\nlishment", "establishment"))
    assert [row.kind for row in desk.rows] == [Kind.FURNITURE]
    for word in ("the", "of"):
        at = desk.text.index(f" {word} ") + 1
        assert desk.edit(at, at + len(word), f"{typed} {word}") is not None
        shown = [(row.working.of(desk.text), row.reference.of(desk.reference)) for row in desk.rows]
        assert shown == [
            (row.working.of(desk.text), row.reference.of(desk.reference)) for row in desk.whole().differences
        ]


def test_typing_into_a_divided_word_is_reported() -> None:
    text = "They met the estab-\n\n- 2 -\n\nlishment of the union at length and left the city"
    desk = Desk(text, text.replace("estab-\n\n- 2 -\n\nlishment", "establishment"))
    at = text.index("lishment")
    assert desk.edit(at, at + 1, "k") is not None
    assert any(at < row.working.end and row.working.start <= at for row in desk.rows)
