"""Remembers, for each user, which files were put together by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import platformdirs

from cableview.collection.pairing import Files
from cableview.errors import FileError
from cableview.files import atomic_write, make_folder, read_bytes

_MOST = 1000
_PARTS = ("transcript", "reference", "scans", "layouts")
_LATER = ("layouts",)
"""The parts that older entries lack."""


def pairings_file() -> Path:
    """The file of pairings of the user running this process."""
    return platformdirs.user_state_path("cableview", appauthor=False) / "pairings.json"


def remember(files: Files) -> None:
    """Saves `files` as one item, found again by any of its texts or, without one, its scans. Raises `SaveError`."""
    kept = pairings_file()
    entries = [entry for entry in _entries(kept) if _key(entry) != _key(_tree(files))]
    text = json.dumps({"pairings": [*entries, _tree(files)][-_MOST:]}, indent=1)
    make_folder(kept.parent, "cannot be made a folder, so the pairing cannot be remembered")
    # Names with bytes that are not UTF-8 contain lone surrogates, which JSON's escapes preserve.
    atomic_write(kept, text.encode("ascii"))


def remembered(path: Path) -> Files | None:
    """The last item put together by hand with `path` as its transcript or, if it has none, among its scans."""
    for entry in reversed(_entries(pairings_file())):
        if str(path) in _key(entry):
            return Files(*(tuple(map(Path, entry.get(name, ()))) for name in _PARTS))
    return None


def _tree(files: Files) -> dict[str, list[str]]:
    return {name: [str(path) for path in getattr(files, name)] for name in _PARTS}


def _key(entry: dict[str, list[str]]) -> list[str]:
    return entry["transcript"] or entry["scans"]


def _entries(kept: Path) -> list[dict[str, list[str]]]:
    """The readable entries. The file only saves a few clicks, so a fault in it is no reason to refuse an item."""
    try:
        tree: Any = json.loads(read_bytes(kept))
        return [entry for entry in tree["pairings"] if _is_entry(entry)]
    except (FileError, ValueError, TypeError, KeyError, RecursionError):
        return []


def _is_entry(entry: Any) -> bool:
    lists: list[Any] = [entry.get(name, []) if name in _LATER else entry[name] for name in _PARTS]
    return all(isinstance(paths, list) and set(map(type, cast("list[Any]", paths))) <= {str} for paths in lists)
