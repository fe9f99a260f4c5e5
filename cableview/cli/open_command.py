"""`cableview open`: the window."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import click

from cableview.cli import options
from cableview.cli.main import COMMANDS
from cableview.errors import FileError
from cableview.interrupts import ending_silently


@click.command("open")
@click.argument("paths", type=options.PATH, nargs=-1, metavar="[PATH]...")
def command(paths: tuple[Path, ...]) -> int:
    """Open the window on PATH: any mix of images, texts, layouts, a record, an archive page, or a folder of items."""
    return open_window(paths)


def open_window(paths: tuple[Path, ...]) -> int:
    """Shows the window until it is closed and returns its exit code. Raises `UsageError` if there is no display."""
    from cableview.cli.display import require_display

    for path in paths:
        if not os.path.lexists(path):
            raise FileError("does not exist", path=path, advice=_advice(path))
    require_display()
    with ending_silently():
        from cableview.gui.application import run
    return run(paths)


def _advice(path: Path) -> str:
    """Advice for a name that is not a file: it may have been meant as a command."""
    near = difflib.get_close_matches(str(path), COMMANDS, n=1)
    return f"Or did you mean the command {near[0]}?" if near else "Check the name and the folder"
