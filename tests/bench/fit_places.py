"""Fits how sure a place on the page is, in `forced_alignment/confidence.py`: `python -m tests.bench.fit_places`.

Two logistic regressions, of whether a word is found where it stands by how well it fits there: one with the shapes of
the letters, and one by costs, where too few letters are known. The latter is fitted on just such words of drawn pages,
most of them on cuttings of one to three lines, and its odds go through a curve: in both regressions words of other
pages count, which are to be told from the page's own, but what is said is how often a word of the page is right, and by
costs that is much more than the regression has it. The former is fitted on drawn and on real pages. Some of all these
are stamped, with transcripts that are whole or damaged in several ways; the weights are printed as they stand in the
code. Words that were put in are left out: whether the page has a word at all is asked by
`forced_alignment/omission.py`.

Then follows by bands how sure words are said to be of pages on which nothing was fitted, and how many are near their
places. Drawn ones have other fonts, wear and stamps. Real ones, where they are there, are in other states than those
fitted on, and each is judged by what is fitted without it and all others of its document: so every real page is held
out. In brackets: between what the difference lies in 95 of 100 draws of as many of these pages, the words of a page in
all its states drawn together. Which fonts are lacking is said first: with fewer, the held-out pages are like those
fitted on. Takes some thirty minutes of CPU time, half of them for the held-out pages.
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
from statistics import mean

import numpy as np

from cableview.model.geometry import Box
from cableview.scan.forced_alignment.confidence import (
    BY_COSTS,
    BY_SHAPES,
    COSTS_CURVE,
    cost_terms,
    curved,
    shape_terms,
    share,
    weighed,
)
from cableview.scan.forced_alignment.read_along import Reading, in_own_letters, read_along
from cableview.scan.locate import MOST_PIXELS
from cableview.scan.page_reader import PageReader
from cableview.scan.placing.by_image import SURE, SURE_BY_COSTS, boxes_of, characters_of
from cableview.scan.segmentation.segment import Sheet, segment
from tests.bench import drawn_pages as drawing
from tests.bench import true_pages
from tests.bench.by_pages import interval
from tests.bench.locate import NEAR
from tests.bench.made_text import prose
from tests.bench.page_kinds import cuttings, drawn_pages, real_pages, stamped_pages, stamped_real, worn_pages
from tests.bench.true_pages import DAMAGES, Lines, TruePage, TrueWord, transcript

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
"""Of the fifths; the last is in two, as nearly all words are in it."""
KNOTS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0)
"""Of the curve."""
SPRINKLED = 0.25
"""Share of lines with a word that the page lacks."""
WEIGHTS = {"halves": 0.4, "swapped": 0.1, "other": 0.4}
"""What a word counts of transcripts that are the page's in part or not at all: they are much rarer than right ones.
With half as much, twice as many words of other short pages are trusted."""
PIECES = 8
"""That are cut from a page for fitting, twice as many as of held-out ones."""
RIDGE = 0.1
AGAINST = frozenset({"around", "line", "alone", "absent"})
"""Terms of which more speaks against a place."""

Damage = Callable[[Lines, Lines, Random], Lines]
Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A word laid on a page: by what it is weighed, whether it is `near` its place, and whether it has one at all.

    `page` is the same for all states and pieces of a page. `shapes` is `None` where too few letters of the page are
    known; it is laid by costs alone then.
    """

    page: str
    costs: Terms
    shapes: Terms | None
    near: bool
    stands: bool
    weight: float


Judged = tuple[float, Row]
"""How sure a word is said to be."""


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
            rows += _rows(lines, page, sheet, scale, own, WEIGHTS.get(damage, 1.0))
    return rows


