"""Tells which files beside a target are the sources of some item, so that nothing is exported over them."""

from __future__ import annotations

import os
from pathlib import Path

from cableview.collection.file_roles import is_role_folder
from cableview.collection.folder import items_in
from cableview.collection.pairing import Files
from cableview.errors import FileError, SidecarError
from cableview.files import exists, is_image_path, is_text_path
from cableview.review.store.record import read_shape
from cableview.review.store.shape import SIDECAR_SUFFIX, Shape, found_path


def sources_beside(target: Path) -> list[Path]:
    """The files in a target's folder that items there were, or would be, opened with; none if it does not exist.

    A lone text without a record does not count: it may well be what was exported there before. Nor do layouts, which
    are known by how they begin.
    """
    if not exists(target):
        return []
    folder = Path(os.path.realpath(target)).parent
    folders = [folder, folder.parent] if is_role_folder(folder) else [folder]
    return [path for one in folders for path in (*_paired(one), *_recorded(one))]


def _paired(folder: Path) -> list[Path]:
    """The files that belong together by their names, and those left over that can belong to nothing else."""
    try:
        pairing = items_in(folder)
    except FileError:  # a folder that can be written to but not listed
        return []
    left = [path for path, _ in pairing.unpaired if is_text_path(path) or is_image_path(path)]
    return [
        *left,
        *(path for item in pairing.items if _is_sure(item) for path in item.paths if path not in item.layouts),
    ]


def _is_sure(item: Files) -> bool:
    """True unless the item is no more than a text; a page exported beside it may only be called like a layout."""
    return bool(item.reference or item.scans) or any(map(_is_layout, item.layouts))


def _is_layout(path: Path) -> bool:
    from cableview.formats.layout_file import seems_layout  # half a second with lxml, for few folders

    try:
        return seems_layout(path)
    except FileError:
        return True


def _recorded(folder: Path) -> list[Path]:
    """The files that the records in a folder name, whatever they are called."""
    names = {path.name.removesuffix(".journal") for path in folder.glob(f"*{SIDECAR_SUFFIX}*")}
    paths: list[Path] = []
    for name in sorted(name for name in names if name.endswith(SIDECAR_SUFFIX)):
        try:
            shape = read_shape(folder / name)
            paths += _named_in(shape, folder) if shape else []
        except SidecarError:  # its text is still known by its name
            paths.append(folder / name.removesuffix(SIDECAR_SUFFIX))
    return paths


def _named_in(shape: Shape, folder: Path) -> list[Path]:
    kept = (*shape.transcript, *shape.reference, *shape.pages, *shape.layouts)
    return [found_path(one, folder) for one in dict.fromkeys(source.path for source in kept)]
