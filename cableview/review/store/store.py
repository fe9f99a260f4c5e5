"""Stores the changes of one item: `append` is durable in a fraction of a millisecond, and nothing waits for it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import msgspec

from cableview.errors import SaveError
from cableview.files import exists, failing_as
from cableview.model.item import Relation
from cableview.review.anchor import Anchor, anchors_of
from cableview.review.change import Change, Reattach
from cableview.review.store.change_log import Tree
from cableview.review.store.lock import ItemLock, holder, lock_path
from cableview.review.store.record import Record, journal_path, read_record
from cableview.review.store.shape import SIDECAR_SUFFIX, Shape, rebased, sidecar_path, with_known_digests
from cableview.review.store.writer import Writer

_NO_SHAPE = Shape()


class WayOut(Enum):
    """What can be done when nothing can be saved."""

    NONE = auto()
    TRY_AGAIN = auto()
    TAKE_OVER = auto()
    OTHER_FOLDER = auto()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """The reason why nothing can be saved, "" if none is known, and what can be done."""

    reason: str
    way_out: WayOut


_FREE = Hindrance("", WayOut.NONE)


@dataclass(frozen=True)
class Kept:
    """What was found when the store was opened.

    `shape` is that of the files the changes are anchored in; `anchors` give the text at spans that the changes do not
    quote. `read_only` is the reason why nothing can be saved, "" when it can, and `way_out` what can be done about it.
    `recovered` changes came from the journal of a run that did not end well; `draft` is what was half typed. `is_new`:
    there was no record.
    """

    shape: Shape
    changes: tuple[Change, ...] = ()
    read_only: str = ""
    recovered: int = 0
    draft: str | None = None
    is_new: bool = True
    anchors: tuple[Anchor, ...] = ()
    way_out: WayOut = WayOut.NONE


def read_kept(sidecar: Path) -> Kept:
    """The record at `sidecar`, compacted or not, for reading only. Raises `SidecarError`."""
    return _kept(read_record(sidecar), _NO_SHAPE, _FREE)


class Store:
    """The record of one item. Everything is written on one thread, in the order in which it was given.

    `append`, `draft`, `reshape` and `compact` return at once; their futures complete when the work is done, or with a
    `SaveError`. A change that could not be saved is held and written before the next one: when a change is durable, so
    are all before it. If the sidecar turns out to have been changed by somebody else, `conflict` says so; everything
    then goes into the journal, and nothing into the sidecar, until `reload` or `keep_as`.
    """

    def __init__(self, kept: Kept, writer: Writer, shape: Shape, texts: tuple[str | None, str | None]) -> None:
        self.kept = kept
        self._writer = writer
        self._shape = shape
        self._texts = texts
        self._last = len(kept.changes)
        self._is_outdated = _is_outdated(kept, shape)
        self._thread = ThreadPoolExecutor(1, "cableview-store")

    @classmethod
    def open(
        cls,
        sidecar: Path,
        shape: Shape,
        *,
        transcript: str | None = None,
        reference: str | None = None,
        sidecar_folder: Path | None = None,
        take_over: bool = False,
    ) -> Store:
        """Opens the record at `sidecar` and creates nothing. Raises `SidecarError` when it cannot be understood.

        `shape` is that of the item as it is now. It replaces the recorded one when the texts are the same; otherwise
        `kept.shape` says what the changes are anchored in, until a re-attachment is appended. `transcript` and
        `reference` are the originals, from which spans in changes get their anchors. `sidecar_folder` is where the
        record is kept if it is already there or the sidecar's own folder cannot be written; `sidecar` says which
        applies. `take_over` opens it even if another machine seems to have it open.
        """
        place = _place(sidecar, sidecar_folder)
        copied = place != sidecar and not exists(place) and not exists(journal_path(place))
        record = read_record(sidecar if copied else place)
        if place != sidecar:
            shape = rebased(shape, sidecar.parent, place.parent)
            record = record.rebased(sidecar.parent, place.parent) if copied else record
        kept = _kept(record, shape, _hindrance(place, take_over=take_over))
        lock = ItemLock(place, take_over=take_over)
        writer = Writer(place, record, _shape(record, shape), lock, copied=copied)
        return cls(kept, writer, shape, (transcript, reference))

    @property
    def sidecar(self) -> Path:
        return self._writer.sidecar

    @property
    def conflict(self) -> str:
        """Why nothing goes into the sidecar; "" when all is well."""
        return self._writer.conflict

    def append(self, change: Change, shape: Shape | None = None) -> Future[None]:
        """Saves a change, whose number must follow that of the last one, or `ValueError` is raised.

        Where the texts are not those of the earlier changes, only a re-attachment is accepted.

        `shape` is that of the files for this and all later changes, if it is new: for a re-attachment, the one with
        which the store was opened.
        """
        is_reattaching = any(isinstance(act, Reattach) for act in change.acts)
        if self._is_outdated and not self.kept.read_only and not (is_reattaching or shape):
            return self._failed("the texts were changed since, and what was kept is not yet re-attached to them")
        if change.seq != self._last + 1:
            raise ValueError(f"change {change.seq} after change {self._last}")
        self._last = change.seq
        self._is_outdated = False
        if shape is None and is_reattaching:
            shape = self._shape
        item = {} if shape is None else {"shape": shape}
        return self._put(lambda: {"change": change, "more": self._more(change), **item})

    def draft(self, text: str | None) -> Future[None]:
        """Saves what is half typed, replacing the previous draft; `None` removes it."""
        return self._put(lambda: {"draft": text})

    def relate(self, relation: Relation) -> None:
        """Sets how the texts relate by their agreement; nothing is written for that alone."""
        self._thread.submit(self._writer.relate, relation)

    def reshape(self, shape: Shape) -> Future[None]:
        """Saves which files belong to the item, when that changes without a change of the texts."""
        return self._put(lambda: {"shape": shape})

    def compact(self) -> Future[None]:
        """Compacts the journal into the sidecar."""
        return self._run(self._writer.compact)

    def reload(self) -> Kept:
        """Switches to what is on disk now. What exists only here is set aside beside it, as a journal.

        Blocks; the session must be rebuilt from the result. Raises `SaveError` or `SidecarError`.
        """
        self._thread.submit(self._writer.give_up).result()
        return self._reopen(self.sidecar)

    def keep_as(self, sidecar: Path) -> Kept:
        """Saves this side of a conflict as a new `sidecar`, and continues there. Blocks. Raises `SaveError`."""
        self._thread.submit(self._writer.keep_as, sidecar).result()
        return self._reopen(sidecar)

    def copy_to(self, path: Path) -> None:
        """Writes the record, with everything still to be saved, to `path`, for replacing the sidecar by hand.

        It names the files relative to the sidecar's own folder. Blocks. Raises `SaveError`.
        """
        self._thread.submit(self._writer.copy_to, path).result()

    def close(self) -> None:
        """Compacts the journal into the sidecar, and waits for that. Raises `SaveError`; the journal then stays."""
        try:
            if not self.kept.read_only:
                self._run(self._writer.finish).result()
        finally:
            self._thread.submit(self._writer.close).result()
            self._thread.shutdown()

    def _reopen(self, sidecar: Path) -> Kept:
        record = read_record(sidecar)
        shape = self._shape = rebased(self._shape, self.sidecar.parent, sidecar.parent)
        self._writer = Writer(sidecar, record, _shape(record, shape), ItemLock(sidecar))
        self.kept = _kept(record, shape, _hindrance(sidecar, take_over=False))
        self._last = len(self.kept.changes)
        self._is_outdated = _is_outdated(self.kept, shape)
        return self.kept

    def _more(self, change: Change) -> Tree:
        """What is saved along with a change: the text at spans that it does not quote."""
        anchors = anchors_of(change.acts, *self._texts)
        return {"anchors": [_tree(anchor) for anchor in anchors]} if anchors else {}

    def _put(self, item: Callable[[], Tree]) -> Future[None]:
        """Queues `item`, made on the writer's thread; if that fails, so does the future, and it stays queued."""
        self._writer.queue.append(item)
        return self._run(self._writer.flush)

    def _run(self, work: Callable[[], None]) -> Future[None]:
        if self.kept.read_only:
            return self._failed(self.kept.read_only)
        return self._thread.submit(_saving, work, self.sidecar)

    def _failed(self, reason: str) -> Future[None]:
        failed: Future[None] = Future()
        failed.set_exception(SaveError(f"nothing is kept: {reason}", path=self.sidecar))
        return failed


