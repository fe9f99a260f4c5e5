"""What a reviewer can do if the record cannot be kept as usual: it is open elsewhere, read-only, or was changed.

Also if the texts it is about were changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cableview.errors import CableviewError
from cableview.gui.banner import Message, Weight, as_sentence
from cableview.gui.items import Items
from cableview.gui.source_watch import SourceWatch
from cableview.review.store.shape import SIDECAR_SUFFIX
from cableview.review.store.store import WayOut


class RecordActions(QObject):
    """`said` carries a message offering what can be done, `requested` what to open, `folder_chosen` the new folder.

    `outdated`: what is shown follows from a record that was given up.
    """

    said = Signal(object)
    outdated = Signal()
    requested = Signal(object)
    folder_chosen = Signal(str)

    def __init__(self, window: QWidget, items: Items) -> None:
        super().__init__(window)
        self._window, self._items = window, items
        items.conflicted.connect(self._on_conflict)
        self.sources = SourceWatch(items, self)
        self.sources.changed.connect(self._on_sources)

    def say_read_only(self, reason: str, way_out: WayOut) -> None:
        """Reports that the record is not kept, for this reason."""
        ways: dict[WayOut, tuple[str, Callable[[], None]]] = {
            WayOut.TRY_AGAIN: ("Try again", self._try_again),
            WayOut.TAKE_OVER: ("Open it here all the same", self._take_over),
            WayOut.OTHER_FOLDER: ("Choose a folder for the record…", self._choose_folder),
        }
        buttons = [ways[way_out]] if way_out in ways else []
        self._say(f"Nothing you do here will be kept: {reason}.", "read-only", buttons)

    def _on_conflict(self, words: str) -> None:
        buttons = [("Take what is on disk", self._reload), ("Keep mine as a copy…", self._keep_as)]
        self._say(as_sentence(words), "conflict", buttons)

    def _on_sources(self, news: Sequence[str]) -> None:
        """Reports changed texts. The record identifies its text and is carried over on opening, so nothing is lost."""
        words = (
            f"{'; '.join(news)}. What you decide is kept, and found again by its words when the item is opened again."
        )
        self._say(words, "sources", [("Open it again", self._try_again)])

    def _say(self, words: str, key: str, buttons: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        self.said.emit(Message(words, Weight.PROBLEM, buttons, key))

    def _take_over(self) -> None:
        if self._items.request is not None:
            self.requested.emit(replace(self._items.request, take_over=True))

    def _try_again(self) -> None:
        if self._items.request is not None:
            self.requested.emit(self._items.request)

    def _reload(self) -> None:
        """Switches to the record on disk; the store has set aside what exists only here."""
        opened, request = self._items.open_item, self._items.request
        if opened is None or request is None:
            return
        opened.session.commit_typing()
        try:
            opened.store.reload()
        except CableviewError as error:
            self._say(str(error), "conflict")
            return
        self.outdated.emit()  # before another key makes a change that does not follow from the record on disk
        self.requested.emit(request)

    def _keep_as(self) -> None:
        opened = self._items.open_item
        if opened is None:
            return
        suggested = opened.store.sidecar.with_name(
            f"{opened.store.sidecar.name.removesuffix(SIDECAR_SUFFIX)}.mine{SIDECAR_SUFFIX}"
        )
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "Keep this record as", str(suggested), f"Record (*{SIDECAR_SUFFIX})"
        )
        if chosen:
            try:
                opened.store.keep_as(Path(chosen))
            except CableviewError as error:
                self._say(str(error), "conflict")

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Folder for records")
        if chosen and self._items.request is not None:
            self._items.fallback_folder = Path(chosen)
            self.folder_chosen.emit(chosen)
            self.requested.emit(self._items.request)
