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

    `word` is the mean over the `known` letters of a word, 0 where there are none, and `page` that over the whole page.
    """

    word: float
    known: int
    page: float


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
# shape, was fitted on 13,504 words; the second on 22,895 of 43 drawn pages. On pages with other fonts, wear and stamps,
# some of them real, the first shows 50.0% of 4,238 words, 99.2% of them right, and 128 of 3,667 that are another
# page's; the second 97.7% of 38,910 words, 99.6% of them right, and 123 of 7,011.
# Stated and right there, in per cent of those shown: by costs 98.7 and 99.2 (2,117 words); by shapes from 0.65 on 73.7
# and 78.5 (195), from 0.8 on 85.9 and 88.1 (327), from 0.9 on 98.9 and 99.8. From 0.65 on it is 73.4 and 72.5 on the
# drawn pages (69), 73.9 and 81.7 on the real ones (126), where it depends on the page: from 0.6 on 70% are right on one
# half of them and 87% on the other. A curve by shapes as well, or fitting on one half of the real pages too, brings the
# other half no nearer.
BY_COSTS = {
    "even": 1.97,
    "around": -2.89,
    "line": -8.69,
    "margin": 1.01,
    "nearby": 0.02,
    "page": 0.73,
}
COSTS_CURVE: Mapping[float, float] = {-3.0: -1.75, -2.0: -1.32, -1.0: -1.01, 0.0: 0.66, 1.0: 2.44, 2.0: 9.82}
"""Calibrates the log odds by costs for words that the page has: the regression also tells them from another page's."""
BY_SHAPES = {
    "even": -0.16,
    "around": -5.54,
    "line": -7.06,
    "margin": 0.74,
    "nearby": 0.66,
    "alone": -1.75,
    "word": 0.48,
    "letters": 1.91,
    "absent": -1.92,
}

LEAST, MOST = 0.1, 8.0
"""Added to margins before taking logarithms, and the margin above which they say no more."""
CERTAIN = 3.0
"""The largest margin that counts, nearby and on the page: right texts had at least 2.8, wrong ones at most 1.9."""


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
        "alone": float(fit.alone),
        "word": shapes.word * math.sqrt(shapes.known),
        "letters": shapes.page,
        "absent": float(fit.share == 0),
    }


def _counted(margin: float, most: float) -> float:
    return math.log(LEAST + min(margin, most))
