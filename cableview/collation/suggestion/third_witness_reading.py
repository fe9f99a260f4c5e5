"""Weighs a third reading, an OCR engine's own of the scan, for either side of a difference.

Such a reading is made from the page, as the transcript is, so it counts where it differs from the transcript; where
both agree and an engine easily confuses the two readings, it may be the same mistake twice.
"""

from __future__ import annotations

import math

from cableview.collation.suggestion.error_channels import UNLIKELY, Confusions
from cableview.collation.suggestion.evidence import Site
from cableview.collation.suggestion.marks import core, undivided
from cableview.model.scan_reading import ScanReading

LEAST_SURE, MOST_SURE = 0.3, 0.98
"""Bounds of what an engine's own confidence is taken for."""
MISSED, MADE_UP = 3.0, 4.5
"""Cost of words that an engine leaves out, and of words where there are none."""
SAME_MISTAKE, EASE = 0.4, 0.45
"""Of the commonest confusions, the share that two engines make alike; and how fast that falls with the cost."""
WORST = 1e-4
"""The least chance of any reading."""


def for_reference(place: Site, reading: ScanReading, by_engine: float, confusions: Confusions) -> float:
    """Log odds for the reference; `by_engine` is the chance that the transcript was read by an engine.

    Their weight in the family of the place is in the weights.
    """
    ours, theirs = (bare(place, one) for one in place.readings)
    said = bare(place, reading.text)
    sure = max(LEAST_SURE, min(MOST_SURE, reading.confidence))
    if_theirs = _chance(theirs, said, sure, confusions)
    if_ours = _chance(ours, said, sure, confusions)
    if said == ours:
        if_theirs = max(if_theirs, by_engine * _same_mistake(_cost(theirs, said, confusions)))
    return math.log(if_theirs / if_ours)


def on_one_line(place: Site, reading: str) -> str:
    """A reading with words divided at a line's end as whole ones, unless the texts differ in that."""
    whole = reading if place.family == "spacing" else undivided((*place.readings, reading))[-1]
    return " ".join(whole.split())


def bare(place: Site, reading: str) -> str:
    """A reading without what an engine sees or misses at random, unless that is what the texts differ in."""
    reading = on_one_line(place, reading)
    return reading if place.family in ("punctuation", "spacing") else core(reading)


def _chance(page: str, said: str, sure: float, confusions: Confusions) -> float:
    """The probability that an engine reads `said` where the page reads `page`."""
    if page == said:
        return sure
    return max(WORST, (1 - sure) * math.exp(-_cost(page, said, confusions)))


def _cost(page: str, said: str, confusions: Confusions) -> float:
    if not said:
        return MISSED
    return MADE_UP if not page else min(UNLIKELY, confusions.way(page, said).cost)


def _same_mistake(cost: float) -> float:
    return SAME_MISTAKE * math.exp(-EASE * max(0.0, cost - 1.0))
