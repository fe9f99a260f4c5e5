"""How far a mean over words may be off by chance, where the words of a page hang together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

DRAWS = 4000
LEAST, MOST = 2.5, 97.5
"""Percentiles between which 95 in 100 of the draws lie."""


def interval(values: Sequence[float], pages: Sequence[str]) -> tuple[float, float]:
    """Between what the mean of `values` is in 95 of 100 draws of as many pages, with replacement and with all their
    words.

    `pages` names the page of each value. A bad page makes many of its words wrong at once: taken one by one, as if each
    were for itself, they would show a difference too soon.
    """
    names, page = np.unique(np.array(pages), return_inverse=True)
    words, sums = np.bincount(page), np.bincount(page, weights=np.array(values, dtype=np.float64))
    count = len(names)
    drawn = np.random.default_rng(1).multinomial(count, np.full(count, 1 / count), size=DRAWS)
    least, most = np.percentile(drawn @ sums / (drawn @ words), (LEAST, MOST))
    return float(least), float(most)