def _saving(work: Callable[[], None], sidecar: Path) -> None:
    """Does `work`, raising `SaveError` for any system error, foreseen or not."""
    with failing_as(SaveError, sidecar, "cannot be saved"):
        try:
            work()
        except MemoryError as error:
            lack = "cannot be saved: there is too little memory"
            raise SaveError(lack, path=sidecar, advice="Close other programs; it is tried again then") from error


def _kept(record: Record, shape: Shape, hindrance: Hindrance) -> Kept:
    unfit = record.sidecar.newer or record.diverged
    if unfit:
        hindrance = Hindrance(unfit, WayOut.NONE)
    is_new = record.shape is None
    found = (tuple(record.changes), hindrance.reason, record.recovered, record.draft, is_new, record.anchors)
    return Kept(record.shape or shape, *found, hindrance.way_out)


def _shape(record: Record, shape: Shape) -> Shape:
    """The shape to write: that of the item as it is now, unless the record depends on other texts."""
    if record.shape is None or not record.changes:
        return shape
    return with_known_digests(shape, record.shape) if record.shape.same_texts(shape) else record.shape


def _is_outdated(kept: Kept, shape: Shape) -> bool:
    return bool(kept.changes) and not kept.shape.same_texts(shape)


def _place(sidecar: Path, folder: Path | None) -> Path:
    if folder is None:
        return sidecar
    own = sidecar_path(sidecar.with_name(sidecar.name.removesuffix(SIDECAR_SUFFIX)), folder)
    is_there = exists(own) or exists(journal_path(own))
    return own if is_there or _unwritable(sidecar) else sidecar


