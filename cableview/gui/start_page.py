"""The page shown without an item: Open, the sample, and recent items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cableview.gui.plain_text import plain_tip
from cableview.gui.row_delegates import DETAIL_ROLE, NAME_ROLE, DetailDelegate
from cableview.gui.state_shapes import window_icon
from cableview.gui.theme import LIGHT, UI_POINT_SIZE, Theme

WIDTH = 640
ICON = 56

WAYS = (
    ("open", "Open…", "A scan, its transcript, and a second text of the same document"),
    ("open-folder", "Open folder…", "Many items, which are listed with what is still undecided in each"),
    ("sample", "Open the sample", "An invented cable of two pages, copied to try everything on"),
)
"""An action, its button's text, and what it leads to."""
MOST_ROWS = 8


class StartPage(QWidget):
    """The start page. `chosen` carries an action's id, `recent_chosen` the paths of an item."""

    chosen = Signal(str)
    recent_chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._muted: list[QLabel] = []
        middle = QWidget()
        middle.setMaximumWidth(round(WIDTH * self.font().pointSizeF() / UI_POINT_SIZE))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addSpacing(16)
        column.addLayout(self._ways())
        column.addSpacing(4)
        column.addWidget(self._said("Or drop files or a folder anywhere here. F1 lists all keys."))
        column.addSpacing(16)
        self._heading = self._said("Recently opened")
        column.addWidget(self._heading)
        self.recent = QListWidget()
        self.recent.setAccessibleName("Recently opened")
        self.recent.setAlternatingRowColors(True)
        self._delegate = DetailDelegate(self.recent)
        self.recent.setItemDelegate(self._delegate)
        self.recent.itemActivated.connect(self._on_activated)
        self.recent.itemClicked.connect(self._on_activated)
        column.addWidget(self.recent)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 1000)  # all the space, up to its own width: with an alignment its text would not wrap
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)
        self.show_recent(())

    def _head(self) -> QHBoxLayout:
        """The program's icon and name, and its purpose."""
        title, icon = QLabel("cableview"), QLabel()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 2.4)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        icon.setPixmap(window_icon().pixmap(ICON))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(self._said("Settle, word by word, what a scanned page says."))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(icon)
        row.addLayout(words, 1)
        return row

    def _said(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setWordWrap(True)
        self._muted.append(label)
        return label

    def _ways(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (action, words, leads_to) in enumerate(WAYS):
            button = QPushButton(words)
            button.setMinimumSize(150, 34)
            button.setAccessibleDescription(leads_to)
            button.clicked.connect(lambda _=False, action=action: self.chosen.emit(action))
            grid.addWidget(button, row, 0)
            grid.addWidget(self._said(leads_to), row, 1)
            if action == "open":
                button.setDefault(True)
        return grid

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._delegate.theme = theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.muted))
        for label in self._muted:
            label.setPalette(palette)

    def show_recent(self, recent: Sequence[tuple[str, ...]]) -> None:
        """Offers recent items, each as its paths."""
        self.recent.clear()
        for paths in recent[:MOST_ROWS]:
            first = Path(paths[0])
            row = QListWidgetItem("")
            row.setData(Qt.ItemDataRole.UserRole, paths)
            row.setData(NAME_ROLE, first.name)
            row.setData(DETAIL_ROLE, str(first.parent))
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first.name} in {first.parent}")
            row.setToolTip(plain_tip("\n".join(paths)))
            self.recent.addItem(row)
        has_some = self.recent.count() > 0
        self.recent.setVisible(has_some)
        self._heading.setVisible(has_some)
        height = self.recent.sizeHintForRow(0) if has_some else 0
        self.recent.setFixedHeight(max(1, self.recent.count()) * height + 4)

    def _on_activated(self, row: QListWidgetItem) -> None:
        self.recent_chosen.emit(row.data(Qt.ItemDataRole.UserRole))
