"""What is held equal in an item: rules, sets and pairs of the user's own, and the places, to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cableview.collation.held_places import HeldPlace, held_places
from cableview.collation.rules import all_rules, all_sets, label_of, own_rule, own_rules, own_sides
from cableview.gui.dialogs import set_size
from cableview.gui.plain_text import plain_label, plain_tip
from cableview.gui.row_delegates import Index, RowDelegate
from cableview.gui.splitters import PlainSplitter, splitter
from cableview.gui.tasks import Task
from cableview.review.live_queue import AT_ONCE
from cableview.review.session import Session

NAMES = int(Qt.ItemDataRole.UserRole) + 1
"""Of a row: the names of its rules."""
PLACE = NAMES + 1
MOST_SHOWN = 5000
"""Places that are listed at once; more would make the list slow and nobody reads them."""
LONGEST_SHOWN = 120

NO_CLAIM = "What is held equal leaves the list and is counted here. It says nothing about the page."

LOOKED_FOR = "Looking for the places …"


class RulesDialog(QDialog):
    """Stands beside the window while the work goes on.

    `switched` tells rules to be turned on or off, by name; `place_chosen` a place to be looked at.
    """

    switched = Signal(object)
    place_chosen = Signal(object)
    _ticked = Signal(object)

    def __init__(self, session: Callable[[], Session | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._collated: object = None
        self._holding: frozenset[str] | None = None
        self._places: tuple[HeldPlace, ...] = ()
        self._search: Task | None = None
        self._is_filling = False
        self.setWindowTitle("Rules of equality")
        self.setModal(False)
        self.rules = _tree("Rules", ("Held equal", "Places"))
        self.places = _tree("Places held equal", ("Working text", "Second text", "Rule"))
        self.one, self.other = QLineEdit(), QLineEdit()
        self.add_button, self.change_button = QPushButton("&Add"), QPushButton("&Change")
        self.remove_button = QPushButton("&Remove")
        self.said = plain_label(NO_CLAIM)
        self._build()
        self.rules.itemChanged.connect(self._on_ticked)
        # Queued: a switch refills the tree, and its rows must not go while one of them is emitting.
        self._ticked.connect(self.switched, Qt.ConnectionType.QueuedConnection)
        self.rules.currentItemChanged.connect(lambda *_: self._on_rule_chosen())
        self.places.currentItemChanged.connect(self._on_place_chosen)
        self.places.itemActivated.connect(self._on_place_chosen)
        self.add_button.clicked.connect(self._add)
        self.change_button.clicked.connect(self._change)
        self.remove_button.clicked.connect(self._remove)
        for field in (self.one, self.other):
            field.returnPressed.connect(self._change_or_add)
            field.textEdited.connect(lambda _: self._say(NO_CLAIM))

    def _build(self) -> None:
        set_size(self, 900, 560)
        self.rules.setIndentation(14)
        self.rules.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.rules.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for column in (0, 1):
            self.places.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.places.header().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.places.setRootIsDecorated(False)
        self.places.setAlternatingRowColors(True)
        self.one.setPlaceholderText("Tokio")
        self.other.setPlaceholderText("Tokyo")
        self.one.setAccessibleName("One wording")
        self.other.setAccessibleName("The other wording")
        self.said.setWordWrap(True)
        pair = QHBoxLayout()
        pair.setSpacing(6)
        pair.addWidget(plain_label("Your own:"))
        for part in (self.one, plain_label("="), self.other):
            pair.addWidget(part, int(isinstance(part, QLineEdit)))
        for button in (self.add_button, self.change_button, self.remove_button):
            button.setAutoDefault(False)
            pair.addWidget(button)
        halves = splitter(Qt.Orientation.Horizontal, self.rules, self.places, kind=PlainSplitter)
        halves.setSizes([360, 520])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(halves, 1)
        column.addLayout(pair)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        end = QHBoxLayout()
        end.addWidget(self.said, 1)
        end.addWidget(close)
        column.addLayout(end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the fields and lists, not for a button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Brings the dialog up to date, if it is visible and something has changed.

        While texts have to be collated again, only what is on is updated; places and counts stay as they were.
        """
        session = self._session()
        if not self.isVisible():
            return
        holding = session.rules if session is not None else None
        is_collated = session is None or not (session.live.needs_collation or session.live.collation is self._collated)
        if is_collated:
            self._collated = session.live.collation if session is not None else None
            self._look_for_places(session)
        elif holding == self._holding:
            return
        self._holding = holding
        self._fill(session, self.chosen)
        if is_collated:
            self._on_rule_chosen()

    def _look_for_places(self, session: Session | None) -> None:
        """Finds what is held equal; in a long text in the background, since it has to look at every word."""
        if self._search is not None:
            self._search.cancel()
            self._search = None
        collation = session.live.collation if session is not None else None
        if session is None or collation is None or len(session.text) <= AT_ONCE:
            self._places = session.live.held_places() if session is not None else ()
            return
        self._places = ()
        search = self._search = Task(partial(held_places, collation), self)
        search.done.connect(self._on_places_found)
        search.failed.connect(lambda error: self._say(f"Looking for the places failed: {error}."))
        search.start()

    def _on_places_found(self, places: tuple[HeldPlace, ...]) -> None:
        if self._search is not None:
            self._search.deleteLater()
            self._search = None
        self._places = places
        self._list_places()  # the fields stay: a pair may be half typed

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._collated = self._holding = None
        self.refresh()

    def choose(self, name: str) -> None:
        """Goes to the row of a rule."""
        for row in self._rows():
            if row.data(0, NAMES) == (name,):
                self.rules.setCurrentItem(row)

    # How it is shown

    def _fill(self, session: Session | None, chosen: tuple[str, ...]) -> None:
        self._is_filling = True
        scrolled = self.rules.verticalScrollBar().value()
        self.rules.clear()
        holding = session.rules if session is not None else frozenset()
        counts = session.live.suppressed if session is not None else {}
        is_on = session is not None and session.item.reference is not None
        everything = self._row("Everything held equal", (), sum(counts.values()), "All places, by whatever rule.")
        own = own_rules(holding)
        if own:
            head = self._head("Your own pairs")
            for name in own:
                self._row(name, (name,), counts.get(name, 0), "", head, is_ticked=True)
        head = self._head("Sets")
        for one in all_sets():
            count = sum(counts.get(rule, 0) for rule in one.rules)
            ticked = len(holding.intersection(one.rules))
            row = self._row(one.label, one.rules, count, one.help, head, is_ticked=ticked > 0)
            if 0 < ticked < len(one.rules):
                row.setCheckState(0, Qt.CheckState.PartiallyChecked)
        head = self._head("Rules")
        for rule in all_rules():
            is_ticked = rule.name in holding
            self._row(rule.label, (rule.name,), counts.get(rule.name, 0), rule.help, head, is_ticked=is_ticked)
        self.rules.expandAll()
        self.rules.setEnabled(is_on)
        self.rules.verticalScrollBar().setValue(scrolled)
        self.rules.setCurrentItem(next((r for r in self._rows() if r.data(0, NAMES) == chosen), everything))
        self._is_filling = False

    def _head(self, words: str) -> QTreeWidgetItem:
        row = QTreeWidgetItem(self.rules, [words])
        font = QFont(self.rules.font())
        font.setBold(True)
        row.setFont(0, font)
        row.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return row

    def _row(
        self,
        label: str,
        names: tuple[str, ...],
        count: int,
        words: str,
        head: QTreeWidgetItem | None = None,
        *,
        is_ticked: bool | None = None,
    ) -> QTreeWidgetItem:
        row = QTreeWidgetItem(head if head is not None else self.rules, [label, str(count) if count else ""])
        row.setData(0, NAMES, names)
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setToolTip(0, plain_tip(words or label))
        if is_ticked is not None:
            row.setCheckState(0, Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        return row

    def _rows(self) -> list[QTreeWidgetItem]:
        """All rows but the headings."""
        every = self.rules.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
        return [row for row in every if row.data(0, NAMES) is not None]

    @property
    def chosen(self) -> tuple[str, ...]:
        row = self.rules.currentItem()
        return (row.data(0, NAMES) or ()) if row is not None else ()

    def _on_rule_chosen(self) -> None:
        if self._is_filling:
            return
        chosen = self.chosen
        sides = own_sides(chosen[0]) if len(chosen) == 1 else None
        if sides:
            self.one.setText(sides[0])
            self.other.setText(sides[1])
        self.change_button.setEnabled(bool(sides))
        self.remove_button.setEnabled(bool(sides))
        self._list_places()

    def _list_places(self) -> None:
        chosen, session = self.chosen, self._session()
        self._is_filling = True
        self.places.clear()
        shown = [place for place in self._places if not chosen or place.rule in chosen]
        if session is not None:
            self.places.addTopLevelItems([_place_row(place, session) for place in shown[:MOST_SHOWN]])
        self._is_filling = False
        more = f"The first {MOST_SHOWN} of {len(shown)} places are listed." if len(shown) > MOST_SHOWN else ""
        self._say(" ".join(filter(None, (NO_CLAIM, LOOKED_FOR if self._search is not None else more))))

    def _on_place_chosen(self, row: QTreeWidgetItem | None, *_: object) -> None:
        if row is not None and not self._is_filling:
            self.place_chosen.emit(row.data(0, PLACE))

    def _say(self, words: str) -> None:
        self.said.setText(words)

    # What is changed

    def _on_ticked(self, row: QTreeWidgetItem, column: int) -> None:
        if not self._is_filling and column == 0 and row.data(0, NAMES):
            self._ticked.emit(dict.fromkeys(row.data(0, NAMES), row.checkState(0) == Qt.CheckState.Checked))

    def _typed(self) -> str | None:
        """The pair in the fields, unless it is none, which is said."""
        try:
            name = own_rule(self.one.text(), self.other.text())
        except ValueError as error:
            self._say(f"This is not a pair: {error}.")
            return None
        session = self._session()
        if session is not None and name in session.rules:
            self._say(f"{name} is held equal already.")
            return None
        return name

    def _add(self) -> None:
        name = self._typed()
        if name is not None:
            self._switch({name: True}, name)

    def _change(self) -> None:
        chosen, name = self.chosen, self._typed()
        if name is not None:
            self._switch({chosen[0]: False, name: True}, name)

    def _change_or_add(self) -> None:
        (self._change if self.change_button.isEnabled() else self._add)()

    def _remove(self) -> None:
        self._switch({self.chosen[0]: False}, "")

    def _switch(self, rules: dict[str, bool], name: str) -> None:
        self.switched.emit(rules)
        self.refresh()
        if name:
            self.choose(name)


class _Rows(RowDelegate):
    """Rows as high as those of the list of discrepancies."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(24, option.fontMetrics.height() + 9))


class _Tree(QTreeWidget):
    """Marks the row where the keys begin: on the first Tab into it Qt makes one current without selecting it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        row = self.currentItem()
        if row is not None and not self.selectedItems():
            row.setSelected(True)


def _tree(name: str, columns: tuple[str, ...]) -> QTreeWidget:
    tree = _Tree()
    tree.setAccessibleName(name)
    tree.setHeaderLabels(list(columns))
    tree.setUniformRowHeights(True)
    tree.setItemDelegate(_Rows(tree))
    tree.header().setStretchLastSection(False)
    return tree


def _place_row(place: HeldPlace, session: Session) -> QTreeWidgetItem:
    texts = _shown(place.working.of(session.text)), _shown(place.reference.of(session.reference))
    row = QTreeWidgetItem([*texts, label_of(place.rule)])
    row.setData(0, PLACE, place)
    return row


def _shown(words: str) -> str:
    """Words on one line; line ends, and blanks alone, as signs."""
    words = words.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\f", "⏎")
    if not words.strip():
        words = words.replace(" ", "␣").replace("\t", "⇥")
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
