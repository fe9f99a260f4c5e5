"""Words and passages that stand elsewhere in the other text."""

from __future__ import annotations

from collections import Counter

import pytest

from cableview.model.discrepancy import Kind
from tests.collation.classification.cables import PARAGRAPH, run, seen


def test_a_word_typed_between_the_lines_is_moved_to_its_slash() -> None:
    reference = PARAGRAPH.replace("sell 40,000", "agree to sell 40,000")
    transcript = reference.replace("islands, which", "islands, agree which").replace("would agree to", "would/to")
    result = run(transcript, reference).differences
    assert [(d.kind, d.working.of(transcript), d.reference.of(reference)) for d in result] == [
        (Kind.MOVED, "would/to", "would agree to")
    ]
    assert result[0].origin is not None
    assert result[0].origin.of(transcript) == "agree"


@pytest.mark.parametrize("mark", ["/", " / ", "/ ", " /"])
@pytest.mark.parametrize(
    "transcript",
    [
        "The Embassy had of last year, undertaken in October{}but the work was not finished.",
        "The Embassy had undertaken in October{}but the work was not of last year, finished.",
    ],
)
def test_several_words_typed_between_the_lines_are_one_move_to_their_slash(transcript: str, mark: str) -> None:
    text = transcript.format(mark)
    collation = run(text, "The Embassy had undertaken in October of last year, but the work was not finished.")
    (moved,) = collation.differences
    assert moved.kind is Kind.MOVED
    assert moved.origin is not None
    assert moved.origin.of(text) == "of last year,"
    assert "/" in moved.working.of(text)


@pytest.mark.parametrize("mark", ["/", " / ", "/ ", " /"])
@pytest.mark.parametrize(
    ("typed", "kind"),
    [("of last year", Kind.PUNCTUATION), ("Of last year,", Kind.CASE), ("of lasl year,", Kind.CHARACTER)],
)
@pytest.mark.parametrize(
    "transcript",
    [
        "The Embassy had {} undertaken in October{}but the work was not finished.",
        "The Embassy had undertaken in October{1}but the work was not {0} finished.",
    ],
)
def test_a_slip_in_words_typed_between_the_lines_is_a_row_beside_their_move(
    mark: str, typed: str, kind: Kind, transcript: str
) -> None:
    text = transcript.format(typed, mark)
    reference = "The Embassy had undertaken in October of last year, but the work was not finished."
    for one, other in ((text, reference), (reference, text)):
        found = run(one, other).differences
        assert sorted(d.kind for d in found) == sorted([kind, Kind.MOVED])
    (origin,) = [d.origin for d in run(text, reference).differences if d.origin]
    assert origin.of(text) == typed


def test_a_slip_in_words_without_a_slash_where_they_belong_makes_no_move() -> None:
    transcript = "The Embassy of the year, had undertaken in the spring the work but it was not finished."
    reference = "The Embassy had undertaken in the spring of the year the work but it was not finished."
    assert Kind.MOVED not in [kind for kind, _, _ in seen(transcript, reference)]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("11/2", "112"), ("3/4/41", "34/41"), ("3 4", "34"), ("and/or", "andor")],
)
def test_a_slash_or_blank_elsewhere_is_no_place_for_moved_words(mine: str, theirs: str) -> None:
    transcript = f"The Embassy paid last year, the sum of {mine} dollars, but the work was not finished."
    reference = f"The Embassy paid the sum of {theirs} last year, dollars, but the work was not finished."
    for one, other in ((transcript, reference), (reference, transcript)):
        assert Kind.MOVED not in [kind for kind, _, _ in seen(one, other)]


def test_swapped_sentences_are_one_move_with_its_slips() -> None:
    first, second, third = PARAGRAPH.split(". ", 2)
    other = f"{first}. {third} {second}."
    transcript = f"{first}. {second}. {third}".replace("Council", "Councii")
    result = run(transcript, other).differences
    assert [d.kind for d in result] == [Kind.MOVED, Kind.CHARACTER] or [d.kind for d in result] == [
        Kind.CHARACTER,
        Kind.MOVED,
    ]
    moved = next(d for d in result if d.kind is Kind.MOVED)
    assert moved.origin is not None
    assert moved.origin.of(transcript) == f"{second}.".replace("Council", "Councii")


