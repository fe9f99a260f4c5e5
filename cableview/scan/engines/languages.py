"""Which of an engine's languages a text is to be read in: as was said, or as its commonest words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cableview.collation.words.languages import languages

FEWEST = 4
"""Common words of a language from which a text is thought to be in it."""
BY_DEFAULT = "eng"
MOST_AT_ONCE = 3
"""Languages that are tried together where nothing says which it is; each costs time."""
SAMPLE = 20_000

_WORD = re.compile(r"[^\W\d_]+")


def language_to_read(language: str, text: str, offered: Sequence[str]) -> str:
    """What an engine that offers these languages is asked for: `language` as the engine names it, also several with `+`
    between; one by its ISO 639 name where the engine has it; else what `text` tells."""
    named = languages().get(language)
    if named is not None and language not in offered:
        return named.engine if named.engine in offered else language_of(text, offered)
    return language or language_of(text, offered)


def language_of(text: str, offered: Sequence[str]) -> str:
    """The one of the engine's languages that a text is probably in; where it does not show, all of few, or English.

    Empty where an engine has no languages to choose from; several are joined as Tesseract wants them.
    """
    if not offered:
        return ""
    common = {one.engine: one.common for one in languages().values()}
    counts = Counter(word.lower() for word in _WORD.findall(text[:SAMPLE]))
    votes = {name: sum(counts[word] for word in common.get(name, ())) for name in offered}
    best = max(offered, key=lambda name: votes[name])
    if votes[best] >= FEWEST:
        return best
    if len(offered) <= MOST_AT_ONCE:
        return "+".join(offered)
    return BY_DEFAULT if BY_DEFAULT in offered else offered[0]
