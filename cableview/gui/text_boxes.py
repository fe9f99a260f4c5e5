"""Where spans of a text are drawn: their boxes in the visible lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from cableview.gui.offsets import to_utf16
from cableview.gui.text_direction import has_right_to_left
from cableview.model.span import Span

TOUCHING = 0.5
"""Maximum pixels between adjacent letters."""


@dataclass(frozen=True, slots=True)
class BlockInView:
    """A visible block: its box in the viewport, and the code point of the text that it starts at.

    `ends_page`: a form feed follows it.
    """

    block: QTextBlock
    box: QRectF
    start: int
    text: str
    ends_page: bool = False

    @property
    def stop(self) -> int:
        """The code point after its last one."""
        return self.start + len(self.text)

    def boxes(self, span: Span) -> Iterator[QRectF]:
        """The parts of lines that `span` covers, several in a line with two directions; one of zero width if empty."""
        first = to_utf16(self.text, max(0, span.start - self.start))
        last = to_utf16(self.text, min(len(self.text), span.end - self.start))
        layout = self.block.layout()
        for k in range(layout.lineCount()):
            line = layout.lineAt(k)
            low, high = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if low < high or (low == high and span.is_empty):
                for left, right in _stretches(line, low, high, self.text):
                    yield QRectF(self.box.left() + left, self.box.top() + line.y(), right - left, line.height())
                if span.is_empty:
                    return


def boxes_in(blocks: Sequence[BlockInView], span: Span) -> list[QRectF]:
    """Where `span` is drawn in consecutive blocks; an empty one at a boundary belongs to the later block."""
    first = max(0, bisect_right(blocks, span.start, key=lambda block: block.start) - 1)
    boxes: list[QRectF] = []
    for block in blocks[first:]:
        if block.start > span.end or (block.start == span.end and not span.is_empty):
            break
        if block.stop >= span.start:
            boxes += block.boxes(span)
    return boxes


def _stretches(line: QTextLine, low: int, high: int, text: str) -> list[tuple[float, float]]:
    """The horizontal extents of the letters between two columns of a line, from left to right."""
    if low < high and has_right_to_left(text):
        # A column where the direction changes has two sides: only the letters themselves show where they are.
        runs = [run.boundingRect() for run in line.glyphRuns(low, high - low)]
        parts: list[tuple[float, float]] = []
        for left, right in sorted((run.left(), run.right()) for run in runs):
            is_beside = bool(parts) and left - parts[-1][1] < TOUCHING
            parts[-1:] = [(parts[-1][0], max(right, parts[-1][1]))] if is_beside else [*parts[-1:], (left, right)]
        if parts:
            return parts
    left, right = sorted((_x_of(line, low), _x_of(line, high)))
    return [(left, right)]


def _x_of(line: QTextLine, column: int) -> float:
    at: Any = line.cursorToX(column)  # PySide's stubs do not know that it returns a pair
    return float(at[0])
