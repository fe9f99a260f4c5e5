"""The menu of an item's rules: which are on, singly and in sets, and what they suppress."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cableview.collation.rules import all_rules, all_sets
from cableview.review.session import Session


class RulesMenu(QObject):
    """The rules of equality beneath a menu, ticked where they hold, with how many places each holds equal.

    `switched` tells what is to be on or off, by name.
    """

    switched = Signal(object)

    def __init__(self, menu: QMenu, session: Callable[[], Session | None]) -> None:
        super().__init__(menu)
        self._session = session
        menu.addSection("Held equal")
        self.sets: dict[str, QAction] = {}
        self.actions: dict[str, QAction] = {}
        by_set, one_by_one = menu.addMenu("Rules by the se&t"), menu.addMenu("Rules o&ne by one")
        for inside in (by_set, one_by_one):
            inside.setToolTipsVisible(True)
        for one in all_sets():
            self.sets[one.name] = self._add(by_set, one.label, one.help, one.rules)
        for rule in all_rules():
            self.actions[rule.name] = self._add(one_by_one, rule.label, rule.help, (rule.name,))
        menu.aboutToShow.connect(self.refresh)

    def _add(self, menu: QMenu, label: str, words: str, rules: tuple[str, ...]) -> QAction:
        action = QAction(label, menu, checkable=True)
        action.setToolTip(words)
        action.setStatusTip(words)
        action.triggered.connect(lambda on: self.switched.emit(dict.fromkeys(rules, on)))
        menu.addAction(action)
        return action

    def refresh(self) -> None:
        """Ticks the rules that are on, and sets all of whose rules are."""
        session = self._session()
        holding = session.rules if session is not None else frozenset()
        for one in all_sets():
            self.sets[one.name].setEnabled(session is not None and bool(session.reference))
            self.sets[one.name].setChecked(holding.issuperset(one.rules))
        for rule in all_rules():
            action = self.actions[rule.name]
            action.setEnabled(session is not None and bool(session.reference))
            action.setChecked(rule.name in holding)
            count = session.live.suppressed.get(rule.name, 0) if session else 0
            action.setText(f"{rule.label} ({count})" if count else rule.label)
