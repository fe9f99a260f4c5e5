"""The queue as a table model: rows come, go and change one by one, and only a new item resets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import IntEnum, StrEnum
from operator import attrgetter
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QIdentityProxyModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from cableview.gui.kind_help import KIND_HELP
from cableview.gui.plain_text import plain_tip
from cableview.gui.row_delegates import state_icons
from cableview.gui.strip_head import state_words
from cableview.gui.theme import LIGHT, Theme
from cableview.gui.whole_words import one_line
from cableview.model.decision import State, Verdict
from cableview.model.discrepancy import Kind, Severity
from cableview.review.events import QueueChanged, RowsInserted, RowsRemoved, RowStep
from cableview.review.queue import Entry, Queue

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)


class Remark(StrEnum):
    """A remark on a place that one may come back to, whatever its state."""

    LIKELY = "likely, not sure"
    UNREADABLE = "unreadable"
    NOTED = "with a note"


def remarks_of(entry: Entry) -> frozenset[Remark]:
    """What of this was said at a place."""
    decision = entry.decision
    said = {Remark.NOTED: bool(entry.note)}
    if decision is not None:
        said |= {Remark.LIKELY: decision.likely, Remark.UNREADABLE: decision.verdict is Verdict.UNREADABLE}
    return frozenset(remark for remark, is_said in said.items() if is_said)


def remark_counts(entries: Sequence[Entry]) -> Counter[Remark]:
    """How many places have each remark."""
    return Counter(remark for entry in entries for remark in remarks_of(entry))


SEVERITY_SIGNS = {Severity.HIGH: "!!", Severity.MEDIUM: "!", Severity.LOW: "·"}


BRIEF_KINDS = {
    Kind.REPETITION: "repet.",
    Kind.FURNITURE: "furn.",
    Kind.REWORDED: "rew.",
    Kind.SPACING: "space",
    Kind.NUMBER: "num.",
    Kind.PUNCTUATION: "punct.",
    Kind.CHARACTER: "char.",
    Kind.ADDITION: "add.",
    Kind.OMISSION: "omis.",
}


class Column(IntEnum):
    STATE = 0
    PLACE = 1
    TRANSCRIPT = 2
    REFERENCE = 3
    KIND = 4
    SEVERITY = 5


HEADINGS = ("", "Place", "Transcript", "Second text", "Kind", "!")
BRIEF_HEADINGS = ("", "Place", "Transcr.", "Second", "Kind", "!")
LONG_HEADINGS = (
    "State",
    "Page and line",
    "Reading of the transcript",
    "Reading of the second text",
    "Kind",
    "Severity",
)


class _Counts:
    """How many rows there are of each kind, state and severity, kept while rows come and go."""

    def __init__(self, queue: Queue) -> None:
        self.kinds, self.states, self.severities = (
            Counter(queue.kinds),
            Counter(queue.states),
            Counter(queue.severities),
        )

    def add(self, entries: Sequence[Entry]) -> None:
        self.kinds.update(map(attrgetter("kind"), entries))
        self.states.update(map(attrgetter("state"), entries))
        self.severities.update(map(attrgetter("severity"), entries))

    def subtract(self, entries: Sequence[Entry]) -> None:
        # `Counter` counts quickly, but subtracts one by one: of what was counted there is little.
        self.kinds.subtract(Counter(map(attrgetter("kind"), entries)))
        self.states.subtract(Counter(map(attrgetter("state"), entries)))
        self.severities.subtract(Counter(map(attrgetter("severity"), entries)))


_counted = attrgetter("state", "kind", "severity")


class QueueModel(QAbstractTableModel):
    """Rows of a queue. `readings` and `place` give what is shown for an entry's spans.

    `followed` is emitted once after all steps of a change, of which there may be hundreds.
    """

    followed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._texts: Callable[[], tuple[str, str]] = lambda: ("", "")
        self._place: Callable[[int], str] = str
        self._theme = LIGHT
        self._icons = state_icons(LIGHT)
        self._queue: Queue | None = Queue(())
        self._counts = _Counts(Queue(()))
        self._is_brief = False
        self.is_following = False

    def set_queue(self, queue: Queue, texts: Callable[[], tuple[str, str]], place: Callable[[int], str]) -> None:
        """Shows the queue of another item. `texts` gives working text and reference, `place` names a position."""
        self.beginResetModel()
        self._entries, self._queue, self._texts, self._place = list(queue.entries), queue, texts, place
        self._counts = _Counts(queue)
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._icons = theme, state_icons(theme)
        if self._entries:
            self._tell_changed(0, len(self._entries))

    def set_brief(self, on: bool) -> None:
        """Uses short words for kinds and headings, where there is little room."""
        if on != self._is_brief:
            self._is_brief = on
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
            if self._entries:
                self._tell_changed(0, len(self._entries))

    def follow(self, change: QueueChanged, queue: Queue) -> None:
        """Takes the steps that lead to `queue`; `is_following` is true while a view changes rows only for that."""
        self.is_following, self._queue = True, None
        try:
            for step in change.steps:
                self._take(step, queue.entries)
        finally:
            self.is_following = False
        self._entries, self._queue = list(queue.entries), queue
        self.followed.emit()

    def entry_at(self, row: int) -> Entry:
        return self._entries[row]

    def row_of(self, entry_id: str) -> int | None:
        """The row of an entry; `None` where it is not listed."""
        if self._queue is not None:
            return self._queue.row_of(entry_id)
        return next((row for row, entry in enumerate(self._entries) if entry.id == entry_id), None)

    def counts(self) -> tuple[Counter[Kind], Counter[State], Counter[Severity]]:
        return +self._counts.kinds, +self._counts.states, +self._counts.severities

    def undecided_by_kind(self) -> Counter[Kind]:
        """How many places of each kind are still to be decided; all rows are looked at."""
        return Counter(entry.kind for entry in self._entries if not entry.is_decided)

    def remark_counts(self) -> Counter[Remark]:
        """How many places have each remark; all rows are looked at."""
        return remark_counts(self._entries)

    def readings(self, entry: Entry) -> tuple[str, str]:
        """The readings of both texts; for a passage still to be moved its words, for a decided place what was there."""
        working, reference = self._texts()
        if entry.is_decided and entry.decision is not None:
            place = entry.decision.place
            return (place.origin or place.transcript).text, place.reference.text
        here = entry.working if entry.origin is None or entry.origin.is_empty else entry.origin
        return here.of(working), entry.reference.of(reference)

    def _take(self, step: RowStep, entries: Sequence[Entry]) -> None:
        first, last = step.row, step.row + step.count - 1
        gone: Sequence[Entry] = () if isinstance(step, RowsInserted) else self._entries[first : last + 1]
        come: Sequence[Entry] = () if isinstance(step, RowsRemoved) else entries[first : last + 1]
        if gone and come:  # most have only moved
            both = zip(gone, come, strict=True)
            others = [(was, now) for was, now in both if was is not now and _counted(was) != _counted(now)]
            gone, come = [was for was, _ in others], [now for _, now in others]
        self._counts.subtract(gone)
        self._counts.add(come)
        if isinstance(step, RowsRemoved):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._entries[first : last + 1]
            self.endRemoveRows()
        elif isinstance(step, RowsInserted):
            self.beginInsertRows(QModelIndex(), first, last)
            self._entries[first:first] = entries[first : last + 1]
            self.endInsertRows()
        else:
            self._entries[first : last + 1] = entries[first : last + 1]
            self._tell_changed(step.row, step.count)

    def _tell_changed(self, row: int, count: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row + count - 1, len(Column) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (BRIEF_HEADINGS if self._is_brief else HEADINGS)[section]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return LONG_HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry, column = self._entries[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(entry, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(entry, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tip(entry, column))
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                return self._icons[entry.state]
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(entry, column)
            case Qt.ItemDataRole.TextAlignmentRole if column is Column.SEVERITY:
                return Qt.AlignmentFlag.AlignCenter
            case _ if role == ENTRY_ROLE:
                return entry
            case _:
                return None

    def _shown(self, entry: Entry, column: Column) -> str:
        match column:
            case Column.STATE:
                return ""
            case Column.PLACE:
                return self._place(entry.working.start)
            case Column.TRANSCRIPT:
                return one_line(self.readings(entry)[0])
            case Column.REFERENCE:
                return one_line(self.readings(entry)[1])
            case Column.KIND:
                return BRIEF_KINDS.get(entry.kind, entry.kind.value) if self._is_brief else entry.kind.value
            case Column.SEVERITY:
                return SEVERITY_SIGNS[entry.severity]

    def _spoken(self, entry: Entry, column: Column) -> str:
        if column is Column.STATE:
            return ", ".join((state_words(entry), *([Remark.NOTED] if entry.note else [])))
        if column is Column.KIND:
            return entry.kind.value
        return entry.severity.value if column is Column.SEVERITY else self._shown(entry, column)

    def _tip(self, entry: Entry, column: Column) -> str:
        if column in (Column.TRANSCRIPT, Column.REFERENCE):
            return one_line(self.readings(entry)[column - Column.TRANSCRIPT], 400)
        if column is Column.SEVERITY:
            return ", ".join((entry.severity.value, *entry.reasons))
        if column is Column.KIND:
            return f"{entry.kind.value}: {KIND_HELP[entry.kind]}"
        if column is Column.STATE and entry.note:
            return f"{state_words(entry)}\nNote: {entry.note}"
        return self._spoken(entry, column)

    def _ink(self, entry: Entry, column: Column) -> QColor | None:
        if column is Column.SEVERITY:
            return QColor(self._theme.of_severity(entry.severity))
        if column in (Column.PLACE, Column.KIND) or entry.is_decided:
            return QColor(self._theme.muted)
        return None


class QueueFilter(QIdentityProxyModel):
    """The rows of chosen kinds, states and severities whose readings contain some letters; none chosen means all.

    Remarks count among the states: a row with any of those chosen is listed. While everything is listed no row is
    tested, as there may be tens of thousands: the source itself is shown.
    """

    def __init__(self, source: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = source
        self._narrowed = _Narrowed(source, self.accepts, self)
        self.kinds: frozenset[Kind] = frozenset()
        self.states: frozenset[State | Remark] = frozenset()
        self.severities: frozenset[Severity] = frozenset()
        self.words = ""
        self.setSourceModel(source)

    def choose(
        self,
        kinds: frozenset[Kind],
        states: frozenset[State | Remark],
        words: str,
        severities: frozenset[Severity] = frozenset(),
    ) -> None:
        was_narrow = self.is_narrow
        self.kinds, self.states, self.severities = kinds, states, severities
        self.words = " ".join(words.casefold().split())
        if not self.is_narrow:
            if was_narrow:
                self.setSourceModel(self._queue)
                self._narrowed.end()
        elif was_narrow:
            self._narrowed.invalidate()
        else:
            self._narrowed.begin()
            self.setSourceModel(self._narrowed)

    @property
    def is_narrow(self) -> bool:
        """True where only some rows are listed."""
        return bool(self.kinds or self.states or self.severities or self.words)

    def accepts(self, entry: Entry) -> bool:
        """True where the filter lists an entry."""
        if self.kinds and entry.kind not in self.kinds:
            return False
        if self.severities and entry.severity not in self.severities:
            return False
        if self.states and self.states.isdisjoint({entry.state, *remarks_of(entry)}):
            return False
        if not self.words:
            return True
        readings = " ".join((*self._queue.readings(entry), entry.note))
        return self.words in " ".join(readings.casefold().split())

    def entry_at(self, row: int) -> Entry:
        return self._queue.entry_at(self._narrowed.source_row(row) if self.is_narrow else row)

    def row_of(self, entry_id: str) -> int | None:
        """The listed row of an entry; `None` where it is not listed."""
        row = self._queue.row_of(entry_id)
        return self._narrowed.row_from(row) if self.is_narrow and row is not None else row


class _Narrowed(QSortFilterProxyModel):
    """The rows that `accepts` takes, between `begin` and `end`; otherwise none are tested."""

    def __init__(self, queue: QueueModel, accepts: Callable[[Entry], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._queue, self._accepts, self._none = queue, accepts, QueueModel(self)

    def begin(self) -> None:
        self.setSourceModel(self._queue)

    def end(self) -> None:
        self.setSourceModel(self._none)

    def source_row(self, row: int) -> int:
        return self.mapToSource(self.index(row, 0)).row()

    def row_from(self, source_row: int) -> int | None:
        index = self.mapFromSource(self._queue.index(source_row, 0))
        return index.row() if index.isValid() else None

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return self._accepts(self._queue.entry_at(source_row))
