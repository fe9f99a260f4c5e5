"""Lays a text along the lines of a page in every plausible reading order and letter width, and keeps the best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cableview.scan.forced_alignment.confidence import Fit, Shapes
from cableview.scan.forced_alignment.glyphs import learned
from cableview.scan.forced_alignment.shapes import Costs, by_kind
from cableview.scan.forced_alignment.tape import Tape, tape_of
from cableview.scan.forced_alignment.viterbi import Path, best_path, margins, middle, spent
from cableview.scan.segmentation.lines import Line
from cableview.scan.segmentation.segment import Sheet

REWARD = 0.25
"""Cost per character above which it is better to stop: on the right page a character costs 0.05 to 0.2."""
FITTING = 0.12
"""Cost per character up to which no other order is tried: in a wrong one it is above 0.24."""
DOUBTFUL_TYPED, DOUBTFUL_PRINTED = 0.12, 0.17
"""Cost per character above which the other kind of letter width is tried: 9 of 10 right pages cost less, printed ones
0.2."""
WINDOW = 12
"""Characters on either side by whose fit a word's place is judged."""
EXEMPLARY = 0.2
"""Cost per character up to which such a stretch serves to learn the page's letters."""
ELSEWHERE = 3.0
"""Distance in heights of a small letter from which a place counts as a different one."""
MOST = 2.0
"""The most a character counts in that: being absent says no more."""
MOST_EVIDENCE = 4.0
"""The most evidence counted for or against one character."""
NEARBY, UPPER_QUARTILE = 8, 75
"""Words on either side that bear on a word, and the percentile of all margins that stands for the page."""
PASSAGE = 24
"""Words on either side whose shapes tell whether the page has the passage at all: by folds better than fewer words or
the whole page, of which the text may have just a part; more are hardly better."""
FEWEST_KNOWN = 10
"""Characters known by their shapes that tell whether these are recognised."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """A text laid along `lines` in their order: `held` is the cost of each of its characters and of what is before it.

    `forms` are its characters as the page probably writes them, `symbols` the same as rows of `costs`, `blanks` says
    which are blanks. `evidence` is what the shape of each says for it, `nan` where it says nothing; `None` where this
    page's shapes are not known.
    """

    forms: tuple[str, ...]
    lines: tuple[Line, ...]
    tape: Tape
    path: Path
    held: NDArray[np.float32]
    symbols: tuple[int, ...]
    blanks: NDArray[np.bool_]
    costs: Costs
    evidence: NDArray[np.float32] | None = None

    @cached_property
    def cost(self) -> float:
        return float(self.held.mean())

    @cached_property
    def is_typed(self) -> bool:
        """True where most of the tape was written with letters of one width."""
        return bool(self.tape.typed.mean() > 0.5)

    @property
    def is_doubtful(self) -> bool:
        """True where the letters may have the other kind of width."""
        return self.cost > (DOUBTFUL_TYPED if self.is_typed else DOUBTFUL_PRINTED)

    @cached_property
    def penalty(self) -> float:
        """Lower is better; comparable between readings that reach different places in the text."""
        return self.path.total - REWARD * len(self.held)

    @cached_property
    def _around(self) -> Floats:
        """Mean cost of the characters around each character."""
        sums = np.concatenate(([0.0], np.cumsum(np.minimum(self.held, MOST), dtype=np.float64)))
        at = np.arange(len(self.held))
        low, high = np.maximum(at - WINDOW, 0), np.minimum(at + WINDOW + 1, len(self.held))
        return (sums[high] - sums[low]) / (high - low)

    @property
    def fits_around(self) -> NDArray[np.bool_]:
        """Mask of the characters whose surroundings fit well enough for them to serve as examples of the page's
        letters."""
        return self._around < EXEMPLARY

    @cached_property
    def _of_line(self) -> Floats:
        """Mean cost of the characters on each character's line."""
        line = self.tape.lines[np.minimum(self.path.starts, len(self.tape) - 1)]
        count = np.bincount(line)
        sums = np.bincount(line, weights=np.minimum(self.held, MOST))
        return (sums / np.maximum(count, 1))[line]

    @cached_property
    def _margins(self) -> dict[int, float]:
        """What it costs more to lay each word elsewhere, by its middle character."""
        x = self.tape.left.astype(np.float64)
        y = np.zeros(len(x))
        away = np.zeros(len(x))
        for index, line in enumerate(self.lines):
            own = self.tape.lines == index
            y[own] = line.baseline(x[own])
            away[own] = ELSEWHERE * line.x_height

        def elsewhere(column: int) -> NDArray[np.bool_]:
            return np.hypot(x - x[column], y - y[column]) > away[column]

        return margins(self.path, self.symbols, self.blanks, self.costs, elsewhere)

    @cached_property
    def _surest(self) -> dict[int, float]:
        """The largest of the `_margins` of the words around each word, by its middle character."""
        words = sorted(self._margins)
        found = [self._margins[word] for word in words]
        return {word: max(found[max(0, k - NEARBY) : k + NEARBY + 1]) for k, word in enumerate(words)}

    @cached_property
    def _alone(self) -> set[int]:
        """The words with neither neighbour in the text on the line beside them, by their middle characters."""
        words = np.array(sorted(self._margins), dtype=np.int64)
        starts = self.path.starts[words]
        line = self.tape.lines[np.minimum(starts, len(self.tape) - 1)]
        there = starts < self.path.ends[words]
        on_one = line[1:] == line[:-1]
        before = np.concatenate(([False], on_one & there[:-1]))
        after = np.concatenate((on_one & there[1:], [False]))
        return set(words[~(before | after)].tolist())

    @cached_property
    def margin(self) -> float:
        """The upper quartile of the margins: what it costs more to lay a word elsewhere."""
        return float(np.percentile(list(self._margins.values()), UPPER_QUARTILE))

    def fit(self, own: slice) -> Fit:
        """How well the word of the characters in `own` fits where it is laid."""
        there = self.path.starts[own] < self.path.ends[own]
        return Fit(
            around=float(self._around[own].mean()),
            line=float(np.median(self._of_line[own])),
            share=float(there.mean()),
            margin=self._margins[middle(own)],
            nearby=self._surest[middle(own)],
            page=self.margin,
            alone=middle(own) in self._alone,
            shapes=None if self.evidence is None else self._shapes(self.evidence, own),
        )

    def _shapes(self, evidence: NDArray[np.float32], own: slice) -> Shapes:
        word = evidence[own]
        return Shapes(_mean(word), int(np.isfinite(word).sum()), float(self._of_passage[own.start]))

    def recognised(self, own: slice) -> float:
        """How well the page's shapes tell apart the characters around the word in `own`: their evidence as a share of
        the most that there could be, 0 to 1 and seldom below 0.

        Around a figure by other figures, around a word by letters, unless these are few: the same names may stand
        beside other figures. 0 where the page's shapes are not known.
        """
        if self.evidence is None:
            return 0.0
        known = (np.abs(self._word - self._word[own.start]) <= PASSAGE) & np.isfinite(self.evidence)
        alike = known & (self._decimal == self._decimal[own].any())
        told = alike if alike.sum() >= FEWEST_KNOWN else known
        return float(self.evidence[told].sum() / max(1.0, self._most_evidence[told].sum()))

    @cached_property
    def _word(self) -> NDArray[np.int64]:
        """The number of the word that each character is in."""
        return np.cumsum(self.blanks[: len(self.held)], dtype=np.int64)

    @cached_property
    def _decimal(self) -> NDArray[np.bool_]:
        return np.array([form.isdecimal() for form in self.forms[: len(self.held)]], dtype=np.bool_)

    @cached_property
    def _most_evidence(self) -> Floats:
        """The evidence for each character if its shape is like no other in the text: less the more frequent it is."""
        symbols = np.array(self.symbols)
        counts = np.bincount(symbols[~self.blanks[: len(symbols)]], minlength=len(self.costs.letters))
        return np.minimum(MOST_EVIDENCE, -np.log(np.maximum(1, counts) / max(1, counts.sum())))[symbols]

    @cached_property
    def _of_passage(self) -> Floats:
        """Mean evidence of the letters of the words around each character's word, without its own; 0 where there is
        none."""
        evidence = np.full(len(self.held), np.nan) if self.evidence is None else self.evidence
        word = self._word
        counts, sums = np.zeros(word[-1] + 1), np.zeros(word[-1] + 1)
        np.add.at(counts, word, np.isfinite(evidence))
        np.add.at(sums, word, np.nan_to_num(evidence))
        return (_around_each(sums) / np.maximum(_around_each(counts), 1))[word]


