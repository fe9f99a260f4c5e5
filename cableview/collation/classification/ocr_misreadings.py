"""Distinguishes an engine's misreadings from words that another writer chose, where most words differ."""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import Hamming, Levenshtein

from cableview.collation.classification.naming import is_inflection
from cableview.collation.words.lexicon import lexicon
from cableview.collation.words.normalise import bare

SHORTEST, COMMON, LONG = 5, 6, 9
"""Lengths in letters: from the first, one changed letter is a slip; up to the second, two listed words are different
words; from the third, two changed letters are a slip."""
_SEEN_AS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("li", "h"))


def is_misread(one: str, other: str) -> bool:
    """True if an engine could misread one word as the other, where most words differ for other reasons.

    `could` and `would`, `these` and `those` count as different words here.
    """
    one, other = (bare(word).removesuffix("'s") for word in (one, other))
    size = min(len(one), len(other))
    if one == other or size < SHORTEST - 1:
        return False
    if any(map(str.isdigit, one + other)):
        return len(one) == len(other) and Hamming.distance(one, other) == 1 and _has_figures(one, other)
    if size < SHORTEST or is_inflection(one, other):
        return False
    if size <= COMMON and lexicon().knows(one) and lexicon().knows(other):
        return False
    most = 1 if size < LONG or one[-1] != other[-1] else 2
    return Levenshtein.distance(_seen(one), _seen(other), score_cutoff=most) <= most


def _seen(word: str) -> str:
    """The word with letters that are mistaken for one another written alike."""
    for several, one in _SEEN_AS:
        word = word.replace(several, one)
    return word


def _has_figures(one: str, other: str) -> bool:
    return all(any(map(str.isdigit, word)) for word in (one, other))


def misread_pairs(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Pairs of indices of words on the two sides that are misreadings of each other, the earliest first.

    Only words that are more frequent on their own side count; one that could match several is left out.
    """
    plain_left, plain_right = list(map(bare, left)), list(map(bare, right))
    mine, theirs = _more_of(plain_left, plain_right), _more_of(plain_right, plain_left)
    alike = [(one, other) for one in mine for other in theirs if is_misread(one, other)]
    ones, others = (Counter(side) for side in zip(*alike, strict=True)) if alike else (Counter[str](), Counter[str]())
    sure = [(mine[one], theirs[other]) for one, other in alike if ones[one] == 1 == others[other]]
    return sorted(sure, key=lambda pair: (pair[0] + pair[1], sorted((left[pair[0]], right[pair[1]]))))


def _more_of(words: list[str], others: list[str]) -> dict[str, int]:
    """The first index of each long enough word that is more frequent in `words` than in `others`."""
    over = Counter(words) - Counter(others)
    firsts = {word: k for k, word in reversed([*enumerate(words)])}
    return {word: firsts[word] for word in over if len(word) >= SHORTEST - 1}
