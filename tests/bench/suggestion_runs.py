"""How often a run of few pages holds what the suggestions say: `python -m tests.bench.suggestion_runs [--runs 400]`.

Of pages and makers that the weights were not fitted on, sets of 40 are drawn again and again. By band of confidence:
places in a run, what was said and right, how often both were within 5 points; and how often they would be if each
suggestion were right exactly as often as it says, which is all that chance leaves to any suggestions as sharp as these.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
from collections.abc import Mapping, Sequence
from random import Random

from tests.bench.suggestion import BANDS, PARTS, SEED, Recipe, outcomes, recipes

PAGES = 40
WITHIN = 0.05
MAKINGS: Mapping[str, Mapping[str, float]] = {
    "an engine's text beside a hand's": {"engine, hand": 1.0},
    "texts by all ways of making": {
        "engine, hand": 0.72,
        "hand, hand": 0.18,
        "hand, engine": 0.06,
        "engine, engine": 0.04,
    },
}
Page = Sequence[tuple[float, bool]]
"""What was said with which confidence, and whether it was right."""


def said_of(recipe: Recipe) -> Page:
    return [(one.confidence, one.right) for _, one in outcomes([recipe]) if one]


def as_said(page: Page, chance: Random) -> Page:
    """The same confidences, each of them right as often as it says."""
    return [(confidence, chance.random() < confidence) for confidence, _ in page]


def off(rows: Page, low: float, high: float) -> tuple[int, float, float] | None:
    """Places, mean confidence and share right of a band; nothing where it is empty."""
    band = [row for row in rows if low <= row[0] < high]
    if not band:
        return None
    return len(band), statistics.fmean(c for c, _ in band), statistics.fmean(right for _, right in band)


def line(runs: Sequence[Page], ideal: Sequence[Page], low: float, high: float) -> str:
    found = [one for run in runs if (one := off(run, low, high))]
    number, said, right = (statistics.fmean(column) for column in zip(*found, strict=True))
    return (
        f"  from {low:<5}{number:>6.0f} places  said {said:6.1%}  right {right:6.1%}"
        f"  within 5 points {held(runs, low, high):4.0%}, by chance alone {held(ideal, low, high):4.0%}"
    )


def held(runs: Sequence[Page], low: float, high: float) -> float:
    """Share of the runs with a band that was right as said."""
    found = [one for run in runs if (one := off(run, low, high))]
    return sum(abs(said - right) <= WITHIN for _, said, right in found) / max(1, len(found))


def drawn(pages: Sequence[Page], runs: int, chance: Random) -> list[Page]:
    return [[row for page in chance.choices(pages, k=PAGES) for row in page] for _ in range(runs)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=12, help="documents made of each page")
    args = parser.parse_args()
    for title, (name, makings) in itertools.product(PARTS, MAKINGS.items()):
        chance = Random(SEED)
        pages = [said_of(recipe) for recipe in recipes(title, args.seeds, makings=makings)]
        runs = drawn(pages, args.runs, chance)
        ideal = [as_said(run, chance) for run in runs]
        print(f"{title}, {name}: {args.runs} runs of {PAGES} pages")
        for low, high in BANDS:
            print(line(runs, ideal, low, high))


if __name__ == "__main__":
    main()
