from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from cableview.scan.forced_alignment.shapes import NEVER, Costs
from cableview.scan.forced_alignment.viterbi import best_path, margins

COLUMNS = 60
FAR = 4
BLANKS = np.array([letter == " " for letter in "ship comes later"[:-2]], dtype=np.bool_)
SYMBOLS = range(len(BLANKS))


def some_costs(seed: int) -> Costs:
    """Each character has costs of its own."""
    rng = np.random.default_rng(seed)

    def some(low: float, high: float, count: int = COLUMNS) -> NDArray[np.float32]:
        return rng.uniform(low, high, count).astype(np.float32)

    letters = tuple(tuple((width, some(0, 2, COLUMNS + 1)) for width in (3, 4, 5)) for _ in SYMBOLS)
    return Costs(COLUMNS, letters, some(0.1, 0.5), some(0, 0.5), np.linspace(3, 0, COLUMNS + 1).astype(np.float32))


def elsewhere(column: int) -> NDArray[np.bool_]:
    return np.abs(np.arange(COLUMNS) - column) > FAR


def only_beginning(costs: Costs, symbol: int, allowed: NDArray[np.bool_]) -> Costs:
    """The same costs, but that one character may begin at some columns alone."""
    letters = list(costs.letters)
    widths: list[tuple[int, NDArray[np.float32]]] = []
    for width, cost in letters[symbol]:
        held = np.full_like(cost, NEVER)
        held[width:] = np.where(allowed[: COLUMNS + 1 - width], cost[width:], NEVER)
        widths.append((width, held))
    letters[symbol] = tuple(widths)
    return replace(costs, letters=tuple(letters))


@pytest.mark.parametrize("seed", range(20))
def test_a_margin_is_the_extra_cost_of_the_best_path_with_the_word_elsewhere(seed: int) -> None:
    costs = some_costs(seed)
    path = best_path(SYMBOLS, BLANKS, costs)
    found = margins(path, SYMBOLS, BLANKS, costs, elsewhere)
    assert sorted(found) == [2, 7, 12]  # the middles of three words
    for character, margin in found.items():
        allowed = elsewhere(min(int(path.starts[character]), COLUMNS - 1))
        other = best_path(SYMBOLS, BLANKS, only_beginning(costs, character, allowed))
        assert other.starts[character] < other.ends[character]
        assert margin == pytest.approx(other.total - path.total, abs=1e-3)


def test_a_word_that_stands_twice_on_the_page_has_no_margin() -> None:
    blanks = np.zeros(1, dtype=np.bool_)
    cost = np.ones(COLUMNS + 1, dtype=np.float32)
    cost[[10, 40]] = 0.0
    nothing = np.zeros(COLUMNS, dtype=np.float32)
    costs = Costs(COLUMNS, (((4, cost),),), nothing, nothing, np.zeros(COLUMNS + 1, dtype=np.float32))
    path = best_path([0], blanks, costs)
    assert margins(path, [0], blanks, costs, elsewhere) == {0: 0.0}
    cost[40] = 0.75
    path = best_path([0], blanks, costs)
    assert margins(path, [0], blanks, costs, elsewhere) == {0: pytest.approx(0.75)}


@pytest.mark.parametrize("seed", range(10))
def test_a_path_laid_again_near_the_best_one_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cableview.scan.forced_alignment.viterbi.NEAR", 4)
    costs = some_costs(seed)
    best = best_path(SYMBOLS, BLANKS, costs)
    again = best_path(SYMBOLS, BLANKS, costs, near=best)
    assert (list(again.starts), list(again.ends)) == (list(best.starts), list(best.ends))
    assert again.total == pytest.approx(best.total)


@pytest.mark.parametrize("seed", range(10))
def test_no_character_is_laid_again_far_from_where_it_was(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reach = 4
    monkeypatch.setattr("cableview.scan.forced_alignment.viterbi.NEAR", reach)
    before = best_path(SYMBOLS, BLANKS, some_costs(seed))
    after = best_path(SYMBOLS, BLANKS, some_costs(seed + 100), near=before)
    onward = np.concatenate((before.starts[1:], before.ends[-1:]))
    assert (after.ends >= before.starts - reach).all()
    assert (after.ends < np.maximum(before.ends, onward) + reach).all()
    assert after.total >= best_path(SYMBOLS, BLANKS, some_costs(seed + 100)).total - 1e-3
