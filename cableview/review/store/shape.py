"""What a sidecar records of the item's files: their paths, their digests, and which parts are read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from urllib.parse import unquote_to_bytes

from cableview.errors import FileError, SidecarError
from cableview.files import exists, is_folder, is_regular, sha256_of
from cableview.model.item import Item, PageImage, Relation
from cableview.model.witness import Witness

SIDECAR_SUFFIX = ".cableview.json"
"""What a sidecar's name ends with."""


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A text file. `path` is as `kept_path` writes it, `segments` start and end in the witness, start in the file."""

    path: str
    sha256: str
    encoding: str = "utf-8"
    segments: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page image. `sha256` is empty until there was time to read the file; `size` is in bytes."""

    path: str
    frame: int = 0
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class KeptLayout:
    """A file with the places of words on the pages. `sha256` is empty until the file is read; `size` is in bytes."""

    path: str
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The item's files as recorded; positions are code points. `relation` is as detected, not as decided."""

    transcript: tuple[KeptSource, ...] = ()
    reference: tuple[KeptSource, ...] = ()
    pages: tuple[KeptPage, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    relation: Relation | None = None
    title: str = ""
    layouts: tuple[KeptLayout, ...] = ()

    def same_texts(self, other: Shape) -> bool:
        """True when anchors in one are valid in the other: the same files, cut the same way, wherever they are."""
        pairs = ((self.transcript, other.transcript), (self.reference, other.reference))
        return all(_anchored(ours) == _anchored(theirs) for ours, theirs in pairs)


def shape_of(item: Item) -> Shape:
    """The shape of an item. The store adds the relation of its texts and the pages' digests later."""
    folder = item.sidecar.parent
    return Shape(
        transcript=_kept_sources(item.transcript, folder),
        reference=_kept_sources(item.reference, folder) if item.reference else (),
        pages=tuple(_kept_page(page, folder) for page in item.pages),
        metadata=item.metadata,
        title=item.title,
        layouts=tuple(KeptLayout(kept_path(path, folder), "", _size(path)) for path in item.layouts),
    )


def sidecar_path(transcript: Path, folder: Path | None = None) -> Path:
    """The path of the record of `transcript`: beside it, or in `folder` under a name that keeps equal names apart.

    A text reached through a link to its folder has the record it has otherwise, unless one was begun for that way.
    """
    if folder is None:
        return transcript.with_name(f"{transcript.name}{SIDECAR_SUFFIX}")
    as_named = _in_folder(folder, transcript)
    if exists(as_named) or exists(as_named.with_name(f"{as_named.name}.journal")):
        return as_named
    return _in_folder(folder, Path(os.path.realpath(transcript.parent)) / transcript.name)


def _in_folder(folder: Path, transcript: Path) -> Path:
    return folder / f"{transcript.name}.{_short_digest(transcript)}{SIDECAR_SUFFIX}"


def kept_path(path: Path, folder: Path) -> str:
    """`path` as a sidecar in `folder` names it: relative where that is possible, with slashes.

    `%` and bytes that are not UTF-8 become `%XX`, so that every name can be written in JSON.
    """
    try:
        relative = Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive
        relative = path.absolute().as_posix()
    data = relative.encode("utf-8", sys.getfilesystemencodeerrors())
    text = data.replace(b"%", b"%25").replace(b"\\", b"%5C").decode("utf-8", "backslashreplace")
    return re.sub(r"\\x([0-9a-f]{2})", lambda m: "%" + m[1].upper(), text) if "\\" in text else text


def found_path(kept: str, folder: Path, granted: Sequence[Path] = ()) -> Path:
    """The file that a sidecar in `folder` names.

    It must lie below the parent of `folder`, or below one of `granted`: otherwise a stranger's sidecar could have the
    program read anything. Raises `SidecarError`.
    """
    name = unescaped(kept)
    if not name or "\0" in name or name.startswith(("\\\\", "//")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", name):
        advice = "Open the item by naming its files yourself"
        raise SidecarError("the record names a file that is not opened", path=Path(f"{kept[:80]!r}"), advice=advice)
    folder = Path(os.path.normpath(folder.absolute()))  # like the path below, even if given with `..`
    path = Path(os.path.normpath(folder / PurePosixPath(name)))
    roots = (folder.parent, *(Path(os.path.normpath(root.absolute())) for root in granted))
    if not any(path.is_relative_to(root) for root in roots):
        advice = "Open the item by naming its files yourself"
        raise SidecarError("the record names a file outside of the item's folders", path=path, advice=advice)
    return path


def find_moved(kept: Shape, folder: Path) -> dict[str, Path]:
    """For each file of `kept` that is not where the sidecar in `folder` says, one with the same content, if near.

    Searches `folder`, and the folders in it and beside it. No file stands for two: blank pages may be alike.
    """
    gone: dict[str, list[str]] = {}
    taken: set[str] = set()
    for file in {file.path: file for file in (*kept.transcript, *kept.reference, *kept.pages, *kept.layouts)}.values():
        if path := _existing(file.path, folder):
            taken.add(os.path.realpath(path))
        elif file.sha256:
            gone.setdefault(file.sha256, []).append(file.path)
    suffixes = {PurePosixPath(path).suffix.lower() for paths in gone.values() for path in paths}
    moved: dict[str, Path] = {}
    for path in _near(folder) if gone else ():
        if path.suffix.lower() in suffixes and os.path.realpath(path) not in taken:
            digest = _digest(path)
            if names := gone.get(digest):
                moved[names.pop(0)] = path
                taken.add(os.path.realpath(path))
                if not names:
                    del gone[digest]
        if not gone:
            break
    return moved


def with_known_digests(shape: Shape, known: Shape) -> Shape:
    """`shape` with the digests that `known` has for images and layouts of the same path and size.

    A file that is gone has no size: what is known of it stays, so that it is found again wherever it turns up.
    """
    digests = {file.path: (file.size, file.sha256) for file in (*known.pages, *known.layouts)}

    def known_of(file: KeptPage | KeptLayout) -> tuple[int, str]:
        size, digest = digests.get(file.path, (0, ""))
        return (size, digest) if not file.sha256 and file.size in (0, size) else (file.size, file.sha256)

    pages = (replace(p, size=size, sha256=digest) for p in shape.pages for size, digest in [known_of(p)])
    layouts = (replace(p, size=size, sha256=digest) for p in shape.layouts for size, digest in [known_of(p)])
    return replace(shape, pages=tuple(pages), layouts=tuple(layouts))


def rebased(shape: Shape, old: Path, new: Path) -> Shape:
    """`shape` of a sidecar in the folder `old`, rewritten for one in `new`."""
    if old.absolute() == new.absolute():
        return shape

    def moved(path: str) -> str:
        return kept_path(Path(os.path.normpath(old.absolute() / PurePosixPath(unescaped(path)))), new)

    return replace(
        shape,
        transcript=tuple(replace(source, path=moved(source.path)) for source in shape.transcript),
        reference=tuple(replace(source, path=moved(source.path)) for source in shape.reference),
        pages=tuple(replace(page, path=moved(page.path)) for page in shape.pages),
        layouts=tuple(replace(layout, path=moved(layout.path)) for layout in shape.layouts),
    )


def unescaped(kept: str) -> str:
    """The path that `kept_path` wrote as `kept`."""
    return unquote_to_bytes(kept).decode("utf-8", sys.getfilesystemencodeerrors())


def _anchored(sources: tuple[KeptSource, ...]) -> list[tuple[str, str, tuple[tuple[int, int, int], ...]]]:
    return [(source.sha256, source.encoding, source.segments) for source in sources]


def _kept_sources(witness: Witness, folder: Path) -> tuple[KeptSource, ...]:
    segments: list[list[tuple[int, int, int]]] = [[] for _ in witness.sources]
    for segment in witness.segments:
        segments[segment.source].append((segment.span.start, segment.span.end, segment.start))
    return tuple(
        KeptSource(kept_path(source.path, folder), source.sha256, source.encoding, tuple(cut))
        for source, cut in zip(witness.sources, segments, strict=True)
    )


def _kept_page(page: PageImage, folder: Path) -> KeptPage:
    return KeptPage(kept_path(page.path, folder), page.frame, "", _size(page.path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _existing(kept: str, folder: Path) -> Path | None:
    try:
        path = found_path(kept, folder, (Path(folder.absolute().anchor),))
    except SidecarError:
        return None
    return path if exists(path) else None


def _near(folder: Path) -> Iterator[Path]:
    """Files of `folder`, and of the folders in it and beside it, nearest first."""
    seen: set[Path] = set()
    for place in (folder, *_entries(folder), *_entries(folder.absolute().parent)):
        if is_folder(place) and place.absolute() not in seen:
            seen.add(place.absolute())
            yield from filter(is_regular, _entries(place))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except (OSError, FileError):
        return ""


def _short_digest(path: Path) -> str:
    return blake2b(os.fsencode(path.absolute()), digest_size=5).hexdigest()
