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

LEAST, LEAST_MERGED = 1 + UNEQUAL_COST - 1e-9, MERGE_COST - 1e-9
"""What unequal words, and several words for one, cost at least, but for rounding."""

MOST_UNEQUAL = int(2 * SKIP_COST / UNEQUAL_COST) - 1
"""Unequal pairs that together cost less than two words left out; of other lengths than their like, `MERGE_COST`."""

Step = tuple[int, int]
_SKIP_A, _SKIP_B, _PAIR = (1, 0), (0, 1), (1, 1)


def partners(a: list[str], b: list[str]) -> list[Gap]:
    """The words of `a` and `b` in order as pairs of runs that belong together; one side of a pair can be empty."""
    if not a or not b or (len(a) == 1 and len(b) == 1):
        return [Gap(0, len(a), 0, len(b))]
    if len(a) * len(b) > LARGEST or max(len(a), len(b)) > 4 * LEAF:
        return _far_apart(a, b)
    return _straight(a, b) if len(a) == len(b) and _is_straight(a, b) else _cheapest(a, b)


def _straight(a: list[str], b: list[str]) -> list[Gap]:
    """Each word with its like in order."""
    return [Gap(k, k + 1, k, k + 1) for k in range(len(a))]


def _is_straight(a: list[str], b: list[str]) -> bool:
    """True where no other way can be as cheap as the straight one; false also where that is not plain.

    No way changes fewer letters than there are between the sides written as one word each. Where the straight one
    changes no more, others lose by what they pay besides letters: two words left out, or a merge and one left out, or
    two merges. What the straight one pays besides is little, for each unequal pair.
    """
    one, other = "".join(a), "".join(b)
    if "/" in one or "/" in other or len(one) + len(other) > LONGEST or OVERTYPED.search(f"{one} {other}"):
        return False
    unequal = [pair for pair in zip(a, b, strict=True) if pair[0] != pair[1]]
    if len(unequal) > MOST_UNEQUAL or (len(unequal) > 2 and any(len(x) != len(y) for x, y in unequal)):
        return False
    letters = sum([Indel.distance(x, y) for x, y in unequal])
    return letters == Indel.distance(one.casefold(), other.casefold())


def _cheapest(a: list[str], b: list[str]) -> list[Gap]:
    """Dynamic programme over words: letters put in or taken out are paid, and blanks more or less."""
    table = _Costs(a, b)
    for i in range(len(a) + 1):
        table.settle(i)
    return table.path()


