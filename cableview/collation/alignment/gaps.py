"""Pairs the few words of a gap by their letters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from math import inf

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from cableview.collation.alignment.anchors import LEAF, Gap, as_gap
from cableview.collation.words.normalise import OVERTYPED

LONGEST = 400
"""Letters compared of a word; a line without blanks can be megabytes long."""
MOST = 16
"""The most words that one word can be paired with."""
LARGEST = 2_500
"""The most pairs of words compared letter by letter in one gap."""
MERGE_COST = 0.6
SKIP_COST = 1.0
UNEQUAL_COST = 0.25
"""Of alignments that change as many letters, this favours the one that leaves more words whole."""
ALIKE = 4
"""If more than one letter in this many must be changed, the sides are too unlike to estimate the cost beforehand."""
ROOM = 3.83
"""The most that nine in ten gaps cost besides the letters that must change; no sum of costs, so never met exactly."""

LEAST, LEAST_MERGED = 1 + UNEQUAL_COST - 1e-9, MERGE_COST - 1e-9
"""The least cost of unequal words, and of several words for one, allowing for rounding."""

MOST_UNEQUAL = int(2 * SKIP_COST / UNEQUAL_COST) - 1
"""The most unequal pairs that cost less than two words left out."""
MOST_SHIFTED = 2
"""The most letters by which two words differ from two others with the blank elsewhere."""

Step = tuple[int, int]
_SKIP_A, _SKIP_B, _PAIR, _SHIFTED = (1, 0), (0, 1), (1, 1), (2, 2)


def partners(a: list[str], b: list[str]) -> list[Gap]:
    """The words of `a` and `b`, in order, as pairs of corresponding runs; one side of a pair can be empty."""
    mine, theirs = len(a), len(b)
    if mine * theirs <= 1:
        return [Gap(0, mine, 0, theirs)]
    if mine * theirs > LARGEST or max(mine, theirs) > 4 * LEAF:
        return _far_apart(a, b)
    found = _at_sight(a, b) if _is_plain(a, b) else None
    return found or _cheapest(a, b)


def _at_sight(a: list[str], b: list[str]) -> list[Gap] | None:
    """The cheapest alignment of plain words; `None` where that takes a table."""
    if len(a) == len(b):
        return _straight(a, b) if _is_straight(a, b) else None
    if len(a) < len(b):
        return _one_for_two(a[0], b) if len(b) == 2 else _straightest(a, b)
    found = _at_sight(b, a)
    return found and _turned(found)


def _is_plain(a: list[str], b: list[str]) -> bool:
    """True where letters alone decide the cost of words: no slash or overtyping, at most `LONGEST` letters in all.

    None of them may become two where case is ignored, as `ß` does: the bounds on what others cost hold only then.
    """
    words = " ".join([*a, *b])
    if "/" in words or len(words) > LONGEST or OVERTYPED.search(words):
        return False
    return words.isascii() or len(words.casefold()) == len(words)


def _turned(gaps: list[Gap]) -> list[Gap]:
    return [as_gap((b0, b1, a0, a1)) for a0, a1, b0, b1 in gaps]


def _one_for_two(word: str, two: list[str]) -> list[Gap]:
    """The cheapest alignment of one plain word with two: paired with both, with the second, or with the first."""
    first, second = two
    for_first = _between_words(word, first) + len(second) + SKIP_COST
    for_second = _between_words(word, second) + len(first) + SKIP_COST
    if len(first) + len(second) <= _room(len(word)):
        for_both = MERGE_COST + 1 + Indel.distance(word, first + second)
        if for_both < for_first and for_both < for_second:
            return [Gap(0, 1, 0, 2)]
    if for_second <= for_first:
        return [Gap(0, 0, 0, 1), Gap(0, 1, 1, 2)]
    return [Gap(0, 1, 0, 1), Gap(1, 1, 1, 2)]


def _straightest(few: list[str], many: list[str]) -> list[Gap] | None:
    """The cheapest alignment of plain words if it leaves out or merges only as many as one side has more, or `None`.

    Any other leaves out or merges at least two further words, at `SKIP_COST` or more each, and no alignment changes
    fewer letters than the two sides, each written as one word, differ by. So it costs at least `most`.
    """
    more = len(many) - len(few)
    letters = Indel.distance("".join(few).casefold(), "".join(many).casefold())
    most = letters + (more + 2) * SKIP_COST - 1e-9
    # The cost at place q is of the first words of `few`, up to a word, and q more of `many`.
    earlier: list[float] = []
    before = [*accumulate([len(word) + SKIP_COST for word in many[:more]], initial=0.0)]
    steps = [_SKIP_B] * (more + 1)
    for i, word in enumerate(few):
        room = _room(len(word))
        costs: list[float] = []
        best = most
        for q, cost in enumerate(before):
            other = many[i + q]
            best, step = best + len(other) + SKIP_COST, _SKIP_B
            if cost < most:
                cost += _between_words(word, other)
                if cost <= best:
                    best, step = cost, _PAIR
            if q and len(other) + len(many[i + q - 1]) <= room:
                best, step = _one_for_several(word, many[i : i + q + 1], before, best, step)
            if i and earlier[q] + LEAST_MERGED < best and _is_shifted(few[i - 1], word, many[i + q - 1], other):
                cost = earlier[q] + (MERGE_COST + Indel.distance(few[i - 1] + word, many[i + q - 1] + other))
                if cost < best:
                    best, step = cost, _SHIFTED
            costs.append(best)
            steps.append(step)
        earlier, before = before, costs
    return _path(steps, len(few), len(many)) if before[-1] < most else None


def _one_for_several(word: str, others: list[str], costs: list[float], best: float, step: Step) -> tuple[float, Step]:
    """The better of `best` and pairing a word with the last of `others`, with `costs` of what is before each."""
    room = _room(len(word))
    letters = len(others[-1])
    last = len(others) - 1
    for q in range(last - 1, -1, -1):
        letters += len(others[q])
        if letters > room or last - q >= MOST:
            break
        if costs[q] + LEAST_MERGED + last - q < best:
            cost = costs[q] + (MERGE_COST + (last - q) + Indel.distance(word, "".join(others[q:])))
            if cost < best:
                best, step = cost, (1, last - q + 1)
    return best, step


def _path(steps: list[Step], i: int, j: int) -> list[Gap]:
    """The alignment of `i` words with `j`, at least as many, whose last steps are as `_straightest` lists them."""
    out: list[Gap] = []
    more = j - i
    while i or j:
        p, q = steps[i * more + j]
        out.append(as_gap((i - p, i, j - q, j)))
        i, j = i - p, j - q
    return out[::-1]


def _between_words(one: str, other: str) -> float:
    """The cost of pairing two plain words."""
    return letters_between(one, other) + UNEQUAL_COST if one != other else 0.0


def letters_between(one: str, other: str) -> float:
    """The number of letters inserted and deleted between two words; a change of case counts half."""
    letters = Indel.distance(one, other)
    if letters > 1:
        folded = one.casefold(), other.casefold()
        if folded != (one, other):
            return (letters + Indel.distance(*folded)) / 2
    return letters


def _straight(a: list[str], b: list[str]) -> list[Gap]:
    """Pairs the words one to one, in order."""
    return [as_gap((k, k + 1, k, k + 1)) for k in range(len(a))]


def _is_straight(a: list[str], b: list[str]) -> bool:
    """True where no other alignment of plain words can be as cheap as the straight one; false where that is unclear.

    No alignment changes fewer letters than the two sides, each written as one word, differ by. If the straight one
    changes no more, the others lose by their further costs: two words left out, a merge and one left out, or two
    merges; or two words for two, which cost more than two unequal pairs. The straight one pays only a little more for
    each unequal pair.
    """
    unequal = [pair for pair in zip(a, b, strict=True) if pair[0] != pair[1]]
    if len(unequal) > MOST_UNEQUAL:
        return False
    letters = sum([Indel.distance(x, y) for x, y in unequal])
    return letters == Indel.distance("".join(a).casefold(), "".join(b).casefold())


def _cheapest(a: list[str], b: list[str]) -> list[Gap]:
    """The cheapest alignment, by dynamic programming over words: inserted and deleted letters and blanks have a cost.

    Which of equally cheap alignments is chosen does not depend on the order of the texts.
    """
    if b < a:
        return _turned(_cheapest(b, a))
    table = _Costs(a, b)
    if not table.is_settled(table.likely()):
        table.is_settled(inf)
    return table.path()


class _Costs:
    """The least cost of turning the first i words of one side into the first j of the other, and its last step."""

    def __init__(self, a: list[str], b: list[str]) -> None:
        words = " ".join([*a, *b])
        slashed = "/" in words or len(words) > LONGEST
        self.a, self.b = (_unslashed(a), _unslashed(b)) if slashed else (a, b)
        if slashed:
            words = " ".join([*self.a, *self.b])
        self.blanks_a, self.blanks_b = (_slashes(a), _slashes(b)) if slashed else ([0] * len(a), [0] * len(b))
        self.size_a, self.size_b = list(map(len, self.a)), list(map(len, self.b))
        self.has_typed = OVERTYPED.search(words) is not None
        # Lower bounds of costs: of a pair of unequal words, of each letter that one side is longer (some capitals are
        # two small letters), and of each blank when several words are paired with one.
        self.least = 0.0 if self.has_typed else LEAST
        self.letter = 0.0 if self.has_typed else 1.0 if len(words.casefold()) == len(words) else 0.5
        self.blank = 0.0 if self.has_typed or slashed else 1.0
        self.room_a, self.room_b = list(map(_room, self.size_a)), list(map(_room, self.size_b))
        self.is_plain = not (slashed or self.has_typed)
        self.typed_a, self.typed_b = _typed_over(a, self.has_typed), _typed_over(b, self.has_typed)
        self.skip_a, self.skip_b = _skips(self.size_a, self.typed_a), _skips(self.size_b, self.typed_b)
        self.width = len(b) + 1
        self.cost: list[float] = []
        self.step: list[Step] = []

    def likely(self) -> float:
        """A cost that the cheapest alignment is usually below; infinite where the sides are too unlike to estimate."""
        # Taken from the words as far as they are compared: a whole line can be one word of megabytes.
        one, other = "".join(self.a).casefold(), "".join(self.b).casefold()
        letters = Indel.distance(one, other)
        return inf if ALIKE * letters > len(one) + len(other) else letters + ROOM

    def is_settled(self, most: float) -> bool:
        """Finds the cheapest alignment if there is one that costs less than `most`; otherwise returns false."""
        self.cost = [inf] * ((len(self.a) + 1) * self.width)
        self.step = [_SKIP_B] * len(self.cost)
        self.cost[: self.width] = accumulate(self.skip_b, initial=0.0)
        corridor = self._corridor(most)
        for i in range(1, len(self.a) + 1):
            at = i * self.width
            self.cost[at], self.step[at] = self.cost[at - self.width] + self.skip_a[i - 1], _SKIP_A
            self._settle(i, corridor, most)
        return self.cost[-1] < most

    def _corridor(self, most: float) -> list[tuple[int, int]]:
        """For each word of one side, the range of the other that an alignment costing less than `most` can reach.

        Any excess of letters on one side, before a place on the path or after it, must be paid for.
        """
        if most == inf:
            return [(0, self.width)] * (len(self.a) + 1)
        before_a, before_b = (list(accumulate(sizes, initial=0)) for sizes in (self.size_a, self.size_b))
        longer = before_a[-1] - before_b[-1]
        aside = (most / self.letter - abs(longer)) / 2 if self.letter else inf
        low, high = min(0, longer) - aside, max(0, longer) + aside
        return [(bisect_left(before_b, at - high), bisect_right(before_b, at - low)) for at in before_a]

    def _settle(self, i: int, corridor: list[tuple[int, int]], most: float) -> None:
        """Finds the least costs for the first `i` words of the first side, with `i` at least 1."""
        cost, size_b, width, least, letter = self.cost, self.size_b, self.width, self.least, self.letter
        word, size, skipped, room = self.a[i - 1], self.size_a[i - 1], self.skip_a[i - 1], self.room_a[i - 1]
        first, last = corridor[i]
        for j in range(max(1, first), last):
            at = i * width + j
            best, step = most, _SKIP_B
            other = cost[at - 1] + self.skip_b[j - 1]
            if other <= best:
                best = other
            other = cost[at - width] + skipped
            if other <= best:
                best, step = other, _SKIP_A
            other = cost[at - width - 1]
            if other <= best:
                if word == self.b[j - 1] and not self.has_typed:
                    best, step = other, _PAIR
                elif other + least <= best and other + letter * abs(size - size_b[j - 1]) <= best:
                    other += _between_words(word, self.b[j - 1]) if self.is_plain else self._distance(i, j, 1, 1)
                    if other <= best:
                        best, step = other, _PAIR
            if j > 1 and corridor[i - 1][0] <= j - 2 and size_b[j - 1] + size_b[j - 2] <= room:
                best, step = self._merged(i, j, best, step)
            if i > 1 and j <= corridor[i - 2][1] and size + self.size_a[i - 2] <= self.room_b[j - 1]:
                best, step = self._split(i, j, best, step)
            if i > 1 and j > 1:
                other = cost[at - 2 * width - 2]
                if other + LEAST_MERGED < best and _is_shifted(*self.a[i - 2 : i], *self.b[j - 2 : j]):
                    other += self._distance(i, j, 2, 2)
                    if other < best:
                        best, step = other, _SHIFTED
            if best < most:
                cost[at], self.step[at] = best, step

    def _merged(self, i: int, j: int, best: float, step: Step) -> tuple[float, Step]:
        """The better of `best` and pairing the first side's word `i` with several, of about as many letters."""
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
        """As `_merged`, for word `j` of the second side."""
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

    def _distance(self, i: int, j: int, p: int, q: int) -> float:
        if p == 1 and q == 1 and not (self.typed_a[i - 1] or self.typed_b[j - 1]):
            letters = letters_between(self.a[i - 1], self.b[j - 1])
            return letters and letters + UNEQUAL_COST + abs(self.blanks_a[i - 1] - self.blanks_b[j - 1])
        if (p == 1 and self.typed_a[i - 1]) or (q == 1 and self.typed_b[j - 1]):
            return 1 + abs(sum(self.size_a[i - p : i]) + p - sum(self.size_b[j - q : j]) - q)
        blanks = p + sum(self.blanks_a[i - p : i]) - q - sum(self.blanks_b[j - q : j])
        return MERGE_COST + abs(blanks) + Indel.distance("".join(self.a[i - p : i]), "".join(self.b[j - q : j]))

    def path(self) -> list[Gap]:
        out: list[Gap] = []
        i, j = len(self.a), len(self.b)
        while i or j:
            p, q = self.step[i * self.width + j]
            out.append(as_gap((i - p, i, j - q, j)))
            i, j = i - p, j - q
        return out[::-1]


