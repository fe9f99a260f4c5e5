"""What the window shows without an item: Open, the sample, and what was opened lately."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cableview.gui.plain import plain_tip
from cableview.gui.rows import DETAIL_ROLE, NAME_ROLE, DetailDelegate
from cableview.gui.theme import LIGHT, Theme

WIDTH = 560
MOST_ROWS = 8


class StartPage(QWidget):
    """`chosen` tells an action's id, `recent_chosen` the paths of an item."""

    chosen = Signal(str)
    recent_chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._muted: list[QLabel] = []
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title())
        column.addWidget(self._said("Settle, word by word, what a scanned page says."))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addWidget(self._said("Or drop files here: a scan, its transcript, a second text of the same document."))
        column.addSpacing(16)
        self._heading = self._said("Opened lately")
        column.addWidget(self._heading)
        self.recent = QListWidget()
        self.recent.setAccessibleName("Opened lately")
        self.recent.setAlternatingRowColors(True)
        self._delegate = DetailDelegate(self.recent)
        self.recent.setItemDelegate(self._delegate)
        self.recent.itemActivated.connect(self._on_activated)
        self.recent.itemClicked.connect(self._on_activated)
        column.addWidget(self.recent)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.show_recent(())

    def _title(self) -> QLabel:
        title = QLabel("cableview")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 2.4)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        return title

    def _said(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setWordWrap(True)
        self._muted.append(label)
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for action, words in (("open", "Open…"), ("open-folder", "Open folder…"), ("sample", "Open the sample")):
            button = QPushButton(words)
            button.setMinimumHeight(34)
            button.setMinimumWidth(120)
            button.clicked.connect(lambda _=False, action=action: self.chosen.emit(action))
            row.addWidget(button)
            if action == "open":
                button.setDefault(True)
                self.open_button = button
        row.addStretch(1)
        return row

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._delegate.theme = theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.muted))
        for label in self._muted:
            label.setPalette(palette)

    def show_recent(self, recent: Sequence[tuple[str, ...]]) -> None:
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
