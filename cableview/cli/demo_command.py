"""`cableview demo`: the window on a copy of the sample item."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import click

from cableview.assets import resource_path
from cableview.errors import FileError


@click.command("demo")
def command() -> int:
    """Open the window on the sample item, copied to a place of your own, where work in it is kept."""
    from cableview.cli.display import require_display
    from cableview.cli.open_command import open_window

    require_display()
    folder = sample_copy(_home())
    click.echo(f"The sample is in {folder}")
    return open_window((folder,))


def sample_copy(home: Path) -> Path:
    """A folder in `home` with the sample, copied there the first time and never written over.

    Its name changes with what the sample holds, so that another version's work stays where it was. Raises `FileError`.
    """
    sample = resource_path("sample")
    folder = home / f"sample-{_digest(sample)}"
    if folder.is_dir():
        return folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=".sample-") as temporary:
            fresh = Path(temporary) / "sample"
            shutil.copytree(sample, fresh, copy_function=shutil.copyfile)
            fresh.rename(folder)
    except OSError as error:
        raise FileError(f"the sample cannot be copied here: {error.strerror or error}", path=home) from error
    return folder


def _home() -> Path:
    import platformdirs

    return platformdirs.user_data_path("cableview", appauthor=False)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
