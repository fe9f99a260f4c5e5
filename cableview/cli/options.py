"""Options that several commands share."""

from __future__ import annotations

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

sidecar_folder = click.option(
    "--sidecar-folder", type=PATH, metavar="FOLDER", help="Where the record is, if not beside the transcript."
)
force = click.option("--force", is_flag=True, help="Replace an existing file; never one of the item's.")
