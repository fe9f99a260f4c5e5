"""A few words of an edited text, with places relative to their start, and their alignment with the reference."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Unit(NamedTuple):
    """Words `a0:a1` of a chunk are opposite `b0:b1` of the reference. `held`: a rule holds them equal."""

    a0: int
    a1: int
    b0: int
    b1: int
    decided: bool = False
    held: bool = False


@dataclass(slots=True)
class Chunk:
    """A few words of the working text, with places relative to the chunk's start, and the `units` among them.

    Words between the units equal those of the reference from `b0` to `b1`, which are counted from that text's start.
    `others` are words covered by rows that are not units: such a row is withdrawn as a whole, or not at all.
    """

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    units: list[Unit]
    b0: int
    b1: int
    others: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def opposite(self, unit: int, word: int) -> int:
        """The word of the reference opposite an equal `word` before unit number `unit`."""
        if unit:
            last = self.units[unit - 1]
            return last.b1 + word - last.a1
        return self.b0 + word

    def is_equal(self, word: int) -> bool:
        """True where the word is in no unit."""
        behind = bisect_right(self.units, word, key=lambda u: u.a1)
        return behind == len(self.units) or self.units[behind].a0 > word

    def place_of(self, word: int) -> int:
        """Where a word begins, or would begin after the last."""
        return self.starts[word] if word < len(self.starts) else len(self.text)

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """The range of words that share a letter or an edge with a range of the text."""
        first = bisect_left(self.ends, start)
        return first, max(first, bisect_right(self.starts, end))

    def joined(self, other: Chunk) -> Chunk:
        """This chunk followed by `other`, as one."""
        at, words = len(self.text), len(self.forms)
        return Chunk(
            self.text + other.text,
            self.starts + [at + k for k in other.starts],
            self.ends + [at + k for k in other.ends],
            self.forms + other.forms,
            self.units + [Unit(u.a0 + words, u.a1 + words, *u[2:]) for u in other.units],
            self.b0,
            other.b1,
            self.others + [(first + words, last + words) for first, last in other.others],
        )

    def grow_others(self, first: int, last: int, growth: int) -> None:
        """Shifts what lies after words `first` to `last`, which became `growth` more."""

        def end(word: int) -> int:
            return word if word <= first else max(first, word + growth) if word >= last else last + growth

        if growth:
            self.others = [(min(low, first) if low < last else low + growth, end(high)) for low, high in self.others]

    def widened(self, first: int, last: int) -> tuple[int, int]:
        """Words `first` to `last` extended to the whole of the units and other rows that they touch.

        Those rows are discarded: the differences there are reported again.
        """
        while reached := [row for row in self.others if row[0] <= last and first <= row[1]]:
            first, last = min(first, *(low for low, _ in reached)), max(last, *(high for _, high in reached))
            self.others = [row for row in self.others if row not in reached]
            inside = [u for u in self.units if u.a0 < last and u.a1 > first]
            if inside:
                first, last = min(first, inside[0].a0), max(last, inside[-1].a1)
        return first, last
