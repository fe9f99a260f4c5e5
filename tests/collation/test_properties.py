"""What holds of every collation, whatever the texts."""

from __future__ import annotations

import random
import unicodedata
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Collation, Pin, Text, collate
from cableview.collation.rules import default_rules
from cableview.model.discrepancy import Kind
from cableview.model.span import Span

PLAIN = ("the", "the", "of", "of", "and", "Stalin", "said", "that", "1941,", "October", "27", "not", "agreement")
ODD = (
    "signed.",
    "“Quote”",
    "x/y",
    "and/or",
    "secret",
    "SECRET\n\n",
    "-",
    "xxxxxxxx",
    "\n\nMFE\n\n",
    "Estab-\nlishment",
)
FOREIGN = ("e\u0301te\u0301", "𝔄b", "a\x00b", "ﷺ", "日本")
WORDS = st.sampled_from([*PLAIN, *ODD, *FOREIGN])
PROSE = st.lists(WORDS, max_size=40).map(" ".join)
ANY = st.text(max_size=60)
RULES = default_rules()


def run(one: str, other: str, *, exact: bool = False, pins: list[Pin] | None = None) -> Collation:
    return collate(Text(one), Text(other), RULES, pins or [], exact=exact)


def check(collation: Collation, one: str, other: str) -> None:
    pairs = collation.pairs
    for column, text in ((pairs.working_starts, one), (pairs.reference_starts, other)):
        assert (column[1:] > column[:-1]).all()
        assert len(column) == 0 or column[-1] < len(text)
    last = Span(0, 0)
    for d in collation.differences:
        assert d.working.start >= last.start
        last = d.working
        for span, text in ((d.working, one), (d.reference, other), *([(d.origin, one)] if d.origin else [])):
            assert span.end <= len(text)
            assert span.is_empty or not (text[span.start].isspace() and not unicodedata.combining(text[span.start + 1]))
            for at in (span.start, span.end):
                assert at in (0, len(text)) or not unicodedata.combining(text[at]) or text[at - 1] in "\r\n"
        assert not (d.working.is_empty and d.reference.is_empty)


@settings(max_examples=150, deadline=None)
@given(PROSE, PROSE)
def test_collations_of_any_words_are_sound(one: str, other: str) -> None:
    check(run(one, other), one, other)
    check(run(one, other, exact=True), one, other)


@settings(max_examples=100, deadline=None)
@given(ANY, ANY)
@example("\x00", "")
@example("\u202eab", "ab")
@example("a \u0301", "a")
@example("-\n-\n-", "a-\nb-\n")
def test_any_characters_are_collated_within_the_texts(one: str, other: str) -> None:
    for exact in (False, True):
        for difference in run(one, other, exact=exact).differences:
            assert difference.working.end <= len(one)
            assert difference.reference.end <= len(other)
            assert not (difference.working.is_empty and difference.reference.is_empty)


@settings(max_examples=100, deadline=None)
@given(PROSE | ANY)
def test_a_text_agrees_with_itself(text: str) -> None:
    for exact in (False, True):
        result = run(text, text, exact=exact)
        assert result.differences == ()
        assert result.agreeing == result.tokens


def flagged(collation: Collation, text: str, *, working: bool) -> set[int]:
    spans = [d.working if working else d.reference for d in collation.differences]
    return {p for span in spans for p in range(span.start, span.end) if not text[p].isspace()}


SYLLABLES = (("ka", "lo", "mi", "ne", "pu"), ("ran", "tel", "vis", "dom"), ("eth", "or", "ing"))
VOCABULARY = ["".join(parts) for parts in product(*SYLLABLES)]


def prose(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(VOCABULARY) for _ in range(count)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_planted_single_changes_are_found_exactly(seed: int, data: st.DataObject) -> None:
    words = prose(seed, 80)
    places = sorted(data.draw(st.sets(st.integers(3, 76), min_size=1, max_size=5)))
    places = [p for k, p in enumerate(places) if not k or p - places[k - 1] > 3]
    changed = list(words)
    for p in places:
        changed[p] = words[p][:3] + "#" + words[p][4:]
    for exact in (False, True):
        result = run(" ".join(changed), " ".join(words), exact=exact)
        found = [(d.working.of(" ".join(changed)), d.reference.of(" ".join(words))) for d in result.differences]
        assert found == [(changed[p], words[p]) for p in places]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 60), st.integers(1, 12))
def test_a_planted_run_is_found_exactly(seed: int, place: int, size: int) -> None:
    words = prose(seed, 80)
    extra = [f"x{w}" for w in prose(seed + 1, size)]
    longer = " ".join([*words[:place], *extra, *words[place:]])
    result = run(longer, " ".join(words))
    assert [(d.kind, d.working.of(longer)) for d in result.differences] == [(Kind.ADDITION, " ".join(extra))]


