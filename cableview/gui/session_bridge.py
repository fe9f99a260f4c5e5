"""Turns a session's events into Qt signals, once for the whole window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cableview.review.events import (
    ChangeAppended,
    ChangeKept,
    CollationOutdated,
    ComparisonChanged,
    Event,
    KeepFailed,
    PlacesChanged,
    QueueChanged,
    TextChanged,
)
from cableview.review.session import Session


class SessionBridge(QObject):
    """Signals what happened to a session. Events of the keeper's thread arrive in the window's."""

    text_changed = Signal(int, int, str)
    queue_changed = Signal(object)
    comparison_changed = Signal()
    collation_outdated = Signal()
    places_changed = Signal()
    change_appended = Signal(int)
    change_kept = Signal(int)
    keep_failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = session.subscribe(self._on_event)

    def close(self) -> None:
        """Stops listening to the session."""
        self._end()

    def _on_event(self, event: Event) -> None:
        match event:
            case TextChanged(start, removed, added):
                self.text_changed.emit(start, removed, added)
            case QueueChanged():
                self.queue_changed.emit(event)
            case ComparisonChanged():
                self.comparison_changed.emit()
            case CollationOutdated():
                self.collation_outdated.emit()
            case PlacesChanged():
                self.places_changed.emit()
            case ChangeAppended(seq):
                self.change_appended.emit(seq)
            case ChangeKept(seq):
                self.change_kept.emit(seq)
            case KeepFailed(message):
                self.keep_failed.emit(message)
