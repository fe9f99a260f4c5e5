"""How one word becomes another: misread by an engine, or mistyped by a typist."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from heapq import heappop, heappush
from typing import Any
from unicodedata import normalize

from rapidfuzz.distance import Postfix, Prefix

from cableview.assets import resource_path

LONGEST = 24
"""Letters that may differ between two words before nothing is said of how one became the other."""
UNLIKELY = 40.0
DEAR = 9.0
"""Cost from which a way is not followed to its end: what is that surprising explains nothing."""
WIDEST = 3
LONGEST_GROUP = 6
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Step:
    """A letter or group `meant` that became `found`; `name` is the line of the table that explains it."""

    name: str
    meant: str
    found: str


@dataclass(frozen=True, slots=True)
class Way:
    """The likeliest way from one word to another: `cost` is how surprising it is, about the negative logarithm."""

    cost: float
    steps: tuple[Step, ...] = ()


Move = tuple[int, int, float, str]
"""Letters taken from the word meant and from the word found, cost, name."""
Moves = Callable[[str, str, int, int], Iterator[Move]]
Cheapest = Callable[[str, str], Way]
Groups = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Confusions:
    """What engines misread as what."""

    costs: Mapping[str, float]
    names: Mapping[tuple[str, str], str]
    same_shape: frozenset[str]
    has_marks: bool

    def way(self, page: str, read: str) -> Way:
        """The likeliest way in which `page` is read as `read`."""
        return _way(self._cheapest, page, read)

    @cached_property
    def _by_meant(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By letter or group, what it is read as and the line of the table."""
        table: dict[str, list[tuple[str, str]]] = {}
        for (meant, found), name in self.names.items():
            table.setdefault(meant, []).append((found, name))
        return table

    @cached_property
    def _cheapest(self) -> Cheapest:
        return lru_cache(maxsize=20_000)(partial(_cheapest, self._moves))

    def _moves(self, page: str, read: str, i: int, j: int) -> Iterator[Move]:
        for m in range(1, min(WIDEST, len(page) - i) + 1):
            for found, name in self._by_meant.get(page[i : i + m], ()):
                if read.startswith(found, j):
                    yield m, len(found), self.costs[name], name
        here, there = page[i : i + 1], read[j : j + 1]
        if here and there:
            name = self._replacement(here, there)
            yield 1, 1, self.costs[name], name
        if here:
            name = "lost" if here.isalnum() else "mark"
            yield 1, 0, self.costs[name], name
        if there:
            name = "added" if there.isalnum() else "mark"
            yield 0, 1, self.costs[name], name

    def _replacement(self, here: str, there: str) -> str:
        if here.lower() == there.lower() and here.lower() in self.same_shape:
            return "case"
        if differ_by_mark(here, there) and (self.has_marks or there.isascii()):
            return "accent"
        return "replaced" if here.isalnum() or there.isalnum() else "mark"


