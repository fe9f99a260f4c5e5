"""Finds each other's partners among the few words of a gap, by their letters."""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from cableview.collation.anchors import LEAF, Gap
from cableview.collation.normalise import OVERTYPED

LONGEST = 400
"""Letters of a word that are compared; a line without blanks can be megabytes long."""
MOST = 16
"""Words that one word can stand for."""
LARGEST = 2_500
"""Pairs of words that are compared letter by letter in one gap."""
MERGE_COST = 0.6
SKIP_COST = 1.0
UNEQUAL_COST = 0.25
"""Of two ways that change as many letters, the one that leaves more words whole is taken."""

Step = tuple[int, int]


def partners(a: list[str], b: list[str]) -> list[Gap]:
    """The words of `a` and `b` in order as pairs of runs that belong together; one side of a pair can be empty."""
    if not a or not b or (len(a) == 1 and len(b) == 1):
        return [Gap(0, len(a), 0, len(b))]
    if len(a) * len(b) > LARGEST or max(len(a), len(b)) > 4 * LEAF:
        return _far_apart(a, b)
    return _cheapest(a, b)


def _cheapest(a: list[str], b: list[str]) -> list[Gap]:
    """Dynamic programme over words: letters put in or taken out are paid, and blanks more or less."""
    table = _Costs(a, b)
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i or j:
                table.settle(i, j)
    return table.path()


class _Costs:
    """Cheapest way to turn the first i words of one side into the first j of the other, and its last step."""

    def __init__(self, a: list[str], b: list[str]) -> None:
        self.a, self.b = _plain(a), _plain(b)
        self.folded_a, self.folded_b = [w.casefold() for w in self.a], [w.casefold() for w in self.b]
        self.size_a, self.size_b = [len(w) for w in self.a], [len(w) for w in self.b]
        self.blanks_a, self.blanks_b = _slashes(a), _slashes(b)
        self.typed_a, self.typed_b = _typed_over(a), _typed_over(b)
        self.skip_a, self.skip_b = _skips(self.size_a, self.typed_a), _skips(self.size_b, self.typed_b)
        self.width = len(b) + 1
        self.cost = [0.0] * ((len(a) + 1) * self.width)
        self.step: list[Step] = [(0, 0)] * len(self.cost)

    def settle(self, i: int, j: int) -> None:
        at, cost, width = i * self.width + j, self.cost, self.width
        best, step = 1e9, (0, 0)
        if i:
            best, step = cost[at - width] + self.skip_a[i - 1], (1, 0)
        if j and (other := cost[at - 1] + self.skip_b[j - 1]) < best:
            best, step = other, (0, 1)
        if i and j:
            for p, q in self._steps(i, j):
                other = cost[at - p * width - q]
                if other < best or (p == q == 1 and other <= best):
                    other += self._distance(i, j, p, q)
                    if other < best or (p == q == 1 and other <= best):
                        best, step = other, (p, q)
        cost[at], self.step[at] = best, step

    def _steps(self, i: int, j: int) -> list[Step]:
        """Which numbers of words just before `i` and `j` could be one another: their letters must be about as many."""
        steps = [(1, 1)]
        room_a, room_b = _room(self.size_a[i - 1]), _room(self.size_b[j - 1])
        letters = self.size_b[j - 1]
        for q in range(2, min(MOST, j) + 1):
            letters += self.size_b[j - q]
            if letters > room_a:
                break
            steps.append((1, q))
        letters = self.size_a[i - 1]
        for p in range(2, min(MOST, i) + 1):
            letters += self.size_a[i - p]
            if letters > room_b:
                break
            steps.append((p, 1))
        if i > 1 and j > 1 and self._is_shifted(i, j):
            steps.append((2, 2))
        return steps

    def _is_shifted(self, i: int, j: int) -> bool:
        """True when two words have the letters of two others, with the blank elsewhere."""
        left, right = self.a[i - 2] + self.a[i - 1], self.b[j - 2] + self.b[j - 1]
        if self.a[i - 2] == self.b[j - 1] or self.a[i - 1] == self.b[j - 2]:
            return False
        return self.size_a[i - 1] != self.size_b[j - 1] and Indel.distance(left, right, score_cutoff=2) <= 2

    def _distance(self, i: int, j: int, p: int, q: int) -> float:
        if p == 1 and q == 1 and not (self.typed_a[i - 1] or self.typed_b[j - 1]):
            letters = self._letters(i - 1, j - 1)
            return letters and letters + UNEQUAL_COST + abs(self.blanks_a[i - 1] - self.blanks_b[j - 1])
        if (p == 1 and self.typed_a[i - 1]) or (q == 1 and self.typed_b[j - 1]):
            return 1 + abs(sum(self.size_a[i - p : i]) + p - sum(self.size_b[j - q : j]) - q)
        blanks = p + sum(self.blanks_a[i - p : i]) - q - sum(self.blanks_b[j - q : j])
        return MERGE_COST + abs(blanks) + Indel.distance("".join(self.a[i - p : i]), "".join(self.b[j - q : j]))

    def _letters(self, i: int, j: int) -> float:
        """Letters put in and taken out between two words; a capital for a small letter counts half."""
        letters = Indel.distance(self.a[i], self.b[j])
        if letters > 1 and (self.folded_a[i] != self.a[i] or self.folded_b[j] != self.b[j]):
            return (letters + Indel.distance(self.folded_a[i], self.folded_b[j])) / 2
        return letters

    def path(self) -> list[Gap]:
        out: list[Gap] = []
        i, j = len(self.a), len(self.b)
        while i or j:
            p, q = self.step[i * self.width + j]
            out.append(Gap(i - p, i, j - q, j))
            i, j = i - p, j - q
        return out[::-1]


