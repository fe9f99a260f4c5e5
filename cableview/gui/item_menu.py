"""The menu of an item: which rules hold, what they suppress, and how its files are read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cableview.collation.rules import all_rules
from cableview.review.session import Session


class RulesMenu(QObject):
    """The rules of equality at the end of a menu, ticked where they hold, with how many places each holds equal."""

    switched = Signal(str, bool)

    def __init__(self, menu: QMenu, session: Callable[[], Session | None]) -> None:
        super().__init__(menu)
        self._session = session
        menu.setToolTipsVisible(True)
        menu.addSection("Held equal")
        self.actions: dict[str, QAction] = {}
        for rule in all_rules():
            action = QAction(rule.label, menu, checkable=True)
            action.setToolTip(rule.help)
            action.setStatusTip(rule.help)
            action.triggered.connect(lambda on, name=rule.name: self.switched.emit(name, on))
            menu.addAction(action)
            self.actions[rule.name] = action
        menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Ticks what holds."""
        session = self._session()
        for rule in all_rules():
            action = self.actions[rule.name]
            action.setEnabled(session is not None and bool(session.reference))
            action.setChecked(session is not None and rule.name in session.rules)
            count = session.suppressed.get(rule.name, 0) if session else 0
            action.setText(f"{rule.label} ({count})" if count else rule.label)
