"""Checks whether the open item's texts have changed on disk, whenever somebody returns to the window or saves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from cableview.gui.items import Items
from cableview.gui.tasks import Task
from cableview.review.opening import Opened
from cableview.review.outside import TextFiles


class SourceWatch(QObject):
    """`changed` says what happened to them, one clause per file, and only once however often it is checked."""

    changed = Signal(object)

    def __init__(self, items: Items, parent: QObject) -> None:
        super().__init__(parent)
        self._files: TextFiles | None = None
        self._task: Task | None = None
        items.opened.connect(self._on_opened)
        items.closing.connect(self._on_closing)
        items.saved.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    def look(self) -> None:
        """Checks in the background: a share may be slow, and a changed file is read."""
        if self._files is None or self._task is not None:
            return
        task = self._task = Task(self._files.news, self)
        task.done.connect(self._on_looked)
        task.failed.connect(self._on_failed)
        task.start()

    def _on_opened(self, opened: Opened) -> None:
        self._files = TextFiles(opened.session.item)

    def _on_closing(self) -> None:
        self._files = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_looked(self, news: tuple[str, ...]) -> None:
        self._task = None
        if news:
            self.changed.emit(news)

    def _on_failed(self, _error: Exception) -> None:
        self._task = None

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()
