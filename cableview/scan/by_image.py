"""Finds the words of a transcript on a page from the image alone, without reading it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.scan.places import Place
from cableview.scan.lines import Line
from cableview.scan.segment import Sheet
from cableview.scan.shapes import by_kind
from cableview.scan.tape import Tape, tape_of
from cableview.scan.viterbi import Path, best_path, spent

REWARD = 0.25
"""Cost a character from which on a text had rather stop: on the right page a character costs 0.05 to 0.15."""
DOUBTFUL = 0.12
"""Cost a character from which on letters of another width are tried."""
FEWEST_LETTERS = 4
NARROWEST = 0.35
"""Width of a character in the closest print, in heights of a small letter."""
WINDOW = 12
"""Characters on either side by whose fit a word's place is judged."""
SURE = 0.5
"""Confidence below which a word's line is shown instead, with the lines around it."""
SUREST = 0.99
HIGH, LOW = 1.5, 0.4
"""How far a word reaches above and below the baseline, in heights of a small letter."""

FEWEST_SURE = 0.2
"""Share of sure words below which none is believed."""

_UNIT = re.compile(r"\s+|\S")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Characters:
    """The characters of a text, runs of blanks as one, with the position of each in it."""

    forms: tuple[str, ...]
    positions: tuple[int, ...]

    @property
    def blanks(self) -> NDArray[np.bool_]:
        return np.array([form == " " for form in self.forms], dtype=np.bool_)


@dataclass(frozen=True)
class Found:
    """Words found on one page, and the position in the text up to which it reaches."""

    places: tuple[Place, ...]
    end: int

    @property
    def fits(self) -> bool:
        """False where so few words are sure that the page probably shows another text."""
        sure = sum(place.location.confidence >= SURE for place in self.places)
        return sure >= FEWEST_SURE * len(self.places)


def characters_of(text: str) -> Characters:
    units = [(m.group(), m.start()) for m in _UNIT.finditer(text)]
    while units and units[-1][0].isspace():
        units.pop()
    while units and units[0][0].isspace():
        units.pop(0)
    return Characters(tuple(" " if u.isspace() else u for u, _ in units), tuple(at for _, at in units))


def find_words(text: str, sheet: Sheet, page: int, size: tuple[int, int], *, letters: int, whole: bool) -> Found | None:
    """The words of `text` on a page with about `letters` characters on it; `None` where nothing can be found.

    `whole` says that all of the text is on this page; else it stops where the page does.
    """
    found = characters_of(text)
    if not FEWEST_LETTERS <= len(found.forms) <= _room(sheet):
        return None
    read = _read(found, sheet, letters, whole=whole)
    tape, path, held = read.tape, read.path, read.held
    count = len(path.starts)
    cost = float(held.mean())
    fit = _smoothed(held)
    places: list[Place] = []
    at = 0
    for word in _WORD.finditer(text):
        last = at + len(word.group())
        if last > count:
            break
        own = slice(at, last)
        places.append(
            Place(
                Span(*word.span()),
                *_locations(
                    tape, sheet, read.lines, page, size, path.starts[own], path.ends[own], fit[own], held[own], cost
                ),
            )
        )
        at = last + 1
    return Found(tuple(places), places[-1].span.end if places else 0)


def _room(sheet: Sheet) -> float:
    """How many characters could stand on a page's lines at the most."""
    return sum(line.right - line.left for line in sheet.lines) / (NARROWEST * max(1.0, sheet.x_height))


@dataclass(frozen=True)
class _Reading:
    """A text laid along lines in one order: `held` is what each of its characters costs."""

    lines: tuple[Line, ...]
    tape: Tape
    path: Path
    held: NDArray[np.float32]


def _read(found: Characters, sheet: Sheet, letters: int, *, whole: bool) -> _Reading:
    """The text along the rows of a page or along its columns, typed or printed: whichever it fits best."""
    orders = [lines for lines in (sheet.lines, sheet.columns) if lines]
    best = min((_along(found, sheet, lines, letters, whole=whole) for lines in orders), key=_worth)
    if float(best.held.mean()) > DOUBTFUL:
        typed = not bool(best.tape.typed.mean() > 0.5)
        best = min(best, _along(found, sheet, best.lines, letters, whole=whole, typed=typed), key=_worth)
    return best


def _worth(reading: _Reading) -> float:
    return reading.path.total - REWARD * len(reading.held)


