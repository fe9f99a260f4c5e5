"""Paths of an item's files, as given, and the path of a transcript that is not written yet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cableview.collection.pairing import Files
from cableview.errors import UsageError
from cableview.files import is_image_path


def absolute(path: Path) -> Path:
    """The file's path, still valid after the working folder changes; links keep their names."""
    return Path(os.path.normpath(path.absolute()))


def all_absolute(given: Sequence[Path] | Path | None) -> tuple[Path, ...]:
    """As `absolute`, for none, one or several paths."""
    return () if given is None else (absolute(given),) if isinstance(given, Path) else tuple(map(absolute, given))


def absolute_files(files: Files) -> Files:
    """As `absolute`, for each file of an item."""
    return Files(*map(all_absolute, (files.transcript, files.reference, files.scans, files.layouts)))


def transcript_path(files: Files) -> Path:
    """The path for the text of a scan without one; it need not exist. Raises `UsageError` if there is no scan."""
    if not files.scans:
        raise UsageError("an item needs a transcript or a scan", advice="Choose one")
    return transcript_path_of(files.scans[0]) or files.scans[0]


def transcript_path_of(image: Path) -> Path | None:
    """The path for the text of a page image; `None` for a file that is not an image."""
    return image.with_suffix(".txt") if is_image_path(image) else None
