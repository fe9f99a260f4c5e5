"""Chooses the files of an item: those given, and those that its record, its folder and earlier work add."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cableview.collection.file_roles import Role, is_role_folder, role_of
from cableview.collection.folder import items_in, mets_files
from cableview.collection.item_paths import transcript_path, transcript_path_of
from cableview.collection.manual_pairings import remembered
from cableview.collection.pairing import Files, Pairing, pair
from cableview.collection.recorded_files import RecordedFiles, recorded_files
from cableview.errors import FileError, UsageError
from cableview.files import exists, is_folder, is_image_path, is_layout_path, is_regular, is_text_path
from cableview.review.store.shape import SIDECAR_SUFFIX, sidecar_path

_SHOWN_UNPAIRED = 5


@dataclass(frozen=True)
class FileChoice:
    """The files of an item and how to read them, as far as known before any is opened."""

    files: Files
    notices: tuple[str, ...] = ()
    encoding: Mapping[Path, str] = field(default_factory=dict[Path, str])
    split: int | None = None
    sidecar: Path | None = None
    frames: Mapping[Path, int] = field(default_factory=dict[Path, int])


def choose_files(paths: list[Path], sidecar_folder: Path | None, beside: Files | None, *, parts: bool) -> FileChoice:
    """The files of one item; `parts`: a second text was given separately. Raises `FileError` or `UsageError`."""
    if not paths:
        raise UsageError("no file was given", advice="Give a transcript, a scan or a folder")
    if len(paths) == 1 and is_folder(paths[0]):
        return _completed(_only_item(items_in(paths[0]), paths[0]), (), sidecar_folder)
    if len(paths) == 1 and (kept := _named_by_sidecar(paths[0])):
        return _with_record(FileChoice(Files()), kept, paths[0])
    named = [_of_sidecar(path) for path in paths]
    paths = [file for path in named for file in mets_files(path) or (path,)]
    for path in paths:
        _refuse_unusable(path)
    given = pair(paths)
    if parts and len(given.items) > 1:
        choice = FileChoice(_parts(paths))
    else:
        choice = _as_given(paths) if _is_one_by_hand(given, paths) else _only_item(given, paths[0])
    return _completed(choice, paths, sidecar_folder, beside)


def _completed(
    choice: FileChoice, given: Sequence[Path], sidecar_folder: Path | None, beside: Files | None = None
) -> FileChoice:
    """The choice with related files in its empty places. Files that were named together are not changed."""
    files = choice.files
    key = (files.transcript or files.scans)[0]
    by_hand = remembered(key)
    if by_hand is not None and all(exists(path) for path in by_hand.paths):
        return replace(choice, files=_filled(files, by_hand, given))
    beside = beside or (_beside(key) if given else None) or Files()
    sidecars = [sidecar_path(path, sidecar_folder) for path in _texts_of(files, beside)]
    sidecar, kept = None, next(filter(None, map(recorded_files, sidecars)), None)
    if kept is None and (renamed := _record_of_renamed(key)):
        sidecar, kept = renamed
    if kept is not None:
        beside = replace(beside, scans=_scans(kept, beside if given else files))
        choice = _with_record(choice, replace(kept, files=replace(kept.files, scans=beside.scans)), sidecar, given)
    if choice.split is not None:
        beside = replace(beside, reference=())
    return replace(choice, files=_filled(choice.files, beside, given))


def _scans(kept: RecordedFiles, beside: Files) -> tuple[Path, ...]:
    """The scans of the record, or those in the folder if they are more or replace some that are gone from their place.

    If fewer are in the folder, some are missing, and those of the record stay for the numbers of the pages.
    """
    recorded, there = kept.files.scans, set(beside.scans)
    left = set(filter(exists, recorded)) - kept.moved
    is_replaced = left < there != set(recorded) and len(there) >= len(recorded)
    return beside.scans if is_replaced else recorded


def _named_by_sidecar(path: Path) -> RecordedFiles | None:
    """The files named in a sidecar that has neither a transcript nor a scan of its name beside it; else `None`."""
    if path.name.endswith(SIDECAR_SUFFIX) and not os.path.lexists(_of_sidecar(path)):
        return recorded_files(path)
    return None


def _of_sidecar(path: Path) -> Path:
    """The transcript whose name a sidecar bears, or the scan if that is not written yet; other paths unchanged."""
    if not path.name.endswith(SIDECAR_SUFFIX):
        return path
    if not os.path.lexists(path):
        raise FileError("does not exist", path=path, advice="Check the name and the folder")
    transcript = path.with_name(path.name.removesuffix(SIDECAR_SUFFIX))
    if os.path.lexists(transcript):
        return transcript
    return next(
        (image for image in sorted(path.parent.glob("*")) if transcript_path_of(image) == transcript), transcript
    )


def _refuse_unusable(path: Path) -> None:
    if is_folder(path):
        raise FileError("is a folder, not a file", path=path, advice="Open it alone, or choose files in it")
    if not is_text_path(path) and not is_image_path(path) and not is_layout_path(path):
        advice = "Give a text (.txt, .md), an image (JPEG, PNG, TIFF, JPEG 2000), a PDF or a layout (.xml, .hocr)"
        raise FileError("is not a kind of file that can be read", path=path, advice=advice)


def _only_item(pairing: Pairing, path: Path) -> FileChoice:
    notices = [f"{left.name} {reason}" for left, reason in pairing.unpaired[:_SHOWN_UNPAIRED]]
    if len(pairing.unpaired) > _SHOWN_UNPAIRED:
        notices.append(f"{len(pairing.unpaired) - _SHOWN_UNPAIRED} more files were not paired")
    if len(pairing.items) == 1:
        return FileChoice(pairing.items[0], tuple(notices))
    if not pairing.items and len(pairing.unpaired) == 1 and is_text_path(pairing.unpaired[0][0]):
        return FileChoice(Files(transcript=(pairing.unpaired[0][0],)))
    if not pairing.items and is_regular(path) and is_layout_path(path):
        raise FileError("is a layout, not a text or a scan", path=path, advice="Give it beside its scan or its text")
    if not pairing.items:
        raise UsageError("there is no transcript or scan here", path=path, advice="Choose another file or folder")
    raise UsageError(
        f"this is {len(pairing.items)} items, not one", path=path, advice="Open one of them, or name each file's part"
    )


def _is_one_by_hand(given: Pairing, paths: Sequence[Path]) -> bool:
    """True for files that were named together although their names do not match: one or two texts, any images."""
    texts = sum(is_text_path(path) for path in paths)
    several = all(item.transcript and item.scans for item in given.items)
    left = (path for path, _ in given.unpaired)  # a layout or a second text of another name
    is_apart = len(given.items) > 1 or any(is_layout_path(path) or is_text_path(path) for path in left)
    return len(paths) > 1 and bool(given.items) and is_apart and texts <= 2 and not (several and len(given.items) > 1)


def _parts(paths: Sequence[Path]) -> Files:
    """The files when a second text was given separately: all texts are parts of one, in the order given."""
    texts, images, layouts = (tuple(filter(kind, paths)) for kind in (is_text_path, is_image_path, is_layout_path))
    return Files(texts, (), images, layouts)


def _as_given(paths: Sequence[Path]) -> FileChoice:
    """The texts in the order given, except that one named as a second text comes second; the images are the pages."""
    texts = sorted((path for path in paths if is_text_path(path)), key=lambda path: role_of(path) is Role.REFERENCE)
    images, layouts = (tuple(filter(kind, paths)) for kind in (is_image_path, is_layout_path))
    files = Files(tuple(texts[:1]), tuple(texts[1:]), images, layouts)
    said = [f"{second.name} was taken as the second text to {texts[0].name}" for second in texts[1:]]
    return FileChoice(files, tuple(said))


def _texts_of(files: Files, beside: Files) -> list[Path]:
    """Texts whose name the record may bear: the text itself, the first of those it is a part of, or the future one."""
    texts = [*files.transcript[:1], *beside.transcript[:1]]
    return list(dict.fromkeys(texts)) or [transcript_path(files)]


def _with_record(
    choice: FileChoice, kept: RecordedFiles, sidecar: Path | None, given: Sequence[Path] = ()
) -> FileChoice:
    gone = tuple(f"{name}, which the record names, is not there: put it back, or name another" for name in kept.gone)
    if sidecar and not any(map(exists, kept.files.transcript + kept.files.scans)):
        raise FileError("names files that are not there", path=sidecar, advice="Open the item by naming its files")
    files = _filled(choice.files, kept.files, given)
    return FileChoice(files, choice.notices + gone, kept.encoding, kept.split, sidecar, kept.frames)


def _record_of_renamed(path: Path) -> tuple[Path, RecordedFiles] | None:
    """A record beside `path` whose transcript has gone from its place, and which recognises `path` by its digest."""
    try:
        sidecars = sorted(path.parent.glob(f"*{SIDECAR_SUFFIX}"))
    except OSError:  # a folder that does not say what is in it
        return None
    for sidecar in sidecars:
        if (kept := _named_by_sidecar(sidecar)) and path in kept.files.transcript:
            return sidecar, kept
    return None


def _filled(files: Files, found: Files, given: Sequence[Path]) -> Files:
    """`files` completed from `found`. A single file represents its whole item; of several named, none is replaced."""
    if files.transcript and found.transcript and files.transcript[0] not in found.transcript:
        return files
    alone = len(given) <= 1
    return Files(
        found.transcript if alone and found.transcript else files.transcript or found.transcript,
        files.reference or found.reference,
        found.scans if alone and found.scans else files.scans or found.scans,
        found.layouts if alone and found.layouts else files.layouts or found.layouts,
    )


def _beside(path: Path) -> Files | None:
    """The item of the folder that `path` belongs to; `None` if there is none."""
    for folder in [path.parent.parent, path.parent] if is_role_folder(path.parent) else [path.parent]:
        try:
            items = items_in(folder).items
        except FileError:
            continue
        for item in items:
            if path in item.transcript + item.scans:
                return item
    return None
