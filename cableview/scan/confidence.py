"""How sure it is that a word stands where it was laid on the page: by how well it, its line and the page fit."""

from __future__ import annotations

import math
from dataclasses import dataclass

SUREST = 0.99

# Logistic regression on 22,700 words of one half of 110 drawn and real pages in many states, with transcripts that were
# whole, lacked a line, had a foreign one or belonged to another page. On the other half, of right transcripts, what was
# said and what was right by fifths: 3 and 6 %, 31 and 43 (44 words), 51 and 68 (72), 72 and 71 (173), 99 and 100
# (15,481); no word of a wrong transcript had more than 0.17.
EVEN = 11.58
AROUND, FAR_AROUND = -19.85, 11.6
ITSELF, LINE, PAGE = -0.43, -8.05, -16.8
BEYOND = -90.5
LACKING = -4.38

# What a word loses that would fit elsewhere nearly as well. Chosen, with those above as they are, by 18,400 words on
# drawn and real pages, 22 of them stamped, and 3,300 of other pages' texts: of 196 wrong words that were trusted 109
# are left, and 41 right ones no longer are. On 22 other stamped pages 118 wrong ones became 39 of 4,340.
CLOSE, ENOUGH = -2.5, 1.5

POOR = 0.2
"""Cost a character around a word from which on a higher one says less."""
WRONG_TYPED, WRONG_PRINTED = 0.24, 0.2
"""Cost a character of a whole page from which on the text is probably another one's.

Of right transcripts the most was 0.246 on typed pages (a faint copy) and 0.216 on printed ones, of wrong ones the least
0.296 and 0.240: a wrong text is sooner laid along print, where letters may have many widths.
"""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the characters cost on average: around a word, its own, those of its line, those of the page.

    `share` is how much of the word is there at all, `margin` what it costs more to lay it elsewhere.
    """

    around: float
    itself: float
    line: float
    page: float
    typed: bool
    share: float
    margin: float


def confidence(fit: Fit) -> float:
    """How many of the words that fit so well stand where they were found."""
    around = min(fit.around, 0.5)
    odds = EVEN + AROUND * around + FAR_AROUND * max(0.0, around - POOR)
    odds += ITSELF * min(fit.itself, 1.0) + LINE * min(fit.line, 0.6) + PAGE * fit.page
    odds += BEYOND * max(0.0, fit.page - (WRONG_TYPED if fit.typed else WRONG_PRINTED))
    odds += LACKING * (1 - fit.share) + CLOSE * max(0.0, ENOUGH - fit.margin)
    return min(SUREST, 1 / (1 + math.exp(-max(-50.0, odds))))