def _rows(
    lines: Lines, page: TruePage, sheet: Sheet, scale: float, written: frozenset[Box], weight: float
) -> Iterator[Row]:
    """Of words that were put in none: they stand at none of the places that are `written`."""
    text, wanted = transcript(lines)
    found = characters_of(text)
    reading = in_own_letters(read_along(found.forms, found.blanks, sheet, len(found.forms), whole=True))
    boxes = {word.span.start: word.boxes for word in wanted}
    at = 0
    for word in re.finditer(r"\S+", text):
        own = slice(at, at + len(word.group()))
        at = own.stop + 1
        true = boxes[word.start()]
        if not written.issuperset(true):
            continue
        fit = reading.fit(own)
        yield Row(
            page.original,
            cost_terms(fit),
            None if fit.shapes is None else shape_terms(fit, fit.shapes),
            _is_near(reading, own, scale, true, page.x_height),
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


@dataclass(frozen=True)
class Weights:
    """All by which it is said how sure a word is, as in `forced_alignment/confidence.py`."""

    by_costs: Terms
    curve: Mapping[float, float]
    by_shapes: Terms

    def sure(self, row: Row) -> float:
        """How sure a word is said to be."""
        if row.shapes is None:
            return share(curved(weighed(row.costs, self.by_costs), self.curve))
        return share(weighed(row.shapes, self.by_shapes))

    def judged(self, rows: Sequence[Row]) -> list[Judged]:
        return [(self.sure(row), row) for row in rows]


def weights_of(rows: Sequence[Row]) -> Weights:
    """Fitted on words with shapes and without; the curve on those of the latter that stand on the page."""
    plain = by_costs_of(rows)
    by_costs = fitted([row.costs for row in plain], [row.near for row in plain], [row.weight for row in plain])
    shaped = [(row, row.shapes) for row in rows if row.shapes is not None]
    near, weights = [row.near for row, _ in shaped], [row.weight for row, _ in shaped]
    return Weights(by_costs, curve(plain, by_costs), fitted([terms for _, terms in shaped], near, weights))


def curve(rows: Sequence[Row], weights: Terms) -> dict[float, float]:
    """What the odds come to of words that stand on the page, at each knot; never less for more."""
    own = [row for row in rows if row.stands]
    odds = [weighed(row.costs, weights) for row in own]
    names = [str(knot) for knot in KNOTS]
    parts = [np.interp(odds, KNOTS, [float(other == knot) for other in KNOTS]) for knot in KNOTS]
    terms = [dict(zip(names, row, strict=True)) for row in np.array(parts).T.tolist()]
    at = logistic(names, terms, [row.near for row in own], [row.weight for row in own])
    return dict(zip(KNOTS, itertools.accumulate((at[name] for name in names), max), strict=True))


def by_costs_of(rows: Sequence[Row]) -> list[Row]:
    """The words of which too few letters are known by their shapes."""
    return [row for row in rows if row.shapes is None]


def by_shapes_of(rows: Sequence[Row]) -> list[Row]:
    """The others."""
    return [row for row in rows if row.shapes is not None]


def report(title: str, judged: Sequence[Judged]) -> None:
    """The bands of the words on the page; then how many are shown, and how many of another page are."""
    own = [(sure, row) for sure, row in judged if row.stands]
    if not own:
        return
    print(title)
    print_bands(own)
    shown = [row.near for sure, row in own if is_shown(row, sure)]
    others = [is_shown(row, sure) for sure, row in judged if not row.stands]
    print(
        f"    shown {100 * len(shown) / len(own):.2f} of {len(own)}, "
        f"near {100 * sum(shown) / max(1, len(shown)):.2f}; of {len(others)} that are on another page {sum(others)}",
        flush=True,
    )


def print_bands(judged: Sequence[Judged]) -> None:
    """By bands said > near, the difference, and between what it lies in draws of these pages; all in per cent."""
    for low, high in itertools.pairwise(EDGES):
        inside = [(sure, row) for sure, row in judged if low <= sure < high]
        if inside:
            said, near = mean(sure for sure, _ in inside), mean(row.near for _, row in inside)
            pages = [row.page for _, row in inside]
            least, most = interval([row.near - sure for sure, row in inside], pages)
            print(
                f"    [{low},{high}) {100 * said:.2f} > {100 * near:.2f} ({len(inside)} words, {len(set(pages))} pages)"
                f"  {100 * (near - said):+.1f} ({100 * least:+.1f} to {100 * most:+.1f})"
            )


def report_shown(title: str, judged: Sequence[Judged]) -> None:
    """The bands of the words on the page whose own place is shown."""
    print(f"{title}, as shown")
    print_bands([(sure, row) for sure, row in judged if row.stands and is_shown(row, sure)])


def is_shown(row: Row, sure: float) -> bool:
    """Whether a word's own place is shown, not its lines."""
    return sure >= (SURE_BY_COSTS if row.shapes is None else SURE)


def reported(title: str, judged: Sequence[Judged]) -> None:
    report(f"{title}, by costs", [(sure, row) for sure, row in judged if row.shapes is None])
    report(f"{title}, by shapes", [(sure, row) for sure, row in judged if row.shapes is not None])


def drawn_rows(folder: Path) -> list[Row]:
    """Of drawn pages, each kind in three states and with stamps in two, and of pieces cut from them."""
    rounds = [
        drawn_pages(folder, rounds=2),
        stamped_pages(folder, rounds=1),
        drawn_pages(folder, rounds=3)[2::3],
        stamped_pages(folder, rounds=2)[1::2],
    ]
    rows = [row for pages in rounds for row in rows_of(pages, IN_TURN)]
    pieces = cuttings(folder, [page for pages in rounds for page in pages], pieces=PIECES)
    return rows + by_costs_of(rows_of(pieces, OF_CUTTINGS))


def real_rows(folder: Path) -> list[Row]:
    """Of real pages as they are, in two states and stamped, words with shapes; none where these pages are absent.

    Not by costs: words on pieces of real pages, fitted without their own document, came no nearer to what is said.
    """
    if not (true_pages.DATA / "tapuscorpus").is_dir():
        return []
    pages = real_pages()
    states = [pages, worn_pages(folder, pages, rounds=2), stamped_real(folder, pages)]
    return by_shapes_of([row for state in states for row in rows_of(state, IN_TURN)])


def document(row: Row) -> str:
    """The typescript or book of which a real page is one: the beginning of its name."""
    return re.split("[ _]", row.page)[0]


def cross_fitted(judged: Sequence[Row], drawn: Sequence[Row], real: Sequence[Row]) -> list[Judged]:
    """How sure the words of real pages are said to be by what is fitted without any page of their document."""
    out: list[Judged] = []
    for left_out in sorted(set(map(document, judged))):
        weights = weights_of([*drawn, *(row for row in real if document(row) != left_out)])
        out += [(weights.sure(row), row) for row in judged if document(row) == left_out]
    return out


def held_out(folder: Path) -> Iterator[tuple[str, list[TruePage]]]:
    """Pages, and states of real pages, on which nothing is fitted."""
    drawn, franked = drawn_pages(folder, held_out=True, rounds=3), stamped_pages(folder, held_out=True, rounds=2)
    yield "drawn", drawn
    yield "drawn stamped", franked
    yield "drawn cuttings", cuttings(folder, [*drawn, *franked])
    if (true_pages.DATA / "tapuscorpus").is_dir():
        worn = worn_pages(folder, real_pages(), held_out=True, rounds=2)
        yield "real worn", worn
        yield "real stamped", stamped_real(folder, real_pages(), held_out=True)
        yield "real cuttings", cuttings(folder, worn)


def lacking_fonts() -> list[str]:
    names = (*drawing.TYPED, *drawing.PRINTED, *drawing.TYPED_HELD_OUT, *drawing.PRINTED_HELD_OUT)
    return [name for name in names if drawing.font_path(name) is None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit-only", action="store_true", help="print the constants, and nothing of held-out pages")
    args = parser.parse_args()
    print(f"Fonts that are not there: {', '.join(lacking_fonts()) or 'none'}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn, real = drawn_rows(folder), real_rows(folder)
        rows = [*drawn, *real]
        found = weights_of(rows)
        print(f"{len(rows)} words, of {len(by_shapes_of(rows))} with shapes\nBY_COSTS = {found.by_costs}")
        print(f"COSTS_CURVE = {found.curve}\nBY_SHAPES = {found.by_shapes}")
        reported("fitted", found.judged(rows))
        if args.fit_only:
            return
        by_title = {title: rows_of(pages, REPORTED) for title, pages in held_out(folder)}
    judged = {
        title: cross_fitted(rows, drawn, real) if title.startswith("real") else found.judged(rows)
        for title, rows in by_title.items()
    }
    for title, words in judged.items():
        reported(title, words)
    every = list(itertools.chain.from_iterable(judged.values()))
    on_real = list(itertools.chain.from_iterable(words for title, words in judged.items() if title.startswith("real")))
    reported("all held out", every)
    in_code = Weights(BY_COSTS, COSTS_CURVE, BY_SHAPES).judged([row for _, row in every])
    reported("all held out, by what is in the code, fitted on other states of the real pages", in_code)
    for title, words in (("all held out", every), ("of these real", on_real)):
        report_shown(title, words)


if __name__ == "__main__":
    main()
