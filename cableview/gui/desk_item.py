"""What belongs to one item for as long as it lies on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.gui.place_display import PlaceDisplay
from cableview.gui.reading_along import ReadingAlong
from cableview.gui.reviewing import Reviewing
from cableview.gui.session_bridge import SessionBridge
from cableview.review.places import Places
from cableview.review.queue import Entry
from cableview.review.session import Session


@dataclass(frozen=True, eq=False)
class DeskItem:
    """An item's session and what is created with it: `places` on its scan, the walk through its discrepancies
    (`reviewing`) or along its lines (`reading`), and what shows either in the panels (`showing`).
    """

    session: Session
    bridge: SessionBridge
    places: Places
    reviewing: Reviewing
    reading: ReadingAlong
    showing: PlaceDisplay

    @property
    def current(self) -> Entry | None:
        """The place under review."""
        return self.reviewing.current

    @property
    def is_reading_along(self) -> bool:
        """True where there is nothing to compare with, so that lines are read rather than places decided."""
        return not self.session.reference and bool(self.session.text.strip())

    def correct_places(self) -> None:
        """Takes the places that were shown by hand into account."""
        self.places.correct(self.session.item.transcript.text, self.session.state.shown)

    def show(self) -> None:
        """Shows the place under review, or the line that is read."""
        entry, row = self.reviewing.current, self.reviewing.row
        if entry is not None and row is not None:
            self.showing.place(entry, row)
        elif self.is_reading_along:
            self.reading.refresh()
        else:
            self.showing.nothing()

    def show_line(self) -> None:
        self.showing.line(self.reading.line, is_seen=self.reading.is_seen)

    def release(self) -> None:
        """Releases the session; typing becomes a change first."""
        self.reviewing.commit_typing()
        self.bridge.close()
        for part in (self.reviewing, self.reading, self.bridge):
            part.deleteLater()
