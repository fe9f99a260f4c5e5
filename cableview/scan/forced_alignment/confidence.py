"""How certain it is that a word stands where it was laid: by how well it fits there, and how badly elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

SUREST = 0.99


@dataclass(frozen=True, slots=True)
class Shapes:
    """What the shapes of letters say for a text where it is laid, as mean evidence of a letter (`Glyphs.evidence`).

    `word` is the mean over the `known` letters of a word, 0 where there are none, and `passage` that over the words
    around it.
    """

    word: float
    known: int
    passage: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What the characters cost on average: around a word, and on its line.

    `share` is the part of the word that is there at all, `margin` what it costs more to lay it elsewhere. `nearby` is
    the largest margin among the words around: where a passage is misplaced, none of its words is sure. `page` is the
    upper quartile of the margins on the page: low where the text is another page's, and not where just some lines
    cannot be read. `alone` marks a word with neither the one before nor the one after it in the text beside it on its
    line: only its own few letters say where it is. `shapes` is `None` where the page has too few letters to know them
    by shape.
    """

    around: float
    line: float
    share: float
    margin: float
    nearby: float
    page: float
    alone: bool = False
    shapes: Shapes | None = None


# Logistic regressions as `tests/bench/fit_places.py` prints them. The first, for words with too few letters known by
# shape, was fitted on 13,307 words; the second on 51,265 of 43 drawn pages and 13 real ones. Held out, on drawn pages
# with other fonts, wear and stamps and on each real page by what is fitted without its document, the first shows 52.5%
# of 4,742 words, 99.1% of them right, and 104 of 3,271 that are another page's; the second 96.2% of 47,527 words, 99.7%
# of them right, and 58 of 8,960: 26 of 8,692 on whole pages, 32 of 268 on cuttings of two or three lines. With evidence
# of the whole page in place of `passage`, shown from 0.65 on and fitted on drawn pages alone, 106 of the 8,692 were.
# Stated and right there, in per cent of those shown by either, and between what the difference lies in 95 of 100 draws
# of pages: from 0.9 on 98.8 and 99.8 (0.7 to 1.1; 47,599 words), on real pages 98.8 and 99.5 (0.3 to 1.1; 20,130);
# below 0.9 85.7 and 90.6 (0.3 to 8.2; 598), on real pages 85.7 and 90.9 (-4.3 to 10.8; 276). Of those by costs alone
# 98.6 and 99.1 (-0.9 to 1.3; 2,491), on real pages 98.8 and 97.6 (-4.7 to 1.0; 891).
BY_COSTS = {
    "even": 2.19,
    "around": -3.64,
    "line": -9.01,
    "margin": 0.96,
    "nearby": 0.0,
    "page": 0.8,
}
COSTS_CURVE: Mapping[float, float] = {-3.0: -1.79, -2.0: -1.32, -1.0: -1.2, 0.0: 0.72, 1.0: 2.64, 2.0: 9.07}
"""Calibrates the log odds by costs for words that the page has: the regression also tells them from another page's."""
BY_SHAPES = {
    "even": -4.3,
    "around": -0.85,
    "line": -3.88,
    "margin": 1.93,
    "nearby": 1.83,
    "alone": -1.49,
    "word": 0.3,
    "passage": 1.83,
    "absent": -2.96,
}

LEAST, MOST = 0.1, 8.0
"""Added to margins before taking logarithms, and the margin above which they say no more."""
CERTAIN = 3.0
"""The largest margin that counts, nearby and on the page: right texts had at least 2.8, wrong ones at most 1.9."""

DOUBTFUL = 1.0
"""The least margin that counts where letters are known by shape: on a page that is half another text's, right words may
have none. On pages left out of fitting in turn, 168 more of a page's own words are shown with it, 14 fewer of them at
wrong places, and 28 of another page's words where 30 were."""


def confidence(fit: Fit) -> float:
    """The share of words fitting as well as this that stand where they were found."""
    if fit.shapes is None:
        odds = curved(weighed(cost_terms(fit), BY_COSTS), COSTS_CURVE)
    else:
        odds = weighed(shape_terms(fit, fit.shapes), BY_SHAPES)
    return share(odds)


def weighed(terms: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log odds."""
    return sum(weight * terms[name] for name, weight in weights.items())


def curved(odds: float, curve: Mapping[float, float]) -> float:
    """The log odds mapped by a piecewise linear curve through these points, constant beyond its ends."""
    return float(np.interp(odds, list(curve), list(curve.values())))


def share(odds: float) -> float:
    """The share that is right at these log odds, never more than `SUREST`."""
    return min(SUREST, 1 / (1 + math.exp(-max(-50.0, odds))))


def cost_terms(fit: Fit) -> dict[str, float]:
    """The terms that `BY_COSTS` weighs."""
    return {
        "even": 1.0,
        "around": min(fit.around, 0.5),
        "line": min(fit.line, 0.6),
        "margin": _counted(fit.margin, MOST),
        "nearby": _counted(fit.nearby, CERTAIN),
        "page": _counted(fit.page, CERTAIN),
    }


def shape_terms(fit: Fit, shapes: Shapes) -> dict[str, float]:
    """The terms that `BY_SHAPES` weighs."""
    by_costs = cost_terms(fit)
    del by_costs["page"]
    return by_costs | {
        "margin": _counted(max(fit.margin, DOUBTFUL), MOST),
        "nearby": _counted(max(fit.nearby, DOUBTFUL), CERTAIN),
        "alone": float(fit.alone),
        "word": shapes.word * math.sqrt(shapes.known),
        "passage": shapes.passage,
        "absent": float(fit.share == 0),
    }


def _counted(margin: float, most: float) -> float:
    return math.log(LEAST + min(margin, most))