def _hindrance(sidecar: Path, *, take_over: bool) -> Hindrance:
    if who := holder(lock_path(sidecar), take_over=take_over):
        # A process of this machine holds it for as long as it runs.
        return Hindrance(f"it is open {who.words}", WayOut.TAKE_OVER if who.is_elsewhere else WayOut.TRY_AGAIN)
    reason = _unwritable(sidecar)
    return Hindrance(reason, WayOut.OTHER_FOLDER) if reason else _FREE


def _unwritable(sidecar: Path) -> str:
    """The reason why the file system cannot save at `sidecar`, "" when none is known."""
    folder = sidecar.parent
    while not exists(folder) and folder != folder.parent:
        folder = folder.parent
    if _is_too_long(journal_path(sidecar)):
        return "its name is too long for a record beside it; give the text a shorter one"
    if not os.access(folder, os.W_OK | os.X_OK):
        return "its folder cannot be written to; choose a folder for records in the settings"
    for path, name in ((sidecar, "the record"), (journal_path(sidecar), "the journal of the record")):
        if exists(path) and not os.access(path, os.W_OK):
            return f"{name} is write-protected"
    return ""


def _is_too_long(path: Path) -> bool:
    try:
        path.lstat()
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False


def _tree(anchor: Anchor) -> dict[str, Any]:
    """An anchor as plain values, without an empty tail."""
    tree: dict[str, Any] = msgspec.to_builtins(anchor)
    return {key: value for key, value in tree.items() if key != "tail" or value}
