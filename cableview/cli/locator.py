"""Finds where discrepancies are on the scan, as far as that is known."""

from __future__ import annotations

from collections.abc import Callable

from cableview.cli.silenced_libraries import libraries_silenced
from cableview.errors import ImageError
from cableview.report.finding import Locate, nowhere
from cableview.review.session import Session


def locator(session: Session, tell: Callable[[str], object]) -> Locate:
    """Places for the rows of a session's queue: found on the scan, else guessed; none without a readable page.

    Calls `tell` with a sentence for each thing that was skipped.
    """
    item = session.item
    if not item.pages:
        return nowhere
    from cableview.collection.word_places import find_words
    from cableview.review.places import Places

    try:
        with libraries_silenced():
            found = find_words(item.transcript.text, item.pages, item.layouts)
    except ImageError as error:
        tell(f"Places are left out, since no page of the scan can be read: {error}")
        return nowhere
    for notice in found.notices:
        tell(notice)
    places = Places(session.text, item.pages)
    places.set_words(found, session.to_original, session.to_working)
    places.correct(item.transcript.text, session.state.shown)
    return places.locate
