"""The writer that touches the disk for a store; everything in it runs on the store's writer thread."""

from __future__ import annotations

import errno
import os
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

from cableview.errors import FileError, SaveError
from cableview.files import atomic_write, exists, sha256_of, sweep
from cableview.model.item import Relation
from cableview.review.change import Change, to_tree
from cableview.review.store.change_log import ChangeLog, Tree
from cableview.review.store.guarded_json import read_regular_file, refuse_too_large
from cableview.review.store.journal import Journal, JournalFile, encode_record, write_failure
from cableview.review.store.lock import ItemLock
from cableview.review.store.record import Record, journal_path
from cableview.review.store.shape import Shape, found_path, rebased, with_known_digests
from cableview.review.store.sidecar import chained, digest_of, line_of, render_sidecar, shape_tree

_CLASH = "the record was changed by somebody else since it was read here"
_SECONDS_FOR_DIGESTS = 0.5
NEIGHBOURS = 16
"""Names beside the record, by one of which its folder is known again."""


class Writer:
    """Writes what is queued to the journal, and compacts the journal into the sidecar.

    Invariant: everything acknowledged is in the sidecar, or in the journal after a base that the sidecar proves.
    """

    def __init__(self, sidecar: Path, record: Record, shape: Shape, lock: ItemLock, *, copied: bool = False) -> None:
        """`copied`: `record` was read elsewhere, where it cannot be written; all of it goes into the first journal."""
        self.queue: deque[Callable[[], Tree]] = deque()
        self.sidecar = sidecar
        self.conflict = record.diverged
        self._record = record
        self._lock = lock
        self._is_claimed = False
        self._device = _device(sidecar.parent)
        self._is_folder_new = not exists(sidecar.parent)
        self._neighbours = _some_names_in(sidecar.parent)
        self._inode = _inode(sidecar.parent)
        self._digests = {"" if copied else record.sidecar.digest}
        self._journal_found = b"" if copied else record.journal.data
        self._log = record.log.copied()
        self._known_chain = record.chain
        self._shape, self._shape_kept = shape, record.shape
        self._draft = record.draft
        self._records = self._whole() if copied else [encode_record(payload) for payload in record.pending]
        self._is_dirty = bool(record.pending) and not copied
        self._written = 0
        self._is_owing = self._is_touched = False
        self._journal = JournalFile(journal_path(sidecar))

    def flush(self) -> None:
        """Makes everything queued durable.

        Raises `SaveError`; what failed stays queued, and is written with what comes next.
        """
        self._take_queue()
        if not self._is_owing:
            return
        self._claim()
        match self._journal.condition():
            case "ours":
                self._add()
            case "foreign" if self._journal_content() != self._written_content():
                self._clash("the journal was changed by somebody else while it was written here")
            case _:
                self._refuse_elsewhere()
                if not self.conflict and self._digest() not in self._digests:
                    self._clash(_CLASH)
                else:
                    self._begin()

    def relate(self, relation: Relation) -> None:
        """Sets how the texts seem to relate; it is saved with the next record."""
        self._shape = replace(self._shape, relation=relation)

    def compact(self) -> None:
        """Replaces the sidecar by one that holds everything, then truncates the journal. Raises `SaveError`."""
        self._take_queue()
        if not self._is_dirty:
            return
        self._claim()
        self._refuse_theirs()
        self._shape = _with_digests(self._shape, self.sidecar.parent)
        self._replace_sidecar()
        self._cut()

    def keep_as(self, path: Path) -> None:
        """Writes this side of a conflict to the new sidecar `path` and releases the old one. Raises `SaveError`."""
        self._take_queue()
        lines = self._record.others if self._record.diverged else tuple(self._log.lines())
        if lines is None:
            advice = "Reload the record; the journal is set aside then, not deleted"
            raise SaveError("the journal continues a record that is no longer there", path=self.sidecar, advice=advice)
        if exists(path) or exists(journal_path(path)):
            raise SaveError("there is a file of this name", path=path, advice="Choose another name")
        shape = rebased(self._shape, self.sidecar.parent, path.parent)
        data = render_sidecar(self._record.sidecar.head, shape, lambda: lines)
        refuse_too_large(len(data), path)
        atomic_write(path, data)
        if self._is_claimed or self._record.diverged:
            self._journal.remove()
        self.close()

    def copy_to(self, path: Path) -> None:
        """Writes everything here to `path` in the form of the sidecar, and carries on. Raises `SaveError`."""
        self._take_queue()
        data = render_sidecar(self._record.sidecar.head, self._shape, self._log.lines)
        refuse_too_large(len(data), path)
        atomic_write(path, data)

    def give_up(self) -> Path | None:
        """Sets this side of a conflict aside, returns its new name, and releases the record. Raises `SaveError`."""
        self.queue.clear()
        aside = None
        if self._is_claimed or self._record.diverged:
            self._journal.close()
            aside = set_aside(self._journal.path)
        self.close()
        return aside

    def finish(self) -> None:
        """Compacts what was done here; changes nothing if an earlier run's journal was only looked at."""
        self._take_queue()
        if self._is_touched:
            self.compact()

    def close(self) -> None:
        self._journal.close()
        self._lock.release()
        self._is_claimed = False

    def _take_queue(self) -> None:
        """Takes queued items; one that cannot be taken for lack of memory stays for the next call."""
        while self.queue:
            item = self.queue[0]()
            if "draft" in item:
                self._take_draft(item["draft"])
            else:
                self._take(item)
            self.queue.popleft()

    def _take_draft(self, draft: str | None) -> None:
        if draft != self._draft:
            self._records.append(encode_record({**self._base(), "draft": draft}))
            self._draft, self._is_owing = draft, True

    def _take(self, item: Tree) -> None:
        """Takes an item; nothing changes until its record has been made."""
        payload, chain = self._base(), self._chain
        change: Change | None = item.get("change")
        line = b""
        if change is not None:
            tree: Tree = to_tree(change) | item["more"]
            payload = {**payload, "seq": len(self._log) + 1, "change": tree}
            line, chain = line_of(tree), chained(chain, tree)
        shape = with_known_digests(item["shape"], self._shape) if "shape" in item else self._shape
        if shape != self._shape_kept:
            payload["shape"] = shape_tree(shape)
        record = encode_record(payload)
        if change is not None:
            self._log.append(change, line)
        self._records.append(record)
        self._known_chain, self._shape, self._shape_kept = chain, shape, shape
        self._is_dirty = self._is_touched = self._is_owing = True

    @property
    def _chain(self) -> str:
        """Digest of all changes, computed when the first is saved: nobody waits for the writer's thread."""
        if self._known_chain is None:
            self._known_chain = _chain_of(self._log)
        return self._known_chain

    def _base(self) -> Tree:
        return {"seq": len(self._log), "base": self._chain}

    def _claim(self) -> None:
        """Checks, before anything is first written, that nobody else writes and all is as it was read."""
        if self._is_claimed:
            return
        if self.conflict:
            raise SaveError(self.conflict, path=self.sidecar, advice="Reload it, or keep yours under another name")
        try:
            if self._is_folder_new:  # one that existed, as on a share, is never recreated
                self.sidecar.parent.mkdir(parents=True, exist_ok=True)
                self._device = _device(self.sidecar.parent)
            elif exists(self.sidecar.parent):  # else the lock says what is wrong
                self._refuse_elsewhere()
            who = self._lock.acquire()
        except OSError as error:
            raise write_failure(self.sidecar, error) from error
        if who:
            raise SaveError(f"it is open {who}", path=self.sidecar, advice="Close it there; nothing is kept from here")
        if self._digest() not in self._digests or self._journal_content() != self._journal_found:
            self._lock.release()
            self._refuse_elsewhere()
            self.conflict = _CLASH
            raise SaveError(self.conflict, path=self.sidecar, advice="Reload it, or keep yours under another name")
        self._device = _device(self.sidecar.parent)
        self._is_claimed = True
        with suppress(OSError):
            sweep(self.sidecar.parent, self._lock.taken_at)

    def _add(self) -> None:
        self._journal.append(b"".join(self._records[self._written :]))
        self._written, self._is_owing = len(self._records), False

    def _begin(self) -> None:
        if self._record.journal.damaged:  # sound records follow unsound ones: somebody may want to look
            atomic_write(_free_name(self._journal.path), self._record.journal.data)
            self._record = replace(self._record, journal=Journal())
        self._journal.begin(b"".join(self._records))
        self._written, self._is_owing = len(self._records), False

    def _clash(self, message: str) -> None:
        """Leaves somebody else's file as it is. Everything here goes into the journal, which then needs no sidecar."""
        whole = self._whole()
        self.conflict = message
        if self._journal.condition() == "foreign":
            set_aside(self._journal.path)
        self._records, self._written, self._is_owing = whole, 0, True
        self._begin()

    def _refuse_theirs(self) -> None:
        """Raises `SaveError` where the folder is gone, or the sidecar is not as read or written here."""
        self._refuse_elsewhere()
        if not self.conflict and self._digest() not in self._digests:
            self._clash(_CLASH)
        if self.conflict:
            raise SaveError(self.conflict, path=self.sidecar, advice="Reload it, or keep yours under another name")

    def _refuse_elsewhere(self) -> None:
        """Raises `SaveError` where the folder is gone, as on an unplugged disk; an empty one may be in its place."""
        device = _device(self.sidecar.parent)
        if device is None or (device != self._device and not self._is_known_there()):
            advice = "Bring it back; what was done is kept then, with the next change"
            raise SaveError("the folder or disk of the record is away", path=self.sidecar, advice=advice)

    def _is_known_there(self) -> bool:
        """True when what was read or written here is in the folder; a share that comes back has another device number.

        Before the record existed, the files beside its place are compared; for an empty folder, its inode number.
        """
        written, sidecars = self._written_content() or self._journal_found, self._digests - {""}
        if not (written or sidecars or self._neighbours):
            return self._inode != 0 and _inode(self.sidecar.parent) == self._inode
        if not (written or sidecars):
            return any(exists(self.sidecar.with_name(name)) for name in self._neighbours)
        is_begun = written != b"" and self._journal_content().startswith(written)  # a torn end may follow
        return is_begun or self._digest() in sidecars

    def _written_content(self) -> bytes:
        return b"".join(self._records[: self._written])

    def _replace_sidecar(self) -> None:
        data = render_sidecar(self._record.sidecar.head, self._shape, self._log.lines)
        refuse_too_large(len(data), self.sidecar)
        digest = sha256(data).hexdigest()
        self._digests.add(digest)  # after an error either of the two may be there
        # Checked once more when all is written: a synced file can take a while on a slow share.
        atomic_write(self.sidecar, data, before_replace=self._refuse_theirs)
        self._digests, self._shape_kept, self._is_dirty = {digest}, self._shape, False

    def _cut(self) -> None:
        """Truncates the journal. Records left by a failure here are in the sidecar, and skipped when read."""
        self._records = [] if self._draft is None else [encode_record({**self._base(), "draft": self._draft})]
        self._written = 0
        if self._records:
            self._begin()
        else:
            self._is_owing = False
            self._journal.remove()

    def _whole(self) -> list[bytes]:
        """All changes as records of a new journal."""
        records: list[bytes] = []
        chain = ""
        for seq, tree in enumerate(self._log.trees(), 1):
            records.append(encode_record({"seq": seq, "base": chain, "change": tree}))
            chain = chained(chain, tree)
        records.append(encode_record({**self._base(), "shape": shape_tree(self._shape)}))
        return records if self._draft is None else [*records, encode_record({**self._base(), "draft": self._draft})]

    def _digest(self) -> str:
        with _failing_to_save():
            return digest_of(self.sidecar)

    def _journal_content(self) -> bytes:
        with _failing_to_save(), suppress(FileNotFoundError):
            return read_regular_file(self._journal.path)
        return b""