@settings(max_examples=120, deadline=None)
@given(PROSE, PROSE, st.data())
def test_pins_of_some_differences_leave_exactly_the_others(one: str, other: str, data: st.DataObject) -> None:
    free = run(one, other)
    chosen = data.draw(st.sets(st.integers(0, max(0, len(free.differences) - 1)))) if free.differences else set()
    if any(d.kind is Kind.MOVED for k, d in enumerate(free.differences) if k in chosen):
        chosen = set()
    pins = [Pin(d.working, d.reference) for k, d in enumerate(free.differences) if k in chosen]
    again = run(one, other, pins=pins)
    assert again.differences == tuple(d for k, d in enumerate(free.differences) if k not in chosen)


@settings(max_examples=100, deadline=None)
@given(PROSE, PROSE, st.lists(st.tuples(*[st.integers(0, 80)] * 4), max_size=6))
@example("the", "", [(1, 1, 0, 0), (1, 2, 0, 0)])
def test_arbitrary_pins_are_neither_crossed_nor_reported(
    one: str, other: str, rows: list[tuple[int, int, int, int]]
) -> None:
    def span(text: str, x: int, y: int) -> Span:
        x, y = sorted((min(x, len(text)), min(y, len(text))))
        while x < y and text[x].isspace():
            x += 1
        while y > x and text[y - 1].isspace():
            y -= 1
        return Span(x, y)

    pins = [Pin(span(one, a, b), span(other, c, d)) for a, b, c, d in rows]
    result = run(one, other, pins=pins)
    check(result, one, other)
    for d in result.differences:
        for pin in pins:
            assert not any(p.overlaps(q) and not p.is_empty and not q.is_empty for p, q in ((d.working, pin.working),))
            assert d.reference.is_empty or pin.reference.is_empty or not d.reference.overlaps(pin.reference)


# Both texts from what is aligned


def covered(collation: Collation, text: str, *, working: bool) -> list[Span]:
    """The words of a text that are in a pair or a difference, in order, none twice."""
    pairs = collation.pairs
    columns = (pairs.working_starts, pairs.working_ends) if working else (pairs.reference_starts, pairs.reference_ends)
    spans = {Span(s, e) for s, e in zip(*(column.tolist() for column in columns), strict=True)}
    spans |= {d.working if working else d.reference for d in collation.differences}
    return sorted((span for span in spans if not span.is_empty), key=lambda span: (span.start, span.end))


@settings(max_examples=150, deadline=None)
@given(PROSE | ANY, PROSE | ANY)
@example("a b c d e f g h", "e f g h a b c d")
def test_pairs_and_differences_together_give_both_texts_back(one: str, other: str) -> None:
    """In exact mode every word is in a pair or a difference, and each pair outside the differences is equal."""
    result = run(one, other, exact=True)
    for text, working in ((one, True), (other, False)):
        letters = {p for span in covered(result, text, working=working) for p in range(span.start, span.end)}
        assert {p for p, letter in enumerate(text) if not letter.isspace()} <= letters
        assert not any(text[p].isspace() and not _inside_a_span(p, result, working=working) for p in letters)
    flagged_words = {(d.working.start, d.reference.start) for d in result.differences}
    pairs = result.pairs
    for a0, a1, b0, b1 in zip(
        pairs.working_starts, pairs.working_ends, pairs.reference_starts, pairs.reference_ends, strict=True
    ):
        assert one[a0:a1] == other[b0:b1] or (a0, b0) in flagged_words


def _inside_a_span(place: int, result: Collation, *, working: bool) -> bool:
    spans = covered(result, "", working=working)
    return any(span.start < place < span.end - 1 for span in spans)


@settings(max_examples=150, deadline=None)
@given(PROSE, PROSE)
def test_taking_over_every_reading_gives_the_reference(one: str, other: str) -> None:
    """The differences say all: with each of them taken over from the reference the texts are the same words."""
    result = run(one, other, exact=True)
    out, at = "", 0
    for d in result.differences:
        out += f"{one[at : d.working.start]} {d.reference.of(other)} "
        at = d.working.end
    assert (out + one[at:]).split() == other.split()


# Any characters

ODDITIES = st.text(
    st.sampled_from(
        "\u202e\u2066\u2069\u200f\u061c\u0301\u0489\u20dd\ufe0f\u200d👩🚀🇨🇭𝔄𐍈\x00\x1b\ufeff\ufffd\u2028\u0085\f-¬=\n a1"
    )
    | st.characters(exclude_categories=["Cs"]),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(ODDITIES, ODDITIES, st.booleans())
@example("\x00\x00 \x00", "\x00", False)
@example("a=\n\u0301b", "ab", False)
@example("👩\u200d🚀-\n\f👩", "👩", False)
def test_arbitrary_unicode_never_raises(one: str, other: str, exact: bool) -> None:
    check(run(one, other, exact=exact), one, other)


@settings(max_examples=100, deadline=None)
@given(ODDITIES, st.integers(0, 80))
def test_an_added_word_is_found_in_any_text(text: str, place: int) -> None:
    place = min(place, len(text))
    longer = f"{text[:place]} planted {text[place:]}"
    found = flagged(run(longer, f"{text[:place]} {text[place:]}", exact=True), longer, working=True)
    assert found >= set(range(place + 1, place + 8))
