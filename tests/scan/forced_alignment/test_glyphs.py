from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from cableview.scan.forced_alignment.glyphs import FEWEST_ALIKE, FEWEST_LETTERS, Glyphs, learned
from cableview.scan.forced_alignment.shapes import Costs
from cableview.scan.forced_alignment.tape import CELL, ROWS, Tape
from cableview.scan.forced_alignment.viterbi import Path

ALPHABET = "abcdefgh"
PER_LINE = 40


def some_text(count: int, seed: int = 1) -> str:
    random = Random(seed)
    return "".join(random.choice(ALPHABET + "  ") for _ in range(count))


def written(text: str, seed: int = 1) -> tuple[Tape, Path]:
    """Each character in a cell of its own, with a shape of its own and some noise; 40 to a line, and where it is."""
    rng = np.random.default_rng(seed)
    shapes = {form: rng.uniform(0, 1, (CELL, ROWS)) * (form != " ") for form in sorted(set(text))}
    cells = np.concatenate([shapes[form] for form in text])
    columns = np.clip(cells + rng.normal(0, 0.1, cells.shape), 0, 1).astype(np.float32)
    count = len(columns)
    lines = (np.arange(count) // (CELL * PER_LINE)).astype(np.int32)
    left = np.arange(count, dtype=np.float32)
    ones, none = np.ones(count, dtype=np.float32), np.zeros(count, dtype=np.bool_)
    starts = CELL * np.arange(len(text), dtype=np.int64)
    return Tape(columns, lines, left, ones, none, ~none), Path(starts, starts + CELL, 0.0, {})


def all_sure(text: str) -> NDArray[np.bool_]:
    return np.ones(len(text), dtype=np.bool_)


def glyphs_of(text: str) -> tuple[Glyphs, Path]:
    tape, path = written(text)
    found = learned(tape, text, path, all_sure(text))
    assert found is not None
    return found, path


def test_letters_are_recognised_where_they_stand_and_others_are_not() -> None:
    text = some_text(400)
    glyphs, path = glyphs_of(text)
    letters = np.array([not form.isspace() for form in text])
    turned = text.translate(str.maketrans(ALPHABET, ALPHABET[1:] + ALPHABET[0]))
    assert glyphs.recognised(text, path)[letters].min() > 1
    assert glyphs.recognised(turned, path)[letters].max() < -2


def test_letters_that_were_not_learned_from_are_recognised_as_well() -> None:
    text = some_text(800)
    tape, path = written(text)
    sure = np.arange(len(text)) < len(text) // 2
    found = learned(tape, text, path, sure)
    assert found is not None
    letters = ~sure & np.array([not form.isspace() for form in text])
    assert found.recognised(text, path)[letters].min() > 1


def test_a_covered_letter_is_no_evidence() -> None:
    text = some_text(400)
    tape, path = written(text)
    cell = path.starts[next(k for k, form in enumerate(text) if form == "a" and k > 200)]
    tape.columns[cell - 1 : cell + CELL + 1] = 1.0
    found = learned(tape, text, path, path.starts < cell - CELL)
    assert found is not None
    under = found.recognised(text, path)[cell // CELL]
    assert abs(under) < 0.5


def test_nothing_is_reported_of_blanks_of_what_the_page_lacks_and_of_rare_characters() -> None:
    text = some_text(400) + " x" * (FEWEST_ALIKE - 1)
    glyphs, path = glyphs_of(text)
    told = glyphs.recognised(text, path)
    assert [form in ALPHABET for form in text] == list(np.isfinite(told))
    lacking = replace(path, ends=path.starts)
    assert not np.isfinite(glyphs.recognised(text, lacking)).any()


@pytest.mark.parametrize(("letters", "is_learned"), [(FEWEST_LETTERS - 1, False), (FEWEST_LETTERS, True)])
def test_nothing_is_learned_from_a_few_letters(letters: int, is_learned: bool) -> None:
    text = some_text(400)
    tape, path = written(text)
    of_letters = np.cumsum([not form.isspace() for form in text])
    assert (learned(tape, text, path, of_letters <= letters) is not None) is is_learned


def test_a_letter_costs_less_where_the_page_has_one_of_its_shape() -> None:
    text = some_text(400)
    glyphs, path = glyphs_of(text)
    alphabet = sorted(set(text))
    size = CELL * len(text)
    even = np.ones(size + 1, dtype=np.float32)
    none = np.zeros(size, dtype=np.float32)
    plain = Costs(size, tuple(((CELL, even), (CELL + 1, even)) for _ in alphabet), none, none, even)
    costs = glyphs.weighed(plain, alphabet)
    assert costs.of(alphabet.index(" ")) == plain.of(alphabet.index(" "))
    at = path.ends[[form == "a" for form in text]]
    own, other = (dict(costs.of(alphabet.index(form)))[CELL][at] for form in "ab")
    assert own.max() < other.min()
