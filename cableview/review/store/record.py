"""The record of an item on disk: sidecar and journal, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import msgspec

from cableview.errors import SidecarError
from cableview.files import exists
from cableview.review.anchor import Anchor
from cableview.review.change import Change, Reattach, from_tree
from cableview.review.store.change_log import ChangeLog, Tree
from cableview.review.store.journal import Journal, read_journal
from cableview.review.store.shape import Shape, rebased
from cableview.review.store.sidecar import MEND, Sidecar, chained, line_of, read_sidecar, read_sidecar_shape, shape_from

_OTHER_STATE = "the journal beside it continues another state of it: the record was changed by somebody else"
_MISSING = "the record that its journal continues is not there; perhaps it is still being copied"


@dataclass(frozen=True)
class Record:
    """Sidecar and journal of an item read together.

    `log`, `shape` and `draft` follow from both, `pending` are the records that only the journal holds. `chain` is the
    digest of all changes, if reading them required it. `diverged` says why the journal does not continue this sidecar;
    `others` are then the lines of the journal's history, where known.
    """

    sidecar: Sidecar
    journal: Journal
    log: ChangeLog
    shape: Shape | None
    pending: tuple[Tree, ...] = ()
    draft: str | None = None
    diverged: str = ""
    others: tuple[bytes, ...] | None = None
    path: Path | None = None
    chain: str | None = None

    @property
    def changes(self) -> Sequence[Change]:
        return self.log.changes

    @property
    def recovered(self) -> int:
        return len(self.log) - len(self.sidecar.log)

    def rebased(self, old: Path, new: Path) -> Record:
        """The record for a sidecar in the folder `new`."""
        return self if self.shape is None else replace(self, shape=rebased(self.shape, old, new))

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Anchors of all spans in changes since the last re-attachment. Raises `SidecarError`."""
        reattached = (c.seq for c in reversed(self.changes) if any(isinstance(act, Reattach) for act in c.acts))
        since = next(reattached, 0)
        anchors: dict[tuple[str, int, int], Anchor] = {}
        for change, tree in self.log.more():
            if change.seq < since or "anchors" not in tree:
                continue
            try:
                found = msgspec.convert(tree["anchors"], tuple[Anchor, ...])
            except msgspec.ValidationError as error:
                place = f"anchors of change {change.seq}"
                raise SidecarError(str(error), path=self.path, place=place, advice=MEND) from error
            anchors.update({(anchor.witness, anchor.start, anchor.end): anchor for anchor in found})
        return tuple(anchors.values())


def journal_path(sidecar: Path) -> Path:
    """The file beside a sidecar that takes changes one by one."""
    return sidecar.with_name(f"{sidecar.name}.journal")


def copies_beside(sidecar: Path) -> list[str]:
    """Names of the copies that file synchronisers leave where a record was changed on two machines."""
    known = (sidecar.name, journal_path(sidecar).name)
    try:
        names = sorted(path.name for path in sidecar.parent.iterdir())
    except OSError:
        return []
    alike = (name for name in names if name.startswith(sidecar.stem) and name.endswith((".json", ".journal")))
    return [name for name in alike if name not in known]


def read_record(path: Path) -> Record:
    """The record at the sidecar `path`, whether compacted or not. Writes nothing. Raises `SidecarError`.

    The journal is read first: what another program moves into the sidecar meanwhile is then found in both, and skipped
    in the journal. In the opposite order it would be found in neither.
    """
    journal = _journal_beside(path)
    sidecar = read_sidecar(path)
    if sidecar.newer:
        journal = Journal()
    elif isinstance(journal, SidecarError):
        raise journal
    reading = _Reading(sidecar)
    try:
        for payload in journal.payloads:
            reading.take(payload)
    except (msgspec.ValidationError, KeyError, TypeError) as error:
        raise SidecarError(f"its records are not sound ({error})", path=journal_path(path), advice=MEND) from error
    if reading.is_other:
        diverged = _MISSING if sidecar.head is None else _OTHER_STATE
        others = None if reading.whole is None else tuple(reading.whole)
        return Record(sidecar, journal, sidecar.log, sidecar.shape, (), None, diverged, others, path)
    return Record(
        sidecar,
        journal,
        reading.log,
        reading.shape,
        tuple(reading.pending),
        reading.draft,
        path=path,
        chain=reading.chain[-1] if journal.payloads else None,
    )


def read_shape(path: Path) -> Shape | None:
    """The item's files as recorded at the sidecar `path`; without a journal no change is read.

    Raises `SidecarError`; a record accepted here may still be unsound.
    """
    if exists(journal_path(path)):
        return read_record(path).shape
    return read_sidecar_shape(path)


def _journal_beside(path: Path) -> Journal | SidecarError:
    """The journal, or the error for the caller to raise: beside a newer sidecar it means nothing."""
    try:
        return read_journal(journal_path(path))
    except SidecarError as error:
        return error


class _Reading:
    """Replays the records of a journal on top of the sidecar they belong to.

    From the first record that continues another state, all belong to another history: `whole` has its lines, if the
    changes before them are known.
    """

    def __init__(self, sidecar: Sidecar) -> None:
        self.log, self.shape = sidecar.log.copied(), sidecar.shape
        self.pending: list[Tree] = []
        self.draft: str | None = None
        self.kept = len(self.log)
        self.is_other = False
        self.whole: list[bytes] | None = None

    @cached_property
    def chain(self) -> list[str]:
        """The digest of all changes up to and including each."""
        return list(accumulate(self.log.trees(), chained, initial=""))

    def take(self, payload: Tree) -> None:
        if self.is_other:
            if "change" in payload and self.whole is not None:
                self.whole.append(_line_of_other(payload["change"], len(self.whole) + 1))
            return
        if "change" in payload:
            self._take_change(payload, payload["change"])
        elif "shape" in payload and payload["seq"] >= self.kept:
            self.shape = shape_from(payload["shape"])
            self.pending.append(payload)
        if "draft" in payload:
            self.draft = payload["draft"]

    def _take_change(self, payload: Tree, tree: Tree) -> None:
        seq: int = payload["seq"]
        base: str = payload["base"]
        follows = 1 <= seq <= len(self.chain) and self.chain[seq - 1] == base
        digest = chained(base, tree)
        if not follows or (seq < len(self.chain) and self.chain[seq] != digest):
            self.is_other = True
            self.whole = [*self.log.lines(seq - 1), _line_of_other(tree, seq)] if follows else None
        elif seq == len(self.chain):
            self.log.append(from_tree(tree), line_of(tree))
            self.chain.append(digest)
            self.pending.append(payload)
            if "shape" in payload:
                self.shape = shape_from(payload["shape"])


def _line_of_other(tree: object, seq: int) -> bytes:
    """The line of change `seq` of another history. Raises `msgspec.ValidationError` if no record could hold it."""
    change = from_tree(tree)
    if change.seq != seq:
        raise msgspec.ValidationError(f"the number of change {seq} is {change.seq}")
    return line_of(tree)
