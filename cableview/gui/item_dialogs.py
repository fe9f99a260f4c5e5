"""The dialogs that are asked for on the open item: its export, and all that is known of a place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from cableview.gui.desk_item import DeskItem
from cableview.gui.dialogs import is_accepted
from cableview.gui.evidence import evidence
from cableview.gui.evidence_dialog import EvidenceDialog
from cableview.gui.export_dialog import ExportDialog
from cableview.gui.theme import Theme


class ItemDialogs(QObject):
    """`told` is a passing remark; `theme` gives the colours that a dialog is drawn in.

    While `exporting`, what differs and where it stands must not change.
    """

    told = Signal(str)
    exporting = Signal(bool)

    def __init__(self, window: QWidget, theme: Callable[[], Theme]) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme

    def export(self, item: DeskItem) -> None:
        """Asks what is to be exported, and writes it; a long text is compared to the end first."""
        collating = item.reviewing.collating
        item.reviewing.commit_typing()
        dialog = ExportDialog(item.session, self._window, item.places.locate)
        if item.session.live.is_incomplete:
            collating.settled.connect(dialog.refresh)
            collating.failed.connect(dialog.say)
            collating.hasten()
        dialog.exporting.connect(collating.hold)
        dialog.exporting.connect(self.exporting)
        is_accepted(dialog)
        if dialog.written:
            self.told.emit(f"Written: {', '.join(str(path) for path in dialog.written)}")

    def show_evidence(self, item: DeskItem, crop: QWidget) -> None:
        """Shows all that is known of the place under review; `crop` shows its piece of the scan, or is hidden."""
        entry, row = item.current, item.reviewing.row
        if entry is None or row is None:
            return
        facts = evidence(item.session, item.places, entry, row)
        picture = QPixmap() if crop.isHidden() else crop.grab()
        is_accepted(EvidenceDialog(item.session.item.title, facts, picture, self._theme(), self._window))
