"""Words of a text that the page lacks, on tapes with known contents."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.scan.forced_alignment.omission import WIDEST, without_omitted
from cableview.scan.forced_alignment.read_along import Reading
from cableview.scan.forced_alignment.shapes import BLANK, INK, NEVER, Costs
from cableview.scan.forced_alignment.tape import CELL, ROWS, Tape
from cableview.scan.forced_alignment.viterbi import best_path, spent

LETTERS = " abcdefghijklmnopqrstuvwxyz.,"
WRITTEN = ["the", "cranes", "on", "the", "south", "mole", "stood", "without", "current"]
WIDTHS = range(CELL - 1, CELL + 2)
RIGHT, SQUEEZED, OTHER, OVER_BLANK = 0.03, 0.2, 0.7, 1.5
"""What a letter costs where it is written, by each column more or less, over another one and where nothing is."""


def tape_with(text: str) -> tuple[Tape, Costs]:
    """Four columns for each character of what is written, a line of blanks at its end."""
    written = np.array([LETTERS.index(letter) for letter in text + " "]).repeat(CELL)
    count = len(written)
    ink = written > 0
    letters: list[tuple[tuple[int, np.ndarray], ...]] = []
    for symbol in range(len(LETTERS)):
        column = np.where(written == symbol, RIGHT, np.where(ink == (symbol > 0), OTHER, OVER_BLANK)) / CELL
        sums = np.concatenate(([0.0], np.cumsum(column)))
        widths: list[tuple[int, np.ndarray]] = []
        for width in WIDTHS:
            cost = np.full(count + 1, NEVER, dtype=np.float32)
            cost[width:] = sums[width:] - sums[:-width] + SQUEEZED * abs(width - CELL)
            widths.append((width, cost))
        letters.append(tuple(widths))
    between = np.where(ink, INK, BLANK).astype(np.float32)
    rest = np.concatenate((np.cumsum(between[::-1])[::-1], [0.0])).astype(np.float32)
    costs = Costs(count, tuple(letters), np.where(ink, INK, 0.2).astype(np.float32), between, rest)
    no, left = np.zeros(count, dtype=np.bool_), np.arange(count, dtype=np.float32)
    tape = Tape(np.zeros((count, ROWS), np.float32), np.zeros(count, np.int32), left, np.ones_like(left), no, ~no)
    return tape, costs


def read_on(written: list[str], words: list[str]) -> tuple[Reading, list[slice]]:
    """Words laid along a tape on which others may be written, and the characters of each."""
    tape, costs = tape_with(" ".join(written))
    text = " ".join(words)
    symbols = tuple(LETTERS.index(letter) for letter in text)
    blanks = np.array([letter == " " for letter in text], dtype=np.bool_)
    path = best_path(symbols, blanks, costs)
    reading = Reading(tuple(text), (), tape, path, spent(path, symbols, costs), symbols, blanks, costs)
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    return reading, [slice(int(end) - len(word), int(end)) for word, end in zip(words, ends, strict=True)]


def places(reading: Reading, words: list[slice]) -> list[tuple[int, int]]:
    """Of each word the columns, half-open."""
    return [(int(reading.path.starts[own.start]), int(reading.path.ends[own.stop - 1])) for own in words]


def written_places(words: list[str]) -> list[tuple[int, int]]:
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    return [(CELL * (int(end) - len(word)), CELL * int(end)) for word, end in zip(words, ends, strict=True)]


def put_in(word: str, at: int) -> list[str]:
    return [*WRITTEN[:at], word, *WRITTEN[at:]]


def told(words: list[str]) -> tuple[frozenset[int], list[tuple[int, int]], list[slice]]:
    """Which of the words are said to be lacking on a page with `WRITTEN`, and where all then are."""
    reading, own = read_on(WRITTEN, words)
    without, omitted = without_omitted(reading, own)
    return omitted, places(without, own), own


def test_no_word_on_the_page_is_taken_out() -> None:
    reading, words = read_on(WRITTEN, WRITTEN)
    without, omitted = without_omitted(reading, words)
    assert not omitted
    assert places(without, words) == places(reading, words) == written_places(WRITTEN)


@pytest.mark.parametrize("word", ["xy", "grain", "unquiet"])
@pytest.mark.parametrize("at", range(1, len(WRITTEN)))
def test_a_word_put_in_is_taken_out_and_its_neighbours_stand_where_they_are_written(word: str, at: int) -> None:
    omitted, found, _ = told(put_in(word, at))
    assert omitted == {at}
    assert found[:at] + found[at + 1 :] == written_places(WRITTEN)
    assert found[at][0] == found[at][1]
    assert found[at - 1][1] <= found[at][0] <= found[at + 1][0]


@pytest.mark.parametrize("at", [0, len(WRITTEN)])
def test_before_the_first_word_and_after_the_last_no_word_is_said_to_be_lacking_that_has_columns(at: int) -> None:
    reading, own = read_on(WRITTEN, put_in("xy", at))
    omitted = without_omitted(reading, own)[1]
    assert omitted == {k for k, (start, end) in enumerate(places(reading, own)) if start == end}


def test_a_lone_mark_is_not_taken_out_whether_it_is_written_or_not() -> None:
    with_mark = put_in(",", 4)
    for written in (with_mark, WRITTEN):
        reading, own = read_on(written, with_mark)
        assert without_omitted(reading, own, {4})[1] == frozenset()
    assert without_omitted(reading, own)[1] == {4}


@given(st.integers(0, 10_000))
def test_a_word_said_to_be_lacking_has_no_columns_and_the_others_keep_their_order(seed: int) -> None:
    random = Random(seed)
    words = [word for word in WRITTEN if random.random() < 0.9]
    for _ in range(random.randrange(4)):
        words.insert(random.randrange(len(words) + 1), "".join(random.choices(LETTERS[1:], k=random.randrange(1, 9))))
    reading, own = read_on(WRITTEN, words)
    before = reading.path.starts.copy(), reading.path.ends.copy()
    without, omitted = without_omitted(reading, own)
    assert (reading.path.starts == before[0]).all()
    assert (reading.path.ends == before[1]).all()
    path = without.path
    assert (path.starts <= path.ends).all()
    assert (path.ends[:-1] <= path.starts[1:]).all()
    assert all((path.starts[own[k]] == path.ends[own[k]]).all() for k in omitted)
    assert not any((path.starts[word] == path.ends[word]).all() for k, word in enumerate(own) if k not in omitted)


def test_of_two_words_put_in_together_no_more_than_one_is_taken_out_that_has_columns() -> None:
    words = [*WRITTEN[:4], "xy", "vw", *WRITTEN[4:]]
    reading, own = read_on(WRITTEN, words)
    laid = {k for k, (start, end) in enumerate(places(reading, own)) if start < end}
    omitted = without_omitted(reading, own)[1]
    assert len(omitted & laid) <= 1
    assert omitted <= {4, 5}


def test_a_word_between_neighbours_that_stand_far_apart_is_left() -> None:
    for length, omitted in ((WIDEST // CELL - 8, {1}), (WIDEST // CELL, set[int]())):
        words = ["a" * length, "x", "mole"]
        reading, own = read_on([words[0], "mole"], words)
        assert without_omitted(reading, own)[1] == omitted


def test_a_word_written_otherwise_is_not_taken_out() -> None:
    """Its own ink would be left over."""
    for k in range(1, len(WRITTEN) - 1):
        words = [*WRITTEN[:k], "x" * len(WRITTEN[k]), *WRITTEN[k + 1 :]]
        omitted, found, _ = told(words)
        assert not omitted
        assert found == written_places(WRITTEN)


def test_of_two_words_that_could_be_lacking_the_one_is_taken_out_by_which_more_is_saved() -> None:
    """`the mole south mole` fits `the south mole` without its first two words each."""
    omitted, found, _ = told(put_in("mole", 4))
    assert omitted == {4}
    assert found[:4] + found[5:] == written_places(WRITTEN)


@pytest.mark.parametrize(("beginning", "at"), [("mol", 5), ("withou", 7), ("crane", 1)])
def test_a_written_word_is_not_taken_out_for_one_put_in_before_it_that_is_laid_over_it(beginning: str, at: int) -> None:
    words = put_in(beginning, at)
    assert words[at + 1].startswith(beginning)
    assert at + 1 not in told(words)[0]
