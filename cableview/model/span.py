"""Half-open ranges of code points, the only unit in which texts are measured here."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """Half-open range of code points of one text, `0 <= start <= end`; empty for a place where something could be.

    Tens of thousands are made at a time; a `Struct` takes a quarter of the time of a frozen dataclass.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        """Always true: even an empty span is a place."""
        return True

    @property
    def is_empty(self) -> bool:
        return self.start == self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def after_change(self, start: int, removed: int, added: int) -> Span:
        """The span after the `removed` code points at `start` have been replaced by `added` others.

        What is inserted at its ends is outside; what replaces a part of it is inside.
        """
        stop = start + removed
        if start >= self.end and stop > self.start:
            return self
        if stop <= self.start:
            return self.shifted(added - removed)
        return Span(min(start, self.start), max(stop, self.end) + added - removed)

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if they share a code point; an empty span overlaps one that it is strictly inside."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: Span) -> bool:
        """True if they overlap or adjoin."""
        return self.start <= other.end and other.start <= self.end

    def hull(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))
