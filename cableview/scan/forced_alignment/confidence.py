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


# Logistic regressions as `tests/bench/fit_places.py` makes them. The first, for pages on which too few letters are
# known by their shapes, was fitted on 50,800 words of 68 drawn pages; the second on 24,066 of 22, nine of them stamped,
# each with six transcripts. The bench reads 25 with three. On what it holds out, its own first trusts some two times
# as many words of other pages (143 and 176 for 57 and 72); its second does as well as this one (99.3 for 99.4 right).
BY_COSTS = {
    "even": -17.96,
    "around": -9.5,
    "line": -8.0,
    "lacking": -0.78,
    "margin": 1.44,
    "nearby": 7.2,
    "page": 13.59,
}
BY_SHAPES = {
    "even": -2.62,
    "around": -6.88,
    "line": -8.57,
    "margin": 0.54,
    "nearby": 3.03,
    "page": 1.55,
    "alone": -3.68,
    "word": 0.36,
    "letters": 1.5,
    "absent": -1.81,
}

LEAST, MOST = 0.1, 8.0
"""Added to margins, as their logarithm counts; from what on they say no more."""
CERTAIN = 3.0
"""The same for those nearby and the page's: of right texts the least of these was 2.8, of wrong ones the most 1.9."""


def confidence(fit: Fit) -> float:
    """How many of the words that fit so well stand where they were found."""
    terms, weights = (cost_terms(fit), BY_COSTS) if fit.shapes is None else (shape_terms(fit, fit.shapes), BY_SHAPES)
    odds = sum(weights[name] * value for name, value in terms.items())
    return min(SUREST, 1 / (1 + math.exp(-max(-50.0, odds))))


def cost_terms(fit: Fit) -> dict[str, float]:
    """What is weighed by `BY_COSTS`."""
    return {
        "even": 1.0,
        "around": min(fit.around, 0.5),
        "line": min(fit.line, 0.6),
        "lacking": 1 - fit.share,
        "margin": _counted(fit.margin, MOST),
        "nearby": _counted(fit.nearby, CERTAIN),
        "page": _counted(fit.page, CERTAIN),
    }


def shape_terms(fit: Fit, shapes: Shapes) -> dict[str, float]:
    """What is weighed by `BY_SHAPES`."""
    by_costs = cost_terms(fit)
    del by_costs["lacking"]
    return by_costs | {
        "alone": float(fit.alone),
        "word": shapes.word * math.sqrt(shapes.known),
        "letters": shapes.page,
        "absent": float(fit.share == 0),
    }


def _counted(margin: float, most: float) -> float:
    return math.log(LEAST + min(margin, most))
