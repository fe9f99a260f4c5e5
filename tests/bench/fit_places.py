"""Fits how sure a place on the page is, in `forced_alignment/confidence.py`: `python -m tests.bench.fit_places`.

Two logistic regressions, of whether a word is found where it stands by how well it fits there: one with the shapes of
the letters, and one by costs alone, where too few letters are known. The latter is fitted on just such words, most of
them on cuttings of one to three lines. Both are fitted on drawn pages, some of them stamped, with transcripts that are
whole or damaged in several ways, and are printed as they stand in the code. Words that were put in are left out:
whether the page has a word at all is asked by `forced_alignment/omission.py`. Then follows, by fifths, how sure other
pages are said to be, of other fonts, wear and stamps, and how many of their words are near their places; also by the
weights that are in the code. On those pages nothing is fitted; real ones are among them where they are there. Takes
some seven minutes of CPU time.
"""

from __future__ import annotations

import argparse
import itertools
import math
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from cableview.model.geometry import Box
from cableview.scan.forced_alignment.confidence import BY_COSTS, BY_SHAPES, SUREST, cost_terms, shape_terms
from cableview.scan.forced_alignment.read_along import Reading, in_own_letters, read_along
from cableview.scan.locate import MOST_PIXELS
from cableview.scan.page_reader import PageReader
from cableview.scan.placing.by_image import SURE, boxes_of, characters_of
from cableview.scan.segmentation.segment import Sheet, segment
from tests.bench import true_pages
from tests.bench.locate import NEAR
from tests.bench.made_text import prose
from tests.bench.page_kinds import cuttings, drawn_pages, sets, stamped_pages
from tests.bench.true_pages import DAMAGES, Lines, TruePage, TrueWord, Wanted, transcript

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
"""Of the fifths; the last is in two, as nearly all words are in it."""
SPRINKLED = 0.25
"""Share of lines with a word that the page lacks."""
WEIGHTS = {"halves": 0.4, "swapped": 0.1, "other": 0.4}
"""What a word counts of transcripts that are the page's in part or not at all: they are much rarer than right ones.
With half as much, twice as many words of other short pages are trusted."""
REAL_PAGES = 4
"""Of the real ones every so many-th is read."""
RIDGE = 0.1
AGAINST = frozenset({"around", "line", "alone", "absent"})
"""Terms of which more speaks against a place."""

