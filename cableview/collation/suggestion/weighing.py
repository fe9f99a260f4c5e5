"""Weighs the evidence on all places of an item: how the texts were made, which is better, and the odds at each place.

A word means something different in a transcript read by an engine than in a typed one, so there is a set of weights for
each way of making both texts. Which way it was is not known; the places themselves make it likely, and the odds are
averaged over the ways. The weights are in `resources/data/weights.toml`, which says how they were found.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from cableview.assets import resource_path
from cableview.collation.suggestion.error_channels import Channels
from cableview.collation.suggestion.evidence import Evidence, Site, confusion, near
from cableview.collation.suggestion.marks import core, undivided
from cableview.collation.words.lexicon import Lexicon
from cableview.model.decision import Verdict

MAKINGS = ("engine, hand", "hand, hand", "hand, engine", "engine, engine")
"""Who made the transcript, and who the reference; weights are listed in this order."""
ASSUMED = 2.0
"""Places with either text right that are taken as seen before any: no few decisions, and no lean, make certain."""
SHARE_OF_GUESS = 0.5
"""What a place that is only guessed counts beside one that is decided."""
FARTHEST = 2.5
"""Log odds that the leaning has at most: of twelve to one."""
LEANS = 2.2
"""Log odds that being the better text elsewhere adds at most, of nine to one: never certain by that alone."""
SHRINK = 4.0
"""Places as if without a sign of either maker that were seen before any."""

Key = TypeVar("Key")
Readings = tuple[str, str]
Decided = Sequence[tuple[Readings, Verdict]]
Row = tuple[float, ...]
"""A number for each of `MAKINGS`."""


@dataclass(frozen=True)
class Weights:
    """`items` are by depth of the lexicon, family and evidence; `making` by depth and sign of a maker; `third` is, by
    family, the factor for the log odds of a third reading."""

    items: Mapping[str, Mapping[str, Mapping[str, Row]]]
    making: Mapping[str, Mapping[str, Row]]
    decided: Mapping[str, float]
    third: Mapping[str, float]
    most: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Settled:
    """What this item's decisions found: how often the reference rather than the transcript was right, as log odds."""

    pairs: Mapping[Readings, float]
    letters: Mapping[tuple[str, str], float]
    families: Mapping[str, float]
    for_reference: int
    for_transcript: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """Log odds for the reference, the evidence behind them, and the probability that an engine made the transcript."""

    odds: float
    known: Evidence
    by_engine: float


def weighed(
    places: Sequence[Site], known: Sequence[Evidence], depth: str, settled: Settled, weights: Weights
) -> list[Weighed]:
    """The odds at each place, in the light of all the others."""
    tables = weights.items[depth]
    rows = [_sums(tables[place.family], one) for place, one in zip(places, known, strict=True)]
    likely = likely_makings(
        [signs(place, one) for place, one in zip(places, known, strict=True)], weights.making[depth]
    )
    lean = leanings([_mixed(row, likely) for row in rows], settled)
    by_engine = sum(share for share, making in zip(likely, MAKINGS, strict=True) if making.startswith("engine"))
    out: list[Weighed] = []
    for place, one, row, toward in zip(places, known, rows, lean, strict=True):
        name = place.family
        leaning = tables[name].get("leaning", (0.0,) * len(likely))
        sums = tuple(value + _within(weight * toward, LEANS) for value, weight in zip(row, leaning, strict=True))
        odds = _log_odds(_mixed(sums, likely))
        habits = of_decisions(place, settled)
        out.append(
            Weighed(odds + sum(weights.decided[item] * habits[item] for item in habits), one | habits, by_engine)
        )
    return out


def _sums(table: Mapping[str, Row], known: Evidence) -> Row:
    """The weighted sum for each of `MAKINGS`, unrolled: tens of thousands of places need it."""
    first = second = third = fourth = 0.0
    for item, value in known.items():
        if value and (row := table.get(item)):
            one, two, three, four = row
            first += one * value
            second += two * value
            third += three * value
            fourth += four * value
    return first, second, third, fourth


def _mixed(odds: Row, likely: Row) -> float:
    """The probability that the reference is right, averaged over all ways of making."""
    return sum(share * chance(one) for share, one in zip(likely, odds, strict=True))


def chance(odds: float) -> float:
    """The probability, 0 to 1, for log odds."""
    return 1 / (1 + math.exp(-_within(odds, 30.0)))


def _log_odds(share: float) -> float:
    share = max(1e-9, min(1 - 1e-9, share))
    return math.log(share / (1 - share))


def leanings(shares: Sequence[float], settled: Settled) -> list[float]:
    """For each place, the log odds of the reference at all others, which show which text is the better one."""
    right, wrong = sum(shares), len(shares) - sum(shares)
    out: list[float] = []
    for share in shares:
        here = ASSUMED + settled.for_reference + SHARE_OF_GUESS * (right - share)
        there = ASSUMED + settled.for_transcript + SHARE_OF_GUESS * (wrong - (1 - share))
        out.append(_within(math.log(here / there), FARTHEST))
    return out


def _within(value: float, bound: float) -> float:
    return bound if value > bound else -bound if value < -bound else value


