"""Finds the items in a folder."""

from __future__ import annotations

from pathlib import Path

from cableview.collection.file_roles import belongs_above, is_own_file, is_role_folder
from cableview.collection.pairing import Files, Pairing, pair
from cableview.errors import FileError
from cableview.files import exists, failing_as, is_folder, is_image_path, is_layout_path, is_regular, is_text_path
from cableview.report.export_targets import was_exported_from


def items_in(folder: Path) -> Pairing:
    """The items of a folder and of its subfolders `transcript/`, `reference/` and `scan/`. Raises `FileError`.

    Hidden files are skipped, since systems and editors leave such files behind, and so are exports made here.
    """
    files: list[Path] = []
    unpaired: list[tuple[Path, str]] = []
    for path in _entries(folder):
        if is_folder(path):
            inside = _listed(path) if is_role_folder(path) else []
            files += [inner for inner in inside if belongs_above(inner) and is_regular(inner)]
        elif is_regular(path):
            files.append(path)
        elif not is_own_file(path):
            unpaired.append(
                (path, "is a device, pipe or broken link and is left out; take it away, or put the file there")
            )
    names = {path.stem for path in files if is_text_path(path)}
    pairing = pair(path for path in files if was_exported_from(path) not in names)
    pairing = _with_listed(pairing)
    return Pairing(pairing.items, (*pairing.unpaired, *unpaired))


def _with_listed(pairing: Pairing) -> Pairing:
    """`pairing` with an item for each METS file, as libraries deliver them in any folder, unless its files are used."""
    paired = {path for item in pairing.items for path in item.paths}
    items, unpaired = list(pairing.items), list[tuple[Path, str]]()
    for path, reason in pairing.unpaired:
        try:
            files = mets_files(path)
        except FileError as error:
            unpaired.append((path, error.message))
            continue
        if not files:
            unpaired.append((path, reason))
        elif not paired.isdisjoint(files):
            unpaired.append((path, "lists files of an item that is here without it"))
        else:
            layouts = tuple(file for file in files if is_layout_path(file))
            items.append(Files(scans=tuple(file for file in files if is_image_path(file)), layouts=layouts))
            paired.update(files)
    return Pairing(tuple(items), tuple(unpaired))


def mets_files(path: Path) -> tuple[Path, ...]:
    """The images and layouts that a METS file lists; empty for any other file. Raises `FileError`."""
    if path.suffix.lower() != ".xml" or not exists(path) or is_folder(path):
        return ()
    from cableview.formats.layout_file import seems_mets
    from cableview.formats.mets import read_mets

    return read_mets(path) if seems_mets(path) else ()


def _listed(folder: Path) -> list[Path]:
    """The files of a sibling folder; empty if it may not be entered."""
    try:
        return _entries(folder)
    except FileError:
        return []


def _entries(folder: Path) -> list[Path]:
    with failing_as(FileError, folder, "cannot be listed"):
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
