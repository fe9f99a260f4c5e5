"""Finds where in a text a second text of the same words begins."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

_WORD = re.compile(r"[^\W_]+")

_RUN = 3
"""Number of words that must stand together in both texts to count as the same."""

_FEWEST_RUNS = 12
_LEAST_SHARE = 0.35
_LEAST_ORDER = 0.7


def second_text_start(text: str, start: int, candidates: Sequence[int]) -> int | None:
    """The candidate from which `text` best repeats, in order, what stands between `start` and there.

    `candidates` are the starts of all paragraphs. For each run of three words in a paragraph, its first occurrence is
    looked up. A run after a cut counts for the cut if its first occurrence lies wholly before it, and against it if
    not; so moving the transcript's tail or the second text's head to the other side never pays. A line of one or two
    words (`SECRET`) goes with what precedes it, unless the transcript begins with the same line. Linear in the words.
    `None` if fewer than about a third of the runs after the best cut (or than 12) repeat, or in a different order.
    """
    found = [(match.start(), match.group().casefold()) for match in _WORD.finditer(text, start)]
    places = [place for place, _ in found]
    words = [word for _, word in found]
    paragraph_of = [bisect_right(candidates, place) for place in places]
    first = _first_occurrences(words, paragraph_of)
    votes = _votes(first, len(found))
    cuts = [bisect_left(places, at) for at in candidates if at > start]
    votes_of = [(votes[cut], cut) for cut in cuts if cut < len(found)]
    if not votes_of:
        return None
    _, cut = max(votes_of)
    return (
        candidates[paragraph_of[_with_heads(words, paragraph_of, first, cut)] - 1] if _convinces(first, cut) else None
    )


def _with_heads(words: Sequence[str], paragraph_of: Sequence[int], first: Sequence[int | None], cut: int) -> int:
    """The cut, moved up over short lines that also stand before the same place in the transcript."""
    earlier = first[cut] if cut < len(first) else None
    while earlier:
        head = bisect_left(paragraph_of, paragraph_of[cut - 1])
        home = bisect_left(paragraph_of, paragraph_of[earlier - 1])
        if words[head:cut] != words[home:earlier] or head < earlier:
            break
        earlier, cut = home, head
    return cut


def _first_occurrences(words: Sequence[str], paragraphs: Sequence[int]) -> list[int | None]:
    """For each run of words, its first occurrence, possibly itself; `None` for one across a paragraph's end."""
    seen: dict[tuple[str, ...], int] = {}
    return [
        seen.setdefault(tuple(words[at : at + _RUN]), at) if paragraphs[at] == paragraphs[at + _RUN - 1] else None
        for at in range(len(words) - _RUN + 1)
    ]


def _votes(first: Sequence[int | None], words: int) -> list[int]:
    """For a cut before each word: the number of runs after it that repeat one before it, minus those that do not."""
    steps = [0] * (words + 2)
    for at, earlier in enumerate(first):
        if earlier is None:
            continue
        steps[0] -= 1
        steps[at + 1] += 1
        if earlier + _RUN <= at:
            steps[earlier + _RUN] += 2
            steps[at + 1] -= 2
    return list(accumulate(steps))


def _convinces(first: Sequence[int | None], cut: int) -> bool:
    behind = [earlier for earlier in first[cut:] if earlier is not None]
    repeated = [earlier for earlier in behind if earlier + _RUN <= cut]
    if len(repeated) < max(_FEWEST_RUNS, _LEAST_SHARE * len(behind)):
        return False
    return _longest_rising(repeated) >= _LEAST_ORDER * len(repeated)


def _longest_rising(numbers: Sequence[int]) -> int:
    """The length of the longest strictly increasing subsequence (patience sorting)."""
    tops: list[int] = []
    for number in numbers:
        at = bisect_left(tops, number)
        tops[at : at + 1] = [number]
    return len(tops)
