"""Which of an engine's languages a text is in, told from its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

FEWEST = 4
"""Common words of a language from which a text is thought to be in it."""
BY_DEFAULT = "eng"
MOST_AT_ONCE = 3
"""Languages that are tried together where nothing says which it is; each costs time."""
SAMPLE = 20_000

_WORD = re.compile(r"[^\W\d_]+")

COMMON: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "eng": "the of and to in that is was for it with as his on be at by had not are from this have which",
        "fra": "le la les de des du et à un une en que qui dans pour au il est par sur pas ne plus nous vous ce",
        "deu": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an daß dass",
        "spa": "el la los las de que y en un una por con no para su se del al lo como más pero le ha",
        "ita": "il la le di che e un una per in non del della con si da sono al dei come ma nel anche",
        "por": "o a os as de que e do da em um uma para com não se por no na dos das ao mais como",
        "nld": "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij uit",
        "lat": "et in est non ad cum qui quod ut ex ab sed per quae hoc si enim autem etiam atque esse",
        "swe": "och i att det som en på är av för med den till inte om ett han var de så har vi",
        "dan": "og i at det som en på er af for med den til ikke om et han var de så har der",
        "nor": "og i at det som en på er av for med den til ikke om et han var de så har der",
        "pol": "i w na z do nie się że to jest o po jak za od przez dla jego tym ale ich był",
        "ces": "a v na se že je s z do o to i za by pro jako po ale jeho od jsem jsou",
    }.items()
}
"""By Tesseract's names. Written down for this: they only have to tell one language from the others."""


def language_of(text: str, languages: Sequence[str]) -> str:
    """The one of `languages` that a text is probably in; where it does not show, all of few, or else English.

    Empty where an engine has no languages to choose from; several are joined as Tesseract wants them.
    """
    if not languages:
        return ""
    counts = Counter(word.lower() for word in _WORD.findall(text[:SAMPLE]))
    votes = {name: sum(counts[word] for word in COMMON.get(name, ())) for name in languages}
    best = max(languages, key=lambda name: votes[name])
    if votes[best] >= FEWEST:
        return best
    if len(languages) <= MOST_AT_ONCE:
        return "+".join(languages)
    return BY_DEFAULT if BY_DEFAULT in languages else languages[0]