def _plain(words: list[str]) -> list[str]:
    """The words without the slash that shows where something is to be put in."""
    return [(w.strip("/").replace("/", "") or w if "/" in w else w)[:LONGEST] for w in words]


def _slashes(words: list[str]) -> list[int]:
    """Blanks that slashes inside the words stand for."""
    return [w.strip("/").count("/") if "/" in w and len(w) < LONGEST else 0 for w in words]


def _typed_over(words: list[str]) -> list[bool]:
    return [OVERTYPED.fullmatch(w) is not None for w in words]


def _skips(sizes: list[int], typed: list[bool]) -> list[float]:
    """What a word without partner costs. What is typed over was to be left out: nobody misses it in the other text."""
    return [SKIP_COST if over else size + SKIP_COST for size, over in zip(sizes, typed, strict=True)]


def _room(letters: int) -> int:
    """Letters that the partner of a word of `letters` can have when several words stand for one."""
    return letters * 8 // 5 + 3


def _far_apart(a: list[str], b: list[str]) -> list[Gap]:
    """Few words against many: where the few lie among the many, if anywhere."""
    few, many, turned = (a, b, False) if len(a) <= len(b) else (b, a, True)
    found = _placed(few, many) if len(few) <= LEAF else None
    if found is None:
        pairs = [Gap(0, len(few), 0, 0), Gap(len(few), len(few), 0, len(many))]
    else:
        first, last = found
        inner = _cheapest(few, many[first:last])
        pairs = [
            *([Gap(0, 0, 0, first)] if first else []),
            *(Gap(g.a0, g.a1, g.b0 + first, g.b1 + first) for g in inner),
            *([Gap(len(few), len(few), last, len(many))] if last < len(many) else []),
        ]
    return [Gap(g.b0, g.b1, g.a0, g.a1) for g in pairs] if turned else pairs


def _placed(few: list[str], many: list[str]) -> tuple[int, int] | None:
    """Range of `many` in which `few` is found again, with some doubt; None when nowhere."""
    needle, hay = " ".join(few)[:LONGEST], " ".join(many)[:200_000]
    found = fuzz.partial_ratio_alignment(needle, hay, score_cutoff=60)
    if found is None:
        return None
    first = hay.count(" ", 0, found.dest_start)
    return first, min(len(many), hay.count(" ", 0, found.dest_end) + 1, first + 4 * LEAF)