@dataclass(frozen=True)
class Slips:
    """The slips of a typist's hand."""

    costs: Mapping[str, float]
    keys: Mapping[str, frozenset[str]]
    sets: Mapping[str, frozenset[int]]
    endings: frozenset[tuple[str, str]]
    groups: Groups
    """By letters meant, what is written for them, and the name of the table that has it."""
    later_groups: Groups
    """The same where a syllable stands before them."""
    has_marks: bool

    def way(self, meant: str, typed: str) -> Way:
        """The likeliest way in which somebody who meant `meant` typed `typed`."""
        return self._found(meant, typed)

    @cached_property
    def _found(self) -> Callable[[str, str], Way]:
        """The search for ways, cached: every decision has all remaining places weighed again."""
        return lru_cache(maxsize=20_000)(self._find)

    def _find(self, meant: str, typed: str) -> Way:
        has_syllable = not VOWELS.isdisjoint(meant[: max(0, _common(meant, typed) - 1)].lower())
        way = _way(self._cheapest_later if has_syllable else self._cheapest, meant, typed)
        name = self._whole(meant.lower(), typed.lower())
        if name and self.costs[name] < way.cost:
            return Way(self.costs[name], (Step(name, meant, typed),))
        return way

    @cached_property
    def _cheapest(self) -> Cheapest:
        return lru_cache(maxsize=20_000)(partial(_cheapest, partial(self._moves, self.groups)))

    @cached_property
    def _cheapest_later(self) -> Cheapest:
        return lru_cache(maxsize=20_000)(partial(_cheapest, partial(self._moves, self.later_groups)))

    def _whole(self, meant: str, typed: str) -> str:
        if meant == typed:
            return ""
        if self.sets.get(meant, frozenset()) & self.sets.get(typed, frozenset()):
            return "word"
        return "ending" if self._differ_by_ending(meant, typed) else ""

    def _differ_by_ending(self, meant: str, typed: str) -> bool:
        """True when the words are one stem of at least two letters with different endings."""
        head = _common(meant, typed)
        return any((meant[at:], typed[at:]) in self.endings for at in range(max(2, head - 1), head + 1))

    def _moves(self, groups: Groups, meant: str, typed: str, i: int, j: int) -> Iterator[Move]:
        here, there = meant[i : i + 1], typed[j : j + 1]
        for m in range(1, min(LONGEST_GROUP, len(meant) - i) + 1):
            for found, name in groups.get(meant[i : i + m], ()):
                if typed.startswith(found, j):
                    yield m, len(found), self.costs[name], name
        if here and meant[i : i + 2] == typed[j : j + 2][::-1] and len(meant) > i + 1:
            yield 2, 2, self.costs["swapped"], "swapped"
        if here and there:
            name = self._replacement(here, there)
            yield 1, 1, self.costs[name], name
        if here:
            name = "mark" if not here.isalnum() else "single" if i and here == meant[i - 1] else "lost"
            yield 1, 0, self.costs[name], name
        if there:
            name = self._addition(typed, j)
            yield 0, 1, self.costs[name], name

    def _replacement(self, here: str, there: str) -> str:
        small, other = here.lower(), there.lower()
        if small == other:
            return "shift"
        if not (here.isalnum() and there.isalnum()):
            return "mark" if not (here.isalnum() or there.isalnum()) else "replaced"
        if differ_by_mark(small, other) and (self.has_marks or other.isascii()):
            return "accent"
        if other in self.keys.get(small, ()):
            return "neighbour"
        return "vowel" if small in VOWELS and other in VOWELS else "replaced"

    def _addition(self, typed: str, j: int) -> str:
        struck = typed[j].lower()
        if not struck.isalnum():
            return "mark"
        beside = {typed[j - 1].lower() if j else "", typed[j + 1 : j + 2].lower()}
        if struck in beside:
            return "doubled"
        return "brushed" if beside & self.keys.get(struck, frozenset()) else "added"


@dataclass(frozen=True)
class Channels:
    """Both ways in which a word can go wrong."""

    confusions: Confusions
    slips: Slips


@lru_cache(maxsize=2)
def channels(*, has_marks: bool = True) -> Channels:
    """The channels from the tables of `resources/data`. Where letters of the language have marks upon them (é), a mark
    lost, seen or changed is one step. In English, which has hardly any, only a lost one is: engines for English and
    English typewriters have none."""
    return Channels(_confusions(_table("confusions.toml"), has_marks), _slips(_table("slips.toml"), has_marks))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource_path("data", name).read_text(encoding="utf-8"))


def _confusions(table: dict[str, Any], has_marks: bool) -> Confusions:
    names: dict[tuple[str, str], str] = {}
    for grade in ("common", "known", "rare"):
        for a, b in table[grade]["both"]:
            names.setdefault((a, b), grade)
            names.setdefault((b, a), grade)
        for a, b in table[grade]["oneway"]:
            names.setdefault((a, b), grade)
    return Confusions(table["costs"], names, frozenset(table["same-shape"]["letters"]), has_marks)