def _around_each(values: Floats) -> Floats:
    """The sum of the values up to `PASSAGE` places away from each, without its own."""
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    at = np.arange(len(values))
    low, high = np.maximum(at - PASSAGE, 0), np.minimum(at + PASSAGE + 1, len(values))
    return sums[high] - sums[low] - values


def read_along(
    forms: tuple[str, ...], blanks: NDArray[np.bool_], sheet: Sheet, letters: int, *, whole: bool
) -> Reading:
    """The text in the order of lines, as typed or printed, and in the letters given or in capitals, that fits best by
    the kinds of its letters."""
    best = _in_best_order(forms, blanks, sheet, letters, whole=whole)
    if sheet.few_small and (capitals := _capitals(forms)) != forms:
        other = _in_best_order(capitals, blanks, sheet, letters, whole=whole)
        best = min(best, other, key=lambda reading: reading.penalty)
    if best.is_doubtful:
        other = _along(best.forms, blanks, sheet, best.lines, letters, whole=whole, typed=not best.is_typed)
        best = min(best, other, key=lambda reading: reading.penalty)
    return best


def _in_best_order(
    forms: tuple[str, ...], blanks: NDArray[np.bool_], sheet: Sheet, letters: int, *, whole: bool
) -> Reading:
    best = _along(forms, blanks, sheet, sheet.lines, letters, whole=whole)
    for lines in sheet.orders:
        if best.cost <= FITTING:
            break
        best = min(best, _along(forms, blanks, sheet, lines, letters, whole=whole), key=lambda reading: reading.penalty)
    return best


