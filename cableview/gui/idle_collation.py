"""Collates a long text as a whole in the background, when typing pauses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cableview.gui.session_bridge import SessionBridge
from cableview.gui.tasks import Task
from cableview.memory import setting_aside
from cableview.review.live_comparison import CollationAnswer, PendingCollation
from cableview.review.session import Session

SETTLED_AFTER = 400
"""Milliseconds without typing or a verdict after which it is begun."""


class IdleCollation(QObject):
    """Collates a session when it says it is outdated. `settled` says that this is done, `failed` in words why not.

    What affects only how rows read waits for a pause. New rules, which show nothing until they are applied, do not: a
    reviewer who decides without pausing sees them as soon as they are, with the decisions that came meanwhile.
    """

    settled = Signal()
    failed = Signal(str)

    def __init__(
        self, session: Session, bridge: SessionBridge, is_writing: Callable[[], bool], parent: QObject
    ) -> None:
        """While `is_writing` the rows stay as they are: the one being written at could disappear."""
        super().__init__(parent)
        self._session, self._is_writing = session, is_writing
        self._task: Task | None = None
        self._is_awaited = self._is_read = False
        self._rest = QTimer(self, interval=SETTLED_AFTER, singleShot=True)
        self._rest.timeout.connect(self._begin)
        bridge.collation_outdated.connect(self._on_outdated)

    def hasten(self) -> None:
        """Begins now, whatever is half typed: the reviewer is waiting for it."""
        self._is_awaited = True
        self._begin()

    @Slot(bool)
    def hold(self, on: bool) -> None:
        """While the rows are read in the background, as for an export, they stay as they are."""
        self._is_read = on

    def _on_outdated(self) -> None:
        if not (self._session.live.is_outdated and self._rest.isActive()):
            self._rest.start()

    def _begin(self) -> None:
        is_typing = self._session.live.is_outdated and self._session.has_unkept_typing
        if self.keeps_rows or is_typing:  # what goes by new rules would count as typed away
            self._rest.start()
            return
        pending = None if self._task else self._session.live.pending_collation()
        if pending is None:
            return
        task = self._task = Task(setting_aside()(pending.run), self)
        task.done.connect(lambda answer: self._on_done(pending, answer))
        task.failed.connect(self._on_failed)
        task.start()

    @property
    def keeps_rows(self) -> bool:
        """True while the rows have to stay as they are."""
        return self._is_read or (self._is_writing() and not self._is_awaited)

    def _on_done(self, pending: PendingCollation, answer: CollationAnswer) -> None:
        self._end()
        is_taken = not self.keeps_rows and self._session.live.accept_collation(pending, answer)
        self._is_awaited &= self._session.live.is_incomplete
        if self._is_awaited:
            self._begin()
        elif not is_taken:
            self._rest.start()
        if is_taken:
            self.settled.emit()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._is_awaited = False
        self.failed.emit(f"The texts could not be compared again: {error or type(error).__name__}.")

    def _end(self) -> None:
        """Releases the task and the texts it holds."""
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
