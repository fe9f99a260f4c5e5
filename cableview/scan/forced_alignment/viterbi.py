"""Reads a known text off a tape of ink: the cheapest way to lay its characters along the columns (Viterbi)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cableview.scan.forced_alignment.shapes import Costs

Floats = NDArray[np.float32]

PASSAGE, PASSAGE_COLUMN, IN_WORD = 3.0, 0.03, 2.0
"""Cost of skipping writing that the text lacks: at all, for each column, and in the middle of a word."""
LACK, LACK_LETTER = 2.5, 0.4
"""Cost of text that the page lacks: at all, and for each character."""
RUN_TOGETHER = 0.6
"""What it costs that a blank of the text is none on the page."""

REACH, LEAST_REACH, CELLS = 10_000, 2_000, 100_000_000
"""Columns of the tape that are looked at for each character, where most pages have fewer, and the most for all of
them: each takes four bytes."""

NEAR = 1_500
"""Columns on either side of where a character was laid before, when it is laid anew, at most: four or five lines."""

_DROPPED, _LACKING, _OPENED = 30, 31, 64
_FAR = np.float32(1e9)


@dataclass(frozen=True)
class Path:
    """Half-open columns of each character; start and end are equal where the page lacks it.

    `arrivals` is the least cost of reaching each column before the middle character of each word.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    total: float
    arrivals: Mapping[int, Floats]


@dataclass(frozen=True)
class _Table:
    """Where each character's window begins, and for each column in it how it was reached as the character's end.

    `codes` holds a width, `_DROPPED` or `_LACKING`, with the bit `_OPENED` where an omission may begin with this
    character; `passed` counts the columns skipped after it; `finals` is the cost of stopping here; `arrivals` are those
    of `Path`.
    """

    lows: list[int]
    codes: list[NDArray[np.int8]]
    passed: list[NDArray[np.int16]]
    finals: list[tuple[float, int]]
    arrivals: dict[int, Floats]


def best_path(
    symbols: Sequence[int],
    blanks: NDArray[np.bool_],
    costs: Costs,
    *,
    reward: float = 0.0,
    near: Path | None = None,
) -> Path:
    """The cheapest path along the tape. `symbols` are the characters' rows in `costs`, `blanks` says which are blanks.

    With a `reward` per character the path may stop before the last one where that pays; it is then shorter. With `near`
    no character is sought more than `NEAR` columns from its place on that path.
    """
    size = costs.columns + 1
    windows = _all_along(len(symbols), size) if near is None else _beside(near, size)
    table = _filled(symbols, blanks, costs, windows)
    stops = np.array([final for final, _ in table.finals]) - reward * np.arange(1, len(symbols) + 1)
    count = int(np.argmin(stops)) + 1 if reward else len(symbols)
    starts, ends = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    total, at = table.finals[count - 1]
    lacking = False
    for i in range(count - 1, -1, -1):
        low = table.lows[i]
        if not lacking:
            at -= int(table.passed[i][at - low])
        code = int(table.codes[i][at - low])
        how = _LACKING if lacking else code & ~_OPENED
        lacking = how == _LACKING and not code & _OPENED
        ends[i] = at
        at -= how if how < _DROPPED else 0
        starts[i] = at
    return Path(starts, ends, total, {i: row for i, row in table.arrivals.items() if i < count})


