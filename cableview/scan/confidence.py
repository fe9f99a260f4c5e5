"""How sure it is that a word stands where it was laid on the page: by how well it fits there, and nowhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass

SUREST = 0.99

# Logistic regression on 50,800 words of 68 drawn pages in many states, 18 of them stamped, with transcripts that were
# whole, lacked a line, had a foreign one, were misspelt, had one half of another page or in the other's place, or
# belonged to another page; those with halves count 0.4. On 58 other drawn and real pages, 31 of them with other stamps,
# and right or slightly damaged texts, what was said and what was right: 30 and 52 % (217 words), 50 and 52 (248), 71
# and 74 (453), 99 and 99 (22,931); the weight was chosen by these. Of a half that is another page's, or in the other's
# place, more is said than is right.
EVEN = -17.96
AROUND, LINE, LACKING = -9.5, -8.0, -0.78
MARGIN, NEARBY, PAGE = 1.44, 7.2, 13.59

LEAST, MOST = 0.1, 8.0
"""Added to margins, as their logarithm counts; from what on they say no more."""
CERTAIN = 3.0
"""The same for those nearby and the page's: of right texts the least of these was 2.8, of wrong ones the most 1.9."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the characters cost on average: around a word, and on its line.

    `share` is how much of the word is there at all, `margin` what it costs more to lay it elsewhere. `nearby` is the
    most of that among the words around: where a passage is laid wrongly none of its words is sure. `page` is its upper
    quartile on the page: where the text is another page's it is low, and where some lines cannot be read it is not.
    """

    around: float
    line: float
    share: float
    margin: float
    nearby: float
    page: float


def confidence(fit: Fit) -> float:
    """How many of the words that fit so well stand where they were found."""
    odds = EVEN + AROUND * min(fit.around, 0.5) + LINE * min(fit.line, 0.6) + LACKING * (1 - fit.share)
    odds += MARGIN * _counted(fit.margin, MOST)
    odds += NEARBY * _counted(fit.nearby, CERTAIN) + PAGE * _counted(fit.page, CERTAIN)
    return min(SUREST, 1 / (1 + math.exp(-max(-50.0, odds))))


def _counted(margin: float, most: float) -> float:
    return math.log(LEAST + min(margin, most))
