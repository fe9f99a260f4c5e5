"""What stands against an action as things are, in words that the reviewer is told when the key is pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cableview.gui.actions import BY_ID, OF_THE_PLACE, OPEN, Mode
from cableview.gui.desk_item import DeskItem
from cableview.gui.place_descriptions import no_place_message
from cableview.gui.scan_text import lacks_a_text
from cableview.review.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """What the window shows: an item, or none, and how many items of a folder are listed."""

    mode: Mode
    item: DeskItem | None = None
    listed: int = 0


NO_ITEM, NO_SCAN = "An item has to be open for that.", "There is no scan."


Condition = Callable[[Session], bool]
Words = str | Callable[[Session], str]

ON_THE_SCAN = (
    *("overlay", "zoom-place", "place-left", "place-right", "place-up", "place-down", "bare", "invert"),
    *("pan-left", "pan-right", "pan-up", "pan-down", "zoom-in", "zoom-out", "actual-size", "fit-page", "fit-width"),
    *("rotate-left", "rotate-right", "contrast-more", "contrast-less", "lighter", "darker"),
)
"""Actions that need a scan."""

CONDITIONS: dict[str, tuple[Condition, Words]] = {
    "undo": (lambda session: session.can_undo, "There is nothing to undo."),
    "redo": (lambda session: session.can_redo, "There is nothing to redo."),
    "doubts": (
        lambda session: session.live.third is not None and bool(session.reference),
        "No OCR engine has read the scan yet.",
    ),
    "split-here": (lambda session: bool(session.item.metadata), "The item is no saved archive page with both texts."),
    "only-kind": (lambda session: len(session.queue) > 0, no_place_message),
    "read-scan": (lacks_a_text, "No text is missing that could be read from a scan."),
    **dict.fromkeys(
        ("reference-pane", "rules", "relation"), (lambda session: bool(session.reference), "There is no second text.")
    ),
    **dict.fromkeys(ON_THE_SCAN, (lambda session: bool(session.item.pages), NO_SCAN)),
    **dict.fromkeys(
        ("page-next", "page-previous", "page-go"),
        (
            lambda session: len(session.item.pages) > 1,
            lambda session: "The scan has one page only." if session.item.pages else NO_SCAN,
        ),
    ),
}
"""What has to be true of the session, by action, and what is said if it is not. An action without a row can always be
done.
"""


def hindrance(action: str, now: Standing) -> str:
    """Why an action is not possible now; empty if it is."""
    if now.mode not in BY_ID[action].modes:
        return "Esc ends typing first." if now.mode in OPEN else NO_ITEM
    if action in ("items", "next-item"):
        return "" if now.listed else "The item was not opened from a folder's list."
    if now.item is None:
        return NO_ITEM if action in CONDITIONS else ""
    return _hindrance_in(now.item, action)


def _hindrance_in(item: DeskItem, action: str) -> str:
    """Why an action is not possible in an open item; empty if it is."""
    if action == "seen" and not item.is_reading_along:
        return "Lines are read along only where there is no second text."
    if action in OF_THE_PLACE and item.current is None:
        return no_place_message(item.session)
    if action not in CONDITIONS:
        return ""
    holds, words = CONDITIONS[action]
    if holds(item.session):
        return ""
    return words if isinstance(words, str) else words(item.session)
