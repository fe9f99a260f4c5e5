"""The items of a folder in a plain list, each with how far it has come."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from cableview.collection.make_item import make_item
from cableview.collection.pairing import Files, Pairing
from cableview.errors import CableviewError
from cableview.gui.plain_text import plain_label, plain_tip
from cableview.gui.row_delegates import NameDelegate, RowTable, set_up_table, state_icons
from cableview.gui.tasks import Task
from cableview.gui.theme import LIGHT, Theme
from cableview.model.decision import State
from cableview.review.opening import open_session

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("Item", "Scan", "Second text", "State")
SHARES = (0.27, 0.16, 0.22)
"""Of the width, but for the last column: it says why an item cannot be opened, and has the rest."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an item has come; `error` says why that is not known."""

    undecided: int = 0
    count: int = 0
    has_reference: bool = True
    error: str = ""

    @property
    def is_done(self) -> bool:
        """True where it could be opened and nothing is undecided."""
        return not self.error and self.undecided == 0

    def words(self) -> str:
        """What the list says of it."""
        if self.error:
            return f"cannot be opened: {self.error}"
        if not self.has_reference:
            return "nothing to compare with"
        return "all decided" if self.undecided == 0 else f"{self.undecided} of {self.count} undecided"

    @property
    def sign(self) -> State | None:
        """The state whose shape stands for it; none where nothing was compared."""
        if self.error:
            return State.REOPENED
        if not self.has_reference:
            return None
        return State.DECIDED if self.is_done else State.OPEN


def progress_of(files: Files) -> Progress:
    """Opens an item without keeping anything, and counts."""
    try:
        item = make_item(Files(files.transcript, files.reference, files.scans))
        session = open_session(item, reviewer="", keep=False).session
    except CableviewError as error:
        folder = f"{error.path.parent}{os.sep}" if error.path else ""
        return Progress(error=str(error).removeprefix(folder))
    queue = session.queue
    return Progress(queue.undecided, len(queue), bool(session.reference))


class ItemModel(QAbstractTableModel):
    """Rows of items; the state of each arrives when it was counted."""

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
        """Takes over how far an item is."""
        self._states[row] = progress
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))

    def progress(self, row: int) -> Progress | None:
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


class ItemList(QWidget):
    """Shows a folder. `chosen` gives the files of an item."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ItemModel(self)
        self.folder = Path()
        self._task: Task | None = None
        self._title, self._left_over = plain_label(), plain_label()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self._title.setFont(font)
        self._left_over.setWordWrap(True)
        self.table = RowTable()
        self._names = NameDelegate(self.table)
        self._build()

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Items of the folder")
        header = set_up_table(table, table.fontMetrics().height() + 12)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        for column in range(len(HEADINGS) - 1):
            table.setItemDelegateForColumn(column, self._names)
        table.activated.connect(lambda index: self.chosen.emit(self.model.items[index.row()]))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(table, 1)
        column.addWidget(self._left_over)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, share in enumerate(SHARES):
            self.table.setColumnWidth(column, round(self.table.width() * share))

    def show_folder(self, folder: Path, pairing: Pairing) -> None:
        """Lists the items and begins to count what is undecided in each."""
        self.folder = folder
        count = len(pairing.items)
        said = [f"{path.name}: {reason}" for path, reason in pairing.unpaired]
        self._left_over.setText("Left out: " + "; ".join(said) if said else "")
        self._left_over.setVisible(bool(said))
        self.model.set_items(pairing.items)
        self._retitle()
        if count:
            self.table.selectRow(0)
        self.table.setFocus()
        self._count(0)

    def set_theme(self, theme: Theme) -> None:
        self.model.set_theme(theme)

    def _retitle(self) -> None:
        """The folder's name, and what is known so far of all its items together."""
        count = len(self.model.items)
        known = [progress for row in range(count) if (progress := self.model.progress(row))]
        words = [f"{self.folder.name}: {count} item{'' if count == 1 else 's'}"]
        if sum(progress.count for progress in known):
            words.append(f"{sum(progress.undecided for progress in known)} places undecided")
        if done := sum(progress.sign is State.DECIDED for progress in known):
            words.append(f"{done} all decided")
        words += ["counting …"] if len(known) < count else []
        self._title.setText(", ".join(words))

    def recount(self, files: Files) -> None:
        """Counts again what was worked at."""
        if files in self.model.items:
            self._count(self.model.items.index(files), goes_on=False)

    def next_undecided(self, after: Files | None) -> Files | None:
        """The next item that has, or may have, something undecided."""
        items = self.model.items
        first = items.index(after) + 1 if after in items else 0
        for k in range(len(items)):
            row = (first + k) % len(items)
            progress = self.model.progress(row)
            is_open = progress is None or (not progress.is_done and not progress.error)
            if is_open and items[row] != after:
                return items[row]
        return None

    def stop(self) -> None:
        """Reads no further items."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _count(self, row: int, *, goes_on: bool = True) -> None:
        self.stop()
        if row >= len(self.model.items):
            return
        files = self.model.items[row]
        task = self._task = Task(lambda: progress_of(files), self)
        task.done.connect(lambda progress: self._on_counted(row, progress, goes_on=goes_on))
        task.failed.connect(lambda error: self._on_counted(row, Progress(error=str(error)), goes_on=goes_on))
        task.start()

    def _on_counted(self, row: int, progress: Progress, *, goes_on: bool) -> None:
        self._task = None
        if row < len(self.model.items):
            self.model.set_progress(row, progress)
            self._retitle()
        rest = [k for k in range(len(self.model.items)) if self.model.progress(k) is None]
        if rest and goes_on:
            self._count(rest[0])


def _named(paths: Sequence[Path]) -> str:
    if not paths:
        return "–"
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more"
