"""An engine's reading as a text: the first transcript, or the second text to compare with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cableview.collection.open_item import files_of
from cableview.gui.desk_item import DeskItem
from cableview.gui.file_actions import FileActions
from cableview.model.span import Span
from cableview.review.session import Session
from cableview.scan.engines.choice import installed


def lacks_a_text(session: Session) -> bool:
    """True where a text is missing that a reading of the scan could stand for."""
    return bool(session.item.pages) and not (session.text.strip() and session.reference)


class ScanText(QObject):
    """Of the item that `item` gives. `wanted` says that its scan is to be read for a text, which goes to `take`.

    `offered` is a sentence that offers that, `begun` says that the transcript was begun with it.
    """

    wanted = Signal()
    offered = Signal(str)
    begun = Signal()
    told = Signal(str)

    def __init__(self, item: Callable[[], DeskItem | None], files: FileActions, parent: QObject) -> None:
        super().__init__(parent)
        self._item, self._files = item, files

    def offer(self) -> None:
        """Where a text is missing and there is an engine, says that it could read one. It never does by itself."""
        item, engines = self._item(), installed()
        if item is None or not engines or not lacks_a_text(item.session):
            return
        if item.session.text.strip():
            self.offered.emit(f"{engines[0]} can read the scan for a text to compare with.")
        else:
            self.offered.emit(f"The text can be begun with what {engines[0]} reads on the scan.")

    def take(self, text: str, engine: str) -> None:
        """What an engine read, as it was asked for: the first transcript, or else the second text."""
        item = self._item()
        if item is None:
            return
        session = item.session
        if not text.strip():
            self.told.emit(f"{engine} reads nothing on this scan.")
        elif not session.text.strip():
            self._begin(item, text, engine)
        elif not session.reference:
            self._files.open_with_pasted(replace(files_of(session.item), reference=()), text, f"scan-{engine}")

    def _begin(self, item: DeskItem, text: str, engine: str) -> None:
        """One change, as if it were typed: it is kept and can be undone like one."""
        session, reviewing = item.session, item.reviewing
        reviewing.commit_typing()
        reviewing.last_words = f"begun with what {engine} reads"
        session.edit(Span(0, len(session.text)), text)
        session.commit_typing()
        self.begun.emit()
        self.told.emit(f"This is what {engine} reads. Put it right against the page; Ctrl+Z takes it out again.")
