"""One text's sentence around a place, as the strip shows it, and which letters of its reading differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cableview.gui.reading_diff import changed_places, differing_spans
from cableview.gui.text_direction import is_right_to_left
from cableview.model.span import Span

MOST_SHOWN = 1400
"""Letters of a reading; a longer one is reduced to both ends."""

NOTHING = "nothing here"
"""Stands for a reading that is empty."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text's sentence around a place, on one line each part; `remark` is about the reading, not of it."""

    label: str
    before: str
    reading: str
    after: str
    remark: str = ""

    @property
    def is_right_to_left(self) -> bool:
        """True where the sentence is written from right to left."""
        return is_right_to_left(self.reading, self.before, self.after)

    @property
    def sides(self) -> tuple[str, str]:
        """The text to the left of the reading, and to the right."""
        return (self.after, self.before) if self.is_right_to_left else (self.before, self.after)

    def shortened(self) -> Line:
        """The line on one row, with only both ends of a reading of more than `MOST_SHOWN` letters."""
        reading = " ".join(self.reading.split())
        if len(reading) > MOST_SHOWN:
            reading = f"{reading[: MOST_SHOWN * 2 // 3]} […] {reading[-MOST_SHOWN // 3 :]}"
        return replace(self, reading=reading)

    @property
    def spoken(self) -> str:
        """What a screen reader says for it."""
        remark = f", {self.remark}" if self.remark else ""
        return f"{self.label}: {self.reading or NOTHING}{remark}"


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line with the spans of its reading that another lacks, and where the readings diverge."""

    line: Line
    marks: tuple[Span, ...] = ()
    changes: frozenset[int] = frozenset()


def marked_lines(lines: Sequence[Line]) -> tuple[MarkedLine, ...]:
    """The lines with the differences between the first two marked; a third has no marks."""
    texts = [line.reading for line in lines[:2]]
    if len(texts) < 2:
        return tuple(map(MarkedLine, lines))
    changes = dict(zip(texts, changed_places(*texts), strict=True))
    marks = (*differing_spans(*texts), *(() for _ in lines[2:]))
    return tuple(
        MarkedLine(line, own, changes.get(line.reading, frozenset())) for line, own in zip(lines, marks, strict=True)
    )