def signs(place: Site, known: Evidence) -> dict[str, float]:
    """The signs that tell an engine from a hand, in either text; positive values speak for a hand."""
    name = place.family
    if name == "word":
        found: dict[str, float] = {}
        if known.get("known-reference") or known.get("known-neither"):
            found["here"] = near(place.typed_here.cost) - near(place.read.cost)
        if known.get("known-transcript") or known.get("known-neither"):
            found["there"] = near(place.typed.cost) - near(place.read_there.cost)
        if known.get("known-both"):
            found["both-here"] = near(place.typed_here.cost) - near(place.read.cost)
            found["both-there"] = near(place.typed.cost) - near(place.read_there.cost)
        found["shape-here"], found["shape-there"] = known.get("shape-here", 0.0), known.get("shape-there", 0.0)
        return found
    found = {item: value for item in ("odd", "letters", "mark", "no-letters") if (value := known.get(item, 0.0))}
    return found if name == "number" else found | {name: 1.0}  # how many numbers differ only shows how many there are


def likely_makings(found: Sequence[Mapping[str, float]], table: Mapping[str, Row]) -> Row:
    """The probability of each way of making, from the signs at all places; with few places, close to the usual one."""
    sums = [*table["usual"]]
    for item, value in shrunk(found).items():
        for k, weight in enumerate(table.get(item, ())):
            sums[k] += weight * value
    highest = max(sums)
    powers = [math.exp(value - highest) for value in sums]
    return tuple(power / sum(powers) for power in powers)


def shrunk(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Means over the places that have a sign, shrunk towards zero where they are few."""
    sums: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for one in found:
        for item, value in one.items():
            sums[item] += value  # type: ignore[assignment]
            numbers[item] += 1
    share = {"here", "there", "both-here", "both-there"}
    return {item: sums[item] / ((numbers[item] if item in share else len(found)) + SHRINK) for item in sums}


def of_decisions(place: Site, settled: Settled) -> dict[str, float]:
    """The evidence from decisions at like places."""
    return {
        "decided-pair": settled.pairs.get(place.readings, 0.0),
        "decided-letters": settled.letters.get(place.confusion, 0.0) if place.confusion else 0.0,
        "decided-family": settled.families.get(_sort(place.readings), 0.0) if settled.families else 0.0,
    }


def settled_by(decided: Decided, tables: Channels) -> Settled:
    """What the verdicts so far show about pairs of readings, pairs of letters and kinds of slips."""
    pairs: Counter[Readings] = Counter()
    letters: Counter[tuple[str, str]] = Counter()
    sorts: dict[str, Counter[Verdict]] = {}
    seen: Counter[Verdict] = Counter()
    for (ours, theirs), verdict in decided:
        if verdict not in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
            continue
        if _sort((ours, theirs)) != "spacing":
            ours, theirs = undivided((ours, theirs))
        seen[verdict] += 1
        sorts.setdefault(_sort((ours, theirs)), Counter())[verdict] += 1
        step = 1 if verdict is Verdict.REFERENCE else -1
        for pair in {(ours, theirs), (core(ours), core(theirs))}:
            pairs[pair] += step
        way = tables.confusions.way(core(theirs), core(ours))
        if taken := confusion(way, core(theirs), core(ours)):
            letters[taken] += step
    families = {name: _beta(seen[Verdict.REFERENCE], seen[Verdict.TRANSCRIPT]) for name, seen in sorts.items()}
    return Settled(_as_odds(pairs), _as_odds(letters), families, seen[Verdict.REFERENCE], seen[Verdict.TRANSCRIPT])


def _beta(right: int, wrong: int) -> float:
    """Log odds of the mean of a Beta distribution that began with `ASSUMED` places on either side."""
    return _within(math.log((right + ASSUMED) / (wrong + ASSUMED)), FARTHEST)


def _sort(readings: Readings) -> str:
    """The approximate family of differences that readings belong to, by their letters alone."""
    ours, theirs = (" ".join(reading.split()) for reading in readings)
    if not ours or not theirs:
        return "one-sided"
    if ours.lower() == theirs.lower():
        return "case"
    if ours.replace(" ", "").replace("-", "") == theirs.replace(" ", "").replace("-", ""):
        return "spacing"
    if core(ours) == core(theirs):
        return "punctuation"
    return "number" if any(map(str.isdigit, ours)) and any(map(str.isdigit, theirs)) else "word"


def _as_odds(counts: Mapping[Key, int]) -> dict[Key, float]:
    return {key: math.copysign(math.log1p(abs(number)), number) for key, number in counts.items()}


def depth_of(words: Lexicon) -> str:
    """How much is known of the language, which selects the set of weights."""
    return "pairs" if words.pairs else "words" if words.counts else "nothing"


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """The weights that come with the program."""
    return weights_of(tomllib.loads(resource_path("data", "weights.toml").read_text(encoding="utf-8")))


def weights_of(table: Mapping[str, Any]) -> Weights:
    """The weights in a parsed TOML file. Raises `KeyError` where one is missing."""
    items = {
        depth: {name: {item: tuple(row) for item, row in rows.items()} for name, rows in families.items()}
        for depth, families in table["items"].items()
    }
    making = {d: {item: tuple(row) for item, row in rows.items()} for d, rows in table["making"].items()}
    return Weights(items, making, table["decided"], table["third"], table["most"])
