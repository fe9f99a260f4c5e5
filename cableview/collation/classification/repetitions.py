"""Recognises words that a copyist wrote twice, also where a slip got into one of the copies."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from cableview.collation.rules import word_list
from cableview.collation.words.lexicon import lexicon
from cableview.collation.words.normalise import LONG_WORD, bare
from cableview.collation.words.tokens import Tokens

LONGEST = 400
"""Most words of a repetition."""
LONGEST_CATCHWORD = 3
"""Most words that are repeated at the head of the next page."""
PER_SLIP = 4
"""Fewest words of a repetition for each slip in it."""
LEFT_OUT_OF = 6
"""Fewest words of a repetition that may lack one."""
SHORTEST, SHORTEST_ALONE = 3, 5
"""Fewest letters of a word with a slip; the second in a repetition of fewer words, where it must not be a name."""


def is_repetition(text: Tokens, first: int, last: int) -> bool:
    """True if the words just before or just after are the same, apart from slips and one word left out of a copy.

    Where the slip is in the other copy, the run begins with the word that has it and ends inside the next copy.
    """
    size = last - first
    if size > LONGEST:
        return False
    slips = max(1, size // PER_SLIP)
    before = _copied(text, range(last - 1, first - 1, -1), -size, slips)
    after = _copied(text, range(first, last - len(before)), size, slips - sum(before))
    if len(before) + len(after) == size:
        return True
    return size >= LEFT_OUT_OF and _is_copied_but_for_one(text, first, last, len(before), len(after))


def _is_copied_but_for_one(text: Tokens, first: int, last: int, before: int, after: int) -> bool:
    """True if the run is what stands beside it, with a word left out of one of the two.

    That shifts the rest of the run against the other copy: the words but for `before` at its end, or `after` at its
    beginning, which are `size` words away from theirs. The other copy can begin on one side and end on the other.
    """
    size = last - first
    ends, begins = last - before, first + after
    for distance, skipped in ((size + 1, 0), (size - 1, 1)):
        rest: list[tuple[range, int, int]] = []
        if before:
            backward, onward = range(ends - 1 - skipped, first - 1, -1), range(first + skipped, ends)
            lone = (ends - 1, first) if skipped else (ends - 1 - size, last)
            rest += [(backward, -distance, lone[0]), (onward, distance, lone[1])]
        if after:
            backward, onward = range(last - 1 - skipped, begins - 1, -1), range(begins + skipped, last)
            lone = (last - 1, begins) if skipped else (first - 1, begins + size)
            rest += [(backward, -distance, lone[0]), (onward, distance, lone[1])]
        for words, way, left_out in rest:
            if len(_copied(text, words, way, slips=0)) == len(words):
                return _may_be_left_out(text.form(left_out))
    return False


def _may_be_left_out(word: str) -> bool:
    """False for a word that makes another sentence of it: a negation or a number."""
    plain = bare(word)
    return plain not in word_list("negations", "numbers") and not any(map(str.isdecimal, plain))


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
