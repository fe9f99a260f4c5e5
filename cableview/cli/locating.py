"""Where on the scan discrepancies stand, as far as that is known."""

from __future__ import annotations

from cableview.cli.silence import libraries_silenced
from cableview.model.item import Item
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.report.finding import Locate, nowhere
from cableview.review.queue import Entry
from cableview.review.session import Session


class Guesser:
    """Guesses places by their share of a text of the item."""

    def __init__(self, item: Item, text: str) -> None:
        """Reads the pages' sizes. Raises `ImageError`."""
        from cableview.scan.guess import page_breaks
        from cableview.scan.raster import page_size

        self._text = text
        self._sizes = [page_size(page) for page in item.pages]
        self._breaks = page_breaks(text, len(self._sizes))

    def at(self, span: Span) -> Location | None:
        from cableview.scan.guess import guess

        return guess(self._text, span, self._sizes, self._breaks)


def locator(session: Session) -> Locate:
    """Places for the rows of a session's queue: found on the scan, else guessed; nothing where there is no scan."""
    item = session.item
    if not item.pages:
        return nowhere
    from cableview.scan.locate import locate_words

    guesser = Guesser(item, session.text)
    with libraries_silenced():
        words = locate_words(item.transcript.text, item.pages)

    def locate(entry: Entry) -> tuple[Location, ...]:
        found = words.location(session.working.to_original(entry.working)) or guesser.at(entry.working)
        return () if found is None else (found,)

    return locate
