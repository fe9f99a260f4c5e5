"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)

sidecar_folder = click.option(
    "--sidecar-folder", type=PATH, metavar="FOLDER", help="Where the record is, if not beside the transcript."
)
force = click.option("--force", is_flag=True, help="Replace an existing file; never one of the item's.")
