"""The queue at the side: a table with search and filters, in step with the place being viewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cableview.gui.kind_help import KIND_HELP
from cableview.gui.queue_model import Column, QueueFilter, QueueModel, Remark
from cableview.gui.row_delegates import RowTable, set_up_table
from cableview.gui.state_shapes import state_icon
from cableview.gui.theme import LIGHT, UI_POINT_SIZE, Theme
from cableview.model.decision import STATE_WORDS, State
from cableview.model.discrepancy import Kind, Severity

WIDEST = {Column.PLACE: "12:34", Column.KIND: "punctuation", Column.SEVERITY: "!!"}
"""The text that a column must show in full."""
WIDEST_BRIEF_KIND = "punct."
STATE_WIDTH, CELL_EDGES = 26, 11
NARROW = 320
"""Pixels below which kinds are abbreviated, if the window uses the usual text size."""

NARROWEST = 280
"""Pixels below which readings take the space of kinds: the strip also shows a place's kind."""

ARROW = " ▾"
Offer = tuple[StrEnum, str, int]
"""A value that can be ticked, its label, and how many rows have it."""

_WORDS = {state.value: words for state, words in STATE_WORDS.items()}


class QueuePanel(QWidget):
    """Shows the rows of a queue model. `chosen` carries the id of the selected row.

    `narrowed` signals that the listed rows have changed.
    """

    chosen = Signal(str)
    narrowed = Signal()
    left = Signal()

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._theme = model, LIGHT
        self._is_following = False
        self._current: str | None = None
        self.filter = QueueFilter(model, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find in readings")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Find in readings")
        self.search.setAcceptDrops(False)  # dropped files are handled by the window
        self.search.installEventFilter(self)
        self.kinds = _FilterButton("Kind", "All kinds", KIND_HELP)
        self.states = _FilterButton("State", "All states")
        self.severities = _FilterButton("Severity", "Any severity")
        self.states.set_more(self._remarks)
        self.kinds.set_left(model.undecided_by_kind)
        self.table = RowTable()
        self._count, self._nothing = QLabel(), QLabel("No place is listed. F lists all again.")
        self._build()
        self.search.textChanged.connect(self._on_filter_changed)
        self.kinds.changed.connect(self._on_filter_changed)
        self.states.changed.connect(self._on_filter_changed)
        self.severities.changed.connect(self._on_filter_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        for signal in (model.followed, model.modelReset):
            signal.connect(self.refresh_counts)

    def sizeHint(self) -> QSize:
        return QSize(372, 600)

    def _build(self) -> None:
        table = self.table
        table.setModel(self.filter)
        table.setAccessibleName("Discrepancies")
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = set_up_table(table, max(24, table.fontMetrics().height() + 9))
        header.setMinimumSectionSize(20)
        for column in Column:
            stretches = column in (Column.TRANSCRIPT, Column.REFERENCE)
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(column, mode)
        header.resizeSection(Column.STATE, STATE_WIDTH)
        for column, words in WIDEST.items():
            header.resizeSection(column, self._cell_width(words))
        filters = QHBoxLayout()
        filters.setSpacing(6)
        for button in self._buttons:
            filters.addWidget(button)
        filters.addStretch(1)
        finding = QHBoxLayout()
        finding.setSpacing(8)
        finding.addWidget(self.search, 1)
        finding.addWidget(self._count)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 8, 8)
        whole.setSpacing(6)
        whole.addLayout(finding)
        whole.addLayout(filters)
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(2, 4, 2, 4)
        whole.addWidget(self._nothing)
        whole.addWidget(table, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._scaled(NARROW)
        self._model.set_brief(is_narrow)
        words = WIDEST_BRIEF_KIND if is_narrow else WIDEST[Column.KIND]
        self.table.horizontalHeader().resizeSection(Column.KIND, self._cell_width(words))
        self.table.setColumnHidden(Column.KIND, self.width() < self._scaled(NARROWEST))

    def _cell_width(self, words: str) -> int:
        return self.table.fontMetrics().horizontalAdvance(words) + CELL_EDGES

    def _scaled(self, pixels: int) -> float:
        """`pixels` scaled to the window's text size."""
        return pixels * self.font().pointSizeF() / UI_POINT_SIZE

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._model.set_theme(theme)
        self.states.forget()
        self.refresh_counts()

    def show_current(self, entry_id: str | None) -> None:
        """Selects the row of a place and scrolls to it, at once or as soon as the filters let it through."""
        self._current = entry_id
        row = None if entry_id is None else self.filter.row_of(entry_id)
        self._is_following = True
        try:
            if row is None:
                self.table.clearSelection()
                return
            index = self.filter.index(row, Column.TRANSCRIPT)
            if self.table.currentIndex().row() != row or not self.table.selectionModel().isSelected(index):
                self.table.setCurrentIndex(index)
                self.table.selectRow(row)
            self.table.scrollTo(index)
        finally:
            self._is_following = False

    def refresh_counts(self) -> None:
        """Shows how many places there are of each kind, state and severity, and how many are listed."""
        kinds, states, severities = self._model.counts()
        self.kinds.offer([(kind, kind.value) for kind in Kind if kinds[kind]], kinds)
        icons = {state: state_icon(state, self._theme) for state in State}
        self.states.offer([(state, STATE_WORDS[state]) for state in State if states[state]], states, icons)
        self.severities.offer([(one, one.value) for one in Severity if severities[one]], severities)
        shown, count = self.filter.rowCount(), self._model.rowCount()
        self._count.setText(str(count) if shown == count else f"{shown} of {count}")
        self._nothing.setVisible(count > 0 and shown == 0)

    @property
    def _buttons(self) -> tuple[_FilterButton, ...]:
        return self.kinds, self.states, self.severities

    @property
    def is_filtered(self) -> bool:
        """True while only some places are listed."""
        return bool(self.search.text().strip() or any(button.chosen for button in self._buttons))

    def kind_words(self, kind: Kind) -> str:
        """How many places of a kind are left to decide."""
        count = self._model.counts()[0][kind]
        return f"Only {kind.value}: {_left_words(self._model.undecided_by_kind()[kind], count)}. F lists all again."

    def list_only(self, kind: Kind) -> None:
        self.kinds.choose(frozenset({kind.value}))

    def list_all(self) -> None:
        """Lists all places again, whatever was filtered or searched for."""
        self.search.clear()
        for button in self._buttons:
            button.choose(frozenset())

    def list_some(self) -> None:
        """Lists all places of a new item if the previous item's filters would list none."""
        if not self.filter.rowCount():
            self.list_all()

    def row_text(self) -> str:
        """The selected row for pasting into a table: its columns, separated by tabs; empty if there is none."""
        chosen = self.table.selectionModel().selectedRows()
        if not chosen:
            return ""
        row = chosen[0].row()
        cells = (self.filter.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column)
        return "\t".join(str(cell) for cell in cells)

    def focus_search(self) -> None:
        """Focuses the search, even if the list was hidden."""
        self.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and self.filter.rowCount():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                self.table.selectRow(0)
                return True
        return super().eventFilter(watched, event)

    def _on_filter_changed(self) -> None:
        self._is_following = True
        try:
            self.filter.choose(
                frozenset(Kind(k) for k in self.kinds.chosen),
                frozenset(_state_or_remark(s) for s in self.states.chosen),
                self.search.text(),
                frozenset(Severity(s) for s in self.severities.chosen),
            )
        finally:
            self._is_following = False
        self.refresh_counts()
        self.show_current(self._current)
        self.narrowed.emit()

    def _remarks(self) -> list[Offer]:
        """Counted only on demand: there may be tens of thousands of rows."""
        counts = self._model.remark_counts()
        return [(remark, remark.value, counts[remark]) for remark in Remark]

    def _on_selection_changed(self, selected: QItemSelection, _: QItemSelection) -> None:
        indexes: list[QModelIndex] = selected.indexes()
        if indexes and not (self._is_following or self._model.is_following):
            self.chosen.emit(self.filter.entry_at(indexes[0].row()).id)


def _left_words(undecided: int, count: int) -> str:
    return f"{undecided} of {count} undecided" if undecided else f"{count}, all decided"


def _state_or_remark(value: str) -> State | Remark:
    return State(value) if value in set(State) else Remark(value)


class _FilterButton(QToolButton):
    """A menu of values with their counts, any number of which can be ticked; none ticked means all.

    If there is no room for what is ticked, the button shows part of it, or just what it filters by.
    """

    changed = Signal()

    def __init__(self, name: str, everything: str, tips: Mapping[Kind, str] | None = None) -> None:
        """`tips` explain the values."""
        super().__init__()
        self._name, self._everything = name, everything
        self._tips: Mapping[Any, str] = tips or {}
        self.chosen: frozenset[str] = frozenset()
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._offered: object = None
        self._offers: list[Offer] = []
        self._icons: Mapping[StrEnum, QIcon] = {}
        self._title = ""
        self._retitle()

    def set_more(self, more: Callable[[], list[Offer]]) -> None:
        """Adds further values to the menu, counted when it is shown."""
        self._menu.aboutToShow.connect(lambda: self._fill(more()))

    def set_left(self, left: Callable[[], Counter]) -> None:
        """Shows how many rows of each value are undecided, counted when the menu is shown."""
        self._menu.aboutToShow.connect(lambda: self._fill(left=left()))

    def offer(self, values: Iterable[tuple[StrEnum, str]], counts: Counter, icons: dict | None = None) -> None:
        self._offers = [(value, words, counts[value]) for value, words in values]
        key = (self._offers, self.chosen)
        if key == self._offered:
            return
        self._offered, self._icons = key, icons or {}
        self._fill()

    def _fill(self, more: Sequence[Offer] = (), left: Counter | None = None) -> None:
        self._menu.clear()
        everything = self._menu.addAction(f"{self._everything} ({sum(n for *_, n in self._offers)})")
        everything.triggered.connect(lambda: self.choose(frozenset()))
        for offers in (self._offers, more):
            if offers:
                self._menu.addSeparator()
            for offered in offers:
                self._add(*offered, left)

    def _add(self, value: StrEnum, words: str, count: int, left: Counter | None) -> None:
        said = str(count) if left is None else _left_words(left[value], count)
        action = QAction(f"{words} ({said})", self._menu, checkable=True)
        action.setToolTip(self._tips.get(value, ""))
        action.setChecked(value in self.chosen)
        action.setEnabled(count > 0 or value in self.chosen)
        if value in self._icons:
            action.setIcon(self._icons[value])
        action.triggered.connect(lambda on, value=value: self._on_ticked(value, on=on))
        self._menu.addAction(action)

    def choose(self, values: frozenset[str]) -> None:
        if values != self.chosen:
            self.chosen = values
            self._retitle()
            self.changed.emit()

    def forget(self) -> None:
        """Rebuilds the menu at the next offer, because its icons have changed."""
        self._offered = None

    def _on_ticked(self, value: str, *, on: bool) -> None:
        self.choose(self.chosen | {value} if on else self.chosen - {value})

    def _retitle(self) -> None:
        chosen = sorted(self.chosen)
        some = _WORDS.get(chosen[0], chosen[0]) if chosen else ""
        more = f" +{len(self.chosen) - 1}" if len(self.chosen) > 1 else ""
        title = f"{some}{more}" if some else self._everything
        self._title = title
        self.setText(f"{title}{ARROW}")
        self.setAccessibleName(f"{self._name}: {title}")

    def minimumSizeHint(self) -> QSize:
        least = self.fontMetrics().horizontalAdvance(f"{self._name}{ARROW}")
        return QSize(least + self._edges, self.sizeHint().height())

    @property
    def _edges(self) -> int:
        """Pixels that the style adds beside the text."""
        return self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        metrics, room = self.fontMetrics(), self.width() - self._edges
        if metrics.horizontalAdvance(self.text()) > room:
            option.text = f"{self._name}{ARROW}"
            if self.chosen or metrics.horizontalAdvance(option.text) > room:
                title, left = self._title if self.chosen else self._name, room - metrics.horizontalAdvance(ARROW)
                option.text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, left) + ARROW
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()
