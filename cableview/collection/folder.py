"""The items that lie in a folder."""

from __future__ import annotations

from pathlib import Path

from cableview.collection.file_roles import belongs_above, is_own_file, is_role_folder
from cableview.collection.pairing import Pairing, pair
from cableview.errors import FileError
from cableview.files import failing_as, is_folder, is_regular, is_text_path
from cableview.report.export_targets import was_exported_from


def items_in(folder: Path) -> Pairing:
    """The items of a folder and of `transcript/`, `reference/` and `scan/` in it. Raises `FileError`.

    What is hidden is passed over: systems and editors leave such files behind. So is what was exported from one here.
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
    return Pairing(pairing.items, (*pairing.unpaired, *unpaired))


def _listed(folder: Path) -> list[Path]:
    """A folder beside, passed over when it may not be entered."""
    try:
        return _entries(folder)
    except FileError:
        return []


def _entries(folder: Path) -> list[Path]:
    with failing_as(FileError, folder, "cannot be listed"):
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
