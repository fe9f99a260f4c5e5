"""How sure it is that a word stands where it was laid on the page: by how well it fits there, and nowhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass

SUREST = 0.99


@dataclass(frozen=True, slots=True)
class Shapes:
    """What the shapes of letters say for a text where it is laid, as mean evidence of a letter (`Glyphs.evidence`).

    `word` is that of the `known` letters of a word, 0 where there are none; `passage` that of the letters around and
    `page` that of all: where a passage is laid over another text it is low.
    """

    word: float
    known: int
    passage: float
    page: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What the characters cost on average: around a word, and on its line.

    `share` is how much of the word is there at all, `margin` what it costs more to lay it elsewhere. `nearby` is the
    most of that among the words around: where a passage is laid wrongly none of its words is sure. `page` is its upper
    quartile on the page: where the text is another page's it is low, and where some lines cannot be read it is not.
    `shapes` is `None` where the page has too few letters to know them by their shapes.
    """

    around: float
    line: float
    share: float
    margin: float
    nearby: float
    page: float
    shapes: Shapes | None = None


# Logistic regression on 50,800 words of 68 drawn pages in many states, 18 of them stamped, with transcripts that were
# whole, lacked a line, had a foreign one, were misspelt, had one half of another page or in the other's place, or
# belonged to another page; those with halves count 0.4. For pages on which too few letters are known by their shapes.
EVEN = -17.96
AROUND, LINE, LACKING = -9.5, -8.0, -0.78
MARGIN, NEARBY, PAGE = 1.44, 7.2, 13.59

# The same on 43,700 words of 46 drawn and real pages, half of them stamped, with transcripts that were whole, had words
# that the page lacks (in every third line, or one line in four), or, counting less, one half of another page or in the
# other's place, or were another page's. Beside shapes the surest word nearby and how much of a word is there say no
# more. Left out page by page, of the words on the page said and right were 72 and 75 % (331), 86 and 89 (312), 99 and
# 100 (25,276); of 10,498 words that are nowhere on it 70 were trusted. On 24 other pages, half of them with other
# stamps, 71 and 77 % (210), 86 and 87 (240), 99 and 100 (17,404), and 62 of 2,726.
SHAPED_EVEN = -1.70
SHAPED_AROUND, SHAPED_LINE, SHAPED_MARGIN, SHAPED_PAGE = -4.98, -7.49, 0.92, 3.16
WORD, PASSAGE, LETTERS, ABSENT = 0.22, 0.86, 0.97, -2.01

LEAST, MOST = 0.1, 8.0
"""Added to margins, as their logarithm counts; from what on they say no more."""
CERTAIN = 3.0
"""The same for those nearby and the page's: of right texts the least of these was 2.8, of wrong ones the most 1.9."""
CLEAR = 1.5
"""Evidence of the letters around from which on more of it says no more."""


def confidence(fit: Fit) -> float:
    """How many of the words that fit so well stand where they were found."""
    shapes = fit.shapes
    odds = _by_costs(fit) if shapes is None else _by_shapes(fit, shapes)
    if shapes is not None and shapes.known == 0 and fit.share > 0:
        # A number among words: its neighbours' letters say nothing of where it stands itself.
        odds = min(odds, _by_costs(fit))
    return min(SUREST, 1 / (1 + math.exp(-max(-50.0, odds))))


def _by_costs(fit: Fit) -> float:
    odds = EVEN + AROUND * min(fit.around, 0.5) + LINE * min(fit.line, 0.6) + LACKING * (1 - fit.share)
    odds += MARGIN * _counted(fit.margin, MOST)
    return odds + NEARBY * _counted(fit.nearby, CERTAIN) + PAGE * _counted(fit.page, CERTAIN)


def _by_shapes(fit: Fit, shapes: Shapes) -> float:
    odds = SHAPED_EVEN + SHAPED_AROUND * min(fit.around, 0.5) + SHAPED_LINE * min(fit.line, 0.6)
    odds += SHAPED_MARGIN * _counted(fit.margin, MOST) + SHAPED_PAGE * _counted(fit.page, CERTAIN)
    odds += WORD * shapes.word * math.sqrt(shapes.known) + PASSAGE * min(shapes.passage, CLEAR)
    return odds + LETTERS * shapes.page + (ABSENT if fit.share == 0 else 0.0)


def _counted(margin: float, most: float) -> float:
    return math.log(LEAST + min(margin, most))