Damage = Callable[[Lines, Lines, Random], Lines]
Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A word laid on a page: by what it is weighed, whether it is `near` its place, and whether it has one at all.

    `shapes` is `None` where too few letters of the page are known.
    """

    costs: Terms
    shapes: Terms | None
    near: bool
    near_by_costs: bool
    stands: bool
    weight: float


def sprinkled(lines: Lines, random: Random) -> Lines:
    """Words that the page lacks, at any place in a line: each has the blank between those beside it."""
    words = [word.strip(".,;?") for word in prose(6000, 999).split()]
    out: list[tuple[TrueWord, ...]] = []
    for line in lines:
        at = random.randrange(1, len(line)) if random.random() < SPRINKLED and len(line) > 2 else 0
        before, after = (line[at - 1].box, line[at].box) if at else (None, None)
        if at == 0:
            out.append(line)
            continue
        gap = None
        if before is not None and after is not None and before.right < after.left:
            gap = Box(before.right, min(before.top, after.top), after.left, max(before.bottom, after.bottom))
        out.append((*line[:at], TrueWord(random.choice(words), gap), *line[at:]))
    return tuple(out)


def nowhere(lines: Lines) -> Lines:
    return tuple(tuple(TrueWord(word.text, None) for word in line) for line in lines)


def damaged(damage: str, page: TruePage, other: TruePage, random: Random) -> Lines:
    """The page's lines, some of them, or another page's."""
    half = len(page.lines) // 2
    if damage == "sprinkled":
        return sprinkled(page.lines, random)
    if damage == "halves":
        return page.lines[:half] + nowhere(other.lines[len(other.lines) // 2 :])
    if damage == "swapped":
        return page.lines[half:] + page.lines[:half]
    if damage == "other":
        return nowhere(other.lines)
    return DAMAGES[damage](page.lines)


EACH = ("none", "sprinkled")
"""Damages that each page has."""
IN_TURN = ("halves", "other", "swapped", "halves", "other")
OF_CUTTINGS = ("other", "halves")
REPORTED = ("halves",)
"""One of these besides."""


def rows_of(pages: Sequence[TruePage], in_turn: Sequence[str]) -> list[Row]:
    """Each page with two damages and one of `in_turn`; without those that lie turned, which are set upright first."""
    rows: list[Row] = []
    for k, page in enumerate(pages):
        if "turned" in page.name:
            continue
        scan = PageReader([page.image])
        image = scan.image(0, MOST_PIXELS)
        if image is None:
            continue
        sheet = segment(image)
        if not sheet.lines:
            continue
        own = frozenset(word.box for line in page.lines for word in line if word.box is not None)
        scale = scan.sizes[0][0] / sheet.ink.shape[1]
        for damage in (*EACH, in_turn[k % len(in_turn)]):
            lines = damaged(damage, page, pages[(k + len(pages) // 2) % len(pages)], Random(k))
            rows += _rows(*transcript(lines), sheet, scale, page.x_height, own, WEIGHTS.get(damage, 1.0))
    return rows


def _rows(
    text: str,
    wanted: Sequence[Wanted],
    sheet: Sheet,
    scale: float,
    x_height: float,
    written: frozenset[Box],
    weight: float,
) -> Iterator[Row]:
    """Of words that were put in none: they stand at none of the places that are `written`."""
    found = characters_of(text)
    first = read_along(found.forms, found.blanks, sheet, len(found.forms), whole=True)
    second = in_own_letters(first, found.forms)
    boxes = {word.span.start: word.boxes for word in wanted}
    at = 0
    for word in re.finditer(r"\S+", text):
        own = slice(at, at + len(word.group()))
        at = own.stop + 1
        true = boxes[word.start()]
        if not written.issuperset(true):
            continue
        fit = second.fit(own)
        yield Row(
            cost_terms(first.fit(own)),
            None if fit.shapes is None else shape_terms(fit, fit.shapes),
            _is_near(second, own, scale, true, x_height),
            _is_near(first, own, scale, true, x_height),
            bool(true),
            weight,
        )


def _is_near(reading: Reading, own: slice, scale: float, true: Sequence[Box], x_height: float) -> bool:
    left, top, right, bottom = (edge * scale for edge in boxes_of(reading, own)[0])
    x, y = (left + right) / 2, (top + bottom) / 2
    return any(
        math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2) < NEAR * x_height for box in true
    )


def fitted(terms: Sequence[Terms], near: Sequence[bool], weight: Sequence[float]) -> dict[str, float]:
    """Weights of the terms, without those that would count against their sense: what fits worse must be less sure."""
    names = list(terms[0])
    while True:
        weights = logistic(names, terms, near, weight)
        sensible = [name for name in names if name == "even" or (weights[name] < 0) == (name in AGAINST)]
        if sensible == names:
            return weights
        names = sensible


def logistic(
    names: Sequence[str], terms: Sequence[Terms], near: Sequence[bool], weight: Sequence[float]
) -> dict[str, float]:
    """Weights of the terms by Newton's method; `RIDGE` draws all to nothing, in units of each one's spread."""
    x = np.array([[row[name] for name in names] for row in terms])
    y, counts = np.array(near, dtype=np.float64), np.array(weight)
    spread = np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    z = x / spread
    w = np.zeros(len(names))
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        gradient = z.T @ (counts * (y - p)) - RIDGE * w
        step = np.linalg.solve((z.T * (counts * p * (1 - p))) @ z + RIDGE * np.eye(len(w)), gradient)
        w = w + step
        if np.abs(step).max() < 1e-5:
            break
    return {name: round(float(value), 2) for name, value in zip(names, w / spread, strict=True)}


def said(terms: Sequence[Terms], weights: Terms) -> Any:
    odds = np.array([sum(weight * row[name] for name, weight in weights.items()) for row in terms])
    return np.minimum(SUREST, 1 / (1 + np.exp(-np.clip(odds, -50, 50))))


def report(title: str, sure: Any, near: Any, stands: Any) -> None:
    """By fifths said > near (words), of words on the page; then of those trusted, and how many of another page are."""
    fifths: list[str] = []
    for low, high in itertools.pairwise(EDGES):
        own = stands & (sure >= low) & (sure < high)
        if own.any():
            fifths.append(f"{100 * sure[own].mean():.1f}>{100 * near[own].mean():.1f} ({own.sum()})")
    trusted = stands & (sure >= SURE)
    right = 100 * near[trusted].sum() / max(1, trusted.sum())
    print(
        f"{title:32}{'  '.join(fifths)}\n{'':32}trusted {100 * trusted.sum() / stands.sum():.2f} of {stands.sum()}, "
        f"near {right:.2f}; of {(~stands).sum()} that are on another page trusted "
        f"{(~stands & (sure >= SURE)).sum()}",
        flush=True,
    )


def by_costs_of(rows: Sequence[Row]) -> list[Row]:
    """The words of which too few letters are known by their shapes."""
    return [row for row in rows if row.shapes is None]


def reported(name: str, rows: Sequence[Row], by_costs: Terms, by_shapes: Terms) -> None:
    plain, shaped = by_costs_of(rows), [(row, row.shapes) for row in rows if row.shapes is not None]
    if any(row.stands for row in plain):
        near, stands = np.array([row.near_by_costs for row in plain]), np.array([row.stands for row in plain])
        report(f"{name}, by costs", said([row.costs for row in plain], by_costs), near, stands)
    if any(row.stands for row, _ in shaped):
        near, stands = np.array([row.near for row, _ in shaped]), np.array([row.stands for row, _ in shaped])
        report(f"{name}, by shapes", said([terms for _, terms in shaped], by_shapes), near, stands)


def held_out(folder: Path) -> Iterator[tuple[str, list[TruePage]]]:
    drawn, franked = drawn_pages(folder, held_out=True, rounds=1), stamped_pages(folder, held_out=True, rounds=1)
    yield "drawn", drawn
    yield "stamped", franked
    yield "cuttings", cuttings(folder, [*drawn, *franked])
    if (true_pages.DATA / "tapuscorpus").is_dir():
        known = sets(folder)
        yield "worn", known["worn held out"]()[1::REAL_PAGES]
        yield "real stamped", known["real stamped held out"]()[1::REAL_PAGES]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn, with_stamps = drawn_pages(folder, rounds=2), stamped_pages(folder, rounds=1)
        rows = rows_of(drawn, IN_TURN) + rows_of(with_stamps, IN_TURN)
        rows += by_costs_of(rows_of(cuttings(folder, [*drawn, *with_stamps]), OF_CUTTINGS))
        plain = by_costs_of(rows)
        by_costs = fitted([r.costs for r in plain], [r.near_by_costs for r in plain], [r.weight for r in plain])
        shaped = [(row, row.shapes) for row in rows if row.shapes is not None]
        near, weights = [row.near for row, _ in shaped], [row.weight for row, _ in shaped]
        by_shapes = fitted([terms for _, terms in shaped], near, weights)
        print(f"{len(rows)} words, of {len(shaped)} with shapes\nBY_COSTS = {by_costs}\nBY_SHAPES = {by_shapes}")
        reported("fitted", rows, by_costs, by_shapes)
        for title, pages in held_out(folder):
            judged = rows_of(pages, REPORTED)
            reported(title, judged, by_costs, by_shapes)
            reported(f"{title} (as in the code)", judged, BY_COSTS, BY_SHAPES)


if __name__ == "__main__":
    main()
