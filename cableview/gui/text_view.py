"""A text as it is read: marks, markup and the current place drawn on it, positions in code points.

The text is the session's. What Qt holds is a picture of it, made by the text map, and is never read back whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QFocusEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cableview.gui import text_paint
from cableview.gui.offsets import to_utf16
from cableview.gui.state_shapes import paint_state
from cableview.gui.text_boxes import BlockInView, boxes_in
from cableview.gui.text_map import PAGE_BREAK, BlockChange, TextMap, common, stand_ins
from cableview.gui.text_paint import TextMark
from cableview.gui.theme import Theme
from cableview.model.span import Span
from cableview.model.witness import MarkKind, Markup

SIZES = (7.0, 40.0)
MARGIN_WIDTH = 26
FOCUS_WIDTH = 3
READING_HEIGHT = 0.36
"""Share of the height at which a revealed line stands, so that the eyes find it without searching."""

_STRUCK = (MarkKind.STRUCK, MarkKind.OVERTYPED)

MarkProvider = Callable[[Span], Sequence[TextMark]]


class TextView(QPlainTextEdit):
    """One text, to be read and selected in. All spans and positions are code points of it."""

    caret_moved = Signal(int)
    text_size_changed = Signal(float)

    def __init__(self, theme: Theme, font: QFont, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._map = TextMap()
        self._provider: MarkProvider = lambda _span: ()
        self._current: tuple[Span, ...] = ()
        self._struck: tuple[Span, ...] = ()
        self._dimmed: tuple[Span, ...] = ()
        self._writing = False
        self._revealed: Span | None = None
        self._margin = _Margin(self)
        self._beside: QWidget | None = None
        self._set_up(font, name)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.updateRequest.connect(self._on_update_request)
        self.verticalScrollBar().actionTriggered.connect(self._forget_revealed)

    def _set_up(self, font: QFont, name: str) -> None:
        self.setUndoRedoEnabled(False)
        self.setFont(font)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setCenterOnScroll(True)
        self.document().setDocumentMargin(8)
        self.setViewportMargins(MARGIN_WIDTH, 0, 0, 0)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    # What is shown ---------------------------------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Code points of the text."""
        return len(self._map)

    def part(self, start: int, stop: int) -> str:
        """The text between two code points, as it is and not as it is shown."""
        return self._map.part(start, stop)

    def set_text(self, text: str) -> None:
        """Shows another text from its beginning. Marks are asked for anew; current place and markup are dropped."""
        self._map = TextMap(text)
        self._current = self._struck = self._dimmed = ()
        self._revealed = None
        with _Writing(self):
            self.setPlainText("\n".join(self._map.shown_blocks()))
        self.refresh_marks()

    def apply_change(self, start: int, removed: int, added: str) -> None:
        """Takes over a change of the session's text. Caret and scroll stay with the words where they were."""
        self._write(self._map.replace(start, removed, added))
        self.refresh_marks()

    def set_marks(self, provider: MarkProvider) -> None:
        """`provider(span)` gives the marks that touch a span; it is asked at each paint for what is visible."""
        self._provider = provider
        self.refresh_marks()

    def set_markup(self, markup: Markup) -> None:
        """Strikes out struck words and dims delimiters; spans of the text as it stands now."""
        self._struck = tuple(sorted(mark.span for mark in markup.marks if mark.kind in _STRUCK))
        self._dimmed = tuple(sorted(markup.delimiters))
        self.refresh_marks()

    def set_current(self, *spans: Span) -> None:
        """The place under review; of a moved passage both places. None takes it away."""
        self._current = spans
        self.refresh_marks()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh_marks()

    @Slot()
    def refresh_marks(self) -> None:
        self.viewport().update()
        self._margin.update()

    # Place in the text -----------------------------------------------------------------------------------------------

    @property
    def caret(self) -> int:
        return self._position(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._unit(position))
        self.setTextCursor(cursor)

    def follow(self, position: int) -> None:
        """Takes the caret along to a place that is gone to: what reads the screen aloud reads there. It is not told."""
        with _Writing(self):
            self.set_caret(position)

    @property
    def selection(self) -> Span:
        cursor = self.textCursor()
        return Span(self._position(cursor.selectionStart()), self._position(cursor.selectionEnd()))

    def select(self, span: Span) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._unit(span.start))
        cursor.setPosition(self._unit(span.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def visible_span(self) -> Span:
        """The text of the blocks that are in view."""
        blocks = [block.blockNumber() for block, _box in self._visible()]
        first, last = (blocks[0], blocks[-1]) if blocks else (0, 0)
        return Span(self._map.start_of(first), self._map.start_of(last + 1))

    @property
    def line_count(self) -> int:
        """Lines as they are shown, as far as they were laid out; else a paragraph counts as one."""
        return max(1, self.document().lineCount())

    def start_of_line(self, number: int) -> int:
        """Where a line begins, counted from 0; behind the last one, beyond the end of the text."""
        block = self.document().findBlockByLineNumber(number)
        if number >= self.line_count or not block.isValid():
            return self.length + 1
        within = number - block.firstLineNumber()
        column = block.layout().lineAt(within).textStart() if within else 0
        return self._map.position_of(block.blockNumber(), column)

    def share_at(self, position: int) -> float:
        """How far down the whole text the line with a position is, 0 to 1."""
        block, column = self._place(position)
        line = block.layout().lineForTextPosition(column) if block.layout().lineCount() else None
        number = block.firstLineNumber() + (line.lineNumber() if line is not None and line.isValid() else 0)
        return number / self.line_count

    def position_at_share(self, share: float) -> int:
        """Where the line begins that is so far down the whole text."""
        block = self.document().findBlockByLineNumber(int(share * self.line_count))
        return self._position((block if block.isValid() else self.document().lastBlock()).position())

    def share_in_view(self) -> tuple[float, float]:
        """The part of the whole text that is in view."""
        bar, lines = self.verticalScrollBar(), self.line_count
        return min(1.0, bar.value() / lines), min(1.0, (bar.value() + bar.pageStep()) / lines)

    def add_beside(self, beside: QWidget) -> None:
        """Shows a narrow widget between the text and its scroll bar."""
        self._beside = beside
        self.setViewportMargins(MARGIN_WIDTH, 0, beside.sizeHint().width(), 0)
        beside.show()

    def reveal(self, span: Span) -> None:
        """Scrolls so that the line where `span` begins stands at a fixed height, also after the pane is resized."""
        self._revealed = span
        block, column = self._place(span.start)
        self.blockBoundingRect(block)  # lays it out
        line = block.layout().lineForTextPosition(column)
        number = line.lineNumber() if line.isValid() else 0
        top, skipped = self._line_above(block, number, self.viewport().height() * READING_HEIGHT)
        self.verticalScrollBar().setValue(top.firstLineNumber() + skipped)

    def _line_above(self, block: QTextBlock, line: int, height: float) -> tuple[QTextBlock, int]:
        """The line that stands about `height` pixels above line `line` of `block`. Lays out what is between them."""
        step = max(1.0, self.blockBoundingRect(block).height() / max(1, block.lineCount()))
        wanted = int(height / step)
        while wanted > line and block.previous().isValid():
            wanted -= line
            block = block.previous()
            self.blockBoundingRect(block)
            line = max(1, block.lineCount())
        return block, max(0, line - wanted)

    def _write(self, change: BlockChange) -> None:
        """Changes only the letters that differ, so that Qt carries caret and selection along."""
        before, after = "\n".join(change.before), "\n".join(change.after)
        if before == after:
            return
        head, tail = common(before, after)
        base = self.document().findBlockByNumber(change.first).position()
        top = QTextCursor(self.firstVisibleBlock())
        within = self.verticalScrollBar().value() - self.firstVisibleBlock().firstLineNumber()
        cursor = QTextCursor(self.document())
        cursor.setPosition(base + to_utf16(before, head))
        cursor.setPosition(base + to_utf16(before, len(before) - tail), QTextCursor.MoveMode.KeepAnchor)
        with _Writing(self):
            cursor.insertText(after[head : len(after) - tail])
        self.verticalScrollBar().setValue(top.block().firstLineNumber() + within)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies what the text says, not the pictures that stand in for it."""
        data = QMimeData()
        span = self.selection
        data.setText(self._map.part(span.start, span.end))
        return data

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu has an Undo of its own, which is not ours: the window may offer one, the pane does not."""
        event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore()  # files dropped here are for the window

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_text_size(self.text_size + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
            return
        self._forget_revealed()
        super().wheelEvent(event)

    # Size of letters -------------------------------------------------------------------------------------------------

    @property
    def text_size(self) -> float:
        return self.font().pointSizeF()

    @Slot(float)
    def set_text_size(self, points: float) -> None:
        points = min(max(points, SIZES[0]), SIZES[1])
        if points != self.text_size:
            font = self.font()
            font.setPointSizeF(points)
            self.setFont(font)
            self.text_size_changed.emit(points)

    # Drawing ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        marks = self._provider(self.visible_span())
        seen = self._in_view()
        painter = QPainter(self.viewport())
        self._paint_under(painter, marks, seen)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_over(painter, marks, seen)
        painter.end()

    def _paint_under(self, painter: QPainter, marks: Sequence[TextMark], seen: Sequence[BlockInView]) -> None:
        if not self.isReadOnly():
            line = QRectF(self.cursorRect())
            line.setLeft(0)
            line.setWidth(self.viewport().width())
            painter.fillRect(line, self._theme.current_line)
        for mark in marks:
            if mark.excluded:
                text_paint.hatch(painter, boxes_in(seen, mark.span), self._theme)
        for span in self._current:
            text_paint.fill(painter, boxes_in(seen, span), self._theme.current)

    def _paint_over(self, painter: QPainter, marks: Sequence[TextMark], seen: Sequence[BlockInView]) -> None:
        ground = self._theme.base
        for block in seen:
            self._paint_block(painter, block)
        visible = Span(seen[0].start, seen[-1].stop) if seen else Span(0, 0)
        for span in _within(self._dimmed, visible):
            text_paint.dim(painter, boxes_in(seen, span), ground)
        for span in _within(self._struck, visible):
            text_paint.strike(painter, boxes_in(seen, span), self._theme.text)
        for mark in marks:
            if mark.state is not None:
                boxes = boxes_in(seen, mark.span)
                text_paint.underline(painter, boxes, mark.state, self._theme, missing=mark.span.is_empty)
        for span in self._current:
            text_paint.frame(painter, boxes_in(seen, span), self._theme.accent)

    def _paint_block(self, painter: QPainter, block: BlockInView) -> None:
        for at in stand_ins(block.text):
            here = Span(block.start + at, block.start + at + 1)
            text_paint.dim(painter, boxes_in([block], here), self._theme.base)
        if self._map.block_end(block.block.blockNumber()) == PAGE_BREAK:
            box = block.box
            rule = QRectF(box.left(), box.bottom() - 2, box.width(), 4) if block.text else box
            text_paint.page_break(painter, rule, self._theme, label="" if block.text else "page break")

    def boxes_of(self, span: Span) -> list[QRectF]:
        """Where a span is drawn in the viewport, one box for each line of it in view; an empty one has no width."""
        return boxes_in(self._in_view(), span)

    def _in_view(self) -> list[BlockInView]:
        numbers = ((block, box, block.blockNumber()) for block, box in self._visible())
        return [
            BlockInView(b, box, self._map.start_of(number), self._map.block_text(number)) for b, box, number in numbers
        ]

    def paint_margin(self, painter: QPainter) -> None:
        """State shapes beside the lines that have marks, a bar along what was read, an edge while keys come here."""
        shapes: dict[int, TextMark] = {}
        seen = self._in_view()
        for mark in self._provider(self.visible_span()):
            for box in boxes_in(seen, mark.span)[: 1 if mark.state is not None else None]:
                if mark.seen:
                    painter.fillRect(QRectF(MARGIN_WIDTH - 5, box.top(), 3, box.height()), self._theme.decided)
                if mark.state is not None:
                    shapes[round(box.top())] = _more_urgent(mark, shapes.get(round(box.top())))
        size = min(12.0, self.fontMetrics().height() * 0.7)
        for top, mark in shapes.items():
            if mark.state is not None:
                middle = top + self.fontMetrics().height() / 2
                box = QRectF((MARGIN_WIDTH - 4 - size) / 2, middle - size / 2, size, size)
                paint_state(painter, box, mark.state, self._theme)

        if self.hasFocus():
            painter.fillRect(0, 0, FOCUS_WIDTH, self._margin.height(), self._theme.accent)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._margin.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._margin.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.contentsRect()
        self._margin.setGeometry(inner.left(), inner.top(), MARGIN_WIDTH, self.viewport().height())
        if self._beside is not None:
            right = inner.left() + MARGIN_WIDTH + self.viewport().width()
            self._beside.setGeometry(right, inner.top(), self._beside.sizeHint().width(), self.viewport().height())
        if self._revealed is not None:
            self.reveal(self._revealed)

    # Between code points and Qt --------------------------------------------------------------------------------------

    def _visible(self) -> Iterator[tuple[QTextBlock, QRectF]]:
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        bottom = self.viewport().height()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > bottom:
                return
            yield block, box
            block = block.next()

    def _block_at(self, unit: int) -> QTextBlock:
        block = self.document().findBlock(unit)
        return block if block.isValid() else self.document().lastBlock()

    def _place(self, position: int) -> tuple[QTextBlock, int]:
        number, column = self._map.place_of(min(position, len(self._map)))
        return self.document().findBlockByNumber(number), column

    def _unit(self, position: int) -> int:
        block, column = self._place(position)
        return block.position() + column

    def _position(self, unit: int) -> int:
        block = self._block_at(unit)
        return self._map.position_of(block.blockNumber(), unit - block.position())

    def position_at(self, point: QPointF) -> int:
        """The code point nearest to a point of the viewport."""
        return self._position(self.cursorForPosition(point.toPoint()).position())

    @Slot()
    def _on_cursor_moved(self) -> None:
        if not self._writing:
            self.caret_moved.emit(self.caret)
            self.refresh_marks()

    @Slot()
    def _forget_revealed(self) -> None:
        self._revealed = None

    @Slot()
    def _on_update_request(self) -> None:
        self._margin.update()


class _Margin(QWidget):
    """The strip at the left of the text where shapes stand."""

    def __init__(self, pane: TextView) -> None:
        super().__init__(pane)
        self._pane = pane

    def sizeHint(self) -> QSize:
        return QSize(MARGIN_WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._pane.palette().base())
        self._pane.paint_margin(painter)


class _Writing:
    """While it lasts, what changes in the document comes from the session and is not reported."""

    def __init__(self, pane: TextView) -> None:
        self._pane = pane

    def __enter__(self) -> None:
        self._pane._writing = True

    def __exit__(self, *_error: object) -> None:
        self._pane._writing = False


def _within(spans: Sequence[Span], visible: Span) -> Sequence[Span]:
    """Those of sorted, non-overlapping `spans` that touch `visible`."""
    first = bisect_left(spans, visible.start, key=lambda span: span.end)
    return spans[first : bisect_left(spans, visible.end, key=lambda span: span.start)]


def _more_urgent(one: TextMark, other: TextMark | None) -> TextMark:
    if other is None or other.state is None or one.state is None:
        return one
    return one if text_paint.URGENCY.index(one.state) < text_paint.URGENCY.index(other.state) else other
