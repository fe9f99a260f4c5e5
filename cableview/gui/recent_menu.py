"""The menu of recent items, from which another is opened without closing the present one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

MOST = 9


class RecentMenu(QObject):
    """A submenu before `before` in `menu`; `recent` gives the paths of each item. `chosen` carries those of one."""

    chosen = Signal(tuple)

    def __init__(self, menu: QMenu, before: QAction, recent: Callable[[], Sequence[tuple[str, ...]]]) -> None:
        super().__init__(menu)
        self._recent = recent
        self.menu = QMenu("Open &recent", menu)
        self.menu.setToolTipsVisible(True)
        menu.insertMenu(before, self.menu)
        menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Lists the recent items, each with a digit; identical names have their folder beside them."""
        self.menu.clear()
        recent = [paths for paths in self._recent() if paths][:MOST]
        names = [Path(paths[0]).name for paths in recent]
        for number, (paths, name) in enumerate(zip(recent, names, strict=True), start=1):
            shown = name if names.count(name) == 1 else f"{name} ({Path(paths[0]).parent.name})"
            action = self.menu.addAction(f"&{number}  {shown.replace('&', '&&')}")
            action.setToolTip("\n".join(paths))
            action.triggered.connect(lambda _=False, paths=paths: self.chosen.emit(paths))
        self.menu.setEnabled(bool(recent))
