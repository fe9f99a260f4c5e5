"""Opens items and folders in the background, keeps the open one, and closes it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from cableview.collection.folder import items_in
from cableview.collection.make_item import make_item
from cableview.collection.open_item import open_item
from cableview.collection.pairing import Files, Pairing
from cableview.errors import CableviewError, DecodeError, SaveError
from cableview.files import make_folder
from cableview.gui.tasks import Task
from cableview.memory import is_set_aside, search_all, set_aside
from cableview.model.item import Item
from cableview.review.opening import Opened, open_session
from cableview.review.store.shape import sidecar_path

COMPACTED_AFTER = 20_000
"""Milliseconds without a change after which the journal is merged into the sidecar."""


@dataclass(frozen=True)
class Request:
    """What to open. If `files` are given, they are complete: no others are searched for by name.

    `sidecar_folder` is where the record is, wherever the files are; `take_over` opens it even if it seems to be in use.
    """

    paths: tuple[Path, ...]
    files: Files | None = None
    encoding: Mapping[Path, str] = field(default_factory=dict[Path, str])
    split: int | None = None
    sidecar_folder: Path | None = None
    take_over: bool = False

    @property
    def name(self) -> str:
        """The name of the item while it is being opened."""
        return self.paths[0].name if self.paths else ""

    def item(self) -> Item:
        """Opens the item. Raises `CableviewError`."""
        opened = partial(open_item, self.paths) if self.files is None else partial(make_item, self.files)
        return opened(encoding=self.encoding, split=self.split, sidecar_folder=self.sidecar_folder)


class Items(QObject):
    """Holds what is open. Of several pending requests only the last one counts.

    Records whose own folder is not writable are kept in `fallback_folder`.

    `failed` carries the request, a sentence, and the text that may be in another encoding, or `None`.
    `closing` signals that the item is about to be released, `conflicted` that the record was changed by somebody else,
    `saved` that it is all in the sidecar.
    """

    opened = Signal(object)
    closing = Signal()
    listed = Signal(object, object)
    failed = Signal(object, str, object)
    waiting = Signal(str)
    arrived = Signal()
    save_failed = Signal(str)
    conflicted = Signal(str)
    saved = Signal()
    _compacted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reviewer = ""
        self.fallback_folder: Path | None = None
        self.open_item: Opened | None = None
        self.request: Request | None = None
        self._task: Task | None = None
        self._idle = QTimer(self, interval=COMPACTED_AFTER, singleShot=True)
        self._idle.timeout.connect(self.compact)
        self._compacted.connect(self._on_compacted)
        self._let_go = QTimer(self, interval=0, singleShot=True)
        self._let_go.timeout.connect(self._on_let_go)

    # Opening

    @property
    def read_only(self) -> str:
        """Why nothing of the open item is kept; empty where it is."""
        return self.open_item.read_only if self.open_item is not None else ""

    def open(self, request: Request) -> None:
        """Opens an item, or lists a folder that holds several."""
        reviewer, fallback = self.reviewer, self.fallback_folder

        def work() -> Opened | Pairing:
            if request.files is None and len(request.paths) == 1 and request.paths[0].is_dir():
                pairing = items_in(request.paths[0])
                if len(pairing.items) != 1:
                    return pairing
            opened = open_session(
                request.item(), reviewer=reviewer, sidecar_folder=fallback, take_over=request.take_over
            )
            opened.session.live.prepare()
            return opened

        self._run(work, request)

    def cancel(self) -> None:
        """Stops waiting for what is being opened."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.arrived.emit()

    def _run(self, work: Callable[[], Opened | Pairing], request: Request) -> None:
        self.cancel()
        task = self._task = Task(work, self)
        task.done.connect(lambda answer: self._on_done(answer, request, work))
        task.failed.connect(lambda error: self._on_failed(error, request))
        task.slow.connect(lambda: self.waiting.emit(request.name))
        task.start()

    def _on_done(self, answer: Opened | Pairing, request: Request, work: Callable[[], Opened | Pairing]) -> None:
        self._task = None
        self.arrived.emit()
        if isinstance(answer, Pairing):
            self.listed.emit(answer, request)
            return
        is_same = self.open_item is not None and self.open_item.store.sidecar == answer.store.sidecar
        self.close()
        if is_same:  # its record was read while this window still wrote to it: only now is it complete, and free
            answer.store.close()
            self._run(work, request)
            return
        self.open_item, self.request = answer, request
        self.opened.emit(answer)
        self._let_go.start()

    def _on_failed(self, error: Exception, request: Request) -> None:
        self._task = None
        self.arrived.emit()
        shown = str(error) if isinstance(error, CableviewError) else f"{request.name}: cannot be opened ({error!r})."
        self.failed.emit(request, shown, error.path if isinstance(error, DecodeError) else None)

    # Keeping

    def touched(self) -> None:
        """Notes that a change was saved: the record is compacted when typing pauses."""
        self._idle.start()
        self._look_for_conflict()

    def compact(self) -> None:
        """Compacts the record into the sidecar now."""
        self._idle.stop()
        opened = self.open_item
        if opened is None or opened.read_only:
            return

        def on_done(future: Future[None]) -> None:
            error = future.exception()
            self._compacted.emit(str(error) if error else "")

        opened.store.compact().add_done_callback(on_done)

    def unkept(self) -> int:
        """The number of changes still not on disk after one more try; a read-only record has none to save."""
        opened = self.open_item
        if opened is None or opened.read_only:
            return 0
        session = opened.session
        session.commit_typing()
        if session.kept_seq == session.last_seq:
            return 0
        try:
            opened.store.compact().result()
        except SaveError:
            return session.last_seq - session.kept_seq
        return 0

    def rescued(self, folder: Path) -> Path | None:
        """A new copy of the record in `folder`, with all changes not on disk; `None` if nothing can be saved there."""
        opened = self.open_item
        if opened is None:
            return None
        path = _free_path(sidecar_path(opened.session.item.transcript.sources[0].path, folder))
        try:
            make_folder(folder)
            opened.store.copy_to(path)
        except SaveError:
            return None
        return path

    def words_on_leaving(self, unkept: int, copy: Path | None) -> str:
        """What will happen to changes that are on disk only in `copy`, if at all, and what can be done about it."""
        changes = "1 change is" if unkept == 1 else f"{unkept} changes are"
        way_out = "Make room there, or see that it can be reached."
        if copy is None or self.open_item is None:
            return f"{changes} not on the disk, and will be gone. {way_out}"
        place = self.open_item.store.sidecar
        later = f"A copy that has all is {copy}; later, put it in the place of {place}."
        return f"{changes} not on the disk. {way_out} {later}"

    def close(self) -> None:
        """Releases the item. What could not be merged into the record is reported, and is still in the journal."""
        self.closing.emit()
        opened, self.open_item = self.open_item, None
        self._idle.stop()
        if opened is None:
            return
        self._let_go.start()
        try:
            opened.close()
        except SaveError as error:
            self.save_failed.emit(str(error))

    def _on_let_go(self) -> None:
        """Frees what is left of a long item once nothing shows it, and sets aside the objects of a long new one."""
        if is_set_aside():
            # This timer may come before them, and what they hold would be set aside for good with the new item.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            search_all()
        if self.open_item is not None and self.open_item.session.live.is_long:
            set_aside()

    def _on_compacted(self, error: str) -> None:
        if error and not self._look_for_conflict():
            self.save_failed.emit(error)
        elif not error:
            self.saved.emit()

    def _look_for_conflict(self) -> bool:
        conflict = self.open_item.store.conflict if self.open_item else ""
        if conflict:
            self.conflicted.emit(conflict)
        return bool(conflict)


def _free_path(path: Path) -> Path:
    """`path`, or if that exists, the path with a number before its name."""
    names = (path if number == 1 else path.with_name(f"{number}-{path.name}") for number in count(1))
    return next(free for free in names if not os.path.lexists(free))


def as_paths(texts: Sequence[str]) -> tuple[Path, ...]:
    """Paths of an item, as stored in the list of recent ones."""
    return tuple(Path(text) for text in texts)
