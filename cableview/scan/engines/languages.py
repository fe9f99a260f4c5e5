"""Which of an engine's languages to read a text in: the one requested, or the one its commonest words suggest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cableview.collation.words.languages import languages

FEWEST = 4
"""Common words of a language needed to take a text to be in it."""
BY_DEFAULT = "eng"
MOST_AT_ONCE = 3
"""Languages tried together where nothing says which it is; each costs time."""
SAMPLE = 20_000

_WORD = re.compile(r"[^\W\d_]+")


def language_to_read(language: str, text: str, offered: Sequence[str]) -> str:
    """The language to request of an engine that offers these: `language` by the engine's name, or several joined with
    `+`; else by its ISO 639 name where the engine has it; else the one `text` suggests."""
    named = languages().get(language)
    if named is not None and language not in offered:
        return named.engine if named.engine in offered else language_of(text, offered)
    return language or language_of(text, offered)


def language_of(text: str, offered: Sequence[str]) -> str:
    """The offered language that a text is probably in; where it does not show, all if there are few, else English.

    Empty where there are none to choose from; several are joined as Tesseract expects them.
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
