"""The list of a folder's items: the progress of each, and which one is being worked on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTextBrowser, QVBoxLayout, QWidget

from cableview.collection.item_paths import absolute
from cableview.collection.pairing import Files, Pairing
from cableview.gui.item_model import HEADINGS, ItemModel, Progress, progress_in, progress_of
from cableview.gui.plain_text import plain_label
from cableview.gui.row_delegates import NameDelegate, RowTable, set_up_table
from cableview.gui.tasks import Task
from cableview.gui.theme import Theme
from cableview.model.decision import State
from cableview.report.summary import counted
from cableview.review.session import Session

NAMES_SHARE = 0.7
"""Share of the width that names of files may take; the last column says why an item cannot be opened."""

APART = 16
"""Pixels between the names of two columns."""

MOST_LEFT_OUT = 4
"""Lines for files that belong to no item: of a hundred, the rest are scrolled to."""


class ItemList(QWidget):
    """Shows a folder. `chosen` carries the files of an item to be opened, which is then the current one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ItemModel(self)
        self.folder = Path()
        self._worked_at: Files | None = None
        self._task: Task | None = None
        self.title, self._left_out_title, self.left_out = plain_label(), plain_label(), QTextBrowser()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.title.setFont(font)
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
        table.activated.connect(lambda index: self._choose(self.model.items[index.row()]))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(table, 1)
        self.left_out.setTabChangesFocus(True)
        self.left_out.setAccessibleName("Files left out")
        column.addWidget(self._left_out_title)
        column.addWidget(self.left_out)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Shows names in full where there is room, and cuts off the longest ones elsewhere."""
        table, header = self.table, self.table.horizontalHeader()
        columns = range(len(HEADINGS) - 1)
        wanted = {one: max(table.sizeHintForColumn(one), header.sectionSizeHint(one)) + APART for one in columns}
        room = round(table.width() * NAMES_SHARE)
        for done, column in enumerate(sorted(columns, key=wanted.__getitem__)):
            width = min(wanted[column], room // (len(columns) - done))
            table.setColumnWidth(column, width)
            room -= width

    def show_folder(self, folder: Path, pairing: Pairing) -> None:
        """Lists the items and starts counting what is undecided in each."""
        self.folder = folder
        count = len(pairing.items)
        self._show_left_out([f"{path.name} {reason}" for path, reason in pairing.unpaired])
        self.model.set_items(pairing.items)
        self._fit_columns()
        self._retitle()
        if count:
            self.table.selectRow(0)
        self.table.setFocus()
        self._count(0)

    def _show_left_out(self, said: Sequence[str]) -> None:
        """Says of each file that belongs to no item why."""
        self._left_out_title.setText(f"{counted(len(said), 'file')} left out:")
        self.left_out.setPlainText("\n".join(said))
        lines = min(len(said), MOST_LEFT_OUT) * self.left_out.fontMetrics().lineSpacing()
        around = self.left_out.document().documentMargin() + self.left_out.frameWidth()
        self.left_out.setFixedHeight(round(lines + 2 * around))
        for part in (self._left_out_title, self.left_out):
            part.setVisible(bool(said))

    def set_theme(self, theme: Theme) -> None:
        self.model.set_theme(theme)

    def _retitle(self) -> None:
        """The folder's name, and what is known so far of all its items together."""
        count = len(self.model.items)
        known = [progress for row in range(count) if (progress := self.model.progress(row))]
        words = [f"{self.folder.name}: {counted(count, 'item')}"]
        if sum(progress.count for progress in known):
            words.append(f"{counted(sum(progress.undecided for progress in known), 'place')} undecided")
        if done := sum(progress.sign is State.DECIDED for progress in known):
            words.append(f"{done} all decided")
        words += ["counting …"] if len(known) < count else []
        self.title.setText(", ".join(words))

    def return_to(self) -> None:
        """Takes the focus again, recounts the item that was worked on, and goes on counting the rest."""
        if self._worked_at in self.model.items:
            self._count(self.model.items.index(self._worked_at))
        self.table.setFocus()

    def note(self, session: Session) -> None:
        """Records the progress of an item that is about to be closed, if it is listed here."""
        item = session.item
        own = {source.path for source in item.transcript.sources} | {page.path for page in item.pages}
        for row, files in enumerate(self.model.items):
            if absolute((files.transcript or files.scans or files.reference)[0]) in own:
                self.model.set_progress(row, progress_in(session))
                self._retitle()

    def choose_next(self) -> bool:
        """Chooses the next item that has, or may have, something undecided; false if there is no other."""
        files = self.next_undecided
        if files is not None:
            self._choose(files)
        return files is not None

    @property
    def next_undecided(self) -> Files | None:
        """The next item that has, or may have, something undecided; `None` if there is no other."""
        items = self.model.items
        first = items.index(self._worked_at) + 1 if self._worked_at in items else 0
        for k in range(len(items)):
            row = (first + k) % len(items)
            progress = self.model.progress(row)
            is_open = progress is None or (not progress.is_done and not progress.error)
            if is_open and items[row] != self._worked_at:
                return items[row]
        return None

    def _choose(self, files: Files) -> None:
        self._stop()
        self._worked_at = files
        self.chosen.emit(files)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _count(self, row: int) -> None:
        self._stop()
        if row >= len(self.model.items):
            return
        files = self.model.items[row]
        task = self._task = Task(lambda: progress_of(files), self)
        task.done.connect(lambda progress: self._on_counted(row, progress))
        task.failed.connect(lambda error: self._on_counted(row, Progress(error=str(error))))
        task.start()

    def _on_counted(self, row: int, progress: Progress) -> None:
        self._task = None
        if row < len(self.model.items):
            self.model.set_progress(row, progress)
            self._retitle()
        rest = [k for k in range(len(self.model.items)) if self.model.progress(k) is None]
        if rest:
            self._count(rest[0])
