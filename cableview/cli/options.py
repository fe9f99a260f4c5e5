"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


class NamedPath(click.Path):
    """A path that must not be empty: an empty one, e.g. from an unset shell variable, would be the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Converts as for any path, but refuses an empty one."""
        if value in ("", b""):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


PATH = NamedPath(path_type=Path)

layouts = click.option(
    "--layout",
    "layouts",
    type=PATH,
    multiple=True,
    metavar="F",
    help="A file that says where words are: ALTO, PAGE XML, hOCR, ABBYY XML or PDF. Repeatable.",
)
output = click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to FILE instead of standard output.")
force = click.option("--force", is_flag=True, help="Replace an existing file, but never one of the item's own.")
sidecar_folder = click.option(
    "--sidecar-folder", type=PATH, metavar="FOLDER", help="The folder of the record, if not the transcript's own."
)
reviewer = click.option(
    "--reviewer", metavar="NAME", help="Who decides this. Default: the reviewer in the settings, or the login name."
)


def scans(*, required: bool) -> Callable[[Any], Any]:
    """Adds `--scan`."""
    words = "A page image, TIFF or PDF. Repeatable."
    return click.option("--scan", "scans", type=PATH, multiple=True, required=required, metavar="F", help=words)
