"""Which text is the first does not matter: with the texts swapped, a collation finds the same, swapped."""

from __future__ import annotations

import random
from itertools import product
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Collation, Text, collate
from cableview.collation.rules import all_rules, default_rules
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span

RULES = default_rules()
ALL_RULES = frozenset(rule.name for rule in all_rules())

FREQUENT = (
    "the",
    "of",
    "and",
    "said",
    "that",
    "a",
    "to",
    "1941,",
    "October",
    "not",
    "agreement",
    "Stalin",
    "signed.",
    "No",
)
ODD = (
    *("“Quote”", "STOP", "not repeat not", "x/y", "and/or", "SECRET\n\n", "-", "xxxxxxxx", "\n\nMFE\n\n", "- 2 -\n"),
    *(
        "Estab-\nlishment",
        "establish-\nment",
        "Establishment",
        "forty-two",
        "42",
        "a — b",
        "a—b",
        "\f",
        "e\u0301te\u0301",
    ),
)
SENTENCES = (
    "the council said that the agreement was signed in October.",
    "Stalin did not agree to it.",
    "he said no.",
    "Of the twenty-seven members only four voted against the motion of the chairman.",
    "The letter was sent to the embassy on 4 May 1941 and received a week later.",
    "Nobody answered the cable for a long time.",
)
SYLLABLES = (("ka", "lo", "mi", "ne"), ("ran", "tel", "vis", "dom"), ("eth", "or", "ing", "a"))
MANY = tuple("".join(parts) for parts in product(*SYLLABLES))

SMALL = st.lists(st.sampled_from(FREQUENT), min_size=3, max_size=8, unique=True)
VOCABULARIES = SMALL | st.just(MANY) | st.just((*FREQUENT, *ODD))


def drawn(words: list[str] | tuple[str, ...], count: int, chance: random.Random) -> list[str]:
    return [chance.choice(words) for _ in range(count)]


def changed(words: list[str], count: int, chance: random.Random) -> list[str]:
    """The words with so many slips, of letters or whole passages."""
    out = list(words)
    for _ in range(count):
        at = chance.randrange(len(out) + 1)
        word = out[at] if at < len(out) else ""
        match chance.randrange(7):
            case 0:
                del out[at : at + 1]
            case 1:
                out.insert(at, chance.choice(words))
            case 2:
                out[at : at + 1] = [f"{word[:1]}~{word[1:]}"]
            case 3:
                out[at : at + 2] = ["".join(out[at : at + 2])]
            case 4:
                out[at : at + 1] = [word[:2], word[2:]]
            case 5:
                passage = out[at : at + chance.randrange(1, 20)]
                del out[at : at + len(passage)]
                place = chance.randrange(len(out) + 1)
                out[place:place] = passage
            case _:
                out[at : at + 1] = [chance.choice(words)]
    return [word for word in out if word]


class Row(NamedTuple):
    """What is asked of a difference; `group` is the number of the first row of its group."""

    kind: Kind
    severity: Severity
    working: Span
    reference: Span
    group: int


MIRRORED = {Kind.ADDITION: Kind.OMISSION, Kind.OMISSION: Kind.ADDITION}
"""What is so by which text is the first, as is where a moved passage goes: from its place there to its place here."""


def rows(collation: Collation, *, mirrored: bool) -> list[Row]:
    """The rows but for those of moved passages, in the order of one text; of a collation of the texts the other way
    round, as they would be of these."""
    found = [d for d in collation.differences if d.kind is not Kind.MOVED]
    sides = {d: (d.reference, d.working) if mirrored else (d.working, d.reference) for d in found}
    found.sort(key=lambda d: sides[d])
    groups = [d.group for d in found]
    return [
        Row(MIRRORED.get(d.kind, d.kind) if mirrored else d.kind, d.severity, *sides[d], groups.index(d.group))
        for d in found
    ]


def moves(collation: Collation) -> list[tuple[Span, Span]]:
    """Of each moved passage, where it stands in the one text and in the other."""
    return [(d.origin, d.reference) for d in collation.differences if d.origin is not None]


