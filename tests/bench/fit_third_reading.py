"""How far an engine's reading beside two texts is to be trusted; `fit_suggestion.py` asks and writes it.

The readings are made ones, of engines with each share of `ENGINE_ERRORS`, and on the pages of ICDAR 2017 those of its
engine where that made neither text.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from cableview.collation.suggestion.error_channels import channels
from cableview.collation.suggestion.evidence import Site
from cableview.collation.suggestion.suggest import MOST
from cableview.collation.suggestion.third_witness import ThirdWitness
from cableview.collation.suggestion.third_witness_reading import for_reference
from cableview.collation.suggestion.weighing import Weighed
from cableview.model.discrepancy import Difference
from cableview.model.scan_reading import ScanReading, ScanText
from tests.bench.suggestion import (
    ENGINE_ERRORS,
    PAGE,
    REAL,
    Document,
    Recipe,
    Scored,
    document,
    engine_readings,
    pages,
    scored,
)

FACTORS = tuple(k / 10 for k in range(2, 11))
"""What is tried; never is a reading worth more than it says itself."""
HIGHEST = float(np.log(MOST / (1 - MOST)))
SURE, UNSURE = (0.75, 0.99), (0.3, 0.95)
"""Bounds of the confidence of words that were read rightly, and wrongly: the real engine's own is not known."""

Reading = Callable[[Difference], ScanReading | None]


@dataclass(frozen=True)
class Heard:
    """A place where an engine was asked: log odds for the reference without it, and its own; which side is right."""

    family: str
    odds: float
    third: float
    reference_right: bool


def heard(recipe: Recipe, places: Sequence[Site], rows: Sequence[Weighed]) -> Iterator[Heard]:
    """What each engine says at the places of a document, which are weighed in `rows`."""
    doc = document(recipe)
    truth = scored(doc, [place.difference for place in places])
    for reading, (place, row, case) in itertools.product(
        readings_beside(recipe, doc, truth), zip(places, rows, truth, strict=True)
    ):
        if case and (said := reading(case.difference)) is not None:
            third = for_reference(place, said, row.by_engine, channels(has_marks=False).confusions)
            yield Heard(place.family, row.odds, third, case.reference_right)


def readings_beside(recipe: Recipe, doc: Document, truth: Sequence[Scored | None]) -> Iterator[Reading]:
    for errors in ENGINE_ERRORS:
        yield engine_readings(doc, truth, errors).get
    if recipe.page.startswith("icdar") and REAL not in recipe.makers:
        yield _real(recipe, doc, truth)


def _real(recipe: Recipe, doc: Document, truth: Sequence[Scored | None]) -> Reading:
    """Of the page as it was printed: what is here the page's own slip did not stand there."""
    witness = ThirdWitness(doc.working, real_text(recipe))
    asked = [case.difference for case in truth if case and case.maker != PAGE]
    return {difference: witness.reading(difference.working) for difference in asked}.get


def real_text(recipe: Recipe) -> ScanText:
    """What the engine of ICDAR 2017 read on a page."""
    chance = Random(f"{recipe} {REAL}")
    words, starts, ends, confidences = [], [], [], []
    at = 0
    for cell in pages()[recipe.page]:
        sure = chance.uniform(*SURE if cell.read == cell.page else UNSURE)
        for word in cell.read.split():
            words.append(word)
            starts.append(at)
            ends.append(at + len(word))
            confidences.append(round(sure, 3))
            at += len(word) + 1
    return ScanText(REAL, " ".join(words), starts, ends, confidences)


def trusted(rows: Sequence[Heard]) -> float:
    """The factor that makes the sums of both log odds tell most; 1 where nothing is known."""
    odds, third = np.array([row.odds for row in rows]), np.array([row.third for row in rows])
    sign = np.array([1.0 if row.reference_right else -1.0 for row in rows])

    def loss(factor: float) -> float:
        sums = np.clip(odds + factor * third, -HIGHEST, HIGHEST)
        return float(np.logaddexp(0, -sign * sums).sum())

    return min(reversed(FACTORS), key=loss)
