"""Asks for one verdict on all places like the one under review, and records it as one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cableview.gui.bulk_decision_dialog import MOST, WITHOUT_READING, BulkDecisionDialog, BulkPlace, Look
from cableview.gui.context_line import context_line
from cableview.gui.crops import Crop, crops_for
from cableview.gui.desk_item import DeskItem
from cableview.gui.dialogs import is_accepted
from cableview.model.decision import Verdict
from cableview.model.item import Relation
from cableview.report.place_words import UNSURE, said_of
from cableview.review.bulk_decision import alike, around, unchanged
from cableview.review.places import Places
from cableview.review.queue import Entry
from cableview.review.session import Session


class BulkDeciding(QObject):
    """`told` is a passing remark; `look` gives what scan and readings are drawn with now."""

    told = Signal(str)

    def __init__(self, window: QWidget, look: Callable[[], Look]) -> None:
        super().__init__(window)
        self._window, self._look = window, look

    def ask(self, item: DeskItem) -> None:
        """Shows the places like the one under review, and records the verdict that is chosen."""
        session, reviewing, entry = item.session, item.reviewing, item.current
        if entry is None:
            return
        found = alike(session.queue, session.text, entry)
        if len(found) < 2:
            self.told.emit("No other undecided place is like this one.")
            return
        prefixes = (("likely", reviewing.likely), ("sic", reviewing.sic))
        said_with = ", ".join(words for words, is_on in prefixes if is_on)
        shown = around(found, entry, MOST)
        dialog = self.dialog(session, item.places, shown, said_with, more=len(found) - len(shown))
        if not is_accepted(dialog) or dialog.verdict is None:
            return
        chosen = [one for one in shown if one.id in dialog.chosen]
        still = unchanged(session.queue, chosen)
        if still:
            reviewing.decide_together([one.id for one in still], dialog.verdict)
        if len(still) < len(chosen):
            self.told.emit(f"{len(still)} of {len(chosen)} are decided; the others have been compared again meanwhile.")

    def dialog(
        self, session: Session, places: Places, shown: Sequence[Entry], said_with: str = "", *, more: int = 0
    ) -> BulkDecisionDialog:
        """The dialog on places that are alike; `more` are not shown, `said_with` is what goes with any verdict."""
        is_paraphrase = session.relation is Relation.PARAPHRASE  # there, the second text only fills what is typed
        verdicts = [a for a in WITHOUT_READING if not (is_paraphrase and a == f"verdict.{Verdict.REFERENCE}")]
        rows = [_bulk_place(session, places, entry) for entry in shown]
        return BulkDecisionDialog(rows, more, self._look(), verdicts, self._window, said_with=said_with)


def _bulk_place(session: Session, places: Places, entry: Entry) -> BulkPlace:
    lines = (
        context_line("Transcript", session.text, entry.working),
        context_line("Second text", session.reference, entry.reference),
    )
    crops = tuple(map(_saying_doubt, crops_for(places, session.text, entry)))
    where = said_of(places.location(entry.working))
    return BulkPlace(entry.id, places.name(entry.working.start), lines, crops, where)


def _saying_doubt(crop: Crop) -> Crop:
    """With a caption saying how vague the place is: among many there is no line above each to say so."""
    return crop if crop.pinpoints else replace(crop, caption=UNSURE[crop.parts[0].method])