def are_the_same_moves(there: Collation, back: Collation) -> bool:
    """True where the same passages are moved. A passage that belongs between words (`October/but`) is shown with those
    in the text in which it stands there, and alone in the one in which it does not."""
    ours, theirs = moves(there), [(one, other) for other, one in moves(back)]

    def is_one(one: tuple[Span, Span], other: tuple[Span, Span]) -> bool:
        return all(x.covers(y) or y.covers(x) for x, y in zip(one, other, strict=True))

    return len(ours) == len(theirs) and all(any(is_one(one, other) for other in theirs) for one in ours)


def assert_swapped(one: str, other: str, rules: frozenset[str] = RULES, *, exact: bool = False) -> None:
    there = collate(Text(one), Text(other), rules, exact=exact)
    back = collate(Text(other), Text(one), rules, exact=exact)
    assert rows(there, mirrored=False) == rows(back, mirrored=True)
    assert are_the_same_moves(there, back)
    assert there.suppressed == back.suppressed
    assert there.relation == back.relation
    pairs, opposite = there.pairs, back.pairs
    assert pairs.working_starts.tolist() == opposite.reference_starts.tolist()
    assert pairs.reference_ends.tolist() == opposite.working_ends.tolist()


@settings(max_examples=300, deadline=None)
@given(VOCABULARIES, st.integers(0, 80), st.integers(0, 80), st.integers(0, 10**6), st.booleans())
def test_swapping_texts_of_the_same_words_swaps_the_result(
    words: list[str], mine: int, theirs: int, seed: int, exact: bool
) -> None:
    chance = random.Random(seed)
    assert_swapped(" ".join(drawn(words, mine, chance)), " ".join(drawn(words, theirs, chance)), exact=exact)


@settings(max_examples=300, deadline=None)
@given(VOCABULARIES, st.integers(1, 160), st.integers(1, 25), st.integers(0, 10**6), st.booleans())
def test_swapping_a_text_and_a_copy_with_slips_swaps_the_result(
    words: list[str], size: int, slips: int, seed: int, exact: bool
) -> None:
    chance = random.Random(seed)
    text = drawn(words, size, chance)
    assert_swapped(" ".join(changed(text, slips, chance)), " ".join(text), exact=exact)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=10), st.integers(0, 10), st.integers(0, 10**6), st.booleans())
@example(list(SENTENCES), 0, 0, False)
def test_swapping_texts_with_reordered_sentences_swaps_the_result(
    sentences: list[str], slips: int, seed: int, exact: bool
) -> None:
    chance = random.Random(seed)
    others = sentences[::-1] if seed % 2 else chance.sample(sentences, len(sentences))
    others[chance.randrange(len(others) + 1) :] = []
    words = " ".join(others).split()
    assert_swapped(" ".join(changed(words, slips, chance) if words else words), " ".join(sentences), exact=exact)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from((*FREQUENT, *ODD)), max_size=40),
    st.integers(0, 10**6),
    st.sets(st.sampled_from(sorted(ALL_RULES))),
)
def test_swapping_the_texts_swaps_the_result_under_any_rules(words: list[str], seed: int, rules: set[str]) -> None:
    chance = random.Random(seed)
    other = changed(words, 8, chance) if words else ["the"]
    for chosen in (frozenset(rules), ALL_RULES):
        assert_swapped(" ".join(words), " ".join(other), chosen)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_swapping_texts_of_any_characters_swaps_the_result(one: str, other: str) -> None:
    assert_swapped(one, other)


def test_the_reasons_of_a_row_are_swapped() -> None:
    one, other = "He had not signed it in May.", "He had signed it."
    there, back = (collate(Text(x), Text(y), RULES).differences for x, y in ((one, other), (other, one)))

    def said(found: tuple[Difference, ...]) -> list[str]:
        return [reason for difference in found for reason in difference.reasons]

    assert said(there) == [reason.replace("the second text", "the transcript") for reason in said(back)] != []
