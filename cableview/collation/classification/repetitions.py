"""Recognises words that a copyist wrote twice, also where a slip got into one of the copies."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from cableview.collation.words.lexicon import lexicon
from cableview.collation.words.normalise import LONG_WORD, bare
from cableview.collation.words.tokens import Tokens

LONGEST = 400
"""Most words of a repetition."""
LONGEST_CATCHWORD = 3
"""Most words that are repeated at the head of the next page."""
PER_SLIP = 4
"""Fewest words of a repetition for each slip in it."""
SHORTEST, SHORTEST_ALONE = 3, 5
"""Fewest letters of a word with a slip; the second in a repetition of fewer words, where it must not be a name."""


def is_repetition(text: Tokens, first: int, last: int) -> bool:
    """True if the words just before or just after are the same, apart from slips.

    Where the slip is in the other copy, the run begins with the word that has it and ends inside the next copy.
    """
    size = last - first
    if size > LONGEST:
        return False
    slips = max(1, size // PER_SLIP)
    before = _copied(text, range(last - 1, first - 1, -1), -size, slips)
    after = _copied(text, range(first, last - len(before)), size, slips - sum(before))
    return len(before) + len(after) == size


def is_catchword(text: Tokens, words: tuple[int, int], run: tuple[int, int]) -> bool:
    """True if a few words at one end of a run, the rest of which is the head of a page, stand on its other side too."""
    (first, last), (begin, end) = words, run
    size = last - first
    if size > LONGEST_CATCHWORD or (first == begin) == (last == end):
        return False
    distance = end - begin if first == begin else begin - end
    return _copied(text, range(first, last), distance, slips=0) == [False] * size


def _copied(text: Tokens, words: Iterable[int], distance: int, slips: int) -> list[bool]:
    """Whether each of the words has a slip, as far as they are those at a `distance` with no more than `slips`."""
    out: list[bool] = []
    for k in words:
        if not 0 <= k + distance < len(text):
            break
        word, other = text.form(k), text.form(k + distance)
        one, two = bare(word), bare(other)
        differ = (one or word) != (two or other)
        if differ and not (sum(out) < slips and _has_slip(word, one, two, alone=abs(distance) < PER_SLIP)):
            break
        out.append(differ)
    return out


def _has_slip(word: str, one: str, two: str, *, alone: bool) -> bool:
    """True if a letter was mistaken in one of two words: only the other is in a word list, and neither has figures.

    They are given without signs around them, the first also as it stands, as `word`. With `alone`, few words beside
    them are the same.
    """
    if not (SHORTEST_ALONE if alone else SHORTEST) <= min(len(one), len(two)) <= LONG_WORD:
        return False
    if (alone and word[0].isupper()) or any(map(str.isdecimal, one + two)):
        return False
    return OSA.distance(one, two, score_cutoff=1) == 1 and lexicon().knows(one) != lexicon().knows(two)
