"""Finds the words of a text that the page lacks: the text explains the ink as well without them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cableview.scan.forced_alignment.read_along import Reading
from cableview.scan.forced_alignment.shapes import BLANK, Costs
from cableview.scan.forced_alignment.tape import CELL
from cableview.scan.forced_alignment.viterbi import Path, best_path

DOUBTFUL = 0.12
"""Mean cost of a word's characters from which the page is tried without it: right words usually have less."""
SAVED = 0.5
"""The least saving at which a word counts as omitted."""
LEFT_OVER = 0.4
"""Share of a word's width that, if left inked without it, must be its own ink. With both figures, on twelve drawn
pages, 50 of 58 inserted words that had been laid over others were recognised, and 11 of 2,360 right ones were taken for
insertions, six of them beside an inserted one."""
WIDEST = 400
"""Most columns for three words: further apart, something else stands between them."""


@dataclass(frozen=True)
class _Without:
    """A word's neighbours laid without it: the cost this saves, and where on the whole tape they then are."""

    saved: float
    kept: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def without_omitted(
    reading: Reading, words: Sequence[slice], marks: Container[int] = ()
) -> tuple[Reading, frozenset[int]]:
    """The reading with each word that the page lacks taken out, and which of `words` these are, by index.

    `words` are the characters of each word, in order, all of them laid. An omitted word has no columns; its neighbours
    take those that it had been laid over. `marks` are the words without a letter or figure, which are never taken out:
    two thin dashes are so little ink that they would not be missed.
    """
    path = Path(reading.path.starts.copy(), reading.path.ends.copy(), reading.path.total, reading.path.arrivals)

    @cache
    def tried(k: int) -> _Without | None:
        return _without(reading, words, k) if 0 < k < len(words) - 1 else None

    def saved(k: int) -> float:
        found = tried(k)
        return 0.0 if found is None else found.saved

    omitted: set[int] = set()
    for k, own in enumerate(words):
        if (path.starts[own] == path.ends[own]).all():
            omitted.add(k)
        elif k not in marks and k - 1 not in omitted and reading.held[own].mean() >= DOUBTFUL:
            found = tried(k)
            if found is not None and found.saved >= max(SAVED, saved(k - 1), saved(k + 1)):
                omitted.add(k)
                path.starts[found.kept], path.ends[found.kept] = found.starts, found.ends
                gone = slice(own.start, words[k + 1].start)
                path.starts[gone] = path.ends[gone] = path.ends[own.start - 1]
    return replace(reading, path=path), frozenset(omitted)


def _without(reading: Reading, words: Sequence[slice], k: int) -> _Without | None:
    """The neighbours of word `k` without it; `None` where its own ink would be left over, or a neighbour is not
    there."""
    before, own, after = words[k - 1], words[k], words[k + 1]
    low, high = int(reading.path.starts[before.start]), int(reading.path.ends[after.stop - 1])
    if not 0 < high - low <= WIDEST:
        return None
    costs = _part(reading.costs, low, high)
    every: NDArray[np.int64] = np.arange(before.start, after.stop, dtype=np.int64)
    kept = np.concatenate((every[: before.stop + 1 - before.start], every[after.start - before.start :]))
    with_it, path = _laid(reading, every, costs), _laid(reading, kept, costs)
    left = costs.between > BLANK
    for start, end in zip(path.starts, path.ends, strict=True):
        left[start:end] = False
    if left.sum() >= LEFT_OVER * CELL * (own.stop - own.start):
        return None
    return _Without(with_it.total - path.total, kept, path.starts + low, path.ends + low)


def _laid(reading: Reading, characters: NDArray[np.int64], costs: Costs) -> Path:
    symbols = np.array(reading.symbols, dtype=np.int64)[characters]
    own: list[int] = symbols.tolist()
    return best_path(own, reading.blanks[characters], costs)


def _part(costs: Costs, low: int, high: int) -> Costs:
    """Costs of the columns from `low` to `high` as a tape of their own, all of whose ink must be accounted for."""
    letters = tuple(tuple((width, cost[low : high + 1]) for width, cost in widths) for widths in costs.letters)
    between = costs.between[low:high]
    rest = np.concatenate((np.cumsum(between[::-1])[::-1], np.zeros(1))).astype(np.float32)
    return Costs(high - low, letters, costs.in_word[low:high], between, rest)
