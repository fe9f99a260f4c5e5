"""The items that lie in a folder."""

from __future__ import annotations

from pathlib import Path

from cableview.collection.item import Pairing, belongs_above, is_own_file, is_role_folder, pair
from cableview.errors import FileError


def items_in(folder: Path) -> Pairing:
    """The items of a folder and of `transcript/`, `reference/` and `scan/` in it. Raises `FileError`.

    What is hidden is passed over: systems and editors leave such files behind.
    """
    files: list[Path] = []
    unpaired: list[tuple[Path, str]] = []
    for path in _entries(folder):
        if path.is_dir():
            inside = _listed(path) if is_role_folder(path) else []
            files += [inner for inner in inside if belongs_above(inner) and inner.is_file()]
        elif path.is_file():
            files.append(path)
        elif not is_own_file(path):
            unpaired.append(
                (path, "is a device, pipe or broken link and is left out; take it away, or put the file there")
            )
    pairing = pair(files)
    return Pairing(pairing.items, (*pairing.unpaired, *unpaired))


def _listed(folder: Path) -> list[Path]:
    """A folder beside, passed over when it may not be entered."""
    try:
        return _entries(folder)
    except FileError:
        return []


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError as error:
        raise FileError("does not exist", path=folder, advice="Check the name") from error
    except NotADirectoryError as error:
        raise FileError("is no folder", path=folder, advice="Choose the folder it is in") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise FileError(f"cannot be listed: {reason}", path=folder, advice="Check who may read it") from error
