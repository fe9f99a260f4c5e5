"""The items of a folder as rows of a table, with the progress of each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from cableview.collection.make_item import make_item
from cableview.collection.pairing import Files
from cableview.errors import CableviewError
from cableview.gui.plain_text import plain_tip
from cableview.gui.row_delegates import state_icons
from cableview.gui.theme import LIGHT, Theme
from cableview.model.decision import State
from cableview.review.opening import open_session
from cableview.review.session import Session

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("Item", "Scan", "Second text", "State")


@dataclass(frozen=True, slots=True)
class Progress:
    """An item's progress; `error` says why it is not known."""

    undecided: int = 0
    count: int = 0
    has_reference: bool = True
    error: str = ""

    @property
    def is_done(self) -> bool:
        """True if it could be opened and nothing is undecided."""
        return not self.error and self.undecided == 0

    def words(self) -> str:
        """The progress as shown in the list."""
        if self.error:
            return f"cannot be opened: {self.error}"
        if not self.has_reference:
            return "nothing to compare with"
        return "all decided" if self.undecided == 0 else f"{self.undecided} of {self.count} undecided"

    @property
    def sign(self) -> State | None:
        """The state whose shape represents it; `None` if nothing was compared."""
        if self.error:
            return State.REOPENED
        if not self.has_reference:
            return None
        return State.DECIDED if self.is_done else State.OPEN


def progress_of(files: Files) -> Progress:
    """Opens an item without saving anything, and counts."""
    try:
        item = make_item(Files(files.transcript, files.reference, files.scans))
        session = open_session(item, reviewer="", keep=False).session
    except CableviewError as error:
        folder = f"{error.path.parent}{os.sep}" if error.path else ""
        return Progress(error=str(error).removeprefix(folder))
    return progress_in(session)


def progress_in(session: Session) -> Progress:
    return Progress(session.queue.undecided, len(session.queue), bool(session.reference))


class ItemModel(QAbstractTableModel):
    """Rows of items; the progress of each arrives once it is counted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[Files, ...] = ()
        self._states: dict[int, Progress] = {}
        self._theme, self._icons = LIGHT, state_icons(LIGHT)

    def set_items(self, items: Sequence[Files]) -> None:
        """Lists other items, of which nothing is known yet."""
        self.beginResetModel()
        self.items, self._states = tuple(items), {}
        self.endResetModel()

    def set_progress(self, row: int, progress: Progress) -> None:
        """Records an item's progress."""
        self._states[row] = progress
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))

    def progress(self, row: int) -> Progress | None:
        """An item's progress; `None` until it is counted."""
        return self._states.get(row)

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._icons = theme, state_icons(theme)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADINGS[section] if shown and 0 <= section < len(HEADINGS) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.items):
            return None
        files, progress = self.items[index.row()], self._states.get(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(files, progress, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                error = [progress.error] if progress and progress.error else []
                return plain_tip("\n".join((*error, *map(str, files.paths))))
            case Qt.ItemDataRole.DecorationRole if index.column() == 3 and progress and progress.sign:
                return self._icons[progress.sign]
            case Qt.ItemDataRole.ForegroundRole if index.column() in (1, 2):
                return QColor(self._theme.muted)
            case _:
                return None

    def _shown(self, files: Files, progress: Progress | None, column: int) -> str:
        match column:
            case 0:
                return files.name
            case 1:
                return _named(files.scans)
            case 2:
                return _named(files.reference)
            case _:
                return progress.words() if progress else "…"


def _named(paths: Sequence[Path]) -> str:
    if not paths:
        return "–"
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more"
