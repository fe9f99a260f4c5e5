"""Some words of a text that is edited, with places from their start on, and how they lie beside the reference."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple


class Unit(NamedTuple):
    """Words `a0:a1` of a chunk stand where the reference has `b0:b1`. `held`: a rule holds them equal."""

    a0: int
    a1: int
    b0: int
    b1: int
    decided: bool = False
    held: bool = False


@dataclass(slots=True)
class Chunk:
    """Some words of the working text, with places counted from the chunk's start, and the `units` among them.

    Words between the units equal those of the reference from `b0` to `b1`, which is counted from that text's start.
    """

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    units: list[Unit]
    b0: int
    b1: int

    def opposite(self, unit: int, word: int) -> int:
        """The word of the reference that an equal `word` in front of unit number `unit` stands for."""
        if unit:
            last = self.units[unit - 1]
            return last.b1 + word - last.a1
        return self.b0 + word

    def place_of(self, word: int) -> int:
        """Where a word begins, or would stand behind the last."""
        return self.starts[word] if word < len(self.starts) else len(self.text)

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Words that share a letter or an edge with a range of the text."""
        first = bisect_left(self.ends, start)
        return first, max(first, bisect_right(self.starts, end))

    def joined(self, other: Chunk) -> Chunk:
        """Both as one; `other` follows."""
        at, words = len(self.text), len(self.forms)
        return Chunk(
            self.text + other.text,
            self.starts + [at + k for k in other.starts],
            self.ends + [at + k for k in other.ends],
            self.forms + other.forms,
            self.units + [Unit(u.a0 + words, u.a1 + words, *u[2:]) for u in other.units],
            self.b0,
            other.b1,
        )
