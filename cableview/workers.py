"""Starts this program as its own worker."""

from __future__ import annotations

import sys
from pathlib import Path


def own_command(name: str) -> list[str]:
    """The command line of this same program for one of its hidden commands; a frozen build has no `-m`.

    The current folder is kept out of where Python looks for modules, unless this program itself was found there:
    it may be an archive's folder that holds a `json.py`.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, name]
    home = Path(__file__).parents[1]
    found_here = bool(sys.path) and Path(sys.path[0]).resolve() == home.resolve() == Path.cwd().resolve()
    return [sys.executable, *([] if found_here else ["-P"]), "-m", "cableview", name]