def _capitals(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The characters as a page without small letters writes them."""
    return tuple(form.upper() if len(form.upper()) == 1 else form for form in forms)


def _along(
    forms: tuple[str, ...],
    blanks: NDArray[np.bool_],
    sheet: Sheet,
    lines: tuple[Line, ...],
    letters: int,
    *,
    whole: bool,
    typed: bool | None = None,
) -> Reading:
    alphabet = sorted(set(forms))
    rows = {form: row for row, form in enumerate(alphabet)}
    symbols = tuple(rows[form] for form in forms)
    tape = tape_of(sheet, letters, lines, typed=typed)
    costs = by_kind(tape, alphabet)
    path = best_path(symbols, blanks, costs, reward=0.0 if whole else REWARD)
    return Reading(forms, lines, tape, path, spent(path, symbols, costs), symbols, blanks, costs)


def in_own_letters(reading: Reading) -> Reading:
    """The text laid again by what its letters look like on this page, where enough of them are known."""
    forms, count = reading.forms, len(reading.path.starts)
    glyphs = learned(reading.tape, forms[:count], reading.path, reading.fits_around)
    if glyphs is None:
        return reading
    costs = glyphs.weighed(reading.costs, sorted(set(forms)))
    symbols = reading.symbols[:count]
    path = best_path(symbols, reading.blanks, costs, near=reading.path)
    held = spent(path, symbols, costs)
    return replace(reading, path=path, held=held, costs=costs, evidence=_bounded(glyphs.recognised(forms, path)))


def _bounded(evidence: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(evidence, -MOST_EVIDENCE, MOST_EVIDENCE)


def _mean(evidence: NDArray[np.float32]) -> float:
    """Mean of the known evidence; 0 where nothing is known."""
    known = evidence[np.isfinite(evidence)]
    return float(known.mean()) if len(known) else 0.0