def _along(
    found: Characters, sheet: Sheet, lines: tuple[Line, ...], letters: int, *, whole: bool, typed: bool | None = None
) -> _Reading:
    alphabet = sorted(set(found.forms))
    rows = {form: row for row, form in enumerate(alphabet)}
    symbols = tuple(rows[form] for form in found.forms)
    tape = tape_of(sheet, letters, lines, typed=typed)
    costs = by_kind(tape, alphabet)
    path = best_path(symbols, found.blanks, costs, reward=0.0 if whole else REWARD)
    return _Reading(lines, tape, path, spent(path, symbols, costs))


def _smoothed(costs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean cost of the characters around each."""
    sums = np.concatenate(([0.0], np.cumsum(np.minimum(costs, 2.0), dtype=np.float64)))
    at = np.arange(len(costs))
    low, high = np.maximum(at - WINDOW, 0), np.minimum(at + WINDOW + 1, len(costs))
    return (sums[high] - sums[low]) / (high - low)


def _locations(
    tape: Tape,
    sheet: Sheet,
    lines: Sequence[Line],
    page: int,
    size: tuple[int, int],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    fit: NDArray[np.float64],
    costs: NDArray[np.float32],
    cost: float,
) -> tuple[Location, Location | None]:
    """Where one word stands, the larger part of it first."""
    sure = confidence(float(fit.mean()), float(costs.mean()), cost, float((starts < ends).mean()))
    there = np.nonzero(starts < ends)[0]
    if not len(there):
        there = np.arange(1)
    first = np.minimum(starts[there], len(tape) - 1)
    last = np.minimum(np.maximum(ends[there] - 1, first), len(tape) - 1)
    parts = [_part(tape, lines, int(line), first, last) for line in np.unique(tape.lines[first])]
    parts.sort(key=lambda part: -part[0])
    boxes = [_widened(box, sheet) if sure < SURE else box for _, box in parts[:2]]
    located = [
        Location(page, _on_page(box, size[0] / sheet.ink.shape[1], size), Method.IMAGE, round(sure, 3)) for box in boxes
    ]
    return located[0], located[1] if len(located) > 1 else None


def _part(
    tape: Tape, lines: Sequence[Line], line: int, first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[int, tuple[float, float, float, float]]:
    """The columns that a word has on one line: how many, and the box around them on the sheet."""
    own = tape.lines[first] == line
    x_height = lines[line].x_height
    left = float(tape.left[first[own][0]])
    right = float(tape.left[last[own][-1]] + tape.widths[last[own][-1]])
    feet = float(lines[line].baseline((left + right) / 2))
    box = (left, feet - HIGH * x_height, max(right, left + 2), feet + LOW * x_height)
    return int((last[own] - first[own] + 1).sum()), box


def _widened(box: tuple[float, float, float, float], sheet: Sheet) -> tuple[float, float, float, float]:
    """The line that a box is on, and the one before and after it."""
    middle = box[3] - LOW * sheet.x_height
    nearest = min(sheet.lines, key=lambda line: abs(float(line.baseline((box[0] + box[2]) / 2)) - middle))
    return nearest.left, box[1] - 2 * sheet.x_height, nearest.right, box[3] + 2 * sheet.x_height


def _on_page(box: tuple[float, float, float, float], scale: float, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (edge * scale for edge in box)
    return Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)).clipped(*size)


def confidence(fit: float, own: float, cost: float, share: float) -> float:
    """How many of the words that fit so well stand where they were found.

    `fit` is the cost of a character around the word, `own` within it, `cost` on the whole page, `share` how much of the
    word is there at all. Logistic regression on 18,691 words of eleven typescripts, the transcripts whole, with lines
    missing, foreign or of other words, and of another page.
    """
    near, itself = min(fit, 0.44), min(own, 1.0)
    odds = 15.87 - 37.86 * near + 43.03 * near * near - 1.84 * itself - 42.39 * cost
    return min(SUREST, 1 / (1 + math.exp(-odds))) * (1.0 if share else 0.5)


def shifted(place: Place, by: int) -> Place:
    return replace(place, span=place.span.shifted(by))


def letters_on(sheets: Sequence[Sheet], letters: int) -> list[int]:
    """How many of the characters of a text each page probably has: by the length of its lines."""
    lengths = [sum(line.right - line.left for line in sheet.lines) / max(1.0, sheet.x_height) for sheet in sheets]
    whole = sum(lengths) or 1.0
    return [round(letters * length / whole) for length in lengths]
