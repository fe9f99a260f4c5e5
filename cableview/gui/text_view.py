"""A text as it is read: marks, markup and the current place drawn on it, positions in code points.

The text is the session's. What Qt holds is a picture of it, made by the text map, and is never read back whole.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal, Slot
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

from cableview.gui import text_margin
from cableview.gui.offsets import to_utf16
from cableview.gui.text_boxes import BlockInView, boxes_in
from cableview.gui.text_direction import is_right_to_left
from cableview.gui.text_layers import TextLayers
from cableview.gui.text_map import PAGE_BREAK, BlockChange, TextMap, common
from cableview.gui.text_margin import TextMargin
from cableview.gui.text_paint import TextMark
from cableview.gui.theme import Theme
from cableview.model.span import Span
from cableview.model.witness import Markup

SIZES = (7.0, 40.0)
READING_HEIGHT = 0.36
"""Share of the height at which a revealed line is placed, so that the eyes find it without searching."""

MarkProvider = Callable[[Span], Sequence[TextMark]]


class TextView(QPlainTextEdit):
    """One text, for reading and selecting. All spans and positions are its code points."""

    caret_moved = Signal(int)
    text_size_changed = Signal(float)

    def __init__(self, theme: Theme, font: QFont, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map = TextMap()
        self._provider: MarkProvider = lambda _span: ()
        self._layers = TextLayers(theme)
        self._writing = False
        self._revealed: Span | None = None
        self._margin = TextMargin(self, self._marks_in_view, theme)
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
        self.setViewportMargins(text_margin.WIDTH, 0, 0, 0)
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

    def set_text(self, text: str) -> None:
        """Shows another text from its beginning. Marks are requested again; current place and markup are dropped."""
        self._map = TextMap(text)
        self._layers.clear()
        self._revealed = None
        with self._taking_over():
            self._align(text)
            self.setPlainText(self._map.shown_text())
        self.refresh_marks()

    def _align(self, text: str) -> None:
        """Aligns the lines with the side at which the text begins: Qt leaves those of Hebrew at the left."""
        option = self.document().defaultTextOption()
        side = Qt.AlignmentFlag.AlignRight if is_right_to_left(text) else Qt.AlignmentFlag.AlignLeft
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def apply_change(self, start: int, removed: int, added: str) -> None:
        """Takes over a change of the session's text. Caret and scroll stay with the words where they were."""
        self._write(self._map.replace(start, removed, added))
        self.refresh_marks()

    def set_marks(self, provider: MarkProvider) -> None:
        """`provider(span)` returns the marks that touch a span; each paint calls it for what is visible."""
        self._provider = provider
        self.refresh_marks()

    def set_markup(self, markup: Markup) -> None:
        """Strikes out struck words and dims delimiters; spans of the text as it stands now."""
        self._layers.set_markup(markup)
        self.refresh_marks()

    @property
    def current(self) -> tuple[Span, ...]:
        """The place shown as the one under review."""
        return self._layers.current

    def set_current(self, *spans: Span) -> None:
        """Sets the place under review; both places for a moved passage, no span for none."""
        self._layers.current = spans
        self.refresh_marks()

    def set_theme(self, theme: Theme) -> None:
        """Draws marks and margin in the colours of another theme; the palette is the application's."""
        self._layers.theme = theme
        self._margin.set_theme(theme)
        self.refresh_marks()

    @Slot()
    def refresh_marks(self) -> None:
        """Requests the marks again and draws them."""
        self.viewport().update()
        self._margin.update()

    # Place in the text -----------------------------------------------------------------------------------------------

    @property
    def caret(self) -> int:
        return self._position(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        """Puts the caret at a position, or at the end if that is beyond it; nothing is then selected."""
        cursor = self.textCursor()
        cursor.setPosition(self._unit(position))
        self.setTextCursor(cursor)

    def follow(self, position: int) -> None:
        """Moves the caret to a place being gone to, so that screen readers read there. Emits nothing."""
        with self._taking_over():
            self.set_caret(position)

    @property
    def selection(self) -> Span:
        """The selection; empty, at the caret, where there is none."""
        cursor = self.textCursor()
        return Span(self._position(cursor.selectionStart()), self._position(cursor.selectionEnd()))

    def visible_span(self) -> Span:
        """The text of the blocks that are in view."""
        blocks = [block.blockNumber() for block, _box in self._visible()]
        first, last = (blocks[0], blocks[-1]) if blocks else (0, 0)
        return Span(self._map.start_of(first), self._map.start_of(last + 1))

    @property
    def line_count(self) -> int:
        """The number of displayed lines, as far as laid out; otherwise a paragraph counts as one."""
        return max(1, self.document().lineCount())

    def start_of_line(self, number: int) -> int:
        """Where a line begins, counted from 0; beyond the last one, beyond the end of the text."""
        block = self.document().findBlockByLineNumber(number)
        if number >= self.line_count or not block.isValid():
            return self.length + 1
        within, layout = number - block.firstLineNumber(), block.layout()
        # A block counts its lines also while they are to be laid out anew, when its layout has none.
        column = layout.lineAt(within).textStart() if 0 < within < layout.lineCount() else 0
        return self._map.position_of(block.blockNumber(), column)

    def share_at(self, position: int) -> float:
        """How far down the whole text the line of a position is, 0 to 1."""
        block, column = self._place(position)
        line = block.layout().lineForTextPosition(column) if block.layout().lineCount() else None
        number = block.firstLineNumber() + (line.lineNumber() if line is not None and line.isValid() else 0)
        return number / self.line_count

    def position_at_share(self, share: float) -> int:
        """The start of the line that is this far down the whole text."""
        block = self.document().findBlockByLineNumber(int(share * self.line_count))
        return self._position((block if block.isValid() else self.document().lastBlock()).position())

    def share_in_view(self) -> tuple[float, float]:
        """The part of the whole text that is in view."""
        bar, lines = self.verticalScrollBar(), self.line_count
        return min(1.0, bar.value() / lines), min(1.0, (bar.value() + bar.pageStep()) / lines)

    def add_beside(self, beside: QWidget) -> None:
        """Shows a narrow widget between the text and its scroll bar."""
        self._beside = beside
        self.setViewportMargins(text_margin.WIDTH, 0, beside.sizeHint().width(), 0)
        beside.show()

    def reveal(self, span: Span) -> None:
        """Scrolls so that the line where `span` begins is at a fixed height, also after the pane is resized."""
        self._revealed = span
        block, column = self._place(span.start)
        self.blockBoundingRect(block)  # lays it out
        line = block.layout().lineForTextPosition(column)
        number = line.lineNumber() if line.isValid() else 0
        top, skipped = self._line_above(block, number, self.viewport().height() * READING_HEIGHT)
        self.verticalScrollBar().setValue(top.firstLineNumber() + skipped)

    def _line_above(self, block: QTextBlock, line: int, height: float) -> tuple[QTextBlock, int]:
        """The line about `height` pixels above line `line` of `block`. Lays out what is between them."""
        step = max(1.0, self.blockBoundingRect(block).height() / max(1, block.lineCount()))
        wanted = int(height / step)
        while wanted > line and block.previous().isValid():
            wanted -= line
            block = block.previous()
            self.blockBoundingRect(block)
            line = max(1, block.lineCount())
        return block, max(0, line - wanted)

    @contextmanager
    def _taking_over(self) -> Generator[None]:
        """Inside the block, changes of the document come from the session and are not reported."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False

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
        with self._taking_over():
            cursor.insertText(after[head : len(after) - tail])
        self.verticalScrollBar().setValue(top.block().firstLineNumber() + within)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies the text itself, not the stand-ins shown for it."""
        data = QMimeData()
        span = self.selection
        data.setText(self._map.part(span.start, span.end))
        return data

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Suppresses Qt's own menu, whose Undo is not ours; the window may offer one instead."""
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
        """The size of letters in points."""
        return self.font().pointSizeF()

    @Slot(float)
    def set_text_size(self, points: float) -> None:
        """Sets the size of letters, within `SIZES`."""
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
        self._paint_current_line(painter)
        self._layers.paint_under(painter, marks, seen)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._layers.paint_over(painter, marks, seen)
        painter.end()

    def _paint_current_line(self, painter: QPainter) -> None:
        """Paints the background of the line with the caret, while the text is being edited."""
        if not self.isReadOnly():
            line = QRectF(self.cursorRect())
            line.setLeft(0)
            line.setWidth(self.viewport().width())
            painter.fillRect(line, self._layers.theme.current_line)

    def _in_view(self) -> list[BlockInView]:
        return [self._block_in_view(block, box) for block, box in self._visible()]

    def _block_in_view(self, block: QTextBlock, box: QRectF) -> BlockInView:
        number = block.blockNumber()
        ends_page = self._map.block_end(number) == PAGE_BREAK
        return BlockInView(block, box, self._map.start_of(number), self._map.block_text(number), ends_page)

    def _marks_in_view(self) -> Iterator[tuple[TextMark, list[QRectF]]]:
        """The marks in view with their boxes, for the margin."""
        seen = self._in_view()
        for mark in self._provider(self.visible_span()):
            yield mark, boxes_in(seen, mark.span)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._margin.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._margin.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.contentsRect()
        self._margin.setGeometry(inner.left(), inner.top(), text_margin.WIDTH, self.viewport().height())
        if self._beside is not None:
            right = inner.left() + text_margin.WIDTH + self.viewport().width()
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
