"""The text pane of the window: read-only in review, editable in editing; reports what is typed as text edits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from cableview.gui.offsets import to_code_points
from cableview.gui.text_map import BlockChange, Edit, shown
from cableview.gui.text_view import TextView
from cableview.gui.theme import Theme
from cableview.model.span import Span

_MOVING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class TextPane(TextView):
    """In review it leaves every single key to the window; `set_editing` makes it writable, unless it is not `editable`.

    `edited` carries start, length removed and text inserted, in code points of the working text; the pane already shows
    the edit. A change that the session announces through `apply_change` while `edited` is being delivered is taken for
    its echo.
    """

    edited = Signal(int, int, str)
    double_clicked = Signal(int)
    editing_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        font: QFont,
        *,
        name: str = "Working text",
        editable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, font, name=name, parent=parent)
        self._editable, self._editing = editable, False
        self._pending: list[Edit] = []
        self._reporting: Edit | None = None
        self.document().contentsChange.connect(self._on_contents_change)
        self.document().contentsChanged.connect(self._on_contents_changed)

    def apply_change(self, start: int, removed: int, added: str) -> None:
        """Applies a change of the session's text, unless it is the one being reported."""
        if self._reporting is not None:
            if Edit(start, removed, added) != self._reporting:
                QTimer.singleShot(0, self, partial(self.apply_change, start, removed, added))
            return
        super().apply_change(start, removed, added)

    # Editing ---------------------------------------------------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        """True while the text can be typed in."""
        return self._editing

    def set_editing(self, on: bool) -> None:
        """Makes the text writable or read-only. A pane that is not editable stays read-only."""
        changed = self._editing != (on and self._editable)
        self._editing = on and self._editable
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        if self._editing:
            flags |= Qt.TextInteractionFlag.TextEditable
        self.setReadOnly(not self._editing)
        self.setTextInteractionFlags(flags)
        self.setTabChangesFocus(not self._editing)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self._editing)
        self.setCursorWidth(2 if self._editing else 1)
        if changed:
            self.editing_changed.emit(self._editing)
        self.refresh_marks()

    def put(self, span: Span, text: str) -> None:
        """Replaces `span` as if it had been typed: shown, and reported by `edited`."""
        self._write(self._map.replace(span.start, len(span), text))
        self.set_caret(span.start + len(text))
        self._report(Edit(span.start, len(span), text))
        self.ensureCursorVisible()

    def _report(self, edit: Edit) -> None:
        if not edit.removed and not edit.text:
            return
        self._reporting = edit
        try:
            self.edited.emit(edit.start, edit.removed, edit.text)
        finally:
            self._reporting = None
        self.refresh_marks()

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        """Works out the change from Qt's blocks; after an input method Qt reports the whole text as changed."""
        if self._writing:
            return
        document = self.document()
        first, last = self._block_at(position), self._block_at(position + added)
        now: list[str] = []
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            now.append(block.text())
            block = block.next()
        count = self._map.block_count - (document.blockCount() - len(now))
        head = to_code_points(now[0], position - first.position())
        tail = len(now[-1]) - to_code_points(now[-1], position + added - last.position(), up=True)
        edit = self._map.take(first.blockNumber(), count, now, head, tail)
        if edit is not None:
            self._pending.append(edit)

    @Slot()
    def _on_contents_changed(self) -> None:
        """Reports what was typed. Only now has Qt laid out the text, and listeners may ask for positions."""
        pending, self._pending = self._pending, []
        for edit in pending:
            self._report(edit)
            if shown(edit.text) != edit.text:
                QTimer.singleShot(0, self, partial(self._show_again, edit))

    def _show_again(self, edit: Edit) -> None:
        """Displays stand-ins for letters that an input method inserted."""
        end = min(edit.start + len(edit.text), self.length)
        for number in range(self._map.block_at(edit.start), self._map.block_at(end) + 1):
            held = self.document().findBlockByNumber(number).text()
            self._write(BlockChange(number, (held,), (shown(self._map.block_text(number)),)))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes into the session's text, with that text's line ends."""
        if self._editing and source.hasText():
            text = source.text().replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
            self.put(self.selection, text.replace("\n", self._map.line_end))

    # Keys and mouse --------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leaves Ctrl+Z and the single keys of review to the window, which would not get them from a focused pane."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self._wants(event):
            event.ignore()
            return False
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            return False
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll):
            return True
        return self._editing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event) and event.key() not in _MOVING:
            event.ignore()
        elif self._editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_return(event)
        else:
            self._step_over_cut(event)
            super().keyPressEvent(event)

    def _on_return(self, event: QKeyEvent) -> None:
        """Inserts a line break; also for Shift+Return (Qt's is U+2028). With Ctrl or Alt the key is the window's."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        else:
            self.put(self.selection, self._map.line_end)

    def _step_over_cut(self, event: QKeyEvent) -> None:
        """Moves past a cut that a long paragraph has in display only, so that a deletion takes the letter beyond."""
        cursor = self.textCursor()
        if not self._editing or cursor.hasSelection():
            return
        back, forward = event.key() == Qt.Key.Key_Backspace, event.key() == Qt.Key.Key_Delete
        if back and cursor.atBlockStart() and cursor.blockNumber() and self._map.continues(cursor.blockNumber() - 1):
            self.moveCursor(QTextCursor.MoveOperation.PreviousCharacter)
        elif forward and cursor.atBlockEnd() and self._map.continues(cursor.blockNumber()):
            self.moveCursor(QTextCursor.MoveOperation.NextCharacter)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Blocks input methods in read-only text, into which Qt would let them commit."""
        if self._editing:
            super().inputMethodEvent(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        position = self.position_at(event.position())
        if self._editing:
            super().mouseDoubleClickEvent(event)
        self.double_clicked.emit(position)
