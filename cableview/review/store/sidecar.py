"""The sidecar: the whole record of an item as one JSON file with one change a line."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import Path
from typing import cast

import msgspec

from cableview.errors import SidecarError
from cableview.review.change import Change, from_tree
from cableview.review.store.change_log import ChangeLog, Tree, plain_change
from cableview.review.store.guarded_json import MEND, canonical, compact, parse, read_regular_file, render, taken_apart
from cableview.review.store.shape import Shape
from cableview.version import program_version

SCHEMA = 3
"""The newest that this version reads and writes."""
SINCE = {"equal": 2, "show": 2, "language": 3}
"""Acts that the first schema did not know. Records without them stay what earlier versions read."""

_NAMES_SINCE = [f'"{name}"'.encode() for name in SINCE]
_FILES = ("transcript", "reference", "pages", "layouts")


@dataclass(frozen=True)
class Sidecar:
    """A sidecar as it is on disk: what this version understands, along with everything it does not.

    `head` is the tree without the changes. `newer` is the reason why it must not be written, "" when it may.
    """

    digest: str = ""
    head: Tree | None = None
    log: ChangeLog = field(default_factory=ChangeLog)
    shape: Shape | None = None
    newer: str = ""


class _Head(msgspec.Struct):
    """The part of a sidecar without the changes."""

    item: Shape = Shape()


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar at `path`, empty if there is none. Raises `SidecarError` when it cannot be read."""
    try:
        data = read_regular_file(path)
    except FileNotFoundError:
        return Sidecar()
    laid_out = taken_apart(data, "changes")
    if laid_out is not None:
        head, lines = laid_out
        with suppress(SidecarError):  # reading the whole says what is wrong, and where
            return _sidecar(data, parse(head, path), (_change_in(line, path) for line in lines), path)
    return _sidecar(data, parse(data, path), None, path)


def read_sidecar_shape(path: Path) -> Shape | None:
    """What a sidecar records of the item's files, ignoring its changes; `None` without one. Raises `SidecarError`."""
    try:
        return msgspec.json.decode(read_regular_file(path).removeprefix(BOM_UTF8), type=_Head).item
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SidecarError(str(error), path=path, advice=MEND) from error


def digest_of(path: Path) -> str:
    """The digest of the file's bytes; "" when there is no file. Raises `SidecarError`."""
    try:
        return sha256(read_regular_file(path)).hexdigest()
    except FileNotFoundError:
        return ""


def render_sidecar(head: Tree | None, shape: Shape, lines: Callable[[], Iterable[bytes]]) -> bytes:
    """The bytes of a sidecar with the changes in `lines`; anything else in `head` is preserved."""
    known = {
        "schema": max(map(_schema_of, lines()), default=1),
        "program": program_version(),
        "item": _merged((head or {}).get("item"), shape_tree(shape)),
    }
    rest = {key: value for key, value in (head or {}).items() if key not in known}
    return render({**known, **rest}, "changes", lines())


def shape_tree(shape: Shape) -> Tree:
    """A shape as plain JSON values."""
    return msgspec.to_builtins(shape)


def shape_from(tree: object) -> Shape:
    """The shape from plain JSON values. Raises `msgspec.ValidationError`."""
    return msgspec.convert(tree, Shape)


def line_of(tree: object) -> bytes:
    """The line for the tree of a change in a sidecar."""
    return compact(tree).encode()


def chained(base: str, tree: Tree) -> str:
    """Digest of all changes up to that of `tree`, where `base` is that of those before it, "" for none."""
    return blake2b(base.encode() + canonical(tree), digest_size=8).hexdigest()


def _newer(tree: object, path: Path) -> str:
    schema = cast("Tree", tree).get("schema") if isinstance(tree, dict) else None
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise SidecarError("this is not a cableview record", path=path, advice=MEND)
    if schema <= SCHEMA:
        return ""
    return f"it was written by a newer cableview (schema {schema}; this version writes {SCHEMA})"


def _schema_of(line: bytes) -> int:
    """The lowest schema that holds a change."""
    if not any(name in line for name in _NAMES_SINCE):  # spares most lines a second reading
        return 1
    return max((SINCE.get(act.get("act", ""), 1) for act in json.loads(line).get("acts", ())), default=1)


def _sidecar(data: bytes, tree: Tree, changes: Iterable[object] | None, path: Path) -> Sidecar:
    """The sidecar of `tree`; `changes` are those of the record if not in the `tree`. Raises `SidecarError`."""
    newer = _newer(tree, path)
    head: Tree = {key: value for key, value in tree.items() if key != "changes"}
    if changes is None:
        changes = tree.get("changes", [] if newer else None)
        if not isinstance(changes, list):
            what = "is not a list" if "changes" in tree else "is missing"
            raise SidecarError(f"`changes` {what}", path=path, advice=MEND)
    log = _log_of(cast("Iterable[object]", changes), path, lenient=bool(newer))
    shape = _typed_shape(head.get("item", {}), path, lenient=bool(newer))
    return Sidecar(sha256(data).hexdigest(), head, log, shape, newer)


def _change_in(line: bytes, path: Path) -> object:
    """The change in a line or, if it needs a closer look, its tree. Raises `SidecarError`."""
    return plain_change(line) or parse(line, path, levels=2)


def _log_of(changes: Iterable[object], path: Path, *, lenient: bool) -> ChangeLog:
    """The log of changes or their trees. `lenient` stops before the first that this version does not understand."""
    log = ChangeLog()
    for number, one in enumerate(changes, 1):
        try:
            change = one if isinstance(one, Change) else from_tree(one)
            if change.seq != number:
                raise msgspec.ValidationError(f"its number is {change.seq}")
        except msgspec.ValidationError as error:
            if lenient:
                deque(changes, maxlen=0)  # those that are still to be read have to be sound all the same
                break
            raise SidecarError(str(error), path=path, place=f"change {number}", advice=MEND) from error
        log.append(change, None if change is one else line_of(one))
    return log


def _typed_shape(tree: object, path: Path, *, lenient: bool) -> Shape:
    try:
        return shape_from(tree)
    except msgspec.ValidationError as error:
        if lenient:
            return Shape()
        raise SidecarError(str(error), path=path, place="item", advice=MEND) from error


def _merged(raw: object, item: Tree) -> Tree:
    """`item` with the keys that only `raw`, the item as it was read, has, including those of its files."""
    old = cast("Tree", raw) if isinstance(raw, dict) else {}
    known = {key: _merged_files(old.get(key), value) if key in _FILES else value for key, value in item.items()}
    return known | {key: value for key, value in old.items() if key not in item}


def _merged_files(raw: object, files: Sequence[Tree]) -> list[Tree]:
    before = cast("list[object]", raw) if isinstance(raw, list) else []
    olds = {_identity(cast("Tree", old)): cast("Tree", old) for old in before if isinstance(old, dict)}
    return [file | {k: v for k, v in olds.get(_identity(file), {}).items() if k not in file} for file in files]


def _identity(file: Tree) -> tuple[str, str]:
    return str(file.get("path")), str(file.get("frame"))
