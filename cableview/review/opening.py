"""Opens the record of an item and builds the session from it."""

from __future__ import annotations

import datetime
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from cableview.errors import SidecarError
from cableview.memory import without_searching
from cableview.model.decision import VERDICT_WORDS
from cableview.model.item import Item
from cableview.review.change import Change, Reattach, timestamp
from cableview.review.reattach import carried_over
from cableview.review.record_validation import refuse_outside
from cableview.review.session import Session
from cableview.review.store.record import copies_beside
from cableview.review.store.shape import shape_of
from cableview.review.store.store import Kept, Store, WayOut

LONGEST_SAID = 40
"""Letters of a reading in a sentence; the rest is on the screen."""


@dataclass(frozen=True)
class Opened:
    """A session and where it is kept.

    `read_only` is the reason why nothing can be saved, "" when it can, and `way_out` what can be done about it.
    `notices` are sentences for the reviewer, `last` says what was decided last; `draft` is what was half typed when the
    program last ended.
    """

    session: Session
    store: Store
    notices: tuple[str, ...] = ()
    read_only: str = ""
    draft: str | None = None
    last: str = ""
    way_out: WayOut = WayOut.NONE

    @property
    def recovery(self) -> str:
        """The one of the notices that tells of changes from a journal; "" where there are none."""
        return _recovery(self.store.kept)

    @property
    def recovered_at(self) -> int:
        """The number of changes in the record when some of them came from a journal, else 0."""
        return len(self.store.kept.changes) if self.recovery else 0

    def close(self) -> None:
        """Makes a change of the last typing, and compacts the record into the sidecar. Raises `SaveError`."""
        self.session.commit_typing()
        self.store.close()


@without_searching()
def open_session(
    item: Item,
    *,
    reviewer: str,
    keep: bool = True,
    exact: bool = False,
    sidecar_folder: Path | None = None,
    take_over: bool = False,
) -> Opened:
    """Reads the item's record and replays it. Raises `SidecarError` when it is unsound; nothing is written yet.

    If the texts have changed since, decisions are carried over by their words; that enters the record with the next
    change. With `keep` false nothing is written, and decisions last for this run only. `sidecar_folder` and `take_over`
    are as in `Store.open`.
    """
    transcript, reference = item.transcript.text, item.reference.text if item.reference else ""
    store = Store.open(
        item.sidecar,
        shape_of(item),
        transcript=transcript,
        reference=reference,
        sidecar_folder=sidecar_folder,
        take_over=take_over,
    )
    kept = store.kept
    try:
        carried = carried_over(kept, shape_of(item), transcript, reference, by=reviewer, at=timestamp())
        changes = kept.changes if carried is None else (*kept.changes, carried)
        refuse_outside(changes, transcript, reference)
        keeper = _Keeping(store, carried) if keep and not kept.read_only else None
        session = Session(item, reviewer=reviewer, changes=changes, keeper=keeper, exact=exact)
    except ValueError as error:
        store.close()
        raise _unsound(item.sidecar, error) from error
    if item.reference is not None:
        store.relate(session.relation)
    notices = (*_notices(session, kept, carried), *_copies(store.sidecar))
    return Opened(session, store, notices, kept.read_only, kept.draft, _last(session), kept.way_out)


class _Keeping:
    """Hands changes to a store, preceded by the one that carried the record over to changed texts."""

    def __init__(self, store: Store, carried: Change | None) -> None:
        self._store, self._carried = store, carried

    def append(self, change: Change) -> Future[None]:
        if self._carried is not None:
            self._store.append(self._carried)
            self._carried = None
        return self._store.append(change)


def _notices(session: Session, kept: Kept, carried: Change | None) -> tuple[str, ...]:
    said: list[str] = list(session.item.notices)
    said += [_carrying(act) for act in carried.acts if isinstance(act, Reattach)] if carried else []
    return (*said, *filter(None, [_recovery(kept)]))


def _recovery(kept: Kept) -> str:
    if not kept.recovered or kept.read_only:  # the journal may belong to one still at work
        return ""
    changes = (
        "1 change from its journal is" if kept.recovered == 1 else f"{kept.recovered} changes from its journal are"
    )
    return f"The program did not end well the last time; {changes} here again."


def _copies(sidecar: Path) -> list[str]:
    what = "is a copy of the record, as where it was changed on two machines, and may hold other decisions"
    return [f"{name} {what}; compare it with {sidecar.name}, and move it away." for name in copies_beside(sidecar)]


def _last(session: Session) -> str:
    last = session.last_decision()
    if last is None:
        return ""
    words = _short(last.place.transcript.text or last.place.reference.text)
    return f"decided last, {_clock(last.at)}: {words} → {VERDICT_WORDS[last.verdict]}"


def _carrying(act: Reattach) -> str:
    found, stale, lost = len(act.decisions), len(act.stale), len(act.lost_emendations)
    line = f"A text was changed since: {found} of {found + stale} decisions were found again by their words"
    if stale:
        line += f"; {stale} were not, and stand at the end of the list as stale"
    if lost:
        line += f"; {lost} emendations found no place and are kept in the record only"
    return f"{line}."


def _short(words: str) -> str:
    """Words shortened to fit into a sentence."""
    line = " ".join(words.split()) or "(nothing)"
    return line if len(line) <= LONGEST_SAID else f"{line[: LONGEST_SAID - 1].rstrip()}…"


def _clock(at: str) -> str:
    """A recorded time in the local time zone: the time if today, else with the day. Times only inform."""
    try:
        then = datetime.datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):  # also a time that no clock can show
        return at
    today = datetime.datetime.now().astimezone().date()
    return then.strftime("%H:%M") if then.date() == today else then.strftime("%Y-%m-%d %H:%M")


def _unsound(sidecar: Path, error: Exception) -> SidecarError:
    return SidecarError(
        f"its changes do not follow from one another ({error})",
        path=sidecar,
        advice="It is left as it is: put back an earlier copy of it, or move it away to start afresh",
    )
