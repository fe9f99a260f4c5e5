"""The one that touches the disk for a store; everything in it runs on the store's writer thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from cableview.errors import SaveError, SidecarError
from cableview.files import atomic_write
from cableview.review.store.journal import JournalFile, encode_record
from cableview.review.store.record import Record, journal_path
from cableview.review.store.shape import Shape
from cableview.review.store.sidecar import Tree, chained, digest_of, render_sidecar, shape_tree


class Writer:
    """Brings what is queued into the journal, and the journal into the sidecar.

    Invariant: everything acknowledged is in the sidecar, or in the journal behind a base that the sidecar proves.
    """

    def __init__(self, sidecar: Path, record: Record, shape: Shape) -> None:
        self.queue: deque[Tree] = deque()
        self.sidecar = sidecar
        self.conflict = record.diverged
        self._head = record.sidecar.head
        self._digests = {record.sidecar.digest}
        self._trees = list(record.trees)
        self._chain = ""
        for tree in self._trees:
            self._chain = chained(self._chain, tree)
        self._shape, self._shape_on_disk = shape, record.shape
        self._draft = record.draft
        self._records = [encode_record(payload) for payload in record.pending]
        self._dirty = bool(record.pending)
        self._written = 0
        self._journal = JournalFile(journal_path(sidecar))

    def flush(self) -> None:
        """Makes all that is queued durable. Raises `SaveError`; what failed stays, and goes out with what comes next."""
        self._take_queue()
        if self._written == len(self._records):
            return
        if self._journal.is_open:
            try:
                self._journal.append(b"".join(self._records[self._written :]))
            except SaveError:
                self._written = 0
                raise
        else:
            self._written = 0
            self._journal.begin(b"".join(self._records))
        self._written = len(self._records)

    def compact(self) -> None:
        """Replaces the sidecar by one that holds everything, then cuts the journal. Raises `SaveError`."""
        self._take_queue()
        if not self._dirty:
            return
        data = render_sidecar(self._head, self._shape, self._trees)
        atomic_write(self.sidecar, data)
        self._digests = {digest_of(self.sidecar)}
        self._shape_on_disk = self._shape
        self._dirty = False
        self._cut()

    def close(self) -> None:
        self._journal.close()

    def _take_queue(self) -> None:
        while self.queue:
            self._take(self.queue.popleft())

    def _take(self, item: Tree) -> None:
        payload: Tree = {"seq": len(self._trees), "base": self._chain}
        if "draft" in item:
            if item["draft"] == self._draft:
                return
            self._draft = item["draft"]
            self._records.append(encode_record({**payload, "draft": self._draft}))
            return
        self._shape = item.get("shape", self._shape)
        self._dirty = True
        if "change" in item:
            payload = {**payload, "seq": len(self._trees) + 1, "change": item["change"]}
            self._trees.append(item["change"])
            self._chain = chained(self._chain, item["change"])
        if self._shape != self._shape_on_disk:
            payload["shape"] = shape_tree(self._shape)
            self._shape_on_disk = self._shape
        self._records.append(encode_record(payload))

    def _cut(self) -> None:
        draft = [] if self._draft is None else [{"seq": len(self._trees), "base": self._chain, "draft": self._draft}]
        self._records, self._written = [encode_record(payload) for payload in draft], 0
        if self._records:
            self._journal.begin(b"".join(self._records))
            self._written = len(self._records)
        else:
            self._journal.remove()
