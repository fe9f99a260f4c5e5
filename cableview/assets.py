"""Finds the files of `resources/`, in a checkout, an installed wheel and a frozen build alike."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Path of a file or folder below `resources/`. Raises `FileNotFoundError` if it is not installed."""
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resources/{'/'.join(parts)} is missing from this installation of cableview")


def _roots() -> list[Path]:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    bundled = [Path(frozen) / "cableview" / "_resources", Path(frozen) / "resources"] if frozen else []
    return [*bundled, package.parent / "resources", package / "_resources"]