def set_aside(path: Path) -> Path | None:
    """Renames a file to a free name and returns that. Raises `SaveError`."""
    aside = _free_name(path)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise write_failure(path, error) from error
    return aside


def _device(folder: Path) -> int | None:
    """The number of the disk or share that a folder is on; `None` where it is not there."""
    try:
        return folder.stat().st_dev
    except OSError:
        return None


def _inode(folder: Path) -> int:
    """The inode number of a folder, usually the same when its disk or share comes back; 0 if it cannot be read."""
    try:
        return folder.stat().st_ino
    except OSError:
        return 0


def _some_names_in(folder: Path) -> frozenset[str]:
    """Some file names by which the folder is recognised; none where it cannot be read."""
    with suppress(OSError), os.scandir(folder) as entries:
        return frozenset(entry.name for entry in islice(entries, NEIGHBOURS))
    return frozenset()


def _free_name(path: Path) -> Path:
    """A free name for what is set aside: the file's own and a number, without its extension where that is too long.

    Raises `SaveError` if even that is too long.
    """
    aside = path
    for name in (path.name, path.stem):
        for number in count(1):
            aside = path.with_name(f"{name}.aside-{number}")
            try:
                aside.lstat()
            except FileNotFoundError:
                return aside
            except OSError as error:
                if error.errno != errno.ENAMETOOLONG:
                    raise write_failure(path, error) from error
                break
    raise write_failure(path, OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(aside)))


def _chain_of(log: ChangeLog) -> str:
    chain = ""
    for tree in log.trees():
        chain = chained(chain, tree)
    return chain


@contextmanager
def _failing_to_save() -> Generator[None]:
    """Raises read errors as `SaveError`. They say nothing of a file's contents: it may be another's, or unchanged."""
    try:
        yield
    except FileError as error:
        raise SaveError(error.message, path=error.path, advice=error.advice) from error


def _with_digests(shape: Shape, folder: Path) -> Shape:
    """`shape` with digests of images and layouts that have none yet, as many as half a second allows."""
    files = (*shape.pages, *shape.layouts)
    known = {file.path: file.sha256 for file in files if file.sha256}
    until = time.monotonic() + _SECONDS_FOR_DIGESTS
    for page in files:
        if page.path not in known and time.monotonic() < until:
            try:
                known[page.path] = sha256_of(found_path(page.path, folder, (Path(folder.absolute().anchor),)))
            except (OSError, FileError):
                known[page.path] = ""
    return replace(
        shape,
        pages=tuple(replace(page, sha256=known.get(page.path, "")) for page in shape.pages),
        layouts=tuple(replace(layout, sha256=known.get(layout.path, "")) for layout in shape.layouts),
    )
