"""`cableview demo`: the window on a copy of the sample item."""

from __future__ import annotations

import click


@click.command("demo")
def command() -> int:
    """Open the window on your own copy of the sample item, in which your work is kept."""
    from cableview.cli.display import require_display
    from cableview.cli.open_command import open_window
    from cableview.collection.sample import own_sample

    require_display()
    folder = own_sample()
    click.echo(f"The sample is in {folder}")
    return open_window((folder,))
