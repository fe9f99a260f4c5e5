"""How sure it is that a word stands where it was laid on the page: by how well it fits there, and nowhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass

SUREST = 0.99


@dataclass(frozen=True, slots=True)
class Shapes:
    """What the shapes of letters say for a text where it is laid, as mean evidence of a letter (`Glyphs.evidence`).

    `word` is that of the `known` letters of a word, 0 where there are none, and `page` that of all.
    """

    word: float
    known: int
    page: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What the characters cost on average: around a word, and on its line.

    `share` is how much of the word is there at all, `margin` what it costs more to lay it elsewhere. `nearby` is the
    most of that among the words around: where a passage is laid wrongly none of its words is sure. `page` is its upper
    quartile on the page: where the text is another page's it is low, and where some lines cannot be read it is not.
    `alone` is a word beside which, on its line, there is neither the one before nor the one after it in the text: only
    its own few letters say where it is. `shapes` is `None` where the page has too few letters to know them by shape.
    """

    around: float
    line: float
    share: float
    margin: float
    nearby: float
    page: float
    alone: bool = False
    shapes: Shapes | None = None


# Logistic regressions as `tests/bench/fit_places.py` prints them. The first, where too few letters are known by their
# shapes, was fitted on 5,303 such words, the second on 13,612 of 26 pages. On pages of other fonts, wear and stamps the
# first trusts 53.0 in 100 of 1,676 words of cuttings, all of them right, and 43 of 1,258 that are another page's; the
# second 91.3 in 100 of 8,926 words, 99.5 of them right, and 20 of 1,364.
BY_COSTS = {
    "even": 2.25,
    "around": -4.22,
    "line": -10.01,
    "margin": 1.16,
    "nearby": 0.08,
    "page": 0.81,
}
BY_SHAPES = {
    "even": 0.74,
    "around": -4.16,
    "line": -9.49,
    "margin": 0.59,
    "nearby": 0.63,
    "alone": -1.81,
    "word": 0.41,
    "letters": 1.67,
    "absent": -2.43,
}

LEAST, MOST = 0.1, 8.0
"""Added to margins, as their logarithm counts; from what on they say no more."""
CERTAIN = 3.0
"""The same for those nearby and the page's: of right texts the least of these was 2.8, of wrong ones the most 1.9."""


def confidence(fit: Fit) -> float:
    """How many of the words that fit so well stand where they were found."""
    terms, weights = (cost_terms(fit), BY_COSTS) if fit.shapes is None else (shape_terms(fit, fit.shapes), BY_SHAPES)
    odds = sum(weight * terms[name] for name, weight in weights.items())
    return min(SUREST, 1 / (1 + math.exp(-max(-50.0, odds))))


def cost_terms(fit: Fit) -> dict[str, float]:
    """What is weighed by `BY_COSTS`."""
    return {
        "even": 1.0,
        "around": min(fit.around, 0.5),
        "line": min(fit.line, 0.6),
        "margin": _counted(fit.margin, MOST),
        "nearby": _counted(fit.nearby, CERTAIN),
        "page": _counted(fit.page, CERTAIN),
    }


def shape_terms(fit: Fit, shapes: Shapes) -> dict[str, float]:
    """What is weighed by `BY_SHAPES`."""
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