def test_paragraphs_swapped_across_others_are_two_moves_and_nothing_else() -> None:
    paragraphs = [" ".join(f"{word}{k}{n}" for n, word in enumerate(PARAGRAPH.split()[:30])) for k in range(5)]
    paragraphs[2] = f"{paragraphs[2]} {paragraphs[2].upper()}"
    exchanged = [paragraphs[0], paragraphs[3], paragraphs[2], paragraphs[1], paragraphs[4]]
    one, other = "\n\n".join(exchanged), "\n\n".join(paragraphs)
    found = run(one.replace("morning17", "mornlng17"), other).differences
    moved = [d for d in found if d.kind is Kind.MOVED]
    assert {d.reference.of(other) for d in moved} == {paragraphs[1], paragraphs[3]}
    assert len(found) == len(moved)


def test_slips_at_the_edges_of_exchanged_paragraphs_are_rows_of_their_own() -> None:
    """No words of one paragraph are taken for those of the other, though both paragraphs begin and end with slips."""
    paragraphs = [[word + letter for word in PARAGRAPH.split()[:30]] for letter in "abcde"]
    typed = [paragraphs[k].copy() for k in (0, 3, 2, 1, 4)]
    for words in (typed[1], typed[3]):
        for k in (2, 27):
            words[k] += "x"
    one, other = ("\n\n".join(map(" ".join, text)) for text in (typed, paragraphs))
    for found in (run(one, other).differences, run(other, one).differences):
        assert Counter(d.kind for d in found) == {Kind.MOVED: 2, Kind.CHARACTER: 4}


def test_the_first_word_of_a_paragraph_is_no_partner_of_the_last_word_of_the_one_in_its_place() -> None:
    paragraphs = [[word + letter for word in PARAGRAPH.split()[:30]] for letter in "abcde"]
    typed = [paragraphs[k].copy() for k in (0, 3, 2, 1, 4)]
    typed[1][0], typed[3][-1] = paragraphs[1][-1] + "x", paragraphs[3][0] + "x"
    one, other = ("\n\n".join(map(" ".join, text)) for text in (typed, paragraphs))
    for working, reference in ((one, other), (other, one)):
        found = run(working, reference).differences
        assert all(d.kind is not Kind.CHARACTER for d in found)


@pytest.mark.parametrize("between", ["", "to it in", "to it in it to in so of to so it of"])
def test_each_of_three_paragraphs_in_the_reverse_order_but_one_is_a_row(between: str) -> None:
    """Two of them are moved; `between` stands before them in one text and between them in the other."""
    one, two, three, four, five = (" ".join(word + letter for word in PARAGRAPH.split()[:30]) for letter in "abcde")
    typed = "\n\n".join([one, four, three, between, two, five])
    clean = "\n\n".join([one, between, two, three, four, five])
    for working, reference in ((typed, clean), (clean, typed)):
        found = run(working, reference).differences
        assert {d.kind for d in found} == {Kind.MOVED}
        assert sorted(d.reference.of(reference).strip() for d in found) == [three, four]


def test_words_behind_one_passage_are_aligned_with_those_before_the_one_in_its_place() -> None:
    """Where they are more than a few, though each sequence of them occurs again and again."""
    one, two, *long, four, five = (" ".join(word + letter for word in PARAGRAPH.split()[:30]) for letter in "abcdef")
    often = " ".join(["so"] * 10)
    typed, clean = "\n\n".join([one, four, often, *long, two, five]), "\n\n".join([one, often, two, *long, four, five])
    for working, reference in ((typed, clean), (clean, typed)):
        found = run(working, reference).differences
        assert sorted(d.reference.of(reference).strip() for d in found) == [two, four]
