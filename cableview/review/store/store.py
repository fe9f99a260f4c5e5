"""Keeps the changes of one item: `append` is durable in a fraction of a millisecond, and nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cableview.errors import SaveError
from cableview.review.change import Change, to_tree
from cableview.review.store.record import read_record
from cableview.review.store.shape import Shape
from cableview.review.store.writer import Writer


@dataclass(frozen=True)
class Kept:
    """What was found when the store was opened.

    `shape` is that of the files the changes are anchored in. `read_only` is the reason why nothing can be kept, "" when
    it can. `recovered` of the changes came from the journal of a run that did not end well. `draft` is what was half typed.
    `is_new` says that there was no record.
    """

    shape: Shape
    changes: tuple[Change, ...] = ()
    read_only: str = ""
    recovered: int = 0
    draft: str | None = None
    is_new: bool = True


class Store:
    """The record of one item. Everything is written on one thread, in the order in which it was given.

    `append`, `draft`, `reshape` and `compact` return at once; their futures end when it is done, or with a `SaveError`.
    A change that could not be kept is held and goes out before the next one: when a change is durable, so are all
    before it.
    """

    def __init__(self, kept: Kept, writer: Writer) -> None:
        self.kept = kept
        self._writer = writer
        self._last = len(kept.changes)
        self._thread = ThreadPoolExecutor(1, "cableview-store")

    @classmethod
    def open(cls, sidecar: Path, shape: Shape) -> Store:
        """Reads what is kept at `sidecar` and creates nothing. Raises `SidecarError` when that cannot be understood.

        `shape` is that of the item as it is now. It takes the place of the kept one when the texts are the same; else
        `kept.shape` tells what the changes are anchored in, until a change is appended with its new shape.
        """
        record = read_record(sidecar)
        kept = Kept(
            record.shape or shape,
            record.changes,
            record.sidecar.newer,
            record.recovered,
            record.draft,
            record.shape is None,
        )
        same = record.shape is None or record.shape.same_texts(shape)
        return cls(kept, Writer(sidecar, record, shape if same else kept.shape))

    @property
    def sidecar(self) -> Path:
        return self._writer.sidecar

    @property
    def conflict(self) -> str:
        return self._writer.conflict

    def append(self, change: Change, shape: Shape | None = None) -> Future[None]:
        """Keeps a change; its number follows that of the one before. `shape`: of the files it and all later ones rest on."""
        if change.seq != self._last + 1:
            raise ValueError(f"change {change.seq} after change {self._last}")
        self._last = change.seq
        return self._put({"change": to_tree(change)} | ({} if shape is None else {"shape": shape}))

    def draft(self, text: str | None) -> Future[None]:
        """Keeps what is half typed in the place of what was; `None` takes it away."""
        return self._put({"draft": text})

    def reshape(self, shape: Shape) -> Future[None]:
        """Keeps what files belong to the item, where that changes without a change of the text."""
        return self._put({"shape": shape})

    def compact(self) -> Future[None]:
        """Gathers the journal into the sidecar."""
        return self._run(self._writer.compact)

    def close(self) -> None:
        """Gathers what is left into the sidecar, and waits for it. Raises `SaveError`; the journal stays then."""
        try:
            if not self.kept.read_only:
                self.compact().result()
        finally:
            self._thread.submit(self._writer.close).result()
            self._thread.shutdown()

    def _put(self, item: dict[str, object]) -> Future[None]:
        self._writer.queue.append(item)
        return self._run(self._writer.flush)

    def _run(self, work: Callable[[], None]) -> Future[None]:
        if self.kept.read_only:
            failed: Future[None] = Future()
            failed.set_exception(SaveError(self.kept.read_only, path=self.sidecar))
            return failed
        return self._thread.submit(work)