def _slips(table: dict[str, Any], has_marks: bool) -> Slips:
    sets: dict[str, set[int]] = {}
    for number, words in enumerate(table["words"]["sets"]):
        for word in words:
            sets.setdefault(word, set()).add(number)
    frozen = {word: frozenset(numbers) for word, numbers in sets.items()}
    spellings = table["spellings"]
    return Slips(
        table["costs"],
        _keys(table["keyboard"]["rows"]),
        frozen,
        _both_ways(table["words"]["endings"]),
        _groups({"spelling": spellings["both"], "sound": table["sounds"]["both"]}),
        _groups({"spelling": spellings["both"] + spellings["later"], "sound": table["sounds"]["both"]}),
        has_marks,
    )


def _both_ways(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for a, b in pairs for pair in ((a, b), (b, a)))


def _groups(tables: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, pairs in tables.items():
        for meant, written in sorted(_both_ways(pairs)):
            found.setdefault(meant, []).append((written, name))
    return found


def _keys(rows: Sequence[str]) -> dict[str, frozenset[str]]:
    """The keys that touch each key; a lower row stands half a key to the right."""
    at = {key: (r, c + r / 2) for r, row in enumerate(rows) for c, key in enumerate(row)}
    return {key: frozenset(_touching(at, key)) for key in at}


def _touching(at: Mapping[str, tuple[int, float]], key: str) -> Iterable[str]:
    row, column = at[key]
    return (k for k, (r, c) in at.items() if k != key and abs(r - row) <= 1 and abs(c - column) <= 1)


def _way(cheapest: Cheapest, meant: str, found: str) -> Way:
    """The cheapest sequence of steps, over the letters that differ and one on either side."""
    if meant == found:
        return Way(0.0)
    head = _common(meant, found)
    tail = min(_alike_at_end(meant, found), len(meant) - head, len(found) - head)
    start, end = max(0, head - 1), max(0, tail - 1)
    a, b = meant[start : len(meant) - end], found[start : len(found) - end]
    return Way(UNLIKELY) if max(len(a), len(b)) > LONGEST else cheapest(a, b)


def _cheapest(moves: Moves, a: str, b: str) -> Way:
    """The cheapest way, by Dijkstra's algorithm over positions in both words: most of the table is never visited."""
    goal = len(a), len(b)
    came: dict[tuple[int, int], tuple[int, int, str]] = {}
    best = {(0, 0): 0.0}
    heap = [(0.0, 0, 0)]
    while heap:
        base, i, j = heappop(heap)
        if (i, j) == goal:
            return Way(base, tuple(_steps(a, b, came))[::-1])
        if base > DEAR:
            break
        if base > best[i, j]:
            continue
        if i < goal[0] and j < goal[1] and a[i] == b[j] and base < best.get((i + 1, j + 1), math.inf):
            best[i + 1, j + 1] = base
            came[i + 1, j + 1] = i, j, ""
            heappush(heap, (base, i + 1, j + 1))
        for m, n, cost, name in moves(a, b, i, j):
            there = i + m, j + n
            if base + cost < best.get(there, math.inf):
                best[there] = base + cost
                came[there] = i, j, name
                heappush(heap, (base + cost, *there))
    return Way(UNLIKELY)


def _steps(a: str, b: str, came: Mapping[tuple[int, int], tuple[int, int, str]]) -> Iterator[Step]:
    i, j = len(a), len(b)
    while (i, j) != (0, 0):
        p, q, name = came[i, j]
        if name:
            yield Step(name, a[p:i], b[q:j])
        i, j = p, q


def differ_by_mark(one: str, other: str) -> bool:
    """True for two letters that are one but for the marks upon them (é, e, è)."""
    return one != other and not (one.isascii() and other.isascii()) and unmarked(one) == unmarked(other)


@lru_cache(maxsize=1_000)
def unmarked(letter: str) -> str:
    """A letter without the marks upon it."""
    return normalize("NFD", letter)[:1]


def _common(one: str, other: str) -> int:
    """The length of the common prefix."""
    return Prefix.similarity(one, other)


def _alike_at_end(one: str, other: str) -> int:
    return Postfix.similarity(one, other)
