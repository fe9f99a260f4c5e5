"""Suggests what the page reads where two texts differ, with confidence and reasons; never applied by itself.

The evidence is found in `evidence.py`, weighed in `weighing.py` and put into words in `reasons.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cableview.collation.suggestion.case import Case
from cableview.collation.suggestion.error_channels import channels
from cableview.collation.suggestion.evidence import family, repeated, seen, texts_of
from cableview.collation.suggestion.reasons import reasons
from cableview.collation.suggestion.third_witness_reading import for_reference
from cableview.collation.suggestion.weighing import (
    Decided,
    Weights,
    chance,
    default_weights,
    depth_of,
    settled_by,
    weighed,
)
from cableview.collation.words.lexicon import ALL, language_of, lexicon
from cableview.model.discrepancy import Difference, Suggestion
from cableview.model.scan_reading import ScanReading
from cableview.model.witness import Sigil

LEAST, MOST = 0.55, 0.99
"""Below the one nothing is said, unless the page itself may have the slip; above the other nothing is known."""
DOUBTFUL = 0.79
"""The most that is said on the strength of a word list alone, where the page itself may have a slip of the hand or lack
the marks upon letters, or where a word has another joined to it (cannot)."""
SURE, NEARLY = 0.975, 0.945
"""What the evidence must be worth for something to be sure, and the most that is said of what is worth less.

Where it was worth 0.95 to 0.975, between 94 and 98 of 100 were right, depending on who had made the texts; 0.95 is to
promise 97. No more than nearly sure is, too, what only the words beside it speak for, what the page may have as an
engine makes it, and what `most` of the weights names.
"""

Third = Callable[[Difference], ScanReading | None]
"""What an engine reads on the scan at a difference; nothing where that cannot be told. A mapping's `get` will do."""


def suggestions(
    working: str,
    reference: str,
    differences: Sequence[Difference],
    *,
    decided: Decided = (),
    language: str = "",
    third: Third | None = None,
) -> list[Suggestion | None]:
    """For each difference, what the page probably reads, and why; `None` where there is nothing to suggest.

    `decided` holds what the working text and the reference read at places already decided, and the verdict there.
    `language` is an ISO 639 name; without one the texts tell. Nothing is loaded where nothing differs.
    """
    found: list[Suggestion | None] = [None] * len(differences)
    places = [k for k, difference in enumerate(differences) if family(difference)]
    if not places:
        return found
    texts, weights = texts_of(working, reference), default_weights()
    words = lexicon(language or language_of(texts.theirs.small))
    tables = channels(has_marks=words.language != ALL)
    rows = [seen(differences[k], texts, tables, words) for k in places]
    sites = [place for place, _ in rows]
    known = [one | more for (_, one), more in zip(rows, repeated(rows), strict=True)]
    odds = weighed(sites, known, depth_of(words), settled_by(decided, tables), weights)
    for k, place, one in zip(places, sites, odds, strict=True):
        case, odds_here = Case(place, texts, words, one.known, one.by_engine), one.odds
        reading = third(place.difference) if third else None
        if reading:
            heard = weights.third[place.family] * for_reference(place, reading, one.by_engine, tables.confusions)
            case, odds_here = replace(case, third=reading, heard=heard), odds_here + heard
        found[k] = _suggestion(case, odds_here, weights)
    return found


def _suggestion(case: Case, odds: float, weights: Weights) -> Suggestion | None:
    if case.place.ours == case.place.theirs:  # a line break for a blank
        return None
    witness = Sigil.REFERENCE if odds > 0 else Sigil.TRANSCRIPT
    confidence = _held_back(min(chance(abs(odds)), most(case, witness, weights)))
    if confidence < LEAST and not case.is_perhaps_on_page(witness):
        return None
    said = reasons(case, witness)
    return Suggestion(str(witness), round(confidence, 3), said) if said else None


def most(case: Case, witness: Sigil, weights: Weights) -> float:
    """The highest confidence that may be stated, whatever the sum."""
    doubts = case.may_not_be_read_so, case.has_word_list_only, case.may_be_without_marks, case.has_word_more
    if any(doubt(witness) for doubt in doubts):
        return DOUBTFUL
    if case.is_of_language(witness) or case.is_perhaps_on_page(witness) or case.is_of_usage(witness):
        return NEARLY
    return MOST if case.is_confirmed(witness) else weights.most.get(case.place.family, MOST)


def _held_back(confidence: float) -> float:
    return confidence if confidence >= SURE else min(confidence, NEARLY)
