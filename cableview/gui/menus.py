"""Menus and toolbar of the window, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from cableview.gui.actions import BY_ID, MENUS, ROWS, Mode, Row


class Menus(QObject):
    """Every action of the table, `by_id`. `acted` names one that was chosen; keys are the dispatcher's."""

    acted = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.by_id: Mapping[str, QAction] = {row.id: self._action(row) for row in ROWS}
        self.menus: Mapping[str, QMenu] = {title: window.menuBar().addMenu(title) for title in MENUS}
        self._fill_menus()
        window.addToolBar(self._bar())

    def refresh(
        self, mode: Mode, can: Callable[[str], bool], checked: Mapping[str, bool], named: Mapping[str, str]
    ) -> None:
        """Updates what can be done, what is on, and what `named` actions would affect."""
        for name, action in self.by_id.items():
            action.setEnabled(can(name))
        for name, on in checked.items():
            self.by_id[name].setChecked(on)
        for name, words in named.items():
            self.by_id[name].setText(f"{BY_ID[name].text}: {words.replace('&', '&&')}" if words else BY_ID[name].text)
        self.by_id["edit"].setVisible(mode is not Mode.EDIT)
        self.by_id["review"].setVisible(mode is Mode.EDIT)

    def _fill_menus(self) -> None:
        groups: dict[str, int] = {}
        for row in (r for r in ROWS if r.menu):
            menu = self.menus[row.menu]
            if groups.setdefault(row.menu, row.group) != row.group:
                menu.addSeparator()
                groups[row.menu] = row.group
            menu.addAction(self.by_id[row.id])

    def _bar(self) -> QToolBar:
        bar = QToolBar("Main")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        former = ""
        for row in (r for r in ROWS if r.tool):
            if former and row.menu != former:
                bar.addSeparator()
            former = row.menu
            bar.addAction(self.by_id[row.id])
        return bar

    def _action(self, row: Row) -> QAction:
        action = QAction(row.text, self)
        action.setIconText(row.tool or row.plain_text)
        action.setCheckable(row.checkable)
        action.setStatusTip(row.help)
        keys = f" ({native_key(row.keys[0])})" if row.keys else ""
        action.setToolTip(f"{row.help or row.plain_text}{keys}")
        if row.keys:
            action.setShortcut(QKeySequence(row.keys[0], QKeySequence.SequenceFormat.PortableText))
            # Only shown: it would fire when the menu bar had the focus, where no key is pressed.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _=False: self.acted.emit(row.id))
        return action


def native_key(key: str) -> str:
    """A key of the table of actions as this system writes it."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(QKeySequence.SequenceFormat.NativeText)
