"""Where spans of a text are drawn: the boxes that they cover of the lines in view."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from cableview.gui.offsets import to_utf16
from cableview.model.span import Span


@dataclass(frozen=True, slots=True)
class BlockInView:
    """A block in view: its box in the viewport, and the code point of the text that it starts at.

    `ends_page` where a form feed follows it.
    """

    block: QTextBlock
    box: QRectF
    start: int
    text: str
    ends_page: bool = False

    @property
    def stop(self) -> int:
        """The code point behind its last one."""
        return self.start + len(self.text)

    def boxes(self, span: Span) -> Iterator[QRectF]:
        """The parts of lines that `span` covers; where it is empty, one box without width."""
        first = to_utf16(self.text, max(0, span.start - self.start))
        last = to_utf16(self.text, min(len(self.text), span.end - self.start))
        layout = self.block.layout()
        for k in range(layout.lineCount()):
            line = layout.lineAt(k)
            low, high = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if low < high or (low == high and span.is_empty):
                left, right = sorted((_x_of(line, low), _x_of(line, high)))
                yield QRectF(self.box.left() + left, self.box.top() + line.y(), right - left, line.height())
                if span.is_empty:
                    return


def boxes_in(blocks: Sequence[BlockInView], span: Span) -> list[QRectF]:
    """Where `span` is drawn in blocks that follow one another; an empty one at a border belongs to the later block."""
    first = max(0, bisect_right(blocks, span.start, key=lambda block: block.start) - 1)
    boxes: list[QRectF] = []
    for block in blocks[first:]:
        if block.start > span.end or (block.start == span.end and not span.is_empty):
            break
        if block.stop >= span.start:
            boxes += block.boxes(span)
    return boxes


def _x_of(line: QTextLine, column: int) -> float:
    at: Any = line.cursorToX(column)  # PySide's stubs do not know that it gives a pair
    return float(at[0])
