"""What is drawn under and over the letters of a text: its marks and markup, and the place under review."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cableview.gui import text_paint
from cableview.gui.text_boxes import BlockInView, boxes_in
from cableview.gui.text_map import stand_ins
from cableview.gui.text_paint import TextMark
from cableview.gui.theme import Theme
from cableview.model.span import Span
from cableview.model.witness import MarkKind, Markup

_STRUCK = (MarkKind.STRUCK, MarkKind.OVERTYPED)


class TextLayers:
    """Paints the blocks in view. All spans are code points of the text."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.current: tuple[Span, ...] = ()
        self._struck: tuple[Span, ...] = ()
        self._dimmed: tuple[Span, ...] = ()

    def clear(self) -> None:
        """Drops current place and markup."""
        self.current = self._struck = self._dimmed = ()

    def set_markup(self, markup: Markup) -> None:
        """Strikes out struck words and dims delimiters."""
        self._struck = tuple(sorted(mark.span for mark in markup.marks if mark.kind in _STRUCK))
        self._dimmed = tuple(sorted(markup.delimiters))

    def paint_under(self, painter: QPainter, marks: Sequence[TextMark], seen: Sequence[BlockInView]) -> None:
        """Paints backgrounds, before Qt draws the letters."""
        for mark in marks:
            if mark.excluded:
                text_paint.hatch(painter, boxes_in(seen, mark.span), self.theme)
        for span in self.current:
            text_paint.fill(painter, boxes_in(seen, span), self.theme.current)

    def paint_over(self, painter: QPainter, marks: Sequence[TextMark], seen: Sequence[BlockInView]) -> None:
        """Paints lines and veils, after Qt has drawn the letters."""
        for block in seen:
            self._paint_block(painter, block)
        visible = Span(seen[0].start, seen[-1].stop) if seen else Span(0, 0)
        for span in _within(self._dimmed, visible):
            text_paint.dim(painter, boxes_in(seen, span), self.theme.base)
        for span in _within(self._struck, visible):
            text_paint.strike(painter, boxes_in(seen, span), self.theme.text)
        for mark in marks:
            if mark.state is not None:
                boxes = boxes_in(seen, mark.span)
                text_paint.underline(painter, boxes, mark.state, self.theme, missing=mark.span.is_empty)
        for span in self.current:
            text_paint.frame(painter, boxes_in(seen, span), self.theme.accent)

    def _paint_block(self, painter: QPainter, block: BlockInView) -> None:
        for run in stand_ins(block.text):
            here = Span(block.start + run.start, block.start + run.end)
            text_paint.dim(painter, boxes_in([block], here), self.theme.base)
        if block.ends_page:
            box = block.box
            rule = QRectF(box.left(), box.bottom() - 2, box.width(), 4) if block.text else box
            text_paint.page_break(painter, rule, self.theme, label="" if block.text else "page break")


def _within(spans: Sequence[Span], visible: Span) -> Sequence[Span]:
    """Those of sorted, non-overlapping `spans` that touch `visible`."""
    first = bisect_left(spans, visible.start, key=lambda span: span.end)
    return spans[first : bisect_left(spans, visible.end, key=lambda span: span.start)]
