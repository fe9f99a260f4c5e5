"""Reads what an item's record says about its files, so that work in progress is opened with the same texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cableview.collection.pairing import Files
from cableview.encodings import plain_codec
from cableview.errors import FileError, SidecarError
from cableview.files import exists, sha256_of
from cableview.review.store.record import journal_path, read_shape
from cableview.review.store.shape import KeptSource, Shape, find_moved, found_path
from cableview.review.store.sidecar import MEND


@dataclass(frozen=True, slots=True)
class RecordedFiles:
    """Files named in a record. `encoding` and `split` are for unchanged files; `gone` names those not found.

    Of those, only scans are among the `files`: their pages keep their numbers. `frames` is how many pages each had,
    `moved` are files that were recognised elsewhere.
    """

    files: Files
    encoding: dict[Path, str] = field(default_factory=dict[Path, str])
    split: int | None = None
    gone: tuple[str, ...] = ()
    frames: dict[Path, int] = field(default_factory=dict[Path, int])
    moved: frozenset[Path] = frozenset()


def recorded_files(sidecar: Path) -> RecordedFiles | None:
    """The files that the record at `sidecar` was made from; `None` if there is no readable record.

    Faults of a record are reported when it is opened. Raises `SidecarError` if it names files that it must not.
    """
    if not exists(sidecar) and not exists(journal_path(sidecar)):
        return None
    try:
        shape = read_shape(sidecar)
    except SidecarError:
        return None
    if shape is None or not shape.transcript:
        return None
    try:
        return _found(shape, sidecar.parent)
    except SidecarError as error:
        raise SidecarError(f"{error.message} ({error.path})", path=sidecar, advice=error.advice) from error
    except LookupError as error:
        raise SidecarError(f"names an encoding that is not known here ({error})", path=sidecar, advice=MEND) from error


def _found(shape: Shape, folder: Path) -> RecordedFiles:
    moved = find_moved(shape, folder)
    gone: list[str] = []

    def found(name: str) -> Path:
        return moved.get(name) or found_path(name, folder)

    def existing(names: Sequence[str]) -> tuple[Path, ...]:
        paths = [found(name) for name in dict.fromkeys(names)]
        gone.extend(path.name for path in paths if not exists(path))
        return tuple(filter(exists, paths))

    sources = {source.path: source for source in (*shape.transcript, *shape.reference)}
    same = {found(name): source for name, source in sources.items() if _is_same(found(name), source)}
    counts = Counter(page.path for page in shape.pages)
    frames = {found(name): count for name, count in counts.items()}
    transcript = existing([source.path for source in shape.transcript])
    reference = existing([source.path for source in shape.reference])
    existing(tuple(counts))
    split = _split(shape) if set(transcript) <= same.keys() else None
    encodings = {path: source.encoding for path, source in same.items()}
    for name in encodings.values():
        plain_codec(name)
    layouts = existing([layout.path for layout in shape.layouts])
    files = Files(transcript, tuple(path for path in reference if path not in transcript), tuple(frames), layouts)
    return RecordedFiles(files, encodings, split, tuple(gone), frames, frozenset(moved.values()))


def _is_same(path: Path, source: KeptSource) -> bool:
    try:
        return sha256_of(path) == source.sha256
    except FileError:
        return False


def _split(shape: Shape) -> int | None:
    """Where the second text begins in a file that holds both; `None` if unknown."""
    transcript = {source.path for source in shape.transcript}
    starts = (s.segments[0][2] for s in shape.reference if s.path in transcript and s.segments)
    return next((start for start in starts if start >= 0), None)
