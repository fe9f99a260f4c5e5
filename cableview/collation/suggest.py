"""Suggests what the page reads where two texts differ: evidence added up as log odds, said in words, never applied.

The weights are in `resources/data/weights.toml`. They were fitted by logistic regression on pages with real errors of
recognition, into whose true texts slips of several kinds were planted, and tried on other pages and other slips.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from cableview.assets import resource_path
from cableview.collation.channels import channels
from cableview.collation.evidence import Evidence, Site, Texts, core, evidence, family, repeated, site
from cableview.collation.lexicon import Lexicon, lexicon
from cableview.collation.reasons import Case, reasons
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Difference, Suggestion
from cableview.model.witness import Sigil

LEAST, MOST = 0.55, 0.99
"""Below the one nothing is said; above the other nothing is known."""
DOUBTFUL = 0.79
"""The most that is said on the strength of a word list alone, or where the page itself may have the slip."""

Key = TypeVar("Key")
Readings = tuple[str, str]
Decided = Sequence[tuple[Readings, Verdict]]
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Settled:
    """What decisions of this item found: how often the reference less the transcript was right, as log odds."""

    pairs: Mapping[Readings, float]
    letters: Mapping[tuple[str, str], float]
    for_reference: int
    for_transcript: int


def suggestions(
    working: str, reference: str, differences: Sequence[Difference], *, decided: Decided = (), language: str = "en"
) -> list[Suggestion | None]:
    """For each difference what the page probably reads, and why; `None` where there is nothing to say.

    `decided` holds what the working text and the reference read at places already decided, and the verdict there.
    Nothing is loaded where nothing differs.
    """
    found: list[Suggestion | None] = [None] * len(differences)
    places = [k for k, difference in enumerate(differences) if family(difference)]
    if not places:
        return found
    texts, words = Texts(working, reference), lexicon(language)
    sites = [site(differences[k], texts, channels()) for k in places]
    settled = _settled(decided)
    weighed = [_weighed(*row, texts, words, settled) for row in zip(sites, repeated(sites), strict=True)]
    for k, place, (odds, known), lean in zip(places, sites, weighed, _leanings(weighed, settled), strict=True):
        found[k] = _suggestion(Case(place, texts, words, known), odds + _leaning_weight(place) * lean)
    return found


def _weighed(
    place: Site, elsewhere: Evidence, texts: Texts, words: Lexicon, settled: Settled
) -> tuple[float, Evidence]:
    """Log odds for the reference, from the place and what was decided at like ones, and the evidence."""
    name = family(place.difference)
    known = evidence(place, texts, words)
    if name not in ("one-sided", "repetition"):
        known |= elsewhere
    table = weights()[name]
    odds = sum(table.get(item, 0.0) * value for item, value in known.items()) * _sign(place)
    known["decided-pair"] = settled.pairs.get(place.readings, 0.0)
    known["decided-letters"] = settled.letters.get(place.confusion, 0.0) if place.confusion else 0.0
    habits = weights()["decided"]
    return odds + sum(habits[item] * known[f"decided-{item}"] for item in ("pair", "letters")), known


def _sign(place: Site) -> float:
    """Evidence on words that one text has speaks for their being there: in the transcript, against the reference."""
    return -1.0 if family(place.difference) == "one-sided" and place.ours else 1.0


def _leaning_weight(place: Site) -> float:
    return weights()[family(place.difference)].get("leaning", 0.0)


def _leanings(weighed: Sequence[tuple[float, Evidence]], settled: Settled) -> list[float]:
    """For each place, the log odds of the reference at all others: which of the two texts is the better one."""
    shares = [_share(odds) for odds, _ in weighed]
    right = sum(shares) + settled.for_reference
    wrong = len(shares) - sum(shares) + settled.for_transcript
    return [math.log((right - share + 1) / (wrong - (1 - share) + 1)) for share in shares]


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _suggestion(case: Case, odds: float) -> Suggestion | None:
    witness = Sigil.REFERENCE if odds > 0 else Sigil.TRANSCRIPT
    confidence = min(_share(abs(odds)), _most(case, witness))
    if confidence < LEAST:
        return None
    said = reasons(case, witness)
    return Suggestion(str(witness), round(confidence, 3), said) if said else None


def _most(case: Case, witness: Sigil) -> float:
    """The most that may be said, whatever the sum."""
    if case.is_perhaps_on_page(witness) or case.has_word_list_only(witness):
        return DOUBTFUL
    most, difference = weights()["most"], case.place.difference
    return min(most.get(family(difference), MOST), most.get(str(difference.kind), MOST))


def _settled(decided: Decided) -> Settled:
    pairs: Counter[Readings] = Counter()
    letters: Counter[tuple[str, str]] = Counter()
    seen: Counter[Verdict] = Counter()
    tables = channels()
    for (ours, theirs), verdict in decided:
        if verdict not in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
            continue
        seen[verdict] += 1
        step = 1 if verdict is Verdict.REFERENCE else -1
        for pair in {(ours, theirs), (core(ours), core(theirs))}:
            pairs[pair] += step
        way = tables.confusions.way(core(theirs), core(ours))
        if len(way.steps) == 1:
            letters[way.steps[0].meant, way.steps[0].found] += step
    return Settled(_as_odds(pairs), _as_odds(letters), seen[Verdict.REFERENCE], seen[Verdict.TRANSCRIPT])


def _as_odds(counts: Mapping[Key, int]) -> dict[Key, float]:
    return {key: math.copysign(math.log1p(abs(number)), number) for key, number in counts.items()}


@lru_cache(maxsize=1)
def weights() -> Weights:
    """By family of differences, the weight of each item of evidence."""
    return tomllib.loads(resource_path("data", "weights.toml").read_text(encoding="utf-8"))
