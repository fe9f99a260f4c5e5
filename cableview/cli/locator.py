"""Where on the scan discrepancies stand, as far as that is known."""

from __future__ import annotations

from collections.abc import Callable

from cableview.cli.silenced_libraries import libraries_silenced
from cableview.model.item import Item
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.report.finding import Locate, nowhere
from cableview.review.queue import Entry
from cableview.review.session import Session


class Guesser:
    """Guesses places by their share of a text of the item."""

    def __init__(self, item: Item, text: str) -> None:
        """Reads the pages' sizes. Raises `ImageError` where no page has one."""
        from cableview.scan.page_reader import PageReader
        from cableview.scan.placing.estimate import page_breaks

        self._text = text
        self.sizes = PageReader(item.pages).sizes
        self._breaks = page_breaks(text, len(self.sizes))

    def at(self, span: Span) -> Location | None:
        from cableview.scan.placing.estimate import guess

        return guess(self._text, span, self.sizes, self._breaks)


def locator(session: Session, tell: Callable[[str], object]) -> Locate:
    """Places for the rows of a session's queue: found on the scan, else guessed; nothing where there is no scan.

    `tell` is told what was left aside, a sentence each.
    """
    item = session.item
    if not item.pages:
        return nowhere
    from cableview.collection.word_places import find_words
    from cableview.scan.placing.by_hand import corrected, on_pages

    guesser = Guesser(item, session.text)
    with libraries_silenced():
        words = find_words(item.transcript.text, item.pages, item.layouts)
    for notice in words.notices:
        tell(notice)
    words = corrected(words, item.transcript.text, on_pages(session.state.shown, guesser.sizes))

    def locate(entry: Entry) -> tuple[Location, ...]:
        """Where a place stands; of a moved passage first where it belongs, as its spans do."""
        return tuple(part for span in entry.working_spans for part in at(span))

    def at(span: Span) -> tuple[Location, ...]:
        found = words.parts(session.working.to_original(span))
        guessed = None if found else guesser.at(span)
        return found or (() if guessed is None else (guessed,))

    return locate
