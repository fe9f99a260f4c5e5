"""How the rows of tables and lists are drawn, the same everywhere."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from cableview.gui.state_shapes import state_icon
from cableview.gui.text_direction import has_right_to_left
from cableview.gui.theme import LIGHT, Theme
from cableview.model.decision import State

Index = QModelIndex | QPersistentModelIndex
TABLE_FONT = 0.92

NAME_ROLE = int(Qt.ItemDataRole.UserRole) + 1
DETAIL_ROLE = NAME_ROLE + 1


def _isolated(words: str) -> str:
    """Words so marked that signs at their ends stand where their own script has them, in a cell as in a sentence."""
    return f"\u2068{words}\u2069" if has_right_to_left(words) else words


class RowTable(QTableView):
    """A table of whole rows: Home and End go to the first and the last of them, as in a list."""

    def moveCursor(self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        ends = {QTableView.CursorAction.MoveHome: 0, QTableView.CursorAction.MoveEnd: self.model().rowCount() - 1}
        if action in ends:
            return self.model().index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)


class RowDelegate(QStyledItemDelegate):
    """Draws whole rows: the current one is marked by its background, or where it cannot be selected by a frame."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.text = _isolated(option.text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and not state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()


class NameDelegate(RowDelegate):
    """Cuts names of files in the middle: those of a folder often differ at their ends only."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class DetailDelegate(RowDelegate):
    """Draws the name in `NAME_ROLE` and, muted at the right, the detail in `DETAIL_ROLE`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(30, size.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area = QRect(option.rect).adjusted(10, 0, -10, 0)
        metrics = option.fontMetrics
        name = str(index.data(NAME_ROLE))
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QColor(self.theme.selection_text if is_chosen else self.theme.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        area.setLeft(area.left() + metrics.horizontalAdvance(name) + 24)
        painter.setPen(QColor(self.theme.selection_text if is_chosen else self.theme.muted))
        detail = metrics.elidedText(str(index.data(DETAIL_ROLE)), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()


def set_up_table(table: QTableView, row_height: int) -> QHeaderView:
    """Sets up a read-only table of whole rows with single selection. Returns the header at the top."""
    table.setItemDelegate(RowDelegate(table))
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(row_height)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * TABLE_FONT)
    table.setFont(font)
    header.setFont(font)
    return header


def state_icons(theme: Theme) -> dict[State, QIcon]:
    """The shapes of the states; a chosen row shows them in the same colours."""
    icons = {state: state_icon(state, theme) for state in State}
    for icon in icons.values():
        for size in icon.availableSizes():
            icon.addPixmap(icon.pixmap(size), QIcon.Mode.Selected)
    return icons
