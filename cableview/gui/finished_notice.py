"""Says, when the last place of an item is decided, that it is done, and offers what comes next."""

from __future__ import annotations

from collections.abc import Callable
from weakref import ref

from cableview.gui.actions import BY_ID
from cableview.gui.banner import Banner, Message, Weight
from cableview.gui.menus import native_key
from cableview.gui.queue_model import Remark, remark_counts
from cableview.report.summary import counted
from cableview.review.session import Session

KEY = "finished"
"""Subject of the message among those of the banner."""


class FinishedNotice:
    """Shown on `banner` once for each time that an item is finished, not when a finished one is opened.

    `act` carries out an action; `has_next` tells whether another item of the folder has undecided places.
    """

    def __init__(self, banner: Banner, act: Callable[[str], None], has_next: Callable[[], bool]) -> None:
        self._banner, self._act, self._has_next = banner, act, has_next
        self._unfinished: ref[Session] | None = None  # a closed item is let go

    def follow(self, session: Session | None) -> None:
        """Looks at how much is undecided now."""
        if session is None or session.queue.undecided or len(session.queue) == 0:
            self._unfinished = session and ref(session)
            self._banner.dismiss(KEY)
        elif self._unfinished and self._unfinished() is session and not session.live.is_incomplete:
            self._unfinished = None
            nexts = ("export", "next-item") if self._has_next() else ("export",)
            buttons = [(_offer(action), lambda action=action: self._act(action)) for action in nexts]
            self._banner.show_message(Message(finished_words(session), Weight.DONE, buttons, KEY))


def finished_words(session: Session) -> str:
    """That everything is decided, and what of it one may want to look at again."""
    entries = session.queue.entries
    remarks = remark_counts(entries)
    kinds = {Remark.LIKELY: "as likely only", Remark.UNREADABLE: "as unreadable"}
    said = [f"{remarks[remark]} {words}" for remark, words in kinds.items() if remarks[remark]]
    whole = "The one place is decided" if len(entries) == 1 else f"All {counted(len(entries), 'place')} are decided"
    return f"{', '.join((whole, *said))}."


def _offer(action: str) -> str:
    row = BY_ID[action]
    words = {"next-item": "Next item"}.get(action, row.plain_text)
    return f"{words} ({native_key(row.keys[0])})"