def _all_along(count: int, size: int) -> list[tuple[int, int]]:
    """The range of columns at which each of `count` characters may end, on a tape they fill evenly."""
    reach = max(LEAST_REACH, min(REACH, CELLS // count))
    lows = [max(0, min(size - reach, round(size * i / count - reach / 2))) for i in range(count)]
    return [(low, min(size, low + reach)) for low in lows]


def _beside(path: Path, size: int) -> list[tuple[int, int]]:
    """The range of columns for characters near their places on a path; each window reaches as far as the next one."""
    reach = min(NEAR, max(LEAST_REACH, CELLS // len(path.starts)) // 2)
    onward = np.concatenate((path.starts[1:], path.ends[-1:]))
    lows = np.maximum(path.starts - reach, 0)
    highs = np.minimum(np.maximum(path.ends, onward) + reach, size)
    return [(int(low), int(high)) for low, high in zip(lows, highs, strict=True)]


def _filled(
    symbols: Sequence[int], blanks: NDArray[np.bool_], costs: Costs, windows: Sequence[tuple[int, int]]
) -> _Table:
    size = costs.columns + 1
    passing = _Passing.of(costs, size)
    best = np.minimum(passing.between, passing.passage + np.float32(PASSAGE))
    lacking = np.full(size, _FAR, dtype=np.float32)
    table = _Table([], [], [], [], {})
    middles = frozenset(_middles(blanks))
    best[: windows[0][0]] = _FAR  # no path may begin outside the first character's window
    best[windows[0][1] :] = _FAR
    for i, symbol in enumerate(symbols):
        low, high = windows[i]
        blank = bool(blanks[i])
        if i in middles:
            table.arrivals[i] = best
        now, code = _ended(best, low, high, costs.of(symbol))
        lacking, opened = _lacked(best, lacking, blank=blank)
        if blank:
            _lower(now, code, best[low:high] + np.float32(RUN_TOGETHER), _DROPPED)
        _lower(now, code, lacking[low:high], _LACKING)
        code |= np.where(opened[low:high], np.int8(_OPENED), np.int8(0))
        reached, origin = passing.after(now, low, high, after_word=_ends_word(blanks, i))
        best = np.full(size, _FAR, dtype=np.float32)
        best[low:high] = reached
        table.lows.append(low)
        table.codes.append(code)
        table.passed.append((passing.places[low:high] - origin).astype(np.int16))
        stop = int(np.argmin(best + costs.rest))
        table.finals.append((float(best[stop] + costs.rest[stop]), stop))
    return table


def middle(word: slice) -> int:
    """The character whose position is taken as that of its word."""
    return int((word.start + word.stop) // 2)


def _middles(blanks: NDArray[np.bool_]) -> list[int]:
    edges = np.diff(np.concatenate(([True], blanks, [True])).astype(np.int8))
    words = zip(np.nonzero(edges == -1)[0], np.nonzero(edges == 1)[0], strict=True)
    return [middle(slice(start, stop)) for start, stop in words]


def _ends_word(blanks: NDArray[np.bool_], i: int) -> bool:
    """Whether what follows the character belongs to no word."""
    return bool(blanks[i]) or i + 1 == len(blanks) or bool(blanks[i + 1])


def _ended(best: Floats, low: int, high: int, widths: Sequence[tuple[int, Floats]]) -> tuple[Floats, NDArray[np.int8]]:
    """Cost of a character ending at each column, and the width it then has."""
    now = np.full(high - low, _FAR, dtype=np.float32)
    code = np.zeros(high - low, dtype=np.int8)
    for width, cost in widths:
        first = max(low, width)
        if first < high:
            _lower(
                now[first - low :], code[first - low :], best[first - width : high - width] + cost[first:high], width
            )
    return now, code


def _lower(now: Floats, code: NDArray[np.int8], other: Floats, name: int) -> None:
    better = other < now
    np.copyto(now, other, where=better)
    np.copyto(code, np.int8(name), where=better)


def _lacked(best: Floats, lacking: Floats, *, blank: bool) -> tuple[Floats, NDArray[np.bool_]]:
    """Costs at each column when the page lacks this character, and whether it is the first that is lacking."""
    letter = np.float32(0.0 if blank else LACK_LETTER)
    began = best + np.float32(LACK)
    opened = began <= lacking
    return np.where(opened, began, lacking) + letter, opened


@dataclass(frozen=True)
class _Passing:
    """The cost of skipped columns, which belong to no character, summed from the tape's start."""

    places: NDArray[np.int32]
    in_word: Floats
    between: Floats
    passage: Floats

    @classmethod
    def of(cls, costs: Costs, size: int) -> _Passing:
        passage = np.arange(size, dtype=np.float32) * np.float32(PASSAGE_COLUMN)
        return cls(np.arange(size, dtype=np.int32), _sums(costs.in_word), _sums(costs.between), passage)

    def after(self, now: Floats, low: int, high: int, *, after_word: bool) -> tuple[Floats, NDArray[np.int32]]:
        """Costs when columns may be skipped after a character, and the column where skipping began."""
        passed, origin = self._passed(now, self.between if after_word else self.in_word, low, high)
        opened = now + np.float32(PASSAGE if after_word else PASSAGE + IN_WORD)
        far, beyond = self._passed(opened, self.passage, low, high)
        shorter = far < passed
        return np.where(shorter, far, passed), np.where(shorter, beyond, origin)

    def before(self, then: Floats, *, after_word: bool) -> Floats:
        """Costs of continuing from each column when columns may be skipped first; `then` has them without skipping."""
        passed = self._still_to_pass(then, self.between if after_word else self.in_word)
        far = self._still_to_pass(then, self.passage) + np.float32(PASSAGE if after_word else PASSAGE + IN_WORD)
        return np.minimum(passed, far)

    @staticmethod
    def _still_to_pass(then: Floats, sums: Floats) -> Floats:
        return np.minimum.accumulate((then + sums)[::-1])[::-1] - sums

    def _passed(self, now: Floats, sums: Floats, low: int, high: int) -> tuple[Floats, NDArray[np.int32]]:
        level = now - sums[low:high]
        lowest = np.minimum.accumulate(level)
        origin = np.maximum.accumulate(np.where(level <= lowest, self.places[low:high], 0))
        return lowest + sums[low:high], origin


def _sums(columns: Floats) -> Floats:
    return np.concatenate((np.zeros(1, dtype=np.float32), np.cumsum(columns, dtype=np.float32)))


def spent(path: Path, symbols: Sequence[int], costs: Costs) -> Floats:
    """The cost of each character of a path, including the columns skipped before it."""
    between = _sums(costs.between)
    before = np.concatenate(([0], path.ends[:-1]))
    passed = between[path.starts] - between[before]
    found = np.minimum(passed, PASSAGE + PASSAGE_COLUMN * (path.starts - before)).astype(np.float32)
    for k, (start, end) in enumerate(zip(path.starts, path.ends, strict=True)):
        own = [float(cost[end]) for width, cost in costs.of(symbols[k]) if width == end - start]
        found[k] += own[0] if own else LACK_LETTER + 0.2
    return found


def margins(
    path: Path,
    symbols: Sequence[int],
    blanks: NDArray[np.bool_],
    costs: Costs,
    elsewhere: Callable[[int], NDArray[np.bool_]],
) -> dict[int, float]:
    """The least extra cost of laying each word elsewhere, with all else laid as is then best, by its middle character.

    `elsewhere` gives the mask of those columns for the column at which that character begins on the path.
    """
    passing = _Passing.of(costs, costs.columns + 1)
    onward = costs.rest
    lacking = np.full_like(onward, _FAR)
    letter = np.float32(0)  # of the character after this one
    found: dict[int, float] = {}
    for i in range(len(path.starts) - 1, -1, -1):
        after = passing.before(onward, after_word=_ends_word(blanks, i))
        lacking = np.minimum(after, lacking + letter)
        letter = np.float32(0.0 if blanks[i] else LACK_LETTER)
        laid = _begun(after, costs.of(symbols[i]))
        if i in path.arrivals:
            others = elsewhere(min(int(path.starts[i]), costs.columns - 1))
            whole = (path.arrivals[i] + laid)[:-1]
            cheapest = np.min(whole, where=others, initial=_FAR)
            found[i] = max(0.0, float(cheapest) - path.total)
        onward = np.minimum(laid, lacking + (letter + np.float32(LACK)))
        if blanks[i]:
            onward = np.minimum(onward, after + np.float32(RUN_TOGETHER))
    return found


def _begun(after: Floats, widths: Sequence[tuple[int, Floats]]) -> Floats:
    """Cost of a character beginning at each column, with all that follow it."""
    begun = np.full_like(after, _FAR)
    for width, cost in widths:
        if width < len(after):
            np.minimum(begun[:-width], cost[width:] + after[width:], out=begun[:-width])
    return begun