def _is_shifted(one: str, two: str, first: str, second: str) -> bool:
    """True when words `one` and `two` have about the same letters as two others, with the blank elsewhere."""
    if len(two) == len(second) or abs(len(one) + len(two) - len(first) - len(second)) > MOST_SHIFTED:
        return False
    if one == second or two == first:
        return False
    return Indel.distance(one + two, first + second, score_cutoff=MOST_SHIFTED) <= MOST_SHIFTED


def _unslashed(words: list[str]) -> list[str]:
    """The words without the slashes that mark insertions, cut to `LONGEST` letters."""
    return [(w.strip("/").replace("/", "") or w if "/" in w else w)[:LONGEST] for w in words]


def _slashes(words: list[str]) -> list[int]:
    """The number of blanks that slashes inside each word stand for."""
    return [w.strip("/").count("/") if "/" in w and len(w) < LONGEST else 0 for w in words]


def _typed_over(words: list[str], possible: bool) -> list[bool]:
    if not possible:
        return [False] * len(words)
    return [OVERTYPED.fullmatch(w) is not None for w in words]


def _skips(sizes: list[int], typed: list[bool]) -> list[float]:
    """The cost of leaving each word unpaired; the letters of overtyped words, meant to be left out, cost nothing."""
    if not any(typed):
        return [size + SKIP_COST for size in sizes]
    return [SKIP_COST if over else size + SKIP_COST for size, over in zip(sizes, typed, strict=True)]


def _room(letters: int) -> int:
    """The most letters that several words paired with a word of `letters` letters can have."""
    return letters * 8 // 5 + 3


def _far_apart(a: list[str], b: list[str]) -> list[Gap]:
    """Aligns few words with many: where the few are found among the many, if anywhere."""
    turned = (len(b), b) < (len(a), a)
    few, many = (b, a) if turned else (a, b)
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
    return _turned(pairs) if turned else pairs


def _placed(few: list[str], many: list[str]) -> tuple[int, int] | None:
    """The range of `many` that approximately matches `few`; `None` if there is none."""
    # A form can be several words read as one; here, blanks may only separate forms.
    needle, hay = (" ".join([word.replace(" ", "") for word in words]) for words in (few, many))
    needle, hay = needle[:LONGEST], hay[:200_000]
    found = fuzz.partial_ratio_alignment(needle, hay, score_cutoff=60)
    if found is None:
        return None
    first = hay.count(" ", 0, found.dest_start)
    return first, min(len(many), hay.count(" ", 0, found.dest_end) + 1, first + 4 * LEAF)
