"""Turns key presses into actions, wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from cableview.gui.actions import BY_ID, OPEN, ROWS, Mode, Row, acts_while_typing, rows_for

DIGITS_UNSHIFTED = dict(zip("&é\"'(-", "123456", strict=True)) | {"§": "6"}
"""The characters of AZERTY's digit row without Shift (§: in Belgium)."""

DIGIT_ROW = {"windows": range(2, 12), "xcb": range(10, 20), "wayland": range(10, 20)}
"""Scan codes of the keys 1 to 0 by Qt's platform; others do not report them."""

FIELD_KEYS = frozenset({"Ctrl+C", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Esc"})
"""Chords that a text field keeps for itself."""

LEFT_TO_WIDGETS = frozenset({"seen", "page-next", "page-previous"})
"""Actions whose key goes to the focused list, table or text if they are unavailable."""

SYMBOL_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def key_names(event: QKeyEvent) -> tuple[str, ...]:
    """Names in Qt's portable notation by which a key press may be known, the most exact first."""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    names = [_name(event.key(), modifiers)]
    if modifiers & SYMBOL_MODIFIERS:
        if modifiers & Qt.KeyboardModifier.ShiftModifier and not Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z:
            names.append(_name(event.key(), modifiers & ~Qt.KeyboardModifier.ShiftModifier))
    elif len(event.text()) == 1 and event.text().isprintable() and not event.text().isalpha() and event.text() != " ":
        names.append(event.text())
        if _is_in_digit_row(event, modifiers):
            names.append(DIGITS_UNSHIFTED[event.text()])
    elif event.text() == "é" and _is_in_digit_row(event, modifiers):
        names.append("2")
    return tuple(dict.fromkeys(name for name in names if name))


def _name(key: int, modifiers: Qt.KeyboardModifier) -> str:
    if key in (0, Qt.Key.Key_unknown):
        return ""
    return QKeySequence(key | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText)


def _is_in_digit_row(event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> bool:
    """True for a digit key on layouts where digits are typed with Shift."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier or event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return False
    row = DIGIT_ROW.get(QGuiApplication.platformName())
    return event.text() in DIGITS_UNSHIFTED and (row is None or event.nativeScanCode() in row)


def is_typed_in(widget: QObject | None) -> bool:
    """True for a widget that treats keys as typing."""
    if isinstance(widget, QPlainTextEdit | QTextEdit | QLineEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox) or (isinstance(widget, QComboBox) and widget.isEditable())


def _is_in_menu(watched: QObject) -> bool:
    """True for a key to a menu, or to the bar of them after Alt: a letter opens one, and is not to decide a place."""
    return isinstance(watched, QMenu) or isinstance(QApplication.focusWidget(), QMenuBar)


class KeyDispatcher(QObject):
    """Sees every key press in a window before the focused widget does, and emits the action assigned to it.

    It does so even where the action is not possible, so that a key never does nothing without a word. `told` says so
    of a sign that nothing is assigned to in review, and that no widget is to take for a search.

    Qt's own shortcuts are not used: an editor takes Ctrl+Z before them, a table takes letters, and a held key repeats.
    """

    acted = Signal(str)
    released = Signal(str)
    told = Signal(str)

    def __init__(self, window: QWidget, mode: Callable[[], Mode], is_enabled: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._window, self._mode, self._is_enabled = window, mode, is_enabled
        self._held: set[str] = set()
        self.watch(window)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def watch(self, root: QWidget) -> None:
        """Watches `root` and all its widgets that can have the focus."""
        for widget in (root, *root.findChildren(QWidget)):
            if widget is root or widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.removeEventFilter(self)
                widget.installEventFilter(self)

    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self._window:
            now.removeEventFilter(self)
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and self._held:
            return self._released(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._row_for(watched, event) is not None or _is_in_menu(watched):  # else the menu's own shortcut acts
                event.accept()
                return True
        elif kind == QEvent.Type.WindowDeactivate and self._held:
            self._release_all()
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        row = self._row_for(watched, event)
        if row is None:
            return self._pressed_elsewhere(watched, event)
        if event.isAutoRepeat() and not row.repeats:
            return True
        if row.id == "bare":
            self._held.add(row.id)
        if row.id in LEFT_TO_WIDGETS and not self._is_enabled(row.id):
            return False
        self.acted.emit(row.id)  # even if it is not possible: the reviewer is told why
        return True

    def _pressed_elsewhere(self, watched: QObject, event: QKeyEvent) -> bool:
        """Emits what a chord would do with an item open, so that it does not just do nothing; the widget has it too."""
        if _is_in_menu(watched) or is_typed_in(watched):
            return False
        if self._mode() is Mode.REVIEW:
            sign = event.text() if not event.modifiers() & SYMBOL_MODIFIERS else ""
            is_unused = sign.isprintable() and bool(sign.strip())
            if is_unused:
                self.told.emit(f"“{sign}” does nothing here. F2 types in the text, F1 lists the keys.")
            return is_unused
        if self._mode() not in OPEN:
            chords = [name for name in key_names(event) if acts_while_typing(name) and name not in FIELD_KEYS]
            meant = next((row for row in ROWS if set(row.keys) & set(chords)), None)
            if meant is not None and not event.isAutoRepeat():
                self.acted.emit(meant.id)
        return False

    def _released(self, event: QKeyEvent) -> bool:
        held = [k for k in self._held if set(key_names(event)) & set(BY_ID[k].keys)]
        if not held or event.isAutoRepeat():
            return bool(held)
        self._release_all()
        return True

    def _release_all(self) -> None:
        for key in tuple(self._held):
            self._held.discard(key)
            self.released.emit(key)

    def _row_for(self, watched: QObject, event: QKeyEvent) -> Row | None:
        if isinstance(watched, QMenu):
            return None
        names, mode = key_names(event), self._mode()
        if is_typed_in(watched):
            is_field = not watched.property("is_working_text")
            names = tuple(n for n in names if acts_while_typing(n) and not (is_field and n in FIELD_KEYS))
        elif _is_in_menu(watched):
            names = tuple(n for n in names if acts_while_typing(n) and n != "Esc")
        elif isinstance(watched, QAbstractButton):
            own = {"Space", "Return", "Enter", *(("Esc",) if watched.property("is_left_by_escape") else ())}
            names = tuple(n for n in names if n not in own)
        return next((row for name in names for row in rows_for(name, mode)), None)
