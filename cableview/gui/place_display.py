"""Shows one place, or one line, of an item in all panels at once: both texts, the strip, the page and the overview."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.gui.crops import Crop, crops_for, crops_of
from cableview.gui.editor import TextPane
from cableview.gui.page_places import PagePlaces
from cableview.gui.place_descriptions import no_place_message, pointing_hint, strip_place
from cableview.gui.reading_line import Line
from cableview.gui.scroll_sync import ScrollSync
from cableview.gui.strip import Strip
from cableview.gui.text_overview import TextOverview
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.report.place_words import said_of
from cableview.review.places import Places
from cableview.review.queue import Entry
from cableview.review.session import Session


@dataclass(frozen=True)
class Panels:
    """The panels in which a place of an item is shown."""

    text: TextPane
    reference: TextPane
    overview: TextOverview
    strip: Strip
    page: PagePlaces
    stepping: ScrollSync


class PlaceDisplay:
    """Shows places of an open item; `places` knows where its words are on the page.

    `is_sought`: its words are still being looked for there.
    """

    def __init__(self, panels: Panels, session: Session, places: Places) -> None:
        self._panels, self._session, self._places = panels, session, places
        self.is_sought = False

    def nothing(self) -> None:
        """Shows that there is no place to look at."""
        panels = self._panels
        panels.text.set_current()
        panels.reference.set_current()
        panels.strip.show_nothing(no_place_message(self._session))
        panels.page.show(None)

    def place(self, entry: Entry, row: int) -> None:
        """Shows a row of the queue, as it reads now; the texts are not scrolled to it."""
        panels = self._panels
        panels.text.set_current(*entry.working_spans)
        panels.overview.set_current(entry.working)
        panels.reference.set_current(entry.reference)
        self.readings(entry, row)
        self.crop(entry)

    def readings(self, entry: Entry, row: int) -> None:
        """Shows the witnesses' readings in the strip."""
        self._panels.strip.show_place(strip_place(self._session, self._places, entry, row))

    def crop(self, entry: Entry) -> None:
        """Shows the place on the page in the strip."""
        crops = crops_for(self._places, self._session.text, entry)
        self._show_crops(crops, self._places.location(entry.origin or entry.working))

    def reveal(self, entry: Entry) -> None:
        """Scrolls texts and page to a place."""
        panels = self._panels
        if not panels.text.is_editing:
            panels.text.follow((entry.origin or entry.working).start)
        panels.text.reveal(entry.working)
        if not panels.reference.isHidden():
            panels.stepping.pause()
            panels.reference.reveal(entry.reference)
        self.outline(entry, goes_there=True)

    def outline(self, entry: Entry, *, goes_there: bool = False) -> None:
        """Outlines the place on the page; `goes_there` scrolls the page there even after the reviewer looked around."""
        first = entry.reference.of(self._session.reference).split(None, 1)[:1]
        here, other = (entry.working, None) if entry.origin is None else (entry.origin, entry.working)
        self._panels.page.show(here, other=other, letters=len("".join(first)), goes_there=goes_there)

    def line(self, line: Span, *, is_seen: bool) -> None:
        """Shows a line being read against the page."""
        panels, text = self._panels, self._session.text
        panels.text.set_current(line)
        panels.text.reveal(line)
        words = Line("Line", "", line.of(text), "")
        said = "seen" if is_seen else "not seen yet   ·   Enter: seen, and on to the next"
        panels.strip.show_line(f"Line {self._places.name(line.start)}", (words,), said)
        self._show_crops(crops_of(self._places, text, line), self._places.location(line))
        panels.page.show(line, goes_there=True)

    def _show_crops(self, crops: tuple[Crop, ...], location: Location | None) -> None:
        hint = pointing_hint(location, is_sought=self.is_sought)
        self._panels.strip.show_crops(crops, said_of(location), hint)
