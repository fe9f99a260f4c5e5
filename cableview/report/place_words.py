"""Describes a place on the scan: how it was found, and how certain that is."""

from __future__ import annotations

from cableview.model.location import Location, Method
from cableview.report.summary import counted

FOUND = {
    Method.HAND: "shown by hand",
    Method.LAYOUT: "from the layout",
    Method.OCR: "found by OCR",
    Method.IMAGE: "found on the image",
    Method.LAID: "laid along the lines from a word shown by hand",
    Method.GAP: "the gap where it would stand: probably not written there",
}
UNSURE = {
    Method.LINE: "somewhere on this line",
    Method.REGION: "somewhere on these lines",
    Method.PROPORTIONAL: "guessed from the text",
}

BUT = " of all but "


def said_of(location: Location | None) -> str:
    """How a place on the scan was found, and how certain that is, in words."""
    if location is None:
        return "No scan was given."
    if location.method is Method.HAND:
        return f"Page {location.page} · {FOUND[location.method]}{_left_out(location, ', but for ')}"
    if not location.method.pinpoints:
        return f"Page {location.page} · {UNSURE[location.method]}"
    # The certainty comes first, so that it can be read even if the rest does not fit.
    sure = f"{location.confidence:.0%} sure{_left_out(location, BUT)}"
    return f"Page {location.page} · {sure}, {FOUND[location.method]}"


def _left_out(location: Location, before: str) -> str:
    """How many words of a passage are not framed, as text after `before`; empty if none."""
    return f"{before}{counted(location.unfound, 'word')}" if location.unfound else ""