class _Costs:
    """Cheapest way to turn the first i words of one side into the first j of the other, and its last step."""

    def __init__(self, a: list[str], b: list[str]) -> None:
        words = " ".join([*a, *b])
        slashed = "/" in words or len(words) > LONGEST
        self.a, self.b = (_plain(a), _plain(b)) if slashed else (a, b)
        self.blanks_a, self.blanks_b = (_slashes(a), _slashes(b)) if slashed else ([0] * len(a), [0] * len(b))
        self.size_a, self.size_b = [len(w) for w in self.a], [len(w) for w in self.b]
        self.has_capitals = words.casefold() != words
        self.has_typed = OVERTYPED.search(words) is not None
        # What can be said of costs beforehand: of a pair of unequal words, of each letter that one is longer, and of
        # each letter and blank when several words stand for one.
        self.least, self.slack = (0.0, 0.0) if self.has_typed else (LEAST, 0.5 if self.has_capitals else 1.0)
        self.letter = 0.0 if self.has_typed else 1.0
        self.blank = 0.0 if self.has_typed or slashed else 1.0
        self.room_a, self.room_b = _rooms(self.size_a), _rooms(self.size_b)
        self.typed_a, self.typed_b = _typed_over(a, self.has_typed), _typed_over(b, self.has_typed)
        self.skip_a, self.skip_b = _skips(self.size_a, self.typed_a), _skips(self.size_b, self.typed_b)
        self.width = len(b) + 1
        self.cost = [0.0] * ((len(a) + 1) * self.width)
        self.step: list[Step] = [(0, 0)] * len(self.cost)

    def settle(self, i: int) -> None:
        """Finds the cheapest ways that use the first `i` words of the one side."""
        cost, step, width = self.cost, self.step, self.width
        at = i * width
        if i:
            cost[at], step[at] = cost[at - width] + self.skip_a[i - 1], _SKIP_A
        for j in range(1, width):
            at += 1
            best, last = cost[at - 1] + self.skip_b[j - 1], _SKIP_B
            if i:
                other = cost[at - width] + self.skip_a[i - 1]
                if other <= best:
                    best, last = other, _SKIP_A
                other = cost[at - width - 1]
                if other <= best and (self._may_pay(i, j, best - other) or self.a[i - 1] == self.b[j - 1]):
                    other += self._distance(i, j, 1, 1)
                    if other <= best:
                        best, last = other, _PAIR
                best, last = self._several(i, j, best, last)
            cost[at], step[at] = best, last

    def _may_pay(self, i: int, j: int, room: float) -> bool:
        """Whether two unequal words could cost no more than `room`: as many letters as one is longer, at least one."""
        return self.least <= room and self.slack * abs(self.size_a[i - 1] - self.size_b[j - 1]) <= room

    def _several(self, i: int, j: int, best: float, step: Step) -> tuple[float, Step]:
        """The cheapest last step to (i, j) with several words on a side, when it is cheaper than `best`."""
        if j > 1 and self.size_b[j - 1] + self.size_b[j - 2] <= self.room_a[i - 1]:
            best, step = self._merged(i, j, best, step)
        if i > 1 and self.size_a[i - 1] + self.size_a[i - 2] <= self.room_b[j - 1]:
            best, step = self._split(i, j, best, step)
        if i > 1 and j > 1:
            other = self.cost[(i - 2) * self.width + j - 2]
            if other + LEAST_MERGED < best and self._is_shifted(i, j):
                other += self._distance(i, j, 2, 2)
                if other < best:
                    best, step = other, (2, 2)
        return best, step

    def _merged(self, i: int, j: int, best: float, step: Step) -> tuple[float, Step]:
        """Several words for the last of the first side; their letters must be about as many."""
        row, sizes = (i - 1) * self.width, self.size_b
        size, letters = self.size_a[i - 1], sizes[j - 1]
        for q in range(2, (j if j < MOST else MOST) + 1):
            letters += sizes[j - q]
            if letters > self.room_a[i - 1]:
                break
            other = self.cost[row + j - q]
            if other + LEAST_MERGED + self.letter * abs(size - letters) + self.blank * (q - 1) < best:
                other += self._distance(i, j, 1, q)
                if other < best:
                    best, step = other, (1, q)
        return best, step

    def _split(self, i: int, j: int, best: float, step: Step) -> tuple[float, Step]:
        """The same for the last word of the second side."""
        sizes, size = self.size_a, self.size_b[j - 1]
        letters = sizes[i - 1]
        for p in range(2, (i if i < MOST else MOST) + 1):
            letters += sizes[i - p]
            if letters > self.room_b[j - 1]:
                break
            other = self.cost[(i - p) * self.width + j - 1]
            if other + LEAST_MERGED + self.letter * abs(size - letters) + self.blank * (p - 1) < best:
                other += self._distance(i, j, p, 1)
                if other < best:
                    best, step = other, (p, 1)
        return best, step

    def _is_shifted(self, i: int, j: int) -> bool:
        """True when two words have the letters of two others, with the blank elsewhere."""
        size_a, size_b = self.size_a, self.size_b
        if size_a[i - 1] == size_b[j - 1] or abs(size_a[i - 2] + size_a[i - 1] - size_b[j - 2] - size_b[j - 1]) > 2:
            return False
        if self.a[i - 2] == self.b[j - 1] or self.a[i - 1] == self.b[j - 2]:
            return False
        left, right = self.a[i - 2] + self.a[i - 1], self.b[j - 2] + self.b[j - 1]
        return Indel.distance(left, right, score_cutoff=2) <= 2

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
        one, other = self.a[i], self.b[j]
        letters = Indel.distance(one, other)
        if letters > 1 and self.has_capitals:
            folded = one.casefold(), other.casefold()
            if folded != (one, other):
                return (letters + Indel.distance(*folded)) / 2
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


def _typed_over(words: list[str], possible: bool) -> list[bool]:
    if not possible:
        return [False] * len(words)
    return [OVERTYPED.fullmatch(w) is not None for w in words]


def _skips(sizes: list[int], typed: list[bool]) -> list[float]:
    """What a word without partner costs. What is typed over was to be left out: nobody misses it in the other text."""
    return [SKIP_COST if over else size + SKIP_COST for size, over in zip(sizes, typed, strict=True)]


def _rooms(sizes: list[int]) -> list[int]:
    """Letters that the partner of each word can have when several words stand for one."""
    return [letters * 8 // 5 + 3 for letters in sizes]


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
    # A form can be several words that are read as one; here, blanks stand between forms only.
    needle, hay = (" ".join([word.replace(" ", "") for word in words]) for words in (few, many))
    needle, hay = needle[:LONGEST], hay[:200_000]
    found = fuzz.partial_ratio_alignment(needle, hay, score_cutoff=60)
    if found is None:
        return None
    first = hay.count(" ", 0, found.dest_start)
    return first, min(len(many), hay.count(" ", 0, found.dest_end) + 1, first + 4 * LEAF)
